"""What every user becomes: which login it has, what is requested, and which module of this room converts it. Pure."""

from kubeconv.auth.plugins import GKE, INSTALL, OIDC_LOGIN
from kubeconv.conversion import azure, exec_api
from kubeconv.conversion.options import KINDS, Options
from kubeconv.conversion.planned import Planned, Unchanged
from kubeconv.kubeconfig.login import Login
from kubeconv.kubeconfig.view import User
from kubeconv.releases.table import AUTH_PROVIDERS


def plan(user: User, before: Login, options: Options) -> Planned | Unchanged:
    """What a user with this login is to become, or why it stays. Raises Unconvertible if it cannot become it."""
    left = None
    for planner in (azure.plan, _provider, _openstack, exec_api.plan):
        found = planner(user, before, options)
        if isinstance(found, Planned):
            return found
        # A login that stays may still speak a version of the API that does not.
        left = left or found
    return left or _nothing(before, options)


def _provider(user: User, before: Login, options: Options) -> Planned | Unchanged | None:
    provider = user.auth_provider
    if before.program in (GKE, OIDC_LOGIN) or (provider and provider.name in ("gcp", "oidc")):
        from kubeconv.conversion import providers  # most files need none of it

        return providers.plan(user, before, options)
    return None


def _openstack(_user: User, before: Login, options: Options) -> Unchanged | None:
    if before.format != "openstack" or "openstack" not in options.kinds:
        return None
    releases = AUTH_PROVIDERS["openstack"].kubectl
    if releases.contains(options.kubectl):
        return Unchanged("unchanged", f"kubectl {options.kubectl} knows the auth-provider openstack")
    return Unchanged(
        "skipped",
        f"kubectl {releases.removed} removed the auth-provider openstack; it is not converted, as it logs in with variables "
        "that the file does not have",
        f"use the exec plugin client-keystone-auth, from {INSTALL['client-keystone-auth']}",
    )


def _nothing(before: Login, options: Options) -> Unchanged:
    """Why a user stays whose login is none of those that are meant."""
    if before.format == "none":
        return Unchanged("skipped", "it has no login")
    if [*options.kinds] == ["azure"]:
        refused = before.format == "conflict"
        return Unchanged(
            "skipped", f"not an Azure login{', and client-go refuses it' if refused else f': {before.format}'}"
        )
    if options.only:
        return Unchanged("skipped", f"--only {','.join(options.only)} skips it: {before}")
    meant = "nothing to convert" if options.kinds is KINDS else f"not {' or '.join(options.kinds)}"
    return Unchanged("skipped", f"{meant}: {before}")
