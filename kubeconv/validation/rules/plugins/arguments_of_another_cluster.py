"""A login names another cluster than the one it is used for.

A PoP token is valid for the cluster whose ARM id its claim `u=` names, a bearer token for the application of
`--server-id`: one for AKS-managed clusters, another for Arc-enabled ones. Such ids get into the wrong place when a
kubeconfig is converted with flags for one cluster and holds several. The cluster refuses the token: Unauthorized.

Bad:

        users:
        - name: u
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1beta1
              command: kubelogin
              args:
              - get-token
              - --login
              - interactive
              - --server-id
              - 6dae42f8-4368-4678-94ff-3960e28e3630
              - --client-id
              - 3f4439ff-e698-4d6d-84fe-09c9d574f06b
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47

Good:

        users:
        - name: u
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1beta1
              command: kubelogin
              args:
              - get-token
              - --login
              - interactive
              - --server-id
              - 6dae42f8-4368-4678-94ff-3960e28e3630
              - --client-id
              - 80faf920-1908-4b52-b5ef-a8e7bedfc67a
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47

Since: kubelogin 0.0.1 (https://azure.github.io/kubelogin/concepts/aks.html)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.azure import AKS_SERVER, ARC_SERVER, CLIENT_OF_SERVER
from kubeconv.auth.kubelogin_run import parse_pop_claims
from kubeconv.auth.login_modes import flags_read
from kubeconv.gate.shown import host as host_of
from kubeconv.gate.shown import plain, quoted_name
from kubeconv.kubeconfig.view import Cluster
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.go.host import contacted, looked_up
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import Entry, kubelogin_entries

CODE: Final = "KC327"
NAME: Final = "arguments-of-another-cluster"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

#: How the names of AKS API servers end, in the clouds of Azure.
_AKS_HOSTS: Final = (".azmk8s.io", ".azk8s.cn", ".aks.containerservice.azure.us")


def check(case: Case) -> Iterator[Hit]:
    """Each id that belongs to another application or cluster."""
    entries = kubelogin_entries(case)
    if not entries:
        return
    clusters: dict[str, dict[str, Cluster]] = {}
    for context in case.kubeconfig.contexts:
        if (cluster := case.cluster_of(context)) is not None:
            clusters.setdefault(context.user, {})[cluster.name] = cluster
    named = {cluster.name.lower(): cluster.name for cluster in case.kubeconfig.clusters if cluster.name}
    first: dict[str, tuple[str, Cluster]] = {}
    for entry in entries:
        used = [*clusters.get(entry.user.name, {}).values()]
        yield from _check_applications(entry)
        yield from _check_hosts(case, entry, used)
        yield from _check_claim(entry, used, named, first)


def _check_applications(entry: Entry) -> Iterator[Hit]:
    server, client = (entry.written.values.get(flag, "").lower() for flag in ("server-id", "client-id"))
    if server in CLIENT_OF_SERVER.values():
        yield entry.hit(
            "server-id",
            f"--server-id {plain(server)} is the id of a client application, not of a server",
            f"write --server-id {next(each for each, its in CLIENT_OF_SERVER.items() if its == server)}",
        )
    of_client = next((each for each, its in CLIENT_OF_SERVER.items() if its == client), server)
    uses_client = "client-id" in flags_read(entry.login.mode)
    if uses_client and server in CLIENT_OF_SERVER and of_client != server:
        yield entry.hit(
            "client-id",
            f"--client-id {plain(client)} is the client application of {_kind(of_client)} clusters, --server-id is for "
            f"{_kind(server)} ones",
            f"write --client-id {CLIENT_OF_SERVER[server]}",
        )


def _check_hosts(case: Case, entry: Entry, used: list[Cluster]) -> Iterator[Hit]:
    server = entry.written.values.get("server-id", "").lower()
    for cluster in used:
        url = contacted(cluster.string("server"), case.kubectl, is_server=True)
        if url is None:
            continue
        host = looked_up(url.hostname)
        kind = "AKS" if host.endswith(_AKS_HOSTS) else "Arc-enabled" if url.path.startswith("/proxies/") else ""
        other = {AKS_SERVER: "Arc-enabled", ARC_SERVER: "AKS"}.get(server)
        if kind and kind == other:
            yield entry.hit(
                "server-id",
                f"--server-id is the server application of {_kind(server)} clusters, but cluster "
                f"{quoted_name(cluster.name)} is "
                f"{kind}: {host_of(host)}",
                f"write --server-id {ARC_SERVER if server == AKS_SERVER else AKS_SERVER}",
            )


def _check_claim(
    entry: Entry, used: list[Cluster], named: dict[str, str], first: dict[str, tuple[str, Cluster]]
) -> Iterator[Hit]:
    """`named` are all names of clusters in lower case; `first` collects the user and cluster that named an id first."""
    values = entry.written.values
    if values.get("pop-enabled") != "true" or "pop-claims" not in flags_read(entry.login.mode):
        return
    try:
        claim = parse_pop_claims(values.get("pop-claims", "")).get("u", "")
    except ValueError:
        return
    last = claim.lower().rstrip("/").rpartition("/")[2]
    help = "az aks show -g GROUP -n NAME --query id gives the id of a cluster"
    for cluster in used if claim else ():
        if last in named and last != cluster.name.lower():
            yield entry.hit(
                "pop-claims",
                f"--pop-claims names the cluster {quoted_name(named[last])}, but is used for {quoted_name(cluster.name)}",
                help,
            )
            continue
        user, before = first.setdefault(claim.lower(), (entry.user.name, cluster))
        if before.name != cluster.name and before.string("server") != cluster.string("server"):
            yield entry.hit(
                "pop-claims",
                f"--pop-claims names one cluster, but is used for {quoted_name(before.name)} (user {quoted_name(user)}) "
                f"and {quoted_name(cluster.name)}",
                help,
            )


def _kind(server: str) -> str:
    return {AKS_SERVER: "AKS-managed", ARC_SERVER: "Arc-enabled"}.get(server, "other")
