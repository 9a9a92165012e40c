"""The real pre-commit runs the hooks of this checkout in a real git repository."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).parents[2]
HOOKS = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

CLEAN = """\
apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {server: https://c.example}
contexts:
- name: x
  context: {cluster: c, user: u}
current-context: x
users:
- name: u
  user:  # a comment
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: aws
      args: [eks, get-token, --cluster-name, c]
"""
LEGACY = CLEAN.replace(CLEAN[CLEAN.index("    exec:") :], """\
    auth-provider:
      name: azure
      config:
        apiserver-id: 6dae42f8-4368-4678-94ff-3960e28e3630
        client-id: 80faf920-1908-4b52-b5ef-a8e7bedfc67a
        config-mode: "1"
        environment: AzurePublicCloud
        tenant-id: 11111111-1111-4111-8111-111111111111
""")  # fmt: skip
SECRET = CLEAN.replace(CLEAN[CLEAN.index("    exec:") :], "    token: hV6YtTqPzR2mW8sKdXn4\n")

#: Named like kubeconfigs, or nearly, and none of the business of any hook.
OTHERS = {
    "kubeconfig.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubeconfig}\ndata: {config: ''}\n",
    "chart/templates/kubeconfig.yaml": "apiVersion: v1\nkind: Config\nclusters:\n{{- range .Values.all }}\n- {}\n{{- end }}\n",
    "kind/kube-config.yaml": "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n- role: control-plane\n",
    "sealed/prod.kubeconfig": "apiVersion: ENC[AES256_GCM,data:a]\nkind: Config\nclusters: []\nsops: {mac: x}\n",
    "src/kubeconfig.go": "package kubeconfig\n\nfunc clusters() {}\n",
    "notes/admin.conf": "[server]\nkind = Config\n",
    "values.yaml": "clusters: [\n",
}


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout as it is now, committed to a repository of its own, as pre-commit needs it."""
    folder = tmp_path_factory.mktemp("hooks") / "kubeconv"
    listed = subprocess.check_output(
        ["git", "-C", CHECKOUT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], text=True
    )
    for name in listed.split("\0"):
        if name and not name.startswith("fixtures/") and (CHECKOUT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CHECKOUT / name, folder / name)
    repository(folder)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where pre-commit keeps what it installs: once for all tests."""
    folder = tmp_path_factory.mktemp("pre-commit-home")
    yield folder
    shutil.rmtree(folder)


class Repository:
    """A repository that uses pre-commit."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`pre-commit run` over what is staged."""
        git(self.folder, "add", "--all")
        environment = {
            **os.environ,
            "PRE_COMMIT_HOME": str(self.home),
            "HOME": str(self.home),
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--color=never", "--verbose", *arguments],
            cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600,
            check=False,
        )  # fmt: skip


@pytest.fixture
def somebodys(tmp_path: Path, hooks: Path, home: Path) -> Repository:
    """Somebody's repository, with nothing in it but the three hooks switched on."""
    folder = tmp_path / "repository"
    folder.mkdir()
    repository(folder)
    found = Repository(folder, home)
    ids = [{"id": hook["id"]} for hook in HOOKS]
    config = {"repos": [{"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD").strip(), "hooks": ids}]}
    found.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    return found


def test_clean_files_and_files_of_others_pass(somebodys: Repository) -> None:
    for name in (".kube/config", "clusters/prod.kubeconfig", "kubeconfig_my-eks", "infra/my-kubeconfig.yml"):
        somebodys.write(name, CLEAN)
    for name, text in OTHERS.items():
        somebodys.write(name, text)
    run = somebodys.run()
    assert run.returncode == 0, run.stdout + run.stderr
    assert results(run.stdout) == {hook["name"]: "Passed" for hook in HOOKS}
    assert "4 files" in run.stdout


def test_the_convert_hook_mends_the_file_and_fails_once(somebodys: Repository) -> None:
    file = somebodys.write(".kube/config", LEGACY)
    run = somebodys.run()
    assert results(run.stdout) == {
        "kubeconv validate": "Failed",
        "kubeconv convert": "Failed",
        "kubeconv secrets": "Passed",
    }
    assert "files were modified by this hook" in run.stdout
    assert "KC201" in run.stdout
    assert "command: kubelogin" in file.read_text(encoding="utf-8")
    assert "user:  # a comment" in file.read_text(encoding="utf-8")
    assert [each.name for each in file.parent.iterdir()] == ["config"]  # git has the old bytes
    assert f"undo: git -C {file.parent} restore config" in run.stdout
    run = somebodys.run()
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_secrets_hook_keeps_a_token_out_of_git_and_does_not_print_it(somebodys: Repository) -> None:
    somebodys.write("deploy/kubeconfig.yaml", SECRET)
    run = somebodys.run("kubeconv-secrets")
    assert run.returncode == 1
    assert "deploy/kubeconfig.yaml:13:12: error[KC501]" in run.stdout
    assert "hV6YtTqPzR2mW8sKdXn4" not in run.stdout + run.stderr


def test_a_broken_kubeconfig_fails_with_its_place(somebodys: Repository) -> None:
    somebodys.write("admin.conf", CLEAN.replace("- name: u", "\t- name: u"))
    run = somebodys.run("kubeconv-validate")
    assert run.returncode == 1
    assert "admin.conf:11:1: error[KC001]" in run.stdout


def test_hundreds_of_files_are_one_process(somebodys: Repository) -> None:
    for number in range(300):
        somebodys.write(f"clusters/{number:03}/kubeconfig", CLEAN)
    run = somebodys.run("kubeconv-validate")
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.findall(r"^(\d+) files, no findings$", run.stdout, re.M) == ["300"]


def test_the_configuration_of_the_repository_counts(somebodys: Repository) -> None:
    somebodys.write("deploy/kubeconfig", CLEAN)
    somebodys.write(".kubeconv.toml", '[policy]\nplugins = ["kubelogin"]\n')
    run = somebodys.run("kubeconv-validate")
    assert run.returncode == 1
    assert "deploy/kubeconfig:15:16: error[KC601] user 'u' has the plugin 'aws', which the policy" in run.stdout
    somebodys.write("deploy/pyproject.toml", "[tool.kubeconv]\nignore = ['KC601']\n")
    assert somebodys.run("kubeconv-validate").returncode == 0, "the nearest counts"
    somebodys.write(".kubeconv.toml", "[polcy]\n")
    somebodys.write("deploy/pyproject.toml", "[tool.other]\n")
    run = somebodys.run("kubeconv-validate")
    assert run.returncode == 1
    assert ".kubeconv.toml:1: polcy is not a key (did you mean policy?)" in run.stdout.replace("'", "")


def test_no_configuration_lets_a_selected_rule_go(somebodys: Repository) -> None:
    somebodys.write("deploy/kubeconfig", SECRET)
    somebodys.write(".kubeconv.toml", "ignore = ['KC501']\n")
    assert "KC501" in somebodys.run("kubeconv-secrets").stdout


# --- the hooks that this repository runs for itself


@pytest.fixture
def ours(tmp_path: Path, hooks: Path, home: Path) -> Repository:
    """A copy of the checkout with its own .pre-commit-config.yaml and an environment that is already there."""
    folder = tmp_path / "ours"
    shutil.copytree(hooks, folder)
    (folder / ".venv").symlink_to(sys.prefix)
    return Repository(folder, home)


OFFLINE = {**dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9"), "no_proxy": ""}


def test_our_own_hooks_pass_without_network(ours: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OFFLINE.items():
        monkeypatch.setenv(name, value)
    run = ours.run("--all-files")
    assert run.returncode == 0, run.stdout + run.stderr
    assert {*results(run.stdout).values()} <= {"Passed", "Skipped"}
    assert results(run.stdout).items() >= {"ruff format": "Passed", "mypy": "Passed", "zizmor": "Passed"}.items()


def test_our_own_hooks_stop_what_they_should(ours: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKIP", "mypy")
    ours.write("kubeconv/odd.py", "import os\nx=1\n")
    ours.write("deploy/kubeconfig.yaml", SECRET)
    ours.write("legacy.kubeconfig", LEGACY)
    workflow = ours.folder / ".github/workflows/ci.yml"
    ours.write(".github/workflows/ci.yml", re.sub(r"@[0-9a-f]{40}", "@main", workflow.read_text(encoding="utf-8")))
    run = ours.run()
    assert {name for name, result in results(run.stdout).items() if result == "Failed"} == {
        "ruff format", "ruff check", "zizmor", "kubeconv validate", "kubeconv convert", "kubeconv secrets",
    }  # fmt: skip


def repository(folder: Path) -> None:
    """Make a folder a git repository with all of its files committed."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(
        folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty", "-m", "all"
    )


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", folder, *arguments], capture_output=True, text=True, check=True, timeout=60
    ).stdout  # fmt: skip


def results(output: str) -> dict[str, str]:
    """Hook name to Passed, Failed or Skipped, of what pre-commit printed."""
    return dict(re.findall(r"^([\w ]+?)\.{3,}.*?(Passed|Failed|Skipped)$", output, re.MULTILINE))
