"""Files that are odd but not wrong: what cannot be converted is refused alone, and their style and ends stay."""

import contextlib
import json
from typing import Any

import pytest
import yaml
from builders import IDS, TENANT, file_of, legacy, plugin

import kubeconv
from kubeconv.auth.azure import AKS_SERVER
from kubeconv.tree.finding import Refused

AZURE = f"{{name: azure, config: {{apiserver-id: {AKS_SERVER}, tenant-id: {TENANT}}}}}"


# --- one user that cannot be converted does not stop the others

ODD_USERS = {
    "no tenant": "- name: odd\n  user: {auth-provider: {name: azure, config: {apiserver-id: s, client-id: c}}}\n",
    "another plugin beside": f"- name: odd\n  user: {{auth-provider: {AZURE}, exec: {{command: aws}}}}\n",
    "an explicit key": f"- name: odd\n  user:\n    ? auth-provider\n    : {AZURE}\n",
    "the key twice": f"- name: odd\n  user:\n    auth-provider: {{name: gcp}}\n    auth-provider: {AZURE}\n",
    "from a merge key": f"- name: odd\n  user:\n    <<: {{auth-provider: {AZURE}}}\n",
    "over a merge key": f"- name: odd\n  user:\n    <<: {{auth-provider: {AZURE}}}\n    auth-provider: {AZURE}\n",
    "under a merge key": f"- name: odd\n  user:\n    auth-provider: {AZURE}\n    <<: {{auth-provider: {AZURE}}}\n",
    "user from a merge key": f"- name: odd\n  <<: {{user: {{auth-provider: {AZURE}}}}}\n",
    "shared elsewhere": f"- name: odd\n  user: &odd {{auth-provider: {AZURE}}}\n- name: more\n  user: {{x-copy: *odd}}\n",
    "nested too deep": f"- name: odd\n  user: {{auth-provider: {AZURE}, x: {'[' * 200}{']' * 200}}}\n",
    "arguments that are no list": "- name: odd\n  user: {exec: {command: kubelogin, args: get-token}}\n",
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD_USERS.values(), ids=ODD_USERS.keys())
@pytest.mark.parametrize("place", ["before", "behind"])
def test_one_user_that_cannot_be_converted_does_not_stop_the_others(odd: str, place: str) -> None:
    good = f"- name: good\n  user:\n    auth-provider: {AZURE}\n"
    text = "users:\n" + (odd + good if place == "before" else good + odd)
    conversion = kubeconv.convert(text.encode())
    outcomes = {outcome.user: outcome for outcome in conversion.outcomes}
    assert outcomes["good"].status == "converted"
    assert outcomes["odd"].status in ("refused", "skipped")
    assert outcomes["odd"].reason
    assert odd in conversion.text


def test_a_user_without_a_name_is_refused_alone() -> None:
    text = f"users:\n- user: &me {{auth-provider: {AZURE}}}\n- name: good\n  user: {{auth-provider: {AZURE}}}\nx: *me\n"
    conversion = kubeconv.convert(text.encode())
    assert [(each.user, each.status) for each in conversion.outcomes] == [("", "refused"), ("good", "converted")]


def test_followers_of_a_user_that_is_given_up_are_given_up_too() -> None:
    text = (
        f"users:\n- name: first\n  user: &body\n    exec:\n      command: kubelogin\n"
        f"      args: &args [get-token, --login, msi, --server-id, {AKS_SERVER}]\n"
        f"- name: second\n  user: *body\nx: *args\n"
    )
    conversion = kubeconv.convert(text.encode(), login="azd")
    second = kubeconv.convert(conversion.data, login="azd")
    assert conversion.outcomes[0].status == "refused"
    assert (second.edits, [each.status for each in second.outcomes]) == (
        [],
        ["unchanged" if each.status == "converted" else each.status for each in conversion.outcomes],
    )


def test_an_explicit_key_without_value_at_the_end_of_a_section_takes_nothing_with_it() -> None:
    body = f"    auth-provider:\n      name: azure\n      config: {{apiserver-id: {AKS_SERVER}, tenant-id: {TENANT}}}\n"
    rest = "\n# about ben\n- name: ben\n  user: {token: t}\n"
    conversion = kubeconv.convert(f"users:\n- name: ana\n  user:\n{body}      ? x\n{rest}".encode())
    assert conversion.text.endswith(rest)


# --- files whose end or style is odd

ENDS = ["", "\n", "\n\n", " ", "  # c", "\n# c", "\n...", "\n---\n"]


def file_that_ends_in(last: str, end: str) -> bytes:
    args = f"      args: [get-token, --login, msi, --server-id, {AKS_SERVER}]\n"
    return f"users:\n- name: me\n  user:\n    exec:\n      command: kubelogin\n{args}      {last}{end}".encode()


@pytest.mark.parametrize("end", ENDS, ids=repr)
@pytest.mark.parametrize("keep_origin", [False, True], ids=["", "keep-origin"])
@pytest.mark.parametrize("last", ["x: y", "x: 'y'", "x:", "x: []", "x:\n      - a", "x: >-\n        a\n        b"])
def test_the_end_of_a_file_is_no_obstacle(end: str, keep_origin: bool, last: str) -> None:
    conversion = kubeconv.convert(file_that_ends_in(last, end), login="azd", keep_origin=keep_origin)
    assert [each.status for each in conversion.outcomes] == ["converted"]
    assert kubeconv.convert(conversion.data, login="azd", keep_origin=keep_origin).edits == []


@pytest.mark.parametrize("end", ENDS, ids=repr)
@pytest.mark.parametrize("last", ["x: |\n        a", "x: |+\n        a\n", "x: >\n        a"])
def test_a_block_of_text_at_the_end_stays_what_it_is_or_is_refused(end: str, last: str) -> None:
    data = file_that_ends_in(last, end)
    conversion = kubeconv.convert(data, login="azd")
    (outcome,) = conversion.outcomes
    if outcome.status == "refused":
        assert conversion.data == data
    else:
        assert text_of_x(conversion.data) == text_of_x(data)


def text_of_x(data: bytes) -> object:
    return next(iter(yaml.safe_load_all(data)))["users"][0]["user"]["exec"]["x"]


def test_json_indented_with_tabs_stays_so() -> None:
    section = json.dumps({"name": "azure", "config": {"apiserver-id": AKS_SERVER}})
    head, tail = '{\n\t"users": [\n\t\t{\n\t\t\t"name": "me",\n\t\t\t"user": {\n\t\t\t\t', "\n\t\t\t}\n\t\t}\n\t]\n}\n"
    text = f'{head}"auth-provider": {section}{tail}'
    lines = kubeconv.convert(text.encode(), login="azd").text.splitlines()
    assert lines[5:9] == [
        '\t\t\t\t"exec": {',
        '\t\t\t\t\t"apiVersion": "client.authentication.k8s.io/v1beta1",',
        '\t\t\t\t\t"args": [',
        '\t\t\t\t\t\t"get-token",',
    ]


def test_no_line_of_a_converted_file_ends_in_blanks() -> None:
    text = f"""\
users: [
  {{name: me, user: {{
    auth-provider: {{ # c
      name: azure,
      config: {{apiserver-id: {AKS_SERVER}}} }} }} }}
]
"""
    new = kubeconv.convert(text.encode(), login="azd").text
    assert "# c" in new
    assert [line for line in new.splitlines() if line != line.rstrip()] == []


# --- values of the wrong shape: a program could have written them, and kubectl reads some of them

ORIGIN = "kubeconv-origin"
WRONG_SHAPES: list[object] = [
    "text", "", 1, True, None, [], {}, [1], ["a", None], {"a": None}, {"name": None}, [{"name": ORIGIN}],
    [{"name": ORIGIN, "extension": "x"}], [{"name": ORIGIN, "extension": {"azure": 1, "msi": [1]}}],
    [{"name": ORIGIN, "extension": {"azure": {"config": ["x"]}, "msi": {"args": "x"}}}],
    [{"name": ORIGIN, "extension": {"azure": {}, "devicecode": {}, "nonsense": {"args": [["x"], None, 1]}}}],
]  # fmt: skip
ASKED: list[dict[str, Any]] = [
    {},
    {"login": "devicecode"},
    {"login": "msi", "keep_origin": True},
    {"login": "azurecli", "flags": {"azure-config-dir": "/new"}},
    {"to": "azure"},
    {"to": "azure", "flags": {"legacy": "true", "tenant-id": "t"}, "keep_origin": True},
]
PLACES = [
    "auth-provider", "auth-provider name", "auth-provider config", "auth-provider config tenant-id", "extensions", "token",
    "exec", "exec command", "exec args", "exec env", "exec apiVersion", "exec installHint",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_value_of_the_wrong_shape_is_no_crash(place: str) -> None:
    for wrong in WRONG_SHAPES:
        user = plugin("azurecli", *IDS) if place.startswith("exec") else legacy()
        *path, last = place.split()
        body = user
        for key in path:
            body = body[key]
        body[last] = wrong
        for asked in ASKED:
            with contextlib.suppress(Refused):
                conversion = kubeconv.convert(file_of(me=user), **asked)
                assert kubeconv.convert(conversion.data, **asked).edits == []
