"""Makes the site of the documentation: `make site`. The pages of this folder, one page a rule and one page a message.

In: docs/*.md and SECURITY.md. Out: the Markdown that Zensical takes, in the folder that is given as an argument.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parent
#: Links that lead out of docs/ have no page in the site, but for these.
_MOVED = {"../SECURITY.md": "security.md"}


class Page(NamedTuple):
    """One page: its path below the folder of the site, and its Markdown."""

    path: str
    text: str


def pages() -> Iterator[Page]:
    """All pages of the site."""
    for path in sorted(DOCS.rglob("*.md")):
        name = path.relative_to(DOCS).as_posix()
        text = path.read_text(encoding="utf-8")
        if name in _SPLIT:
            yield from _SPLIT[name](text)
        else:
            yield Page(name, _without_links_out(text))
    yield Page("security.md", (DOCS.parent / "SECURITY.md").read_text(encoding="utf-8"))


def _without_links_out(text: str) -> str:
    """The text with links to files outside of docs/ as plain text."""

    def linked(link: re.Match[str]) -> str:
        moved = _MOVED.get(link["to"])
        return f"[{link['text']}]({moved})" if moved else link["text"]

    return re.sub(r"\[(?P<text>[^]]+)\]\((?P<to>\.\./[A-Z][^)]*)\)", linked, text)


def _rules(text: str) -> Iterator[Page]:
    """A page for each rule, and their list with links to them."""
    index, *rest = re.split(r"^### (?=KC\d)", text, flags=re.M)
    heads = [index]
    for part in rest:
        rule, found, head = part.partition("\n## ")
        title, _, manual = rule.partition("\n")
        yield Page(f"rules/{title.split()[0]}.md", f"# {title}\n{manual}\n[All rules](../rules.md)\n")
        if found:
            heads.append(f"## {head}")
    yield Page("rules.md", re.sub(r"\[(KC\d+)\]\(#[^)]+\)", r"[\1](rules/\1.md)", "".join(heads)))


def _messages(text: str) -> Iterator[Page]:
    """A page for each message under its very words, and their list."""
    index, *rest = re.split(r"^## ", text, flags=re.M)
    rows = []
    for part in rest:
        name, title, words, more = part.split("\n\n", 3)
        spoken = [line.strip() for line in words.splitlines()]
        heading = _plain(spoken[0])
        also = f"Also:\n\n{words}\n\n" if len(spoken) > 1 else ""
        yield Page(f"messages/{name}.md", f"# {heading}\n\n{title}\n\n{more}\n{also}[All messages](../messages.md)\n")
        meaning = title.replace("|", "\\|")
        rows.append(f"| [{heading}](messages/{name}.md) | {meaning} |\n")
    yield Page("messages.md", f"{index}| message | what it means |\n| --- | --- |\n{''.join(rows)}")


def _plain(words: str) -> str:
    """Words that Markdown and tables leave alone."""
    return re.sub(r"([\\`*_{}\[\]<>#|!$~^])", r"\\\1", words)


_SPLIT = {"rules.md": _rules, "messages.md": _messages}


def main() -> None:
    """Write all pages anew into the folder that is the argument."""
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    for page in pages():
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")


if __name__ == "__main__":
    main()
