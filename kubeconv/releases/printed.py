"""What programs print about their version, read. Pure: text in, a version out, '' if it reports none."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from kubeconv.gate.value import NamedTuple

#: Longer than every version: what a program prints beyond is shown to nobody.
_LONGEST: Final = 64
#: What a version is made of: numbers, words, short names of builds, commits. The rest is something else that was printed in its
#: place, such as a secret.
_PART: Final = (
    r"\d{0,14}|[A-Za-z]{1,20}|\d{0,4}(?:[a-z]{1,5}|[A-Z]{1,5})\d{1,4}(?:[a-z]{1,3}\d{1,4})?|\d{1,4}[a-z]{1,5}|k[03]s"
    r"|g?[0-9a-f]{5,40}"
)
_JOINT: Final = r"[-+.~_()]"


class Told(NamedTuple):
    """The version that a program tells, without a leading v; `is_right` is False for another program of the same name, None
    if it could not be determined."""

    version: str = ""
    is_right: bool | None = None


def of_kubectl(text: str) -> Told:
    """`kubectl version --client -o json`; also the texts of `kubectl version --client` in all their forms."""
    return _first(
        text,
        r'"gitVersion":\s*"v?(\d[^"\s]*)"',
        r'^Client Version: version\.Info\{.*?GitVersion:"v?(\d[^"\s]*)"',
        r"^Client Version: v?(\d\S*)",
    )


def of_helm(text: str) -> Told:
    """`helm version --short`; helm 2 prints a line for itself and one for the server; also the forms without `--short`."""
    return _first(
        text,
        r"^Client: v(\d\S*)",
        r'^(?:Client: &)?version\.(?:BuildInfo|Version)\{(?:SemVer|Version):"v(\d[^"\s]*)"',
        r"^v(\d+\.\d+\S*)",
    )


def of_az(text: str) -> Told:
    """`az version`, and the text of `az --version`."""
    return _first(text, r'"azure-cli":\s*"(\d[^"\s]*)"', r"^azure-cli\s+\(?(\d[^\s)]*)")


def of_kubelogin(text: str) -> Told:
    """`kubelogin --version`: Azure's prints `git hash: v0.2.19/…` in a line of its own, int128's OIDC helper of the same name
    `kubelogin version v1.27.0 (…)`."""
    if told := _first(text, r"^git hash: v?([^/\s]+)").version:
        return Told(told, True)
    if told := _first(text, r"^kubelogin version v?(\S+)").version:
        return Told(told, False)
    return Told()


def of_k9s(text: str) -> Told:
    """`k9s version --short`."""
    return _first(text, r"^Version:?\s+v?(\d\S*)")


def _first(text: str, *patterns: str) -> Told:
    for pattern in patterns:
        if found := re.search(pattern, text, re.MULTILINE):
            return Told(_version(found[1]))
    return Told()


def _version(text: str) -> str:
    """The text of a version, cut to what one may have; '' for anything else."""
    cut = text[:_LONGEST]
    return cut if all(re.fullmatch(_PART, part, re.ASCII) for part in re.split(_JOINT, cut)) else ""


def server_version(text: str) -> str:
    """The version of the server in `kubectl version -o json`, '' if it did not answer."""
    import json

    try:
        return _version(str(json.loads(text)["serverVersion"]["gitVersion"]).removeprefix("v"))
    except (ValueError, LookupError, TypeError):
        return ""


#: Program to the arguments that make it tell its version, and what reads the answer.
QUESTIONS: Final[Mapping[str, tuple[tuple[str, ...], Callable[[str], Told]]]] = {
    "kubectl": (("version", "--client", "-o", "json"), of_kubectl),
    "helm": (("version", "--short"), of_helm),
    "az": (("version", "-o", "json"), of_az),
    "kubelogin": (("--version",), of_kubelogin),
    "k9s": (("version", "--short"), of_k9s),
}
