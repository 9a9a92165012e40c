"""PEM blocks as Go's encoding/pem finds them: only at the beginning of a line, anything around them is skipped.

https://pkg.go.dev/encoding/pem#Decode
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.value import NamedTuple
from kubeconv.tree.scalar import decode_base64

_BEGIN: Final = b"-----BEGIN "
_END: Final = b"-----END "
_DASHES: Final = b"-----"


class Block(NamedTuple):
    """One PEM block: its type, whether it has headers, and its bytes."""

    type: str
    has_headers: bool
    data: bytes


def blocks(text: bytes) -> Iterator[Block]:
    """The blocks of a text in their order; what is damaged is skipped."""
    at = 0
    while (at := _begin(text, at)) >= 0:
        type_line, body = _line(text, at + len(_BEGIN))
        # A damaged block ends where its first line ends: the next one may begin right after.
        at = body
        if not type_line.endswith(_DASHES):
            continue
        found = _block(text, type_line.removesuffix(_DASHES), body)
        if found is not None:
            block, at = found
            yield block


def _begin(text: bytes, at: int) -> int:
    if text.startswith(_BEGIN, at) and (at == 0 or text[at - 1 : at] == b"\n"):
        return at
    found = text.find(b"\n" + _BEGIN, at)
    return found + 1 if found >= 0 else -1


def _line(text: bytes, at: int) -> tuple[bytes, int]:
    """The line from here, without blanks at its end, and where the next one begins."""
    end = text.find(b"\n", at)
    end, after = (len(text), len(text)) if end < 0 else (end, end + 1)
    return text[at:end].removesuffix(b"\r").rstrip(b" \t"), after


def _block(text: bytes, type_: bytes, at: int) -> tuple[Block, int] | None:
    has_headers = False
    while True:
        if at >= len(text):
            return None
        line, after = _line(text, at)
        if b":" not in line:
            break
        has_headers, at = True, after
    if not has_headers and text.startswith(_END, at):
        end, tail = at, at + len(_END)
    else:
        end = text.find(b"\n" + _END, at)
        tail = end + 1 + len(_END)
    if end < 0 or not text.startswith(type_ + _DASHES, tail):
        return None
    left, after = _line(text, tail + len(type_) + len(_DASHES))
    if left:
        return None
    try:
        data = decode_base64(text[at:end].translate(None, b" \t").decode("ascii"))
    except ValueError:
        return None
    return Block(type_.decode(errors="replace"), has_headers, data), after
