"""What a conversion promises: the login mode, what is kept, and what is said."""

from typing import Any

import pytest
import yaml
from builders import IDS, TENANT, args_of, file_of, legacy, one, plugin, said

import kubeconv
from kubeconv.auth.login_modes import LOGIN_MODES

# --- which mode


def test_a_legacy_user_becomes_devicecode_without_a_mode() -> None:
    outcome, body = one(legacy())
    assert (outcome.status, str(outcome.before), str(outcome.after)) == ("converted", "azure", "kubelogin devicecode")
    assert args_of(body) == ["get-token", "--login", "devicecode", *IDS]


@pytest.mark.parametrize("mode", LOGIN_MODES)
def test_a_user_of_kubelogin_stays_without_a_mode(mode: str) -> None:
    user = plugin(mode, "--server-id", "s")
    outcome, body = one(user)
    assert (outcome.status, body) == ("unchanged", user)
    assert f"already kubelogin {mode}" in outcome.reason


def test_flags_without_a_mode_are_said_not_to_be_applied() -> None:
    user = plugin("msi", "--server-id", "s")
    outcome, body = one(user, flags={"client-id": "c"})
    assert (outcome.status, body) == ("unchanged", user)
    assert "not applied" in said(outcome)


@pytest.mark.parametrize("mode", LOGIN_MODES)
def test_the_same_mode_keeps_every_argument(mode: str) -> None:
    extra = ["--client-secret", "x", "--new-switch", "--timeout=9s", "--disable-environment-override", "-s", "abc"]
    user = plugin(mode, *IDS, *extra, env=[{"name": "A", "value": "b"}])
    outcome, body = one(user, login=mode)
    assert (outcome.status, body) == ("unchanged", user)


@pytest.mark.parametrize(
    ("mode", "old", "flags", "new"),
    [
        ("spn", ["--client-secret", "a"], {"client-secret": "b"}, ["--client-secret", "b"]),
        ("spn", ["--client-secret=a"], {"client-secret": "b"}, ["--client-secret=b"]),
        ("spn", ["-t", "a"], {"tenant-id": "b"}, ["-t", "b"]),
        ("spn", ["-ta"], {"tenant-id": "b"}, ["-tb"]),
        ("spn", ["-e=a"], {"environment": "b"}, ["-e=b"]),
        ("spn", ["--token-cache-dir", "a"], {"cache-dir": "b"}, ["--token-cache-dir", "b"]),
        ("spn", ["--tenant-id", "a", "--tenant-id", "b"], {"tenant-id": "c"}, ["--tenant-id", "a", "--tenant-id", "c"]),
        ("spn", [], {"legacy": "true"}, ["--legacy"]),
        ("spn", ["--legacy"], {"legacy": "false"}, []),
        ("spn", ["--legacy=true"], {"legacy": "true"}, ["--legacy=true"]),
        ("spn", ["--legacy=false"], {"legacy": "true"}, ["--legacy"]),
        ("spn", ["--pop-enabled", "--pop-claims", "u=a"], {"pop-claims": "u=b"}, ["--pop-enabled", "--pop-claims", "u=b"]),
        ("spn", ["--pop-enabled", "--pop-claims", "u=a"], {"pop-enabled": "false"}, []),
        ("spn", ["--disable-environment-override"], {"disable-environment-override": "false"}, []),
        ("msi", [], {"identity-resource-id": "b"}, ["--identity-resource-id", "b"]),
        ("azurecli", ["--", "rest"], {"subscription": "b"}, ["--subscription", "b", "--", "rest"]),
    ],
)  # fmt: skip
def test_the_same_mode_with_a_flag_changes_that_alone(
    mode: str, old: list[str], flags: dict[str, str], new: list[str]
) -> None:
    _, body = one(plugin(mode, *IDS, *old), login=mode, flags=flags)
    assert args_of(body) == ["get-token", "--login", mode, *IDS, *new]
    again, _ = one(body, login=mode, flags=flags)
    assert again.status == "unchanged"


@pytest.mark.parametrize("mode", LOGIN_MODES)
def test_an_empty_value_of_a_flag_converts_once(mode: kubeconv.LoginMode) -> None:
    flags = dict.fromkeys(("client-secret", "username", "subscription", "identity-resource-id", "login-hint"), "")
    first = kubeconv.convert(file_of(me=legacy()), login=mode, flags=flags)
    assert [each.status for each in first.outcomes] == ["converted"]
    assert kubeconv.convert(first.data, login=mode, flags=flags).edits == []


def test_another_client_id_takes_the_place_of_a_managed_identity() -> None:
    _, body = one(
        plugin("msi", "--server-id", "s", "--identity-resource-id", "old"), login="msi", flags={"client-id": "new"}
    )
    # kubelogin takes the client id where it has both.
    assert args_of(body)[-4:] == ["--identity-resource-id", "old", "--client-id", "new"]


def test_a_managed_identity_beside_a_client_id_is_written_and_it_is_said_which_counts() -> None:
    user = plugin("msi", "--server-id", "s", "--client-id", "old")
    outcome, body = one(user, login="msi", flags={"identity-resource-id": "new"})
    assert args_of(body)[-4:] == ["--client-id", "old", "--identity-resource-id", "new"]
    assert "kubelogin takes the client id before --identity-resource-id" in said(outcome)


# --- what is kept


def test_what_kubelogin_drops_is_kept() -> None:
    settings: dict[str, Any] = {
        "command": "/opt/kubelogin",
        "env": [{"name": "HTTPS_PROXY", "value": "p"}],
        "installHint": "ask ana",
        "interactiveMode": "Always",
        "provideClusterInfo": True,
        "x-unknown": [1],
        "apiVersion": "client.authentication.k8s.io/v1",
    }
    others: dict[str, Any] = {
        "as": "boss",
        "x-user": {"a": 1},
        "extensions": [{"name": "mine", "extension": {"a": "1"}}],
    }
    _, body = one({**others, **plugin("azurecli", *IDS, **settings)}, login="devicecode")
    assert body == {**others, "exec": {**settings, "args": ["get-token", "--login", "devicecode", *IDS]}}


@pytest.mark.parametrize(
    ("before", "after"), [("v1alpha1", "v1beta1"), ("v1beta1", "v1beta1"), ("v1", "v1"), (None, "v1beta1")]
)
def test_only_a_version_that_is_gone_is_raised(before: str | None, after: str) -> None:
    user = plugin("msi", "--server-id", "s", interactiveMode="Never")
    user["exec"]["apiVersion"] = before and f"client.authentication.k8s.io/{before}"
    _, body = one(user, login="azurecli")
    assert body["exec"]["apiVersion"] == f"client.authentication.k8s.io/{after}"


def test_exec_stands_where_the_provider_stood() -> None:
    _, body = one({"as": "boss", **legacy(), "x": 1})
    assert list(body) == ["as", "exec", "x"]


def test_a_variable_of_the_plugin_is_changed_in_its_place() -> None:
    text = file_of(me=plugin("azurecli", *IDS)).decode()
    env = "      env: [{name: AZURE_CONFIG_DIR, value: old}, {name: B, value: 'b'}]\n"
    flags = {"azure-config-dir": "/new"}
    conversion = kubeconv.convert((text + env).encode(), login="azurecli", flags=flags)
    assert conversion.text == text + env.replace("old", "/new")


# --- what is said


def test_the_contexts_of_a_shared_user_are_named() -> None:
    data = file_of({"stage": "me", "test": "me", "prod": "you"}, me=legacy(), you=legacy())
    (outcome,) = kubeconv.convert(data, contexts=["stage"]).outcomes
    assert outcome.contexts == ("stage", "test")


def test_a_flag_that_replaces_another_value_is_said_for_that_user_alone() -> None:
    data = file_of(same=legacy(), other=legacy(tenant_id="other"), none=legacy(tenant_id=None))
    notes = [said(outcome) for outcome in kubeconv.convert(data, flags={"tenant-id": TENANT}).outcomes]
    assert ["--tenant-id replaced" in note for note in notes] == [False, True, False]
    assert f"other by {TENANT}" in notes[1]


def test_a_secret_that_is_replaced_is_not_shown() -> None:
    user = plugin("spn", *IDS, "--client-secret", "old-secret")
    outcome, _ = one(user, login="spn", flags={"client-secret": "new-secret"})
    assert "--client-secret replaced" in said(outcome)
    assert "secret" not in said(outcome).replace("--client-secret", "")
    assert outcome.secrets == ("client-secret",)


def test_flags_that_the_mode_does_not_take_are_said() -> None:
    outcome, _ = one(legacy(), login="msi", flags={"tenant-id": "t", "client-secret": "s3cret", "client-id": "c"})
    assert "--tenant-id has no meaning for msi" in said(outcome)
    assert "--client-secret has no meaning for msi" in said(outcome)
    assert "--client-id has no meaning" not in said(outcome)
    assert "s3cret" not in said(outcome)


@pytest.mark.parametrize(
    ("user", "asked", "lost"),
    [
        (legacy(config_mode="0", access_token="a", expires_on="1"), {"login": "azurecli"},
         ["client id", "tenant id", "legacy audience", "cached tokens"]),
        (legacy(environment="AzureChinaCloud"), {"login": "azd"}, ["client id", "tenant id", "environment"]),
        (legacy(config_mode="0"), {"login": "interactive"}, ["legacy audience"]),
        (legacy(), {"login": "devicecode"}, []),
        (plugin("spn", *IDS, "--client-secret", "s3cret"), {"login": "devicecode"}, ["client secret"]),
        (plugin("interactive", *IDS, "--login-hint", "h", installHint=None), {"to": "azure"}, ["login hint", "login mode"]),
        (plugin("devicecode", *IDS, env=[{"name": "A", "value": "b"}]), {"to": "azure"}, ["exec settings"]),
    ],
)  # fmt: skip
def test_what_is_lost_is_said(user: Any, asked: dict[str, Any], lost: list[str]) -> None:
    outcome, _ = one(user, **asked)
    notes = [note for note in outcome.notes if note.startswith("lost: ")]
    expected = [f"lost: {', '.join(lost)}"] if lost else []
    assert [note.partition(" (")[0] for note in notes] == expected
    assert "s3cret" not in said(outcome)


def test_a_missing_config_mode_of_an_aks_cluster_is_said() -> None:
    outcome, body = one(legacy(config_mode=None), login="devicecode")
    assert args_of(body)[-1] == "--legacy"
    assert "--no-legacy" in said(outcome)
    outcome, body = one(legacy(config_mode=None), flags={"legacy": "false"})
    assert args_of(body) == ["get-token", "--login", "devicecode", *IDS]
    assert "--no-legacy" not in said(outcome)


def test_the_server_id_of_managed_clusters_means_managed() -> None:
    """Without -l, as `doctor --fix` converts; who names a login mode gets what kubelogin writes."""
    outcome, body = one(legacy(config_mode=None))
    assert args_of(body) == ["get-token", "--login", "devicecode", *IDS]
    assert "no --legacy is written" in said(outcome)
    own = "22222222-2222-4222-8222-222222222222"
    _, body = one(legacy(config_mode=None, apiserver_id=own))
    assert args_of(body)[-1] == "--legacy"


@pytest.mark.parametrize(
    ("mode", "flags", "is_said"),
    [
        ("spn", {}, True),
        ("ropc", {}, True),
        ("workloadidentity", {"client-id": IDS[3]}, True),
        ("workloadidentity", {}, False),
        ("spn", {"client-id": "mine"}, False),
        ("devicecode", {}, False),
        ("azurecli", {}, False),
    ],
)
def test_the_client_id_of_people_is_no_application(mode: str, flags: dict[str, str], is_said: bool) -> None:
    outcome, _ = one(legacy(), login=mode, flags=flags)
    assert ("needs an application of your own" in said(outcome)) is is_said
    assert ("AZURE_CLIENT_ID" in said(outcome)) is is_said


@pytest.mark.parametrize("mode", ["spn", "azurecli", "msi", "azd", "devicecode", "workloadidentity"])
@pytest.mark.parametrize("is_own", [True, False])
def test_what_works_with_the_managed_integration_only_is_said(mode: str, is_own: bool) -> None:
    user = legacy(apiserver_id="22222222-2222-4222-8222-222222222222") if is_own else legacy()
    outcome, _ = one(user, login=mode)
    assert ("managed Entra ID integration only" in said(outcome)) is (
        is_own and mode in ("spn", "azurecli", "msi", "azd")
    )


@pytest.mark.parametrize(
    "args", [["get-token", *IDS], ["get-token", "--login", "spn", *IDS]], ids=["no mode", "another"]
)
def test_a_kept_login_comes_back_in_the_mode_that_was_asked_for(args: list[str]) -> None:
    kept = {"name": "kubeconv-origin", "extension": {"devicecode": {"command": "kubelogin", "args": args}}}
    once = kubeconv.convert(file_of(me={**plugin("azurecli", *IDS), "extensions": [kept]}), login="devicecode")
    assert [each.status for each in once.outcomes] == ["converted"]
    again = kubeconv.convert(once.data, login="devicecode")
    assert ([each.status for each in again.outcomes], again.data) == (["unchanged"], once.data)


@pytest.mark.parametrize("mode", ["azurecli", "msi", "devicecode"])
def test_a_login_with_numbers_that_should_be_texts_is_kept_so_that_it_comes_back(mode: kubeconv.LoginMode) -> None:
    config = {
        "apiserver-id": "a",
        "client-id": "b",
        "tenant-id": "t",
        "config-mode": 1,
        "expires-on": 1600000000,
        "x": True,
    }
    user = {"auth-provider": {"name": "azure", "config": config}}
    back = kubeconv.convert(kubeconv.convert(file_of(me=user), login=mode, keep_origin=True).data, to="azure")
    assert [each.status for each in back.outcomes] == ["converted"]
    (body,) = (each["user"] for each in yaml.safe_load(back.data)["users"])
    texts = {**config, "config-mode": "1", "expires-on": "1600000000", "x": "true"}
    assert {key: body["auth-provider"]["config"][key] for key in texts} == texts


UNREADABLE: dict[str, dict[str, Any]] = {
    "a command": {"command": {"a": "b"}}, "an argument": {"args": ["get-token", 1]}, "a variable": {"env": [{"name": 1}]},
    "a switch": {"provideClusterInfo": "true"}, "variables": {"env": {}},
}  # fmt: skip


@pytest.mark.parametrize("wrong", UNREADABLE.values(), ids=UNREADABLE)
def test_a_kept_login_that_kubectl_cannot_read_does_not_come_back_and_stays(wrong: dict[str, Any]) -> None:
    section = {"command": "kubelogin", "args": ["get-token", "--login", "devicecode", *IDS], **wrong}
    extensions = [None, {"name": "kubeconv-origin", "extension": {"devicecode": section, "note": "mine"}}]
    user = {**plugin("azurecli", *IDS), "extensions": extensions}
    for asked in ({}, {"keep_origin": True}):
        made = kubeconv.convert(file_of(me=user), login="devicecode", **asked)  # type: ignore[arg-type]
        assert [each.status for each in made.outcomes] == ["converted"]
        (body,) = (each["user"] for each in yaml.safe_load(made.data)["users"])
        assert body["exec"]["args"][:3] == ["get-token", "--login", "devicecode"]
        assert {**body["exec"], **wrong} != body["exec"]
        none, ours = body["extensions"]
        assert (none, {**ours["extension"], "devicecode": section, "note": "mine"}) == (None, ours["extension"])


def with_kept(user: dict[str, Any], mode: str, *words: str) -> dict[str, Any]:
    section = {"command": "kubelogin", "args": ["get-token", "--login", mode, *words]}
    return {**user, "extensions": [{"name": "kubeconv-origin", "extension": {mode: section}}]}


def test_a_flag_may_replace_what_only_the_kept_login_has() -> None:
    user = with_kept(plugin("azurecli", "--server-id", "a"), "ropc", *IDS)
    outcome, body = one(user, login="ropc", flags={"tenant-id": "new"})
    assert outcome.status == "converted"
    assert f"--tenant-id replaced {TENANT} by new" in said(outcome)
    assert "tenant id" not in said(outcome).partition("restored")[2].partition(";")[0]
    assert args_of(body)[-2:] == ["--tenant-id", "new"]


@pytest.mark.parametrize("flags", [{}, {"client-id": "third"}])
@pytest.mark.parametrize("keeps", [False, True])
def test_another_client_id_of_a_kept_login_is_told(flags: dict[str, str], keeps: bool) -> None:
    own = ["--server-id", "a", "--client-id", "mine", "--tenant-id", "t"]
    user = with_kept(plugin("spn", *own), "devicecode", "--server-id", "a", "--client-id", "other", "--tenant-id", "t")
    outcome, body = one(user, login="devicecode", flags=flags, keep_origin=keeps)
    assert args_of(body)[4:7] == ["a", "--client-id", flags.get("client-id", "other")]
    assert outcome.lost == (() if flags or keeps else ("client-id",))
    assert ("restored from the kept login: client id" in said(outcome)) is (not flags)
    assert ("--client-id replaced mine by third" in said(outcome)) is bool(flags)


def test_a_login_without_a_mode_that_is_made_anew_is_kept() -> None:
    user = plugin("devicecode", *IDS, "--login-hint", "me@example.com")
    user["exec"]["args"] = ["get-token", *user["exec"]["args"][3:]]
    outcome, body = one(user, login="devicecode", keep_origin=True)
    assert "kept in extensions: login hint" in said(outcome)
    assert body["extensions"][0]["extension"]["devicecode"] == user["exec"]


@pytest.mark.parametrize("asked", [{"login": "msi"}, {"login": "azurecli", "keep_origin": True}, {"to": "azure"}])
@pytest.mark.parametrize(
    "provider", [{"name": "oidc", "config": {"refresh-token": "t"}}, {"name": "x"}, {"config": {}}]
)
def test_another_auth_provider_beside_kubelogin_is_not_thrown_away(asked: dict[str, Any], provider: Any) -> None:
    user = {**plugin("azurecli", *IDS), "auth-provider": provider}
    outcome, body = one(user, **asked)
    assert (outcome.status, body) == ("refused", user)
    assert "and an exec plugin, which client-go refuses together" in outcome.reason


@pytest.mark.parametrize("provider", [None, {}])
def test_an_auth_provider_that_holds_nothing_goes(provider: Any) -> None:
    outcome, body = one({**plugin("azurecli", *IDS), "auth-provider": provider}, login="msi")
    assert (outcome.status, "auth-provider" in body) == ("converted", False)


@pytest.mark.parametrize("keeps", [False, True])
def test_claims_that_go_as_they_have_no_effect_are_told(keeps: bool) -> None:
    user = plugin("interactive", *IDS, "--pop-enabled=false", "--pop-claims", "u=/x")
    outcome, _ = one(user, login="interactive", keep_origin=keeps)
    assert outcome.lost == (() if keeps else ("pop-claims",))
    assert "kept in extensions: pop claims" in said(outcome) or not keeps
