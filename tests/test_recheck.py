"""A changed text is compared while it is read only where it is as planned for the trees too."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from kubeconv.conversion.options import Options
from kubeconv.conversion.users import convert_users
from kubeconv.kubeconfig.view import Kubeconfig, read
from kubeconv.tree.finding import Refused
from kubeconv.tree.parse import Document
from kubeconv.tree.recheck import Changes, is_as_planned, reparse_check
from kubeconv.tree.source import Source

BLOCK = """\
# clusters
apiVersion: v1
clusters:
- cluster: {server: "https://a.example:443"}
  name: a
contexts:
- context:
    cluster: a
    user: one
  name: a
- {name: b, context: {cluster: a, user: 'two'}}
current-context: a
preferences: {}
users:
- name: one
  user:
    auth-provider:
      config:
        apiserver-id: 6dae42f8-4368-4678-94ff-3960e28e3630
        client-id: 80faf920-1908-4b52-b5ef-a8e7bedfc67a  # of kubectl
        environment: AzurePublicCloud
        tenant-id: 72f988bf-86f1-41af-91ab-000000000001
      name: azure
- name: two
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      args: [get-token, --login, devicecode, --server-id, "6dae", --client-id, 80fa, --tenant-id, t]
      command: kubelogin
      env:
      - name: N
        value: "1"
- name: three
  user: {token: abc, as-uid: 7}
"""
JSON = (
    '{"users": [{"name": "one", "user": {"auth-provider": {"name": "azure", "config": {"apiserver-id": "6dae", "client-id": '
    '"80fa", "tenant-id": "t"}}}}, {"name": "two", "user": {"token": "1", "extensions": [{"name": "x", "extension": {"a": '
    '[1, 2.5, true, null, "~"]}}]}}], "contexts": [], "clusters": [{"name": "a", "cluster": {"server": "https://a"}}]}'
)
#: What an edit may put into a file, rightly or not.
PIECES = (
    "", "'", '"', " ", "\n", "  ", "- ", ": ", "a", "1", "~", "null", "{", "}", "[", "]", ",", "#", " #", "&x ", "*x", "!!str ",
    "!", "<<: ", "? ", "|\n", ">-\n", "%", "\t", "---\n", "...\n", "\ufeff", "name: ", "user: ", "\\", "\x85", "\ud800", "yes",
)  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Document, str, Changes]]:
    """What `is_as_planned` is asked."""
    found: list[tuple[Document, str, Changes]] = []

    def look(*given: Any) -> bool:
        found.append(given)
        return is_as_planned(*given)

    monkeypatch.setattr("kubeconv.conversion.rewrite.is_as_planned", look)
    return found


def is_as_planned_for_trees(*given: Any) -> bool:
    try:
        return not reparse_check(*given).spoiled
    except Refused:
        return False


def converted(text: str) -> Kubeconfig:
    kubeconfig = read(Source(text.encode()))
    made = convert_users(
        kubeconfig,
        {},
        {user.name for user in kubeconfig.users},
        Options(legacy_login="azurecli", default_login="azurecli"),
    )
    assert made.edits
    return kubeconfig


def mutants(text: str, seed: int, number: int) -> Iterator[str]:
    chance = random.Random(seed)
    for _ in range(number):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice((0, 0, 1, 1, 2, 8)))
        yield text[:start] + chance.choice(PIECES) + text[end:]


@pytest.mark.parametrize("text", [BLOCK, BLOCK.replace("\n", "\r\n"), JSON])
def test_a_usual_conversion_needs_no_second_tree(text: str, asked: list[tuple[Document, str, Changes]]) -> None:
    converted(text)
    ((old, new, changes),) = asked
    assert len(changes) >= 1
    assert is_as_planned(old, new, changes)
    assert is_as_planned_for_trees(old, new, changes)


@pytest.mark.parametrize("text", [BLOCK, JSON])
def test_what_is_not_as_planned_is_seen(text: str, asked: list[tuple[Document, str, Changes]]) -> None:
    converted(text)
    ((old, new, changes),) = asked
    as_planned = 0
    for mutant in mutants(new, 20261126, 4_000):
        if is_as_planned(old, mutant, changes):
            as_planned += 1
            assert is_as_planned_for_trees(old, mutant, changes), mutant
    assert 100 < as_planned < 3_000  # a comment or a blank more does no harm


def test_an_alias_in_the_place_of_a_list_is_seen(asked: list[tuple[Document, str, Changes]]) -> None:
    converted(JSON)
    ((old, new, changes),) = asked
    assert not is_as_planned(old, new.replace('"name": "a"', '"name": &x "a"').replace("[]", "[*x]"), changes)
    assert not is_as_planned(old, new.replace("[]", "[*x]"), changes)


@pytest.mark.parametrize("text", [BLOCK, JSON])
def test_what_is_planned_must_come_out(text: str, asked: list[tuple[Document, str, Changes]]) -> None:
    converted(text)
    ((old, new, changes),) = asked
    for place, (name, wanted) in changes.items():
        assert not is_as_planned(old, new, {**changes, place: (name, {**wanted, "as": "x"})})
    assert not is_as_planned(old, new, {**changes, -1: ("nobody", {})})
    assert not is_as_planned(old, new, {})


@pytest.mark.parametrize(
    "text",
    [
        "users:\n- name: a\n  user: {token: a}\n- name: a1\n  user: &u {token: b}\n- name: a2\n  user: *u\n",
        "users:\n- name: a\n  user: {token: !!str a}\n",
        "users:\n- name: a\n  user: {token: 'a?'}\n",
        "",
        "# nothing\n",
        "users: [",
        "a: " + "[" * 60 + "]" * 60,
    ],
)
def test_what_only_trees_can_tell(text: str) -> None:
    try:
        old = read(Source(text.encode())).document
    except Refused:
        old = Document(None, [])
    assert not is_as_planned(old, text, {})
