"""Words as bash takes them: a line that is being typed taken apart, and candidates written so that bash reads them back.

bash hands over the line as it is typed, quotes and all, and replaces only what readline takes for the last word: the part after
the last of the characters in COMP_WORDBREAKS, among them the colon of `arn:aws:eks:...`, the = of `--context=` and the @ of
`me@cluster`; in open quotes the part after the quote. https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
"""

from collections.abc import Callable, Sequence
from typing import Final

from kubeconv.gate.value import NamedTuple

_BLANKS: Final = " \t\n"
#: What needs no backslash.
_PLAIN: Final = frozenset("%+,-./:=@_")
#: Readline breaks a word before these, and after all others.
_KEPT: Final = "$@"
#: What a backslash is for between double quotes.
_IN_DOUBLE: Final = '$`"\\'


class Word(NamedTuple):
    """A word without its quotes. Readline replaces what is `after` so many characters of it; `quote` is the one that is open
    there."""

    text: str
    after: int = 0
    quote: str = ""


def complete_line(
    given: Sequence[str], candidates: Callable[[Sequence[str]], tuple[Sequence[tuple[str, str]], int]]
) -> str:
    """What to print for the line up to the cursor and COMP_WORDBREAKS: a line for each candidate, as bash is to insert it,
    then a colon and the number."""
    try:
        words = split(*given)
        last = words[-1]
        found, directive = candidates([word.text for word in words[1:]])
        typed = last.text
        option = typed[: typed.index("=") + 1] if typed.startswith("--") and "=" in typed else ""
        lines = [written(f"{option}{text}"[last.after :], last.quote) for text, _ in found]
    except Exception:  # whoever presses a key wants no error
        lines, directive = [], 4
    return "".join(f"{line}\n" for line in (*lines, f":{directive}"))


def split(line: str, breaks: str) -> list[Word]:
    """The words of a line, the last one as far as it is typed: an empty one after a blank."""
    words: list[Word] = []
    text, quote, after, opened = "", "", 0, 0
    is_begun = False
    signs = iter(line)
    for sign in signs:
        if quote:
            if sign == quote:
                quote = ""
            elif sign == "\\" and quote == '"':
                following = next(signs, "")
                text += following if following in _IN_DOUBLE else sign + following
            else:
                text += sign
        elif sign in _BLANKS:
            words += [Word(text)] if is_begun else []
            text, after, is_begun = "", 0, False
        else:
            is_begun = True
            if sign == "\\":
                text += next(signs, "")
            elif sign in "'\"":
                quote, opened = sign, len(text)
            else:
                text += sign
                after = len(text) - (sign in _KEPT) if sign in breaks else after
    return [*words, Word(text, opened if quote else after, quote)]


def written(text: str, quote: str) -> str:
    """The text as bash reads it back, after this open quote or none. Readline closes the quote, but not after another one."""
    if quote:
        if quote == '"':
            inside = "".join(f"\\{sign}" if sign in _IN_DOUBLE else sign for sign in text)
        else:
            inside = text.replace("'", "'\\''")
        return inside + (quote if inside.endswith(quote) else "")
    return "".join(sign if sign.isalnum() or sign in _PLAIN else f"\\{sign}" for sign in text)
