"""How long certificates are valid."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

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


def dated_certificates(case: Case) -> "Iterator[tuple[Subject, Material, Certificate]]":
    """The client certificates, and of every certificate authority the certificate that is valid the longest."""
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
