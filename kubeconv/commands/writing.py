"""What all commands that write have: the options whether the old bytes are kept and how long to wait for the lock of a file;
and what is told before a file is written."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final

from kubeconv.commands import output
from kubeconv.commands.declared import Option, WrongUsage
from kubeconv.gate import called

if TYPE_CHECKING:
    from kubeconv.conversion.users import Outcome

BACKUP: Final = "Keep the old file as FILE.bak, unless git has it; kubeconv undo brings it back."

Backup = Annotated[bool, Option("--backup/--no-backup", help=BACKUP)]
LockTimeout = Annotated[float, Option(help="Seconds to wait for another program that writes the file.", metavar="SECONDS", min=0)]  # fmt: skip


def check_lock_timeout(seconds: float) -> None:
    """Raises WrongUsage for what is no time."""
    if not math.isfinite(seconds):
        raise WrongUsage("use a number of seconds", at="--lock-timeout")


def tell_losses(path: str, outcomes: "Sequence[Outcome]", *way_out: str, verbose: bool = False) -> None:
    """Say before a file is written what the new logins of users cannot hold, and the option that keeps it."""
    from kubeconv.report import conversion_text  # most runs lose nothing

    for line in conversion_text.loss_lines(path, outcomes, *way_out, verbose=verbose):
        output.line(line, to_stderr=True)


def tell_losses_of_fixes(path: str, outcomes: "Sequence[Outcome]") -> None:
    """The same for commands that have no such option."""
    tell_losses(path, outcomes, f"{called.program()} convert --keep-origin")
