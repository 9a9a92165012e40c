"""`kubeconv explain`: what does a message, or a rule, mean?"""

import os
import re
import sys
from typing import TYPE_CHECKING, Annotated

from kubeconv.commands import output
from kubeconv.commands.declared import Exit, Operands, Option, WrongUsage
from kubeconv.explain.messages import MESSAGES
from kubeconv.explain.search import Match, find_messages, find_rules
from kubeconv.explain.shell import Shell, shell_of
from kubeconv.gate import called
from kubeconv.gate.near import nearest
from kubeconv.gate.shown import path_of
from kubeconv.kubeconfig.view import MAX_BYTES
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, NoPath, find
from kubeconv.validation.index import NAMES, is_rule, meant_code

#: So many names are proposed.
_MOST_NEAR = 6
#: For a longer text none are proposed.
_SHORT = 80

if TYPE_CHECKING:
    from kubeconv.explain.here import Explanation
    from kubeconv.validation.manual import Manual


def command(
    text: Annotated[list[str] | None, Operands("[TEXT|RULE]...", "rules")] = None,
    kubeconfig: Annotated[str | None, Option(help="The kubeconfig that the message is about.", metavar="FILE")] = None,
    every: Annotated[bool, Option("--list", help="List the known messages.")] = False,
    format: Annotated[
        str,
        Option(
            "--format",
            help="text or json; with --list also markdown.",
            metavar="FORMAT",
            completes=("text", "json", "markdown"),
        ),
    ] = "text",
) -> None:
    """Say what a message of kubectl, helm, az, kubelogin, ... means, and which commands help on this machine.

    Give the message as an argument, or any text on standard input: logs, wrapped lines, output of k9s or Terraform. The
    code or name of a rule of kubeconv validate prints its manual. It runs no program and opens no connection.

    Exit code 0: a message or rule was found; 1: none was; 2: wrong usage, or there was no text.

    Example: kubectl get nodes 2>&1 | kubeconv explain
    """
    if format not in ("text", "json") and (format != "markdown" or not every):
        raise WrongUsage("use text or json; with --list also markdown", at="--format")
    if every:
        from kubeconv.report import messages

        if format == "text":
            output.lines(messages.lines(MESSAGES, output.screen()))
        else:
            output.data(messages.listed(MESSAGES, format))
        return
    given = " ".join(text) if text and text != [STANDARD_INPUT] else _standard_input()
    shell = shell_of(os.environ, is_windows=os.name == "nt")
    if not given.strip():
        problem = "nothing to explain: give a message, or pipe in the output of a program"
        _print([], [], format, shell, problem)
        raise WrongUsage(problem, at="TEXT")
    manuals = _manuals(given)
    matches = [Match(row, {}) for row in MESSAGES if given.strip() == row.id]
    matches = matches or find_messages(given, MESSAGES)
    if not matches and not manuals:
        near = ", ".join(_near(given))
        problem = "this text has no known message or rule; try " + (
            f"{called.program()} explain with {near}"
            if near
            else called.ours("the lines above it, kubeconv doctor, or kubeconv explain --list")
        )
        _print([], [], format, shell, problem)
        output.error(problem)
        raise Exit(1)
    _print(_explained(matches, kubeconfig, given, shell) if matches else [], manuals, format, shell)


def _standard_input() -> str:
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    from kubeconv.tree.source import Source

    return Source(sys.stdin.buffer.read(MAX_BYTES)).text


def _manuals(given: str) -> "list[Manual]":
    """The rules in the text, or the one that it is the name of. Importing them takes time: only if there may be any."""
    words = given.split()
    names = [name for name in find_rules(given) or (words if len(words) == 1 else ()) if is_rule(name)]
    if not names:
        return []
    from kubeconv.validation.manual import find_manual

    return [manual for manual in map(find_manual, names) if manual is not None]


def _near(given: str) -> list[str]:
    """The messages and rules like these few words, by name; never the text itself."""
    words = given.lower().split() if len(given) <= _SHORT else []
    if not words:
        return []
    if code := meant_code(words[0]):
        return [code]
    said = {row.id: " ".join((row.id, row.title, *row.patterns)).lower() for row in MESSAGES}
    said |= {name: name for name in NAMES.values()}
    if re.fullmatch(r"[a-z]{1,3}\d+\w?", words[0]):  # the code of a rule, misspelt
        return nearest(words[0].upper(), NAMES, 0.85, 3)
    if len(words) > 1:
        of_each = {name: {*re.findall(r"[a-z0-9]+", text)} for name, text in said.items()}
        return [name for name, its in of_each.items() if its >= {*words}][:_MOST_NEAR]
    parts = sorted((name for name in said if words[0] in name.split("-")), key=lambda name: name.count("-"))
    return (parts or nearest(words[0], said, 0.6, 3))[:_MOST_NEAR]


def _explained(matches: list[Match], kubeconfig: str | None, given: str, shell: Shell) -> "list[Explanation]":
    from kubeconv.explain.here import explain, users_here
    from kubeconv.machine.load import load_files
    from kubeconv.machine.this import ThisMachine
    from kubeconv.requirements.surroundings import this_machine

    try:
        paths = find([], kubeconfig, os.environ)
    except FileProblem as problem:  # then the advice is general
        if isinstance(problem, NoPath):
            output.problem(problem)
        return explain(matches, [], [], shell=shell)
    loaded = load_files(paths)
    for one in loaded:
        if kubeconfig and one.problem:
            output.error(f"{path_of(one.path)}: {one.problem.message}; the advice is general")
    around = this_machine(ThisMachine(), {})

    def stops(code: str) -> set[tuple[str, str]]:
        from kubeconv.explain.found import stopped_by  # it imports the rule

        return stopped_by(code, loaded, around)

    return explain(matches, users_here(loaded, around), paths.files, given, shell, stops)


def _print(
    explanations: "list[Explanation]", manuals: "list[Manual]", format: str, shell: Shell, problem: str = ""
) -> None:
    """JSON is JSON also if nothing was found."""
    if problem and format != "json":
        return
    from kubeconv.report import messages_here

    if format == "json":
        output.data(messages_here.as_json(explanations, manuals, shell.name, problem))
        return
    output.report(messages_here.lines(explanations))
    if manuals:
        from kubeconv.report.manuals import manual_text

        between = "\n" if explanations else ""
        width = output.screen().width
        output.data(between + "\n".join(manual_text(each, width) for each in manuals))
