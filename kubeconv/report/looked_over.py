"""JSON, and the last look at what becomes JSON: no text in it has a secret's shape."""

import json
import re
from collections.abc import Callable
from json.encoder import encode_basestring_ascii
from typing import Any, Final

from kubeconv.gate.secret import hidden, hidden_in_script
from kubeconv.gate.shown import AGENT_COMMAND, LONGEST_PATH
from kubeconv.gate.so_called import without_so_called


def _looked_at(text: str) -> str:
    """The text as it may be shown. What is longer than a name or a path passed the gate line by line."""
    return without_so_called(text) if len(text) <= LONGEST_PATH else hidden(text)


def looked_over(data: Any) -> Any:
    """The data with everything that has the shape of a secret replaced by `***`, in keys too."""
    known: dict[str, str] = {}  # most texts are there many times

    def look_over(value: Any) -> Any:
        if isinstance(value, str):
            found = known.get(value)
            if found is None:
                found = known[value] = _looked_at(value)
            return found
        if isinstance(value, dict):
            return {look_over(key): look_over(each) for key, each in value.items()}
        return [look_over(each) for each in value] if isinstance(value, list | tuple) else value

    return look_over(data)


class Script(str):
    """A command line that a file runs, or a part of it: it is looked over command by command."""

    __slots__ = ()


def dumped(data: Any) -> str:
    """The data as JSON, after the last look."""
    return _written(data, _Quoted(_looked_at), _Quoted(hidden_in_script))


#: `##` in JSON, if an agent would obey it; and a character that nobody writes, in its place for a moment.
_NOT_OBEYED: Final = r"#\u0023"
_STANDS_IN: Final = r"\ufdd0"


def as_yaml(document: str) -> str:
    """A JSON document as YAML: the same data, and what a terminal would obey is escaped as there."""
    from kubeconv.tree.fragment import Style, block, flow

    # What an agent obeys is escaped in JSON. Only double quotes have escapes here: a text that is not printable gets them.
    document = document.replace(_NOT_OBEYED, f"#{_STANDS_IN}")
    data, style = json.loads(document), Style(flow=False, line_end="\n", literals=False)
    text = "".join(f"{line}\n" for line in (block(data, style) if data else [flow(data, style, "")]))
    # A text with such a character stands in double quotes.
    text = text if text.replace("\n", "").isprintable() else re.sub(r"[^\n -~]", _escaped, text)
    return text.replace(f"#{_STANDS_IN}", _NOT_OBEYED)


def _escaped(found: re.Match[str]) -> str:
    number = ord(found[0])
    return found[0] if found[0].isprintable() else f"\\U{number:08x}" if number > 0xFFFF else f"\\u{number:04x}"


def as_json(data: Any) -> str:
    """The data as JSON with an indentation of two: as `json.dumps` writes it, in a fifth of the time."""
    quoted = _Quoted(str)
    return _written(data, quoted, quoted)


#: How many mappings are remembered.
_RECENT: Final = 64


_CONSTANTS: Final = {None: "null", True: "true", False: "false"}


class _Quoted(dict[str, str]):
    """Texts in quotes, after a last look: most texts are there many times."""

    def __init__(self, look: Callable[[str], str]) -> None:
        self.look = look

    def __missing__(self, text: str) -> str:
        found = encode_basestring_ascii(self.look(text))
        if "##" in found:  # the same text, but nothing that an agent obeys
            found = re.sub(AGENT_COMMAND, lambda _: _NOT_OBEYED, found)
        self[text] = found
        return found


def _written(data: Any, quoted: _Quoted, scripts: _Quoted) -> str:
    recent: dict[tuple[int, str], str] = {}
    #: The mapping without its values, by the keys and the line end: most have those of many others.
    forms: dict[tuple[str, ...], str] = {}
    simple: dict[type, Callable[[Any], str]] = {
        str: quoted.__getitem__, Script: scripts.__getitem__,
        int: repr, bool: _CONSTANTS.__getitem__, type(None): _CONSTANTS.__getitem__
    }  # fmt: skip

    def written(value: Any, line: str) -> str:
        """`line` is the line end and the indentation in front of the value."""
        inside = f"{line}  "
        if isinstance(value, dict):
            if not value:
                return "{}"
            place = (id(value), line)
            if place in recent:  # one thing at several places, one after the other
                return recent[place]
            shape = (line, *value)
            if shape not in forms:
                keys = [*map(quoted.__getitem__, value)]
                if len({*keys}) < len(keys):  # the last of those that look the same now
                    short = {quoted.look(key): each for key, each in value.items()}
                    text = written(short, line)
                    recent.pop((id(short), line), None)  # it is gone in a moment, and another may have its identity
                    return text
                fields = f",{inside}".join(f"{key.replace('%', '%%')}: %s" for key in keys)
                forms[shape] = f"{{{inside}{fields}{line}}}"
            if len(recent) > _RECENT:
                recent.clear()
            recent[place] = text = forms[shape] % tuple(
                [simple[type(each)](each) if type(each) in simple else written(each, inside) for each in value.values()]
            )
            return text
        if isinstance(value, list | tuple):
            if not value:
                return "[]"
            items = [simple[type(each)](each) if type(each) in simple else written(each, inside) for each in value]
            return f"[{inside}{f',{inside}'.join(items)}{line}]"
        return simple[str](value) if isinstance(value, str) else json.dumps(value)

    return f"{written(data, chr(10))}\n"
