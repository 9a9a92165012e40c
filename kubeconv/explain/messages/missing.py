"""How shells, and programs that start others, say that there is no such program."""

from typing import Final

_FORMS: Final = (
    "{0}: command not found",  # bash
    "command not found: {0}",  # zsh
    "{0}: not found",  # dash, ash
    "Unknown command: {0}",  # fish
    "Unknown command '{0}'",
    "env: {0}: No such file or directory",
    "env: '{0}': No such file or directory",
    "bash: {0}: No such file or directory",
    "'{0}' is not recognized as an internal or external command",  # cmd
    "The term '{0}' is not recognized as",  # PowerShell
    "The term '{0}.exe' is not recognized as",
    "Command '{0}' not found",  # Ubuntu, nushell
    "Der Befehl \"{0}\" ist entweder falsch geschrieben oder",
    "Die Benennung \"{0}\" wurde nicht als Name eines Cmdlet",
    "{0}: Befehl nicht gefunden",
    "{0}: Kommando nicht gefunden",
    "'{0}' n'est pas reconnu en tant que commande interne",
    "Le terme '{0}' n'est pas reconnu",
    "{0}: commande introuvable",
    "\"{0}\" no se reconoce como un comando interno o externo",
    "El término '{0}' no se reconoce",
    "{0}: orden no encontrada",
    "spawn {0} ENOENT",  # Node
    "spawnSync {0} ENOENT",
    'Cannot run program "{0}"',  # Java
    "trying to start process '{0}'",  # .NET
    "[Errno 2] No such file or directory: '{0}'",  # Python
    "executable {0} not found",  # client-go
    "executable {0}.exe not found",
    'exec: "{0}": executable file not found in',  # Go
    "{0}: executable file not found in",
)  # fmt: skip


def not_found(*programs: str) -> tuple[str, ...]:
    """The patterns by which it is known that one of these programs was not found."""
    return tuple(form.format(program) for program in programs for form in _FORMS)
