"""The other logins: gcp, oidc, v1alpha1, openstack. What each becomes, what is lost, which are meant, what is needed next."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from builders import args_of, file_of, legacy, one, plugin, said
from test_cli_convert import schema
from test_cli_usage import Machine, kubeconfig

import kubeconv
from kubeconv.auth import gcp, oidc
from kubeconv.auth.login import Unconvertible
from kubeconv.auth.plugins import PLUGINS, plugin_of
from kubeconv.kubeconfig.view import read
from kubeconv.tree.source import Source
from kubeconv.validation.fixes import fix

API = "client.authentication.k8s.io"
GCLOUD = {
    "cmd-args": "config config-helper --format=json",
    "cmd-path": "/sdk/bin/gcloud",
    "expiry-key": "{.credential.token_expiry}",
    "token-key": "{.credential.access_token}",
}
ISSUER = {"idp-issuer-url": "https://issuer.example.com", "client-id": "k"}
CONFIGURATION = {"name": "CLOUDSDK_ACTIVE_CONFIG_NAME", "value": "w"}
OIDC_LOGIN = ["oidc-login", "get-token", "--oidc-issuer-url=https://issuer.example.com", "--oidc-client-id=k"]


def provider(name: str, **config: str) -> dict[str, Any]:
    return {"auth-provider": {"name": name, "config": config}}


def run(command: str, *args: str, version: str = "v1alpha1", **settings: Any) -> dict[str, Any]:
    return {"exec": {"apiVersion": f"{API}/{version}", "command": command, "args": list(args), **settings}}


# --- gcp


def test_gcp_becomes_what_gcloud_writes() -> None:
    outcome, body = one(provider("gcp", **GCLOUD, **{"access-token": "ya29", "expiry": "2022"}))
    assert list(body["exec"].items()) == [
        ("apiVersion", f"{API}/v1beta1"),
        ("command", "gke-gcloud-auth-plugin"),
        ("installHint", gcp.INSTALL_HINT),
        ("provideClusterInfo", True),
    ]
    assert (outcome.status, str(outcome.after)) == ("converted", "exec gke-gcloud-auth-plugin")
    assert "lost: cmd-path, cached tokens (--keep-origin keeps them)" in said(outcome)


@pytest.mark.parametrize(
    ("config", "section"),
    [
        ({}, {"args": ["--use_application_default_credentials"]}),
        ({"access-token": "t"}, {"args": ["--use_application_default_credentials"]}),
        ({"cmd-path": "gcloud"}, {}),
        ({"cmd-path": "C:\\Cloud SDK\\bin\\gcloud.cmd", "cmd-args": "config config-helper"}, {}),
        ({"cmd-path": "/x/gcloud.exe config config-helper --account a"}, {"args": ["--account=a"]}),
        ({"cmd-path": "gcloud", "cmd-args": "--project=p --account a"}, {"args": ["--project=p", "--account=a"]}),
        ({"cmd-path": "gcloud", "cmd-args": "--impersonate-service-account=r"}, {"args": ["--impersonate_service_account=r"]}),
        ({"cmd-path": "gcloud", "cmd-args": "--configuration w"}, {"env": [CONFIGURATION]}),
    ],
)  # fmt: skip
def test_how_gcloud_is_asked_goes_on(config: dict[str, str], section: dict[str, Any]) -> None:
    made = dict(gcp.to_exec(config).section)
    assert {key: made[key] for key in ("args", "env") if key in made} == section


@pytest.mark.parametrize("path", ["/opt/tokens", "", "/opt/gcloud-wrapper.sh", "notgcloud"])
def test_another_program_is_not_replaced_by_gcloud(path: str) -> None:
    body = provider("gcp", **{"cmd-path": path, "cmd-args": "x"})
    outcome, after = one(body)
    assert (outcome.status, after) == ("refused", body)
    assert outcome.help


@pytest.mark.parametrize(
    ("config", "word"),
    [
        ({"cmd-args": "auth print-access-token s3cret --format=json", "token-key": "{.token}"}, "another command"),
        ({"cmd-args": "--account a auth application-default print-access-token"}, "another command"),
        ({"cmd-path": "gcloud auth print-identity-token"}, "another command"),
        (GCLOUD | {"token-key": "{.s3cret}"}, "token-key"),
    ],
)
def test_another_token_than_that_of_gcloud_is_not_replaced(config: dict[str, str], word: str) -> None:
    body = provider("gcp", **{"cmd-path": "gcloud", **config})
    outcome, after = one(body)
    assert (outcome.status, after) == ("refused", body)
    assert word in outcome.reason
    assert "s3cret" not in outcome.reason


@pytest.mark.parametrize("key", ["{.credential.access_token}", "{ $.credential.access_token }", "{.access_token}", ""])
def test_the_usual_token_is_found_under_any_spelling(key: str) -> None:
    assert one(provider("gcp", **{"cmd-path": "gcloud", "token-key": key}))[0].status == "converted"


def test_what_gcloud_gets_no_more_is_said() -> None:
    arguments = "--quiet config config-helper --min-expiry 1h --account"
    outcome, body = one(provider("gcp", **{"cmd-path": "gcloud", "cmd-args": arguments, "scopes": "s"}))
    assert "lost: cmd-path, scopes, --quiet, --min-expiry, --account (--keep-origin keeps them)" in outcome.notes
    assert "args" not in body["exec"]


def test_a_gcloud_configuration_does_not_part_the_tokens_in_the_cache() -> None:
    outcome, _ = one(provider("gcp", **{"cmd-path": "gcloud", "cmd-args": "--configuration=w"}))
    assert any("cache" in note and "configurations" in note for note in outcome.notes)


@pytest.mark.parametrize("name", ["gcp", "oidc"])
def test_a_config_that_is_no_mapping_is_refused(name: str) -> None:
    body = {"auth-provider": {"name": name, "config": ["kept"]}}
    outcome, after = one(body, oidc_to_exec=True)
    assert (outcome.status, after) == ("refused", body)
    assert "not a mapping" in outcome.reason


@pytest.mark.parametrize("words", [["--account=a"], ["--account", "a"]])
def test_a_value_of_the_google_plugin_stands_behind_a_sign_or_a_blank(words: list[str]) -> None:
    assert gcp.to_provider({"args": words}).section["config"]["cmd-args"].endswith(" --account=a")


@pytest.mark.parametrize(
    ("to", "body"),
    [
        ("gcp", run("/sdk/bin/gke-gcloud-auth-plugin", version="v1beta1")),
        ("oidc", run("C:\\bin\\kubelogin.exe", *OIDC_LOGIN[1:], version="v1")),
    ],
)
def test_the_path_of_a_plugin_is_not_lost_on_the_way_back(to: Any, body: dict[str, Any]) -> None:
    outcome, after = one(body, to=to)
    assert (outcome.status, after) == ("refused", body)
    assert "path of the plugin" in outcome.reason
    kept, provided = one(body, to=to, keep_origin=True)
    assert kept.status == "converted"
    assert one(provided, oidc_to_exec=True)[1] == body


@pytest.mark.parametrize(
    "config",
    [
        GCLOUD | {"cmd-path": "gcloud"},
        GCLOUD | {"cmd-path": "gcloud", "cmd-args": "config config-helper --format=json --configuration=w --account=a"},
    ],
)
def test_gcp_there_and_back_is_the_same(config: dict[str, str]) -> None:
    there = kubeconv.convert(file_of(me=provider("gcp", **config)))
    (back,) = kubeconv.load(kubeconv.convert(there.data, to="gcp").data).users
    assert back.auth_provider is not None
    assert back.auth_provider.config == config


@pytest.mark.parametrize(
    "flag", ["--use_edge_cloud", "--account", "--account=a b", "--use_application_default_credentials", "more"]
)
def test_what_the_gcp_provider_cannot_do_is_refused(flag: str) -> None:
    with pytest.raises(Unconvertible):
        gcp.to_provider({"args": ["--project=p", flag]})


# --- oidc


def test_oidc_stays_until_it_is_asked_for() -> None:
    body = provider("oidc", **ISSUER)
    outcome, after = one(body)
    assert (outcome.status, after) == ("unchanged", body)
    assert "--oidc-to exec" in outcome.reason


@pytest.mark.parametrize(
    ("config", "more"),
    [
        ({}, []),
        ({"client-secret": "s"}, ["--oidc-client-secret=s"]),
        ({"extra-scopes": "a, b,,c"}, ["--oidc-extra-scope=a", "--oidc-extra-scope=b", "--oidc-extra-scope=c"]),
        ({"idp-certificate-authority": "/ca"}, ["--certificate-authority=/ca"]),
        ({"idp-certificate-authority-data": "TFM="}, ["--certificate-authority-data=TFM="]),
        ({"client-secret": ""}, []),
    ],
)
def test_oidc_becomes_what_setup_writes(config: dict[str, str], more: list[str]) -> None:
    outcome, body = one(provider("oidc", **ISSUER, **config), oidc_to_exec=True)
    assert body["exec"] == {
        "apiVersion": f"{API}/v1",
        "args": [*OIDC_LOGIN, *more],
        "command": "kubectl",
        "interactiveMode": "Never",
    }
    assert outcome.secrets == (("oidc-client-secret",) if config.get("client-secret") else ())
    assert "kubectl-oidc_login answers in v1 from 1.31.0 on" in outcome.notes


def test_oidc_for_an_old_client_is_asked_in_v1beta1() -> None:
    outcome, body = one(provider("oidc", **ISSUER), oidc_to_exec=True, kubectl="1.21")
    assert body["exec"]["apiVersion"] == f"{API}/v1beta1"
    assert "kubectl-oidc_login answers in v1beta1 from 1.14.0 on" in outcome.notes


def test_cached_tokens_of_oidc_are_lost_or_kept_and_never_shown() -> None:
    body = provider("oidc", **ISSUER, **{"id-token": "t0p", "refresh-token": "s3cret"})
    outcome, _ = one(body, oidc_to_exec=True)
    assert "lost: cached tokens (--keep-origin keeps them)" in outcome.notes
    kept, after = one(body, oidc_to_exec=True, keep_origin=True)
    assert one(after, to="oidc")[1] == body
    assert not {"t0p", "s3cret"} & {*said(outcome).split(), *said(kept).split()}


@pytest.mark.parametrize("missing", ["idp-issuer-url", "client-id"])
def test_oidc_without_what_is_needed_is_refused(missing: str) -> None:
    body = provider("oidc", **{key: value for key, value in ISSUER.items() if key != missing})
    outcome, after = one(body, oidc_to_exec=True)
    assert (outcome.status, after) == ("refused", body)
    assert missing in outcome.reason


def test_a_password_that_looks_like_a_flag_is_not_shown() -> None:
    body = run("kubelogin", *OIDC_LOGIN[1:], "--password", "--hunter2", version="v1")
    for keeps in (False, True):
        outcome, _ = one(body, to="oidc", keep_origin=keeps)
        assert "--password" in outcome.reason + said(outcome)
        assert "hunter2" not in outcome.reason + said(outcome)


def test_oidc_there_and_back_is_the_same() -> None:
    config = {**ISSUER, "client-secret": "s", "extra-scopes": "a,b", "idp-certificate-authority": "/ca"}
    section = oidc.to_exec(config).section
    assert oidc.to_provider(section).section["config"] == config


@pytest.mark.parametrize(
    "extra",
    [{"args": [*OIDC_LOGIN, "--grant-type=password"]}, {"env": [{"name": "A", "value": "b"}]}, {"x-unknown": 1}],
)
def test_nothing_is_lost_on_the_way_back(extra: dict[str, Any]) -> None:
    body = run("kubectl", *OIDC_LOGIN, version="v1")
    body["exec"].update(extra)
    outcome, after = one(body, to="oidc")
    assert (outcome.status, after) == ("refused", body)
    assert "--keep-origin" in outcome.help
    kept, provided = one(body, to="oidc", keep_origin=True)
    assert kept.status == "converted"
    assert one(provided, oidc_to_exec=True)[1] == body


def test_a_kept_login_that_is_outdated_does_not_come_back() -> None:
    _, body = one(provider("oidc", **ISSUER, **{"id-token": "t"}), oidc_to_exec=True, keep_origin=True)
    body["exec"]["args"][2] = "--oidc-issuer-url=https://new.example.com"
    _, after = one(body, to="oidc")
    assert after["auth-provider"]["config"] == {**ISSUER, "idp-issuer-url": "https://new.example.com"}


@pytest.mark.parametrize("edited", [{"env": [CONFIGURATION | {"value": "new"}]}, {"args": ["--account=new"]}])
def test_an_outdated_google_login_does_not_come_back(edited: dict[str, Any]) -> None:
    before = provider("gcp", **GCLOUD, **{"access-token": "t"})
    _, body = one(before, keep_origin=True)
    assert one(body, to="gcp")[1] == before
    body["exec"].update(edited)
    _, after = one(body, to="gcp")
    assert after["auth-provider"]["config"]["cmd-args"].endswith("=new")


def test_a_kept_login_that_is_none_does_not_come_back() -> None:
    body = run("kubectl", *OIDC_LOGIN, version="v1")
    body["extensions"] = [{"name": "kubeconv-origin", "extension": {"oidc": {"config": {"client-id": "k"}}}}]
    outcome, after = one(body, to="oidc")
    assert (outcome.status, after) == ("converted", provider("oidc", **ISSUER))


# --- the version of the exec API


@pytest.mark.parametrize("name", PLUGINS)
def test_a_known_plugin_is_asked_for_v1beta1(name: str) -> None:
    command, args = (
        ("kubectl", ["oidc-login"]) if name == "kubectl-oidc_login" else (name, ["get-token", "--server-id"])
    )
    for version in ("v1alpha1", "v1"):
        user = run(f"/opt/{command}", *args, version=version, interactiveMode="Never")
        outcome, body = one(user, kubectl="1.24" if version == "v1alpha1" else "1.21")
        assert (outcome.status, outcome.reason) == ("converted", f"{version} -> v1beta1")
        assert body == {"exec": {**user["exec"], "apiVersion": f"{API}/v1beta1"}}
        assert any(PLUGINS[name].since in note for note in outcome.notes) == bool(PLUGINS[name].since)


@pytest.mark.parametrize("row", PLUGINS.values())
def test_every_plugin_has_sources(row: Any) -> None:
    for address in (row.source, row.install):
        assert re.fullmatch(r"https://[a-z0-9.-]+/[\w./#-]*", address)


@pytest.mark.parametrize("command", ["our-plugin", "heptio-authenticator-aws", "aws-vault", "sh", ""])
def test_an_unknown_plugin_is_converted_on_request_only(command: str) -> None:
    user = run(command, "aws", "eks", "get-token")
    outcome, body = one(user)
    assert (outcome.status, body, outcome.help.split()[:2]) == ("skipped", user, ["use", "--any-plugin"])
    outcome, body = one(user, any_plugin=True)
    assert (outcome.status, body["exec"]["apiVersion"]) == ("converted", f"{API}/v1beta1")


@pytest.mark.parametrize(
    ("version", "kubectl", "changes"),
    [
        ("v1alpha1", "1.23", False), ("v1alpha1", "1.24", True), ("v1alpha1", "1.37", True), ("v1alpha1", "1.10", False),
        ("v1beta1", "1.11", False), ("v1beta1", "1.37", False), ("v1", "1.21", True), ("v1", "1.22", False),
        ("v1", "1.10", False), ("v2", "1.21", False),
    ],
)  # fmt: skip
def test_only_what_the_client_does_not_know_changes(version: str, kubectl: str, changes: bool) -> None:
    outcome, _ = one(run("aws", version=version), kubectl=kubectl)
    assert (outcome.status == "converted") == changes


@pytest.mark.parametrize(("kubectl", "is_told"), [("1.19", False), ("1.20", True), ("1.21", True)])
def test_an_old_client_does_not_tell_a_plugin_the_version(kubectl: str, is_told: bool) -> None:
    for command in ("aws", "doctl", "our-plugin"):
        outcome, _ = one(run(command, version="v1"), kubectl=kubectl, any_plugin=True)
        assert any("kubectl before 1.20" in note for note in outcome.notes) != is_told


def test_kubelogin_of_azure_and_of_int128_are_told_apart() -> None:
    assert plugin_of("kubelogin", ["get-token", "--server-id", "s"]) == "kubelogin"
    assert plugin_of("/opt/kubelogin.exe", ["get-token", "--oidc-issuer-url=i"]) == "kubectl-oidc_login"
    assert plugin_of("kubectl", ["oidc-login", "get-token"]) == "kubectl-oidc_login"
    assert plugin_of("kubectl", ["other"]) == "kubectl"


def test_kubelogin_users_of_v1alpha1_are_mended_without_a_mode() -> None:
    user = run("kubelogin", "get-token", "--login", "msi", "--server-id", "s")
    outcome, body = one(user)
    assert (outcome.status, args_of(body)) == ("converted", user["exec"]["args"])
    outcome, body = one(user, flags={"tenant-id": "t"})
    assert (outcome.status, body) == ("unchanged", user)
    assert "use -l msi" in outcome.reason
    outcome, body = one(user, kubectl="1.23")
    assert (outcome.status, body) == ("unchanged", user)
    assert "gone" not in outcome.reason


# --- which are meant

FOUR = file_of(
    aks=legacy(), gke=provider("gcp", **GCLOUD), eks=run("aws", "eks", "get-token"), stack=provider("openstack")
)


@pytest.mark.parametrize(
    ("asked", "converted"),
    [
        ({}, "aks gke eks"),
        ({"kubectl": "1.37.1"}, "aks gke eks"),
        ({"kubectl": "1.25"}, "eks"),
        ({"kubectl": "1.23"}, ""),
        ({"kubectl": "1.25", "login": "msi"}, "aks"),
        ({"kubectl": "1.25", "flags": {"tenant-id": "t"}}, "aks"),
        ({"login": "msi"}, "aks"),
        ({"flags": {"tenant-id": "t"}}, "aks"),
        ({"flags": {"azure-config-dir": "d"}}, "aks"),
        ({"keep_origin": True}, "aks gke eks"),
        ({"only": ["gcp"]}, "gke"),
        ({"only": ["azure", "v1alpha1"], "login": "msi"}, "aks eks"),
        ({"only": ["openstack"]}, ""),
        ({"to": "gcp"}, ""),
    ],
)
def test_who_is_converted(asked: dict[str, Any], converted: str) -> None:
    outcomes = kubeconv.convert(FOUR, **asked).outcomes
    assert [each.user for each in outcomes if each.status == "converted"] == converted.split()
    assert not [each.user for each in outcomes if each.status == "refused"]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({}, "nothing to convert: token"),
        ({"login": "msi"}, "not an Azure login: token"),
        ({"only": ["azure"]}, "not an Azure login: token"),
        ({"only": ["gcp", "v1"]}, "--only gcp,v1 skips it: token"),
        ({"to": "gcp"}, "not gcp: token"),
        ({"login": "msi", "oidc_to_exec": True}, "not azure or oidc: token"),
    ],
)
def test_who_is_not_meant_is_told_why(asked: dict[str, Any], reason: str) -> None:
    outcome, _ = one({"token": "t"}, **asked)
    assert (outcome.status, outcome.reason) == ("skipped", reason)


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"only": ["aws"]}, "aws"),
        ({"only": "gcp"}, "lists"),
        ({"only": ["gcp"], "login": "msi"}, "azure"),
        ({"to": "gcp", "login": "msi"}, "login"),
        ({"to": "oidc", "flags": {"tenant-id": "t"}}, "oidc"),
        ({"to": "openstack"}, "openstack"),
        ({"to": "gcp", "flags": {"azure-config-dir": "d"}}, "kubelogin"),
        ({"only": ["gcp"], "oidc_to_exec": True}, "oidc"),
        ({"to": "azure", "oidc_to_exec": True}, "oidc to exec"),
        ({"kubectl": "newest"}, "newest"),
    ],
)
def test_what_cannot_be_asked(asked: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        kubeconv.convert(FOUR, **asked)


def test_openstack_is_explained_and_fails_nobody() -> None:
    outcome, _ = one(provider("openstack"))
    assert outcome.status == "skipped"
    assert "client-keystone-auth" in outcome.help
    assert one(provider("openstack"), kubectl="1.18")[0].status == "unchanged"


def test_fix_uses_the_same_way() -> None:
    fixed = fix(read(Source(FOUR)))
    assert fixed.kubeconfig.source.text == kubeconv.convert(FOUR).text
    assert [each.message for each in fixed.fixes] == [
        "user 'aks': azure -> kubelogin devicecode",
        "user 'gke': gcp -> exec gke-gcloud-auth-plugin",
        "user 'eks': exec aws: v1alpha1 -> v1beta1",
    ]


# --- the command line

GCP_USER = "    auth-provider: {name: gcp, config: {cmd-path: gcloud}}\n"
AWS_USER = f"    exec: {{apiVersion: {API}/v1alpha1, command: aws}}\n"
OIDC_CONFIG = "{idp-issuer-url: 'https://i.example.com', client-id: k, client-secret: hunter2}"
OIDC_USER = f"    auth-provider: {{name: oidc, config: {OIDC_CONFIG}}}\n"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("only", [["--only", "gcp,v1alpha1"], ["--only", "gcp", "--only=v1alpha1"], []])
def test_kinds_with_commas_or_repeated(machine: Machine, only: list[str]) -> None:
    config = machine.file("config", kubeconfig(gke=GCP_USER, eks=AWS_USER, who=OIDC_USER))
    ended = machine.call("convert", config, *only)
    assert ended.code == 0
    assert ended.out.count(": converted ") == 2
    again = machine.call("convert", config, *only, "--check")
    assert again.code == 0


def test_a_default_login_mode_means_azure_users_and_leaves_no_one_out(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(gke=GCP_USER))
    assert machine.call("convert", config, "-l", "msi", "--check").code == 0
    assert machine.call("convert", config, "--check", AAD_LOGIN_METHOD="msi").code == 1


def test_a_plugin_that_is_missing_is_said_with_its_source(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(gke=GCP_USER, eks=AWS_USER, who=OIDC_USER))
    path = machine.program("aws", "exit 1")
    ended = machine.call("convert", config, "--oidc-to", "exec")
    steps = [line.removeprefix("next: ") for line in ended.lines if line.startswith("next: ")]
    assert steps[:3] == [
        f"aws is on PATH: {path}",
        f"gke-gcloud-auth-plugin is not on PATH: install it from {PLUGINS['gke-gcloud-auth-plugin'].install}",
        f"kubectl-oidc_login is not on PATH: install it from {PLUGINS['kubectl-oidc_login'].install}",
    ]
    assert "the oidc client secret is now readable" in steps[3]
    assert "hunter2" not in ended.out + ended.err


def test_a_secret_of_oidc_is_masked_in_the_diff(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(who=OIDC_USER))
    ended = machine.call("convert", config, "--oidc-to", "exec", "--diff")
    assert "--oidc-client-secret=***" in ended.out
    assert "hunter2" not in ended.out + ended.err


def test_json_names_the_plugin_and_what_changed(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(gke=GCP_USER, eks=AWS_USER))
    data = json.loads(machine.call("convert", config, "--format", "json").out)
    jsonschema.validate(data, schema("convert"))
    users = {user["user"]: user for user in data["files"][0]["users"]}
    assert users["gke"]["before"] == {"format": "gcp", "login": None, "plugin": None}
    assert users["gke"]["after"] == {"format": "exec", "login": None, "plugin": "gke-gcloud-auth-plugin"}
    assert users["eks"]["reason"] == "v1alpha1 -> v1beta1"
    found = json.loads(machine.call("detect", config, "--format", "json").out)
    assert {user["user"]: (user["format"], user["plugin"], user["kubectl"]) for user in found["users"]} == {
        "gke": ("exec", "gke-gcloud-auth-plugin", ">=1.11"),
        "eks": ("exec", "aws", ">=1.11"),
    }


def test_kubelogin_users_keep_their_login_when_taken_down() -> None:
    body = plugin("msi", "--server-id", "s", apiVersion=f"{API}/v1", interactiveMode="Never")
    outcome, after = one(body, kubectl="1.21")
    assert outcome.reason == "v1 -> v1beta1"
    assert after["exec"] == {**body["exec"], "apiVersion": f"{API}/v1beta1"}


@pytest.mark.parametrize(
    ("code", "user", "kubectl"),
    [
        ("KC201", "    auth-provider: {name: azure, config: {apiserver-id: s, client-id: c, tenant-id: t}}\n", "1.37"),
        ("KC202", GCP_USER, "1.37"),
        ("KC209", GCP_USER.replace("{cmd", "{access-token: t, cmd"), "1.37"),
        ("KC505", GCP_USER, "1.37"),
        ("KC211", OIDC_USER, "1.37"),
        ("KC211", OIDC_USER, "1.21"),
        ("KC301", AWS_USER, "1.37"),
        ("KC301", AWS_USER.replace("aws", "our-plugin"), "1.37"),
        ("KC302", AWS_USER.replace("v1alpha1", "v1"), "1.21"),
        ("KC302", AWS_USER.replace("v1alpha1", "v1").replace("aws", "our-plugin"), "1.21"),
    ],
)
def test_the_command_that_a_rule_names_mends_it(machine: Machine, code: str, user: str, kubectl: str) -> None:
    def found() -> list[str]:
        ended = machine.call("validate", config, "--kubectl", kubectl, "--select", code, "--format", "json")
        return [each["help"] for each in json.loads(ended.out)["files"][0]["findings"]]

    config = machine.file("config", kubeconfig(me=user))
    (help,) = found()
    command = help[help.index("kubeconv convert") :].partition(",")[0].removesuffix(" drops them")
    assert machine.call(*command.split()[1:]).code == 0
    assert not found()
