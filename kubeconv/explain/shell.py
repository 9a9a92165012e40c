"""Commands as the shell and the system at hand take them. Pure."""

import re
import shlex
from collections.abc import Mapping
from typing import Final

from kubeconv.gate.pasting import in_single_quotes
from kubeconv.gate.regex import regex
from kubeconv.gate.value import NamedTuple

_ASSIGNMENT: Final = r"(\w+)=(\S+)"
#: What POSIX shells do by themselves, in PowerShell.
_IN_POWERSHELL: Final = (
    (r"unset (\w+)", r"Remove-Item Env:\1"),
    (r"echo \$(\w+)", r"$env:\1"),
    (r"type -a (\S+)", r"Get-Command \1 -All"),
    (r"command -v (\S+)", r"Get-Command \1"),
)
#: Programs that Windows does not have; an empty command is left out.
_ON_WINDOWS: Final = (
    (r"chmod 600 (.+)", r'icacls \1 /inheritance:r /grant:r "${env:USERNAME}:F"'),
    (r"chmod \+x (.+)", r"Unblock-File \1"),
    (r"ls -l (.+)", r"Get-Acl \1"),
    (r"ls (.+)", r"Get-ChildItem \1"),
    (r"sudo chown \S+ (.+)", r"takeown /F \1"),
    (r"(?:sudo|snap) .+", ""),
    (r"rm (.+)", r"Remove-Item \1"),
    (r"env \| grep -i _proxy", "Get-ChildItem Env:*_proxy"),
    (r"date -u", "(Get-Date).ToUniversalTime()"),
    (r"curl (.+)", r"curl.exe \1"),
    (r"head -c 64 (.+) \| od -c", r"Format-Hex \1 | Select-Object -First 4"),
)
#: What PowerShell takes without quotes.
_BARE: Final = regex(r"[A-Za-z0-9_./\\:~+][A-Za-z0-9_./\\:~+=%-]*")


class Shell(NamedTuple):
    """Where a command is to be pasted."""

    name: str = "posix"
    is_windows: bool = False

    @property
    def default_file(self) -> str:
        """Where kubectl looks if nobody says otherwise, as this shell writes it."""
        return "~/.kube/config" if self.name == "posix" else "$HOME/.kube/config"

    def template(self, command: str) -> str:
        """A command of a row, which is written for POSIX, as this shell takes it; '' if there is none like it."""
        if self.name == "posix":
            return command
        if command.startswith("export "):
            return "; ".join(f"$env:{name} = {_string(value)}" for name, value in re.findall(_ASSIGNMENT, command))
        for pattern, replacement in (*_IN_POWERSHELL, *(_ON_WINDOWS if self.is_windows else ())):
            if found := re.fullmatch(pattern, command):
                return found.expand(replacement)
        return command

    def quoted(self, value: str, template: str) -> str:
        """A value in a command of this template, so that the shell takes it as one word."""
        if self.name == "posix":
            return shlex.quote(value)
        if _BARE.fullmatch(value) and not template.startswith("$env:"):
            return value
        return in_single_quotes(value)


POSIX: Final = Shell()


def shell_of(environment: Mapping[str, str], *, is_windows: bool) -> Shell:
    """The shell from which we were started. PowerShell is known by the variable that it sets for all its programs; cmd takes
    too little, so Windows is PowerShell, but for the shells of MSYS (Git Bash), which are POSIX."""
    if "MSYSTEM" in environment or not (is_windows or "PSModulePath" in environment):
        return POSIX
    return Shell("powershell", is_windows)


def _string(value: str) -> str:
    """A value that is not filled in, as a string of PowerShell."""
    if value.startswith("{"):
        return value
    return f'"$HOME{value[1:]}"' if value.startswith("~") else f"'{value}'"
