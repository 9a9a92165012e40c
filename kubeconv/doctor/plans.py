"""What `doctor --fix` would write, and writing it: nothing but what was shown."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kubeconv.machine import files
from kubeconv.machine.files import STANDARD_INPUT, FileProblem
from kubeconv.machine.lock import LOCK_TIMEOUT, locked
from kubeconv.releases.version import Version
from kubeconv.tree.finding import Refused
from kubeconv.tree.source import Source
from kubeconv.validation.fixes import Fix, fix
from kubeconv.validation.run import Report


class Plan(NamedTuple):
    """What `--fix` would do to one file: its text then, each fix, and whether the file is closed to other users."""

    source: Source
    text: str
    fixes: Sequence[Fix]
    private: bool

    @property
    def path(self) -> str:
        """The file."""
        return self.source.name


class Written(NamedTuple):
    """What became of a plan: the backup that was made, '' where only the mode changed, or the problem."""

    path: str
    backup: str = ""
    problem: FileProblem | None = None


def plans_for(reports: Sequence[Report], kubectl: Version) -> Iterator[Plan]:
    """What can be fixed safely in each file, with the logins that the newest of the clients does not know: it reads files
    like this kubectl."""
    for report in reports:
        source = report.source
        if source.name == STANDARD_INPUT:
            continue
        is_open = any(finding.name == "readable-by-others" and not finding.span for finding in report.findings)
        private = is_open and files.is_own(source.name)
        try:
            text, fixes = fix(source, kubectl)
        except Refused:
            text, fixes = source.text, []
        if fixes or private:
            yield Plan(source, text, fixes, private)


def promise(plans: Sequence[Plan]) -> str:
    """What the plans do, as words that name nothing."""
    parts = []
    if any(plan.fixes for plan in plans):
        number = sum(len(plan.fixes) for plan in plans)
        parts.append(f"mends {number} {'entry' if number == 1 else 'entries'} after showing the change")
    if any(plan.private for plan in plans):
        parts.append("closes the file to other users" if len(plans) == 1 else "closes files to other users")
    return " and ".join(parts)


def apply(plan: Plan) -> Written:
    """Write what was planned, under the lock, and keep the old file beside it. Nothing is written where the file would not
    become what the plan says: somebody changed it meanwhile."""
    path = plan.path
    try:
        with locked(path, LOCK_TIMEOUT):
            now = Source(files.read(path), path)
            if now.encode(now.text) != plan.source.encode(plan.source.text):
                raise FileProblem(path, "was changed meanwhile, nothing is written", "run kubeconv doctor --fix again")
            if plan.private:
                files.make_private(path)
            if plan.text == now.text:
                return Written(path)
            return Written(path, files.write(path, now.encode(plan.text), backup=True) or "")
    except FileProblem as problem:
        return Written(path, problem=problem)
