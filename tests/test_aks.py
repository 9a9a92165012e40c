"""What is told of AKS clusters, in every shape, and what it means for the users of a kubeconfig."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from test_cli_convert import schema
from test_cli_usage import AKS_SERVER, KUBELOGIN, TOKEN, Ended, Machine

from kubeconv.requirements.aks import AksCluster, read_aks_show

TENANT = "33333333-3333-4333-8333-333333333333"
OTHER_TENANT = "44444444-4444-4444-8444-444444444444"
GROUP = "55555555-5555-4555-8555-555555555555"
OWN_SERVER = "22222222-2222-4222-8222-222222222222"
ID = "/subscriptions/s/resourceGroups/rg-a/providers/Microsoft.ContainerService/managedClusters/aks-a"
PROFILE = {
    "adminGroupObjectIDs": [GROUP], "adminUsers": None, "clientAppId": None, "enableAzureRbac": False, "managed": True,
    "serverAppId": None, "serverAppSecret": None, "tenantId": TENANT,
}  # fmt: skip
#: As az aks show prints it, for the greater part.
SHOW: dict[str, Any] = {
    "aadProfile": PROFILE,
    "agentPoolProfiles": [{"name": "nodepool1", "count": 3, "orchestratorVersion": "1.30.4"}],
    "azurePortalFqdn": "aks-a-1.portal.hcp.westeurope.azmk8s.io", "currentKubernetesVersion": "1.30.4",
    "disableLocalAccounts": False, "dnsPrefix": "aks-a", "enableRbac": True, "fqdn": "aks-a-1.hcp.westeurope.azmk8s.io",
    "id": ID,
    "identity": {"type": "SystemAssigned"}, "kubernetesVersion": "1.30", "location": "westeurope", "name": "aks-a",
    "privateFqdn": None, "resourceGroup": "rg-a", "type": "Microsoft.ContainerService/ManagedClusters",
}  # fmt: skip
CLUSTER = AksCluster(
    "1.30.4",
    "managed",
    "aks-a",
    "rg-a",
    ("aks-a-1.hcp.westeurope.azmk8s.io", "aks-a-1.portal.hcp.westeurope.azmk8s.io"),
    TENANT,
    has_rbac=True,
    has_admins=True,
    has_local_accounts=True,
)


def without(keys: str, fields: dict[str, Any] = SHOW) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key not in keys.split()}


def show(profile: Any = PROFILE, **more: Any) -> dict[str, Any]:
    """What az aks show prints of cluster a, but for these fields."""
    return {**SHOW, "aadProfile": profile, **more}


def renamed(data: Any, change: Callable[[str], str]) -> Any:
    """The data with other names of its fields."""
    if isinstance(data, dict):
        return {change(key): renamed(value, change) for key, value in data.items()}
    return [renamed(each, change) for each in data] if isinstance(data, list) else data


def pascal(name: str) -> str:
    """As Get-AzAksCluster calls a field."""
    special = {"resourceGroup": "ResourceGroupName", "enableRbac": "EnableRBAC", "enableAzureRbac": "EnableAzureRBAC"}
    return special.get(name, name[0].upper() + name[1:])


def rest(**properties: Any) -> dict[str, Any]:
    """As the REST API answers."""
    names = {
        "privateFqdn": "privateFQDN",
        "enableRbac": "enableRBAC",
        "tenantId": "tenantID",
        "clientAppId": "clientAppID",
        "serverAppId": "serverAppID",
        "enableAzureRbac": "enableAzureRBAC",
        "azurePortalFqdn": "azurePortalFQDN",
    }
    inside = renamed(
        {**without("id name type location identity resourceGroup"), **properties}, lambda key: names.get(key, key)
    )
    return {**{key: SHOW[key] for key in ("id", "name", "type", "location", "identity")}, "properties": inside}


ARM: dict[str, Any] = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "parameters": {
        "managedClusters_aks_a_name": {"defaultValue": "aks-a", "type": "String"},
        "virtualNetworks_net_externalid": {"defaultValue": "/subscriptions/s/n", "type": "String"},
    },
    "variables": {},
    "resources": [
        {"type": "Microsoft.Network/virtualNetworks", "name": "net", "properties": {}},
        {
            "type": "Microsoft.ContainerService/managedClusters",
            "apiVersion": "2025-05-01",
            "name": "[parameters('managedClusters_aks_a_name')]",
            "properties": rest()["properties"],
        },
        {
            "type": "Microsoft.ContainerService/managedClusters/agentPools",
            "name": "[concat(parameters('managedClusters_aks_a_name'), '/nodepool1')]",
            "properties": {"orchestratorVersion": "1.30.4"},
        },
    ],
}
#: Each way to be told of cluster a.
SHAPES: dict[str, Any] = {
    "az aks show": SHOW,
    "az aks list": [SHOW],
    "REST": rest(),
    "REST list": {"value": [rest()]},
    "Resource Graph": {"count": 1, "data": [{**rest(), "type": SHOW["type"].lower()}], "skip_token": None},
    "Get-AzAksCluster": renamed(SHOW, pascal),
    "AADProfile": renamed(SHOW, lambda key: "AADProfile" if key == "aadProfile" else key),
    "small": renamed(SHOW, str.lower),
    "large": renamed(SHOW, str.upper),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "write", [json.dumps, lambda data: json.dumps(data, indent=2), yaml.safe_dump], ids=["json", "-", "yaml"]
)
def test_a_cluster_is_the_same_in_every_shape(shape: str, write: Callable[[Any], str]) -> None:
    assert read_aks_show(write(SHAPES[shape]).encode()) == (CLUSTER,)


def test_an_arm_export_names_what_its_parameters_say() -> None:
    for arm in (ARM, {**ARM, "resources": {str(n): each for n, each in enumerate(ARM["resources"])}}):
        assert read_aks_show(json.dumps(arm).encode()) == (CLUSTER._replace(group=""),)


@pytest.mark.parametrize("parameter", [{"defaultValue": "[subscription().tenantId]"}, {"type": "String"}, None])
def test_what_only_azure_can_work_out_is_not_known(parameter: dict[str, str] | None) -> None:
    fields = rest()["properties"]
    properties = {**fields, "aadProfile": {**fields["aadProfile"], "tenantID": "[parameters('tenant')]"}}
    arm = {
        "parameters": {"tenant": parameter} if parameter else {},
        "resources": [{"type": SHOW["type"], "name": "aks-a", "properties": properties}],
    }
    assert read_aks_show(json.dumps(arm).encode()) == (CLUSTER._replace(group="", tenant=""),)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_what_powershell_writes_into_a_file(codec: str) -> None:
    assert read_aks_show(json.dumps(SHOW).replace("\n", "\r\n").encode(codec)) == (CLUSTER,)


@given(st.data())
def test_any_case_of_letters_of_any_key(data: st.DataObject) -> None:
    def other(key: str) -> str:
        upper = data.draw(st.lists(st.booleans(), min_size=len(key), max_size=len(key)))
        return "".join(letter.upper() if up else letter.lower() for letter, up in zip(key, upper, strict=True))

    assert read_aks_show(json.dumps(renamed(rest(), other)).encode()) == (CLUSTER._replace(group="rg-a"),)


def test_several_clusters_in_one_file() -> None:
    b = show(name="aks-b", resourceGroup="rg-b", fqdn="b.hcp.westeurope.azmk8s.io")
    for text in (
        json.dumps([SHOW, b]),
        json.dumps({"value": [SHOW, b]}),
        f"{json.dumps(SHOW)}\n{json.dumps(b, indent=1)}\n",
    ):
        assert [each.name for each in read_aks_show(text.encode())] == ["aks-a", "aks-b"]


@pytest.mark.parametrize(
    ("data", "integration"),
    [
        (show(), "managed"),
        (show({"managed": True}), "managed"),
        (show({"managed": None, "clientAppId": "c", "serverAppId": "s", "tenantId": "t"}), "legacy"),
        (show({"managed": False, "clientAppID": "c", "serverAppID": "s"}), "legacy"),
        (show({"managed": None, "clientAppId": None, "serverAppId": None}), "managed"),
        (show({"managed": "True"}), "managed"),
        (show(None), "none"),
        (without("aadProfile"), "none"),
        (rest(aadProfile=None), "none"),
        ({"properties": without("aadProfile", rest()["properties"])}, "none"),
        ({"aadProfile": None}, "none"),
        # Nothing is guessed.
        (show({}), None),
        (show({"managed": False}), None),
        (show("Microsoft.Azure.Management.ContainerService.Models.ManagedClusterAADProfile"), None),
        ({"name": "aks-a", "kubernetesVersion": "1.30"}, None),
        ({"name": "aks-a", "kubernetesVersion": "1.30", "fqdn": "a.azmk8s.io"}, None),
        ({"id": ID, "name": "aks-a", "type": SHOW["type"], "properties": None}, None),
        # `az aks show --query aadProfile`, and with a query of one's own.
        (PROFILE, "managed"),
        (renamed(PROFILE, pascal), "managed"),
        ({"clientAppId": "c", "managed": None, "serverAppId": "s"}, "legacy"),
        ({"AADProfile": {"Managed": True}}, "managed"),
        ([{"name": "aks-a", "aadProfile": PROFILE}], "managed"),
    ],
)  # fmt: skip
def test_how_a_cluster_is_tied_to_entra_id(data: Any, integration: str | None) -> None:
    (cluster,) = read_aks_show(json.dumps(data).encode())
    assert cluster.integration == integration


@pytest.mark.parametrize(
    ("said", "tenant"),
    [(TENANT.upper(), TENANT), ("Contoso365.onmicrosoft.com", "contoso365.onmicrosoft.com"), ("Hunter2!", ""), ("a b", ""),
     ("AKIAIOSFODNN7EXAMPLE", "")],
)  # fmt: skip
def test_a_tenant_is_an_id_or_a_domain(said: str, tenant: str) -> None:
    (cluster,) = read_aks_show(json.dumps(show(PROFILE | {"tenantId": said})).encode())
    assert cluster.tenant == tenant


def test_a_host_with_the_shape_of_a_secret_is_none() -> None:
    (cluster,) = read_aks_show(json.dumps(show(fqdn="AKIAIOSFODNN7EXAMPLE.hcp.westeurope.azmk8s.io")).encode())
    assert not any("akia" in host for host in cluster.hosts)


@pytest.mark.parametrize(
    ("data", "version"),
    [
        (SHOW, "1.30.4"),
        (show(currentKubernetesVersion=None), "1.30"),
        (show(currentKubernetesVersion=7, kubernetesVersion=""), ""),
        (show(currentKubernetesVersion="newest"), ""),
        (PROFILE, ""),
    ],
)
def test_the_version_of_a_cluster(data: Any, version: str) -> None:
    assert read_aks_show(json.dumps(data).encode())[0].version == version


@pytest.mark.parametrize(
    ("profile", "has_admins"),
    [
        ({**PROFILE, "adminGroupObjectIDs": []}, False),
        ({**PROFILE, "adminGroupObjectIDs": None}, False),
        ({"managed": True, "adminGroupObjectIDs": []}, False),
        ({**PROFILE, "adminGroupObjectIDs": [], "enableAzureRbac": True}, True),
        ({**PROFILE, "adminGroupObjectIDs": [], "enableAzureRBAC": "True"}, True),
        (PROFILE, True),
        ({"managed": True}, None),
        ({**PROFILE, "adminGroupObjectIDs": "System.Collections.Generic.List`1[System.String]"}, None),
    ],
)
def test_whether_anybody_is_admin(profile: Any, has_admins: bool | None) -> None:
    assert read_aks_show(json.dumps(show(profile)).encode())[0].has_admins is has_admins


@pytest.mark.parametrize(
    "data",
    [
        b"", b" \n", b"ERROR: (ResourceNotFound) The Resource was not found.", b"[]", b"{}", b'"1.27"', b"\xff\xfe", b"\xff",
        b"[" * 100_000, b"[1, 2]", b"null", b"{", b"a: [", b"[[[[[[[[{}]]]]]]]]", b'{"value": []}', b'{"value": [{}]}',
        b'{"tenantId": "t", "id": "s", "name": "az account show"}', json.dumps([SHOW, {"name": "b"}]).encode(),
        b'{"type": "Microsoft.Kubernetes/connectedClusters", "properties": {"aadProfile": {"tenantID": "t"}}}',
        b"Name    Location    ResourceGroup    KubernetesVersion\n----  ----  ---  ---\naks-a  westeurope  rg-a  1.30",
        b"apiVersion: v1\nkind: Config\nusers: []\n",
    ],
)  # fmt: skip
def test_what_is_none_of_these_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(
        ValueError, match=r"^is (empty|neither JSON nor YAML|not what az aks show prints)[^\n]*: .*az aks show -o json$"
    ):
        read_aks_show(data)


# --- users


REFUSED = {
    "a table": (b"Name    Location\n------  ----------\naks-a   westeurope\n", "is text for people"),
    "tab-separated values": (b"westeurope\trg-a\taks-a\n", "is text for people"),
    "an error of Azure": (json.dumps({"error": {"code": "ResourceNotFound"}}).encode(), "an error of Azure (ResourceNotFound)"),
    "a query that finds nothing": (b"null", "as a query that finds nothing does"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_called_what_it_is(name: str) -> None:
    data, words = REFUSED[name]
    with pytest.raises(ValueError, match="use the output of az aks show -o json") as refused:
        read_aks_show(data)
    assert words in str(refused.value)


def test_each_document_of_yaml_is_a_cluster() -> None:
    found = read_aks_show(yaml.safe_dump_all([SHOW, {**SHOW, "name": "aks-b"}]).encode())
    assert [each.name for each in found] == ["aks-a", "aks-b"]


def test_a_deployment_in_an_arm_template_holds_clusters_too() -> None:
    inner = {"resources": [{**rest(), "type": "Microsoft.ContainerService/managedClusters"}]}
    outer = {"resources": [{"type": "Microsoft.Resources/deployments", "properties": {"template": inner}}]}
    assert [each.integration for each in read_aks_show(json.dumps(outer).encode())] == ["managed"]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


GIVEN = ["--kubectl", "1.30.2", "--kubelogin", "0.2.19"]
A, B = "aks-a-1.hcp.westeurope.azmk8s.io", "aks-b-1.hcp.westeurope.azmk8s.io"
OWN_APP = KUBELOGIN.replace(AKS_SERVER, OWN_SERVER)
ADMIN = TOKEN
USER = KUBELOGIN.replace("tenant-1", TENANT)
SHOW_B = show(None, name="aks-b", resourceGroup="rg-b", fqdn=B, azurePortalFqdn=None, id=ID.replace("-a", "-b"))


def kubeconfig(*entries: tuple[str, str, str]) -> str:
    """A kubeconfig of contexts: name of the user, server, body of the user."""
    lines = ["apiVersion: v1", "kind: Config", "clusters:"]
    lines += [f"- {{name: c{n}, cluster: {{server: '{server}'}}}}" for n, (_, server, _) in enumerate(entries)]
    lines += [
        "contexts:",
        *(f"- {{name: at-{name}, context: {{cluster: c{n}, user: {name}}}}}" for n, (name, _, _) in enumerate(entries)),
    ]
    users = "".join(f"- name: {name}\n  user:\n{body}" for name, _, body in entries)
    return "\n".join(lines) + f"\nusers:\n{users}"


def told(machine: Machine, config: str, *shows: Any, options: list[str] = GIVEN, code: int | None = None) -> Any:
    """The JSON of `versions` for a kubeconfig and what was said of clusters."""
    file = machine.file("config", config)
    words = [
        word
        for n, each in enumerate(shows)
        for word in ("--aks-show", machine.file(f"show-{n}.json", json.dumps(each)))
    ]
    ended: Ended = machine.call("versions", *options, *words, "--format", "json", file)
    assert ended.err == ""
    data = json.loads(ended.out)
    jsonschema.validate(data, schema("versions"))
    assert code is None or ended.code == code
    return data


def checks(data: Any, name: str) -> list[tuple[str, str]]:
    """Verdict and what was found, of the checks of a name."""
    return [(each["verdict"], each["found"]) for each in data["checks"] if each["name"] == name]


def helps(data: Any, name: str) -> str:
    return " | ".join(each["help"] for each in [*data["checks"], *data["notes"]] if each["name"] == name)


@pytest.mark.parametrize(
    "server",
    [
        f"https://{A}", f"https://{A}:443", f"HTTPS://{A.upper()}:443/", f"https://{A}.:443", f"https://{A}:443/api",
        "https://aks-a-1.portal.hcp.westeurope.azmk8s.io:443", "https://a.private.westeurope.azmk8s.io",
    ],
)  # fmt: skip
def test_a_cluster_is_matched_by_each_of_its_hosts(machine: Machine, server: str) -> None:
    data = told(
        machine, kubeconfig(("me", server, OWN_APP)), show(privateFqdn="A.private.westeurope.azmk8s.io."), code=1
    )
    (cluster,) = data["clusters"]
    assert (cluster["matched_by"], cluster["users"], cluster["contexts"]) == ("host", ["me"], ["at-me"])
    assert [verdict for verdict, _ in checks(data, "aks-integration")] == ["fails"]
    assert data["not_matched"] == []


@pytest.mark.parametrize(
    "cluster",
    [f"server: 'https://{B}'", f"server: 'https://{B}', proxy-url: 'https://{A}'", f"server: 'https://{B}/{A}'"],
)
def test_aks_show_of_cluster_a_no_longer_judges_users_of_cluster_b(machine: Machine, cluster: str) -> None:
    config = kubeconfig(("me", "https://x", OWN_APP), ("you", f"https://{A}", USER)).replace(
        "server: 'https://x'", cluster
    )
    data = told(machine, config, SHOW, code=0)
    assert data["clusters"][0]["users"] == ["you"]
    assert data["not_matched"] == ["me"]
    assert checks(data, "aks-integration") == [("ok", "user you for the AKS-managed Entra ID integration")]
    text = machine.call("versions", *GIVEN, "--aks-show", machine.home / "show-0.json", machine.home / "config").out
    assert "cluster   aks-a 1.30.4, AKS-managed Entra ID\n" in text
    assert "          of user you (context at-you), by the host of the server\n" in text
    assert "          says nothing of user me, who reaches other hosts\n" in text


def test_without_an_fqdn_a_cluster_speaks_for_all_only_if_there_is_no_other(machine: Machine) -> None:
    bare = without("fqdn azurePortalFqdn")
    one = told(machine, kubeconfig(("me", f"https://{B}", OWN_APP), ("you", f"https://{B}:443", OWN_APP)), bare, code=1)
    assert one["clusters"][0]["matched_by"] == "only cluster"
    assert one["clusters"][0]["users"] == ["me", "you"]
    two = told(machine, kubeconfig(("me", f"https://{B}", OWN_APP), ("you", f"https://{A}", USER)), bare, code=0)
    assert (two["clusters"][0]["matched_by"], two["clusters"][0]["users"]) == (None, [])
    assert two["not_matched"] == ["me", "you"]
    several = told(machine, kubeconfig(("me", f"https://{B}", OWN_APP)), bare, SHOW_B | {"fqdn": None}, code=0)
    assert several["not_matched"] == ["me"]


@pytest.mark.parametrize(
    "left_out", ["aadProfile agentPoolProfiles", "aadProfile agentPoolProfiles fqdn azurePortalFqdn"]
)
def test_a_shape_that_names_no_profile_is_not_one_without_entra_id(machine: Machine, left_out: str) -> None:
    data = told(machine, kubeconfig(("me", f"https://{A}", USER)), without(left_out), code=0)
    assert [verdict for verdict, _ in checks(data, "aks-integration")] == ["unknown"]
    assert helps(data, "aks-integration") == (
        "use the output of az aks show --resource-group rg-a --name aks-a -o json, without --query"
    )
    assert data["cluster"]["integration"] is None
    assert told(machine, kubeconfig(("me", f"https://{A}", TOKEN)), without(left_out), code=0)["verdict"] == "ok"


def test_a_profile_alone_is_enough(machine: Machine) -> None:
    data = told(machine, kubeconfig(("me", f"https://{B}", OWN_APP)), PROFILE, code=1)
    assert data["cluster"] == {"version": None, "source": None, "integration": "managed"}
    assert (
        helps(data, "aks-integration")
        == "az aks get-credentials --resource-group GROUP --name CLUSTER --overwrite-existing"
    )


def test_the_documentations_own_spelling_is_no_cluster_without_entra_id(machine: Machine) -> None:
    data = told(machine, kubeconfig(("me", f"https://{B}", OWN_APP)), {"AADProfile": {"managed": True}}, code=1)
    assert data["cluster"]["integration"] == "managed"


def test_the_help_names_the_real_cluster_and_resource_group(machine: Machine) -> None:
    data = told(machine, kubeconfig(("me", f"https://{A}", OWN_APP)), rest(), code=1)
    assert (
        helps(data, "aks-integration")
        == "az aks get-credentials --resource-group rg-a --name aks-a --overwrite-existing"
    )


def test_several_clusters_are_one_report(machine: Machine) -> None:
    config = kubeconfig(("me", f"https://{A}", OWN_APP), ("you", f"https://{B}", USER), ("they", "https://c", USER))
    for shows in ([SHOW, SHOW_B], [[SHOW, SHOW_B]], [{"value": [SHOW, SHOW_B]}], [SHOW, SHOW_B, SHOW]):
        data = told(machine, config, *shows, code=1)
        assert [(each["name"], each["users"]) for each in data["clusters"]] == [("aks-a", ["me"]), ("aks-b", ["you"])]
        assert data["not_matched"] == ["they"]
        assert checks(data, "kubectl-skew") == [("ok", "kubectl 1.30.2, clusters aks-a, aks-b 1.30.4")]
        assert [verdict for verdict, _ in checks(data, "aks-integration")] == ["fails"]
        assert checks(data, "aks-no-entra") == [("fails", "user you with a token of Entra ID")]
        assert "--resource-group rg-b --name aks-b" in helps(data, "aks-no-entra")
        assert data["cluster"] == {"version": "1.30.4", "source": "az aks show", "integration": None}


def test_each_version_of_several_clusters_is_judged(machine: Machine) -> None:
    old = SHOW_B | {"currentKubernetesVersion": "1.27.3"}
    config = kubeconfig(("me", f"https://{A}", USER), ("you", f"https://{B}", TOKEN))
    data = told(machine, config, SHOW, old, options=[*GIVEN, "--helm", "3.16.1"], code=1)
    assert checks(data, "kubectl-skew") == [
        ("ok", "kubectl 1.30.2, cluster aks-a 1.30.4"),
        ("fails", "kubectl 1.30.2, cluster aks-b 1.27.3"),
    ]
    assert [verdict for verdict, _ in checks(data, "helm-skew")] == ["ok", "fails"]
    assert data["cluster"]["version"] is None


def test_clusters_that_no_context_reaches_judge_nobody(machine: Machine) -> None:
    """As after az aks list: the other clusters of a subscription are no matter of this file."""
    others = [
        SHOW_B | {"name": f"b{n}", "fqdn": f"b{n}.azmk8s.io", "currentKubernetesVersion": f"1.{n}.1"}
        for n in range(9, 27)
    ]
    config = kubeconfig(("me", f"https://{A}", USER))
    data = told(machine, config, [*others, SHOW, show(None, name="c", fqdn="c.azmk8s.io", enableRbac=False)], code=0)
    assert checks(data, "kubectl-skew") == [("ok", "kubectl 1.30.2, cluster 1.30.4")]
    assert data["recommended"]["kubectl"] == "1.30.2"
    assert data["notes"] == []
    assert len(data["clusters"]) == 20
    text = machine.call("versions", *GIVEN, "--aks-show", machine.home / "show-0.json", machine.home / "config").out
    assert "no context reaches the other 19 clusters of --aks-show" in text


@pytest.mark.parametrize("option", [["--cluster", "1.30"], ["--connect"]])
def test_one_version_is_not_that_of_several_clusters(machine: Machine, option: list[str]) -> None:
    file = machine.file("list.json", json.dumps([SHOW, SHOW_B]))
    ended = machine.call("versions", *GIVEN, *option, "--aks-show", file)
    assert (ended.code, ended.out) == (2, "")
    assert "gives one version, but --aks-show describes 2 clusters" in ended.err


def test_of_a_list_the_first_cluster_and_context_of_a_name_count(machine: Machine) -> None:
    one = machine.file("one", kubeconfig(("me", f"https://{A}", USER)))
    two = machine.file("two", kubeconfig(("me", f"https://{B}", OWN_APP)))
    shows = [
        word
        for each in (SHOW, SHOW_B)
        for word in ("--aks-show", machine.file(f"{each['name']}.json", json.dumps(each)))
    ]
    together = json.loads(machine.call("versions", *GIVEN, *shows, "--format", "json", KUBECONFIG=f"{one}:{two}").out)
    assert [each["users"] for each in together["clusters"]] == [["me"], []]
    apart = json.loads(machine.call("versions", *GIVEN, *shows, "--format", "json", one, two).out)
    assert [each["users"] for each in apart["clusters"]] == [["me"], ["me"]]


# --- what is told


def notes(data: Any) -> dict[str, str]:
    return {each["name"]: each["text"] for each in data["notes"]}


def test_nothing_is_told_where_all_is_well(machine: Machine) -> None:
    data = told(machine, kubeconfig(("me", f"https://{A}", USER)), SHOW, code=0)
    assert data["notes"] == []
    assert data["verdict"] == "ok"


def test_a_cluster_without_rbac_is_said(machine: Machine) -> None:
    data = told(machine, kubeconfig(("me", f"https://{A}", TOKEN)), show(None, enableRbac=False), code=0)
    assert "cluster aks-a has no Kubernetes RBAC (enableRbac: false)" in notes(data)["aks-no-rbac"]


def test_a_cluster_of_which_nobody_is_admin_is_said(machine: Machine) -> None:
    config = kubeconfig(("me", f"https://{A}", USER))
    data = told(machine, config, show({**PROFILE, "adminGroupObjectIDs": []}), code=0)
    assert "cluster aks-a makes nobody an admin: adminGroupObjectIds is empty" in notes(data)["aks-nobody-is-admin"]
    assert "az aks update --resource-group rg-a --name aks-a --aad-admin-group-object-ids" in helps(
        data, "aks-nobody-is-admin"
    )
    by_azure = told(machine, config, show({**PROFILE, "adminGroupObjectIDs": [], "enableAzureRbac": True}))
    assert by_azure["notes"] == []


@pytest.mark.parametrize("body", [TOKEN, "    client-certificate-data: x\n    client-key-data: y\n    token: t\n"])
def test_a_cluster_admin_is_refused_where_local_accounts_are_off(machine: Machine, body: str) -> None:
    config = kubeconfig(("clusterAdmin_rg-a_aks-a", f"https://{A}", body), ("me", f"https://{A}", USER))
    data = told(machine, config, show(disableLocalAccounts=True), code=1)
    assert checks(data, "aks-local-accounts") == [
        ("fails", "user clusterAdmin_rg-a_aks-a of a local account; disableLocalAccounts: true")
    ]
    assert "az aks update --resource-group rg-a --name aks-a --enable-local-accounts" in helps(
        data, "aks-local-accounts"
    )
    assert [verdict for verdict, _ in checks(told(machine, config, SHOW, code=0), "aks-local-accounts")] == ["ok"]


def test_a_cluster_admin_bypasses_entra_id_and_that_is_no_failure(machine: Machine) -> None:
    data = told(machine, kubeconfig(("clusterAdmin_rg-a_aks-a", f"https://{B}", ADMIN)), code=0)
    assert "user clusterAdmin_rg-a_aks-a" in notes(data)["aks-admin-account"]
    assert "bypasses Entra ID" in notes(data)["aks-admin-account"]
    assert "az aks get-credentials --resource-group GROUP --name CLUSTER, without" in helps(data, "aks-admin-account")
    known = told(machine, kubeconfig(("clusterAdmin_rg-a_aks-a", f"https://{A}", ADMIN)), SHOW, code=0)
    assert "--resource-group rg-a --name aks-a, without --admin" in helps(known, "aks-admin-account")
    text = machine.call("versions", *GIVEN, machine.home / "config").out
    assert "note     user clusterAdmin_rg-a_aks-a: an admin account of the cluster itself" in text
    assert told(machine, kubeconfig(("clusterAdmin_rg-a_aks-a", f"https://{B}", USER)))["notes"] == []


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (USER, "ok"),
        (USER.replace(TENANT, TENANT.upper()), "ok"),
        (USER.replace(TENANT, OTHER_TENANT), "fails"),
        (USER.replace(TENANT, "example.org"), "unknown"),
        (USER.replace("args:", f"env: [{{name: AZURE_TENANT_ID, value: {OTHER_TENANT}}}]\n      args:"), "fails"),
        (USER.replace("devicecode", "msi").replace(TENANT, OTHER_TENANT), None),
        (USER.replace(f", --tenant-id, {TENANT}", "").replace("devicecode", "azurecli"), None),
        (
            "    auth-provider:\n      name: azure\n      config:\n"
            f"        {{apiserver-id: {AKS_SERVER}, tenant-id: {OTHER_TENANT}, config-mode: '1'}}\n",
            "fails",
        ),
    ],
)
def test_a_user_of_another_tenant_is_told(machine: Machine, body: str, verdict: str | None) -> None:
    data = told(machine, kubeconfig(("me", f"https://{A}", body)), SHOW)
    assert [each for each, _ in checks(data, "aks-tenant")] == ([] if verdict is None else [verdict])
    if verdict == "fails" and "AZURE_TENANT_ID" in body:
        assert helps(data, "aks-tenant") == f"set AZURE_TENANT_ID to {TENANT} in the env of the exec section"
    elif verdict == "fails":
        config = machine.home / "config"
        assert checks(data, "aks-tenant")[0][1] == f"user me of tenant {OTHER_TENANT}"
        mode = "" if "auth-provider" in body else " -l devicecode"
        assert helps(data, "aks-tenant") == f"kubeconv convert{mode} --tenant-id {TENANT} --user me {config}"
        assert machine.call(*helps(data, "aks-tenant").split()[1:]).code == 0
        assert [each for each, _ in checks(told(machine, config.read_text(), SHOW), "aks-tenant")] == ["ok"]


def test_a_user_of_the_retired_integration_is_told_so_with_the_way_out(machine: Machine) -> None:
    config = kubeconfig(("me", f"https://{B}", OWN_APP), ("you", f"https://{A}", USER))
    data = told(machine, config, SHOW, code=0)
    assert notes(data)["aks-legacy-integration"].startswith(
        "user me is for the legacy Entra ID integration, which AKS retired on 2024-02-29"
    )
    assert "az aks update --resource-group GROUP --name CLUSTER --enable-aad" in helps(data, "aks-legacy-integration")
    legacy = show({"managed": None, "clientAppId": "c", "serverAppId": OWN_SERVER}, fqdn=B)
    data = told(machine, config, legacy, code=0)
    assert "az aks update --resource-group rg-a --name aks-a --enable-aad" in helps(data, "aks-legacy-integration")
    alone = told(machine, kubeconfig(("you", f"https://{A}", TOKEN)), legacy, code=0)
    assert notes(alone)["aks-legacy-integration"].startswith("cluster aks-a has the legacy Entra ID integration")


def test_a_user_for_an_integration_that_the_cluster_has_no_longer_is_told_once(machine: Machine) -> None:
    data = told(machine, kubeconfig(("me", f"https://{A}", OWN_APP), ("you", f"https://{A}", USER)), SHOW, code=1)
    assert checks(data, "aks-integration") == [("fails", "user me for the legacy Entra ID integration")]
    assert data["notes"] == []


def test_the_policy_of_kubernetes_says_nothing_of_aks(machine: Machine) -> None:
    config = kubeconfig(("clusterAdmin_rg-a_aks-a", f"https://{A}", ADMIN), ("me", f"https://{B}", OWN_APP))
    assert told(machine, config, options=[*GIVEN, "--policy", "kubernetes"])["notes"] == []


def test_thousands_of_users_of_a_cluster_are_few_lines(machine: Machine) -> None:
    config = kubeconfig(*((f"u{n}", f"https://{A if n % 2 else B}", OWN_APP) for n in range(1000)))
    file = machine.file("config", config)
    ended = machine.call("versions", *GIVEN, "--aks-show", machine.file("show.json", json.dumps(SHOW)), file)
    assert len(ended.out.splitlines()) < 40
    assert max(map(len, ended.out.splitlines())) < 400


def test_what_is_no_host_is_no_address_of_a_cluster() -> None:
    hosts = {"fqdn": "root:hunter2", "privateFQDN": "my old dog", "azurePortalFQDN": "C.hcp.westeurope.azmk8s.io"}
    (cluster,) = read_aks_show(json.dumps({**SHOW, **hosts}).encode())
    assert cluster.hosts == ("c.hcp.westeurope.azmk8s.io",)
