"""What `doctor --fix` would write, and writing it: nothing but what was shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Final

from kubeconv.conversion.options import Options
from kubeconv.conversion.users import Outcome
from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.machine import files
from kubeconv.machine.files import STANDARD_INPUT, FileProblem
from kubeconv.machine.journal import counted
from kubeconv.machine.load import Loaded, hold
from kubeconv.machine.lock import LOCK_TIMEOUT
from kubeconv.machine.replace import make_private
from kubeconv.tree.source import Edit
from kubeconv.validation.files import Judged
from kubeconv.validation.fix_files import Applied, write
from kubeconv.validation.fixes import Fix, Fixed, fix
from kubeconv.validation.rule import Rule

#: The rule about a file that other users may read.
OPEN_FILE: Final = "readable-by-others"
#: The path of a file, and the names of its users that are meant.
Selected = Mapping[str, Set[str]]


class Plan(NamedTuple):
    """What `--fix` would do to one file: what it holds then, each fix, whether the file is closed to other users, the users
    that are converted, and the changes of the text, if there is nothing but these users."""

    loaded: Loaded
    before: Kubeconfig
    after: Kubeconfig
    fixes: Sequence[Fix]
    private: bool
    converted: Sequence[Outcome] = ()
    edits: Sequence[Edit] = ()

    def __repr__(self) -> str:
        return brief(self, "fixes", "private")

    @property
    def path(self) -> str:
        """The file."""
        return self.loaded.path


def is_planned_by(rule: Rule) -> bool:
    """True for a rule whose findings are what a plan goes by; for all else the fixes look themselves."""
    return rule.NAME == OPEN_FILE


def plans_for(judged: Iterable[Judged], options: Options, selected: Selected | None = None) -> Iterator[Plan]:
    """What can be fixed safely in each file, with the logins that the newest of the clients does not know: it reads files
    like `options.kubectl`. Of these only those of the users that are selected, by file, if some are."""
    for loaded, report, _ in counted([*judged], "planning", "files"):
        if loaded.parsed is None or report is None or loaded.path == STANDARD_INPUT:
            continue
        is_open = any(finding.name == OPEN_FILE and not finding.span for finding in report.findings)
        private = is_open and files.is_own(loaded.path)
        before = loaded.parsed.kubeconfig
        after, fixes, converted, edits = _fixed(loaded.path, before, options, selected)
        if fixes or private:
            yield Plan(loaded, before, after, fixes, private, converted, edits)


def _fixed(path: str, kubeconfig: Kubeconfig, options: Options, selected: Selected | None) -> Fixed:
    return fix(kubeconfig, options, None if selected is None else selected.get(path, set()))


def promise(plans: Sequence[Plan]) -> str:
    """What the plans do, as words that name nothing."""
    parts = []
    if any(plan.fixes for plan in plans):
        number = sum(len(plan.fixes) for plan in plans)
        parts.append(f"fixes {number} {'entry' if number == 1 else 'entries'} after showing the change")
    if any(plan.private for plan in plans):
        parts.append("closes the file to other users" if len(plans) == 1 else "closes files to other users")
    return " and ".join(parts)


def apply(
    plan: Plan,
    lock_timeout: float = LOCK_TIMEOUT,
    *,
    backup: bool = True,
    anew: tuple[Options, Selected | None] | None = None,
) -> Applied:
    """Write what was planned, under the lock, which is waited for up to `lock_timeout` seconds. `backup` keeps the old bytes.
    If somebody changed the file meanwhile, what it is now is planned `anew`, as these options say, for the selected users;
    without them nothing is written, as somebody agreed to what was shown."""
    now = plan.loaded
    try:
        with hold(plan.path, lock_timeout, plan.loaded) as now:
            is_same = now.parsed is plan.loaded.parsed
            if now.seen is None or (not is_same and (anew is None or now.kubeconfig is None)):
                raise FileProblem(plan.path, "was changed meanwhile, nothing is written", "run it again")
            after, fixes = plan.after, plan.fixes
            if not is_same and anew and now.kubeconfig:
                after, fixes, *_ = _fixed(plan.path, now.kubeconfig, *anew)
                what = "fixed as it is now" if fixes else "there is nothing left to fix"
                now.seen.held.notes.append(f"it was changed meanwhile: {what}")
            if not fixes:
                if plan.private:
                    make_private(now.seen)
                return Applied(now, notes=now.seen.held.notes)
            return write(now.seen, after, fixes, backup=backup, private=plan.private)
    except FileProblem as problem:
        return Applied(now, problem=problem)
