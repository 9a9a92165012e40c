"""The manuals of the rules as text, Markdown and JSON."""

import json
from collections.abc import Iterator, Sequence
from textwrap import indent
from typing import Final

from kubeconv.report import table as tables
from kubeconv.report.line import Line
from kubeconv.report.table import ANYWHERE, Column, Screen, folded
from kubeconv.tree.finding import Effect
from kubeconv.validation.manual import Manual

#: What an effect means, for people.
EFFECTS: Final[dict[Effect, str]] = {
    "load": "kubectl cannot read the file",
    "use": "kubectl refuses the entry",
    "risk": "kubectl accepts it, but it is dangerous or likely to fail",
    "style": "harmless to kubectl",
    "unjudged": "kubeconv does not judge the file",
}

_ROOMS: Final = {
    "KC0": "File and shape",
    "KC1": "Names and references",
    "KC2": "Auth providers",
    "KC3": "Exec plugins",
    "KC4": "Server and TLS",
    "KC5": "Secrets and safety",
    "KC6": "Policy",
}


_COLUMNS: Final = (
    Column("CODE"), Column("SEVERITY", rank=1), Column("EFFECT", rank=2), Column("NAME", least=20),
    Column("SUMMARY", least=30, is_prose=True),
)  # fmt: skip


def manual_text(manual: Manual, width: int | None = None) -> str:
    """One manual for people; its prose in lines of at most `width` columns."""

    def prose(text: str) -> str:
        # An empty line ends a paragraph; the examples keep their lines.
        paragraphs = [" ".join(each.split("\n")) for each in text.split("\n\n")]
        return text if width is None else "\n\n".join("\n".join(folded(each, width)) for each in paragraphs)

    parts = [
        prose(f"{manual.code} {manual.name}: {manual.summary}"),
        prose(f"Severity: {manual.severity}. Effect: {manual.effect}, {EFFECTS[manual.effect]}."),
        prose(manual.why),
        f"Bad:\n\n{indent(manual.bad, '    ')}",
        f"Good:\n\n{indent(manual.good, '    ')}",
        prose(f"Since: {manual.since}"),
        f"To hide it in a file: # kubeconv: ignore[{manual.code}]",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def manual_markdown(manual: Manual) -> str:
    """One manual as Markdown, without its heading."""
    return (
        f"{manual.summary}\n\n{manual.why}\n\nBad:\n\n```yaml\n{manual.bad}\n```\n\nGood:\n\n```yaml\n{manual.good}\n```\n\n"
        f"Since: {manual.since}\n"
    )


def table(manuals: Sequence[Manual], screen: Screen = ANYWHERE) -> Iterator[Line]:
    """The rules as the lines of a table."""
    rows = [(each.code, each.severity, each.effect, each.name, each.summary) for each in manuals]
    return tables.table(_COLUMNS, rows, screen)


def as_json(manuals: Sequence[Manual]) -> str:
    """The rules as JSON."""
    return json.dumps([manual._asdict() for manual in manuals], indent=2, ensure_ascii=False) + "\n"


def as_markdown(manuals: Sequence[Manual]) -> str:
    """All manuals as one document: `docs/rules.md`."""
    parts = [
        "# Rules\n",
        "Made by `make docs` from the docstrings in `kubeconv/validation/rules/`; `kubeconv explain CODE` prints "
        "one of them.\n",
        "| effect | |\n| --- | --- |\n" + "".join(f"| {effect} | {meaning} |\n" for effect, meaning in EFFECTS.items()),
    ]
    for prefix, room in _ROOMS.items():
        found = [manual for manual in manuals if manual.code.startswith(prefix)]
        parts.append(f"## {prefix}: {room}\n")
        parts.append(
            "| code | name | severity | effect | |\n| --- | --- | --- | --- | --- |\n"
            + "".join(
                f"| [{each.code}](#{_anchor(each)}) | {each.name} | {each.severity} | {each.effect} | {_cell(each.summary)} |\n"
                for each in found
            )
        )
        parts += [f"### {each.code} {each.name}\n\n{manual_markdown(each)}" for each in found]
    return "\n".join(parts)


def _anchor(manual: Manual) -> str:
    return f"{manual.code.lower()}-{manual.name}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
