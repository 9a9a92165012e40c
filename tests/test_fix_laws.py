"""The laws of what is written: what a fix promises comes true, by the doctor's own verdict."""

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st
from odd_logins import FACTS, Facts
from test_cli_doctor import asked
from test_cli_usage import Machine
from test_verdict_laws import MACHINES, RANK, machines

from kubeconv.conversion.options import AUTO, KINDS, Options
from kubeconv.doctor.diagnosis import Row
from kubeconv.doctor.look import after_plans, look
from kubeconv.machine.files import Paths
from kubeconv.requirements.cause import NO_PROGRAM, NO_TOKEN_PROGRAM, WRONG_KUBELOGIN

__all__ = ["machines"]

#: Each command that fixes, with the options that it plans with.
COMMANDS: Mapping[str, tuple[Sequence[str], Options]] = {
    "doctor": (("doctor", "--fix", "--yes"), Options(legacy_login=AUTO)),
    "one user": (("doctor", "--fix", "--yes", "--user", "me1"), Options(legacy_login=AUTO, users=("me1",))),
    "fix": (("fix", "-y"), Options(legacy_login=AUTO, only=KINDS)),
    "fix auto": (("fix", "-l", "auto", "-y"), Options(login=AUTO, legacy_login=AUTO, only=KINDS)),
}
ABSENT = (NO_PROGRAM, NO_TOKEN_PROGRAM, WRONG_KUBELOGIN)


def entries(facts: Sequence[Facts], first: int = 0) -> dict[str, Any]:
    """A kubeconfig with a context for each login."""
    numbered = [*enumerate(facts, first)]
    return {
        **facts[0].kubeconfig(), "current-context": f"at{first}",
        "clusters": [{"name": f"c{at}", "cluster": {"server": each.server}} for at, each in numbered],
        "users": [{"name": f"me{at}", "user": each.user} for at, each in numbered],
        "contexts": [{"name": f"at{at}", "context": {"cluster": f"c{at}", "user": f"me{at}"}} for at, _ in numbered],
    }  # fmt: skip


def said(rows: Sequence[Row]) -> dict[str, list[tuple[str, bool | None, str]]]:
    return {
        row.context: [(each.verdict, each.works, each.cause.name if each.cause else "") for each in row.answers]
        for row in rows
    }


def told(found: Any) -> dict[str, list[tuple[str, bool | None, str]]]:
    return {
        row["context"]: [
            (each["verdict"], each["works"], each["cause"]["name"] if each["cause"] else "") for each in row["clients"]
        ]
        for row in found["contexts"]
    }


@settings(max_examples=40)
@given(
    st.lists(FACTS, min_size=4, max_size=4), st.sampled_from([*MACHINES]), st.sampled_from([*COMMANDS]), st.booleans()
)
def test_what_a_fix_foresees_comes_true(
    machines: Mapping[str, Machine], facts: list[Facts], name: str, command: str, is_list: bool
) -> None:
    """In one file, or in the files of a KUBECONFIG list; in the shell of the first."""
    machine, environment = machines[name], facts[0].environment
    halves = [facts[:2], facts[2:]] if is_list else [facts]
    files = [machine.file(f"config{at}", json.dumps(entries(half, at * 2))) for at, half in enumerate(halves)]
    words, options = COMMANDS[command]
    environment = environment | {"KUBECONFIG": os.pathsep.join(map(str, files))}
    before = asked(machine.call("doctor", "--format", "json", **environment))
    with mock.patch.dict(os.environ, machine.environment(environment), clear=True):
        paths = Paths(tuple(map(str, files)), merged=is_list)
        seen, sure = (look(paths, os.environ, options=options, is_sure=is_sure) for is_sure in (False, True))
        foreseen = said(after_plans(seen)[0])
        # Who does not ask judges no file twice, plans the same and foresees the same.
        assert bool(sure.plans) == (not sure.is_judged)
        assert [(plan.path, plan.fixes) for plan in sure.plans] == [(plan.path, plan.fixes) for plan in seen.plans]
        assert said(after_plans(sure)[0]) == foreseen
    written = asked(machine.call(*words, "--format", "json", **environment))
    after = asked(machine.call("doctor", "--format", "json", **environment))
    assert told(written) == foreseen == {context: told(after)[context] for context in foreseen}
    worse = [
        (context, was, told(after)[context])
        for context, was in told(before).items()
        if [RANK[each[0]] for each in told(after)[context]] < [RANK[each[0]] for each in was]
    ]
    assert command == "fix auto" or worse == []
    # Who asks for a login mode gets it, also where its program is not there.
    assert all(now[0] != "fails" or now[2] in ABSENT for _, _, its in worse for now in its)
    cured = [
        context for context, its in told(after).items() if its != told(before)[context] and all(each[1] for each in its)
    ]
    for remedy in before["remedies"] if command == "doctor" else ():
        if (remedy["command"] or "").startswith("kubeconv doctor --fix"):
            assert remedy["works"] == len(cured)
