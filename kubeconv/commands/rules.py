"""`kubeconv rules`: lists the rules."""

from typing import Annotated

from kubeconv.commands import output
from kubeconv.commands.declared import Option, WrongUsage
from kubeconv.report.manuals import as_json, as_markdown, table
from kubeconv.validation.manual import manuals


def command(
    format: Annotated[str, Option("--format", help="text, json or markdown.", metavar="FORMAT")] = "text",
) -> None:
    """List the rules of `kubeconv validate`: code, severity, effect, name, and what is wrong.

    Effects: load (kubectl cannot read the file), use (kubectl refuses the entry), risk (accepted, but dangerous or
    likely to fail), style (harmless).

    Example: kubeconv rules --format json
    """
    if format == "text":
        output.lines(table(manuals(), output.screen()))
    elif format == "json":
        output.data(as_json(manuals()))
    elif format == "markdown":
        output.data(as_markdown(manuals()))
    else:
        raise WrongUsage("use text, json or markdown", at="--format")
