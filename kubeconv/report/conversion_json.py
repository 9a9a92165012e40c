"""Results as data: the JSON of `--format json`. Its schemas are `schemas/convert-output.schema.json` and
`schemas/detect-output.schema.json`."""

from collections.abc import Mapping, Sequence
from typing import Any

from kubeconv.conversion.files import ConvertedFile
from kubeconv.conversion.users import Outcome
from kubeconv.kubeconfig.login import Detected, Login
from kubeconv.machine.files import FileProblem
from kubeconv.machine.load import Loaded
from kubeconv.report.looked_over import dumped
from kubeconv.report.old_bytes import undo_command


def converted(
    results: Sequence[ConvertedFile], notes: Sequence[str], next_steps: Sequence[str], diffs: Mapping[str, str] | None
) -> str:
    """The results of `convert`, and notes about the whole run; with `diffs` the diff of each path too."""
    files = [
        {
            "path": result.path,
            "changed": bool(result.conversion and result.conversion.edits),
            "written": result.written,
            "backup": result.old_bytes.copy or None,
            "undo": undo_command(result.old_bytes) or None,
            "notes": [*result.notes],
            **({"diff": diffs.get(result.path, "")} if diffs is not None else {}),
            "problem": _problem(result.problem),
            "users": [_outcome(outcome) for outcome in result.conversion.outcomes] if result.conversion else [],
            "unselected": result.conversion.unselected if result.conversion else 0,
        }
        for result in results
    ]
    return dumped({"files": files, "notes": [*notes], "next": [*next_steps]})


def detected(loaded: Sequence[Loaded], found: Sequence[Detected]) -> str:
    """The results of `detect`."""
    return dumped(
        {
            "files": [{"path": each.path, "problem": _problem(each.problem)} for each in loaded],
            "users": [
                {
                    "user": each.user,
                    **login_data(each.login),
                    "contexts": [*each.contexts],
                    "used": bool(each.contexts),
                    "kubectl": str(each.works_with.kubectl),
                    "helm": str(each.works_with.helm),
                    "integration": each.integration,
                    "file": each.file,
                    "line": each.line,
                    "notes": [*each.notes],
                }
                for each in found
            ],
        }
    )


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "user": outcome.user,
        "status": outcome.status,
        "before": login_data(outcome.before),
        "after": login_data(outcome.after),
        "contexts": [*outcome.contexts],
        "line": outcome.line,
        "reason": outcome.reason or None,
        "help": outcome.help or None,
        "notes": [*outcome.notes],
        "secrets": [*outcome.secrets],
    }


def login_data(login: Login) -> dict[str, str | None]:
    """A login as all our JSON says it."""
    return {"format": login.format, "login": login.mode, "plugin": login.program or None}


def _problem(problem: FileProblem | None) -> dict[str, Any] | None:
    if problem is None:
        return None
    return {
        "path": problem.path,
        "code": problem.code or None,
        "message": problem.message,
        "help": problem.help or None,
        "line": problem.line or None,
        "column": problem.column or None,
    }
