"""What a rule is, what it is given and what it gives. Rules live in `rules/`, one module each.

A rule module has a docstring, which is its manual (first line: what is wrong; then why, and the sections `Bad:`, `Good:`
with an example each, and `Since:`), the constants `CODE`, `NAME`, `SEVERITY` and `EFFECT`, and a function `check`. It says
where and what; the runner in `validation.py` stamps code and severity, selects and sorts.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from types import MappingProxyType
from typing import Protocol

from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Cluster, Context, Kubeconfig
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version
from kubeconv.tree.finding import Effect, Kind, Severity, Subject
from kubeconv.tree.node import Node
from kubeconv.tree.source import Span


class Disk(Protocol):
    """What rules may ask about the files that a kubeconfig names, and the day. Implemented by `machine/this.py`; tests have
    their own."""

    @property
    def now(self) -> float:
        """Seconds since 1970."""

    def mode(self, path: str) -> int | None:
        """The mode (`st_mode`) of a file, links followed; None if there is none."""

    def read(self, path: str) -> bytes | None:
        """The first 1 MiB of a regular file; None if it cannot be read."""

    def tracked_by_git(self, path: str) -> bool:
        """True if git tracks the file."""


class Machine(Disk, Protocol):
    """What rules may ask besides about the machine that runs kubectl: its programs and its environment."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment variables."""

    def which(self, command: str) -> str | None:
        """The path of a program on PATH; None if there is none."""

    def kubelogin_version(self) -> str | None:
        """The version of Azure's kubelogin on PATH; None if there is none or it is another program."""


class OfOthers(NamedTuple):
    """What other files of a list have: `counts` says how many files have each entry, `own` are those of this file."""

    counts: Mapping[Subject, int] = MappingProxyType({})
    own: Set[Subject] = frozenset()

    def has(self, subject: Subject) -> bool:
        """True if another file has it."""
        return self.counts.get(subject, 0) > (subject in self.own)

    def has_entry(self, kind: Kind, name: str) -> bool:
        """The same for an entry by its name: most files stand alone, and no subject is made for each of their names."""
        return bool(self.counts) and self.has(Subject(kind, name))


class Neighbours(NamedTuple):
    """The other files of a KUBECONFIG list, which client-go reads as one. `earlier`: of the entries of this file, those
    that an earlier file of the list defines too, and the name of that file, whose entry counts. `defined` is all that
    the other files define, `used` what they name as current context, or as cluster or user of a context; `has_current` is
    true if one of them names a current context."""

    earlier: Mapping[Subject, str] = MappingProxyType({})
    defined: OfOthers = OfOthers()
    used: OfOthers = OfOthers()
    has_current: bool = False


class TeamPolicy(NamedTuple):
    """What a team does not want, from its configuration: `forbid` are names of what is forbidden and login modes, `login_modes`
    and `plugins` all that is allowed of these, none for any. `source` is the file that says so."""

    forbid: Sequence[str] = ()
    login_modes: Sequence[str] = ()
    plugins: Sequence[str] = ()
    source: str = ""


class Case(NamedTuple):
    """One file to check, for one kubectl. `path` is None for bytes that came from nowhere; then `folder` is what relative
    paths in the file start from. `machine` is the one that kubectl is to run on, None if the verdict is for every machine,
    `disk` is None if no other file may be looked at: rules that need them then give nothing. `kuberc` is the text of a
    kuberc file, None without one. `untrusted` is true for the audit profile. `neighbours` is empty for a file that stands
    alone. `tracked` is true for a file known to be in git, without asking, `may_be_tracked` false for one that is known not
    to be. `policy` is None without one."""

    kubeconfig: Kubeconfig
    kubectl: Version = NEWEST_KUBECTL
    path: str | None = None
    folder: str = "."
    machine: Machine | None = None
    kuberc: bytes | None = None
    untrusted: bool = False
    neighbours: Neighbours = Neighbours()
    tracked: bool = False
    disk: Disk | None = None
    policy: TeamPolicy | None = None
    may_be_tracked: bool = True

    @property
    def root(self) -> Node | None:
        """The top of the document."""
        return self.kubeconfig.document.root

    def cluster_of(self, context: Context) -> Cluster | None:
        """The cluster that a context names; None if it is not defined."""
        return self.kubeconfig.clusters_by_name.get(context.cluster)


class Hit(NamedTuple):
    """What a rule found: where, what, and the way out. `subject` is the entry that it is about. `severity` and `effect`
    are for rules in which they depend on the case. `https_only`: client-go cares only if the server is reached by https.
    `variable`, `command`, `missing` and `meant` are those of a `Finding`."""

    span: Span | None
    message: str
    help: str = ""
    subject: Subject | None = None
    severity: Severity | None = None
    effect: Effect | None = None
    https_only: bool = False
    variable: str = ""
    command: tuple[str, ...] = ()
    missing: str = ""
    meant: str = ""


class Rule(Protocol):
    """A rule module."""

    __doc__: str | None
    __name__: str
    CODE: str
    NAME: str
    SEVERITY: Severity
    EFFECT: Effect

    def check(self, case: Case, /) -> Iterable[Hit]:
        """Everything that is wrong, in any order."""
