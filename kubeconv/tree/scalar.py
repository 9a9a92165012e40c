"""What a YAML scalar means to kubectl: the YAML 1.1 dialect of go-yaml.

Source: go.yaml.in/yaml/v2, resolve.go (https://github.com/yaml/go-yaml/blob/v2/resolve.go), which kubectl uses through
sigs.k8s.io/yaml. It differs from PyYAML: `1e3` is a number, `y` a boolean, `12:30` and dates are strings.
"""

import re
from base64 import b64decode
from typing import Final

TAG: Final = "tag:yaml.org,2002:"
_WORDS: Final[dict[str, bool | float | None]] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
#: Go's strconv.ParseInt with base 0: a sign, a prefix, and a leading 0 for octal.
_INTEGER: Final = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*)")
_OCTAL: Final = re.compile(r"([-+]?)0([0-7]+)")


def resolve(text: str, style: str = "", tag: str | None = None) -> str | int | float | bool | None:
    """The value of a scalar with this text, quoting style ('' for plain) and tag.

    Raises ValueError where the text cannot be what its tag says.
    """
    if tag is None or tag == "?":
        return text if style else resolve_plain(text)
    kind = tag.removeprefix("!!").removeprefix(TAG)
    if kind == "binary":
        return b64decode(text, validate=True).decode(errors="replace")
    if kind not in ("int", "float", "bool", "null"):
        return text
    value = resolve_plain(text)
    if type(value).__name__ != {"null": "NoneType"}.get(kind, kind):
        if kind == "float" and type(value) is int:
            return float(value)
        raise ValueError(f"not a value for the tag !!{kind}")
    return value


def resolve_plain(text: str) -> str | int | float | bool | None:
    """The value of a scalar without quotes and tag."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    digits = text if text[0] == "." else text.replace("_", "")
    if _INTEGER.fullmatch(digits):
        if octal := _OCTAL.fullmatch(digits):
            return int(octal[1] + octal[2], 8)
        number = int(digits, 0)
        return number if -(2**63) <= number < 2**64 else float(number)
    if _FLOAT.fullmatch(digits):
        value = float(digits)
        return text if value in (float("inf"), float("-inf")) else value
    return text
