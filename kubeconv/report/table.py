"""Tables: columns two blanks apart, measured in columns of a terminal (CJK and emoji take two, combining marks none).

On a terminal a table keeps to its width: columns that matter least go first, then names are shortened in the middle, and
prose goes on in the next line. Anywhere else nothing is left out or cut, as with kubectl: a script may read it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from os.path import commonprefix
from types import MappingProxyType
from typing import Final

from kubeconv.gate.value import NamedTuple
from kubeconv.report.line import Line, Role

#: A text, or a text and what it is.
Cell = str | tuple[str, Role]

_GAP: Final = 2
#: A longer cell does not push the next column of other rows away.
WIDEST: Final = 120
#: Where even that is too wide, columns become so narrow, and a text is cut in one place instead of two.
_NARROWEST: Final = 4
#: Between the parts of a name: it is cut there if it can be.
_JOINTS: Final = ":/@"
_CUT: Final = "…"
#: Categories of Unicode for what is added to the character before it; the vowels and ends of Hangul that are, too.
_ADDED: Final = ("Mn", "Me", "Cf")
_VOWELS: Final = ("\u1160", "\u11ff")
_AS_EMOJI: Final = "\ufe0f"
_JOINER: Final = "\u200d"
_SKIN: Final = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


class Screen(NamedTuple):
    """What a table is written for. `width` is that of a terminal in columns, None anywhere else; `home` is the folder that is
    `~`, '' for none; `has_head` if the columns are named."""

    width: int | None = None
    home: str = ""
    has_head: bool = True

    def path(self, text: str) -> str:
        """A path as it is shown: on a terminal with `~` for the home folder."""
        home = self.home.rstrip("/\\")
        is_below = self.width is not None and home and text.startswith(home) and text[len(home) :][:1] in ("/", "\\")
        return f"~{text[len(home) :]}" if is_below else text


#: No terminal.
ANYWHERE: Final = Screen()


class Column(NamedTuple):
    """A column. Where there is no room, the one with the highest `rank` goes first; 0 stays. `least` is how narrow it may
    become. Prose is folded; anything else is shortened in the middle."""

    head: str
    rank: int = 0
    least: int = 12
    is_prose: bool = False


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    screen: Screen = ANYWHERE,
    headings: Mapping[int, Line] = MappingProxyType({}),
) -> Iterator[Line]:
    """The rows as lines below the heads of their columns. `headings` are lines above the row of a number, which is then
    indented."""
    margin: Line = [("  ", "")] if headings else []
    texts = [[cell if isinstance(cell, str) else cell[0] for cell in row] for row in rows]
    has_head = screen.has_head and any(column.head for column in columns)
    heads = [column.head if has_head else "" for column in columns]
    natural = [_widest(each) for each in zip(heads, *texts, strict=True)]
    if screen.width is None:
        widths = dict(enumerate(min(each, WIDEST) for each in natural))
    else:
        widths = _fitting(columns, natural, screen.width - len(margin) * _GAP)
    parts, heights = _parts(columns, rows, texts, widths, is_cut=screen.width is not None)
    if has_head:
        yield from _lines({at: [(_shortened(heads[at], widths[at]), "place")] for at in widths}, widths, margin)
    lines = _lines(parts, widths, margin)
    for number, height in enumerate(heights):
        if number in headings:
            yield headings[number]
        yield from islice(lines, height)


def _parts(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    texts: Sequence[Sequence[str]],
    widths: Mapping[int, int],
    *,
    is_cut: bool,
) -> tuple[Mapping[int, Sequence[tuple[str, Role]]], Sequence[int]]:
    """Each column as a part for each line, and how many lines each row has."""
    found: dict[int, list[tuple[str, Role]]] = {
        at: [(cell, "") if isinstance(cell, str) else cell for row in rows for cell in (row[at],)] for at in widths
    }
    if not is_cut:
        return found, [1] * len(rows)
    shown = {at: _shown([row[at] for row in texts], widths[at], columns[at]) for at in widths}
    heights = [max(map(len, each)) for each in zip(*shown.values(), strict=True)]
    return {at: _on_lines(shown[at], [role for _, role in found[at]], heights) for at in widths}, heights


def _on_lines(cells: Sequence[Sequence[str]], roles: Sequence[Role], heights: Sequence[int]) -> list[tuple[str, Role]]:
    """A column as a part for each line: where another cell of the row has more lines, the rest is empty."""
    return [
        (text, role)
        for lines, role, height in zip(cells, roles, heights, strict=True)
        for text in (lines if len(lines) == height else [*lines, *[""] * (height - len(lines))])
    ]


def _widest(texts: Sequence[str]) -> int:
    return max(_lengths(texts))


def _lengths(texts: Sequence[str]) -> Iterator[int]:
    """How many columns of a terminal each text takes."""
    return map(len if "".join(texts).isascii() else width_of, texts)


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes. What Unicode calls ambiguous takes one."""
    if text.isascii() or text.replace(_CUT, "").isascii():
        return len(text)
    return sum(_widths(text))


def folded(text: str, width: int) -> list[str]:
    """A text as lines of at most so many columns, broken at blanks; a longer word has a line of its own, uncut."""
    if width_of(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The rows as a table in Markdown. A cell is Markdown, but for its `|`."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |\n" for line in lines)


def _widths(text: str) -> Iterator[int]:
    """How many columns each character adds. An emoji is one picture with its selector, its colour and what is joined to it."""
    from unicodedata import category, east_asian_width

    before = ""
    for each in text:
        if each == _AS_EMOJI:
            yield int(not before.isalpha() and east_asian_width(before or "W") not in "WF")
        elif before == _JOINER or each in _SKIN or category(each) in _ADDED or _VOWELS[0] <= each <= _VOWELS[1]:
            yield 0
        else:
            yield 2 if east_asian_width(each) in "WF" else 1
        before = each


def _fitting(columns: Sequence[Column], natural: Sequence[int], width: int) -> dict[int, int]:
    """The columns that are shown, by number, and how wide each is."""
    left = [*range(len(columns))]
    while True:
        room = width - _GAP * (len(left) - 1)
        least = {at: min(natural[at], columns[at].least) for at in left}
        if sum(least.values()) <= room or not any(columns[at].rank for at in left):
            break
        left.remove(max(left, key=lambda at: columns[at].rank))
    if sum(least.values()) > room:
        least = {at: min(natural[at], _NARROWEST) for at in left}

    def wide(most: int) -> dict[int, int]:
        return {at: max(least[at], min(natural[at], most)) for at in left}

    # The widest give way first; what is left over then goes to the first of them.
    most = bisect_right(range(max(natural, default=0) + 1), room, key=lambda each: sum(wide(each).values())) - 1
    widths = wide(max(most, 0))
    for at in left:
        if sum(widths.values()) < room and widths[at] < natural[at]:
            widths[at] += 1
    return widths


def _shown(texts: Sequence[str], width: int, column: Column) -> list[list[str]]:
    """The cells of a column as their lines."""
    if column.is_prose:
        return [[_shortened(line, width) for line in folded(text, width)] for text in texts]
    short = {text: _shortened(text, width) for text in dict.fromkeys(texts)}
    alike: dict[str, list[str]] = {}
    for text, cut in short.items():
        alike.setdefault(cut, []).append(text)
    for those in alike.values():
        if len(those) > 1:  # then the middle tells them apart
            differ = len(commonprefix(those))  # noqa: RUF071 - names, not paths
            short |= {text: _shortened(text, width, differ) for text in those}
    return [[short[text]] for text in texts]


def _shortened(text: str, width: int, differ: int | None = None) -> str:
    """The text in at most so many columns: without its middle, or but for what follows the place where it differs from
    others; cut between its parts if that costs little."""
    if width_of(text) <= width:
        return text
    if width < 2 * _NARROWEST:
        return start_of(text, width - 1) + _CUT
    third = (width - 2) // 3
    start, end = _to_joint(start_of(text, third)), _from_joint(end_of(text, third))
    if differ is not None and differ > len(start):
        middle = start_of(text[differ:], width - 2 - width_of(start + end))
        return (
            f"{start}{_CUT}{middle}{_CUT}{end}"
            if differ + len(middle) < len(text) - len(end)
            else f"{start}{_CUT}{end_of(text, width - 1 - width_of(start))}"
        )
    end = _from_joint(end_of(text, width // 2))
    return f"{_to_joint(start_of(text, width - 1 - width_of(end)))}{_CUT}{end}"


def _to_joint(start: str) -> str:
    """The start of a name up to the last joint in it, if that costs little."""
    last = max(map(start.rfind, _JOINTS)) + 1
    return start[:last] if last > len(start) * 3 // 5 else start


def _from_joint(end: str) -> str:
    """The end of a name from the first joint in it, if that costs little."""
    return end[min((at for each in _JOINTS if 0 <= (at := end.find(each)) <= len(end) // 2), default=0) :]


def start_of(text: str, width: int) -> str:
    """As much of the start of a text as has room."""
    return text[: bisect_right([*accumulate(_widths(text[: width * 4]))], width)]


def end_of(text: str, width: int) -> str:
    """As much of the end of a text as has room."""
    taken = bisect_right([*accumulate([*_widths(text[-width * 4 :])][::-1])], width)
    end = text[len(text) - taken :]
    return end[next((at for at, each in enumerate(_widths(end)) if each), 0) :] if taken else ""


def _lines(
    columns: Mapping[int, Sequence[tuple[str, Role]]], widths: Mapping[int, int], margin: Line
) -> Iterator[Line]:
    """The lines of columns: each part, and the blanks up to the next one."""
    *before, last = columns
    parts: list[Sequence[tuple[str, Role]]] = []
    for at in before:
        texts = [text for text, _ in columns[at]]
        blanks: list[tuple[str, Role]] = [(" " * max(_GAP, number), "") for number in range(widths[at] + _GAP + 1)]
        parts += [columns[at], [blanks[max(0, widths[at] + _GAP - length)] for length in _lengths(texts)]]
    for line in zip(*parts, columns[last], strict=True):
        end = len(line)
        while end and not line[end - 1][0].strip():
            end -= 1
        yield [*margin, *line[: end - 1], (line[end - 1][0].rstrip(), line[end - 1][1])] if end else []
