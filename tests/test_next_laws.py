"""The laws of what is told beside a verdict: neither convert's `next:` nor explain's "here" contradicts the doctor on the same
file and machine."""

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any
from unittest import mock

import pytest
from builders import plugin
from hypothesis import example, given, settings
from hypothesis import strategies as st
from message_examples import EXAMPLES
from odd_logins import API, FACTS, Facts
from test_cli_usage import AKS_SERVER, AZURE, KUBELOGIN, Machine, kubeconfig
from test_fix_laws import entries
from test_verdict_laws import machines

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.commands import after_convert
from kubeconv.doctor.diagnosis import Answer
from kubeconv.doctor.look import look
from kubeconv.explain.here import users_here
from kubeconv.explain.messages import MESSAGES
from kubeconv.machine.files import Paths, find
from kubeconv.machine.load import load_files
from kubeconv.requirements.cause import LACKS, NO_PROGRAM, NO_TOKEN_PROGRAM

__all__ = ["machines"]

OPTIONS: Sequence[tuple[str, ...]] = (
    (), ("--any-plugin",), ("--oidc-to", "exec"), ("-l", "auto"), *(("-l", mode) for mode in LOGIN_MODES),
    ("-l", "spn", "--client-secret", "s"),
)  # fmt: skip
ABSENT = (NO_PROGRAM, NO_TOKEN_PROGRAM)
#: Of a login that does not work here for another reason than an absent program or variable.
OBJECTIONS = ("still cannot log in", "or newer, and the one on PATH", "no variable can give", "is another kubelogin")


def doctors(machine: Machine, path: str, environment: Mapping[str, str]) -> dict[str, Answer]:
    """What the doctor says of the contexts of a file, for the one client that is there."""
    around = machine.environment(environment)
    with mock.patch.dict(os.environ, around, clear=True), contextlib.chdir(machine.home):
        return {row.context: row.answers[0] for row in look(Paths((path,)), os.environ, fixing=False).rows}


def facts(section: dict[str, Any], server: str = "https://c.example", **environment: str) -> Facts:
    return Facts(section, server, environment)


def running(command: str, version: str = "v1beta1", **more: Any) -> dict[str, Any]:
    section: dict[str, Any] = plugin("devicecode", "--server-id", AKS_SERVER, "--client-id", "c", "--tenant-id", "t")
    section["exec"] |= {"command": command, "apiVersion": f"{API}/{version}", "interactiveMode": "IfAvailable", **more}
    return section


INT128 = {
    "exec": {
        "apiVersion": f"{API}/v1alpha1", "command": "kubelogin",
        "args": ["get-token", "--oidc-issuer-url=https://i.example", "--oidc-client-id=k"],
    }
}  # fmt: skip


@settings(max_examples=150)
@example(facts({**running("kubelogin"), "tokenFile": "/nowhere"}), "all", ("-l", "msi"))
@example(facts({**running("kubelogin"), "token": "t"}), "the other kubelogin", ("-l", "azd"))
@example(facts(running("kubelogin"), "http://c.example"), "kubectl only", ("-l", "spn"))
@example(facts(running("azure-kubelogin")), "the other kubelogin", ("-l", "msi"))
@example(facts(running("kubelogin.exe")), "all", ("-l", "msi"))
@example(facts(running("kubelogin", "v1")), "old ones", ("-l", "azurecli"))
@example(
    facts(running("kubelogin", env=[{"name": "SYSTEM_ACCESSTOKEN", "value": ""}])), "all", ("-l", "azurepipelines")
)
@example(facts(INT128), "all", ())
@example(facts(INT128), "the other kubelogin", ())
@example(facts(running("kubelogin"), AZURE_CLIENT_SECRET="s", AZURE_CLIENT_ID="c"), "all", ("-l", "spn"))
@given(FACTS, st.sampled_from(["all", "old ones", "the other kubelogin", "kubectl only"]), st.sampled_from(OPTIONS))
def test_what_convert_says_comes_next_is_what_the_doctor_says(
    machines: Mapping[str, Machine], facts: Facts, name: str, options: Sequence[str]
) -> None:
    machine, environment = machines[name], facts.environment
    config = machine.file("config", json.dumps(facts.kubeconfig()))
    said = json.loads(machine.call("convert", *options, "--format", "json", config, **environment).out)
    if not any(user["status"] == "converted" for file in said.get("files", ()) for user in file["users"]):
        return
    (answer,) = doctors(machine, str(config), environment).values()
    stops = [each.cause for each in answer.reasons if each.cause]
    absent = {each.command for each in stops if each.name in ABSENT}
    lacks = {each for cause in stops if cause.name == LACKS for each in cause.variables[: 1 if cause.flags else None]}
    others = [
        each
        for each in stops
        if each.name not in (NO_PROGRAM, NO_TOKEN_PROGRAM) and not (each.name == LACKS and each.variables)
    ]
    objections = [each for each in (*said["notes"], *said["next"]) if any(words in each for words in OBJECTIONS)]
    told = {each.partition(" is not on PATH")[0] for each in said["next"] if " is not on PATH" in each}
    needed = [each for each in said["next"] if each.endswith(" where kubectl runs")]
    assert told <= absent or others, "what is not on PATH stops no login"
    assert absent <= told or any(f"({NO_PROGRAM})" in each for each in objections)
    assert all(any(variable in each for each in needed) for variable in lacks)
    assert bool(needed) == bool(lacks)
    assert bool(objections) == bool(others) or (absent and not others), (objections, others)


#: The texts of messages whose rule says what is wrong, without those for which explain would have to ask kubelogin.
TEXTS = [
    (row, text)
    for row in MESSAGES if row.rule and row.rule not in ("KC323", "KC328")
    for text in EXAMPLES[row.id]
]  # fmt: skip


@settings(max_examples=60)
@given(
    st.lists(FACTS, min_size=4, max_size=4),
    st.sampled_from(["all", "kubectl only"]),
    st.lists(st.sampled_from(TEXTS), min_size=8, max_size=8),
)
def test_the_logins_that_a_message_is_about_are_those_of_which_the_doctor_says_it(
    machines: Mapping[str, Machine], facts: list[Facts], name: str, texts: list[tuple[Any, str]]
) -> None:
    """If there are some, and the message names none."""
    machine, environment = machines[name], facts[0].environment
    config = str(machine.file("config", json.dumps(entries(facts))))
    answers = doctors(machine, config, environment)
    words = {context: each.words for each in users_here(load_files(find([], config, {}))) for context in each.contexts}
    for row, text in texts:
        stopped = {
            context for context, answer in answers.items()
            if any(reason.code == row.rule for reason in answer.reasons)
            if not row.affects or words[context] & {*row.affects}
        }  # fmt: skip
        said = machine.call("explain", "--format", "json", "--kubeconfig", config, text, **environment)
        for each in json.loads(said.out)["messages"] if stopped else ():
            named = {kind for kind, value in each["names"].items() if value}
            if each["id"] == row.id and not named & {"user", "context", "entry", "command", "file", "version"}:
                here = {context for user in each["users"] for context in user["contexts"]}
                assert here & stopped
                assert not any(answers[context].works for context in here - stopped), (row.id, row.rule)


REMOVED = 'error: no Auth Provider found for name "azure"'
NO_SERVER = "Error: server-id is required\ngetting credentials: exec: executable kubelogin failed with exit code 1"


@pytest.mark.parametrize(
    ("users", "text", "here"),
    [
        ({"idle": AZURE, "b": AZURE}, REMOVED, ["b"]),
        ({"a": KUBELOGIN, "b": KUBELOGIN.replace("--server-id", "--client-id")}, NO_SERVER, ["b"]),
    ],
)
def test_of_many_logins_those_that_are_stopped(
    machines: Mapping[str, Machine], users: Mapping[str, str], text: str, here: list[str]
) -> None:
    """`idle` has a server where nobody logs in."""
    data = kubeconfig(**users).replace("{cluster: c, user: idle}", "{cluster: d, user: idle}")
    data = data.replace("contexts:", "- {name: d, cluster: {server: 'http://idle.example'}}\ncontexts:", 1)
    config = machines["all"].file("config", data)
    found = json.loads(machines["all"].call("explain", "--format", "json", "--kubeconfig", config, text).out)
    assert [user["user"] for each in found["messages"][:1] for user in each["users"]] == here


@settings(max_examples=100)
@example(facts(running("kubelogin")), ("-l", "devicecode", "--environment", "no such cloud"))
@example(facts(running("kubelogin"), AAD_LOGIN_METHOD="spn"), ("-l", "devicecode"))
@given(FACTS, st.sampled_from(OPTIONS))
def test_without_kubelogin_nothing_is_said_that_the_whole_chain_does_not_say(
    machines: Mapping[str, Machine], facts: Facts, options: Sequence[str]
) -> None:
    machine = machines["kubectl only"]
    config = machine.file("config", json.dumps(facts.kubeconfig()))
    command = ("convert", *options, "--check", "--format", "json", str(config))
    said = machine.call(*command, **facts.environment).out
    with mock.patch.object(after_convert, "_lacks_only_kubelogin", return_value=False):
        assert machine.call(*command, **facts.environment).out == said
