"""What the library promises in docs/library.md: what it takes, what it gives, and that it needs no command line."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

import library_page
import pytest
import yaml
from conftest import FIXTURES
from test_cli_usage import AZURE, KUBELOGIN, TOKEN, Machine, kubeconfig

import kubeconv
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.conversion.options import KINDS, TARGETS

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "docs/examples"

#: The functions that take one kubeconfig, each asked something that it does not refuse.
FUNCTIONS: dict[str, Callable[[Any], object]] = {
    "load": kubeconv.load,
    "detect": kubeconv.detect,
    "validate": kubeconv.validate,
    "audit": kubeconv.audit,
    "convert": kubeconv.convert,
    "plan": kubeconv.plan,
    "diff": kubeconv.diff,
    "diagnose": kubeconv.diagnose,
    "check_versions": lambda data: kubeconv.check_versions(data, kubectl="1.30"),
    "explain": lambda data: kubeconv.explain("error: The azure auth plugin has been removed.", data),
    "merge": lambda data: kubeconv.merge([data]),
}

TEXT = """\
apiVersion: v1
kind: Config
current-context: prod
clusters:
- name: c
  cluster:
    {server: https://c.example, certificate-authority: ca.crt, tls-server-name: x, extensions: [{name: e, extension: {a: 1}}]}
contexts:
- name: prod
  context: {cluster: c, user: plugin, namespace: shop}
- name: lost
  context: {cluster: gone, user: nobody}
users:
- name: plugin
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: aws
      args: [eks, get-token]
      env: [{name: AWS_PROFILE, value: me}]
      interactiveMode: Never
- name: old
  user: {auth-provider: {name: azure, config: {tenant-id: t}}, as: boss, as-groups: [a, b]}
- name: robot
  user: {token: s3cr3t-t0ken-of-the-robot}
"""

#: Without a file that the file chose.
HARMLESS = TEXT.replace(" certificate-authority: ca.crt,", "")


def values(found: Any) -> Any:
    """What can be compared of a result: without the nodes and sources, which are others each time."""
    if isinstance(found, kubeconv.Conversion):
        return found.data, found.outcomes
    if isinstance(found, kubeconv.Report):
        return found.findings, found.loads, found.usable
    return found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_bytes_text_and_a_path_are_the_same(tmp_path: Path, name: str) -> None:
    function = FUNCTIONS[name]
    before = values(function(TEXT.encode()))
    assert values(function(TEXT)) == before
    path = tmp_path / "config"
    path.write_text(TEXT)
    named = repr(values(function(path))).replace(str(path), "-").replace(f"--- {path}", "--- -")
    if name != "merge":  # where a path gives relative paths a meaning
        assert named == repr(before)


@pytest.mark.parametrize(
    "wrong",
    [None, 5, b"x".__iter__(), bytearray(b"users: []"), ["users: []"], {"users": []}, Path],
    ids=lambda wrong: type(wrong).__name__,
)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_anything_else_is_one_clear_type_error(name: str, wrong: object) -> None:
    if wrong is None and name in ("check_versions", "explain"):
        return  # a kubeconfig need not be given
    with pytest.raises(TypeError) as caught:
        FUNCTIONS[name](wrong)
    kind = "None" if wrong is None else type(wrong).__name__
    assert str(caught.value) == (
        f"kubeconv.{name} takes the bytes or the text of a kubeconfig, or a pathlib.Path to it, not {kind}"
    ).replace("kubeconv.plan", "kubeconv.convert").replace("kubeconv.diff", "kubeconv.convert")


def test_other_arguments_have_their_type_errors_too() -> None:
    for call, words in (
        (lambda: kubeconv.merge("users: []"), "takes a list of kubeconfigs, not str"),  # type: ignore[arg-type,unused-ignore]
        (lambda: kubeconv.merge(5), "takes a list of kubeconfigs, not int"),  # type: ignore[arg-type]
        (lambda: kubeconv.explain(b"x"), "takes a text, not bytes"),  # type: ignore[arg-type]
        (lambda: kubeconv.validate("", kubectl="1.30"), "takes a list of strings as kubectl, not str"),
        (lambda: kubeconv.diagnose("", kubectl=1.30), "kubectl is a version such as '1.30'"),  # type: ignore[arg-type]
        (lambda: kubeconv.audit("", kubectl=1.30), "takes a version such as '1.30' as kubectl, not float"),  # type: ignore[arg-type]
        (lambda: kubeconv.convert("", kubectl={}), "takes a version such as '1.30' as kubectl, not dict"),  # type: ignore[arg-type]
        (lambda: kubeconv.check_versions("", cluster=1.30), "such as '1.30' as cluster, not float"),  # type: ignore[arg-type]
        (lambda: kubeconv.diagnose("", environment="A=b"), "a mapping of variables to values, not str"),  # type: ignore[arg-type]
        (lambda: kubeconv.diff("", "", login="azurecli"), "takes login only without new"),
        (lambda: kubeconv.audit("", name=5), "takes a string as name, not int"),  # type: ignore[arg-type]
        (lambda: kubeconv.validate("", context={}), "takes a string as context, not dict"),  # type: ignore[arg-type]
        (lambda: kubeconv.convert("", users=[Path("x")]), "takes a list of strings as users, not list"),  # type: ignore[list-item]
        (lambda: kubeconv.convert("", exclude=5), "takes a list of strings as exclude, not int"),  # type: ignore[arg-type]
        (lambda: kubeconv.convert("", flags="a=b"), "takes a dict of strings as flags, not str"),  # type: ignore[arg-type]
    ):  # type: tuple[Callable[[], object], str]
        with pytest.raises(TypeError, match=re.escape(words)):
            call()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path, name: str) -> None:
    if name == "merge":
        assert kubeconv.merge([tmp_path / "gone", TEXT]) == kubeconv.merge([TEXT])  # as client-go does
        return
    with pytest.raises(kubeconv.FileProblem, match=r"gone: no such file$"):
        FUNCTIONS[name](tmp_path / "gone")


# --- the view


def test_the_view_is_typed_and_the_current_context_is_resolved() -> None:
    config = kubeconv.load(TEXT)
    current = config.current
    assert current is not None
    assert current.cluster is not None
    assert current.user is not None
    assert current.user.exec is not None
    assert (current.context.name, current.context.namespace) == ("prod", "shop")
    assert (current.cluster.server, current.cluster.tls_server_name) == ("https://c.example", "x")
    assert current.cluster.extensions == {"e": {"a": 1}}
    assert current.user.exec.env == {"AWS_PROFILE": "me"}
    assert current.user.exec.args == ("eks", "get-token")
    assert [user.name for user in config.users] == ["plugin", "old", "robot"]
    assert config.user("old") == config.users[1]
    assert config.users[1].impersonate_groups == ("a", "b")
    assert config.users[1].auth_provider == kubeconv.AuthProvider("azure", {"tenant-id": "t"})
    lost = config.resolve("lost")
    assert lost is not None
    assert (lost.cluster, lost.user) == (None, None)
    assert config.resolve("nowhere") is None
    assert kubeconv.load("users: []").current is None


def test_two_that_say_the_same_are_equal() -> None:
    same = json.dumps(yaml.safe_load(TEXT))
    assert kubeconv.load(TEXT, "one") == kubeconv.load(same, "another")
    assert kubeconv.load(TEXT) != kubeconv.load(TEXT.replace("shop", "shed"))
    assert kubeconv.load(TEXT).users[0] == kubeconv.load(same).users[0]
    assert kubeconv.load(TEXT).users[0] != kubeconv.load(TEXT.replace("value: me", "value: you")).users[0]


def test_it_becomes_a_kubeconfig_again() -> None:
    config = kubeconv.load(TEXT)
    assert kubeconv.load(json.dumps(config.to_dict())) == config
    assert config.to_dict()["users"][2] == {"name": "robot", "user": {"token": "s3cr3t-t0ken-of-the-robot"}}
    assert config.users[2].to_dict() == {"name": "robot", "token": "s3cr3t-t0ken-of-the-robot"}
    config.to_dict()["clusters"][0]["cluster"]["extensions"][0]["extension"]["a"] = 2
    assert config.clusters[0].extensions == {"e": {"a": 1}}


def test_no_value_shows_a_secret() -> None:
    config = kubeconv.load(TEXT)
    assert config.users[2].token == "s3cr3t-t0ken-of-the-robot"
    assert "s3cr3t" not in repr((config, config.users, kubeconv.merge([TEXT]), config.resolve("prod")))
    assert "s3cr3t" not in kubeconv.diff(
        TEXT, TEXT.replace("robot\n  user: {token", "robot\n  user: {username: x, token")
    )


@pytest.mark.parametrize(
    "data",
    ["", "{}", "users:\n- name: a\n  user: [1]\n", "clusters: [{name: c, cluster: {certificate-authority-data: '%'}}]"],
)
def test_odd_files_have_a_view(data: str) -> None:
    config = kubeconv.load(data)
    assert kubeconv.load(json.dumps(config.to_dict())) == config


# --- a list


def test_the_first_entry_of_a_name_counts() -> None:
    cluster = "{name: c, cluster: {server: https://other, proxy-url: p}}"
    other = f"{{current-context: other, clusters: [{cluster}], users: [{{name: new}}]}}"
    both = kubeconv.merge([TEXT, other])
    assert [user.name for user in both.users] == ["new", "old", "plugin", "robot"]
    assert both.current_context == "prod"
    assert both.clusters == kubeconv.load(TEXT).clusters
    assert kubeconv.merge([other, TEXT]).clusters[0].server == "https://other"
    assert kubeconv.merge([other, TEXT]).current_context == "other"
    assert kubeconv.merge([]) == kubeconv.Kubeconfig()


def test_paths_in_a_file_mean_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_text(TEXT.replace("command: aws", f"command: .{os.sep}aws"))
    found = kubeconv.merge([path])
    assert found.clusters[0].certificate_authority == str(tmp_path / "ca.crt")
    plugin = found.user("plugin")
    assert plugin is not None
    assert plugin.exec is not None
    assert plugin.exec.command == str(tmp_path / "aws")


def test_one_that_is_none_spoils_the_list() -> None:
    with pytest.raises(kubeconv.Refused):
        kubeconv.merge([TEXT, "- x"])


# --- what the commands do


def test_findings_have_a_line_and_a_column() -> None:
    found = kubeconv.validate(kubeconfig(me=AZURE, you=KUBELOGIN)).findings
    assert found
    for each in found:
        assert (each.line > 0, each.column > 0) == ((True, True) if each.span else (False, False))
    (removed,) = (each for each in found if each.name == "removed-azure")
    assert (removed.line, removed.column) == (14, 13)
    with pytest.raises(kubeconv.Refused) as caught:
        kubeconv.load("users: [\n  {name: a},\n  {name: a}]")
    assert (caught.value.finding.line, caught.value.finding.column) == (3, 3)


def test_a_plan_is_what_convert_does() -> None:
    data = kubeconfig(me=AZURE, you=TOKEN)
    assert [*kubeconv.plan(data, login="azurecli")] == [*kubeconv.convert(data, login="azurecli").outcomes]


def test_a_diff_is_what_convert_changes() -> None:
    data = kubeconfig(me=AZURE)
    made = kubeconv.diff(data, login="azurecli", name="config")
    assert made == kubeconv.diff(data, kubeconv.convert(data, login="azurecli").data, name="config")
    assert made.startswith("--- config\n+++ config\n@@ ")
    assert kubeconv.diff(data, data) == ""


def test_an_audit_grades_what_a_file_would_do() -> None:
    assert kubeconv.audit(HARMLESS).grade == "info"
    evil = kubeconv.audit(TEXT.replace("command: aws", "command: bash"))
    assert evil.grade == "error"
    (page,) = (each for each in evil.pages if each.context == "prod")
    assert {deed.does for deed in page.deeds} == {"run", "read", "contact"}
    assert kubeconv.audit("users: [").grade == "error"
    assert kubeconv.audit("users: [").unseen


def test_untrusted_files_hide_nothing() -> None:
    data = kubeconfig(me=AZURE).replace("name: azure", "name: azure  # kubeconv: ignore")
    names = [
        {each.name for each in kubeconv.validate(data, untrusted=untrusted).findings} for untrusted in (False, True)
    ]
    assert "removed-azure" in names[1] - names[0]


@pytest.mark.parametrize(
    ("machine", "verdict"),
    [
        ({"kubectl": "1.25"}, "needs"),
        ({"kubectl": "1.26"}, "fails"),
        ({"helm": "3.10"}, "needs"),
        ({}, "fails"),
    ],
)
def test_a_diagnosis_is_that_of_the_doctor(machine: Mapping[str, Any], verdict: str) -> None:
    (row,) = kubeconv.diagnose(kubeconfig(me=AZURE) + "current-context: at-me\n", **machine)
    assert (row.context, row.is_current, row.answers[0].verdict) == ("at-me", True, verdict)


@pytest.mark.parametrize(("version", "verdict"), [("none", "fails"), (None, "needs"), ("0.2.19", "needs")])
def test_a_diagnosis_knows_the_plugin(version: str | None, verdict: str) -> None:
    data = kubeconfig(me=KUBELOGIN).replace("https://127.0.0.1:1", "https://c.example")
    (row,) = kubeconv.diagnose(data, kubelogin=version, environment=None if version is None else {})
    assert row.answers[0].verdict == verdict


def test_versions_are_checked_with_and_without_a_kubeconfig() -> None:
    skew = {each.name: each.verdict for each in kubeconv.check_versions(kubectl="1.25", cluster="1.30")}
    assert skew["kubectl-skew"] == "fails"
    data = kubeconfig(me=AZURE).replace("https://127.0.0.1:1", "https://c.example")
    alone, together = (kubeconv.check_versions(each, kubectl="1.30") for each in (None, data))
    assert "fails" not in {each.verdict for each in alone}
    assert "fails" in {each.verdict for each in together}
    with pytest.raises(ValueError, match="policy"):
        kubeconv.check_versions(policy="other")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="version"):
        kubeconv.check_versions(kubectl="new")


SHOW = json.dumps({"name": "a", "kubernetesVersion": "1.27", "aadProfile": {"managed": True}, "fqdn": "c.example"})
SPN = ["AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID"]


@pytest.mark.parametrize(
    "arguments",
    [
        {"kubectl": "1.27.3", "helm": "3.2.4", "az": "2.28.0", "kubelogin": "0.0.9", "variables": []},
        {"kubectl": "none", "helm": "none", "az": "none", "kubelogin": "none", "variables": SPN[:1]},
        {"policy": "kubernetes", "kubectl": "1.25", "helm": "3.2", "cluster": "1.29", "variables": SPN},
        {"aks_show": SHOW, "kubectl": "1.30", "variables": []},
    ],
)
def test_versions_are_checked_as_by_the_command(tmp_path: Path, arguments: Mapping[str, Any]) -> None:
    machine = Machine(tmp_path)
    users = {"me": AZURE, "you": KUBELOGIN.replace("devicecode", "spn"), "it": TOKEN}
    data = kubeconfig(**users).replace("https://127.0.0.1:1", "https://c.example")
    machine.file("config", data)
    words = {**arguments, "env": ",".join(arguments["variables"]) or "none"}
    del words["variables"]
    if "aks_show" in words:
        machine.file("shown", words.pop("aks_show"))
        words["aks-show"] = str(machine.home / "shown")
    options = [f"--{name}={value}" for name, value in words.items()]
    ended = machine.call("versions", "--format", "json", *options, str(machine.home / "config"))
    found = [(each.name, each.verdict, each.found, each.needed) for each in kubeconv.check_versions(data, **arguments)]
    assert len(found) >= 3
    told = [
        tuple(each[key] for key in ("name", "verdict", "found", "requirement"))
        for each in json.loads(ended.out)["checks"]
    ]
    assert told == found


def test_messages_and_rules_are_explained() -> None:
    general = kubeconv.explain("error: The azure auth plugin has been removed.")
    assert [type(each).__name__ for each in general] == ["Explanation"]
    here = kubeconv.explain("error: The azure auth plugin has been removed.", kubeconfig(me=AZURE), "mine")
    assert isinstance(here[0], kubeconv.Explanation)
    assert [(user.file, user.user) for user in here[0].users] == [("mine", "me")]
    (manual,) = kubeconv.explain("KC201")
    assert isinstance(manual, kubeconv.Manual)
    assert manual.name == "removed-azure"
    assert kubeconv.explain("good morning") == []


# --- as a package


def test_the_words_are_those_of_the_commands() -> None:
    assert get_args(kubeconv.LoginMode) == tuple(LOGIN_MODES)
    assert get_args(kubeconv.Target) == TARGETS
    assert get_args(kubeconv.Only) == KINDS
    text = kubeconfig(a=AZURE, b=KUBELOGIN, c=TOKEN, d="    exec: {command: x}\n", e="    {}\n", f="    username: x\n")
    assert {each.login.format for each in kubeconv.detect(text)} <= {*get_args(kubeconv.LoginFormat)}


@pytest.mark.parametrize("name", sorted(kubeconv._MODULES["api"]))
def test_a_function_stays_one_whatever_is_imported(name: str) -> None:
    program = (
        "import importlib, pkgutil, kubeconv\n"
        "for each in pkgutil.walk_packages(kubeconv.__path__, 'kubeconv.'):\n"
        "    if not each.name.endswith('__main__'): importlib.import_module(each.name)\n"
        f"from kubeconv import {name}\nassert callable({name}) and kubeconv.{name} is {name}, {name}"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


BLOCKED = """\
import sys
for name in ("typer", "click", "rich", "shellingham", "kubeconv.commands"):
    sys.modules[name] = None
import kubeconv
data = sys.stdin.read()
kubeconv.load(data), kubeconv.merge([data]), kubeconv.detect(data), kubeconv.plan(data), kubeconv.convert(data)
assert kubeconv.diff(data) and kubeconv.validate(data).findings and kubeconv.audit(data).pages
assert kubeconv.diagnose(data) and kubeconv.check_versions(data, kubectl="1.30") and kubeconv.explain("KC201", data)
assert kubeconv.explain("error: The azure auth plugin has been removed.", data)
assert {getattr(kubeconv, name) is not None for name in kubeconv.__all__} == {True}
"""


def test_nothing_in_it_needs_typer() -> None:
    ended = subprocess.run([sys.executable, "-c", BLOCKED], input=kubeconfig(me=AZURE), text=True, check=False)
    assert ended.returncode == 0


def test_the_public_surface_changes_on_purpose_only() -> None:
    assert library_page.surface() == (FIXTURES / "library/surface.txt").read_text(), "see CONTRIBUTING.md"


def test_the_page_is_the_one_of_the_docstrings() -> None:
    assert library_page.page() == (ROOT / "docs/library.md").read_text(encoding="utf-8"), "make docs"


# --- the examples


def example(name: str, *arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, EXAMPLES / name, *arguments], input=given, text=True, capture_output=True, check=False
    )


def test_every_example_is_run_here() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {"audit_upload.py", "convert_in_memory.py", "inventory.py"}


def test_the_audit_of_an_upload(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_text(HARMLESS)
    good = example("audit_upload.py", path)
    assert (good.returncode, good.stderr) == (0, "")
    assert "info: context prod would run" in good.stdout
    path.write_text(TEXT.replace("command: aws", "command: bash"))
    bad = example("audit_upload.py", path)
    assert bad.returncode == 1
    assert re.search(r"^error: context prod would run .*bash", bad.stdout, re.MULTILINE)
    path.write_text("users: [")
    assert example("audit_upload.py", path).stdout.startswith("refused: ")


def test_the_conversion_in_memory() -> None:
    data = kubeconfig(me=AZURE, you=TOKEN)
    ended = example("convert_in_memory.py", given=data)
    assert ended.returncode == 0
    assert ended.stdout.encode() == kubeconv.convert(data, login="azurecli").data
    assert ended.stderr.splitlines()[0] == "me: converted: azure -> kubelogin azurecli"
    refused = example("convert_in_memory.py", given="- x")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("line 1, column 1: not a kubeconfig")


def test_the_inventory_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(kubeconfig(me=AZURE))
    (tmp_path / "b").write_text("users: [")
    ended = example("inventory.py", tmp_path)
    assert ended.returncode == 0, ended.stderr
    rows = [*csv.DictReader(io.StringIO(ended.stdout))]
    assert [(row["context"], row["login"], row["verdict"]) for row in rows] == [
        ("at-me", "azure", "fails"), ("", "", "unreadable"),
    ]  # fmt: skip
