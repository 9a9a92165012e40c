"""The contract of Azure's kubelogin: what `kubelogin get-token` does in a release, up to its first call over the network.

Source: https://github.com/Azure/kubelogin, read at every tag to v0.2.19: pkg/cmd/token.go, pkg/internal/token (before:
pkg/token): options.go, provider.go, execCredentialPlugin.go and the modules of the login modes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kubeconv.auth.flag_parser import NOT_GET_TOKEN, Objection, refused_arguments
from kubeconv.auth.go_values import is_authority_url, parse_duration, quote
from kubeconv.auth.kubelogin import FLAGS, is_true, parse_arguments
from kubeconv.auth.kubelogin_run import (
    ADAL_CLOUDS,
    AZURE_STACK,
    NEWEST,
    Effective,
    effective,
    refused_claims,
    variables_of,
)
from kubeconv.auth.login_modes import DEFAULT_MODE, LOGIN_MODES, needed
from kubeconv.auth.required_values import AZIDENTITY_SINCE, CHECKS, GITHUB, NO_CREDENTIAL, SERVER, RequiredValue
from kubeconv.releases.version import Version, parse_version

_AZIDENTITY: Final = parse_version(AZIDENTITY_SINCE)


class Missing(NamedTuple):
    """A value without which kubelogin stops: any of `flags` gives it, any of `variables` (the best advice first), and all
    of `together` at once."""

    flags: tuple[str, ...]
    variables: tuple[str, ...]
    together: tuple[str, ...] = ()

    @property
    def can_be_given(self) -> bool:
        """True if the environment can give it, with the arguments as they are."""
        return bool(self.variables or self.together)


class TokenCall(NamedTuple):
    """What a call of `kubelogin get-token` comes to.

    `login` is what it works with; `objections` are all that stop it, in its own order: it prints the first one only.
    `missing` are the values that it lacks, each also an objection. If nothing stops it, it asks the program `asks` ('' for
    none), or a person; `reads` are the files that it reads before the network.
    """

    login: Effective
    objections: tuple[Objection, ...]
    missing: tuple[Missing, ...]
    asks: str
    needs_person: bool
    reads: tuple[str, ...]

    @property
    def objection(self) -> Objection | None:
        """What stops it; None if it goes on to the network."""
        return self.objections[0] if self.objections else None

    @property
    def lacks_only(self) -> bool:
        """True if nothing stops it but values that the environment can give."""
        return all(each.kind == "missing" for each in self.objections) and all(
            each.can_be_given for each in self.missing
        )


def get_token(arguments: Sequence[str], variables: Mapping[str, str], release: Version = NEWEST) -> TokenCall:
    """What kubelogin does with these arguments, in this environment (the process's, overruled by the entry's `env`)."""
    login = effective(*written(arguments), variables, release)
    mode, values, _ = login
    lacking = [need for need in needed(mode, release) if not is_met(need, values, variables)]
    first = refused_arguments(arguments, release)
    objections = [
        *([first] if first else []),
        *_validate(login, lacking, release),
        *_make(login, lacking, variables, release),
    ]
    if first is not None and first.kind in NOT_GET_TOKEN:
        objections, lacking = [first], []
    row = LOGIN_MODES.get(mode)
    return TokenCall(
        login,
        tuple(objections),
        tuple(_missing(need, mode, values, release) for need in lacking),
        row.asks if row else "",
        row is not None and not row.unattended,
        _files(mode, values, variables, release),
    )


def written(arguments: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The login mode and the values that the arguments give; the last of each flag counts, and a switch is true or false."""
    values = {argument.name: argument.value for argument in parse_arguments(arguments) if argument.name}
    for name in values.keys() & FLAGS.keys():
        if FLAGS[name].switch:
            values[name] = str(is_true(values[name])).lower()
    return values.pop("login", DEFAULT_MODE), values


def is_met(need: RequiredValue, values: Mapping[str, str], variables: Mapping[str, str]) -> bool:
    """True if one of the flags has a value, or all the variables that do instead have one."""
    return any(values.get(flag) for flag in need.flags) or (
        bool(need.instead) and all(variables.get(name) for name in need.instead)
    )


def _missing(need: RequiredValue, mode: str, values: Mapping[str, str], release: Version) -> Missing:
    # The last one wins whatever the others say: the best advice.
    names = (name for flag in need.flags for name in reversed(variables_of(flag, mode, values, release)))
    return Missing(need.flags, tuple(dict.fromkeys(names)), need.instead)


def _refused(need: RequiredValue, message: str = "") -> Objection:
    return Objection("missing", need.flags[0] if need.flags else "", message or need.message)


def _validate(login: Effective, lacking: Sequence[RequiredValue], release: Version) -> Iterator[Objection]:
    """What kubelogin looks at before it makes a credential, whatever the login mode."""
    mode, values, _ = login
    row = LOGIN_MODES.get(mode)
    if row is None or parse_version(row.since) > release:
        yield Objection(
            "unknown-mode", "login", f"'{mode}' is not a supported login method. Supported method is one of "
        )
    yield from (_refused(need) for need in lacking if _is_first(need, release))
    host = values.get("authority-host", "")
    if host and CHECKS["authority-host"].contains(release):
        if not is_authority_url(host):
            yield Objection("authority-host", "authority-host", f"authority host {quote(host)} is not valid")
        elif not host.endswith("/"):
            yield Objection(
                "authority-host", "authority-host", f"authority host {quote(host)} should have a trailing slash"
            )
    if CHECKS["pop-flags"].contains(release):
        enabled, claims = values.get("pop-enabled") == "true", bool(values.get("pop-claims"))
        if enabled and not claims:
            yield Objection(
                "pop-flags-apart", "pop-enabled", "if enabling pop token mode, please provide the pop-claims flag"
            )
        elif claims and not enabled:
            yield Objection(
                "pop-flags-apart", "pop-claims", "pop-enabled flag is required to use the PoP token feature"
            )
    if CHECKS["timeout"].contains(release) and _is_no_time(values.get("timeout", "")):
        yield Objection("timeout", "timeout", "timeout must be greater than 0")
    yield from (_refused(need) for need in lacking if need.is_early)


def _is_first(need: RequiredValue, release: Version) -> bool:
    """True for the server id, where it is looked at right behind the login mode."""
    return need == SERVER and CHECKS["server-id-first"].contains(release)


def _is_no_time(text: str) -> bool:
    try:
        return bool(text) and parse_duration(text) <= 0
    except ValueError:
        return False  # the flag parser refuses it


def _make(
    login: Effective, lacking: Sequence[RequiredValue], variables: Mapping[str, str], release: Version
) -> Iterator[Objection]:
    """What kubelogin refuses as it makes the credential."""
    mode, values, _ = login
    before = release < _AZIDENTITY
    claims = _refused_claims(login, release)
    if before:
        yield from _unknown_cloud(values, variables)
        if claims:
            yield Objection("pop-claims", "pop-claims", claims)
    said = [need for need in lacking if need.is_early or _is_first(need, release)]
    for need in needed(mode, release):
        if need in lacking and need not in said:
            yield _refused(need)
        elif need.only_one and all(values.get(flag) for flag in need.flags):
            yield Objection("secret-and-certificate", need.flags[0], need.only_one)
    if not before and claims:
        yield Objection("pop-claims", "pop-claims", f"{NO_CREDENTIAL}unable to parse PoP claims: {claims}")
    yield from _libraries(login, variables, release)


def _unknown_cloud(values: Mapping[str, str], variables: Mapping[str, str]) -> Iterator[Objection]:
    cloud = values.get("environment", "")
    is_stack = cloud.upper() == AZURE_STACK and variables.get("AZURE_ENVIRONMENT_FILEPATH")
    if cloud and cloud.upper() not in ADAL_CLOUDS and not is_stack:
        yield Objection("environment", "environment", "failed to get oAuthConfig. isLegacy: ")


def _refused_claims(login: Effective, release: Version) -> str:
    """What is said of the claims, by the releases and login modes that look at them."""
    values, row = login.values, LOGIN_MODES.get(login.mode)
    claims = values.get("pop-claims", "")
    if values.get("pop-enabled") != "true" or not claims or not CHECKS["pop-flags"].contains(release):
        return ""
    takes_pop = release < _AZIDENTITY or (row is not None and row.pop_since and not _is_legacy(login))
    return refused_claims(claims) if takes_pop else ""


def _is_legacy(login: Effective) -> bool:
    """True if the login is one of the old library, which looks at nothing but whether there is a value."""
    row = LOGIN_MODES.get(login.mode)
    return row is not None and "legacy" in row.reads and login.values.get("legacy") == "true"


def _libraries(login: Effective, variables: Mapping[str, str], release: Version) -> Iterator[Objection]:
    """What azidentity and MSAL refuse of the values that are there. The old library, of --legacy, looks at none."""
    mode, values, _ = login
    row = LOGIN_MODES.get(mode)
    if row is None or _is_legacy(login):
        return
    before = f"{NO_CREDENTIAL}failed to create " if release >= _AZIDENTITY else "failed to "
    # MSAL by itself, for PoP tokens and for GitHub, takes any tenant.
    is_msal = (row.pop_since and values.get("pop-enabled") == "true") or _is_github(mode, variables)
    letters = (
        ("server-id", bool(row.asks), r"[A-Za-z0-9\-.:/_]*"),
        ("subscription", "subscription" in row.reads, r"[A-Za-z0-9\-_ .]*"),
        ("tenant-id", not is_msal and _since(row.tenant_since, release), r"[A-Za-z0-9\-.]*"),
    )
    for flag, is_looked_at, known in letters:
        if is_looked_at and not re.fullmatch(known, values.get(flag, "")):
            yield Objection("bad-letters", flag, "failed to " if flag == "server-id" else before)
    if "subscription" in row.reads and values.get("subscription") and values.get("tenant-id"):
        # az takes one of them only: https://github.com/Azure/azure-cli/blob/dev/src/azure-cli-core/azure/cli/core/_profile.py
        yield Objection("tenant-and-subscription", "subscription", "failed to get token: ")
    host, reads = values.get("authority-host", ""), "authority-host" in row.reads
    reads = reads and (release >= _AZIDENTITY or mode in _WITH_AUTHORITY)
    if reads and host and not host.lower().startswith("https:"):
        yield Objection("authority-host", "authority-host", "failed to ")


def _since(since: str, release: Version) -> bool:
    return bool(since) and release >= parse_version(since)


#: The login modes in which releases before azidentity read --authority-host.
_WITH_AUTHORITY: Final = ("workloadidentity",)


def _is_github(mode: str, variables: Mapping[str, str]) -> bool:
    return mode == "workloadidentity" and all(variables.get(name) for name in GITHUB)


def _files(mode: str, values: Mapping[str, str], variables: Mapping[str, str], release: Version) -> tuple[str, ...]:
    """The files that it reads before it asks anybody."""
    if mode == "spn":
        flag = "client-certificate"
    elif mode == "workloadidentity" and (release < _AZIDENTITY or not _is_github(mode, variables)):
        flag = "federated-token-file"
    else:
        return ()
    return (values[flag],) if values.get(flag) else ()
