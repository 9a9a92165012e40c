"""The configuration: where it is found, what is wrong with it, what it changes, and what it must not."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from builders import IDS, TENANT, legacy, plugin
from rules.examples import complete, example
from test_cli_usage import uncovered

from kubeconv import schemas
from kubeconv.auth.azure import AKS_CLIENT, AKS_SERVER
from kubeconv.commands import run
from kubeconv.kubeconfig.view import parse_source, view
from kubeconv.report.settings import manual
from kubeconv.settings import toml
from kubeconv.settings.keys import KEYS
from kubeconv.settings.schema import schema
from kubeconv.tree.source import Source
from kubeconv.validation.rule import Case, TeamPolicy
from kubeconv.validation.rules.policy import forbidden_by_policy
from kubeconv.validation.rules.policy.forbidden_by_policy import FORBIDDEN

AWS = {"exec": {"apiVersion": "client.authentication.k8s.io/v1beta1", "command": "aws", "interactiveMode": "Never",
                "args": ["eks", "get-token", "--cluster-name", "c"]}}  # fmt: skip


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """The codes of the findings of `--format short`."""
        return [line.partition("[")[2].partition("]")[0] for line in self.out.splitlines()]

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Here:
    """A folder to be in, with files, and the command line in this process."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capfd = folder, capfd

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        return path

    def kubeconfig(self, name: str = "config", server: str = "https://c.example", **users: Mapping[str, Any]) -> str:
        """A kubeconfig with a cluster and a context for each user: cluster me-c, context me-x, user me."""
        found = users or {"me": {"tokenFile": "/t"}}
        data = {
            "apiVersion": "v1", "kind": "Config", "current-context": f"{next(iter(found))}-x",
            "clusters": [{"name": f"{user}-c", "cluster": {"server": server}} for user in found],
            "contexts": [{"name": f"{user}-x", "context": {"cluster": f"{user}-c", "user": user}} for user in found],
            "users": [{"name": user, "user": body} for user, body in found.items()],
        }  # fmt: skip
        self.write(name, json.dumps(data, indent=1))
        return name

    def run(self, *arguments: str) -> Said:
        code = run(arguments)
        return Said(code, *self._capfd.readouterr())

    def validate(self, *arguments: str) -> Said:
        return self.run("validate", "--format", "short", *arguments)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Here:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("KUBECONFIG", "AAD_LOGIN_METHOD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    return Here(folder, capfd)


# where it is found

#: Files with the rule that each forbids, the file to look at, and the rule that is ignored then; '' for none.
PLACES: Mapping[str, tuple[Mapping[str, str], str, str]] = {
    "beside the file": ({".kubeconv.toml": 'ignore = ["KC001"]'}, "config", "KC001"),
    "above": ({".kubeconv.toml": 'ignore = ["KC001"]'}, "a/b/config", "KC001"),
    "the nearest": ({".kubeconv.toml": 'ignore = ["KC001"]', "a/.kubeconv.toml": 'ignore = ["KC002"]'}, "a/b/config", "KC002"),
    "our own file before pyproject": (
        {".kubeconv.toml": 'ignore = ["KC001"]', "pyproject.toml": '[tool.kubeconv]\nignore = ["KC002"]'}, "config", "KC001",
    ),
    "pyproject": ({"pyproject.toml": '[tool.kubeconv]\nignore = ["KC002"]'}, "config", "KC002"),
    "pyproject spelt otherwise": ({"pyproject.toml": "[ tool . \"kubeconv\" ]\nignore = 'KC002'"}, "config", "KC002"),
    "pyproject with one table of tools": ({"pyproject.toml": "[tool]\nkubeconv = { ignore = 'KC002' }"}, "config", "KC002"),
    "pyproject with dotted keys": ({"pyproject.toml": "'tool' .kubeconv.ignore = 'KC002'"}, "config", "KC002"),
    "pyproject with an inline table": ({"pyproject.toml": "tool = {kubeconv.ignore = 'KC002'}"}, "config", "KC002"),
    "pyproject with escapes": ({"pyproject.toml": '["t\\u006fol".kubeconv]\nignore = "KC002"'}, "config", "KC002"),
    "pyproject without it is passed over": (
        {"a/pyproject.toml": '[project]\nname = "kubeconv"\n', ".kubeconv.toml": 'ignore = ["KC001"]'}, "a/config", "KC001",
    ),
    "a broken pyproject of others": (
        {"a/pyproject.toml": "[project\n", ".kubeconv.toml": 'ignore = ["KC001"]'}, "a/config", "KC001",
    ),
    "an empty one is one": ({"a/.kubeconv.toml": "", ".kubeconv.toml": 'ignore = ["KC001"]'}, "a/config", "none"),
    "from the working folder if there is none above the file": (
        {".kubeconv.toml": 'ignore = ["KC001"]'}, "../elsewhere/config", "KC001",
    ),
    "none": ({"other/.kubeconv.toml": 'ignore = ["KC001"]'}, "config", "none"),
}  # fmt: skip


@pytest.mark.parametrize("case", PLACES)
def test_the_nearest_counts(here: Here, case: str) -> None:
    files, path, ignored = PLACES[case]
    for name, text in files.items():
        here.write(name, text)
    here.kubeconfig(path)
    found = here.run("config", "--format", "json", path).json
    jsonschema.Draft202012Validator(json.loads(schemas.text("config-output"))).validate(found)
    (value,) = (each for each in found["files"][0]["values"] if each["key"] == "ignore")
    assert value["value"] == ([ignored] if ignored != "none" else "none")
    assert (value["from"] is None) is (ignored == "none")


def test_standard_input_and_no_file_mean_the_working_folder(here: Here) -> None:
    here.write(".kubeconv.toml", 'ignore = ["KC001"]')
    for files in ([], ["-"]):
        assert "KC001" in here.run("config", *files).out


def test_one_is_given_or_none_is_taken(here: Here) -> None:
    path = here.kubeconfig(me={"token": "0123abcd"})
    here.write(".kubeconv.toml", 'policy.forbid = ["token"]')
    here.write("other.toml", 'policy.forbid = ["password"]')
    assert here.validate(path).codes == ["KC601"]
    assert here.validate("--no-config", path).codes == []
    assert here.validate("--config", "other.toml", path).codes == []
    assert here.validate("--config", "missing.toml", path).code == 2
    assert here.validate("--config", "other.toml", "--no-config", path).code == 2
    here.write("empty/pyproject.toml", "[project]\nname = 'x'\n")
    assert "has no [tool.kubeconv]" in here.validate("--config", "empty/pyproject.toml", path).err


def test_each_file_has_its_own(here: Here) -> None:
    here.write("a/.kubeconv.toml", 'policy.forbid = ["token"]')
    files = [here.kubeconfig(f"{name}/config", me={"token": "0123abcd"}) for name in ("a", "b")]
    assert [line.partition(":")[0] for line in here.validate(*files).out.splitlines()] == ["a/config"]


# what is wrong with it

WRONG: Sequence[tuple[str, int, str]] = [
    ("\nslect = ['KC1']", 2, "'slect' is not a key (did you mean select?); use kubectl, helm,"),
    ("[policy]\n\nforbids = []", 3, "'forbids' is not a key of policy (did you mean forbid?); use forbid, login-modes"),
    ("policy = {forbids = []}", 1, "'forbids' is not a key of policy"),
    ("policy = 1", 1, "policy is not a table"),
    ("# x\nselect = 1", 2, "select: is a number; write it in quotes"),
    ("select = true", 1, "select: is not a list of strings"),
    ("kubectl = 1.30", 1, "kubectl: is a number; write it in quotes"),
    ("# x\n[tool.kubeconv]\nselect = 'KC2'", 2, "write the keys without [tool.kubeconv], which is for pyproject.toml only"),
    ("[policy.x]\ny = 1", 1, "'x' is not a key of policy"),
    ("helm = ['3.1']", 1, "helm: is not a string"),
    ("kubectl = ['1.30',\n 'latest']", 1, "kubectl: "),
    ("ignore = ['removed-azur']", 1, "ignore: no rule is called removed-azur (did you mean removed-azure?)"),
    ("[severity]\nKC201 = 'eror'", 2, "severity, KC201: eror is no severity (did you mean error?)"),
    ("[severity]\nKC999 = 'error'", 2, "severity, KC999: no rule is called KC999"),
    ("[login-modes]\n'*' = 'azcli'", 2, "azcli is no login mode (did you mean azurecli?)"),
    ("[per-file-ignores]\n'a' = 'KC9'", 2, "no rule is called KC9"),
    ("[policy]\nforbid = ['tokens']", 2, "tokens is no thing that a policy can forbid (did you mean token?)"),
    ("[policy]\nplugins = ['/bin/x']", 2, "is not the name of a program"),
    ("a = 1\nb = [", 2, "is not TOML: invalid value"),
    ("a = 1\nb = [1\n\n", 2, "is not TOML: unclosed array"),
    ("a = 1\na = 2", 2, "is not TOML: cannot overwrite a value"),
    ("[s3cr3t]\n[s3cr3t]", 2, "is not TOML;"),
    ("a b", 1, "is not TOML: expected '=' after a key in a key/value pair"),
    ('a = "x\nb = 1', 1, "is not TOML: unterminated string"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said"), WRONG, ids=[each[2] for each in WRONG])
@pytest.mark.parametrize("command", ["validate", "convert", "fix", "doctor", "versions", "config"])
def test_what_is_wrong_is_one_line_with_its_place(here: Here, command: str, text: str, line: int, said: str) -> None:
    path = here.kubeconfig(me=legacy())
    before = (here.folder / path).read_bytes()
    where = here.write(".kubeconv.toml", text)
    found = here.run(command, path)
    assert (found.code, found.err.count("\n")) == (2, 1)
    assert found.err.replace("'", "").startswith(f"kubeconv: {where}:{line}: ")
    assert said.replace("'", "") in found.err.replace("'", "")
    assert (here.folder / path).read_bytes() == before


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 5000, "{a = " * 5000], ids=["digits", "lists", "tables"])
def test_what_python_does_not_read_is_one_line(here: Here, value: str) -> None:
    where = here.write(".kubeconv.toml", f"kubectl = {value}")
    found = here.run("config")
    assert (found.code, found.err.count("\n")) == (2, 1)
    assert found.err.startswith(f"kubeconv: {where}: is not TOML")


def _fifo(path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no fifo on Windows")
    else:
        os.mkfifo(path)


#: What is no file that can be read, and what is said of it.
NO_FILE: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "a folder": (Path.mkdir, "a folder"),
    "a fifo": (_fifo, "not a regular file"),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "a link to nowhere, which does not exist"),
    "not readable": (lambda path: path.touch(0), "cannot be read: permission denied"),
}


@pytest.mark.parametrize(("make", "said"), NO_FILE.values(), ids=NO_FILE)
def test_a_configuration_that_cannot_be_read_is_not_passed_over(
    here: Here, make: Callable[[Path], None], said: str
) -> None:
    path = here.kubeconfig(me={"token": "0123abcd"})
    where = here.folder / ".kubeconv.toml"
    make(where)
    if os.access(where, os.R_OK) and where.is_file():
        pytest.skip("root reads everything")
    help = "make it a file that can be read, or remove it, or use --no-config"
    for command in ("validate", "config"):
        found = here.run(command, path)
        assert (found.code, found.err) == (2, f"kubeconv: {where}: {said}; {help}\n")
    assert here.run("config", "--no-config", path).code == 0


def test_a_pyproject_that_is_no_file_is_passed_over(here: Here) -> None:
    (here.folder / "pyproject.toml").mkdir()
    assert here.run("config", here.kubeconfig()).code == 0


def test_in_pyproject_the_line_is_told_too(here: Here) -> None:
    where = here.write("pyproject.toml", "[project]\nname = 'x'\n\n[tool.kubeconv.policy]\nforbid = ['tokn']\n")
    assert here.validate(here.kubeconfig()).err.startswith(f"kubeconv: {where}:5: policy.forbid: ")


def test_as_windows_writes_it(here: Here) -> None:
    path = here.kubeconfig(me={"token": "0123abcd"})
    (here.folder / ".kubeconv.toml").write_bytes(b'\xef\xbb\xbf[policy]\r\nforbid = "token"\r\n')
    assert here.validate(path).codes == ["KC601"]


def test_no_secret_of_it_is_shown(here: Here) -> None:
    secret = "hunter2-S3cr3t-0123456789abcdef"
    for text in (f"'{secret}' = 1", f"ignore = ['{secret}']", f"[login-modes]\n'*' = '{secret}'", f"x = {secret}"):
        here.write(".kubeconv.toml", text)
        found = here.validate(here.kubeconfig())
        assert found.code == 2
        assert secret not in found.out + found.err


@pytest.mark.parametrize(
    "text",
    [
        "[severity]\nhunter2 = 'error'",
        "[login-modes]\n'password is hunter2' = 'msi'",
        "[per-file-ignores]\n\"PASSWORD='hunter2'\" = 'KC2'",
        "[policy]\nplugins = [\"TOKEN='hunter2'\"]",
    ],
)
def test_what_is_called_a_password_is_not_shown(here: Here, text: str) -> None:
    here.write(".kubeconv.toml", text)
    for ended in (here.run("config"), here.run("config", "-o", "name"), here.validate(here.kubeconfig())):
        assert "hunter2" not in ended.out + ended.err


LINES = '''# c
kubectl = ["1.30", # x = [
  "1.31"]
"a b".c.'d' = """x
[no]
y = 1
"""
policy = { forbid = ["x"], "login-modes" = [] }
[login-modes]
"prod-*" = "a" # [x]
'q=[' = 'b'

[ tool . "kube\\u0063onv" ]
x = 1
s = "it's [a]"
t = \'\'\'it's
= \'\'\'
z = [ [1, 2], { a = 1 } ]
'''


def test_lines_are_those_of_the_keys() -> None:
    found = toml.read(LINES)
    assert found.data == tomllib.loads(LINES)
    assert found.lines == {
        ("kubectl",): 2, ("a b", "c", "d"): 4, ("policy",): 8, ("login-modes",): 9, ("login-modes", "prod-*"): 10,
        ("login-modes", "q=["): 11, ("tool", "kubeconv"): 13, ("tool", "kubeconv", "x"): 14,
        ("tool", "kubeconv", "s"): 15, ("tool", "kubeconv", "t"): 16, ("tool", "kubeconv", "z"): 18,
    }  # fmt: skip
    assert found.line(("policy", "forbid")) == 8, "an inline table is one line"
    assert found.line(("nowhere",)) == 0


# what it says

#: An AKS user without config-mode: KC201 and KC210.
OLD = {
    "auth-provider": {
        "name": "azure",
        "config": {
            "apiserver-id": AKS_SERVER,
            "client-id": AKS_CLIENT,
            "tenant-id": TENANT,
            "environment": "AzurePublicCloud",
        },
    }
}


def test_rules_are_chosen_and_the_command_line_counts_before(here: Here) -> None:
    path = here.kubeconfig(me=OLD)
    assert {*here.validate(path).codes} >= {"KC201", "KC210"}
    here.write(".kubeconv.toml", 'select = ["KC2"]\nignore = ["removed-azure"]')
    assert here.validate(path).codes == ["KC210"]
    assert here.validate("--select", "KC201", path).codes == ["KC201"]
    assert here.validate("--ignore", "KC210", path).codes == ["KC201"]
    here.write(".kubeconv.toml", '[per-file-ignores]\n"sub/*" = "KC2"\n"named" = ["KC201"]')
    assert {*here.validate(path).codes} >= {"KC201", "KC210"}
    assert not {*here.validate(here.kubeconfig("sub/x", me=OLD)).codes} & {"KC201", "KC210"}
    assert "KC201" not in here.validate(here.kubeconfig("else/named", me=OLD)).codes
    assert "KC201" not in here.validate("--select", "KC2", "else/named").codes, (
        "they are for the file, whatever is asked"
    )


def test_a_severity_changes_what_fails_and_no_verdict(here: Here) -> None:
    path = here.kubeconfig(me=OLD)
    assert here.validate(path).code == 1
    here.write(".kubeconv.toml", '[severity]\nKC2 = "error"\nKC201 = "info"\nremoved-azure = "warning"')
    found = here.run("validate", "--format", "json", path)
    assert {each["code"]: each["severity"] for each in found.json["files"][0]["findings"]} == {
        "KC201": "warning", "KC210": "error",
    }  # fmt: skip
    assert found.json["files"][0]["usable"] is False
    assert here.validate("--ignore", "KC210", path).code == 0


def test_target_clients_and_assumed_plugins(here: Here) -> None:
    path = here.kubeconfig(me=AWS)
    here.write(".kubeconv.toml", 'kubectl = ["1.30", "1.34"]')
    found = here.run("validate", "--format", "json", path).json["files"][0]
    assert [each["kubectl"] for each in found["verdicts"]] == ["1.30.0", "1.34.0"]
    assert found["verdict"] == "needs"
    assert len(here.run("validate", "--kubectl", "1.29", "--format", "json", path).json["files"][0]["verdicts"]) == 1
    here.write(".kubeconv.toml", 'plugins = ["aws"]')
    assert here.run("validate", "--format", "json", path).json["files"][0]["verdict"] == "works"


def test_an_assumed_kubelogin_has_its_release(here: Here) -> None:
    path = here.kubeconfig(me=plugin("azurepipelines", *IDS))
    verdicts = {}
    for version in ("0.1.0", "0.2.19"):
        here.write(".kubeconv.toml", f'kubelogin = "{version}"')
        verdicts[version] = here.run("validate", "--format", "json", path).json["files"][0]["verdict"]
    assert verdicts["0.1.0"] == "fails", "it does not know the login mode"
    assert verdicts["0.2.19"] != "fails"


def test_a_list_is_judged_for_one_kubectl(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write("a/.kubeconv.toml", 'kubectl = "1.30"')
    here.write("b/.kubeconv.toml", 'kubectl = "1.31"\npolicy.forbid = ["token"]')
    files = [here.kubeconfig("a/config", me={"token": "abc"}), here.kubeconfig("b/config", you={"token": "abc"})]
    monkeypatch.setenv("KUBECONFIG", os.pathsep.join(files))
    found = here.run("validate", "--format", "json").json
    assert [each["kubectl"] for each in found["merged"]["verdicts"]] == ["1.30.0"]
    assert [[each["code"] for each in file["findings"]] for file in found["files"]] == [[], ["KC601"]]


def test_versions_take_what_is_in_use(here: Here) -> None:
    path = here.kubeconfig(me=plugin("azurecli", *IDS))
    where = here.write(".kubeconv.toml", 'kubectl = ["1.30", "1.29"]\nhelm = "3.14.0"\nkubelogin = "0.2.10"')
    said = here.run("versions", "--helm", "3.15.0", path)
    assert f"kubectl 1.29.0 comes from {where}:1\n" in said.err
    assert f"kubelogin 0.2.10 comes from {where}:3\n" in said.err
    assert "helm" not in said.err, "the command line says it"
    found = here.run("versions", "--helm", "3.15.0", "--format", "json", path).json
    text = json.dumps(found)
    assert "3.15.0" in text
    assert "3.14.0" not in text
    assert here.run("versions", "--no-config", path).err == ""


# login modes

MODES = '[login-modes]\n"prod-*" = "workloadidentity"\n"me-c" = "azurecli"\n"*" = "interactive"\n'


#: What it says of a cluster by name, by the first glob and by the last.
OF_FILE = ("azurecli", "workloadidentity", "interactive")


def modes(here: Here, path: str) -> dict[str, str]:
    found = json.loads((here.folder / path).read_text())
    return {
        each["name"]: (each["user"]["exec"]["args"][2] if "exec" in each["user"] else "legacy") for each in found["users"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["convert"], (*OF_FILE, "devicecode")),
        (["convert", "-l", "auto"], (*OF_FILE, "interactive")),
        (["convert", "-l", "msi"], ("msi", "msi", "msi", "msi")),
        (["convert", "--no-config"], ("devicecode", "devicecode", "devicecode", "devicecode")),
        (["convert", "--to", "azure"], ("legacy", "legacy", "legacy", "legacy")),
        (["fix", "-y"], (*OF_FILE, "devicecode")),
        (["fix", "-y", "-l", "msi=me"], ("msi", *OF_FILE[1:], "devicecode")),
        (["doctor", "--fix", "-y"], (*OF_FILE, "devicecode")),
        (["doctor", "--fix", "-y", "-l", "azd"], ("azd", "azd", "azd", "devicecode")),
        (["validate", "--fix"], (*OF_FILE, "devicecode")),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)  # fmt: skip
def test_login_modes_of_clusters(here: Here, command: list[str], expected: Sequence[str]) -> None:
    where = here.write(".kubeconv.toml", MODES)
    users: Any = {"me": legacy(), "prod-a": legacy(), "other": legacy(), "old": plugin("devicecode", *IDS)}
    path = here.kubeconfig(**users)
    said = here.run(*command, path)
    assert [*modes(here, path).values()] == [*expected]
    is_told = f"login-modes in {where}:3" in " ".join((said.out + said.err).split())
    assert is_told is (expected[0] == "azurecli"), "who says so is told"


def test_a_variable_counts_before_it(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write(".kubeconv.toml", MODES)
    path = here.kubeconfig(me=legacy())
    monkeypatch.setenv("AAD_LOGIN_METHOD", "azd")
    here.run("convert", path)
    assert modes(here, path) == {"me": "azd"}


def test_it_is_written_for_the_oldest_kubectl(here: Here) -> None:
    where = here.write(".kubeconv.toml", 'kubectl = ["1.30", "1.24"]')
    path = here.kubeconfig(me=legacy())
    said = here.run("convert", path)
    assert f"kubectl 1.24.0 comes from {where}:1" in said.out
    assert modes(here, path) == {"me": "legacy"}, "kubectl 1.24 knows it"
    here.run("convert", "--kubectl", "1.30", path)
    assert modes(here, path) == {"me": "devicecode"}


# policy

EXEC = {"apiVersion": "client.authentication.k8s.io/v1beta1", "interactiveMode": "Never"}
POLICY: Sequence[tuple[str, Mapping[str, Any], bool]] = [
    ('forbid = "token"', {"token": "abc"}, True),
    ('forbid = "token"', {"tokenFile": "/t"}, False),
    ('forbid = "token"', {"auth-provider": {"name": "oidc", "config": {"refresh-token": "abc"}}}, True),
    ('forbid = "password"', {"username": "u", "password": "p"}, True),
    ('forbid = "client-key"', {"client-certificate": "/c", "client-key-data": "QUJD"}, True),
    ('forbid = "client-key"', {"client-certificate": "/c", "client-key": "/k"}, False),
    ('forbid = "client-certificate"', {"client-certificate": "/c", "client-key": "/k"}, True),
    ('forbid = "client-secret"', plugin("spn", *IDS, "--client-secret", "s3cr3t"), True),
    ('forbid = "client-secret"', plugin("spn", *IDS), False),
    ('forbid = "secret"', plugin("spn", *IDS, "--client-secret", "Zm9v-9x8y7z"), True),
    ('forbid = "devicecode"', plugin("devicecode", *IDS), True),
    ('forbid = "devicecode"', plugin("azurecli", *IDS), False),
    ('forbid = "ropc"', plugin("ropc", *IDS), True),
    ('login-modes = ["azurecli", "msi"]', plugin("interactive", *IDS), True),
    ('login-modes = ["azurecli", "msi"]', plugin("msi", *IDS), False),
    ('forbid = "legacy-auth-provider"', legacy(), True),
    ('forbid = "legacy-auth-provider"', {"auth-provider": {"name": "oidc", "config": {"idp-issuer-url": "https://i"}}}, False),
    ('forbid = "auth-provider"', {"auth-provider": {"name": "oidc", "config": {"idp-issuer-url": "https://i"}}}, True),
    ('forbid = "unknown-plugin"', {"exec": {**EXEC, "command": "/opt/mine"}}, True),
    ('forbid = "unknown-plugin"', AWS, False),
    ('plugins = ["kubelogin"]', AWS, True),
    ('plugins = ["aws"]', AWS, False),
    ('plugins = ["kubelogin"]', {"token": "abc"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "body", "forbidden"), POLICY, ids=[f"{each[0]} {each[2]}" for each in POLICY])
def test_what_a_policy_forbids(here: Here, policy: str, body: Mapping[str, Any], forbidden: bool) -> None:
    path = here.kubeconfig(me=body)
    assert "KC601" not in here.validate(path).codes
    here.write(".kubeconv.toml", f"[policy]\n{policy}")
    said = here.validate(path)
    assert ("KC601" in said.codes) is forbidden
    assert "error[KC601] user 'me' has " in said.out or not forbidden
    assert here.validate("--select", "KC601", path).code == int(forbidden)


@pytest.mark.parametrize(
    ("policy", "server", "forbidden"),
    [("plain-http", "http://c.example", True), ("plain-http", "https://c.example", False)],
)
def test_what_a_policy_forbids_of_a_server(here: Here, policy: str, server: str, forbidden: bool) -> None:
    here.write(".kubeconv.toml", f'policy.forbid = ["{policy}", "insecure-skip-tls-verify"]')
    path = here.kubeconfig(server=server)
    assert ("KC601" in here.validate(path).codes) is forbidden
    text = (here.folder / path).read_text()
    (here.folder / path).write_text(text.replace('"server"', '"insecure-skip-tls-verify": true, "server"'))
    assert "has insecure-skip-tls-verify, which the policy (.kubeconv.toml) forbids" in here.validate(path).out


def test_every_thing_that_can_be_forbidden_is_tried() -> None:
    tried = {word for policy, _, is_forbidden in POLICY if is_forbidden for word in policy.split('"')}
    assert {*FORBIDDEN} - tried == {"plain-http", "insecure-skip-tls-verify"}


def test_the_examples_of_the_rule() -> None:
    for section, found in (("Bad", 1), ("Good", 0)):
        source = Source(complete(example(forbidden_by_policy, section)).encode())
        case = Case(view(source, parse_source(source)), policy=TeamPolicy(["token"]))
        assert len([*forbidden_by_policy.check(case)]) == found


# what it must not


def test_an_audit_reads_none(here: Here) -> None:
    path = here.kubeconfig(me={"exec": {**EXEC, "command": "./steal"}})
    before = here.run("audit", path)
    assert before.code == 1
    here.write(
        ".kubeconv.toml",
        'ignore = ["KC"]\nplugins = ["steal"]\n[severity]\nKC5 = "info"\n[per-file-ignores]\n"*" = ["KC"]',
    )
    assert here.run("audit", path) == before
    here.write(".kubeconv.toml", "nonsense = 1")
    assert here.run("audit", path) == before
    assert here.run("audit", "--config", ".kubeconv.toml", path).code == 2
    assert here.validate(path).code == 2


def test_a_run_without_one_pays_next_to_nothing(here: Here) -> None:
    path = here.kubeconfig("a/b/c/config")
    script = "import sys\nfrom kubeconv.commands import run\nrun(sys.argv[1:])\nprint(*sys.modules, file=sys.stderr)"
    loaded = subprocess.run(
        [sys.executable, "-c", script, "convert", "-q", path], capture_output=True, text=True, check=True,
        env=uncovered(os.environ),
    ).stderr.split()  # fmt: skip
    assert not {"tomllib", "kubeconv.settings.keys", "kubeconv.settings.settings", "kubeconv.settings.toml"} & {*loaded}


def test_a_folder_is_looked_at_once(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [here.kubeconfig(f"a/b/{number}.kubeconfig") for number in range(20)]
    looked: list[str] = []
    is_file = os.path.isfile

    def counted(path: str) -> bool:
        if path.endswith(".toml"):
            looked.append(path)
        return is_file(path)

    monkeypatch.setattr(os.path, "isfile", counted)
    here.validate(*files)
    assert looked
    assert len(looked) == len({*looked})


# the table of keys


def test_the_schema_is_that_of_the_keys() -> None:
    written = json.loads(schemas.text("kubeconv-config"))
    assert written == schema(), "write it anew from kubeconv.settings.schema"
    jsonschema.Draft202012Validator.check_schema(written)


@pytest.mark.parametrize("name", KEYS)
def test_an_example_is_right(here: Here, name: str) -> None:
    data = tomllib.loads(KEYS[name].example)
    jsonschema.Draft202012Validator(schema()).validate(data)
    here.write(".kubeconv.toml", KEYS[name].example)
    said = here.run("config")
    assert said.code == 0
    assert any(line.startswith(name) and ".kubeconv.toml:" in line for line in said.out.splitlines())


@pytest.mark.parametrize("text", [each[0] for each in WRONG if "TOML" not in each[2]])
def test_the_schema_refuses_what_we_refuse(text: str) -> None:
    told_by_rules = any(word in text for word in ("KC9", "removed-azur"))
    is_valid = jsonschema.Draft202012Validator(schema()).is_valid(tomllib.loads(text))
    assert is_valid is told_by_rules, "an editor does not know the rules"


def test_the_manual_has_the_table_of_keys() -> None:
    text = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert manual() in text, "make docs"
    assert all(f"`{name}`" in text for name in FORBIDDEN)


def test_the_schema_is_printed(here: Here) -> None:
    assert here.run("config", "--schema").json == schema()
    assert here.run("config", "--format", "markdown").out == manual()
    assert here.run("config", "--format", "xml").code == 2
