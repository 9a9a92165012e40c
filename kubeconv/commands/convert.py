"""`kubeconv convert`: logins that clients no longer know, and Azure logins from one form to another, in place and touching
nothing else."""

import math
import os
from collections.abc import Sequence
from typing import Annotated, Final

import typer

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.commands import asked, output
from kubeconv.conversion.files import ConvertedFile, Target, convert_files, lacks_tenant, offer_tenant
from kubeconv.conversion.next_steps import next_steps, programs_needed
from kubeconv.conversion.options import KINDS, TARGETS, Options, UnknownName
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, default_tenant, find, readable_by_others
from kubeconv.machine.lock import LOCK_TIMEOUT
from kubeconv.machine.programs import Program, find_kubelogin, find_program
from kubeconv.report import conversion_text

_KUBELOGIN: Final = "Values for kubelogin"
_CHOICE: Final = "Which users"
_RESULT: Final = "Where the result goes"
Text = str | None


def command(
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", hidden=True)] = None,
    kubeconfig: Annotated[Text, typer.Option(help="The kubeconfig file.", metavar="FILE")] = None,
    to: Annotated[str, typer.Option(help="exec (a plugin), or back to the auth-provider azure, gcp or oidc.", metavar="TARGET")] = "exec",
    login: Annotated[Text, typer.Option("-l", "--login", help=f"Login mode of Azure users: {', '.join(LOGIN_MODES)}. Without it legacy users become devicecode and kubelogin users stay.", metavar="MODE")] = None,
    oidc_to: Annotated[Text, typer.Option(help="exec: the auth-provider oidc becomes kubectl oidc-login.", metavar="exec")] = None,
    only: Annotated[list[str] | None, typer.Option(help=f"Only these, of {', '.join(KINDS)}; with commas, or repeatable.", metavar="KIND", rich_help_panel=_CHOICE)] = None,
    kubectl: Annotated[Text, typer.Option(help="The client that the result is for, such as 1.21; without it current ones.", metavar="VERSION")] = None,
    any_plugin: Annotated[bool, typer.Option("--any-plugin", help="Ask exec plugins for v1beta1 too that are not known to answer in it.")] = False,
    context: Annotated[list[str] | None, typer.Option(help="Only the users of this context (name or glob); repeatable.", metavar="NAME", rich_help_panel=_CHOICE)] = None,
    user: Annotated[list[str] | None, typer.Option(help="Only this user (name or glob); repeatable.", metavar="NAME", rich_help_panel=_CHOICE)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", "--diff", help="Print a diff (secrets masked), write nothing.", rich_help_panel=_RESULT)] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing, exit 1 if anything would change.", rich_help_panel=_RESULT)] = False,
    to_file: Annotated[Text, typer.Option("-o", "--output", help="Write the result to FILE, or - for standard output.", metavar="FILE", rich_help_panel=_RESULT)] = None,
    backup: Annotated[bool, typer.Option("--backup", help="Keep the old file beside the new one, as FILE.bak.", rich_help_panel=_RESULT)] = False,
    keep_origin: Annotated[bool, typer.Option("--keep-origin", help="Keep what the new form cannot hold in an extension of the user.")] = False,
    skip_others: Annotated[bool, typer.Option("--skip-others", help="Leave out files that are no kubeconfig (for hooks).")] = False,
    lock_timeout: Annotated[float, typer.Option(help="Seconds to wait for another program that writes the file.", metavar="SECONDS", min=0)] = LOCK_TIMEOUT,
    format: Annotated[str, typer.Option("--format", help="text or json.", metavar="FORMAT")] = "text",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print errors only.")] = False,
    server_id: Annotated[Text, typer.Option(help="Server application id.", metavar="ID", rich_help_panel=_KUBELOGIN)] = None,
    client_id: Annotated[Text, typer.Option(help="Client application id.", metavar="ID", rich_help_panel=_KUBELOGIN)] = None,
    tenant_id: Annotated[Text, typer.Option("-t", "--tenant-id", help="Tenant id.", metavar="ID", rich_help_panel=_KUBELOGIN)] = None,
    environment: Annotated[Text, typer.Option("-e", "--environment", help="Azure cloud, such as AzureUSGovernmentCloud.", metavar="NAME", rich_help_panel=_KUBELOGIN)] = None,
    legacy: Annotated[bool | None, typer.Option("--legacy/--no-legacy", help="Whether the audience has the spn: prefix.", rich_help_panel=_KUBELOGIN)] = None,
    client_secret: Annotated[Text, typer.Option(help="spn: secret (better in AAD_SERVICE_PRINCIPAL_CLIENT_SECRET).", metavar="SECRET", rich_help_panel=_KUBELOGIN)] = None,
    client_certificate: Annotated[Text, typer.Option(help="spn: certificate file.", metavar="FILE", rich_help_panel=_KUBELOGIN)] = None,
    client_certificate_password: Annotated[Text, typer.Option(help="spn: password of the certificate.", metavar="SECRET", rich_help_panel=_KUBELOGIN)] = None,
    username: Annotated[Text, typer.Option(help="ropc: user name.", metavar="NAME", rich_help_panel=_KUBELOGIN)] = None,
    password: Annotated[Text, typer.Option(help="ropc: password (better in AAD_USER_PRINCIPAL_PASSWORD).", metavar="SECRET", rich_help_panel=_KUBELOGIN)] = None,
    identity_resource_id: Annotated[Text, typer.Option(help="msi: resource id of the identity.", metavar="ID", rich_help_panel=_KUBELOGIN)] = None,
    subscription: Annotated[Text, typer.Option("-s", "--subscription", help="azurecli: subscription.", metavar="ID", rich_help_panel=_KUBELOGIN)] = None,
    azure_config_dir: Annotated[Text, typer.Option(help="azurecli: AZURE_CONFIG_DIR for az.", metavar="FOLDER", rich_help_panel=_KUBELOGIN)] = None,
    authority_host: Annotated[Text, typer.Option(help="workloadidentity: authority URL.", metavar="URL", rich_help_panel=_KUBELOGIN)] = None,
    federated_token_file: Annotated[Text, typer.Option(help="workloadidentity: token file.", metavar="FILE", rich_help_panel=_KUBELOGIN)] = None,
    azure_pipelines_service_connection_id: Annotated[Text, typer.Option(help="azurepipelines: service connection.", metavar="ID", rich_help_panel=_KUBELOGIN)] = None,
    cache_dir: Annotated[Text, typer.Option("--cache-dir", "--token-cache-dir", help="Folder for the authentication record.", metavar="FOLDER", rich_help_panel=_KUBELOGIN)] = None,
    pop_enabled: Annotated[bool | None, typer.Option("--pop-enabled/--no-pop-enabled", help="Proof-of-possession tokens.", rich_help_panel=_KUBELOGIN)] = None,
    pop_claims: Annotated[Text, typer.Option(help="Their claims: u=ARM_ID_OF_THE_CLUSTER,...", metavar="CLAIMS", rich_help_panel=_KUBELOGIN)] = None,
    redirect_url: Annotated[Text, typer.Option(help="interactive: redirect URL.", metavar="URL", rich_help_panel=_KUBELOGIN)] = None,
    login_hint: Annotated[Text, typer.Option(help="interactive: user name to offer.", metavar="NAME", rich_help_panel=_KUBELOGIN)] = None,
    disable_environment_override: Annotated[bool | None, typer.Option("--disable-environment-override/--no-disable-environment-override", help="spn: variables do not overrule the arguments.", rich_help_panel=_KUBELOGIN)] = None,
    disable_instance_discovery: Annotated[bool | None, typer.Option("--disable-instance-discovery/--no-disable-instance-discovery", hidden=True)] = None,
    use_azurerm_env_vars: Annotated[bool | None, typer.Option("--use-azurerm-env-vars/--no-use-azurerm-env-vars", hidden=True)] = None,
    timeout: Annotated[Text, typer.Option(hidden=True)] = None,
    logtostderr: Annotated[bool, typer.Option("--logtostderr", hidden=True)] = False,  # noqa: ARG001 - kubelogin takes it
    verbosity: Annotated[Text, typer.Option("-v", "--v", hidden=True)] = None,  # noqa: ARG001 - kubelogin takes it
) -> None:  # fmt: skip
    """Convert logins that clients no longer know: auth-provider azure to kubelogin, gcp to gke-gcloud-auth-plugin, exec
    v1alpha1 to v1beta1. With -l or a value for kubelogin, Azure logins alone, also from one login mode to another.

    FILES are kubeconfigs, converted in place; - reads standard input and writes standard output. Without any: --kubeconfig,
    else every file of $KUBECONFIG, else ~/.kube/config. Exit code 0: every selected user is as asked; 1: some are not, or
    --check found work; 2: nothing was done.

    Example: kubeconv convert -l azurecli --context aks-prod --diff
    """
    given = {
        "server-id": server_id, "client-id": client_id, "tenant-id": tenant_id, "environment": environment,
        "legacy": legacy, "client-secret": client_secret, "client-certificate": client_certificate,
        "client-certificate-password": client_certificate_password, "username": username, "password": password,
        "identity-resource-id": identity_resource_id, "subscription": subscription, "authority-host": authority_host,
        "federated-token-file": federated_token_file, "cache-dir": cache_dir, "pop-enabled": pop_enabled,
        "azure-pipelines-service-connection-id": azure_pipelines_service_connection_id, "pop-claims": pop_claims,
        "redirect-url": redirect_url, "login-hint": login_hint, "timeout": timeout,
        "disable-environment-override": disable_environment_override,
        "disable-instance-discovery": disable_instance_discovery, "use-azurerm-env-vars": use_azurerm_env_vars,
    }  # fmt: skip
    flags = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in given.items()
        if value is not None
    }
    default_login = os.environ.get("AAD_LOGIN_METHOD") or None if to == "exec" and login is None else None
    kinds = tuple(kind.strip() for each in only or () for kind in each.split(","))
    asked.check_modes(to, default_login or login, flags, "AAD_LOGIN_METHOD" if default_login else "--login")
    options = Options(
        next(target for target in TARGETS if target == to),
        login,
        flags,
        azure_config_dir or "",
        keep_origin,
        user or (),
        context or (),
        kinds,
        oidc_to == "exec",
        any_plugin,
        asked.release(kubectl),
        default_login,
    )
    asked.check_kinds(options, oidc_to)
    if format not in ("text", "json"):
        raise typer.BadParameter("is text or json", param_hint="--format")
    if not math.isfinite(lock_timeout):
        raise typer.BadParameter("is a number of seconds", param_hint="--lock-timeout")
    try:
        paths = find(files or [], kubeconfig, os.environ)
        asked.check_target(paths.files, to_file, dry_run or check, format)
        results = convert_files(
            paths, options, Target(not (dry_run or check), to_file, backup, lock_timeout), skip_others=skip_others
        )
    except FileProblem as problem:
        output.problem(problem)
        raise typer.Exit(2) from None
    except UnknownName as error:
        output.error(str(error))
        raise typer.Exit(2) from None
    if lacks_tenant(results):
        tenant, profile = default_tenant(os.environ)
        results = [offer_tenant(result, tenant, profile) for result in results] if tenant else results
    talk = [f"{path}: no such file, left out" for path in paths.missing]
    if default_login:
        talk.append(f"login mode {default_login} comes from AAD_LOGIN_METHOD")
    _print(
        results,
        talk,
        [] if quiet else _steps(results, looked_only=dry_run or check),
        dry_run,
        check,
        to_file,
        format,
        quiet,
    )
    raise typer.Exit(exit_code(results, check))


def exit_code(results: Sequence[ConvertedFile], check: bool) -> int:
    """0 every selected user is as asked, 1 some are not or `--check` found work, 2 nothing was done."""
    if results and all(result.problem for result in results):
        return 2
    outcomes = [outcome for result in results if result.conversion for outcome in result.conversion.outcomes]
    refused = any(outcome.status == "refused" for outcome in outcomes) or any(result.problem for result in results)
    found_work = check and any(result.conversion and result.conversion.edits for result in results)
    return 1 if refused or found_work else 0


def _steps(results: Sequence[ConvertedFile], *, looked_only: bool) -> list[str]:
    outcomes = [outcome for result in results if result.conversion for outcome in result.conversion.outcomes]
    if looked_only:  # then no secret is in a file yet
        outcomes = [outcome._replace(secrets=()) for outcome in outcomes]
    programs: dict[str, Program | None] = {
        name: find_kubelogin() if name == "kubelogin" else find_program(name) for name in programs_needed(outcomes)
    }
    return next_steps(
        outcomes,
        programs,
        [result.written for result in results if result.written and readable_by_others(result.written)],
    )


def _print(
    results: Sequence[ConvertedFile],
    talk: list[str],
    steps: list[str],
    dry_run: bool,
    check: bool,
    to_file: str | None,
    format: str,
    quiet: bool,
) -> None:
    to_stdout = [
        result.conversion for result in results
        if result.conversion and not dry_run and not check
        and (to_file == STANDARD_INPUT or (to_file is None and result.path == STANDARD_INPUT))
    ]  # fmt: skip
    diffs: dict[str, str] = {}
    if dry_run:
        from kubeconv.report.diff import unified_diff

        diffs = {
            result.path: unified_diff(result.conversion.source, result.conversion.edits, result.conversion.text)
            for result in results if result.conversion
        }  # fmt: skip
    if format == "json":
        from kubeconv.report import conversion_json

        output.data(conversion_json.converted(results, talk, steps, diffs if dry_run else None))
    else:
        for conversion in to_stdout:
            output.data(conversion.data)
        for diff in diffs.values():
            output.data(diff)
    beside_data = bool(to_stdout) or dry_run or format == "json"
    for result in results:
        for line, is_error in conversion_text.file_lines(result, looked_only=dry_run or check):
            if is_error or not (quiet or format == "json"):
                output.line(line, to_stderr=is_error or beside_data)
    if not quiet and format != "json":
        done = (
            [conversion_text.summary(results, looked_only=dry_run or check)]
            if any(result.conversion for result in results)
            else []
        )
        for line in [*talk, *done, *(f"next: {step}" for step in steps)]:
            output.line(line, to_stderr=beside_data)
