"""The commands that rules suggest."""

import os
from collections.abc import Sequence

from kubeconv.auth.azure import V1_API_VERSION
from kubeconv.gate import called, pasting, shown
from kubeconv.gate.shown import path_of
from kubeconv.releases.table import EXEC_API_VERSIONS
from kubeconv.releases.version import Version
from kubeconv.validation.rule import Case

#: What needs quotes in a path; on Windows a backslash stands between folders.
_QUOTED = " '\"$`&;()<>|*?~#!\n\t" + ("\\" if os.sep == "/" else "")


def conversion(*options: str) -> tuple[str, ...]:
    """The command that converts a file, with these options, as words; the file follows it."""
    return called.words("convert", *options)


def spelt(case: Case, command: Sequence[str]) -> str:
    """A command for the file of a case, to copy. A path that would need quotes is FILE."""
    name = os.path.basename(case.path) if case.path else ""
    plain = case.path and name and not any(sign in case.path for sign in _QUOTED)
    return f"{pasting.command(map(shown.name, command))} {path_of(case.path) if case.path and plain else 'FILE'}"


def for_client(kubectl: Version) -> tuple[str, ...]:
    """The option of `convert` for a kubectl that does not know all that it writes; none for others."""
    knows = EXEC_API_VERSIONS[V1_API_VERSION].kubectl.contains(kubectl)
    return () if knows else ("--kubectl", f"{kubectl.major}.{kubectl.minor}")
