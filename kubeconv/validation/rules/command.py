"""The commands that rules name as the way out."""

import os

from kubeconv.auth.azure import V1_API_VERSION
from kubeconv.releases.table import EXEC_API_VERSIONS
from kubeconv.releases.version import Version
from kubeconv.validation.rule import Case


def convert(case: Case, options: str = "") -> str:
    """The command that converts this file, with these options."""
    name = os.path.basename(case.path) if case.path else ""
    plain = case.path and name and not any(sign in case.path for sign in " '\"$`\\&;()<>|*?~#!\n\t")
    return " ".join(word for word in ("kubeconv convert", options, case.path if plain else "FILE") if word)


def for_client(kubectl: Version) -> str:
    """The option of `convert` for a kubectl that does not know all that it writes; '' for others."""
    knows = EXEC_API_VERSIONS[V1_API_VERSION].kubectl.contains(kubectl)
    return "" if knows else f"--kubectl {kubectl.major}.{kubectl.minor}"
