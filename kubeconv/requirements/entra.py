"""What AKS clusters and their users ask of each other: the integration with Entra ID, the tenant, local accounts."""

from collections.abc import Iterator, Sequence
from typing import Final

from kubeconv.gate import called, pasting
from kubeconv.gate.regex import regex
from kubeconv.gate.shown import plain, variable
from kubeconv.kubeconfig.login import Detected
from kubeconv.releases.table import AKS_LEGACY_RETIRED, AKS_LEGACY_SOURCE, MINIMUMS
from kubeconv.requirements.access import Access, Matched, is_admin, is_local, matched
from kubeconv.requirements.aks import AksCluster
from kubeconv.requirements.situation import Note, Requirement, Situation, clusters_at_hand, listed

INTEGRATION: Final = "aks-integration"
_INTEGRATIONS: Final = {"managed": "AKS-managed Entra ID integration", "legacy": "legacy Entra ID integration"}
_LOCAL: Final = "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad"
_PROFILE: Final = "https://learn.microsoft.com/rest/api/aks/managed-clusters/get"
_GROUPS: Final = "--aad-admin-group-object-ids"
_TENANT_ID: Final = regex(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NO_CLUSTER: Final = AksCluster()


def fit_integration(situation: Situation) -> Iterator[Requirement]:
    """A user is for the integration that the cluster has now."""
    for match in matched(situation.aks, situation.accesses):
        cluster, users = match.cluster, [each.user for each in match.users if each.user.integration in _INTEGRATIONS]
        if not users:
            continue
        if cluster.integration is None:
            yield _not_told(cluster, users)
            continue
        if cluster.integration == "none":
            yield _refuses_entra(cluster, users)
            continue
        others = [user for user in users if user.integration != cluster.integration]
        those = others or users
        which = dict.fromkeys(_INTEGRATIONS[str(user.integration)] for user in those)
        yield Requirement(
            INTEGRATION, "AKS", f"a user for the {_INTEGRATIONS[cluster.integration]} of {_called(cluster)}",
            f"{listed([user.user for user in those])} for the {' and the '.join(which)}", "fails" if others else "ok",
            "after a change of the integration you must fetch the kubeconfig again", MINIMUMS["az"].source,
            _fetched_again(cluster), cluster.name,
        )  # fmt: skip


def _not_told(cluster: AksCluster, users: Sequence[Detected]) -> Requirement:
    return Requirement(
        INTEGRATION, "AKS", f"a user for the integration of {_called(cluster)} with Entra ID",
        f"{listed([user.user for user in users])}, and nothing about the integration", "unknown",
        "what --aks-show reads leaves out aadProfile, or most of it", _PROFILE,
        f"use the output of {pasting.command(['az', 'aks', 'show', *_named(cluster), '-o', 'json'])}, without --query",
        cluster.name,
    )  # fmt: skip


def _refuses_entra(cluster: AksCluster, users: Sequence[Detected]) -> Requirement:
    return Requirement(
        "aks-no-entra", "AKS", f"users without Entra ID: {_called(cluster)} has none",
        f"{listed([user.user for user in users])} with a token of Entra ID", "fails",
        "the cluster refuses such tokens: Unauthorized", MINIMUMS["az"].source,
        f"{_update(cluster, '--enable-aad', _GROUPS, 'GROUP_ID')}; or {_fetched_again(cluster)}", cluster.name,
    )  # fmt: skip


def asks_right_tenant(situation: Situation) -> Iterator[Requirement]:
    """A user asks the tenant of the cluster for its token. A tenant that is named by a domain may be the same."""
    for match in matched(situation.aks, situation.accesses):
        cluster, users = match.cluster, [each for each in match.users if each.tenant]
        if not _TENANT_ID.fullmatch(cluster.tenant) or not users:
            continue
        others = [each for each in users if each.tenant != cluster.tenant]
        wrong = [each for each in others if _TENANT_ID.fullmatch(each.tenant)]
        those = wrong or others or users
        tenants = ", ".join(dict.fromkeys(plain(each.tenant) for each in those[:3]))
        yield Requirement(
            "aks-tenant", "AKS", f"tokens of tenant {cluster.tenant}, that of {_called(cluster)}",
            f"{listed([each.user.user for each in those])} of tenant {tenants}",
            "fails" if wrong else "unknown" if others else "ok",
            "the cluster refuses tokens of other tenants: Unauthorized", _PROFILE,
            _with_tenant(cluster.tenant, those), cluster.name,
        )  # fmt: skip


def may_use_local_accounts(situation: Situation) -> Iterator[Requirement]:
    """A cluster whose local accounts are off has no user of one."""
    for match in matched(situation.aks, situation.accesses):
        cluster, users = match.cluster, [each.user.user for each in match.users if is_local(each.user)]
        if cluster.has_local_accounts is None or not users:
            continue
        yield Requirement(
            "aks-local-accounts", "AKS", f"users of Entra ID, if the local accounts of {_called(cluster)} are off",
            f"{listed(users)} of a local account; disableLocalAccounts: {str(not cluster.has_local_accounts).lower()}",
            "ok" if cluster.has_local_accounts else "fails", "the cluster refuses its own accounts while they are off", _LOCAL,
            f"{_fetched_again(cluster)}; in an emergency: {_update(cluster, '--enable-local-accounts')}, then "
            f"{_fetched(cluster, '--admin')}", cluster.name,
        )  # fmt: skip


#: The note about users of the integration that AKS has given up.
LEGACY_INTEGRATION: Final = "aks-legacy-integration"


def legacy_notes(users: Sequence[Detected]) -> list[Note]:
    """What to know of users that are for an integration which AKS has given up, if nothing is known of their clusters."""
    return [each for each in notes(Situation({}, users=users)) if each.name == LEGACY_INTEGRATION]


def notes(situation: Situation) -> Iterator[Note]:
    """What to know about clusters and users, although nothing fails because of it."""
    if situation.policy != "aks":
        return
    matches = matched(situation.aks, situation.accesses)
    for cluster in clusters_at_hand(situation):
        yield from _of_cluster(cluster)
    if admins := [user for user in situation.users if user.contexts and is_admin(user)]:
        theirs = [match.cluster for match in matches if any(each.user in admins for each in match.users)]
        cluster = theirs[0] if len(theirs) == 1 else _NO_CLUSTER
        yield Note(
            "aks-admin-account", f"{listed([user.user for user in admins])}: an admin account of the cluster itself, which "
            "bypasses Entra ID", _LOCAL, f"keep it for emergencies; else {_fetched(cluster)}, without --admin",
        )  # fmt: skip
    yield from _of_legacy(situation, matches)


def _of_cluster(cluster: AksCluster) -> Iterator[Note]:
    if cluster.has_rbac is False:
        yield Note(
            "aks-no-rbac", f"{_called(cluster)} has no Kubernetes RBAC (enableRbac: false): everybody who reaches it may do "
            "everything", MINIMUMS["az"].source, "make a new cluster: without RBAC there is no Entra ID for it either",
        )  # fmt: skip
    elif cluster.integration == "managed" and cluster.has_admins is False:
        yield Note(
            "aks-nobody-is-admin", f"{_called(cluster)} makes nobody an admin: adminGroupObjectIds is empty and Azure RBAC is "
            "off, so that a user may do only what a role binding in the cluster allows", _PROFILE,
            _update(cluster, _GROUPS, "GROUP_ID"),
        )  # fmt: skip


def _of_legacy(situation: Situation, matches: Sequence[Matched]) -> Iterator[Note]:
    """Clusters and users of the integration that AKS has given up; not users of a cluster that has another by now."""
    known = {_key(each.user) for match in matches if match.cluster.integration for each in match.users}
    groups = [
        (each.cluster, [user.user for user in each.users]) for each in matches if each.cluster.integration == "legacy"
    ]
    groups.append((_NO_CLUSTER, [user for user in situation.users if user.contexts and _key(user) not in known]))
    for cluster, among in groups:
        users = [user.user for user in among if user.integration == "legacy"]
        if not users and cluster is _NO_CLUSTER:
            continue
        whose = f"{listed(users)} {'are' if len(users) > 1 else 'is'} for" if users else f"{_called(cluster)} has"
        yield Note(
            LEGACY_INTEGRATION, f"{whose} the {_INTEGRATIONS['legacy']}, which AKS retired on {AKS_LEGACY_RETIRED}: a "
            "cluster that had it has another now, or refuses its users", AKS_LEGACY_SOURCE,
            f"{_update(cluster, '--enable-aad', _GROUPS, 'GROUP_ID')}, if the cluster still has it; then "
            f"{_fetched_again(cluster)}",
        )  # fmt: skip


def _key(user: Detected) -> tuple[str, str]:
    return user.file, user.user


def _called(cluster: AksCluster) -> str:
    return f"cluster {cluster.name}" if cluster.name else "the cluster"


def _with_tenant(tenant: str, users: Sequence[Access]) -> str:
    """How users ask another tenant: a variable of the entry wins over its arguments."""
    if variables := list(dict.fromkeys(each.tenant_variable for each in users if each.tenant_variable)):
        return f"set {' and '.join(map(variable, variables))} to {tenant} in the env of the exec section"
    modes: dict[str | None, list[Detected]] = {}
    for each in users:
        modes.setdefault(each.user.login.mode, []).append(each.user)
    return "; ".join(pasting.command(_converted(mode, tenant, alike)) for mode, alike in modes.items())


def _converted(mode: str | None, tenant: str, users: Sequence[Detected]) -> Iterator[str]:
    yield from called.words("convert", *(("-l", mode) if mode else ()), "--tenant-id", tenant)
    for user in users[:3]:
        yield from ("--user", user.user)
    yield from dict.fromkeys(user.file for user in users[:3])


def _fetched(cluster: AksCluster, *options: str) -> str:
    return pasting.command(["az", "aks", "get-credentials", *_named(cluster), *options])


def _fetched_again(cluster: AksCluster) -> str:
    return _fetched(cluster, "--overwrite-existing")


def _update(cluster: AksCluster, *options: str) -> str:
    return pasting.command(["az", "aks", "update", *_named(cluster), *options])


def _named(cluster: AksCluster) -> tuple[str, ...]:
    return ("--resource-group", cluster.group or "GROUP", "--name", cluster.name or "CLUSTER")
