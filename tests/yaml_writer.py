"""Plain data to YAML in the many ways in which people and programs write it, and YAML to what kubectl makes of it."""

import json
import re
from random import Random
from typing import Any

import yaml

from kubeconv.tree.scalar import resolve

_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def data_of(text: str) -> Any:
    """The first document of a text without aliases and tags, as kubectl reads it; apart from kubeconv's own tree."""
    loader = yaml.CSafeLoader(text)
    root = loader.get_node() if loader.check_node() else None

    def build(node: Any) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return resolve(node.value, node.style or "")
        if isinstance(node, yaml.SequenceNode):
            return [build(item) for item in node.value]
        return {build(key): build(value) for key, value in node.value}

    return build(root) if root is not None else None


class Writer:
    """Writes data with the habits of one file: indentation, quotes, line ends, comments, how much of it in flow style."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.line_end = random.choice(["\n", "\n", "\r\n", "\r"])
        self.step, self.list_step = random.choice([2, 2, 1, 3, 4, 8]), random.choice([0, 0, 2, 1, 4])
        self.commented, self.in_flow, self.blank = (random.choice([0, 0.2, 0.5]) for _ in range(3))
        self.quotes = random.choice(["few", "single", "double", "mixed"])
        self.comments = 0

    def document(self, data: Any) -> str:
        """The whole text of a file."""
        if self._chance(0.15):
            text = json.dumps(data, indent=self.random.choice([None, 2, 4]), ensure_ascii=False)
            lines = _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text).split("\n")
        else:
            lines = [*self._between(0), *self._block(data, 0), *self._between(0)]
        return self.line_end.join(lines) + self.random.choice(["", self.line_end])

    def _chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def _comment(self) -> str:
        self.comments += 1
        return f"# c{self.comments}. {self.random.choice(['x', 'a: b', '# -', 'é', '}]'])}"

    def _behind(self) -> str:
        return f"  {self._comment()}" if self._chance(self.commented) else ""

    def _between(self, indent: int) -> list[str]:
        lines = []
        if self._chance(self.commented):
            lines.append(" " * self.random.choice([indent, 0, indent + 1]) + self._comment())
        if self._chance(self.blank):
            lines.append(self.random.choice(["", "  "]))
        return lines

    def _scalar(self, value: Any) -> str:
        if value is None:
            return self.random.choice(["null", "~"])
        if isinstance(value, bool):
            return self.random.choice(["true", "yes", "On"] if value else ["false", "no", "Off"])
        if not isinstance(value, str):
            return repr(value)
        double = _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
        ways = {"double": double}
        if value.isprintable():
            ways["single"] = "'" + value.replace("'", "''") + "'"
        if re.fullmatch(r"[A-Za-z0-9_./][\w./@-]*", value, re.ASCII) and resolve(value) == value:
            ways["few"] = value
        return self.random.choice([*ways.values()]) if self.quotes == "mixed" else ways.get(self.quotes, double)

    def _flow(self, value: Any, indent: int) -> str:
        if not isinstance(value, dict | list) or not value:
            return {"{}": "{}", "[]": "[]"}.get(str(value), "") or self._scalar(value)
        broken = self._chance(0.4)
        parts = []
        for each in value:
            gap = ((" " + self._comment()) if self._chance(self.commented) else "") if broken else ""
            line = f"{gap}{self.line_end}{' ' * (indent + 2)}" if broken else ""
            text = self._flow(each, indent + 2)
            parts.append(line + (f"{text}: {self._flow(value[each], indent + 2)}" if isinstance(value, dict) else text))
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        return (
            opening
            + self.random.choice([",", ", "]).join(parts)
            + (self.line_end + " " * indent if broken else "")
            + closing
        )

    def _block(self, value: Any, indent: int) -> list[str]:
        lines: list[str] = []
        for each in value:
            if lines:
                lines += self._between(indent)
            start = " " * indent if lines else ""
            child = value[each] if isinstance(value, dict) else each
            key = f"{self._scalar(each)}:" if isinstance(value, dict) else "-"
            if not isinstance(child, dict | list) or not child or self._chance(self.in_flow / 2):
                lines.append(f"{start}{key} {self._flow(child, indent + 1)}{self._behind()}")
            elif isinstance(value, dict):
                inner = indent + (self.step if isinstance(child, dict) else self.list_step)
                head, *rest = self._block(child, inner)
                lines += [f"{start}{key}{self._behind()}", *self._between(inner), " " * inner + head, *rest]
            else:
                gap = self.random.choice([1, 1, 3])
                head, *rest = self._block(child, indent + 1 + gap)
                lines += [f"{start}-{' ' * gap}{head}", *rest]
        return lines
