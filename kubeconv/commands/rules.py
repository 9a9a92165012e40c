"""`kubeconv rules`: lists the rules."""

import sys
from typing import Annotated, Final

from kubeconv.commands import output, terminal
from kubeconv.commands.declared import Option
from kubeconv.commands.showing import DATA, Form, NoHeaders, form_of
from kubeconv.gate.choices import one_of
from kubeconv.report.manuals import as_json, as_markdown, table
from kubeconv.validation.manual import manuals

_FORMATS: Final = ("text", "json", "markdown")


def command(
    format: Annotated[
        str, Option("--format", help=f"{one_of(_FORMATS)}.", metavar="FORMAT", completes=_FORMATS)
    ] = "text",
    form: Form = None,
    no_headers: NoHeaders = False,
) -> None:
    """List the rules of `kubeconv validate`: code, severity, effect, name, and what is wrong.

    Effects: load (kubectl cannot read the file), use (kubectl refuses the entry), risk (accepted, but dangerous or
    likely to fail), style (harmless).

    Example: kubeconv rules --format json
    """
    form = form_of(form, format, _FORMATS)
    if form in DATA:
        output.document(as_json(manuals()), form)
    elif form == "markdown":
        output.data(as_markdown(manuals()))
    elif form == "name":
        output.lines([(each.name, "")] for each in manuals())
    else:
        is_wide = form == "wide"
        # Scripts know the table without heads.
        has_head = not no_headers and (is_wide or terminal.is_terminal(sys.stdout))
        output.lines(table(manuals(), output.screen(has_head=has_head, wide=is_wide)))
