"""The list of known messages as text, JSON and Markdown."""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from kubeconv.explain.messages.message import Message
from kubeconv.report.line import Line
from kubeconv.report.table import ANYWHERE, Column, Screen, table

_COLUMNS: Final = (Column("", least=20), Column("", is_prose=True))


def lines(rows: Sequence[Message], screen: Screen = ANYWHERE) -> Iterator[Line]:
    """All known messages, a line each."""
    return table(_COLUMNS, [(row.id, _capitals(row.title)) for row in rows], screen)


def listed(rows: Sequence[Message], format: str) -> str:
    """All known messages: `json` is the rows, `markdown` is `docs/messages.md`."""
    return _markdown(rows) if format == "markdown" else json.dumps([row._asdict() for row in rows], indent=2) + "\n"


def _markdown(rows: Sequence[Message]) -> str:
    parts = [
        "# Messages\n\nMade by `make docs` from the rows in `kubeconv/explain/messages/`; `kubeconv explain TEXT` finds "
        "them in any text. Words in capitals stand for what varies; a part of a command in brackets is left out if it is "
        "not known.\n"
    ]
    for row in rows:
        patterns = "\n".join(f"    {_capitals(each)}" for each in row.patterns if not each.startswith('"error_codes"'))
        is_several = len(row.commands) > 1
        kind = ("One of:\n\n" if row.alternatives else "In this order:\n\n") if is_several else ""
        commands = "".join(f"    {_capitals(command).replace('[ ', ' [')}\n" for command in row.commands)
        notes = [f"Since {row.since}." if row.since else "", f"Rule {row.rule}." if row.rule else "", f"<{row.source}>"]
        parts.append(
            f"## {row.id}\n\n{_capitals(row.title)}\n\n{patterns}\n\n{_capitals(row.cause)} {_capitals(row.remedy)}\n\n"
            + (f"{kind}{commands}\n" if commands else "")
            + " ".join(filter(None, notes))
            + "\n"
        )
    return "\n".join(parts)


def _capitals(text: str) -> str:
    parts = text.replace("{", "}").split("}")
    return "".join(part.upper() if number % 2 else part for number, part in enumerate(parts))
