"""A text without what terminals, logs, CI systems, JSON and word processors add to it. Pure."""

import re
from typing import Final

from kubeconv.gate.regex import regex

#: Removed from text and patterns: blanks, control characters, boxes, what looks like nothing. U+0130 has two lower letters.
KEPT_OUT: Final = dict.fromkeys(
    (
        *range(33), *range(127, 161), 0xAD, 0x130, *range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x202F, 0x205F,
        *range(0x2500, 0x2580), 0x3000, 0xFEFF, ord("|"),
    )
)  # fmt: skip
_QUOTES: Final = dict.fromkeys((171, 187, 8220, 8221, 8222, 8223, 8243, 12300, 12301), '"') | dict.fromkeys(
    (180, 8216, 8217, 8218, 8219, 8242, 8249, 8250), "'"
)
_SQUASH: Final = {**KEPT_OUT, **_QUOTES}
#: What logs, CI systems and containers put in front of each line. Levels stay: messages begin with `error:`.
_PREFIXES: Final = regex(
    r"""(?x)(?: (?:
        \[?\d{4}[-/]\d\d[-/]\d\d[T\ ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:Z|[ ]?[+-]\d\d:?\d\d)?\]?:?   # ISO 8601
      | \[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?                                                # a time
      | (?:<\d{1,3}>)?[A-Z][a-z]{2}[ ]{1,2}\d{1,2}[ ]\d\d:\d\d:\d\d[ ]\S{1,99}[ ][\w./-]{1,60}(?:\[\d{1,9}\])?:   # syslog
      | [IWEF]\d{4}[ ]\d\d:\d\d:\d\d\.\d{1,9}[ ]{1,9}\d{1,9}[ ][\w./-]{1,99}:\d{1,9}\]                # klog
      | \#\#\[\w{1,20}\] | ::(?:error|warning|notice)(?:[ ][^:]{0,200})?::                     # Azure Pipelines, GitHub
      | \[(?i:stderr|stdout|error|warning|warn|info|debug|trace|fatal|pod/[^\]\s]{1,200})\] | std(?:err|out)[ ][FP](?=[ ])
      | [^\t]{1,99}\t[^\t]{1,99}\t(?=\d{4}-)                                                 # gh run view --log
      | [\w.-]{1,60}-\d{1,4}[ ]{1,40}\|                                                      # docker compose
    )[ \t]{0,40}){1,6}"""
)
#: In this order: a backslash that is meant must not begin another escape.
_ESCAPES: Final = (
    ("\\\\", "\0"), ('\\"', '"'), ("\\n", "\n"), ("\\r", "\n"), ("\\t", "\t"), ("\0", "\\")
)  # fmt: skip


def plain_lines(text: str) -> list[str]:
    """The lines of a text without colours and escapes, and without what logs and quotations put in front of them."""
    lines: list[str] = []
    for line in map(_bare, _plain(text).split("\n")):
        if line.startswith('{"') and "\\" in line:
            lines += map(_bare, _unescaped(line).split("\n"))
        else:
            lines.append(line)
    return lines


def _bare(line: str) -> str:
    line = line.lstrip(" \t>")
    prefix = _PREFIXES.match(line) if _may_have_prefix(line) else None
    return line[prefix.end() :].lstrip() if prefix else line


def _may_have_prefix(line: str) -> bool:
    """False for most lines that have none: none of the `_PREFIXES` begins like them. Those take a while to compile."""
    first, second = line[:1], line[1:2]
    is_marked = first.isdigit() or second.isdigit() or first in ("[", "<", "#", ":") or line.startswith("std")
    return is_marked or line[3:4] == " " or "\t" in line or "|" in line


def squash(text: str) -> str:
    """The text without what does not count in a comparison: blanks, line ends, boxes."""
    return text.translate(_SQUASH)


def _unescaped(text: str) -> str:
    for escaped, plain in _ESCAPES:
        text = text.replace(escaped, plain)
    return text


def _plain(text: str) -> str:
    """Without colours, and without the escapes of HTML, of JSON and of Go."""
    if "&quot;" in text or "&#" in text:
        import html

        text = html.unescape(text)
    for _ in range(4):  # JSON in JSON in JSON
        if '\\"' not in text:
            break
        text = _unescaped(text)
    if "\\u" in text:
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda number: chr(int(number[1], 16)), text)
    if "\x1b" in text or "\x9b" in text:
        text = re.sub(
            r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\^-~]", "", text
        )
    if "^[[" in text:
        text = re.sub(r"\^\[\[[0-9;]{0,20}m", "", text)
    if "\u2013" in text or "\u2014" in text:  # what word processors make of --client-id
        text = re.sub(r"(?<!\S)[\u2013\u2014](?=[a-z])", "--", text).replace("\u2013", "-").replace("\u2014", "-")
    if "AADSTS" in text or "aadsts" in text:
        text = re.sub(r"((?:AADSTS|aadsts)[0-9]{4,8})(?=[ \t]+[0-9])", r"\1:", text)  # the code ends there
    return text.replace("\r", "\n")
