"""The options of the commands that print tables: in which form, and whether the columns are named."""

from collections.abc import Sequence
from typing import Annotated, Final

from kubeconv.commands.declared import Option, WrongUsage
from kubeconv.gate.choices import one_of

#: For a program: JSON, or the same as YAML.
DATA: Final = ("json", "yaml")
#: The forms of every table, as kubectl calls them: nothing cut or left out, only names, data.
TABLES: Final = ("wide", "name", *DATA)

Form = Annotated[
    str | None, Option("-o", "--output", help=f"{one_of(TABLES)}, as in kubectl.", metavar="FORM", completes=TABLES)
]
NoHeaders = Annotated[bool, Option("--no-headers", help="Print no column headings.")]


def form_of(given: str | None, format: str, formats: Sequence[str], tables: Sequence[str] = TABLES) -> str:
    """In which form a command prints: that of `-o`, else of `--format`. Raises `WrongUsage` for any but these `tables`, and
    these `formats`, the first of which is what is printed if nothing is said."""
    if format not in formats:
        raise WrongUsage(f"use {one_of(formats)}", at="--format")
    if given is None:
        return format
    forms = dict.fromkeys((*tables, *formats[1:]))
    if given not in forms:
        raise WrongUsage(f"use {one_of(forms)}", at="--output")
    if format not in (formats[0], given):
        raise WrongUsage(f"cannot be used with --format {format}", at="--output")
    return given
