"""Causes as JSON, the same in every command."""

from typing import Any

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.doctor.reason import Reason
from kubeconv.gate import shown
from kubeconv.requirements.cause import Cause


def cause_data(reason: Reason) -> dict[str, Any]:
    """The data of a cause, and what is said of it."""
    cause = reason.cause or Cause(reason.name)
    return {
        "name": cause.name,
        "code": reason.code or None,
        "message": reason.message,
        "file": cause.file or None,
        "line": cause.line or None,
        "variables": [*cause.variables],
        "flags": [shown.dashed(flag.lstrip("-")) for flag in cause.flags if flag],
        "command": shown.command(cause.command) if cause.command else None,
        "mode": shown.known(cause.mode, LOGIN_MODES) if cause.mode else None,
        "found": cause.versions[0] or None,
        "needed": cause.versions[1] or None,
    }
