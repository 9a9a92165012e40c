"""What `doctor --fix` would write, and writing it: nothing but what was shown."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kubeconv.gate.brief import brief
from kubeconv.kubeconfig.view import Kubeconfig, Parsed
from kubeconv.machine import files
from kubeconv.machine.files import STANDARD_INPUT, FileProblem
from kubeconv.machine.load import Loaded, hold, loaded_from
from kubeconv.machine.lock import LOCK_TIMEOUT
from kubeconv.machine.replace import make_private, replace
from kubeconv.releases.version import Version
from kubeconv.validation.files import Judged
from kubeconv.validation.fixes import Fix, fix


class Plan(NamedTuple):
    """What `--fix` would do to one file: what it holds then, each fix, and whether the file is closed to other users."""

    loaded: Loaded
    before: Kubeconfig
    after: Kubeconfig
    fixes: Sequence[Fix]
    private: bool

    def __repr__(self) -> str:
        return brief(self, "fixes", "private")

    @property
    def path(self) -> str:
        """The file."""
        return self.loaded.path


class Applied(NamedTuple):
    """What became of a plan: the file as it is now, the backup that was made, '' if only the mode changed, or the problem; and
    what else is to be said of it."""

    loaded: Loaded
    backup: str = ""
    problem: FileProblem | None = None
    notes: Sequence[str] = ()

    @property
    def path(self) -> str:
        """The file."""
        return self.loaded.path


def plans_for(judged: Iterable[Judged], kubectl: Version) -> Iterator[Plan]:
    """What can be fixed safely in each file, with the logins that the newest of the clients does not know: it reads files
    like this kubectl."""
    for loaded, report, _ in judged:
        if loaded.parsed is None or report is None or loaded.path == STANDARD_INPUT:
            continue
        is_open = any(finding.name == "readable-by-others" and not finding.span for finding in report.findings)
        private = is_open and files.is_own(loaded.path)
        before = loaded.parsed.kubeconfig
        after, fixes = fix(before, kubectl)
        if fixes or private:
            yield Plan(loaded, before, after, fixes, private)


def promise(plans: Sequence[Plan]) -> str:
    """What the plans do, as words that name nothing."""
    parts = []
    if any(plan.fixes for plan in plans):
        number = sum(len(plan.fixes) for plan in plans)
        parts.append(f"mends {number} {'entry' if number == 1 else 'entries'} after showing the change")
    if any(plan.private for plan in plans):
        parts.append("closes the file to other users" if len(plans) == 1 else "closes files to other users")
    return " and ".join(parts)


def apply(plan: Plan) -> Applied:
    """Write what was planned, under the lock, and keep the old file beside it. Nothing is written if the file would not become
    what the plan says: somebody changed it meanwhile."""
    now = plan.loaded
    try:
        with hold(plan.path, LOCK_TIMEOUT, plan.loaded) as now:
            if now.seen is None or now.parsed is not plan.loaded.parsed:
                raise FileProblem(
                    plan.path, "was changed meanwhile, nothing is written", "run kubeconv doctor --fix again"
                )
            if plan.private:
                make_private(now.seen)
            if not plan.fixes:
                return Applied(now)
            source = plan.after.source
            backup = replace(now.seen, source.encode(source.text), backup=True)
            return Applied(loaded_from(Parsed(plan.after)), backup or "", notes=now.seen.held.notes)
    except FileProblem as problem:
        return Applied(now, problem=problem)
