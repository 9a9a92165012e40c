"""What Azure's kubelogin refuses of the values that it works with, in its own order, for a release.

Source: https://github.com/Azure/kubelogin, read at every tag to v0.2.19: `Validate` in options.go, `New` and `Do`; azidentity
and MSAL, as far as they look at values before they call the network.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kubeconv.auth.flag_parser import Objection
from kubeconv.auth.go_values import is_authority_url, parse_duration, quote
from kubeconv.auth.kubelogin_run import ADAL_CLOUDS, AZURE_STACK, CLOUDS, Effective, refused_claims
from kubeconv.auth.login_modes import LOGIN_MODES, needed
from kubeconv.auth.required_values import AZIDENTITY_SINCE, CHECKS, GITHUB, NO_CREDENTIAL, SERVER, RequiredValue
from kubeconv.releases.version import Version, parse_version

AZIDENTITY: Final = parse_version(AZIDENTITY_SINCE)
#: The login modes in which releases before azidentity read --authority-host.
_WITH_AUTHORITY: Final = ("workloadidentity",)


def _refused(need: RequiredValue, message: str = "") -> Objection:
    return Objection("missing", need.flags[0] if need.flags else "", message or need.message)


def validated(login: Effective, lacking: Sequence[RequiredValue], release: Version) -> Iterator[Objection]:
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
    """True for the server id, if it is checked right after the login mode."""
    return need == SERVER and CHECKS["server-id-first"].contains(release)


def _is_no_time(text: str) -> bool:
    try:
        return bool(text) and parse_duration(text) <= 0
    except ValueError:
        return False  # the flag parser refuses it


def made(
    login: Effective, lacking: Sequence[RequiredValue], variables: Mapping[str, str], release: Version
) -> Iterator[Objection]:
    """What kubelogin refuses as it makes the credential."""
    mode, values, _ = login
    before = release < AZIDENTITY
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


def takes_public_cloud(login: Effective, release: Version) -> bool:
    """True for an unknown cloud, if the login mode reads it and nothing overrules it."""
    cloud, row = login.values.get("environment", ""), LOGIN_MODES.get(login.mode)
    is_read = row is not None and "environment" in row.reads and not login.values.get("authority-host")
    return bool(cloud) and is_read and release >= AZIDENTITY and cloud.upper() not in CLOUDS


def _refused_claims(login: Effective, release: Version) -> str:
    """What is said of the claims, by the releases and login modes that look at them."""
    values, row = login.values, LOGIN_MODES.get(login.mode)
    claims = values.get("pop-claims", "")
    if values.get("pop-enabled") != "true" or not claims or not CHECKS["pop-flags"].contains(release):
        return ""
    takes_pop = release < AZIDENTITY or (row is not None and row.pop_since and not _is_legacy(login))
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
    before = f"{NO_CREDENTIAL}failed to create " if release >= AZIDENTITY else "failed to "
    # MSAL by itself, for PoP tokens and for GitHub, takes any tenant.
    is_msal = (row.pop_since and values.get("pop-enabled") == "true") or is_github(mode, variables)
    letters = (
        ("server-id", bool(row.asks), r"[A-Za-z0-9\-.:/_]*"),
        ("subscription", "subscription" in row.reads, r"[A-Za-z0-9\-_ .]*"),
        ("tenant-id", not is_msal and _since(row.tenant_since, release), r"[A-Za-z0-9\-.]*"),
    )
    for flag, is_looked_at, known in letters:
        if is_looked_at and not re.fullmatch(known, values.get(flag, "")):
            yield Objection("bad-letters", flag, "failed to " if flag == "server-id" else before)
    host, reads = values.get("authority-host", ""), "authority-host" in row.reads
    reads = reads and (release >= AZIDENTITY or mode in _WITH_AUTHORITY)
    if reads and host and not host.lower().startswith("https:"):
        yield Objection("authority-host", "authority-host", "failed to ")


def _since(since: str, release: Version) -> bool:
    return bool(since) and release >= parse_version(since)


def is_github(mode: str, variables: Mapping[str, str]) -> bool:
    """True if workload identity asks GitHub Actions for its token."""
    return mode == "workloadidentity" and all(variables.get(name) for name in GITHUB)
