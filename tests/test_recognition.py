"""What is taken for a kubeconfig, and what is left alone."""

import time

import pytest

from kubeconv.kubeconfig.recognition import holds_kubeconfig, is_template, may_hold_kubeconfig, was_meant_as_kubeconfig
from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.machine.folders import files_under, may_be_kubeconfig
from kubeconv.tree.source import Source

KUBECONFIGS = {
    "kubectl's own": "apiVersion: v1\nkind: Config\nclusters: null\ncontexts: null\ncurrent-context: ''\nusers: null\n",
    "nothing but what it is": "apiVersion: v1\nkind: Config\n",
    "JSON": '{"kind": "Config", "apiVersion": "v1", "clusters": [], "users": [], "contexts": []}',
    "without apiVersion and kind": "clusters:\n- name: c\n  cluster: {server: https://c}\n",
    "users only": "users:\n- name: u\n  user: {token: t}\n",
    "kind empty, as OKE writes it": "apiVersion: v1\nkind: ''\nclusters:\n- name: c\n  cluster: {server: https://c}\n",
    "wrong apiVersion": "apiVersion: v1beta1\nkind: Config\nclusters:\n- name: c\n  cluster: {}\n",
    "wrong case of kind": "apiVersion: v1\nkind: config\nclusters: []\n",
    "wrong type of a list": "apiVersion: v1\nkind: Config\nclusters: {}\n",
    "misspelt lists": "apiVersion: v1\nkind: Config\ncluster: []\nuser: []\n",
    "several documents": "apiVersion: v1\nkind: Config\nclusters: []\n---\nkind: Pod\n",
    "a tab": "apiVersion: v1\nkind: Config\nclusters:\n\t- name: c\n",
    "a truncated download": '{"apiVersion": "v1", "kind": "Config", "clusters": [{"name":',
    "a merge conflict": "apiVersion: v1\nkind: Config\n<<<<<<< HEAD\nclusters: []\n=======\nusers: []\n>>>>>>> x\n",
    "keys behind tags": "!!binary dXNlcnM=: [{name: u, user: {!!binary dG9rZW4=: t}}]\n",
    "keys behind escapes": '{"\\x75sers": [{"name": "u", "\\u0075ser": {"token": "t"}}]}\n',
    "keys behind tags, and too deep for us": f"!!binary dXNlcnM=: []\nx: {'[' * 2_000}{']' * 2_000}\n",
    "UTF-16": "apiVersion: v1\nkind: Config\nusers: []\n",
}

OTHERS = {
    "nothing": "",
    "a word": "clusters",
    "kind": "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: []\n",
    "skaffold": "apiVersion: skaffold/v4beta1\nkind: Config\nbuild: {}\n",
    "a custom resource": "apiVersion: example.com/v1\nkind: Config\nclusters: []\n",
    "another kind Config": "apiVersion: v1\nkind: Config\nmetadata: {name: x}\nspec: {}\n",
    "kuberc": "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\naliases: []\n",
    "talosconfig": "context: a\ncontexts:\n  a:\n    endpoints: []\n",
    "kustomization": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [config]\n",
    "a Secret with a kubeconfig in it": "apiVersion: v1\nkind: Secret\nstringData:\n  a: |\n    kind: Config\n    users: []\n",
    "manifests": "apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: Config\nclusters: []\n",
    "envoy": "static_resources:\n  clusters:\n  - name: c\n",
    "lists of the same names": "clusters:\n- name: a\n  nodes: 3\nusers:\n- name: b\n  user: b\n",
    "elastic": "users:\n- alice\n- bob\n",
    "sops": "apiVersion: v1\nkind: Config\nclusters: []\nsops:\n  mac: ENC[x]\n  version: 3.8.1\n",
    "sops, all of it": "apiVersion: ENC[AES256_GCM]\nkind: ENC[AES256_GCM]\nclusters: []\n",
    "sops, damaged": "apiVersion: v1\nkind: Config\nclusters: [\nsops:\n  mac: x\n",
    "a Helm template": "apiVersion: v1\nkind: Config\nclusters:\n{{- range .Values.clusters }}\n- {}\n{{- end }}\n",
    "a Jinja template": "apiVersion: v1\nkind: Config\nclusters:\n{% for c in clusters %}\n- x: {{ c }}\n{% endfor %}\n",
    "broken YAML of another kind": "kind: Pod\nclusters: [\n",
    "a list": "- kind: Config\n  clusters: []\n",
    "source": "package kubeconfig\n\nfunc clusters(users []string) {}\n",
    "an INI file": "[Config]\nkind = x\nclusters = 3\n",
}  # fmt: skip


TEMPLATES = {
    "Terraform": "clusters:\n- {name: c, cluster: {server: '${host}', certificate-authority-data: '${ca}'}}\n",
    "in quotes": "users:\n- name: '{{.user.Username}}'\n  user: {token: '{{ .Token }}'}\n",
    "without quotes": "clusters:\n- name: c\n  cluster: {certificate-authority-data: {{CERT}}}\n",
    "one value": "users:\n- name: u\n  user: {auth-provider: {name: azure, config: {tenant-id: '<%= tenant %>'}}}\n",
    "the current context": "clusters: [{name: c, cluster: {}}]\ncurrent-context: prod-${region}\n",
}
NO_TEMPLATES = {
    **KUBECONFIGS,
    "a token in it": "users:\n- name: u\n  user: {token: 3f9d0c1e}\n- name: v\n  user: {token: '{{ .Token }}'}\n",
    "of a plugin": "users:\n- name: u\n  user: {exec: {command: sh, args: [-c, 'echo ${TOKEN} {{.x}}']}}\n",
    "a jsonpath": "users: [{name: u, user: {auth-provider: {config: {token-key: '{.credential.access_token}'}}}}]\n",
    "the home": "users: [{name: u, user: {client-certificate: '${HOME}/a.crt', client-key: '${HOME}/a.key'}}]\n",
}  # fmt: skip


@pytest.mark.parametrize("text", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_is_a_template(text: str) -> None:
    assert holds_kubeconfig(parse_tolerantly(Source(text.encode())))
    assert is_template(parse_tolerantly(Source(text.encode())).kubeconfig.document.root)


@pytest.mark.parametrize("text", NO_TEMPLATES.values(), ids=NO_TEMPLATES.keys())
def test_is_no_template(text: str) -> None:
    assert not is_template(parse_tolerantly(Source(text.encode())).kubeconfig.document.root)


@pytest.mark.parametrize("what", KUBECONFIGS)
def test_is_a_kubeconfig(what: str) -> None:
    data = KUBECONFIGS[what].encode("utf-16" if what == "UTF-16" else "utf-8")
    source = Source(data)
    assert may_hold_kubeconfig(source.text)
    assert holds_kubeconfig(parse_tolerantly(source))


@pytest.mark.parametrize("what", OTHERS)
def test_is_none(what: str) -> None:
    assert not holds_kubeconfig(parse_tolerantly(Source(OTHERS[what].encode())))


def test_an_endless_line_is_read_once() -> None:
    for text in (" " * 300_000, "{" * 300_000, "\n" * 300_000, "kind" * 100_000, "{ " * 100_000):
        started = time.process_time()
        assert not was_meant_as_kubeconfig(text + "\t")
        assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "name", ["config", "kubeconfig", "prod.kubeconfig", "kubeconfig-prod", "kubeconfig.prod", "a.yaml", "admin.conf"]
)
def test_names_worth_a_look(name: str) -> None:
    assert may_be_kubeconfig(name)


@pytest.mark.parametrize("name", ["main.go", "README.md", "a.png", "x.tar.gz"])
def test_names_of_other_things(name: str) -> None:
    assert not may_be_kubeconfig(name)


def test_a_folder_is_walked_once(tmp_path) -> None:  # type: ignore[no-untyped-def]
    for name in (
        "config",
        "sub/a.yaml",
        ".git/config",
        "node_modules/x/a.yaml",
        ".kube/config",
        ".kube/cache/b.json",
        "m.go",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("kind: Config\n")
    (tmp_path / "binary").write_bytes(b"\x7fELF\0\0")
    (tmp_path / "sub" / "up").symlink_to("..")
    (tmp_path / "sub" / "z.yaml").symlink_to("a.yaml")
    (tmp_path / "sub" / "gone.yaml").symlink_to("nowhere")
    found = [path.removeprefix(f"{tmp_path}/") for path in files_under(str(tmp_path))]
    assert found == ["config", ".kube/config", "sub/a.yaml"]
    (tmp_path / "sub" / "away").symlink_to("/")
    left_out: dict[str, str] = {}
    found = [path.removeprefix(f"{tmp_path}/") for path in files_under(str(tmp_path), left_out)]
    assert found == ["binary", "config", "m.go", ".kube/config", "sub/a.yaml"]
    assert {path.removeprefix(f"{tmp_path}/"): why for path, why in left_out.items()} == {
        ".git": "a folder of another program",
        "node_modules": "a folder of another program",
        ".kube/cache": "a folder of another program",
        "sub/away": "a link to a folder elsewhere",
        "sub/gone.yaml": "no regular file",
    }
