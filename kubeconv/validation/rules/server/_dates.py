"""How long certificates are valid."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.finding import Subject
from kubeconv.validation.go.certificates import authorities, certificate
from kubeconv.validation.rule import Case
from kubeconv.validation.rules.server._fields import Material, certificates

if TYPE_CHECKING:
    from kubeconv.validation.go.x509 import Certificate

#: Seconds.
DAY: Final = 24 * 60 * 60


def day(moment: float) -> str:
    """The date in UTC, as 2026-09-21."""
    import time

    return time.strftime("%Y-%m-%d", time.gmtime(moment))


#: What each file has, with what it was read for: three rules ask.
_known: WeakKeyDictionary[Kubeconfig, tuple[Any, Sequence[Any]]] = WeakKeyDictionary()


def dated_certificates(case: Case) -> "Sequence[tuple[Subject, Material, Certificate]]":
    """The client certificates, and of every certificate authority the certificate that is valid the longest."""
    around = case.kubectl, case.folder, case.disk
    known, found = _known.get(case.kubeconfig, (None, ()))
    if known != around:
        found = [*_dated(case)]
        _known[case.kubeconfig] = around, found
    return found


def _dated(case: Case) -> "Iterator[tuple[Subject, Material, Certificate]]":
    for subject, key, material in certificates(case):
        if not material.content:
            continue
        if key == "client-certificate":
            found = certificate(material.content, case.kubectl).certificate
        else:
            trusted = authorities(material.content, case.kubectl).certificates
            found = max(trusted, key=lambda each: each.not_after, default=None)
        if found is not None:
            yield subject, material, found
