"""Whose secrets a kubeconfig holds."""

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import tee
from weakref import WeakKeyDictionary

from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.credentials import Secret, secrets_in
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.finding import Refused, Subject
from kubeconv.tree.node import MAPPING, Node, pairs
from kubeconv.tree.parse import parse
from kubeconv.tree.source import Span

#: What was found in a file so far: most rules want to know of the first one alone.
_known: WeakKeyDictionary[Kubeconfig, Iterator[tuple[Subject | None, Secret]]] = WeakKeyDictionary()


def credentials(kubeconfig: Kubeconfig) -> Iterator[tuple[Subject | None, Secret]]:
    """The credentials of a kubeconfig with the user or cluster that has them; None for a place outside of those. Each is
    looked for once for all rules."""
    found = _known.get(kubeconfig)
    if found is None:
        parts = [(Subject("user", user.name), user.entry) for user in kubeconfig.users]
        parts += [(Subject("cluster", cluster.name), cluster.entry) for cluster in kubeconfig.clusters]
        (found,) = tee(_credentials(parts, kubeconfig.document.root, kubeconfig.source.text), 1)
        _known[kubeconfig] = found
    return copy(found)


def _credentials(
    parts: Sequence[tuple[Subject, Node]], root: Node | None, text: str
) -> Iterator[tuple[Subject | None, Secret]]:
    seen: set[int] = set()
    for subject, entry in parts:
        for secret in secrets_in(entry, seen):
            if secret.is_credential:
                yield subject, secret
    for key, value in pairs(root.real) if root is not None and root.real.kind == MAPPING else ():
        if key.text in ("contexts", "extensions", "preferences"):
            for secret in secrets_in(value, seen):
                if secret.is_credential:
                    yield None, secret
    yield from _beyond(root, text)


def _beyond(root: Node | None, text: str) -> Iterator[tuple[None, Secret]]:
    """The credentials in further documents of the file: kubectl does not read them, people do."""
    at = text.find("\n---", root.end if root is not None else 0)
    while at >= 0:
        start, at = at + 1, text.find("\n---", at + 1)
        try:
            document = parse(text[start : at + 1 if at >= 0 else None])
        except Refused:
            continue
        for secret in secrets_in(document.root):
            if secret.is_credential:
                yield None, secret._replace(span=Span(start + secret.span.start, start + secret.span.end))


def owner(subject: Subject | None) -> str:
    """How a message starts about this entry."""
    return f"{subject.kind} {quoted_name(subject.name)}: " if subject is not None else ""
