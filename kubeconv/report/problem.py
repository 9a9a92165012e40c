"""A problem with a file as one line."""

from kubeconv.machine.files import FileProblem
from kubeconv.report.place import shown


def problem_line(problem: FileProblem) -> str:
    """The line: path:line:column: error[code]: message; help."""
    place = f"{shown(problem.path)}:{problem.line}:{problem.column}" if problem.line else shown(problem.path)
    code = f"[{problem.code}]" if problem.code else ""
    help = f"; {problem.help}" if problem.help else ""
    return f"{place}: error{code}: {problem.message}{help}"
