"""The list of known messages as text, JSON and Markdown."""

import json
from collections.abc import Sequence

from kubeconv.explain.messages.message import Message
from kubeconv.report.table import text_table


def listed(rows: Sequence[Message], format: str) -> str:
    """All known messages: `text` is a line each, `json` the rows, `markdown` is `docs/messages.md`."""
    if format == "json":
        return json.dumps([row._asdict() for row in rows], indent=2) + "\n"
    if format == "markdown":
        return _markdown(rows)
    return "".join(f"{line}\n" for line in text_table([(row.id, _capitals(row.title)) for row in rows]))


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
