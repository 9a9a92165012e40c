"""Who reaches which AKS cluster: the users of kubeconfigs matched to what is known of clusters, by the host of their server.
Pure."""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final, Literal

from kubeconv.auth.contract import written
from kubeconv.auth.kubelogin_run import effective
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.acceptance import variables_of
from kubeconv.kubeconfig.login import Detected, azure_login_of, login_of
from kubeconv.kubeconfig.view import Kubeconfig, UsedBy, User
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.requirements.aks import AksCluster
from kubeconv.validation.go.host import contacted, looked_up, reached_by_https

#: How az calls a user of the account of admins, and one whom it lets log in as the cluster wants it.
_ADMIN: Final = "clusteradmin_"
_OTHERS: Final = "clusteruser_"
_OF_THE_CLUSTER: Final = frozenset(("client-certificate", "token"))


class Access(NamedTuple):
    """A user that contexts use. `hosts` has for each of its contexts the host of the server, as it is looked up, '' if there is
    none; `tenant` is the one that it asks for a token, '' if that is not said, `tenant_variable` what it comes from if
    that is a variable of its entry."""

    user: Detected
    hosts: Mapping[str, str]
    tenant: str = ""
    tenant_variable: str = ""


class Matched(NamedTuple):
    """A cluster and its users. `by` is how they were matched: by the host of their server, or because there is no other
    cluster; '' for nobody."""

    cluster: AksCluster
    users: Sequence[Access] = ()
    by: Literal["host", "only cluster", ""] = ""


def is_admin(user: Detected) -> bool:
    """True for a user of the account clusterAdmin, who is asked for no Entra ID."""
    return user.login.format in _OF_THE_CLUSTER and user.user.lower().startswith(_ADMIN)


def is_local(user: Detected) -> bool:
    """True for a user of an account of the cluster itself, by the name that az gives it."""
    return user.login.format in _OF_THE_CLUSTER and user.user.lower().startswith((_ADMIN, _OTHERS))


def accesses(kubeconfigs: Sequence[Kubeconfig], users: Iterable[Detected], *, merged: bool) -> list[Access]:
    """The users that contexts use, and where these lead. `merged` is true if the files are one KUBECONFIG list: then the first
    entry of a name counts."""
    hosts: dict[str, dict[str, str]] = {}
    clusters: dict[str, dict[str, str]] = {}
    bodies: dict[str, Mapping[str, User]] = {}
    for kubeconfig in reversed(kubeconfigs):
        file = kubeconfig.source.name
        together = "" if merged else file
        bodies[file] = kubeconfig.users_by_name
        hosts.setdefault(together, {}).update(_servers(kubeconfig))
        named = {name: context.cluster for name, context in kubeconfig.contexts_by_name.items()}
        clusters.setdefault(together, {}).update(named)
    found = []
    for user in users:
        together = "" if merged else user.file
        leads = {context: hosts[together].get(clusters[together][context], "") for context in user.contexts}
        if leads:
            found.append(Access(user, leads, *_tenant(bodies[user.file][user.user])))
    return found


def without_login(kubeconfigs: Sequence[Kubeconfig], *, merged: bool) -> Mapping[str, frozenset[str]]:
    """The contexts, by their file, whose server is not reached by https: client-go logs nobody in there. `merged` as above."""
    servers: dict[str, str] = {}
    contexts: dict[str, str] = {}
    if merged:
        for kubeconfig in reversed(kubeconfigs):
            servers |= {name: each.string("server") for name, each in kubeconfig.clusters_by_name.items()}
            contexts |= {name: each.cluster for name, each in kubeconfig.contexts_by_name.items()}
    found = {}
    for kubeconfig in kubeconfigs:
        its = servers or {name: each.string("server") for name, each in kubeconfig.clusters_by_name.items()}
        named = contexts or {name: each.cluster for name, each in kubeconfig.contexts_by_name.items()}
        reached = {name: its.get(cluster, "") for name, cluster in named.items()}
        idle = (name for name, server in reached.items() if server and not reached_by_https(server))
        found[kubeconfig.source.name] = frozenset(idle)
    return found


def logging_in(used_by: UsedBy, idle: Set[str]) -> UsedBy:
    """The contexts of each user without those in which nobody logs in, as `without_login` names them."""
    if not idle:
        return used_by
    return {user: [each for each in used_by[user] if each not in idle] for user in used_by}


def _servers(kubeconfig: Kubeconfig) -> dict[str, str]:
    """The host of each cluster."""
    found = {}
    for name, cluster in kubeconfig.clusters_by_name.items():
        url = contacted(cluster.string("server"), NEWEST_KUBECTL, is_server=True)
        found[name] = looked_up(url.hostname) if url else ""
    return found


def _tenant(user: User) -> tuple[str, str]:
    """The tenant that a user asks for a token, and the variable that gives it; '' for what is not said."""
    login, (exec_, notes) = azure_login_of(user), (user.exec, login_of(user)[1])
    if login is None or notes:
        return "", ""
    if exec_ is None or user.auth_provider is not None:
        return login.values.get("tenant-id", "").lower(), ""
    mode, values, given_by = effective(*written(exec_.arguments), variables_of(exec_))
    row = LOGIN_MODES.get(mode)
    if row is None or "tenant-id" not in row.reads:
        return "", ""
    return values.get("tenant-id", "").lower(), given_by.get("tenant-id", "")


def matched(clusters: Sequence[AksCluster], users: Sequence[Access]) -> list[Matched]:
    """The users of each cluster. One whose hosts are not known is that of all users if there is no other, neither among the
    clusters nor in the kubeconfigs."""
    by_host: dict[str, list[Access]] = {}
    for each in users:
        for host in {*each.hosts.values()}:
            by_host.setdefault(host, []).append(each)
    found = []
    for cluster in clusters:
        if not cluster.hosts:
            is_only = len(clusters) == 1 and len(by_host) == 1
            found.append(Matched(cluster, users, "only cluster") if is_only else Matched(cluster))
            continue
        its = {id(each): each for host in cluster.hosts for each in by_host.get(host, ())}
        found.append(Matched(cluster, [*its.values()], "host" if its else ""))
    return found
