"""`kubeconv config`: which configuration is in force, and what comes from where."""

from typing import Annotated

from kubeconv.commands import output
from kubeconv.commands.configuring import ConfigFile, NoConfig, in_force
from kubeconv.commands.declared import Exit, Operands, Option
from kubeconv.commands.showing import DATA, Form, NoHeaders, form_of
from kubeconv.machine.files import FileProblem, refuse_content


def command(
    files: Annotated[list[str] | None, Operands("[FILE]...")] = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    schema: Annotated[bool, Option("--schema", help="Print the JSON Schema of a configuration, for editors.")] = False,
    format: Annotated[str, Option("--format", help="text, json or markdown (the keys, for a manual).", metavar="FORMAT", completes=("text", "json", "markdown"))] = "text",
    form: Form = None,
    no_headers: NoHeaders = False,
) -> None:  # fmt: skip
    """Show which configuration is in force for kubeconfigs, and where each value comes from.

    FILES are kubeconfigs. If you name none: the working folder. A configuration is .kubeconv.toml, or [tool.kubeconv] in
    pyproject.toml: the nearest one from the file upwards, else from the working folder upwards. Options of a command
    override it, and audit reads none. Exit code 0: it is valid; 2: it is not, or wrong usage.

    Example: kubeconv config ~/.kube/config
    """
    form = form_of(form, format, ("text", "json", "markdown"))
    if schema:
        import kubeconv.schemas

        output.data(kubeconv.schemas.text("kubeconv-config"))
        return
    from kubeconv.report import settings as report

    if form == "markdown":
        output.data(report.manual())
        return
    try:
        for path in files or ():
            refuse_content(path, "the argument")
        force = in_force(config, no_config)
        found = [(path, force.settings(path)) for path in files or ()] or [("", force.settings())]
    except FileProblem as problem:
        if form in DATA:
            from kubeconv.report.looked_over import dumped

            output.document(dumped({"files": [], "problem": {"message": str(problem), "help": problem.help}}), form)
        output.problem(problem)
        raise Exit(2) from None
    if form in DATA:
        from kubeconv.report.looked_over import dumped

        output.document(dumped({"files": [report.as_data(*each) for each in found], "problem": None}), form)
        return
    if form == "name":
        output.lines(report.names(settings for _, settings in found))
        return
    screen = output.screen(has_head=not no_headers, wide=form == "wide")
    output.lines(line for each in found for line in report.lines(*each, screen))
