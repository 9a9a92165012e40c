"""What `kubelogin convert-kubeconfig` v0.2.19 did, and kubeconv does too: the cases of its own test, and 300 random users.

The arguments are the same in the same order wherever kubelogin converts a legacy user or changes the login mode. Every
difference elsewhere is one of the improvements that `Verdict` lists; the counts say that nothing slips through.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
import yaml
from packed import unpacked
from test_golden import options_of

from kubeconv.auth.azure import CLIENT_OF_SERVER, INSTALL_HINT
from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import HEAD, LOGIN_MODES
from kubeconv.conversion.options import selected_users
from kubeconv.conversion.users import Outcome, convert_users
from kubeconv.kubeconfig.selection import UnknownName
from kubeconv.kubeconfig.view import contexts_by_user, read
from kubeconv.tree.source import Source

GOLDEN = [json.loads(line) for line in (unpacked("kubelogin") / "kubelogin-golden.jsonl").read_text().splitlines()]
CASES = json.loads((unpacked("kubelogin") / "kubelogin-cases.json").read_text())["cases"]

#: What both write, and what only kubeconv keeps.
WRITTEN = ("args", "command", "apiVersion", "env", "installHint")
KEPT = ("interactiveMode", "provideClusterInfo")


class Verdict(Enum):
    """How kubeconv and kubelogin compare on one user."""

    EXACT = "as kubelogin"
    STAYS = "without -l a user of kubelogin stays, and the flags are said to need it"
    KEEPS = "the login mode stays, and every argument that no flag changes"
    FILLS = "kubelogin wants a client id, which is well-known for this server"
    REFUSES = "both refuse, for the same reason"
    REFUSES_LATER = "both refuse; kubelogin for the client id, which is well-known, kubeconv for the tenant id"
    SKIPS = "both leave the user alone"
    UNKNOWN = "both know no such context"


class Converted(NamedTuple):
    """A user after the conversion, and what is said of it."""

    user: dict[str, Any]
    outcome: Outcome


def convert(user: Mapping[str, Any], argv: Sequence[str]) -> Converted:
    """Convert a user, written to a kubeconfig and read from it again, with the arguments of `kubelogin convert-kubeconfig`."""
    text = yaml.safe_dump({"apiVersion": "v1", "users": [{"name": "me", "user": user}]}, sort_keys=False)
    options = options_of(list(argv))
    kubeconfig = read(Source(text.encode()))
    used_by = contexts_by_user([kubeconfig])
    selected = selected_users([(kubeconfig, used_by)], options)[0]
    conversion = convert_users(kubeconfig, used_by, selected, options)
    new = yaml.safe_load(conversion.data)["users"][0]["user"]
    return Converted(new, conversion.outcomes[0])


def mode_of(user: Mapping[str, Any]) -> str | None:
    """The login mode that the arguments of kubelogin name; None if they name none."""
    args = user.get("exec", {}).get("args", [])
    return str(args[args.index("--login") + 1]) if "--login" in args else None


def with_flags(args: Sequence[str], argv: Sequence[str], mode: str) -> list[str]:
    """The arguments with the flags of `argv` that the mode takes: in the place of the old value, else at the end."""
    new = list(args)
    for name, value in options_of(list(argv)).flags.items():
        if name not in {**HEAD, **LOGIN_MODES[mode].writes}:
            continue
        word = f"--{name}"
        if FLAGS[name].switch:
            new += [word] if value == "true" and word not in new else []
        elif word in new:
            new[new.index(word) + 1] = value
        else:
            new += [word, value]
    return new


def assert_as_kubelogin(new: Mapping[str, Any], expected: Mapping[str, Any], old: Mapping[str, Any]) -> None:
    """The new user holds exactly what kubelogin writes, besides what it drops."""
    assert "auth-provider" not in new
    exec_ = new["exec"]
    assert {key: exec_.get(key) for key in WRITTEN} == {key: expected[key] for key in WRITTEN}
    assert exec_.keys() <= {*WRITTEN, *KEPT}
    assert {key: exec_.get(key) for key in KEPT} == {
        key: old.get("exec", {"provideClusterInfo": False}).get(key) for key in KEPT
    }


def compare(
    old: Mapping[str, Any], argv: Sequence[str], result: Mapping[str, Any] | None, error: str | None
) -> Verdict:
    """Convert, and assert what the verdict promises."""
    new, outcome = convert(old, argv)
    mode = options_of(list(argv)).login or "devicecode"
    server = dict(pairwise(argv)).get("--server-id") or server_of(old)
    if outcome.status == "refused":
        assert error is not None
        assert new == old
        missing = {f"--{name}-id is required": f"the {name} id is missing" for name in ("server", "client", "tenant")}
        if error == "--client-id is required" and server in CLIENT_OF_SERVER:
            assert outcome.reason == "the tenant id is missing"
            return Verdict.REFUSES_LATER
        pop = {
            "--pop-claims is required when specifying --pop-enabled": "--pop-enabled needs --pop-claims",
            "--pop-enabled is required when specifying --pop-claims": "--pop-claims needs --pop-enabled",
        }
        assert outcome.reason == {**missing, **pop}[error]
        return Verdict.REFUSES
    if error is not None:
        assert error == "--client-id is required"
        assert server in CLIENT_OF_SERVER
        assert any("set from the well-known ids" in note for note in outcome.notes)
        # The same as if the id had been given: which is compared with kubelogin where it is given.
        client = ["--client-id", CLIENT_OF_SERVER[server]]
        assert new == convert(old, [*argv, *client]).user
        assert "--client-id" in new["exec"]["args"]
        return Verdict.FILLS
    if outcome.status == "skipped":
        assert new == old
        return Verdict.SKIPS
    assert result is not None
    if mode_of(old) and options_of(list(argv)).login is None:
        assert outcome.status == "unchanged"
        assert [*options_of(list(argv)).flags] == ["legacy"]
        assert "--legacy not applied" in outcome.notes[0]
        assert new == old
        return Verdict.STAYS
    if mode_of(old) == mode:
        args = with_flags(old["exec"]["args"], argv, mode)
        assert new == {
            **old,
            "exec": {**old["exec"], "apiVersion": result["apiVersion"], "args": args, **env_of(result)},
        }
        assert outcome.status == ("unchanged" if new == old else "converted")
        return Verdict.KEEPS
    assert outcome.status == "converted"
    assert_as_kubelogin(new, result, old)
    return Verdict.EXACT


def server_of(user: Mapping[str, Any]) -> str:
    config = user.get("auth-provider", {}).get("config", {})
    args = user.get("exec", {}).get("args", [])
    return str(config.get("apiserver-id") or dict(pairwise(args)).get("--server-id", ""))


def env_of(result: Mapping[str, Any]) -> dict[str, Any]:
    return {"env": result["env"]} if result["env"] else {}


@cache
def golden_verdict(index: int) -> Verdict:
    row = GOLDEN[index]
    return compare(row["user"], row["argv"], row["result"], row["error"])


@pytest.mark.parametrize(
    "index", range(len(GOLDEN)), ids=[f"{row['id']} {row['source']} to {row['target']}" for row in GOLDEN]
)
def test_a_random_user_is_converted_as_kubelogin_does(index: int) -> None:
    row, verdict = GOLDEN[index], golden_verdict(index)
    if row["exit"] == 0:
        assert verdict is (Verdict.KEEPS if mode_of(row["user"]) == row["target"] else Verdict.EXACT)


def test_every_random_user_has_its_verdict() -> None:
    verdicts = Counter(golden_verdict(index) for index in range(len(GOLDEN)))
    assert verdicts == {
        Verdict.EXACT: 247,
        Verdict.KEEPS: 13,
        Verdict.FILLS: 8,
        Verdict.REFUSES: 30,
        Verdict.REFUSES_LATER: 2,
    }


def case_user(case: Mapping[str, Any]) -> dict[str, Any]:
    """The user of a case of kubelogin's own test; it sets no apiVersion, as its own writer always does."""
    if case["exec"]:
        return {"exec": {key: value for key, value in case["exec"].items() if value != ""}}
    config = case["auth_provider_config"]
    provider = {"name": case["auth_provider_name"], "config": config}
    return {"auth-provider": {key: value for key, value in provider.items() if value is not None}}


def case_verdict(case: Mapping[str, Any]) -> Verdict:
    argv = [
        word
        for name, value in case["flags"].items()
        for word in ([f"--{name}"] if name in FLAGS and FLAGS[name].switch else [f"--{name}", value])
    ]
    if "context" in case["flags"]:
        with pytest.raises(UnknownName, match=case["flags"]["context"]):
            convert(case_user(case), argv)
        return Verdict.UNKNOWN
    expected = case["expected"]
    result = {
        "args": expected["args_emitted"],
        "command": expected["exec_command"],
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "env": expected["env"] or None,
        "installHint": INSTALL_HINT if expected["install_hint"] == "default" else expected["install_hint"],
    }
    return compare(case_user(case), argv, result if expected["converted"] else None, case["expected_error"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_of_kubelogins_own_test(case: dict[str, Any]) -> None:
    verdict = case_verdict(case)
    if case["expected"]["converted"]:
        assert verdict in (Verdict.EXACT, Verdict.STAYS, Verdict.KEEPS)
        if mode_of(case_user(case)) != case["flags"].get("login", "devicecode"):
            assert verdict is Verdict.EXACT


def test_every_case_has_its_verdict() -> None:
    verdicts = Counter(case_verdict(case) for case in CASES)
    assert verdicts == {
        Verdict.EXACT: 29,
        Verdict.STAYS: 1,
        Verdict.KEEPS: 2,
        Verdict.REFUSES: 2,
        Verdict.SKIPS: 1,
        Verdict.UNKNOWN: 1,
    }
