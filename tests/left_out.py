"""docs/messages-left-out.md, from the tables in fixtures/messages: `python tests/left_out.py` prints it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_TABLES: Final = Path(__file__).parent.parent / "fixtures" / "messages"
#: Why a message is left out.
REASONS: Final = {
    "wraps": "It is only the beginning of another message, which follows the colon and is known by itself.",
    "author": "Only a mistake in the program itself causes it, nothing in a kubeconfig.",
    "usage": "It is about the options of the command that was typed, and says itself what to do.",
    "cache": "It is about the cache of the program, which goes on without it; or a note for debugging.",
    "done": "It says what was done.",
    "other": "It is not about a kubeconfig or a login, or too general to tell a cause.",
}
_HEAD: Final = """\
# Messages that were left out

Made by `make docs` from `fixtures/messages/sources.tsv`. What the programs can say about kubeconfigs, logins and connections
was collected from their sources; each line is there, either with the [message](messages.md) as which it is known, or with the
reason why it is left out. `tests/test_messages.py` holds both to what `kubeconv explain` does.
"""
_END: Final = """\
az, aws, gcloud, helm's charts, Lens, VS Code and Microsoft Entra ID are not in the table: their messages were taken from
issues and documentation, so what is left out there is not counted.
"""


def left_out() -> str:
    """The page: how many messages of each program are known, how many left out for which reason; then these, by reason."""
    sources = _rows("sources.tsv")
    sources_of = {program: f"{commit} {of}" for program, commit, of in _rows("programs.tsv")}
    table = [("Program", "Sources of", "Messages", "Known", *REASONS), ("---",) * (4 + len(REASONS))]
    for program in (*sources_of, ""):
        mine = [each for each in sources if program in ("", each[0])]
        why = Counter(reason for _, _, reason, _ in mine)
        figures = (len(mine), why[""], *(why[reason] for reason in REASONS))
        table.append((program or "all", sources_of.get(program, ""), *map(str, figures)))
    meaning = [("Reason", "What it means"), ("---", "---"), *REASONS.items()]
    return "\n".join((_HEAD, _markdown(table), _markdown(meaning), _END, *_listed(sources)))


def _listed(sources: list[list[str]]) -> list[str]:
    parts = []
    for reason in REASONS:
        lines = [f"    {program}: {said}\n" for program, _, why, said in sources if why == reason]
        parts.append(f"## {reason}\n\n{''.join(lines)}")
    return parts


def _markdown(rows: Sequence[tuple[str, ...]]) -> str:
    return (
        "".join(f"| {' | '.join(row)} |\n" for row in rows)
        .replace("|  |", "| |")
        .replace("| --- ", "|---")
        .replace("|--- |", "|---|")
    )


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (_TABLES / name).read_text(encoding="utf-8").splitlines()[1:]]


if __name__ == "__main__":
    print(left_out(), end="")
