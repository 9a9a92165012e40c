"""What the commands that fix share: the plan is shown, a person is asked, what was shown is written, and it is told."""

import sys
from collections.abc import Mapping, Sequence

from kubeconv.commands import output, paging, progress, terminal
from kubeconv.commands.declared import Exit
from kubeconv.commands.writing import tell_losses_of_fixes
from kubeconv.conversion.users import lossy
from kubeconv.doctor.examine import Examination
from kubeconv.doctor.look import Look, after_plans
from kubeconv.doctor.plans import Plan, apply
from kubeconv.gate.value import NamedTuple
from kubeconv.machine.lock import sweep_behind
from kubeconv.report.diff import changed_lines, unified_diff
from kubeconv.report.old_bytes import old_bytes_words
from kubeconv.report.place import shown
from kubeconv.validation.fix_files import Applied


class How(NamedTuple):
    """How plans are carried out: `yes` asks nobody; `format` is what is printed; `backup` keeps the old bytes."""

    yes: bool
    format: str
    lock_timeout: float
    backup: bool


def write(seen: Look, how: How, diffs: Mapping[str, str] | None = None) -> list[Applied] | None:
    """Show the plans, ask and write; None if there is nothing to write, or it is not wanted. `diffs` are shown at once, by
    path; without them whoever is asked may ask for them."""
    for path in {*seen.paths.files} - {plan.path for plan in seen.plans}:
        sweep_behind(path)
    if not seen.plans:
        return None
    if how.format == "text":
        show(seen)
        for each in diffs.values() if diffs else ():
            output.diff(each)
    if not _is_wanted(how, seen, can_diff=diffs is None):
        return None
    for plan in seen.plans if how.format != "text" else ():
        tell_losses_of_fixes(plan.path, lossy(plan.converted))
    anew = (seen.options, seen.selected) if how.yes else None
    written = [apply(plan, how.lock_timeout, backup=how.backup, anew=anew) for plan in seen.plans]
    tell(written, to_stderr=how.format != "text")
    if how.format == "text":
        output.line("")
    return written


def show(seen: Look, form: str = "text", *, has_head: bool = True) -> None:
    """Print what the plans do; in the form `name` only whose logins change."""
    from kubeconv.report.fix_text import lines, names

    if form == "name":
        output.lines(names(seen.plans))
    else:
        width = None if form == "wide" else terminal.width(sys.stdout)
        output.report(lines(seen.plans, after_plans(seen)[0], width, has_head=has_head), form)


def diff(plan: Plan) -> str:
    """What changes in the file, secrets masked."""
    before, after = plan.before, plan.after
    edits = plan.edits or changed_lines(before.source, after.source.text)
    return unified_diff(before.source, edits, after.source.text, (before.document, after.document))


def report(found: Examination, form: str = "text", *, has_head: bool = True) -> None:
    """Print what works, what does not, and what to do; in the form `name` only the contexts."""
    from kubeconv.report.doctor_text import lines, names, verdict

    is_wide = form == "wide"
    screen = output.screen(has_head=has_head, wide=is_wide)
    if form == "name" and any(row.context for row in found.rows):
        tell_unreadable(found.unreadable)
    elif form == "name" and not found.works:
        output.error(verdict(found))
    output.report(names(found) if form == "name" else lines(found, screen, each=is_wide), form)


def tell_unreadable(unreadable: Mapping[str, str]) -> None:
    """Say which files cannot be read, and why, where nothing else does."""
    for path, why in unreadable.items():
        output.error(f"{shown(path)}: {why}")


def exit_code(found: Examination, plans: Sequence[Plan], written: Sequence[Applied] | None) -> int:
    """0: every context works, and all plans are carried out; 1: not so; 2: no file could be read."""
    if len(found.unreadable) == len(found.paths.files):
        return 2
    not_done = bool(plans) and (written is None or any(each.problem for each in written))
    return int(not found.works or not_done)


def _is_wanted(how: How, seen: Look, *, can_diff: bool) -> bool:
    if how.yes:
        return True
    if how.format != "text" or sys.stdin is None or not sys.stdin.isatty():
        why = (
            "there is no terminal to ask"
            if how.format == "text"
            else f"kubeconv does not ask if it prints {how.format.upper()}"
        )
        output.error(f"nothing was written: {why}; use --yes")
        return False
    choices = "y, n, or d for the diff" if can_diff else "y or n"
    while True:
        answer = _answer(f"Write this? [{choices}]")
        if can_diff and answer in ("d", "diff"):
            for plan in seen.plans:
                output.diff(diff(plan))
        elif answer in ("y", "yes", "n", "no"):
            return answer.startswith("y")


def _answer(question: str) -> str:
    import typer

    progress.end()
    paging.end()  # what is asked about stays on the screen
    try:
        answer = str(typer.prompt(question, default="n", show_default=False, err=True)).strip().lower()
        progress.begin()
        return answer
    except typer.Abort:  # Ctrl-C, or the end of what a person types: the line of the question has no end yet
        output.line("", to_stderr=True)
        output.error("nothing was written")
        raise Exit(130) from None


def tell(written: Sequence[Applied], *, to_stderr: bool) -> None:
    """Say what was written, where the old bytes are, and how to get them back; or why nothing was."""
    for each in written:
        if each.problem is not None:
            output.problem(each.problem)
            continue
        kept = old_bytes_words(each.old_bytes)
        if each.is_written or not each.notes:
            output.line(f"wrote {shown(each.path)}{f', {kept}' if kept else ''}", to_stderr=to_stderr)
        for note in each.notes:
            output.line(f"{shown(each.path)}: {note}", to_stderr=to_stderr)
