"""What a YAML scalar means to kubectl: the YAML 1.1 dialect of go-yaml.

Source: go.yaml.in/yaml/v2, resolve.go (https://github.com/yaml/go-yaml/blob/v2/resolve.go), which kubectl uses through
sigs.k8s.io/yaml. It differs from PyYAML: `1e3` is a number, `y` a boolean, `12:30` and dates are strings.
"""

import struct
from binascii import a2b_base64
from typing import Final

from kubeconv.gate.regex import regex

TAG: Final = "tag:yaml.org,2002:"
_WORDS: Final[dict[str, bool | float | None]] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
_FLOAT: Final = regex(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
#: Go's strconv.ParseFloat, which takes what starts with a point: `_` only between digits.
_POINT_FLOAT: Final = regex(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?")
#: Go's strconv.ParseInt with base 0: a sign, a prefix, and a leading 0 for octal.
_INTEGER: Final = regex(r"[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*)")
#: No longer one is an integer to Go.
_LONGEST_DECIMAL: Final = 20
_OCTAL: Final = regex(r"([-+]?)0([0-7]+)")
#: What may follow a sign in a number.
_BEGINS_NUMBER: Final = frozenset("._0123456789")
#: What go-yaml itself makes of a binary number: the sign may come after the prefix.
_SIGNED_BINARY: Final = regex(r"0b([-+][01]+)")
_NO_UTF8: Final = regex("[\udc80-\udcff]")
_TIMESTAMP: Final = regex(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?:[Tt ]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?)(Z|[-+][0-9]{2}:[0-9]{2})?)?"
)


def resolve(text: str, style: str = "", tag: str | None = None) -> str | int | float | bool | None:
    """The value of a scalar with this text, quoting style ('' for plain) and tag.

    Raises ValueError if the text cannot be what its tag says. The text of a `!!binary` is what `decode_binary` makes of it.
    """
    if tag is None:
        return text if style else resolve_plain(text)
    kind = tag.removeprefix(TAG) if tag.startswith(TAG) else ""
    if kind == "timestamp" and not _is_timestamp(text):
        raise ValueError("not a value for the tag !!timestamp")
    if kind not in ("int", "float", "bool", "null"):
        return text
    value = resolve_plain(text)
    if type(value).__name__ != {"null": "NoneType"}.get(kind, kind):
        if kind == "float" and type(value) is int and value < 2**63:
            return float(value)
        raise ValueError(f"not a value for the tag !!{kind}")
    return value


def resolve_plain(text: str) -> str | int | float | bool | None:
    """The value of a scalar without quotes and tag."""
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if first not in "+-.0123456789":
        return text
    if first == ".":
        return _float(text) if _POINT_FLOAT.fullmatch(text) else text
    if first in "+-" and text[1:2] not in _BEGINS_NUMBER:
        return text  # a flag, in an argument
    digits = text.replace("_", "")
    if _INTEGER.fullmatch(digits) and (len(digits) <= _LONGEST_DECIMAL or digits.lstrip("+-")[0] == "0"):
        octal = _OCTAL.fullmatch(digits)
        number = int(octal[1] + octal[2], 8) if octal else int(digits, 0)
        # Only what has no sign may be larger than an int64.
        if -(2**63) <= number < (2**63 if first in "+-" else 2**64):
            return number
    if _FLOAT.fullmatch(digits):
        value = _float(digits)
        return text if isinstance(value, str) else value
    if (signed := _SIGNED_BINARY.fullmatch(digits)) and -(2**63) <= (number := int(signed[1], 2)) < 2**63:
        return number
    return text


def may_be_no_text(text: str) -> bool:
    """False for a scalar without quotes that is certainly a string."""
    return text in _WORDS or text[0] in "+-.0123456789"


def key_of(value: str | float | None) -> str:
    """How JSON writes a key with this value: kubectl's library gives numbers as Go does, with the precision of a float32.
    What JSON cannot write begins with a NUL.

    https://github.com/kubernetes-sigs/yaml/blob/master/yaml.go, convertToJSONableObject
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or (isinstance(value, int) and value >= 2**63):
        return f"\0{value}"
    return _key_of_float(value) if isinstance(value, float) else str(value)


def _key_of_float(value: float) -> str:
    """https://pkg.go.dev/strconv#FormatFloat with 'g', -1 and 32."""
    import math

    try:
        (value,) = struct.unpack("f", struct.pack("f", value))
    except OverflowError:
        value *= math.inf
    if not math.isfinite(value):
        return {math.inf: ".inf", -math.inf: "-.inf"}.get(value, ".nan")
    digits = next(
        text
        for text in (f"{value:.{n}e}" for n in range(9))
        if struct.pack("f", float(text)) == struct.pack("f", value)
    )
    mantissa, exponent = digits.split("e")
    if -4 <= int(exponent) < 6:
        places = len(mantissa.lstrip("-").replace(".", "")) - 1 - int(exponent)
        return f"{value:.{max(places, 0)}f}"
    return digits


def decode_base64(text: str) -> bytes:
    """The bytes of base64 text as Go's decoder reads it: padded, line ends ignored, no other blanks.

    Raises ValueError for anything else. https://pkg.go.dev/encoding/base64#StdEncoding
    """
    if "\n" in text or "\r" in text:
        text = text.replace("\n", "").replace("\r", "")
    # Python's strict mode lets a padding pass that nothing needs.
    if len(text) % 4 or text.endswith("==="):
        raise ValueError("base64 needs groups of four characters")
    return a2b_base64(text, strict_mode=True)


def decode_binary(text: str) -> str:
    """What JSON holds of a `!!binary`: each byte that is no UTF-8 counts as one unknown character. Raises ValueError like
    `decode_base64`."""
    return _NO_UTF8.sub("\ufffd", decode_base64(text).decode(errors="surrogateescape"))


def _float(text: str) -> float | str:
    """The number, or the text if it is too large for one."""
    value = float(text)
    return text if value in (float("inf"), float("-inf")) else value


def _is_timestamp(text: str) -> bool:
    found = _TIMESTAMP.fullmatch(text)
    if found is None:
        return False
    year, month, day, *clock = found.groups()
    hour, minute, second, zone = clock
    # A `T` needs a zone, a blank has none.
    if hour is not None and ("T" in text.upper()) != (zone is not None):
        return False
    from datetime import datetime  # hardly any file has such a tag

    try:
        datetime(int(year) or 2000, int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return False
    return True
