"""Verdicts in plain words."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from kubeconv.gate.shown import name
from kubeconv.releases.version import Version
from kubeconv.report.place import shown
from kubeconv.validation.load_order import LoadStop
from kubeconv.validation.verdict import Verdict

_ONE_FILE: Final = "this file"


def verdict_lines(
    verdicts: Iterable[Verdict],
    what: str = _ONE_FILE,
    stopped: Mapping[Version, LoadStop] = MappingProxyType({}),
) -> list[str]:
    """One line for each kubectl: what it makes of the file, and what it stops at that does not read it."""
    return [
        f"kubeconv does not judge what kubectl {verdict.kubectl} makes of {what}"
        if verdict.loads is None
        else f"kubectl {verdict.kubectl} {_words(verdict, what)}{_stop_words(stopped.get(verdict.kubectl), what)}"
        for verdict in verdicts
    ]


def _stop_words(stop: LoadStop | None, what: str) -> str:
    if stop is None:
        return ""
    reason = f"{stop.code} ({stop.name})" if stop.code else stop.message
    if what == _ONE_FILE:
        return f": it stops at {reason}{f' in line {stop.line}' if stop.line else ''}"
    return f": it stops at {shown(stop.file)}{f':{stop.line}' if stop.line else ''}, {reason}"


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
