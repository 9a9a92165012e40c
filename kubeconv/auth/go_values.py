"""Values of flags as kubelogin reads them: the readers of Go's standard library, as far as they decide whether it stops."""

import re
from typing import Final

from kubeconv.gate.regex import regex

#: https://pkg.go.dev/strconv#ParseBool
TRUE: Final = frozenset(("1", "t", "T", "TRUE", "true", "True"))
BOOLEANS: Final = TRUE | frozenset(("0", "f", "F", "FALSE", "false", "False"))
_UNITS: Final = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_NUMBER_AND_UNIT: Final = r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)"
_STEP: Final = regex(_NUMBER_AND_UNIT, re.ASCII)
_DURATION: Final = regex(rf"[-+]?(?:0|(?:{_NUMBER_AND_UNIT})+)", re.ASCII)
_LONGEST: Final = 1 << 63

#: What https://pkg.go.dev/net/url#ParseRequestURI takes with a scheme and a host, before the query.
_AUTHORITY: Final = regex(
    r"[A-Za-z][A-Za-z0-9+.-]*://(?:[A-Za-z0-9\-._:~!$&'()*+,;=%@]*@)?"
    r"(?=[^/])(?:(?:[A-Za-z0-9!$&'()*+,;=<>\"\-_.~]|[^\x00-\x7f])*|\[[^\[\]\x00-\x20\x7f]*\])(?::\d*)?"
    r"(?:/(?:[^%\x00-\x1f\x7f]|%[0-9A-Fa-f]{2})*)?",
    re.ASCII,
)


def quote(text: str) -> str:
    """A text as Go's verb %q writes it, but for what it shows of unusual characters."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def parse_duration(text: str) -> int:
    """A duration such as `1m30s` in nanoseconds. Raises ValueError if Go refuses it.
    https://pkg.go.dev/time#ParseDuration"""
    if not _DURATION.fullmatch(text):
        raise ValueError("not a duration such as 60s")
    total = sum(_nanoseconds(number, _UNITS[unit]) for number, unit in _STEP.findall(text))
    if total >= _LONGEST:
        raise ValueError("too long a duration")
    return -total if text.startswith("-") else total


def _nanoseconds(number: str, unit: int) -> int:
    whole, _, fraction = number.partition(".")
    return int(whole or "0") * unit + (int(fraction) * unit // 10 ** len(fraction) if fraction else 0)


def is_authority_url(text: str) -> bool:
    """True for a URL with scheme and host, as kubelogin wants it of an authority host."""
    before, query, after = text.partition("?")
    return bool(_AUTHORITY.fullmatch(before)) and not (query and re.search(r"[\x00-\x1f\x7f]", after))
