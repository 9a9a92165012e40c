"""A line of text for people, as `commands.output.painted` takes it: its parts, and what each of them is."""

from collections.abc import Sequence
from typing import Literal

#: What a part of a line is, for those who paint it and fold it: `whole` is a sentence with a command in it,
#: `script` a command line that a file runs.
Role = Literal["", "error", "warning", "info", "place", "faint", "command", "whole", "script"]

#: One line: parts with their roles.
Line = Sequence[tuple[str, Role]]
