"""Causes as reasons: in the words of the rule that says the same, else in words of our own. Pure."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, Final

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.auth.plugins import INSTALL
from kubeconv.doctor.reason import Reason, reason_of, title_of
from kubeconv.gate import shown
from kubeconv.gate.choices import one_of
from kubeconv.gate.shown import quoted_name
from kubeconv.gate.value import NamedTuple
from kubeconv.machine.files import STANDARD_INPUT
from kubeconv.requirements import cause as causes
from kubeconv.requirements.cause import Cause
from kubeconv.tree.finding import Finding, Severity, Subject
from kubeconv.validation.index import code_of
from kubeconv.validation.run import Report


class _Sentence(NamedTuple):
    """What is said of a cause: in general, of the one that it is about, and the way out."""

    title: str
    message: Callable[[Cause, str], str]
    help: Callable[[Cause], str] = lambda _: ""
    severity: Severity = "error"


def _mode(cause: Cause) -> str:
    return shown.known(cause.mode, LOGIN_MODES)


@lru_cache(256)  # thousands of logins lack the same
def _dashed(flags: tuple[str, ...]) -> str:
    return one_of(shown.dashed(flag.lstrip("-")) for flag in flags) if flags else ""


def _asked(cause: Cause) -> str:
    return " ".join((shown.command(cause.command), *cause.words))


def setting(cause: Cause) -> str:
    """How to set the variables that give what is missing; '' if none does."""
    best = cause.variables[:1] if cause.flags else cause.variables
    return f"set {' and '.join(best)} where kubectl runs" if best else ""


def _lacking(cause: Cause, who: str) -> str:
    what = _dashed(cause.flags) if cause.flags else f"the variable {' and '.join(cause.variables)}"
    return f"{who}: kubelogin's login mode {_mode(cause)} needs {what}, which the file does not give"


def _adding(cause: Cause) -> str:
    open_flags = tuple([flag for flag in cause.flags if not FLAGS[flag].secret])
    ways = [each for each in (f"add {_dashed(open_flags)}" if open_flags else "", setting(cause)) if each]
    return one_of(ways or [f"add {_dashed(cause.flags)}"])


#: Name of a cause to its words. What a rule finds is told in the words of that.
_SENTENCES: Final[Mapping[str, _Sentence]] = {
    causes.NOTHING: _Sentence(
        "A file has no context and no cluster to talk to.",
        lambda cause, _: f"{_file(cause)} has no context and no cluster to talk to",
    ),
    causes.SILENT_CLIENT: _Sentence(
        "A client does not report its version.",
        lambda cause, _: f"{shown.command(cause.command)} does not report its version",
    ),
    causes.TOO_OLD_FOR_AKS: _Sentence(
        "A client is too old for clusters with the AKS-managed Entra ID integration.",
        lambda cause, who: (
            f"{who} logs in to an AKS-managed cluster, which needs {cause.command} {cause.versions[1]} or newer; "
            f"the one on PATH is {cause.versions[0]}"
        ),
        lambda cause: f"install {cause.command} {cause.versions[1]} or newer: {INSTALL[cause.command]}",
    ),
    causes.NO_TOKEN_COMMAND: _Sentence(
        "The arguments of an exec plugin do not ask it for a credential.",
        lambda cause, who: f"{who}: the arguments do not ask for a credential, as {_asked(cause)} does",
        lambda cause: f"write the arguments of {_asked(cause)}",
    ),
    causes.OTHER_OUTPUT: _Sentence(
        "An exec plugin has a flag with which it prints no credential.",
        lambda cause, who: f"{who}: with {_dashed(cause.flags)} {_asked(cause)} prints no credential",
        lambda cause: f"delete {_dashed(cause.flags)}",
    ),
    causes.PLUGIN_LACKS: _Sentence(
        "An exec plugin lacks an argument that it needs.",
        lambda cause, who: (
            f"{who}: {_asked(cause)} needs {_dashed(cause.flags) or 'the name of the cluster as its one word'}"
        ),
        lambda cause: one_of([f"add {_dashed(cause.flags) or 'it'}", *filter(None, [setting(cause)])]),
    ),
    causes.NO_TOKEN_PROGRAM: _Sentence(
        "The program that kubelogin asks for a token in this login mode is not on PATH.",
        lambda cause, who: f"{who} logs in with the login mode {_mode(cause)}, and {cause.command} is not on PATH",
    ),
    causes.NO_FILE: _Sentence(
        "A file that kubelogin reads does not exist.",
        lambda cause, who: f"{who}: the file of {_dashed(cause.flags)} does not exist{_through(cause)}",
        lambda cause: f"correct {_dashed(cause.flags)}",
    ),
    causes.MODE_NOT_KNOWN: _Sentence(
        "A variable decides on the login mode, and its value is not known.",
        lambda cause, who: f"{who}: the variable {cause.variables[0]} decides on the login mode",
    ),
    causes.PERSON: _Sentence(
        "A person logs in when it runs.",
        lambda cause, who: f"{who} logs in with the login mode {_mode(cause)}: a person has to be there",
        severity="info",
    ),
    causes.NO_PROGRAM: _Sentence(
        "The program of an exec plugin has to be there.",
        lambda cause, who: f"{who} logs in with the program {shown.command(cause.command)}, which has to be there",
    ),
    causes.LACKS: _Sentence("kubelogin lacks a value that its login mode needs.", _lacking, _adding),
    causes.TOO_OLD: _Sentence(
        "The kubelogin on PATH is older than a login needs.",
        lambda cause, who: f"{who} needs kubelogin {cause.versions[1]}, the one on PATH is {cause.versions[0]}",
        lambda _: f"install a newer kubelogin: {INSTALL['kubelogin']}",
    ),
    causes.UNKNOWN_FLAG: _Sentence(
        "kubelogin gets a flag or a login mode that it does not know.",
        lambda cause, who: f"{who}: kubelogin does not take {_dashed(cause.flags)}{_through(cause)}",
    ),
}


def _file(cause: Cause) -> str:
    return "<standard input>" if cause.file == STANDARD_INPUT else shown.path_of(cause.file)


def _through(cause: Cause) -> str:
    return f", given by the variable {cause.variables[0]}" if cause.variables else ""


class CauseWords:
    """The words for causes in files that were judged: those of the finding about the same, if there is one. `unreadable`
    are the other files, and why they cannot be read."""

    def __init__(self, reports: Sequence[Report], unreadable: Mapping[str, str]) -> None:
        self._unreadable = unreadable
        self._reports = [report for report in reports if report.kubeconfig]
        self._reasons: dict[Cause, Reason] = {}
        self._lines: dict[Any, dict[int, Finding]] = {}
        self._kubeconfigs = {report.source.name: report.kubeconfig for report in reports if report.kubeconfig}

    @cached_property
    def _found(self) -> Mapping[tuple[str, str, Subject | None], Sequence[Finding]]:
        found: dict[tuple[str, str, Subject | None], list[Finding]] = {}
        for report in self._reports:
            for finding in chain.from_iterable(report.found.values()):
                found.setdefault((finding.name, report.source.name, finding.subject), []).append(finding)
        return found

    def reason(self, cause: Cause) -> Reason:
        """The cause as a reason."""
        found = self._reasons.get(cause)
        if found is None:
            found = self._of_finding(cause) or self._of_our_own(cause)._replace(cause=cause)
            self._reasons[cause] = found
        return found

    def _of_finding(self, cause: Cause) -> Reason | None:
        about = cause.name, cause.file, cause.subject
        findings = self._found.get(about, ())
        if len(findings) > 1:
            by_line = self._by_line(*about)
            findings = [by_line.get(cause.line) or next(iter(by_line.values()))]
        return reason_of(self._kubeconfigs[cause.file], findings[0], cause) if findings else None

    def _by_line(self, *about: Any) -> Mapping[int, Finding]:
        """The findings about the same by their line; many may be about no entry."""
        if about not in self._lines:
            lines = self._lines[about] = {}
            for finding in self._found.get(about, ()):
                place = self._kubeconfigs[about[1]].source.position(finding.span.start) if finding.span else None
                lines.setdefault(place.line if place else 0, finding)
        return self._lines[about]

    def _of_our_own(self, cause: Cause) -> Reason:
        name, file, line, subject = cause.name, cause.file, cause.line, cause.subject
        if name == causes.UNREADABLE:
            title, message = "A file cannot be read.", f"{file}: {self._unreadable[file]}"
            return Reason(name, "", "error", title, message, file=file)
        who = f"{subject.kind} {quoted_name(subject.name)}" if subject else ""
        code = code_of(name)
        if (words := _SENTENCES.get(name)) is None:
            title = title_of(code)
            return Reason(name, code, "error", title, f"{who}: {title.rstrip('.')}", "", file, line, subject)
        message, help = words.message(cause, who), words.help(cause)
        return Reason(name, code, words.severity, words.title, message, help, file, line, subject)
