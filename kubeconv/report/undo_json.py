"""What `kubeconv undo` did, as JSON: `--format json`. Its schema is `schemas/undo-output.schema.json`."""

from collections.abc import Sequence

from kubeconv.machine.undo import Undone
from kubeconv.report.looked_over import dumped


def undone(results: Sequence[Undone]) -> str:
    """The results, one a file."""
    files = [
        {
            "path": each.path,
            "undone": each.problem is None,
            "copy": each.copy or None,
            "notes": [*each.notes],
            "problem": None
            if each.problem is None
            else {"message": each.problem.message, "help": each.problem.help or None},
        }
        for each in results
    ]
    return dumped({"files": files})
