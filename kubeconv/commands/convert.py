"""`kubeconv convert`: logins that clients no longer know, and Azure logins from one form to another, in place and touching
nothing else."""

import os
from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, Final

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.commands import asked, output
from kubeconv.commands.configuring import (
    ConfigFile,
    InForce,
    NoConfig,
    checked,
    cluster_modes,
    in_force,
    oldest_kubectl,
)
from kubeconv.commands.declared import Exit, Operands, Option, WrongUsage
from kubeconv.commands.kubelogin_options import with_kubelogin_options
from kubeconv.commands.selecting import WHICH_USERS, Clusters, Contexts, Excluded, Users
from kubeconv.commands.writing import BACKUP, LockTimeout, check_lock_timeout, tell_losses
from kubeconv.conversion.files import (
    ConvertedFile,
    Target,
    convert_files,
    lacks_tenant,
    offer_kept,
    offer_tenant,
    outcomes_of,
)
from kubeconv.conversion.options import KINDS, TARGETS, Options
from kubeconv.gate import called, pasting, shown
from kubeconv.gate.choices import one_of
from kubeconv.kubeconfig.selection import UnknownName
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, find
from kubeconv.machine.lock import LOCK_TIMEOUT
from kubeconv.report import conversion_text

if TYPE_CHECKING:  # only -l auto needs it
    from kubeconv.auth.fitting import Evidence

_RESULT: Final = "Where the result goes"
#: Other names of standard output. The file that it may lead to is not replaced: more is printed there.
_STANDARD_OUTPUT: Final = ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
Text = str | None


@with_kubelogin_options
def command(
    *,
    files: Annotated[list[str] | None, Operands("[FILE]...")] = None,
    kubeconfig: Annotated[Text, Option(help="The kubeconfig file.", metavar="FILE")] = None,
    to: Annotated[str, Option(help="exec (a plugin); or azure, gcp or oidc, back to that auth-provider.", metavar="TARGET", completes=TARGETS)] = "exec",
    login: Annotated[list[str] | None, Option("-l", "--login", help=f"Login mode of Azure users: {', '.join(LOGIN_MODES)}; or auto, the one that fits here. MODE=NAME only for this context or user (name or glob); repeatable. Without it, legacy users get devicecode and kubelogin users keep theirs.", metavar="MODE[=NAME]", completes="modes")] = None,
    oidc_to: Annotated[Text, Option(help="exec: the auth-provider oidc becomes kubectl oidc-login.", metavar="exec", completes=("exec",))] = None,
    only: Annotated[list[str] | None, Option(help=f"Only these kinds of login: {one_of(KINDS)}. Separate several with commas, or repeat the option.", metavar="KIND", completes=KINDS, heading=WHICH_USERS)] = None,
    kubectl: Annotated[Text, Option(help="Write for this kubectl, such as 1.21. Default: current releases.", metavar="VERSION")] = None,
    any_plugin: Annotated[bool, Option("--any-plugin", help="Also ask exec plugins for v1beta1 that may not support it.")] = False,
    context: Contexts = None,
    user: Users = None,
    cluster: Clusters = None,
    exclude: Excluded = None,
    dry_run: Annotated[bool, Option("--dry-run", "--diff", help="Print a diff (secrets masked) and write nothing.", heading=_RESULT)] = False,
    check: Annotated[bool, Option("--check", help="Write nothing; exit with 1 if anything would change.", heading=_RESULT)] = False,
    to_file: Annotated[Text, Option("-o", "--output", help="Write the result to FILE, or - for standard output.", metavar="FILE", heading=_RESULT)] = None,
    backup: Annotated[bool, Option("--backup/--no-backup", help=BACKUP, heading=_RESULT)] = True,
    keep_origin: Annotated[bool, Option("--keep-origin", help="Keep in an extension of the user what the new form cannot hold.")] = False,
    skip_others: Annotated[bool, Option("--skip-others", help="Skip files that are not kubeconfigs, and take no default from AAD_LOGIN_METHOD (for hooks).")] = False,
    lock_timeout: LockTimeout = LOCK_TIMEOUT,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    format: Annotated[str, Option("--format", help="text or json.", metavar="FORMAT", completes=("text", "json"))] = "text",
    quiet: Annotated[bool, Option("-q", "--quiet", help="Print errors only.")] = False,
    verbose: Annotated[bool, Option("--verbose", help="Name every user, even if many are alike.")] = False,
    logtostderr: Annotated[bool, Option("--logtostderr", hidden=True)] = False,  # noqa: ARG001 - kubelogin takes it
    verbosity: Annotated[Text, Option("-v", "--v", hidden=True)] = None,  # noqa: ARG001 - kubelogin takes it
    flags: dict[str, str],
) -> None:  # fmt: skip
    """Convert logins that clients no longer know: auth-provider azure to kubelogin, gcp to gke-gcloud-auth-plugin, exec
    v1alpha1 to v1beta1. With -l or an option of kubelogin: only Azure logins, also from one login mode to another.

    FILES are kubeconfigs, or folders to search for them, converted in place; - reads standard input and writes standard
    output. If you name none: --kubeconfig, else every file of $KUBECONFIG, else ~/.kube/config. Exit code 0: every selected user is now as
    requested; 1: some are not, or --check found work; 2: nothing was done.

    Example: kubeconv convert -l azurecli --context aks-prod --diff
    """
    azure_config_dir = flags.pop("azure-config-dir", "")
    for_all, modes = asked.login_modes(login or ())
    default_login = (
        os.environ.get("AAD_LOGIN_METHOD") or None if to == "exec" and for_all is None and not skip_others else None
    )
    logins = [*([] if for_all is None else [for_all]), *(mode for mode, _ in modes)]
    asked.check_modes(to, logins, flags)
    options = Options(
        next(target for target in TARGETS if target == to), for_all, flags, azure_config_dir, keep_origin, user or (),
        context or (), cluster or (), exclude or (), modes, asked.kinds(only), oidc_to == "exec", any_plugin, asked.release(kubectl),
        default_login, cache(lambda: _evidence(azure_config_dir)),
    )  # fmt: skip
    asked.check_kinds(options, oidc_to)
    if format not in ("text", "json"):
        raise WrongUsage("use text or json", at="--format")
    check_lock_timeout(lock_timeout)
    to_file = STANDARD_INPUT if to_file in _STANDARD_OUTPUT else to_file
    left_out: list[str] = []
    try:
        paths = find(files or [], kubeconfig, os.environ)
        options, talk = _configured(options, in_force(config, no_config), paths.files, has_kubectl=kubectl is not None)
        asked.check_target(paths.files, to_file, dry_run or check, format)
        results = convert_files(
            paths,
            options,
            Target(not (dry_run or check), to_file, backup, lock_timeout),
            skip_others=skip_others,
            tell=(lambda *_: None) if quiet else partial(tell_losses, verbose=verbose),
            left_out=left_out,
        )
    except FileProblem as problem:
        output.problem(problem)
        raise Exit(2) from None
    except UnknownName as error:
        output.error(str(error))
        raise Exit(2) from None
    results = [offer_kept(result) for result in results]
    if lacks_tenant(results):
        from kubeconv.machine.sessions import default_tenant

        tenant, profile = default_tenant(os.environ)
        results = [offer_tenant(result, tenant, profile) for result in results] if tenant else results
    talk += [f"{shown.path_of(path)}: no such file, skipped" for path in paths.missing]
    if left_out:
        talk.append(conversion_text.left_out_words(left_out))
    if default_login in LOGIN_MODES:
        talk.append(f"login mode {default_login} comes from AAD_LOGIN_METHOD")
    again = _again(files or [], kubeconfig, options)
    _print(
        results,
        talk,
        ([], []) if quiet else _told(results, options, again, looked_only=dry_run or check),
        dry_run,
        check,
        to_file,
        format,
        quiet,
        verbose,
    )
    raise Exit(exit_code(results, check))


def _configured(
    options: Options, force: InForce, paths: Sequence[str], *, has_kubectl: bool
) -> tuple[Options, list[str]]:
    """The options with what the configuration says where the command line says nothing, and what to tell of it."""
    options = options._replace(cluster_modes=cluster_modes(checked(force, paths)))
    said = None if has_kubectl else oldest_kubectl(force, paths)
    if said is None:
        return options, []
    return options._replace(kubectl=said[0]), [f"kubectl {said[0]} comes from {said[1].origin('kubectl')}"]


def _evidence(azure_config_dir: str) -> "Evidence":
    from kubeconv.machine.sessions import evidence_here

    return evidence_here(os.environ, azure_config_dir)


def exit_code(results: Sequence[ConvertedFile], check: bool) -> int:
    """0: every selected user is now as requested; 1: some are not, or `--check` found work; 2: nothing was done."""
    if results and all(result.problem for result in results):
        return 2
    outcomes = outcomes_of(results)
    refused = any(outcome.status == "refused" for outcome in outcomes) or any(result.problem for result in results)
    found_work = check and any(result.conversion and result.conversion.edits for result in results)
    return 1 if refused or found_work else 0


def _told(
    results: Sequence[ConvertedFile], options: Options, again: str, *, looked_only: bool
) -> tuple[list[str], list[str]]:
    """Why converted users cannot log in here, and what they need next. `again` is as in `steps`."""
    if all(each.status != "converted" for each in outcomes_of(results)):
        return [], []
    from kubeconv.commands.after_convert import steps  # often there is nothing to convert

    return steps(results, again, options.kubectl, looked_only=looked_only)


def _again(files: Sequence[str], kubeconfig: str | None, options: Options) -> str:
    """The command that converts the same users of the same files once more, to the login mode that fits; '' if a person chose
    one."""
    if options.is_about_azure or options.mode:
        return ""
    chosen = [word for option, name in options.selection.words() for word in (option, shown.name(name))]
    path = shown.path_to_paste
    named = [*map(path, files), *(("--kubeconfig", path(kubeconfig)) if kubeconfig else ())]
    return pasting.command(called.words("convert", "-l", "auto", *chosen, *named))


def _print(
    results: Sequence[ConvertedFile],
    talk: list[str],
    told: tuple[list[str], list[str]],
    dry_run: bool,
    check: bool,
    to_file: str | None,
    format: str,
    quiet: bool,
    verbose: bool,
) -> None:
    refusals, steps = told
    to_stdout = [
        result.conversion for result in results
        if result.conversion and not dry_run and not check
        and (to_file == STANDARD_INPUT or (to_file is None and result.path == STANDARD_INPUT))
    ]  # fmt: skip
    diffs: dict[str, str] = {}
    if dry_run:
        from kubeconv.report.diff import unified_diff

        diffs = {
            result.path: unified_diff(made.source, made.edits, made.text, made.trees)
            for result in results if (made := result.conversion)
        }  # fmt: skip
    if format == "json":
        from kubeconv.report import conversion_json

        output.data(conversion_json.converted(results, [*talk, *refusals], steps, diffs if dry_run else None))
    else:
        for conversion in to_stdout:
            output.data(conversion.data)
        for diff in diffs.values():
            output.diff(diff)
    beside_data = bool(to_stdout) or dry_run or format == "json"
    for result in results:
        for line, is_error in conversion_text.file_lines(result, looked_only=dry_run or check, verbose=verbose):
            if is_error or not (quiet or format == "json"):
                output.line(line, to_stderr=is_error or beside_data)
    if not quiet and format != "json":
        done = (
            [conversion_text.summary(results, looked_only=dry_run or check)]
            if any(result.conversion for result in results)
            else []
        )
        warned = [f"warning: {refusal}" for refusal in refusals]
        for line in [*talk, *done, *warned, *(f"next: {step}" for step in steps)]:
            output.line(line, to_stderr=beside_data)
