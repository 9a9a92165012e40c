"""What the doctor found, as text. The order is that of the questions: does it work, what does not and why, what else is
wrong, what helps."""

from collections.abc import Iterator, Sequence
from typing import Final

from kubeconv.doctor.diagnosis import Answer, Row
from kubeconv.doctor.examine import Examination
from kubeconv.doctor.reason import Reason
from kubeconv.doctor.remedies import Remedy
from kubeconv.gate import called
from kubeconv.gate.shown import name as name_of
from kubeconv.gate.shown import quoted_name, visible
from kubeconv.report.line import Line, Role
from kubeconv.report.place import shown
from kubeconv.report.table import ANYWHERE, Cell, Column, Screen, table
from kubeconv.requirements.cause import BROUGHT_ALONG, PERSON, TERMINAL
from kubeconv.requirements.clients import Client

#: So many names of alike contexts are spelt out, so many problems and remedies are shown.
NAMES, PROBLEMS, REMEDIES = 3, 8, 8
#: Longer names of several contexts do not stand beside each other.
WIDEST: Final = 60

_BROUGHT_ALONG: Final = {PERSON: "login", TERMINAL: "terminal"}
_ROLES: Final[dict[bool | None, Role]] = {True: "", False: "error", None: "warning"}


def names(found: Examination) -> Iterator[Line]:
    """The names of the contexts, those that do not work first."""
    for context in dict.fromkeys(row.context for group in grouped(found.rows) for row in group if row.context):
        yield [(name_of(context), "")]


def lines(found: Examination, screen: Screen = ANYWHERE, *, each: bool = False) -> Iterator[Line]:
    """The whole report, a few lines if little is wrong. Similar contexts share one line, unless `each` has its own."""
    clients = found.machine.clients
    yield [(verdict(found), "info" if found.works else "error")]
    groups = grouped(found.rows)
    if any(row.context for row in found.rows):
        yield [("", "")]
        yield from _table(groups, found, screen, each=each)
    silent = [client for client in clients if client.problem]
    wrong = [
        # Where no file can be read the verdict says it all.
        *(_reasons(groups, clients) if len(found.unreadable) < len(found.paths.files) else ()),
        *([("warning", "warning"), (f": {client.path} {client.problem}", "")] for client in silent),
        *_problems(found.problems),
    ]
    if wrong:
        yield [("", "")]
        yield from wrong
    if found.remedies:
        yield [("", "")]
        yield [("suggested fixes:" if found.works else "suggested fixes, best first:", "place")]
    for remedy in found.remedies[:REMEDIES]:
        joint = "; " if remedy.command else ": "
        why = f"{remedy.why}{joint}{remedy.detail}" if remedy.detail else remedy.why
        why += _steps(remedy) + _counted(remedy)
        yield (
            [("  ", ""), (f"{remedy}", "command"), (f"  # {why}", "faint")] if remedy.command else [(f"  # {why}", "")]
        )
    if len(found.remedies) > REMEDIES:
        yield [(f"  # and {len(found.remedies) - REMEDIES} more: see --format json", "faint")]


def _steps(remedy: Remedy) -> str:
    """Where a person is to change something."""
    if not remedy.places:
        return ""
    (file, line), *more = remedy.places
    return f" ({shown(file)}:{line}{f' and {len(more)} more' if more else ''})"


def _counted(remedy: Remedy) -> str:
    """For how many contexts it is, if that is not just the one."""
    if remedy.mends < 2:
        return ""
    if remedy.cures == remedy.mends:
        return f"; {remedy.mends} contexts work then"
    return f"; {remedy.mends} contexts wait for it{f', {_works(remedy.cures)} then' if remedy.cures else ''}"


def verdict(found: Examination) -> str:
    """Whether everything works, and if not how much does not, as one line."""
    rows = [row for row in found.rows if row.context]
    if found.all_rows_work and rows:
        asked = all(row.reached for row in rows)
        names = _listed([str(client) for client in found.machine.clients])
        how_far = "" if asked else ", as far as this shows without asking a cluster"
        works = "works:" if found.works else "not all looked at: works:"
        return f"{works} {_contexts(rows, found)} with {names}{how_far}{_unselected(found)}"
    if not found.rows and found.unselected:
        return f"broken: no context is selected{_unselected(found)}"
    return f"broken: {'; '.join(_failing(rows, found)) if rows else _nothing_to_judge(found)}{_unselected(found)}"


def _unselected(found: Examination) -> str:
    number = found.unselected
    way_out = "" if found.is_whole else ": use --context for them"
    return f"; {number} other {'context' if number == 1 else 'contexts'} not looked at{way_out}" if number else ""


def _works(number: int) -> str:
    return f"{number} work{'s' if number == 1 else ''}"


def _nothing_to_judge(found: Examination) -> str:
    if not found.rows:
        there = [f"{name} {each[0].version}".rstrip() for name, each in found.machine.programs.items() if each]
        return f"no kubeconfig to read; on PATH: {', '.join(there) or 'none of its programs'}"
    if found.unreadable:
        return _listed([f"{shown(path)}: {why}" for path, why in found.unreadable.items()])
    return f"no context in {_listed([shown(path) for path in found.paths.files])}"


def _failing(rows: Sequence[Row], found: Examination) -> Iterator[str]:
    """How many of the contexts do not work, a part of the sentence for those clients of which that is alike."""
    failing: dict[tuple[bool | None, int], list[str]] = {}
    for index, client in enumerate(found.machine.clients):
        answers = [row.answers[index].works for row in rows]
        for works in (False, None):
            if number := answers.count(works):
                failing.setdefault((works, number), []).append(str(client))
    for (works, number), failed in failing.items():
        does = "cannot be judged for" if works is None else "does not work with" if number == 1 else "do not work with"
        yield f"{_some(number, rows)} {does} {_listed(failed)}"
    if silent := sum(row.reached is False for row in rows):
        yield f"the cluster of {_some(silent, rows)} does not answer"
    if without := dict.fromkeys(shown(row.file) for row in found.rows if not row.context):
        yield f"no context in {_listed([*without])}"


def _some(number: int, rows: Sequence[Row]) -> str:
    return f"{number} of {len(rows)} contexts" if len(rows) > 1 else f"context {name_of(rows[0].context)}"


def grouped(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows that are alike, in the order of the first of each; those that do not work come first, and before them the
    current one."""
    groups: dict[object, list[Row]] = {}
    for row in rows:
        reasons = tuple((verdict_words(answer), tuple(each.title for each in answer.reasons)) for answer in row.answers)
        groups.setdefault((str(row.login), reasons, row.connected), []).append(row)
    return sorted(groups.values(), key=lambda group: (bool(group[0].works), not any(row.is_current for row in group)))


def login_words(row: Row) -> str:
    """The login of a row as people call it: `azure`, `kubelogin devicecode`, `exec aws`."""
    return "-" if row.login is None else str(row.login)


def _table(groups: Sequence[Sequence[Row]], found: Examination, screen: Screen, *, each: bool) -> Iterator[Line]:
    clients = found.machine.clients
    asked = any(row.connected for row in found.rows)
    several = not found.paths.merged and len({row.file for row in found.rows}) > 1
    if each:
        groups = [[row] for group in groups for row in group]
    columns = [Column("CONTEXT", is_prose=True), *[Column("USER")] * each, Column("LOGIN", rank=2)]
    columns += [Column(str(client), least=16) for client in clients]
    columns += [Column("CLUSTER", is_prose=True)] * asked + [Column("FILE", rank=1)] * (several or each)
    cells: list[list[Cell]] = []
    for group in groups:
        row = group[0]
        answers = [(verdict_words(answer), _ROLES[answer.works]) for answer in row.answers]
        cells.append([_cell(group, screen), *[name_of(row.user) or "-"] * each, login_words(row), *answers])
        if asked:
            cells[-1].append(row.connected or "not asked")
        if several or each:
            files = list(dict.fromkeys(shown(row.file) for row in group))
            cells[-1].append(screen.path(files[0]) if len(files) == 1 else f"{len(files)} files")
    return table(columns, cells, screen)


def verdict_words(answer: Answer) -> str:
    """The verdict, and what is needed as far as it fits into a cell."""
    if answer.verdict != "needs":
        return answer.verdict
    needed = [need.cause for need in answer.needs if need.cause]
    lacking = [cause for cause in needed if cause.name not in BROUGHT_ALONG]
    if not lacking:
        return f"needs {_BROUGHT_ALONG[needed[0].name]}"
    if len(lacking) > 1:
        return f"needs {len(lacking)} variables"
    return f"needs {next(iter(lacking[0].variables), lacking[0].command)}"


def _names(rows: Sequence[Row]) -> str:
    if len(rows) <= NAMES:
        return ", ".join(map(_name, rows))
    first = sorted(rows, key=lambda row: not row.is_current)[: NAMES - 1]
    return f"{len(rows)} contexts: {', '.join(map(_name, first))}, ..."


def _cell(rows: Sequence[Row], screen: Screen) -> str:
    names = _names(rows)
    if len(rows) == 1 or len(names) <= WIDEST:
        return names
    first = next((row for row in rows if row.is_current), rows[0])
    if screen.width is not None:
        return f"{_name(first)} and {len(rows) - 1} more"
    return f"{len(rows)} contexts: {_name(first)}, ..."


def _name(row: Row) -> str:
    return visible(f"{name_of(row.context) if row.context else '(no context)'}{' (current)' if row.is_current else ''}")


def _reasons(groups: Sequence[Sequence[Row]], clients: Sequence[Client]) -> Iterator[Line]:
    """Why contexts fail, each reason once: in the words of the file, or in general words if several are alike."""
    alike: dict[tuple[str, str, str], list[tuple[Row, Reason]]] = {}
    for row in (row for group in groups for row in group):
        failing = [answer.reasons for answer in row.answers if answer.works is False]
        for reason in dict.fromkeys(reason for reasons in failing for reason in reasons):
            whose = [
                str(client) for client, answer in zip(clients, row.answers, strict=True) if reason in answer.reasons
            ]
            only = "" if len(whose) == len(failing) else f" with {_listed(whose)}"
            program = reason.cause.command if reason.cause else ""
            alike.setdefault((reason.title, program, only), []).append((row, reason))
    for (_, _, only), told in sorted(alike.items(), key=lambda each: -len({id(row) for row, _ in each[1]})):
        reasons = list(dict.fromkeys(reason for _, reason in told))
        what = _in_common(reasons)
        names = _names(list(dict.fromkeys(row for row, _ in told)))
        yield [(names, "error"), (f"{only}: {what}", ""), (_place(reasons[0], len(reasons)), "faint")]


def _in_common(reasons: Sequence[Reason]) -> str:
    """The words of the file as far as alike reasons have them in common, else the general ones."""
    if len(reasons) == 1:
        return reasons[0].message
    said = {
        each.message.replace(named, f"the {each.subject.kind}").replace("the current the", "the current")
        if each.subject and (named := f"{each.subject.kind} {quoted_name(each.subject.name)}")
        else each.message
        for each in reasons
    }
    return said.pop() if len(said) == 1 else reasons[0].title.rstrip(".")


def _problems(problems: Sequence[Reason]) -> Iterator[Line]:
    groups: dict[tuple[str, str], list[Reason]] = {}
    for reason in problems:
        groups.setdefault((reason.name, reason.severity), []).append(reason)
    ranked = sorted(groups.values(), key=lambda group: ("error", "warning", "info").index(group[0].severity))
    for group in ranked[:PROBLEMS]:
        first = group[0]
        word = "note" if first.severity == "info" else first.severity
        what = _in_common(group)
        yield [(word, first.severity), (f": {what}", ""), (_place(first, len(group)), "faint")]
    if len(ranked) > PROBLEMS:
        left = sum(len(group) for group in ranked[PROBLEMS:])
        yield [(f"and {left} more: {called.program()} validate shows them", "faint")]


def _place(reason: Reason, number: int) -> str:
    place = f"{shown(reason.file)}:{reason.line}" if reason.line else ""
    more = f"and {number - 1} more" if number > 1 else ""
    told = ", ".join(part for part in (" ".join(part for part in (place, more) if part), reason.code) if part)
    return f" ({told})" if told else ""


def _contexts(rows: Sequence[Row], found: Examination) -> str:
    how_many = f"{'' if found.unselected else 'all '}{len(rows)} contexts"
    return f"context {name_of(rows[0].context)}" if len(rows) == 1 else how_many


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    if len(words) > NAMES + 1:
        words = [*words[:NAMES], f"{len(words) - NAMES} more"]
    return f"{', '.join(words[:-1])} and {words[-1]}"
