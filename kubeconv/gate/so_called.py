"""What is called a secret by the words before it, whatever it looks like: `password is hunter2`, `token: "abc"`."""

from typing import Final

from kubeconv.gate.regex import TWINS, regex
from kubeconv.gate.secret import hidden

#: What a secret is called, and what only stands before one: `secret NAME` is an object of Kubernetes.
_NAME: Final = r"pass(?:word|wort|wd|phrase|code)?|pwd|kennwort|(?<![a-z])(?:pw|pin)|secret|token|api[-_ ]?key"
_BEFORE: Final = r"pass(?:word|wort|wd|phrase|code)|pwd|client[-_ ]secret|api[-_ ]?key|--[\w-]{0,30}(?:secret|token)"
#: Four words or more, joined, none of them short: mauve-horse-battery-tulip.
DICED: Final = r"[a-z]{4,12}(?:-[a-z]{4,12}){3,}"
#: Something with a digit in it that is no code of an error, no path and no port.
_NEITHER: Final = r"(?!(?-i:[A-Z]{4,9})\d{3,9}\b|[/~.]|\d{1,5}[/:])"
_VALUE: Final = rf"{_NEITHER}(?=[^\s\"']{{0,60}}\d)[^\s\"',;<>]{{5,}}|{DICED}"
#: The same where nothing but a blank is between: a digit at the end is that of a name.
_MIXED: Final = r"(?:(?=[^\s\"']{0,60}\d[^\s\"']{0,60}[^\d\s\"'.,;:?)])|(?=\d{4}))"
_IS: Final = r"(?:\s[a-z]{2,10}){0,4}\s{1,3}(?:is|was)\s{1,3}"
#: What is called a secret, with what leads to it as its only group.
SO_CALLED: Final = regex(
    rf"(?i)((?:{_NAME})(?:[\"']|\x1b\[[\d;]{{0,9}}m)?(?:{_IS}|\s{{0,3}}[:=>]\s{{0,3}})[\"']?)(?:{_VALUE})"
    rf"|((?:{_NAME})(?:{_IS}|\s{{0,3}}[:=]\s{{0,3}})[\"'])[^\"']{{3,}}"
    rf"|((?:{_NAME})>)[^<>\s]+(?=</)"
    rf"|((?:{_BEFORE})\s{{1,3}}[\"']?){_MIXED}(?:{_VALUE})"
)
#: It with `***` in its place.
OTHERWISE: Final = r"\1\2\3\4***"
#: One of these is in each name, unless another letter is taken for one of its.
_MARKS: Final = ("pass", "pw", "kennwort", "pin", "secret", "token", "key")


def holds_so_called(text: str) -> bool:
    """True for a text in which something is called a secret."""
    is_likely = any(map(text.lower().__contains__, _MARKS)) or not (text.isascii() or TWINS.isdisjoint(text))
    return is_likely and SO_CALLED.search(text) is not None


def without_so_called(text: str) -> str:
    """The text without what has the shape of a secret or is called one."""
    text = hidden(text)
    return SO_CALLED.sub(OTHERWISE, text) if (" " in text or ":" in text) and holds_so_called(text) else text
