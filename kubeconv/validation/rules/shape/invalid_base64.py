"""A `*-data` field is not valid base64.

`certificate-authority-data`, `client-certificate-data` and `client-key-data` hold PEM files in base64: the standard
alphabet, padded with `=`. Line ends inside are fine, other blanks are not, so a folded block (`>`) or a value that goes on
in the next line breaks it. kubectl refuses the whole file and does not say which field it means. A path belongs in the
field without `-data`, and PEM must go through `base64 -w0` first.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority-data: /etc/kubernetes/pki/ca.crt

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example

Since: every kubectl (https://pkg.go.dev/encoding/json#Unmarshal, []byte)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import key
from kubeconv.kubeconfig.structure import structure
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC015"
NAME: Final = "invalid-base64"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"


def check(case: Case) -> Iterator[Hit]:
    """Data that Go's decoder refuses."""
    for problem in structure(case.kubeconfig).problems:
        if problem.keyword == "pattern":
            name, text = key(str(problem.path[-1])), problem.node.text
            yield Hit(problem.node.span, f"{name} is not valid base64: {_reason(text)}", _way_out(name, text))


def _reason(text: str) -> str:
    if "-----BEGIN" in text:
        return "it is PEM itself"
    if any(blank in text for blank in " \t"):
        return "it contains blanks"
    if any(sign in text for sign in "-_"):
        return "it has characters of the URL-safe alphabet, or is a name or path"
    if all(sign.isascii() and (sign.isalnum() or sign in "+/=\r\n") for sign in text):
        return "it is cut off, or the padding is wrong"
    return "it has characters that base64 does not have"


def _way_out(name: str, text: str) -> str:
    plain = name.removesuffix("-data")
    if "-----BEGIN" in text:
        return "encode it: base64 -w0 FILE"
    if text.startswith(("/", "./", "~", "C:")) or text.endswith((".crt", ".pem", ".key")):
        return f"for a path, use {plain}"
    return f"write the output of base64 -w0 FILE in one line, or name the file in {plain}"
