"""What a fix would do, as text: a table of the logins that change if the terminal is wide enough, else a block for each."""

from collections.abc import Iterator, Sequence
from typing import Final

from kubeconv.conversion.planned import spoken
from kubeconv.conversion.users import Outcome
from kubeconv.doctor.diagnosis import Answer, Row
from kubeconv.doctor.plans import Plan
from kubeconv.gate.shown import name
from kubeconv.gate.value import NamedTuple
from kubeconv.report.doctor_text import verdict_words
from kubeconv.report.line import Line
from kubeconv.report.place import shown
from kubeconv.report.table import Column, Screen, table, width_of

_COLUMNS: Final = [*map(Column, ("CONTEXTS", "USER", "NOW", "AFTER", "WHY", "LOSES", "NEEDS"))]
#: So many contexts of one user are spelt out.
_NAMES: Final = 3


class LoginChange(NamedTuple):
    """A login that changes: whose it is, from what to what and why, which ids it loses, and what it needs then."""

    contexts: str
    user: str
    now: str
    after: str
    why: str
    loses: str
    needs: str


def lines(plans: Sequence[Plan], rows: Sequence[Row], width: int | None, *, has_head: bool = True) -> Iterator[Line]:
    """All that the plans do, in at most `width` columns if that is possible. `rows` are the contexts as they are then;
    `has_head` if the columns of the table are named."""
    found = changes(plans, rows)
    wide = [*table(_COLUMNS, found, Screen(has_head=has_head))] if found else []
    if width is None or all(sum(width_of(text) for text, _ in line) <= width for line in wide):
        yield from wide
    else:
        for each in found:
            yield from _block(each)
    for plan in plans:
        converted = {outcome.line for outcome in plan.converted}
        for fix in plan.fixes:
            if fix.line not in converted:
                yield [(f"{shown(plan.path)}:{fix.line}: {fix.message}", "")]
        if plan.private:
            yield [(f"chmod 600 {shown(plan.path)}", "")]


def names(plans: Sequence[Plan]) -> Iterator[Line]:
    """The users whose logins change, as `--user` takes them."""
    for user in dict.fromkeys(outcome.user for plan in plans for outcome in plan.converted):
        yield [(name(user), "")]


def _block(change: LoginChange) -> Iterator[Line]:
    yield [(f"{change.contexts or '(no context)'}: user {change.user}", "place")]
    for column, text in zip(_COLUMNS[2:], change[2:], strict=True):
        if text != "-":
            yield [(f"  {column.head.lower():<6} {text}", "")]


def changes(plans: Sequence[Plan], rows: Sequence[Row]) -> list[LoginChange]:
    """The logins that change, in the order of the files."""
    then: dict[tuple[str, str], Row] = {}
    for row in rows:
        then.setdefault((row.user_file, row.user), row)
    return [_change(outcome, then.get((plan.path, outcome.user))) for plan in plans for outcome in plan.converted]


def _change(outcome: Outcome, row: Row | None) -> LoginChange:
    names = [name(context) for context in outcome.contexts]
    more = [f"{len(names) - _NAMES} more"] if len(names) > _NAMES else []
    return LoginChange(
        ", ".join([*names[:_NAMES], *more]),
        name(outcome.user),
        str(outcome.before),
        str(outcome.after),
        outcome.reason or "clients no longer know it",
        spoken(outcome.lost) or "-",
        _needs(row.answers) if row else "-",
    )


def _needs(answers: Sequence[Answer]) -> str:
    """What the login needs at run time, or why it does not work even then, for the client with which it is worst."""
    for answer in answers:
        if answer.works is False and answer.verdict == "fails" and answer.reasons:
            return f"fails: {answer.reasons[0].title.rstrip('.')}"
    return next((verdict_words(answer).removeprefix("needs ") for answer in answers if answer.verdict == "needs"), "-")
