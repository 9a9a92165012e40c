"""What a known message is: the text that a program prints, and what it means."""

from kubeconv.gate.value import NamedTuple


class Message(NamedTuple):
    """One row. In `patterns`, the texts by which it is known, `{user}`, `{context}`, `{file}`, `{command}`, ... stand for what
    varies; so they do in `title`, `cause`, `remedy` and `commands`, where they are filled in. A part of a command in
    square brackets is left out if a name in it is not known.

    `affects` are the logins that it can be about: a format, a login mode, a version of the exec API, or a plugin (see
    `here.UserHere.words`). `wraps` is 0 for a cause, 1 for what only says that something else failed, 2 for what only
    says that there is no connection: these count only if nothing better is found. Several commands are steps, in this order;
    with `alternatives` one of them is enough. Rows that `covers` names are only parts of this one, and left out beside it.
    """

    id: str
    patterns: tuple[str, ...]
    title: str
    cause: str
    remedy: str
    source: str
    commands: tuple[str, ...] = ()
    since: str = ""
    affects: tuple[str, ...] = ()
    rule: str = ""
    wraps: int = 0
    alternatives: bool = False
    covers: tuple[str, ...] = ()
