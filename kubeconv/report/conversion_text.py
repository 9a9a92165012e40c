"""Results as text for people."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kubeconv.conversion.planned import spoken
from kubeconv.gate.shown import name as name_of
from kubeconv.machine.files import FileProblem
from kubeconv.report.old_bytes import old_bytes_words
from kubeconv.report.place import shown
from kubeconv.report.problem import problem_line

if TYPE_CHECKING:
    from kubeconv.conversion.files import ConvertedFile
    from kubeconv.conversion.users import Outcome

#: Up to so many users that are alike are named; of more only the first.
MANY, _FIRST = 50, 3


def outcome_line(path: str, outcome: "Outcome", *, looked_only: bool = False) -> str:
    """What became of one user as one line, or with `looked_only` what would become of it."""
    status = "would be converted" if looked_only and outcome.status == "converted" else outcome.status
    about = outcome.change if outcome.status == "converted" else outcome.reason
    reason = f": {about}" if about else ""
    used_by = f"contexts {', '.join(map(name_of, outcome.contexts))}" if outcome.contexts else "used by no context"
    parts = [f"{shown(path)}:{outcome.line}: {status} {name_of(outcome.user)}{reason}{_tail(outcome.help)}"]
    return "; ".join([*parts, used_by, *outcome.notes])


def loss_line(path: str, outcome: "Outcome") -> str:
    """What a user loses that nobody can guess, for before the file is written."""
    what = f"{name_of(outcome.user)} loses {spoken(outcome.lost)}, which {outcome.after} has no place for"
    return f"{shown(path)}:{outcome.line}: {what}; --keep-origin keeps them"


def file_lines(result: "ConvertedFile", *, looked_only: bool, verbose: bool = False) -> list[tuple[str, bool]]:
    """What became (`looked_only`: would become) of one file: its users, what was read and what written. With each line
    whether it is an error. Of very many users that are alike only the first are named, unless it is to be `verbose`."""
    if result.conversion is None:
        return [(problem_line(result.problem or FileProblem(result.path, "nothing was done")), True)]
    name, outcomes = shown(result.path), result.conversion.outcomes
    alike: dict[tuple[object, ...], list[Outcome]] = {}
    for outcome in outcomes:
        kind = (outcome.status, outcome.change, outcome.reason if outcome.status == "skipped" else "", outcome.notes)
        alike.setdefault(kind if not verbose else (id(outcome),), []).append(outcome)
    told = {id(each) for those in alike.values() for each in (those if len(those) <= MANY else those[:_FIRST])}
    lines = [
        (outcome_line(result.path, outcome, looked_only=looked_only), outcome.status == "refused")
        for outcome in outcomes
        if id(outcome) in told
    ]
    for those in alike.values():
        if len(those) > MANY:
            status = "would be converted" if looked_only and those[0].status == "converted" else those[0].status
            what = f"{len(those) - _FIRST:,} more users like {name_of(those[0].user)}; --verbose names them"
            lines.append((f"{name}: {status} {what}", those[0].status == "refused"))
    if not outcomes:
        reason = "none of its users is selected" if result.conversion.unselected else "no users in it"
        lines.append((f"{name}: {reason}", False))
    if kept := old_bytes_words(result.old_bytes):
        lines.append((kept, False))
    lines += [(f"{shown(result.written or result.path)}: {note}", False) for note in result.notes]
    written = f"wrote {shown(result.written)}" if result.written else "nothing written to it"
    return [*lines, (f"read {name}; {written}", False)]


def left_out_words(paths: "Sequence[str]") -> str:
    """How many files of the folders are none of ours."""
    return f"{len(paths):,} other {'file' if len(paths) == 1 else 'files'} left out: not kubeconfigs"


def summary(results: "Iterable[ConvertedFile]", *, looked_only: bool) -> str:
    """How many users had (`looked_only`: would have) each outcome, as one line."""
    counts: dict[str, int] = {}
    others = 0
    for result in results:
        if result.conversion is not None:
            others += result.conversion.unselected
            for outcome in result.conversion.outcomes:
                counts[outcome.status] = counts.get(outcome.status, 0) + 1
    would = "to be " if looked_only and "converted" in counts else ""
    parts = [f"{count} {would if status == 'converted' else ''}{status}" for status, count in sorted(counts.items())]
    parts = parts or ["no users"]
    return ", ".join(parts) + (f"; {others} not selected" if others else "")


def _tail(text: str) -> str:
    return f"; {text}" if text else ""
