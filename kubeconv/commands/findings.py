"""What `validate` and `audit` share: their options, and the way from these to findings printed and an exit code."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, get_args

from kubeconv.commands import output
from kubeconv.commands.configuring import InForce, asked_of_each, assumed, cluster_modes, in_force
from kubeconv.commands.declared import Exit, Operands, Option, WrongUsage
from kubeconv.commands.findings_output import FORMATS, Shape, print_findings
from kubeconv.gate import called
from kubeconv.gate.choices import one_of
from kubeconv.gate.shown import path_of, quoted, rule
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.selection import Selection
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, find, read
from kubeconv.machine.programs import Running, start_kubectl, version_of_kubectl
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version, parse_version
from kubeconv.tree.finding import Severity

if TYPE_CHECKING:
    from kubeconv.commands.findings_output import Stale
    from kubeconv.commands.many_files import Load, OfMany
    from kubeconv.machine.load import Loaded, Others
    from kubeconv.requirements.surroundings import Surroundings
    from kubeconv.settings.settings import Settings
    from kubeconv.validation.files import Validation
    from kubeconv.validation.run import Choice

_WHICH: Final = "Which findings"
_FILES: Final = "Which files"

Files = Annotated[list[str] | None, Operands("[FILE]...")]
KubeconfigFile = Annotated[str | None, Option(help="The kubeconfig file.", metavar="FILE")]
Kubectl = Annotated[list[str] | None, Option(help="Judge for this kubectl, such as 1.27; repeatable. Default: the newest known.", metavar="VERSION")]  # fmt: skip
OnThisMachine = Annotated[bool, Option("--this-machine", help="Judge for this machine: the kubectl on PATH (unless --kubectl), the plugins on PATH, the environment.")]  # fmt: skip
AllContexts = Annotated[bool, Option("--all-contexts", help="Also judge each context.")]
Select = Annotated[list[str] | None, Option(help="Only these rules: codes, prefixes or names, separated by commas; repeatable.", metavar="RULES", completes="rules", heading=_WHICH)]  # fmt: skip
Ignore = Annotated[
    list[str] | None, Option(help="Ignore these rules.", metavar="RULES", completes="rules", heading=_WHICH)
]
LowestSeverity = Annotated[str, Option("--severity", help="The lowest severity to show: info, warning or error.", metavar="SEVERITY", completes=("info", "warning", "error"), heading=_WHICH)]  # fmt: skip
Strict = Annotated[bool, Option("--strict", help="Warnings count as failures too.", heading=_WHICH)]
MaxFindings = Annotated[int | None, Option(help="Show at most this many findings, the worst. Default in text: 500.", metavar="NUMBER", min=0, heading=_WHICH)]  # fmt: skip
Statistics = Annotated[bool, Option("--statistics", help="Show how many findings each rule has, instead of the findings.", heading=_WHICH)]  # fmt: skip
Baseline = Annotated[str | None, Option(help="Leave out the known findings that this file lists; they do not fail.", metavar="FILE", heading=_WHICH)]  # fmt: skip
WriteBaseline = Annotated[bool, Option("--write-baseline", help="First write all findings to the file of --baseline.", heading=_WHICH)]  # fmt: skip
FixInPlace = Annotated[bool, Option("--fix", help="Fix in place what is safe to fix, then check the files.")]
FixedLogin = Annotated[str | None, Option("-l", "--login", help="With --fix: the login mode for Azure users whose login clients no longer know; auto is the one that fits here. Default: devicecode, with --this-machine auto.", metavar="MODE", completes="modes")]  # fmt: skip
SkipOthers = Annotated[bool, Option("--skip-others", help="Skip files that are not kubeconfigs, even if you name them.", heading=_FILES)]  # fmt: skip
All = Annotated[bool, Option("--all", help="Check every file in a folder, even if it is not a kubeconfig.", heading=_FILES)]  # fmt: skip
Tracked = Annotated[bool, Option("--tracked", help="Treat the files as tracked by git (for hooks).", heading=_FILES)]  # fmt: skip
Kuberc = Annotated[
    str | None, Option(help="Check whether the allowlist of this kuberc file forbids a plugin.", metavar="FILE")
]
Format = Annotated[
    str, Option("--format", help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}.", metavar="FORMAT", completes=FORMATS)
]
Quiet = Annotated[bool, Option("-q", "--quiet", help="Print findings only.")]


#: The formats that say what becomes of the logins; the others have findings only.
_AHEAD: Final = ("text", "json", "sarif", "github", "junit")


class Given(NamedTuple):
    """The options as they were given."""

    files: Sequence[str]
    kubeconfig: str | None
    kubectl: Sequence[str]
    selection: Selection
    all_contexts: bool
    select: Sequence[str]
    ignore: Sequence[str]
    severity: str
    strict: bool
    max_findings: int | None
    skip_others: bool
    all_files: bool
    tracked: bool
    kuberc: str | None
    format: str
    quiet: bool
    fix: bool = False
    backup: bool = True
    lock_timeout: float = 0
    this_machine: bool = False
    statistics: bool = False
    baseline: str | None = None
    write_baseline: bool = False
    login: str | None = None
    config: str | None = None
    no_config: bool = False


def report_findings(given: Given, *, untrusted: bool = False) -> None:
    """Do what is asked, print the result, and raise `Exit` with the code."""
    kubectls = _check_usage(given)
    # kubectl takes as long to say its version as everything before its answer is needed.
    running = start_kubectl() if given.this_machine and not kubectls else None
    try:
        validation, around, failing, is_fixed, known = _validate(given, kubectls, running, untrusted)
        stale: Stale | None = None
        if given.baseline is not None:
            validation, stale = _without_known(validation, given)
    except FileProblem as problem:
        output.problem(problem)
        raise Exit(2) from None
    except ValueError as error:
        output.error(str(error))
        raise Exit(2) from None
    finally:
        if running is not None:
            running.stop()

    from kubeconv.validation.files import exit_code, limited

    code = exit_code(validation, failing) if is_fixed else 2
    audits = None
    if untrusted:
        from kubeconv.validation.audit import audit_files

        audits = audit_files(
            validation,
            next(iter(_kubectls_of(validation)), NEWEST_KUBECTL),
            {path: each.audit for path, each in known.items() if each.audit},
        )
        code = max(code, int(any(each.grade != "info" for each in audits)))
    limit = given.max_findings
    if limit is None and given.format == "text":
        from kubeconv.report.findings_text import MAX_SHOWN

        limit = MAX_SHOWN
    shown = validation
    if limit is not None and not given.statistics:
        shown = limited(validation, limit, untrusted=untrusted, grouped=given.format == "text")
    ahead = None
    if _looks_ahead(given, untrusted):
        from kubeconv.doctor.prospects import look_ahead

        ahead = look_ahead(validation, around, {path: each.prospects for path, each in known.items() if each.prospects})
        if given.this_machine and not given.select:
            found = [ahead.merged] if validation.merged is not None else [*ahead.files.values()]
            fails = any(each.verdict == "fails" for prospects in found for each in prospects.values())
            code = max(code, int(fails))  # as the doctor, whatever the severity of the rule that says why
    asked_more = bool(given.selection != Selection() or given.all_contexts or given.this_machine)
    shape = Shape(given.format, given.quiet, given.statistics, asked_more, stale)
    print_findings(shown, failing, shape, ahead, audits)
    raise Exit(code)


def _looks_ahead(given: Given, untrusted: bool) -> bool:
    return given.format == "json" if untrusted else given.format in _AHEAD or given.this_machine


def _kubectls_of(validation: "Validation") -> list[Version]:
    return [kubectl for each in validation.files if each.report for kubectl in each.report.found]


def _check_usage(given: Given) -> list[Version]:
    if given.format not in FORMATS:
        raise WrongUsage(f"use {one_of(FORMATS)}", at="--format")
    if given.severity not in get_args(Severity):
        raise WrongUsage("use info, warning or error", at="--severity")
    if given.skip_others and given.all_files:
        raise WrongUsage("cannot be used with --all", at="--skip-others")
    if given.write_baseline and given.baseline is None:
        raise WrongUsage("name the file with --baseline FILE", at="--write-baseline")
    if given.write_baseline and given.baseline == STANDARD_INPUT:
        raise WrongUsage("use a file, not standard input", at="--baseline")
    if given.statistics and given.format not in ("text", "json"):
        raise WrongUsage("use it with --format text or json", at="--statistics")
    try:
        return list(dict.fromkeys(parse_version(text) for text in given.kubectl))
    except ValueError as error:
        raise WrongUsage(str(error), at="--kubectl") from None


def _validate(
    given: Given, kubectls: list[Version], running: Running | None, untrusted: bool
) -> "tuple[Validation, Callable[[str], Surroundings], Severity, bool, OfMany]":
    """What was found, what is known around each file, from which severity on it fails, whether every fix could be written, and
    what else is known already."""
    from kubeconv.machine.load import load_files
    from kubeconv.machine.this import ThisMachine
    from kubeconv.validation.files import validate_files
    from kubeconv.validation.run import Asked

    choice = _choice(given)
    paths = find(given.files, given.kubeconfig, os.environ)
    kuberc = read(given.kuberc, "name a kuberc file") if given.kuberc else None
    others: Others = "skip with templates" if given.skip_others else "check" if given.all_files else "found"
    # Who wrote an untrusted file may have put a configuration beside it.
    force = in_force(given.config, given.no_config or untrusted)
    # Nothing on this machine is looked at because the author of an untrusted file names it.
    disk = None if untrusted else ThisMachine()
    several = given.selection != Selection()
    asked = Asked(
        kubectls or [NEWEST_KUBECTL], None, given.all_contexts, choice, None, kuberc, untrusted, given.tracked, disk,
        may_be_tracked=disk.may_be_tracked if disk is not None else None,
    )  # fmt: skip
    known: OfMany = {}

    def judge(paths: Sequence[str], load: "Load") -> "Iterator[Loaded]":
        from kubeconv.commands.many_files import judged

        of_each = asked_of_each(asked, force.settings, kubectls)
        around = _around(None, force.settings) if _looks_ahead(given, untrusted) else None
        return judged(paths, load, known, asked._replace(of_file=of_each), around)

    many = None if paths.merged or given.fix or given.this_machine or several else judge
    loaded = load_files(paths, others, walk=paths.are_named, untrusted=untrusted, copies=not given.fix, many=many)
    is_fixed = True
    own = {each.path: force.settings(each.path) for each in loaded}
    if given.fix:
        loaded, is_fixed = _fix(loaded, given, force)
    said = kubectls or ([_own_kubectl(running)] if given.this_machine else None)
    if said is None and paths.merged:  # one kubectl reads them all
        said = next((each.kubectls for each in own.values() if each and each.kubectls), None)
    machine = _this_machine() if given.this_machine else None
    context = given.selection.only_context
    asked = asked._replace(
        kubectls=said or [NEWEST_KUBECTL],
        context=context,
        all_contexts=given.all_contexts or (several and context is None),
        machine=machine and machine.machine,
    )
    if any(own.values()):
        asked = asked._replace(of_file=asked_of_each(asked, own.get, said))
    reports = {path: each.report for path, each in known.items() if each.report}
    validation = validate_files(loaded, asked, merged=paths.merged, selection=given.selection, known=reports)
    return validation, _around(machine, own.get), "warning" if given.strict else "error", is_fixed, known


def _around(machine: "Surroundings | None", own: "Callable[[str], Settings | None]") -> "Callable[[str], Surroundings]":
    """What is known around each file, by its path."""
    from kubeconv.requirements.surroundings import POLICY, described

    def around(path: str) -> "Surroundings":
        programs = assumed(own(path)) if machine is None else {}
        return described(programs, {}, frozenset()) if programs else machine or POLICY

    return around


def _without_known(validation: "Validation", given: Given) -> "tuple[Validation, Stale]":
    """What was found that the baseline does not have, and what it has that was not found; with a choice of findings nobody
    can tell."""
    from kubeconv.commands.baseline import apply_baseline, tell_stale

    assert given.baseline is not None  # noqa: S101 - the caller looked
    found = apply_baseline(given.baseline, validation, lock_timeout=given.lock_timeout, renewed=given.write_baseline)
    if given.select or given.ignore or given.severity != "info" or given.selection != Selection():
        found = found._replace(stale={})
    if not given.quiet and given.format != "json":
        tell_stale(given.baseline, found)
    return found.new, found.stale


def _this_machine() -> "Surroundings":
    """This machine, with the kubelogins on PATH asked for their version."""
    from kubeconv.machine.programs import find_programs
    from kubeconv.machine.this import ThisMachine
    from kubeconv.requirements.surroundings import this_machine

    programs = find_programs(("kubelogin",), os.environ.get("PATH", ""))
    return this_machine(ThisMachine(kubelogins=programs["kubelogin"]), programs)


def _fix(loaded: "Sequence[Loaded]", given: Given, force: InForce) -> "tuple[list[Loaded], bool]":
    """The files as they are then, and whether every fix could be written."""
    from kubeconv.commands import fixing
    from kubeconv.commands.writing import tell_losses_of_fixes
    from kubeconv.conversion.options import AUTO, Options
    from kubeconv.kubeconfig.selection import select_users
    from kubeconv.machine.sessions import evidence_here
    from kubeconv.validation.fix_files import fix_files, may_fix

    if any(each.path == STANDARD_INPUT and may_fix(each) for each in loaded):
        raise WrongUsage("use files, not standard input", at="--fix")
    selected = None
    if given.selection != Selection():
        readable = [each for each in loaded if each.kubeconfig]
        users = select_users([(each.kubeconfig, each.used_by) for each in readable if each.kubeconfig], given.selection)
        selected = {each.path: names for each, names in zip(readable, users, strict=True)}
    # Without a word about this machine the result is the same on every machine.
    login = given.login or (AUTO if given.this_machine else None)
    options = Options(legacy_login=login, evidence=cache(lambda: evidence_here(os.environ)))
    if given.login in (None, AUTO):
        options = options._replace(cluster_modes=cluster_modes(force))
    tell = (lambda *_: None) if given.quiet else tell_losses_of_fixes
    fixed = fix_files(loaded, given.lock_timeout, backup=given.backup, options=options, selected=selected, tell=tell)
    beside_data = given.format != "text"
    for each in fixed:
        for fix in () if given.quiet else each.fixes:
            output.line(f"{path_of(each.path)}:{fix.line}: fixed {fix.message}", to_stderr=beside_data)
        if each.problem or (each.is_written and not given.quiet):
            fixing.tell([each], to_stderr=beside_data)
    return [each.loaded for each in fixed], not any(each.problem for each in fixed)


def _choice(given: Given) -> "Choice":
    from kubeconv.validation.index import near_rule, unknown_patterns
    from kubeconv.validation.run import Choice

    select, ignore = (
        [part.strip() for text in texts for part in text.split(",")] for texts in (given.select, given.ignore)
    )
    for option, patterns in (("--select", select), ("--ignore", ignore)):
        if unknown := [pattern for pattern in patterns if not pattern] or unknown_patterns(patterns):
            name = quoted(rule(unknown[0]))
            raise WrongUsage(
                f"no rule is called {name}{near_rule(unknown[0])}; run {called.program()} rules for the list", at=option
            )
    return Choice(select, ignore, given.severity)  # type: ignore[arg-type] # checked before


def _own_kubectl(running: Running | None) -> Version:
    try:
        return parse_version(version_of_kubectl(running)) if running is not None else NEWEST_KUBECTL
    except ValueError:
        return NEWEST_KUBECTL
