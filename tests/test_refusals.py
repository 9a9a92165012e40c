"""What a conversion fills in by itself, what it refuses and the way out that it names, and the way back to azure."""

from typing import Any

import pytest
from builders import CONFIG, IDS, TENANT, args_of, legacy, one, plugin, said

import kubeconv
from kubeconv.auth.azure import AKS_CLIENT, AKS_SERVER, ARC_CLIENT, ARC_SERVER
from kubeconv.auth.login_modes import LOGIN_MODES


@pytest.mark.parametrize(("server", "client"), [(AKS_SERVER, AKS_CLIENT), (ARC_SERVER, ARC_CLIENT)])
@pytest.mark.parametrize("case", [str.lower, str.upper], ids=["lower", "upper"])
def test_a_well_known_client_id_is_filled_in_and_said(server: str, client: str, case: Any) -> None:
    for user in (legacy(apiserver_id=case(server), client_id=None), plugin("azurecli", "--server-id", case(server))):
        outcome, body = one(user, login="devicecode", flags={"tenant-id": TENANT})
        assert args_of(body)[5:7] == ["--client-id", client]
        assert "client id set from the well-known ids" in said(outcome)


@pytest.mark.parametrize(
    ("missing", "flag"), [("apiserver_id", "server-id"), ("tenant_id", "tenant-id"), ("client_id", "client-id")]
)
@pytest.mark.parametrize("empty", [None, ""], ids=["not there", "empty"])
def test_a_missing_id_is_refused_with_the_way_out(missing: str, flag: str, empty: str | None) -> None:
    user = legacy(**{"apiserver_id": "own", missing: empty})
    outcome, body = one(user)
    assert (outcome.status, body) == ("refused", user)
    assert outcome.reason == f"the {flag.replace('-', ' ')} is missing"
    assert f"--{flag}" in outcome.help
    outcome, body = one(user, flags={flag: "given"})
    assert outcome.status == "converted"
    assert args_of(body)[args_of(body).index(f"--{flag}") + 1] == "given"


@pytest.mark.parametrize("mode", ["msi", "azurecli", "azd", "workloadidentity"])
def test_a_mode_without_tenant_needs_none(mode: str) -> None:
    outcome, body = one(legacy(tenant_id=None, client_id=None), login=mode)
    assert (outcome.status, args_of(body)) == ("converted", ["get-token", "--login", mode, "--server-id", AKS_SERVER])


@pytest.mark.parametrize("mode", ["interactive", "spn", "ropc"])
@pytest.mark.parametrize("flags", [{"pop-enabled": "true"}, {"pop-claims": "u=x"}], ids=str)
def test_half_of_the_pop_flags_is_refused(mode: str, flags: dict[str, str]) -> None:
    for user in (legacy(), plugin(mode, *IDS)):
        outcome, body = one(user, login=mode, flags=flags)
        assert (outcome.status, body) == ("refused", user)
        assert "--pop-claims" in outcome.reason


@pytest.mark.parametrize("mode", sorted(LOGIN_MODES.keys() - {"devicecode", "interactive"}))
def test_modes_that_the_old_plugin_cannot_do_are_refused(mode: str) -> None:
    user = plugin(mode, *IDS)
    outcome, body = one(user, to="azure")
    assert (outcome.status, body) == ("refused", user)
    assert mode in outcome.reason


def test_pop_tokens_are_refused_on_the_way_back_to_azure() -> None:
    user = plugin("interactive", *IDS, "--pop-enabled", "--pop-claims", "u=x")
    outcome, body = one(user, to="azure")
    assert (outcome.status, outcome.reason, body) == ("refused", "the azure auth-provider cannot make PoP tokens", user)
    assert one(plugin("interactive", *IDS, "--pop-enabled=false"), to="azure")[0].status == "converted"


@pytest.mark.parametrize("mode", ["devicecode", "interactive"])
@pytest.mark.parametrize(
    ("args", "flags", "config_mode"),
    [([], {}, "1"), (["--legacy"], {}, "0"), (["--legacy"], {"legacy": "false"}, "1"), ([], {"legacy": "true"}, "0")],
)
def test_the_way_back_to_azure(mode: str, args: list[str], flags: dict[str, str], config_mode: str) -> None:
    outcome, body = one(plugin(mode, *IDS, *args), to="azure", flags=flags)
    assert (outcome.status, str(outcome.after)) == ("converted", "azure")
    config = {**CONFIG, "config-mode": config_mode, "environment": "AzurePublicCloud"}
    assert body == {"auth-provider": {"config": config, "name": "azure"}}


def test_the_old_provider_gets_only_what_it_knows() -> None:
    outcome, body = one(plugin("devicecode", *IDS, "--cache-dir", "/tmp/c", "--timeout", "5s"), to="azure")
    assert body["auth-provider"]["config"] == {**CONFIG, "environment": "AzurePublicCloud"}
    assert "lost: cache dir, timeout" in said(outcome)


@pytest.mark.parametrize("flag", ["environment", "client-id"])
def test_the_way_to_azure_with_an_empty_flag_converts_once(flag: str) -> None:
    _, body = one(plugin("devicecode", *IDS), to="azure", flags={flag: ""})
    assert one(body, to="azure", flags={flag: ""})[0].status == "unchanged"


@pytest.mark.parametrize("flag", ["server-id", "tenant-id"])
def test_an_empty_flag_takes_no_required_id_from_an_azure_user(flag: str) -> None:
    outcome, body = one(legacy(), to="azure", flags={flag: ""})
    assert (outcome.status, body) == ("refused", legacy())


@pytest.mark.parametrize(
    ("entry", "inside"), [("name: &n me", ""), ("name: me, note: &n [a, b]", ""), ("name: me, note: &n {a: b}", ""),
                          ("name: me", "note: &n kept, "), ("name: me", "note: &n {a: b}, ")],
)  # fmt: skip
def test_an_anchor_that_the_conversion_does_not_touch_does_not_stop_it(entry: str, inside: str) -> None:
    config = f"{{apiserver-id: {AKS_SERVER}, client-id: c, tenant-id: t, config-mode: '1'}}"
    user = f"{{{inside}auth-provider: {{name: azure, config: {config}}}}}"
    conversion = kubeconv.convert(f"users: [{{{entry}, user: {user}}}]\nextra: *n\n".encode())
    assert [outcome.status for outcome in conversion.outcomes] == ["converted"]
    assert conversion.data.decode().endswith("extra: *n\n")
