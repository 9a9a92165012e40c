"""What became of the bytes that a write replaced, and the command that brings them back."""

from typing import TYPE_CHECKING

from kubeconv.gate import pasting
from kubeconv.gate.shown import path_of, path_to_paste

if TYPE_CHECKING:
    from kubeconv.machine.replace import OldBytes


def undo_command(old: "OldBytes") -> str:
    """The command that brings them back, '' if none does."""
    return pasting.command(map(path_to_paste, old.undo))


def old_bytes_words(old: "OldBytes") -> str:
    """Where they are and how they come back; '' if they are not kept."""
    if not old.undo:
        return ""
    where = f"kept the old file as {path_of(old.copy)}" if old.copy else "git has the old file"
    return f"{where}; undo: {undo_command(old)}"
