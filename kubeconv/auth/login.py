"""What every conversion between two forms of a login hands out: the new section of the user, or why there is none."""

from collections.abc import Mapping
from typing import Any, Final

from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple


class Unconvertible(ValueError):
    """This login cannot become what was requested. `help` is the way out, `missing` the flag of kubelogin whose value would be
    enough."""

    def __init__(self, message: str, help: str = "", missing: str = "") -> None:
        super().__init__(message)
        self.help = help
        self.missing = missing


class Converted(NamedTuple):
    """A login in its other form. `section` is the new `exec` or `auth-provider` of the user, `lost` names what it cannot
    hold, `notes` say what else to know, `secrets` are the flags whose secret value now stands in the arguments."""

    section: Mapping[str, Any]
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return brief(self, "lost", "notes", "secrets")


def strings(items: Any) -> list[str]:
    """The items of a list as strings; none if it is no list."""
    return [str(item) for item in items] if isinstance(items, list) else []


def texts(mapping: Any) -> dict[str, str]:
    """The values of a mapping that are there, as strings; none if it is no mapping."""
    return {key: str(value) for key, value in mapping.items() if value} if isinstance(mapping, dict) else {}


def odd_settings(section: Mapping[str, Any]) -> list[str]:
    """The keys of an exec section that say more than which plugin on PATH is run and how."""
    return [
        key
        for key, value in section.items()
        if value not in (None, []) and (key not in _PLAIN or (key == "command" and set("/\\") & set(str(value))))
    ]


_PLAIN: Final = ("apiVersion", "args", "command", "installHint", "interactiveMode", "provideClusterInfo")
