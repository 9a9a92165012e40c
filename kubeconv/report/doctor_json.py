"""What the doctor found, as JSON: `--format json`. Its schema is `schemas/doctor-output.schema.json`."""

from collections.abc import Mapping, Sequence
from typing import Any

from kubeconv.conversion.users import Outcome
from kubeconv.doctor.diagnosis import Answer, Row
from kubeconv.doctor.examine import Examination
from kubeconv.doctor.reason import Reason
from kubeconv.report.cause_json import cause_data
from kubeconv.report.conversion_json import login_data
from kubeconv.report.doctor_text import verdict
from kubeconv.report.looked_over import dumped
from kubeconv.report.old_bytes import undo_command
from kubeconv.requirements.clients import Client
from kubeconv.validation.fix_files import Applied


def examined(
    found: Examination, written: Sequence[Applied] | None = None, diffs: Mapping[str, str] | None = None
) -> str:
    """Everything; with `written` what `--fix` wrote, with `diffs` what it would write or wrote, by path."""
    clients, answers = found.machine.clients, dict[tuple[int, int], dict[str, Any]]()
    data = {
        "works": found.works,
        "verdict": verdict(found),
        "files": [
            {"path": path, "exists": path not in found.paths.missing, "problem": found.unreadable.get(path)}
            for path in (*found.paths.files, *found.paths.missing)
        ],
        "clients": [_client(client) for client in clients],
        "programs": [
            {
                "name": name,
                "path": each.path,
                "version": each.version or None,
                "is_right": each.is_right,
                "problem": each.problem or None,
            }
            for name, programs in found.machine.programs.items()
            for each in programs
        ],
        "contexts": [_row(row, clients, answers) for row in found.rows],
        **({"unselected": found.unselected} if found.unselected else {}),
        "problems": [_reason(reason) for reason in found.problems],
        "remedies": [
            {
                "command": str(remedy) or None,
                "why": remedy.why,
                "detail": remedy.detail or None,
                "contexts": remedy.mends,
                "works": remedy.cures,
                "places": [{"file": file, "line": line} for file, line in remedy.places],
            }
            for remedy in found.remedies
        ],
        "fix": [
            {
                "path": plan.path,
                "fixes": [fix._asdict() for fix in plan.fixes],
                "users": [_change(outcome) for outcome in plan.converted],
                "private": plan.private,
                "diff": (diffs or {}).get(plan.path),
            }
            for plan in found.plans
        ],
        "written": None if written is None else [_written(each) for each in written],
    }
    return dumped(data)


def _change(outcome: Outcome) -> dict[str, Any]:
    return {
        "user": outcome.user,
        "contexts": [*outcome.contexts],
        "line": outcome.line,
        "before": login_data(outcome.before),
        "after": login_data(outcome.after),
        "reason": outcome.reason or None,
        "loses": [*outcome.lost],
    }


def _client(client: Client) -> dict[str, Any]:
    return {
        "name": client.name,
        "version": client.version or None,
        "path": client.path or None,
        "problem": client.problem or None,
    }


def _row(row: Row, clients: Sequence[Client], known: dict[tuple[int, int], dict[str, Any]]) -> dict[str, Any]:
    """A context. `known` are the answers that were there before, by what they are and of which client: many contexts share
    one."""
    for number, (answer, client) in enumerate(zip(row.answers, clients, strict=True)):
        if (id(answer), number) not in known:
            known[id(answer), number] = _answer(answer, client)
    return {
        "context": row.context or None,
        "current": row.is_current,
        "user": row.user or None,
        "login": None if row.login is None else login_data(row.login),
        "file": row.file or None,
        "works": row.works,
        "clients": [known[id(answer), number] for number, answer in enumerate(row.answers)],
        "cluster": None if row.reached is None else {"answers": row.reached, "told": row.connected},
    }


def _answer(answer: Answer, client: Client) -> dict[str, Any]:
    return {
        "client": client.name,
        "version": client.version or None,
        "verdict": answer.verdict,
        "cause": None if answer.cause is None else cause_data(answer.cause),
        "needs": [cause_data(need) for need in answer.needs],
        "works": answer.works,
        "reasons": [_reason(reason) for reason in answer.reasons],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "name": reason.name,
        "code": reason.code or None,
        "severity": reason.severity,
        "title": reason.title,
        "message": reason.message,
        "help": reason.help or None,
        "file": reason.file or None,
        "line": reason.line or None,
    }


def _written(applied: Applied) -> dict[str, Any]:
    problem = applied.problem
    return {
        "path": applied.path,
        "backup": applied.old_bytes.copy or None,
        "undo": undo_command(applied.old_bytes) or None,
        "notes": [*applied.notes],
        "problem": str(problem) if problem else None,
    }
