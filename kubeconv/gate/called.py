"""How this program was called: what the commands that it prints begin with. As a plugin of kubectl it is `kubectl kubeconv`."""

from typing import Final

from kubeconv.gate.regex import regex

_OWN: Final = "kubeconv"
#: The commands: after the name they make a command of it, in a sentence too.
_COMMANDS: Final = (
    "doctor", "fix", "convert", "validate", "audit", "detect", "versions", "explain", "undo", "rules", "schema", "config",
    "completion",
)  # fmt: skip
_COMMAND: Final = regex(rf"(?<![\w/.-])(?<!kubectl ){_OWN}(?= (?:{'|'.join(_COMMANDS)})\b)")
#: The words before a command.
_CALLED: Final[list[tuple[str, ...]]] = [(_OWN,)]


def call_as(*words: str) -> None:
    """Note how this program was called, once at the start."""
    _CALLED[0] = words


def words(*rest: str) -> tuple[str, ...]:
    """A command of ours: the words with which it begins here, and these."""
    return (*_CALLED[0], *rest)


def program() -> str:
    """What a command of ours begins with."""
    return " ".join(_CALLED[0])


def ours(text: str) -> str:
    """A text of ours with its commands as they are called here. Nothing of a file may be in it."""
    return text if _CALLED[0] == (_OWN,) else _COMMAND.sub(program(), text)
