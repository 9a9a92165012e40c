"""Results as text for people."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

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
#: Who waits for a change: of the others more than a few are only counted.
_OF_INTEREST: Final = ("converted", "refused")
_KEEPS: Final = "--keep-origin"
_VERBOSE: Final = "--verbose names them"


def outcome_line(path: str, outcome: "Outcome", *, looked_only: bool = False) -> str:
    """What became of one user as one line, or with `looked_only` what would become of it."""
    status = "would be converted" if looked_only and outcome.status == "converted" else outcome.status
    about = outcome.change if outcome.status == "converted" else outcome.reason
    reason = f": {about}" if about else ""
    used_by = f"contexts {', '.join(map(name_of, outcome.contexts))}" if outcome.contexts else "used by no context"
    parts = [f"{shown(path)}:{outcome.line}: {status} {name_of(outcome.user)}{reason}{_tail(outcome.help)}"]
    return "; ".join([*parts, used_by, *outcome.notes])


def loss_lines(
    path: str, outcomes: "Sequence[Outcome]", way_out: str = _KEEPS, *, verbose: bool = False
) -> "Iterator[str]":
    """What users lose that does not come back by itself, for before the file is written, and the `way_out`: of many that are
    alike the first, and their number, unless it is to be `verbose`."""
    for those in _alike(outcomes, id if verbose else lambda outcome: (outcome.lost, outcome.after)):
        lost, after = spoken(those[0].lost), those[0].after
        them = "them" if "," in lost else "it"
        alike = ", as kubelogin does" if after.format == "kubelogin" else ""
        without = f"{after} is written without {them}{alike}; {way_out} keeps {them}"
        for outcome in those if len(those) <= _FIRST else those[:_FIRST]:
            place, user = f"{shown(path)}:{outcome.line}", name_of(outcome.user)
            yield f"{place}: {user} loses {lost}: {without}"
        if len(those) > _FIRST:
            number = len(those) - _FIRST
            yield f"{shown(path)}: each of {number:,} more users loses {lost}; {_VERBOSE}"


def _alike(outcomes: "Sequence[Outcome]", kind: "Callable[[Outcome], object]") -> "list[list[Outcome]]":
    """The outcomes in groups of a kind, in the order of the first of each."""
    groups: dict[object, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(kind(outcome), []).append(outcome)
    return [*groups.values()]


def file_lines(result: "ConvertedFile", *, looked_only: bool, verbose: bool = False) -> list[tuple[str, bool]]:
    """What became (`looked_only`: would become) of one file: its users, what was read and what written. With each line
    whether it is an error. Of very many users that are alike only the first are named, unless it is to be `verbose`."""
    if result.conversion is None:
        return [(problem_line(result.problem or FileProblem(result.path, "nothing was done")), True)]
    name, outcomes = shown(result.path), result.conversion.outcomes
    alike = _alike(outcomes, id if verbose else _kind)
    told = {id(each) for those in alike for each in those[: _named(those)]}
    lines = [
        (outcome_line(result.path, outcome, looked_only=looked_only), outcome.status == "refused")
        for outcome in outcomes
        if id(outcome) in told
    ]
    for those in alike:
        if more := len(those) - _named(those):
            first = those[0]
            status = "would be converted" if looked_only and first.status == "converted" else first.status
            about = f"more users like {name_of(first.user)}" if more < len(those) else f"users: {first.reason}"
            lines.append((f"{name}: {status} {more:,} {about}; {_VERBOSE}", first.status == "refused"))
    if not outcomes:
        reason = "none of its users is selected" if result.conversion.unselected else "no users in it"
        lines.append((f"{name}: {reason}", False))
    if kept := old_bytes_words(result.old_bytes):
        lines.append((kept, False))
    lines += [(f"{shown(result.written or result.path)}: {note}", False) for note in result.notes]
    written = f"wrote {shown(result.written)}" if result.written else "nothing written to it"
    return [*lines, (f"read {name}; {written}", False)]


def _kind(outcome: "Outcome") -> object:
    is_of_interest = outcome.status in _OF_INTEREST
    return (outcome.status, outcome.change, "" if is_of_interest else outcome.reason, outcome.notes)


def _named(those: "Sequence[Outcome]") -> int:
    """How many of some that are alike are named: all of a few, of many that wait for a change the first."""
    if those[0].status in _OF_INTEREST:
        return len(those) if len(those) <= MANY else _FIRST
    return len(those) if len(those) <= _FIRST else 0


def left_out_words(paths: "Sequence[str]") -> str:
    """How many files of the folders are none of ours."""
    one = len(paths) == 1
    return f"{len(paths):,} other {'file' if one else 'files'} left out: not {'a kubeconfig' if one else 'kubeconfigs'}"


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
