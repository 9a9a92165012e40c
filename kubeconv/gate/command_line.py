"""A whole command line as `audit` shows it: people must see what a file would run, so only what has the shape of a secret,
or follows a flag for a secret, is `***`."""

import re
import shlex
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from kubeconv.gate import shown, words
from kubeconv.gate.choices import closest
from kubeconv.gate.regex import regex
from kubeconv.gate.secret import MASK, hidden, is_secret
from kubeconv.gate.shown import Shown

#: A word is shown up to so many characters.
LONGEST_WORD: Final = 2000

#: Short flags after which many programs take a password, a token or a header.
_SECRET_SHORT: Final = frozenset(("-p", "-P", "-H", "-u", "-U", "-b", "-a", "-k", "-w"))
#: What such flags are called, to know them misspelt.
_SECRET_NAMES: Final = ("client-secret", "password", "passphrase", "token", "secret", "api-key", "credential", "header")
_FLAG: Final = r"-{1,2}[A-Za-z][^=\s]*"
_URL: Final = r"[A-Za-z][A-Za-z0-9+.-]{1,15}://[^\s\"'`<>|;)]+"
#: One word without quotes, a URL or a value of its own.
_ONE_WORD: Final = regex(r"(?:--)?[\w.,/@+%](?:[\w.,/@+%-]|:(?!//))*", re.ASCII)
#: A word of a script: quotes hold it together.
_SCRIPT: Final = r"\s+|(?:\"[^\"]*\"|'[^']*'|[^\s\"']+|[\"'])+"
#: Letters and digits that are no password: numbers, versions, ids, and names that end in a number.
_KNOWN_RUN: Final = regex(
    r"[A-Za-z]+|\d{1,5}|[vVk]\d{1,3}s?(?:(?:alpha|beta)\d)?|x86|x64|amd64|arm64|i[3-6]86|"
    r"(?:python|node|perl|ruby|php|lua|sha|md|base|utf|ipv|oauth|http|aes|rsa|gpg|pip|bzip|s|ec|route|win|kernel|system)\d{1,3}"
    r"(?:sum)?(?:dll)?|[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|\d{1,4}[smhdkKMG]"
)


def command_line(command: str, arguments: Sequence[str]) -> str:
    """Program and arguments as one line, quoted for a shell as needed."""
    return " ".join(map(quoted, [program(command), *shown_arguments(arguments)]))


def program(command: str) -> Shown:
    """The program that is run. If somebody wrote a whole command line in its place, all of that."""
    found = shown.command(command)
    return found if MASK not in found else _script(command)


def shown_arguments(arguments: Sequence[str]) -> list[Shown]:
    """The arguments, one for one."""
    return [word(each, before) for before, each in zip(("", *arguments), arguments, strict=False)]


def word(text: str, before: str = "") -> Shown:
    """One argument. `before` is the one before it, which may be a flag."""
    strict = words.shown_word(text, before)
    if MASK not in strict:
        return strict
    if (_asks_secret(before) or _names_secret(before)) and not re.fullmatch(_FLAG, text):
        return Shown(MASK)
    head, sign, value = text.partition("=")
    if sign and re.fullmatch(_FLAG, head):
        return Shown(f"{_script(head)}={MASK if _asks_secret(head) else _script(value) if value else ''}")
    is_short = text[:1] == "-" and text[1:2].isalpha() and len(text) > 2
    if is_short and (text[:2] in _SECRET_SHORT or is_secret(text[2:])):
        return Shown(f"{text[:2]}{MASK}")
    return _script(text)


def value(text: str) -> Shown:
    """Any value that a program gets."""
    return _script(text)


def variable(name: str, text: str) -> Shown:
    """The value of a variable: nothing of it if the name sounds like a secret."""
    words_of_name = name.lower().replace("_", "-")
    is_open = not words.is_secret_flag(words_of_name) and not re.search(r"\b(?:pw|key|pat|creds?)\b", words_of_name)
    return _script(text) if is_open else Shown(MASK)


def quoted(text: str) -> str:
    """A word as a shell takes it. A mask needs no quotes."""
    return text if re.fullmatch(r"[\w@%+=:,./*-]+", text) else shlex.quote(text)


@lru_cache(4096)
def _asks_secret(flag: str) -> bool:
    """True for a flag whose value is a secret, also one that is misspelt."""
    if flag in _SECRET_SHORT or flag.endswith("="):
        return True
    if not flag.startswith("-") or not re.fullmatch(_FLAG, flag):
        return False
    name = flag.lstrip("-").lower()
    return words.is_secret_flag(name) or (len(name) < 30 and bool(closest(name, _SECRET_NAMES, 0.8)))


def _names_secret(text: str) -> bool:
    """True for what leads to a secret in a script: `token`, `Basic`, `X-Auth:`."""
    return len(text) < 60 and not text.startswith("-") and words.is_secret_flag(text.strip("\"':").lower())


def _script(text: str) -> Shown:
    """Text in which each word is shown unless it may be a secret."""
    cut = text
    if len(text) > LONGEST_WORD:  # no secret is to be cut to what does not look like one
        cut = f"{hidden(text[: 2 * LONGEST_WORD])[:LONGEST_WORD]} …"
    if _ONE_WORD.fullmatch(cut):
        return Shown(hidden(_letters(hidden(cut))))
    return Shown(shown.visible(hidden("".join(_script_words(hidden(cut))))))


def _script_words(text: str) -> Iterator[str]:
    before = ""
    for found in re.finditer(_SCRIPT, text):
        each = found[0]
        if each.isspace():
            yield each
            continue
        flag, sign, behind = each.partition("=")
        if _asks_secret(before) or _names_secret(before):
            yield MASK
            each = ""
        elif (
            sign
            and behind
            and re.fullmatch(r"[\w-]+", flag)
            and (_asks_secret(flag) or _names_secret(flag.lower().replace("_", "-")))
        ):
            yield f"{_plain(flag)}={MASK}"
        elif each[:2] in _SECRET_SHORT and len(each) > 2:
            yield f"{each[:2]}{MASK}"
        elif " " in each and each != text:
            yield f"{each[:1]}{''.join(_script_words(each[1:-1]))}{each[-1:]}"
        else:
            yield _plain(each)
        before = each


def _plain(text: str) -> str:
    parts, at = [], 0
    for found in re.finditer(_URL, text):
        url = shown.url(found[0])
        parts += [
            _letters(text[at : found.start()]),
            f"{found[0].partition('://')[0]}://{MASK}" if MASK in url[:4] else url,
        ]
        at = found.end()
    return "".join([*parts, _letters(text[at:])])


def _letters(text: str) -> str:
    if text.isalnum():
        return text if _KNOWN_RUN.fullmatch(text) else MASK
    return re.sub(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[^\W_]+", _letter_run, text)


def _letter_run(found: re.Match[str]) -> str:
    return found[0] if _KNOWN_RUN.fullmatch(found[0]) else MASK
