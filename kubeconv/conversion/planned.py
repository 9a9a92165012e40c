"""What a user is to become, or why it stays: what every module of this room hands out, and what they share."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from kubeconv.auth.login import Unconvertible
from kubeconv.gate import shown
from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.login import Login
from kubeconv.kubeconfig.view import User
from kubeconv.tree.node import TooLarge, plain


class Planned(NamedTuple):
    """The body of a user, the new one, and its login. `notes` are what else to know, `secrets` the flags whose secret value now
    stands in the file, `reason` says why the login is this one, or what changes if it stays the same, `lost` names what
    the new body cannot hold, but for what comes back by itself; `risks` are those of the login mode, which are among the
    notes too."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    login: Login
    notes: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    reason: str = ""
    lost: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return brief(self, "login", "notes", "secrets", "reason")


class Unchanged(NamedTuple):
    """Why a user stays as it is, and the way out if there is one. `missing` is the flag of kubelogin whose value would be
    enough."""

    status: Literal["unchanged", "skipped", "refused"]
    reason: str
    help: str = ""
    notes: tuple[str, ...] = ()
    missing: str = ""


def body_of(user: User) -> dict[str, Any]:
    """The body of a user as plain data. Raises Unconvertible if it is too large."""
    try:
        body = plain(user.body) if user.body is not None else {}
    except TooLarge as error:
        raise Unconvertible(f"it is {error}", "write it out without aliases") from None
    return body if isinstance(body, dict) else {}


def both(provider: str) -> Unconvertible:
    """Why a user with this auth-provider and an exec plugin stays as it is."""
    called = f"the auth-provider {shown.key(provider)}" if provider else "an auth-provider without a name"
    return Unconvertible(
        f"it has {called} and an exec plugin, which client-go refuses together", "delete the one that you do not use"
    )


def renamed(body: Mapping[str, Any], old: str, new: str, value: Any) -> dict[str, Any]:
    """The body with `new: value` in the place of `new`, or else of `old`; `old` is gone."""
    place = new if new in body else old
    found = {}
    for key, each in body.items():
        if key == place:
            found[new] = value
        elif key != old:
            found[key] = each
    return found


def lasting(names: Iterable[str]) -> tuple[str, ...]:
    """Those of these names of values that do not come back with the next login, as cached tokens do, as they may be shown."""
    return tuple(shown.flag(name) if name.startswith("-") else shown.key(name) for name in names if name not in _CACHED)


def spoken(names: Iterable[str]) -> str:
    """Names of values as people call them, each once."""
    words = (
        shown.flag(name) if name.startswith("-") else _SPOKEN.get(name, shown.key(name).replace("-", " "))
        for name in names
    )
    return ", ".join(dict.fromkeys(words))


_CACHED: Final = ("access-token", "refresh-token", "id-token", "expires-in", "expires-on", "expiry")
_SPOKEN: Final = {
    **dict.fromkeys(_CACHED, "cached tokens"),
    **dict.fromkeys(("cmd-path", "expiry-key", "token-key", "time-fmt"), "cmd-path"),
    "legacy": "legacy audience",
    "login": "login mode",
    "exec": "exec settings",
    "command": "path of the plugin",
}
