"""Input that is broken or hostile: refused in one clear line, without a secret, within a second."""

import time
from typing import Any

import pytest
from builders import IDS, TENANT, file_of, legacy, plugin

import kubeconv
from kubeconv.auth.azure import AKS_SERVER
from kubeconv.report.diff import unified_diff
from kubeconv.tree.finding import Refused

AZURE = f"{{name: azure, config: {{apiserver-id: {AKS_SERVER}, tenant-id: {TENANT}}}}}"


def test_a_user_that_is_there_twice_is_told_with_both_places_and_no_secret() -> None:
    text = "users:\n- name: me\n  user: {token: s3cret-1}\n- name: other\n- name: me\n  user: {password: s3cret-2}\n"
    with pytest.raises(Refused) as refused:
        kubeconv.convert(text.encode())
    finding = refused.value.finding
    assert "'me'" in finding.message
    assert "2" in finding.message
    assert "5" in finding.message
    assert "s3cret" not in f"{finding}"


SECRETS = {
    "cached tokens": legacy(access_token="s3cret", refresh_token="s3cret"),
    "client secret": plugin("spn", *IDS, "--client-secret", "s3cret"),
    "a token beside it": {**legacy(access_token="s3cret"), "token": "s3cret"},
}


@pytest.mark.parametrize("user", SECRETS.values(), ids=SECRETS.keys())
@pytest.mark.parametrize(
    ("asked", "statuses"),
    [
        ({"login": "devicecode"}, ["converted", "converted"]),
        ({"login": "spn"}, ["converted", "unchanged"]),
        ({"to": "azure"}, ["unchanged", "refused"]),
        ({"keep_origin": True}, ["converted", "unchanged"]),
    ],
    ids=str,
)
def test_no_outcome_holds_a_secret(user: dict[str, object], asked: dict[str, Any], statuses: list[str]) -> None:
    (outcome,) = kubeconv.convert(file_of(me=user), **asked).outcomes
    assert outcome.status == statuses["exec" in user]
    assert "s3cret" not in f"{outcome}"


@pytest.mark.parametrize(
    "text",
    [
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)) + "users: *a9\n",
        "users: " + "[" * 100_000,
        "users: &all\n- name: me\n  user: *all\n",
        "users:\n- name: me\n  user: &me\n    exec: *me\n",
    ],
    ids=["an alias bomb", "nested lists", "a cycle", "a cycle in a user"],
)  # fmt: skip
def test_hostile_files_are_refused_within_a_second(text: str) -> None:
    started = time.process_time()
    with pytest.raises(Refused) as refused:
        kubeconv.convert(text.encode())
    assert time.process_time() - started < 1
    assert "\n" not in refused.value.finding.message


USER = "users:\n- name: me\n  user:\n"
#: Texts, and how often each is repeated: with its number for N, and an azure auth-provider for AZURE.
LARGE: dict[str, list[tuple[str, int]]] = {
    "2000 anchors used elsewhere": [
        ("users:\n", 1),
        ("- name: uN\n  user: &uN\n    auth-provider: AZURE\n", 2000),
        ("x:\n", 1),
        ("- *uN\n", 2000),
    ],
    "2000 users of one body": [
        ("x: &x {auth-provider: AZURE}\nusers:\n", 1),
        ("- name: uN\n  user: *x\n", 2000),
    ],
    "one line of 2000 users": [("{users: [", 1), ("{name: uN, user: {auth-provider: AZURE}}, ", 2000), ("]}", 1)],
    "30000 comments": [
        (f"{USER}    auth-provider:\n      name: azure\n", 1),
        ("      # N\n", 30_000),
        ("      config: {apiserver-id: s}\n", 1),
    ],
    "a million blank lines": [
        (f"{USER}    auth-provider:\n      name: azure\n", 1),
        ("\n", 1_000_000),
        ("      config: {apiserver-id: s}\n", 1),
    ],
    "30000 arguments": [
        (f"{USER}    exec: {{command: kubelogin, args: [get-token, --server-id, s", 1),
        (", xN", 30_000),
        ("]}\n", 1),
    ],
    "30000 extensions": [(f"{USER}    auth-provider: AZURE\n    extensions:\n", 1), ("    - {name: eN}\n", 30_000)],
}


@pytest.mark.parametrize("parts", LARGE.values(), ids=LARGE.keys())
def test_large_files_take_time_in_proportion(parts: list[tuple[str, int]]) -> None:
    text = "".join(
        template.replace("AZURE", AZURE).replace("N", str(number))
        for template, times in parts
        for number in range(times)
    )
    started = time.process_time()
    outcomes = kubeconv.convert(text.encode(), login="azd", keep_origin=True).outcomes
    assert time.process_time() - started < 4
    assert {outcome.status for outcome in outcomes} == {"refused" if "&u0" in text else "converted"}


def test_the_diff_of_one_long_line_takes_time_in_proportion() -> None:
    """In JSON on one line the indentation of a place is as long as the file before it."""

    def seconds(users: int) -> float:
        text = "{users: [" + "".join(f"{{name: u{n}, user: {{auth-provider: {AZURE}}}}}, " for n in range(users)) + "]}"
        started = time.process_time()
        made = kubeconv.convert(text.encode(), login="azd")
        assert unified_diff(made.source, made.edits, made.text, made.trees, uncut=True).count("kubelogin") > users
        return time.process_time() - started

    # The collector, which a run of kubeconv turns off, may walk over all that other tests left behind.
    once, many = (min(seconds(users) for _ in range(3)) for users in (250, 2_000))
    assert many < 8 * once * 2.5
