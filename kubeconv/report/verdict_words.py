"""Verdicts in plain words."""

from collections.abc import Iterable

from kubeconv.gate.shown import name
from kubeconv.validation.verdict import Verdict


def verdict_lines(verdicts: Iterable[Verdict], what: str = "this file") -> list[str]:
    """One line for each kubectl: what it makes of the file."""
    return [
        f"kubeconv does not judge what kubectl {verdict.kubectl} makes of {what}"
        if verdict.loads is None
        else f"kubectl {verdict.kubectl} {_words(verdict, what)}"
        for verdict in verdicts
    ]


def context_words(verdict: Verdict) -> str:
    """What one kubectl makes of one context."""
    return f"kubectl {verdict.kubectl} {'accepts' if verdict.usable else 'does not accept'} context {name(verdict.context)}"


def _words(verdict: Verdict, what: str) -> str:
    if not verdict.loads:
        return f"does not read {what}"
    if verdict.usable is None:
        return f"reads {what}, which has no context to judge"
    context = f"context {name(verdict.context)}" if verdict.context else "the cluster without a context"
    return f"reads {what} {'and accepts' if verdict.usable else 'but does not accept'} {context}"
