"""Which options of `kubeconv convert` go together: each function raises WrongUsage."""

from collections.abc import Mapping, Sequence

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.commands.declared import WrongUsage
from kubeconv.conversion.options import AUTO, KINDS, TARGETS, Options, disagreement, no_login_mode
from kubeconv.gate.choices import one_of
from kubeconv.gate.shown import plain, quoted, quoted_url
from kubeconv.machine.files import STANDARD_INPUT, is_folder
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version, parse_version


def release(kubectl: str | None) -> Version:
    """The release of kubectl that the result is for."""
    try:
        return parse_version(kubectl) if kubectl is not None else NEWEST_KUBECTL
    except ValueError as error:
        raise WrongUsage(str(error), at="--kubectl") from None


def kinds(only: Sequence[str] | None) -> tuple[str, ...]:
    """The kinds of login that `--only` names, several in one text separated by commas, in any case of letters."""
    given = (kind.strip() for each in only or () for kind in each.split(","))
    return tuple(kind.lower() if kind.lower() in KINDS else kind for kind in given)


def check_kinds(options: Options, oidc_to: str | None) -> None:
    """The target and the kinds of logins, and which of them exclude each other."""
    if oidc_to not in (None, "exec"):
        raise WrongUsage("use exec; to convert back, use --to oidc", at="--oidc-to")
    if problem := disagreement(options):
        raise WrongUsage(problem, at="--only" if options.only else "--to")


def login_modes(given: Sequence[str]) -> tuple[str | None, list[tuple[str, str]]]:
    """The login mode for all users, None if none is given; and those for some, each with the names that it is for. As with
    kubelogin the last one counts."""
    parts = [(mode, sign, pattern) for mode, sign, pattern in (each.partition("=") for each in given)]
    for mode, sign, pattern in parts:
        if sign and not mode:
            raise WrongUsage("name a login mode before =, or use auto", at="--login")
        if sign and not pattern:
            raise WrongUsage(f"name a context or user after {quoted(plain(mode))}=", at="--login")
    for_all = [mode for mode, sign, _ in parts if not sign]
    return for_all[-1] if for_all else None, [(mode, pattern) for mode, sign, pattern in parts if sign]


def check_modes(to: str, logins: Sequence[str], flags: Mapping[str, str]) -> None:
    """The login modes of kubelogin and their values."""
    if to not in TARGETS:
        raise WrongUsage(f"use {one_of(TARGETS)}", at="--to")
    if to == "azure" and logins:
        raise WrongUsage("use it with --to exec only: the azure auth-provider has no login modes", at="--login")
    for login in logins:
        check_login(login)
    if flags.get("pop-enabled") == "true" and not flags.get("pop-claims", "x"):
        raise WrongUsage("use it with --pop-enabled", at="--pop-claims")
    host = flags.get("authority-host")
    if host and not (
        host.startswith(("https://", "http://")) and host.endswith("/") and host.rstrip("/").count("/") > 1
    ):
        raise WrongUsage(f"{quoted_url(host)} is not a URL that ends in a slash", at="--authority-host")


def check_login(login: str | None) -> None:
    """A login mode of kubelogin, or `auto`; None is none."""
    if login is not None and (problem := no_login_mode(login, [*LOGIN_MODES, AUTO])):
        raise WrongUsage(problem, at="--login")


def check_fixed_login(login: str | None, *, fix: bool) -> None:
    """The login mode that a command with `--fix` gives."""
    if login is not None and not fix:
        raise WrongUsage("use it with --fix only", at="--login")
    check_login(login)


def check_target(paths: Sequence[str], to_file: str | None, looking: bool, format: str) -> None:
    """Where the result goes; `looking` if nothing is written."""
    if to_file == "":
        raise WrongUsage("use the path of a file, or -", at="--output")
    if to_file is not None and len(paths) > 1:
        raise WrongUsage(f"use one kubeconfig, not {len(paths)}", at="--output")
    if to_file is not None and any(each != STANDARD_INPUT and is_folder(each) for each in paths):
        raise WrongUsage("use one kubeconfig, not a folder", at="--output")
    if to_file is not None and looking:
        raise WrongUsage("cannot be used with --dry-run or --check, which write nothing", at="--output")
    if format == "json" and not looking and STANDARD_INPUT in (to_file, *(paths if to_file is None else ())):
        raise WrongUsage("json and the converted file both go to standard output; use -o FILE", at="--format")
