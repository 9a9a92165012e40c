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
from kubeconv.report.table import Column, Screen, folded, table, width_of

#: More logins than so many that change alike are one line; of these so many contexts are spelt out, and so many users.
_FEW, _CONTEXTS, _USERS = 3, 50, 3
_COLUMNS: Final = (
    Column("CONTEXTS", least=24, is_prose=True), Column("USER", least=28, is_prose=True), Column("NOW"),
    Column("AFTER", least=24), Column("WHY", least=36, is_prose=True), Column("LOSES"), Column("NEEDS", is_prose=True),
)  # fmt: skip
#: A narrower terminal shows no table with folded cells: each would be a column of single words.
_ROOMY: Final = 120
_NOTHING: Final = "-"
_WORDS: Final = ("now", "after", "why", "loses", "needs")


class LoginChange(NamedTuple):
    """What changes alike: from what to what login and why, which ids it loses, and what it needs then; and for how many users
    and whom."""

    number: int
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
    found = changes(plans, rows, uncut=width is None)
    cells = [each[1:] for each in found]
    wide = [*table(_COLUMNS, cells, Screen(has_head=has_head))] if found else []
    if width is None or all(sum(width_of(text) for text, _ in line) <= width for line in wide):
        yield from wide
    elif width >= _ROOMY:
        yield from table(_COLUMNS, cells, Screen(width, has_head=has_head))
    else:
        for each in found:
            yield from _block(each, width)
    for plan in plans if len(plans) > 1 else ():
        number = len(plan.converted)
        if number:
            yield [(f"{shown(plan.path)}: {number} {'login changes' if number == 1 else 'logins change'}", "")]
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


def _block(change: LoginChange, width: int) -> Iterator[Line]:
    is_one = change.number == 1
    for number, text in enumerate(
        folded(f"{change.contexts}: user {change.user}" if is_one else change.contexts, width - 2)
    ):
        yield [("  " if number else "", ""), (text, "place")]
    about = [("users", _NOTHING if is_one else change.user), *zip(_WORDS, change[3:], strict=True)]
    for word, text in about:
        for number, part in enumerate(folded(text, width - 9) if text != _NOTHING else ()):
            yield [(f"  {'' if number else word:<6} {part}", "")]


def changes(plans: Sequence[Plan], rows: Sequence[Row], *, uncut: bool = False) -> list[LoginChange]:
    """The logins that change, many that change alike together, in the order of the files. `uncut` names all of them."""
    then: dict[tuple[str, str], Row] = {}
    for row in rows:
        then.setdefault((row.user_file, row.user), row)
    alike: dict[tuple[str, ...], list[Outcome]] = {}
    for plan in plans:
        for outcome in plan.converted:
            row_then = then.get((plan.path, outcome.user))
            what = (
                str(outcome.before),
                str(outcome.after),
                "; but ".join(filter(None, (outcome.reason or "clients no longer know it", "; ".join(outcome.risks)))),
                spoken(outcome.lost) or _NOTHING,
                _needs(row_then.answers) if row_then else _NOTHING,
            )
            alike.setdefault(what, []).append(outcome)
    return [
        LoginChange(
            len({outcome.user for outcome in those}),
            _some(
                [each for outcome in those for each in outcome.contexts] or ["(no context)"],
                None if uncut else _CONTEXTS,
            ),
            _some([outcome.user for outcome in those], None if uncut else _USERS),
            *what,
        )
        for what, all_ in alike.items()
        for those in ([all_] if len(all_) > _FEW else [[each] for each in all_])
    ]


def _some(names: Sequence[str], limit: int | None) -> str:
    more = [f"{len(names) - limit} more"] if limit is not None and len(names) > limit else []
    return ", ".join([*map(name, dict.fromkeys(names[:limit])), *more])


def _needs(answers: Sequence[Answer]) -> str:
    """What the login needs at run time, or why it does not work even then, for the client with which it is worst."""
    for answer in answers:
        if answer.works is False and answer.verdict == "fails" and answer.reasons:
            title = answer.reasons[0].title.rstrip(".")
            return f"another fix: {title[:1].lower()}{title[1:]}"
    return next((verdict_words(answer).removeprefix("needs ") for answer in answers if answer.verdict == "needs"), "-")
