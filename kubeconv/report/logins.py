"""The logins that `detect` found, as a table, names, CSV and Markdown. Their JSON is in `conversion_json`."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from kubeconv.gate.regex import regex
from kubeconv.gate.shown import name as name_of
from kubeconv.gate.shown import unobeyed, visible
from kubeconv.kubeconfig.login import Detected
from kubeconv.releases.version import WorksWith
from kubeconv.report.line import Line
from kubeconv.report.place import shown
from kubeconv.report.table import ANYWHERE, Column, Screen, markdown, table


def lines(found: Sequence[Detected], screen: Screen = ANYWHERE) -> Iterator[Line]:
    """Detected logins as the lines of a table, with the notes below it. On a terminal each file has a heading."""
    if not found:
        yield [("no users", "")]
    elif screen.width is None:
        paths = {each: shown(each) for each in {each.file for each in found}}
        yield from table(
            [Column("FILE"), *_COLUMNS], [(f"{paths[each.file]}:{each.line}", *_cells(each)) for each in found], screen
        )
    else:
        headings: dict[int, Line] = {
            at: [(screen.path(shown(each.file)), "place")]
            for at, each in enumerate(found)
            if not at or each.file != found[at - 1].file
        }
        rows = [(*_cells(each), str(each.line)) for each in found]
        yield from table([*_COLUMNS, Column("LINE", rank=4, least=4)], rows, screen, headings)
    for each in found:
        for note in each.notes:
            yield [(f"{name_of(each.user)}: {note}", "")]


_COLUMNS: Final = (
    Column("USER", least=16), Column("LOGIN", least=20), Column("CONTEXTS", least=14), Column("KUBECTL", rank=1),
    Column("HELM", rank=2), Column("CLUSTER", rank=3),
)  # fmt: skip


def _cells(each: Detected) -> tuple[str, ...]:
    return (
        name_of(each.user),
        str(each.login),
        ",".join(map(name_of, each.contexts)) or "(unused)",
        *_clients(each.works_with),
        _INTEGRATIONS.get(each.integration or "", ""),
    )


@cache
def _clients(works_with: WorksWith) -> tuple[str, str]:
    return str(works_with.kubectl), str(works_with.helm)


_INTEGRATIONS = {"managed": "AKS-managed", "arc": "Arc", "legacy": "own app registration"}


def names(found: Sequence[Detected]) -> Iterator[Line]:
    """The names of the users, as `--user` takes them."""
    for user in dict.fromkeys(each.user for each in found):
        yield [(name_of(user), "")]


def as_csv(document: str, *, has_head: bool = True) -> str:
    """The users in the JSON of `detect` as CSV: a line each, its columns named as there, lists separated by commas."""
    import csv
    from io import StringIO

    users: list[dict[str, Any]] = json.loads(document)["users"]
    text = StringIO()
    write = csv.writer(text, lineterminator="\n").writerow
    if has_head:
        write(_IN_CSV)
    for each in users:
        first, *others = (visible(_csv_cell(each[key])) for key in _IN_CSV)
        write([unobeyed(first), *others])
    return text.getvalue()


_IN_CSV: Final = (
    "file",
    "line",
    "user",
    "format",
    "login",
    "plugin",
    "contexts",
    "kubectl",
    "helm",
    "integration",
    "notes",
)


def _csv_cell(value: object) -> str:
    text = "" if value is None else ",".join(map(str, value)) if isinstance(value, list) else str(value)
    # A spreadsheet would run it. https://owasp.org/www-community/attacks/CSV_Injection
    return f"'{text}" if len(text) > 1 and text[0] in "=+-@" else text


def as_markdown(found: Sequence[Detected]) -> str:
    """The table in Markdown, for a page or an issue."""
    head = ["File", *(column.head.capitalize() for column in _COLUMNS)]
    rows = ((f"{shown(each.file)}:{each.line}", *_cells(each)) for each in found)
    return markdown(head, ([_SPECIAL.sub(r"\\\g<0>", cell) for cell in row] for row in rows))


#: What means something in Markdown.
_SPECIAL: Final = regex(r"[\\`*_\[\]<>&~#]")
