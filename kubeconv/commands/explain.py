"""`kubeconv explain`: what does a rule mean?"""

from typing import Annotated

import typer

from kubeconv.commands import output
from kubeconv.manual import find_manual
from kubeconv.report.manuals import manual_text


def command(text: Annotated[list[str], typer.Argument(metavar="RULE", show_default=False)]) -> None:
    """Print the manual of a rule, given by its code or name: what is wrong, why it matters, what to do.

    Exit code 0, 1 where there is no such rule.

    Example: kubeconv explain KC301
    """
    wanted = " ".join(text)
    manual = find_manual(wanted)
    if manual is None:
        output.error(f"no rule is called {wanted!r}; kubeconv rules lists them")
        raise typer.Exit(1)
    output.data(manual_text(manual))
