"""The laws of the verdict: what kubeconv writes works or needs what it names, and each cure that is told improves it."""

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from builders import file_of, plugin
from hypothesis import example, given, settings
from hypothesis import strategies as st
from odd_logins import API, FACTS, Facts
from test_cli_doctor import AZURES, INT128S, asked, current, kubectl
from test_cli_usage import AKS_CLIENT, AKS_SERVER, AZURE, KUBELOGIN, NO_TENANT, TOKEN, Machine, kubeconfig

import kubeconv
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.requirements.chain import Chains
from kubeconv.requirements.clients import Client
from kubeconv.requirements.surroundings import POLICY
from kubeconv.tree.source import Source
from kubeconv.validation.run import validate_source

NEWEST = Client("kubectl", str(NEWEST_KUBECTL), "", NEWEST_KUBECTL)
OWN = "22222222-2222-4222-8222-222222222222"
TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"

servers = st.sampled_from([AKS_SERVER, AKS_SERVER.upper(), OWN])
optional: st.SearchStrategy[dict[str, str]] = st.fixed_dictionaries(
    {},
    optional={
        "config-mode": st.sampled_from(["", "0", "1"]),
        "environment": st.sampled_from(["", "AzurePublicCloud", "AzureUSGovernmentCloud", "AzureGermanCloud"]),
        "access-token": st.just("t"),
        "expires-on": st.just("1"),
    },
)
configs = st.builds(
    lambda server, more: {"apiserver-id": server, "client-id": AKS_CLIENT, "tenant-id": TENANT, **more},
    servers,
    optional,
)
switches: st.SearchStrategy[dict[str, str]] = st.fixed_dictionaries(
    {}, optional={"legacy": st.sampled_from(["true", "false"]), "client-id": st.just(OWN), "tenant-id": st.just(TENANT)}
)
modes = st.sampled_from([None, *LOGIN_MODES])


@given(
    st.one_of(
        configs.map(lambda config: {"auth-provider": {"name": "azure", "config": config}}),
        st.builds(
            lambda mode, server: plugin(mode, "--server-id", server, "--client-id", OWN, "--tenant-id", TENANT),
            st.sampled_from([*LOGIN_MODES]), servers,
        ),
    ),
    modes, switches,
)  # fmt: skip
def test_what_is_converted_works_or_needs_what_it_names(
    user: dict[str, Any], mode: kubeconv.LoginMode | None, flags: dict[str, str]
) -> None:
    data = file_of({"at": "me"}, me=user)
    head = b"clusters: [{name: '', cluster: {server: 'https://c.example'}}]\ncurrent-context: at\n"
    conversion = kubeconv.convert(head + data, login=mode, flags=flags)
    if conversion.outcomes[0].status != "converted":
        return
    source = Source(conversion.data, "config")
    report = validate_source(source)
    assert [finding for finding in report.findings if finding.severity == "error"] == []
    found = Chains([(parse_tolerantly(source).kubeconfig, report.found[NEWEST_KUBECTL])], NEWEST, POLICY).diagnose("at")
    assert found.verdict in ("works", "needs"), found
    assert all(need.variables or need.command or need.mode for need in found.needs)


@given(FACTS)
def test_validate_ends_with_an_error_where_its_verdict_says_that_the_login_fails(facts: Facts) -> None:
    """And where it finds none, it says so of no login. Over http nobody logs in: what is wrong with a login stays wrong."""
    source = Source(json.dumps(facts.kubeconfig()).encode(), "config")
    report = validate_source(source)
    found = Chains([(parse_tolerantly(source).kubeconfig, report.found[NEWEST_KUBECTL])], NEWEST, POLICY).diagnose("at")
    is_error = any(finding.severity == "error" for finding in report.findings)
    assert is_error or found.verdict != "fails", found.cause
    assert not is_error or found.verdict == "fails" or facts.server.startswith("http:")


#: Errors in the form of a login, which a conversion mends. One in a value of the file stays what it was.
OF_THE_FORM = {
    "exec-v1alpha1", "unknown-exec-api-version", "invalid-interactive-mode", "missing-interactive-mode", "removed-azure",
    "removed-gcp", "incomplete-oidc", "invalid-config-mode",
}  # fmt: skip
ASKED: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"login": modes, "any_plugin": st.booleans(), "oidc_to_exec": st.booleans(), "keep_origin": st.booleans()}
)


@given(FACTS, ASKED)
def test_nothing_that_is_wrong_in_the_form_of_a_login_is_left_by_a_conversion(
    facts: Facts, asked: dict[str, Any]
) -> None:
    data = json.dumps(facts.kubeconfig()).encode()
    before = {each.name for each in validate_source(Source(data, "config")).findings if each.severity == "error"}
    conversion = kubeconv.convert(data, **asked)
    if conversion.outcomes[0].status != "converted" or before - OF_THE_FORM:
        return
    source = Source(conversion.data, "config")
    report = validate_source(source)
    # A value that nobody looked at in the old login mode may be wrong in the new one.
    left = [each for each in report.findings if each.severity == "error" and each.name != "bad-kubelogin-value"]
    assert left == []
    found = Chains([(parse_tolerantly(source).kubeconfig, report.found[NEWEST_KUBECTL])], NEWEST, POLICY).diagnose("at")
    assert found.verdict in ("works", "needs") or (found.cause and found.cause.name == "bad-kubelogin-value")


# --- cures, carried out


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """kubectl 1.37, and Azure's kubelogin."""
    found = Machine(tmp_path)
    found.program("kubectl", kubectl("1.37.1"))
    found.program("kubelogin", AZURES)
    return found


RANK = {"fails": 0, "unknown": 1, "needs": 2, "works": 3}


def ranks(found: Any) -> list[tuple[int, bool]]:
    """How good the verdicts are, a context each."""
    return [(RANK[each["verdict"]], bool(each["works"])) for row in found["contexts"] for each in row["clients"]]


def carry_out(machine: Machine, command: str, environment: dict[str, str]) -> None:
    """What a person does with a command that can run here."""
    program, *words = shlex.split(command)
    if program == "kubeconv":
        words = [TENANT if word == "ID" else word for word in words]
        assert machine.call(*words, *(["--yes"] if words[0] == "doctor" else []), **environment).code in (0, 1)
    elif program == "unset":
        environment.pop(words[0], None)
    elif program == "export":
        environment["PATH"] = f"{words[0].removeprefix('PATH=').partition(':')[0]}:{machine.programs}"


def args(mode: str, *more: str) -> str:
    words = ["get-token", "--login", mode, "--server-id", AKS_SERVER, "--client-id", OWN, "--tenant-id", TENANT, *more]
    entry = {"apiVersion": "client.authentication.k8s.io/v1beta1", "command": "kubelogin", "args": words}
    return f"    exec: {json.dumps(entry)}\n"


BROKEN: Mapping[str, tuple[dict[str, str], dict[str, str]]] = {
    "azure": ({"me": AZURE}, {}),
    "azure without a tenant": ({"me": NO_TENANT}, {}),
    "gcp": ({"me": "    auth-provider: {name: gcp, config: {cmd-path: gcloud}}\n"}, {}),
    "v1alpha1": ({"me": args("msi").replace("v1beta1", "v1alpha1")}, {}),
    "an unknown login mode of the shell": ({"me": KUBELOGIN}, {"AAD_LOGIN_METHOD": "nonsense"}),
    "an authority of the shell": (
        {"me": args("workloadidentity", "--federated-token-file", __file__)}, {"AZURE_AUTHORITY_HOST": "h"},
    ),
    "no time": ({"me": KUBELOGIN}, {"AZURE_CLI_TIMEOUT": "0s"}),
    "a number for a token": ({"me": TOKEN.replace("t0k3n", "0123")}, {}),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_cure_improves_the_verdict_that_it_is_told_for(machine: Machine, name: str) -> None:
    users, environment = BROKEN[name]
    machine.program("gke-gcloud-auth-plugin", "exit 1")
    text = current(kubeconfig(**users), "at-me")
    before = asked(machine.call("doctor", "--format", "json", machine.file("config", text), **environment))
    commands = [each["command"] for each in before["remedies"] if each["command"] and each["contexts"]]
    assert commands
    for command in commands:
        config, now = machine.file("config", text), dict(environment)
        carry_out(machine, command, now)
        after = asked(machine.call("doctor", "--format", "json", config, **now))
        assert ranks(after) > ranks(before), command


def test_the_right_kubelogin_first_on_path_improves_the_verdict(machine: Machine, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    machine.program("kubelogin", INT128S)
    (other / "kubelogin").write_text(f"#!/bin/sh\n{AZURES}\n")
    (other / "kubelogin").chmod(0o755)
    config = machine.file("config", current(kubeconfig(me=KUBELOGIN), "at-me"))
    environment = {"PATH": f"{machine.programs}:{other}"}
    before = asked(machine.call("doctor", "--format", "json", config, **environment))
    (command,) = (each["command"] for each in before["remedies"] if (each["command"] or "").startswith("export"))
    carry_out(machine, command, environment)
    after = asked(machine.call("doctor", "--format", "json", config, **environment))
    assert (ranks(before), ranks(after)) == ([(0, False)], [(2, True)])


@pytest.mark.parametrize("mode", ["spn", "ropc", "workloadidentity", "azurepipelines"])
def test_the_variables_that_are_told_are_enough(machine: Machine, mode: str) -> None:
    config = machine.file("config", current(kubeconfig(me=args(mode)), "at-me"))
    before = asked(machine.call("doctor", "--format", "json", config))
    needs = before["contexts"][0]["clients"][0]["needs"]
    given = {
        name: __file__ for need in needs for name in (need["variables"][:1] if need["flags"] else need["variables"])
    }
    after = asked(machine.call("doctor", "--format", "json", config, **given))
    assert [each["verdict"] for found in (before, after) for each in found["contexts"][0]["clients"]] == [
        "needs",
        "works",
    ]


MORE: Mapping[str, tuple[dict[str, str], dict[str, str]]] = {
    "nothing set": ({"me": args("spn")}, {}),
    "a secret in the shell": ({"me": args("spn")}, {"AZURE_CLIENT_SECRET": "x"}),
    "an empty secret in the shell": ({"me": args("spn", "--client-secret", "x")}, {"AZURE_CLIENT_SECRET": ""}),
    "no token of the pipeline": ({"me": args("azurepipelines")}, {}),
    "a person": ({"me": KUBELOGIN}, {}),
    "no az": ({"me": args("azurecli")}, {}),
    "another subcommand": ({"me": KUBELOGIN.replace("get-token", "convert-kubeconfig")}, {}),
    "a token": ({"me": TOKEN}, {}),
}


@pytest.mark.parametrize("name", [*BROKEN, *MORE])
def test_no_two_commands_give_different_verdicts_on_the_same_facts(machine: Machine, name: str) -> None:
    users, environment = {**BROKEN, **MORE}[name]
    config = machine.file("config", current(kubeconfig(**users), "at-me"))
    doctors = asked(machine.call("doctor", "--format", "json", config, **environment))["contexts"][0]["clients"][0]
    said = machine.call("validate", "--this-machine", "--format", "json", config, **environment)
    (validates,) = json.loads(said.out)["files"]
    assert {key: validates[key] for key in ("verdict", "cause", "needs")} == {
        key: doctors[key] for key in ("verdict", "cause", "needs")
    }
    assert said.code == 1 or doctors["verdict"] != "fails"


@pytest.mark.parametrize("form", ["text", "short", "azure"])
def test_validate_of_this_machine_fails_where_the_doctor_does(machine: Machine, form: str) -> None:
    config = machine.file("config", current(kubeconfig(me=KUBELOGIN), "at-me"))
    assert machine.call("doctor", config).code == 0
    assert machine.call("validate", "--this-machine", "--format", form, config).code == 0
    (machine.programs / "kubelogin").unlink()
    assert machine.call("doctor", config).code == 1
    assert machine.call("validate", "--this-machine", "--format", form, config).code == 1
    assert machine.call("validate", "--format", form, config).code == 0


def stands_for(version: str) -> str:
    return f"printf 'kubelogin version\\ngit hash: v{version}/abc\\nGo version: go1.23\\n'"


#: Programs on PATH.
MACHINES: Mapping[str, Mapping[str, str]] = {
    "all": {
        "kubectl": kubectl("1.37.1"), "kubelogin": AZURES, **dict.fromkeys(("az", "azd", "aws", "kubectl-oidc_login"), "exit 0")
    },
    "old ones": {"kubectl": kubectl("1.21.3"), "kubelogin": stands_for("0.1.4")},
    "the other kubelogin": {"kubectl": kubectl("1.25.3"), "kubelogin": INT128S},
    "kubectl only": {"kubectl": kubectl("1.30.3")},
}  # fmt: skip


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Machine]:
    found = {}
    for name, programs in MACHINES.items():
        found[name] = Machine(tmp_path_factory.mktemp("machine"))
        for program, script in programs.items():
            found[name].program(program, script)
    return found


@settings(max_examples=40)
@given(st.lists(FACTS, min_size=6, max_size=6), st.sampled_from([*MACHINES]))
def test_the_doctor_and_validate_say_the_same_of_any_login(
    machines: Mapping[str, Machine], facts: list[Facts], name: str
) -> None:
    """Verdict, cause and needs of each context, in the shell of the first."""
    entries = {
        "clusters": [{"name": f"c{at}", "cluster": {"server": each.server}} for at, each in enumerate(facts)],
        "users": [{"name": f"me{at}", "user": each.user} for at, each in enumerate(facts)],
        "contexts": [
            {"name": f"at{at}", "context": {"cluster": f"c{at}", "user": f"me{at}"}} for at in range(len(facts))
        ],
    }
    machine, environment = machines[name], facts[0].environment
    config = machine.file("config", json.dumps({**facts[0].kubeconfig(), "current-context": "at0", **entries}))
    doctor = asked(machine.call("doctor", "--format", "json", config, **environment))
    said = machine.call("validate", "--this-machine", "--all-contexts", "--format", "json", config, **environment)
    (file,) = json.loads(said.out)["files"]
    keys = ("verdict", "cause", "needs")
    assert {row["context"]: {key: row["clients"][0][key] for key in keys} for row in doctor["contexts"]} == {
        row["name"]: {key: row[key] for key in keys} for row in file["contexts"]
    }


def reasons(found: Any) -> set[tuple[str, str]]:
    """For what a context does not work."""
    return {(each["name"], each["message"]) for each in found["reasons"]}


def facts(section: dict[str, Any], **environment: str) -> Facts:
    return Facts(section, "https://c.example", environment)


def azure(**left_out_or_changed: str) -> dict[str, Any]:
    config = {"apiserver-id": AKS_SERVER, "client-id": AKS_CLIENT, "config-mode": "1", **left_out_or_changed}
    return {"auth-provider": {"name": "azure", "config": config}}


@settings(max_examples=60)
@example(facts(plugin("nonsense", "--server-id", AKS_SERVER), AAD_LOGIN_METHOD=""), "all")
@example(facts({"exec": {"apiVersion": f"{API}/v1", "interactiveMode": "Never", "command": "my-plugin"}}), "old ones")
@example(facts({"exec": {"apiVersion": f"{API}/v1alpha1", "command": "my-plugin"}}), "all")
@example(facts({"exec": {"apiVersion": f"{API}/v1alpha1", "command": "my-plugin"}}, AAD_LOGIN_METHOD="x"), "all")
@example(facts(azure(), AAD_LOGIN_METHOD="nonsense"), "all")
@example(facts(azure(), AAD_LOGIN_METHOD=""), "all")
@example(facts(azure(**{"tenant-id": TENANT}), AAD_LOGIN_METHOD=""), "all")
@example(facts(azure(), AAD_LOGIN_METHOD="spn"), "all")
@example(facts(azure(), AZURE_CLI_TIMEOUT="0s"), "all")
@example(facts(azure()), "kubectl only")
@example(facts(azure()), "the other kubelogin")
@given(FACTS, st.sampled_from([*MACHINES]))
def test_a_cure_of_any_login_does_what_it_promises(machines: Mapping[str, Machine], facts: Facts, name: str) -> None:
    """Who is said to work then works, or needs what is named; for others a reason is gone, and another may come after it: one
    that the cure tells of. What helps only after the fixes says so."""
    machine, text = machines[name], json.dumps(facts.kubeconfig())
    before = asked(machine.call("doctor", "--format", "json", machine.file("config", text), **facts.environment))
    (was,) = before["contexts"][0]["clients"]
    for remedy in before["remedies"]:
        if not remedy["contexts"] or (remedy["command"] or "").split()[:1] not in (["kubeconv"], ["unset"], ["export"]):
            continue
        config, environment = machine.file("config", text), dict(facts.environment)
        carry_out(machine, remedy["command"], environment)
        (now,) = asked(machine.call("doctor", "--format", "json", config, **environment))["contexts"][0]["clients"]
        is_first = "after the fixes" not in (remedy["detail"] or "")
        assert not is_first or RANK[now["verdict"]] > RANK[was["verdict"]] or reasons(was) - reasons(now)
        assert not remedy["works"] or now["verdict"] in ("works", "needs"), (remedy, now["cause"])
        if not remedy["works"] and "doctor" not in remedy["command"] and now["verdict"] == "fails":
            assert "then " in remedy["detail"] or reasons(now) & reasons(was), remedy
