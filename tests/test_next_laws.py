"""The laws of what is told beside a verdict: neither convert's `next:` nor explain's "here" contradicts the doctor on the same
file and machine."""

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any
from unittest import mock

from builders import plugin
from hypothesis import example, given, settings
from hypothesis import strategies as st
from odd_logins import API, FACTS, Facts
from test_cli_usage import AKS_SERVER, Machine
from test_verdict_laws import machines

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.doctor.diagnosis import Answer
from kubeconv.doctor.examine import look
from kubeconv.machine.files import Paths
from kubeconv.requirements.cause import LACKS, NO_PROGRAM, NO_TOKEN_PROGRAM

__all__ = ["machines"]

OPTIONS: Sequence[tuple[str, ...]] = (
    (), ("--any-plugin",), ("--oidc-to", "exec"), ("-l", "auto"), *(("-l", mode) for mode in LOGIN_MODES),
    ("-l", "spn", "--client-secret", "s"),
)  # fmt: skip
ABSENT = (NO_PROGRAM, NO_TOKEN_PROGRAM)
#: Of a login that does not work here for another reason than an absent program or variable.
OBJECTIONS = ("still cannot log in", "or newer, and the one on PATH", "no variable can give", "is another kubelogin")


def doctors(machine: Machine, path: str, environment: Mapping[str, str]) -> Answer:
    """What the doctor says of the one context of a file, for the one client that is there."""
    around = machine.environment(environment)
    with mock.patch.dict(os.environ, around, clear=True), contextlib.chdir(machine.home):
        (row,) = look(Paths((path,)), os.environ, fixing=False).rows
    return row.answers[0]


def facts(section: dict[str, Any], server: str = "https://c.example", **environment: str) -> Facts:
    return Facts(section, server, environment)


def running(command: str, version: str = "v1beta1", *more: str) -> dict[str, Any]:
    section: dict[str, Any] = plugin(
        "devicecode", "--server-id", AKS_SERVER, "--client-id", "c", "--tenant-id", "t", *more
    )
    section["exec"] |= {"command": command, "apiVersion": f"{API}/{version}", "interactiveMode": "IfAvailable"}
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
    answer = doctors(machine, str(config), environment)
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
