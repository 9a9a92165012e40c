"""What stops a client at a user before its plugin is run: other credentials beside it, or a version of the exec API that the
client does not know."""

import os
from collections.abc import Iterable, Iterator, Sequence

from kubeconv.kubeconfig.view import Kubeconfig, Parsed, User
from kubeconv.releases.version import Version
from kubeconv.requirements.cause import Cause, Link
from kubeconv.requirements.chain import decides
from kubeconv.validation.rule import Machine
from kubeconv.validation.run import Asked, validate_parsed


def stops_beside(
    users: Iterable[tuple[Kubeconfig, User]], machine: Machine, kubectls: Sequence[Version]
) -> Iterator[Link]:
    """What stops one of these kubectls at the users before their plugins are run, by the rules."""
    names: dict[int, tuple[Kubeconfig, set[str]]] = {}
    for kubeconfig, user in users:
        names.setdefault(id(kubeconfig), (kubeconfig, set()))[1].add(user.name)
    for kubeconfig, its in names.values():
        path = kubeconfig.source.name
        asked = Asked(kubectls, machine=machine, runs=decides)
        report = validate_parsed(Parsed(kubeconfig), asked, path, os.path.dirname(path) or ".")
        for finding in (each for found in report.found.values() for each in found if each.effect == "use"):
            subject = finding.subject
            if subject is not None and subject.kind == "user" and subject.name in its:
                line = kubeconfig.source.position(finding.span.start).line if finding.span else 0
                yield Link("login", "fails", (Cause(finding.name, subject, path, line),))
