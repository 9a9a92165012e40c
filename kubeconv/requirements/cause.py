"""What a diagnosis is made of: the links of the chain from a file to the token, and the cause if one does not hold. Data:
sentences are made at the end."""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from kubeconv.gate.value import NamedTuple
from kubeconv.tree.finding import Subject

#: How a link stands, and how the whole chain does: it holds; it will if what is named is given at run time; it does not; that
#: cannot be determined.
State = Literal["works", "needs", "fails", "unknown"]

#: The links, in their order.
LinkPart = Literal[
    "file", "client", "login", "plugin", "arguments", "variables", "versions", "token program", "certificate dates"
]
LINK_PARTS: Final[tuple[LinkPart, ...]] = (
    "file", "client", "login", "plugin", "arguments", "variables", "versions", "token program", "certificate dates"
)  # fmt: skip

# Names of causes that no rule says. Others have the name of the rule that says them.
UNREADABLE: Final = "unreadable-file"
NOTHING: Final = "nothing-to-talk-to"
SILENT_CLIENT: Final = "silent-client"
TOO_OLD_FOR_AKS: Final = "client-too-old-for-aks"
NO_TOKEN_PROGRAM: Final = "token-program-not-on-path"  # noqa: S105 - the name of a cause
NO_FILE: Final = "file-of-kubelogin-not-there"
MODE_NOT_KNOWN: Final = "login-mode-not-known"
PERSON: Final = "person-logs-in"
# The rules that say the others.
TERMINAL: Final = "always-interactive"
NO_PROGRAM: Final = "command-not-on-path"
WRONG_KUBELOGIN: Final = "other-kubelogin-arguments"
TOO_OLD: Final = "kubelogin-too-old"
LACKS: Final = "kubelogin-misses-argument"
NO_TOKEN_COMMAND: Final = "no-token-command"  # noqa: S105 - the name of a cause
OTHER_OUTPUT: Final = "other-output"
PLUGIN_LACKS: Final = "plugin-misses-argument"
UNKNOWN_FLAG: Final = "unknown-kubelogin-flag"

#: What whoever runs the client brings along: nothing has to be set or installed for it.
BROUGHT_ALONG: Final = frozenset((PERSON, TERMINAL))


class Cause(NamedTuple):
    """Why a link does not hold, or what it needs. `name` is that of a rule, or one of the above; `subject` the entry of the
    file, `file` and `line` the place (0 for none). `variables` would give what lacks, the best advice first, or are those that
    bring the trouble; `flags` are those of the plugin that it is about; `command` is the program, `words` its subcommand;
    `mode` the login mode; `versions` the one found and the one that would do ('' if that is not known)."""

    name: str
    subject: Subject | None = None
    file: str = ""
    line: int = 0
    variables: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    command: str = ""
    words: tuple[str, ...] = ()
    mode: str = ""
    versions: tuple[str, str] = ("", "")


class Link(NamedTuple):
    """One link: whether it holds, and why not."""

    part: LinkPart
    state: State
    causes: tuple[Cause, ...] = ()


class Diagnosis(NamedTuple):
    """The whole chain of one context and one client. `cause` is the first one of the link that decides; None if all hold.
    `needs` are all that must be given at run time."""

    verdict: State
    cause: Cause | None
    links: tuple[Link, ...]
    needs: tuple[Cause, ...]

    @property
    def works(self) -> bool | None:
        """True if it works here and now, a person perhaps logging in; None if that cannot be determined."""
        if self.verdict == "unknown":
            return None
        return self.verdict != "fails" and all(each.name in BROUGHT_ALONG for each in self.needs)

    @property
    def stops(self) -> tuple[Cause, ...]:
        """All for which it does not work here and now, in the order of the chain."""
        failing = [cause for link in self.links if link.state in ("fails", "unknown") for cause in link.causes]
        return (*failing, *(each for each in self.needs if each.name not in BROUGHT_ALONG))


#: The state that decides comes first: what fails, fails whatever else is known.
_RANK: Final[tuple[State, ...]] = ("fails", "unknown", "needs", "works")


def decides(states: Iterable[State]) -> State:
    """Of several verdicts the one that counts for all."""
    return min(states, key=_RANK.index, default="works")


def diagnosed(links: Iterable[Link]) -> Diagnosis:
    """The verdict of a chain. A link that is not there holds."""
    found = tuple(links)
    if (
        len(found) == 1 and found[0].state == "fails" and found[0].causes
    ):  # as of thousands of contexts without a cluster
        return Diagnosis("fails", _most_to_do(found[0].causes), found, ())
    if len(found) > 1:
        found = tuple(sorted(found, key=lambda link: LINK_PARTS.index(link.part)))
    verdict = decides(link.state for link in found)
    deciding = [cause for link in found if link.state == verdict != "works" for cause in link.causes]
    needs = tuple(cause for link in found if link.state == "needs" for cause in link.causes)
    return Diagnosis(verdict, _most_to_do(deciding) if deciding else None, found, needs)


def _most_to_do(causes: Sequence[Cause]) -> Cause:
    """The first of them; what has to be set or installed is more than to log in."""
    return next((cause for cause in causes if cause.name not in BROUGHT_ALONG), causes[0])
