"""Verdicts in plain words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from kubeconv.auth.kubelogin import is_looked_up
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.doctor.prospects import Prospect, Prospects
from kubeconv.gate import shown as gate
from kubeconv.gate.choices import one_of
from kubeconv.gate.shown import name
from kubeconv.releases.version import Version
from kubeconv.report.place import shown
from kubeconv.requirements import cause as causes
from kubeconv.requirements.cause import Cause
from kubeconv.validation.load_order import LoadStop
from kubeconv.validation.verdict import Verdict

_ONE_FILE: Final = "this file"
_NOTHING: Final[Mapping[Version, LoadStop]] = MappingProxyType({})
_NO_PROSPECTS: Final[Prospects] = MappingProxyType({})


def verdict_lines(
    verdicts: Iterable[Verdict],
    what: str = _ONE_FILE,
    stopped: Mapping[Version, LoadStop] = _NOTHING,
    prospects: Prospects = _NO_PROSPECTS,
) -> list[str]:
    """One line for each kubectl: what it makes of the file, what it stops at that does not read it, and what becomes of the
    login."""
    return [
        f"kubeconv does not judge what kubectl {verdict.kubectl} makes of {what}"
        if verdict.loads is None
        else f"kubectl {verdict.kubectl} {_words(verdict, what)}{_stop_words(stopped.get(verdict.kubectl), what)}"
        f"{_login_words(verdict, prospects)}"
        for verdict in verdicts
    ]


def context_words(verdict: Verdict, prospects: Prospects = _NO_PROSPECTS) -> str:
    """What one kubectl makes of one context."""
    accepts = "accepts" if verdict.usable else "does not accept"
    return f"kubectl {verdict.kubectl} {accepts} context {name(verdict.context)}{_login_words(verdict, prospects)}"


def _words(verdict: Verdict, what: str) -> str:
    if not verdict.loads:
        return f"does not read {what}"
    if verdict.usable is None:
        return f"reads {what}, which has no context to judge"
    context = f"context {name(verdict.context)}" if verdict.context else "the cluster without a context"
    return f"reads {what} {'and accepts' if verdict.usable else 'but does not accept'} {context}"


def _stop_words(stop: LoadStop | None, what: str) -> str:
    if stop is None:
        return ""
    reason = f"{stop.code} ({stop.name})" if stop.code else stop.message
    if what == _ONE_FILE:
        return f": it stops at {reason}{f' in line {stop.line}' if stop.line else ''}"
    return f": it stops at {shown(stop.file)}{f':{stop.line}' if stop.line else ''}, {reason}"


def _login_words(verdict: Verdict, prospects: Prospects) -> str:
    """What becomes of a login that client-go accepts: how it goes on from there."""
    prospect = prospects.get((verdict.kubectl, verdict.context)) if verdict.usable else None
    if prospect is None or prospect.verdict == "works":
        return ""
    if prospect.verdict == "needs":
        return f"; it works if {_all_of(_need_words([each.cause for each in prospect.needs if each.cause]))}"
    what = "but the login fails" if prospect.verdict == "fails" else "what comes of the login is not known"
    return f"; {what}{_cause_words(prospect)}"


def _cause_words(prospect: Prospect) -> str:
    reason = prospect.cause
    if reason is None:
        return ""
    if reason.code:
        return f": {reason.code} ({reason.name}){f' in line {reason.line}' if reason.line else ''}"
    return f": {reason.message}{f' (line {reason.line})' if reason.line else ''}"


def _need_words(needs: Sequence[Cause]) -> Iterator[str]:
    """What is so where a login works that needs it: programs, files, variables, and a person at last."""
    programs = [each.command for each in needs if each.name in (causes.NO_PROGRAM, causes.NO_TOKEN_PROGRAM)]
    for on_path in (True, False):
        if some := [gate.command(each) for each in programs if is_looked_up(each) is on_path]:
            yield f"{_all_of(some)} {_is(some)} {'on PATH' if on_path else 'there'}"
    yield from (f"the file of {_flags(each)} is there" for each in needs if each.name == causes.NO_FILE)
    best = [each.variables[:1] if each.flags else each.variables for each in needs if each.name != causes.NO_FILE]
    if variables := [gate.variable(name) for names in best for name in names]:
        yield f"{_all_of(variables)} {_is(variables)} set"
    yield from ("it has a terminal" for each in needs if each.name == causes.TERMINAL)
    yield from (
        f"a person logs in ({gate.known(each.mode, LOGIN_MODES)})" for each in needs if each.name == causes.PERSON
    )


def _is(words: Sequence[str]) -> str:
    return "is" if len(words) == 1 else "are"


def _flags(cause: Cause) -> str:
    return one_of(gate.dashed(each.lstrip("-")) for each in cause.flags)


def _all_of(words: Iterable[str]) -> str:
    found = [*dict.fromkeys(words)]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
