"""The options that all commands that write have: whether the old bytes are kept, and how long to wait for the lock of a file."""

import math
from typing import Annotated, Final

from kubeconv.commands.declared import Option, WrongUsage

BACKUP: Final = "Keep the old file as FILE.bak, unless git has it; kubeconv undo brings it back."

Backup = Annotated[bool, Option("--backup/--no-backup", help=BACKUP)]
LockTimeout = Annotated[float, Option(help="Seconds to wait for another program that writes the file.", metavar="SECONDS", min=0)]  # fmt: skip


def check_lock_timeout(seconds: float) -> None:
    """Raises WrongUsage for what is no time."""
    if not math.isfinite(seconds):
        raise WrongUsage("use a number of seconds", at="--lock-timeout")
