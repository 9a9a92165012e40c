"""Why something does not work, in the words of a file and in words that name nothing of it. Pure."""

from functools import cache

from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.requirements.cause import Cause
from kubeconv.tree.finding import Finding, Severity, Subject
from kubeconv.validation.rules import rule_of


class Reason(NamedTuple):
    """Why a context does not work, or what else is wrong. `name` is that of a rule or a problem, `code` that of a rule;
    `title` says it without any name of the file, `message` with; `line` is 0 if it is not about a place. `variable`,
    `command` and `missing` are those of a `Finding`; `cause` is the data of it, where a chain is stopped by it or needs it."""

    name: str
    code: str
    severity: Severity
    title: str
    message: str
    help: str = ""
    file: str = ""
    line: int = 0
    subject: Subject | None = None
    variable: str = ""
    command: tuple[str, ...] = ()
    missing: str = ""
    cause: Cause | None = None


def reason_of(kubeconfig: Kubeconfig, finding: Finding, cause: Cause | None = None) -> Reason:
    """A finding as a reason."""
    line = kubeconfig.source.line_of(finding.span.start) if finding.span else 0
    title = title_of(finding.code)
    return Reason(
        finding.name, finding.code, finding.severity, title, finding.message, finding.help, kubeconfig.source.name, line,
        finding.subject, finding.variable, finding.command, finding.missing, cause,
    )  # fmt: skip


@cache
def title_of(code: str) -> str:
    """What the rule of this code is about, in one line that names nothing of any file."""
    return (rule_of(code).__doc__ or "").lstrip().partition("\n")[0]
