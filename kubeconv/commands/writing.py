"""The options that all commands that write have: whether the old bytes are kept, and how long to wait for the lock of a file."""

import math
from typing import Annotated, Final

import typer

BACKUP: Final = "Keep the old file as FILE.bak, unless git has it; kubeconv undo brings it back."

Backup = Annotated[bool, typer.Option("--backup/--no-backup", help=BACKUP)]
LockTimeout = Annotated[float, typer.Option(help="Seconds to wait for another program that writes the file.", metavar="SECONDS", min=0)]  # fmt: skip


def check_lock_timeout(seconds: float) -> None:
    """Raises typer.BadParameter for what is no time."""
    if not math.isfinite(seconds):
        raise typer.BadParameter("use a number of seconds", param_hint="--lock-timeout")
