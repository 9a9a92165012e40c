"""What an untrusted kubeconfig would do, as JSON, beside its findings. Its schema is `schemas/audit-output.schema.json`."""

from collections.abc import Sequence
from typing import Any

from kubeconv.auth.trust import worst
from kubeconv.doctor.prospects import Ahead
from kubeconv.report import audit_text
from kubeconv.report.findings_json import as_data
from kubeconv.report.looked_over import Script, dumped
from kubeconv.validation.audit import Audit, Deed, Page
from kubeconv.validation.files import Validation


def audited(validation: Validation, audits: Sequence[Audit], ahead: Ahead | None = None) -> str:
    """All pages and findings, what becomes of each login, and the verdict on trust."""
    data = as_data(validation, ahead)
    by_path = {each.path: each for each in audits}
    for file in data["files"]:
        file["audit"] = _audit(by_path[file["path"]]) if file["path"] in by_path else None
    grade = worst(each.grade for each in audits) if audits else None
    data["trust"] = {"grade": grade, "message": audit_text.trust_words(audits).removeprefix("trust: ")}
    return dumped(data)


def _audit(audit: Audit) -> dict[str, Any]:
    return {"grade": audit.grade, "unseen": audit.unseen or None, "pages": [_page(page) for page in audit.pages]}


def _page(page: Page) -> dict[str, Any]:
    return {
        "context": page.context,
        "current": page.is_current,
        "cluster": page.cluster or None,
        "user": page.user or None,
        "missing": [*page.missing],
        "grade": page.grade,
        "runs": [_deed(each) for each in page.deeds if each.does == "run"],
        "reads": [_deed(each) for each in page.deeds if each.does == "read"],
        "contacts": [_deed(each) for each in page.deeds if each.does == "contact"],
    }


def _deed(deed: Deed) -> dict[str, Any]:
    what = Script(deed.what) if deed.does == "run" else deed.what
    found: dict[str, Any] = {
        "grade": deed.grade, "what": what, "by": deed.by, "reasons": [*deed.reasons],
        "would_not_now": deed.idle or None,
    }  # fmt: skip
    if deed.does == "run":
        found |= {
            "command": Script(deed.command), "arguments": [*map(Script, deed.arguments)],
            "environment": [{"name": each.name, "value": Script(each.value)} for each in deed.environment],
        }  # fmt: skip
    return found
