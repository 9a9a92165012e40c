"""`kubeconv completion`: the script that makes a shell complete kubeconv."""

from typing import Annotated, Final

from kubeconv.commands import output
from kubeconv.commands.completion_scripts import SCRIPTS
from kubeconv.commands.declared import Operands, WrongUsage
from kubeconv.gate.choices import one_of

_SHELLS: Final = tuple(SCRIPTS)


def command(shell: Annotated[list[str] | None, Operands("bash|zsh|fish|powershell", _SHELLS)] = None) -> None:
    """Print the script that makes a shell complete commands, options, login modes, rules, and the contexts, users and clusters
    of the kubeconfigs in effect.

    In ~/.bashrc: source <(kubeconv completion bash)

    In ~/.zshrc, after compinit: source <(kubeconv completion zsh)

    Once: kubeconv completion fish > ~/.config/fish/completions/kubeconv.fish

    In $PROFILE: kubeconv completion powershell | Out-String | Invoke-Expression

    kubectl completes kubectl kubeconv by itself.

    Example: kubeconv completion bash > /etc/bash_completion.d/kubeconv
    """
    if not shell or len(shell) > 1 or shell[0] not in SCRIPTS:
        raise WrongUsage(f"use one shell: {one_of(_SHELLS)}")
    output.data(SCRIPTS[shell[0]])
