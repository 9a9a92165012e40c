"""Users that are written alike are planned once, and become what each would become alone."""

from functools import partial
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kubeconv.auth.azure import AKS_CLIENT
from kubeconv.auth.fitting import Account, Evidence
from kubeconv.conversion import plan as plans
from kubeconv.conversion.alike import form_of
from kubeconv.conversion.options import Options
from kubeconv.conversion.users import convert_users
from kubeconv.kubeconfig.view import read
from kubeconv.tree.source import Source

PROVIDER = "{name: azure, config: {apiserver-id: s, tenant-id: t, client-id: c, environment: AzurePublicCloud}}"
BLOCK = """\
auth-provider:
      name: azure
      config:
        apiserver-id: s
        tenant-id: t
        client-id: c
"""
#: Files with users whose bodies are the same text, or nearly so.
TEXTS = {
    "on a line": "users:\n"
    + "".join(f"- {{name: {name}, user: {{auth-provider: {PROVIDER}}}}}\n" for name in ("a", "longer", "c")),
    "all on one line": f"users: [{', '.join(f'{{name: {name}, user: {{auth-provider: {PROVIDER}}}}}' for name in 'abc')}]\n",
    "JSON": '{"users": ['
    + ", ".join(
        f'{{"name": "{name}", "user": {{"exec": {{"command": "kubelogin", "args": ["get-token"], "env": null}}}}}}'
        for name in "abc"
    )
    + "]}",
    "deeper and deeper": "".join(
        [
            "users:\n- name: a\n  user:\n    auth-provider: &p\n      name: azure\n",
            f"- name: b\n  user: {{auth-provider: {PROVIDER}}}\n",
            f"-   name: c\n    user:   {{auth-provider: {PROVIDER}}} # c\n",
            f"-   user: {{auth-provider: {PROVIDER}}}\n    name: d",
        ]
    ),
    "over lines, with comments": "users:\n"
    + "".join(
        f"- name: {name}\n  user: {{ # of all\n    auth-provider: {PROVIDER}, # here\n    token: x}} # {name}\n"
        for name in "ab"
    ),
    "blocks": "users:\n" + "".join(f"- name: {name}\n  user:\n    {BLOCK}" for name in "abc"),
    "blocks in other columns": f"users:\n- name: a\n  user:\n    {BLOCK}- name: b\n  user:\n     {BLOCK}",
    "blank lines that belong to a text": "users:\n"
    + "".join(
        f"- name: {name}\n  user:\n    auth-provider: {PROVIDER}\n    as: |+\n      x{blank}\n"
        for name, blank in (("a", ""), ("b", "\n\n"), ("c", "\n"))
    ),
    "an indentation that counts": "users:\n- name: a\n  user:\n    auth-provider: "
    f"{PROVIDER}\n    as: |2\n      x\n- name: b\n  user:\n     auth-provider: {PROVIDER}\n     as: |2\n       x\n",
    "an alias that means two things": f"x: [&p {PROVIDER}]\nusers:\n- {{name: a, user: {{auth-provider: *p}}}}\n"
    "- {name: b, user: {auth-provider: *p}, more: [&p {name: gcp, config: {}}]}\n- {name: c, user: {auth-provider: *p}}\n",
    "tags": f"users:\n- {{name: a, user: {{token: !!str 1, auth-provider: {PROVIDER}}}}}\n"
    f"- {{name: b, user: {{token: !!str 1, auth-provider: {PROVIDER}}}}}\n",
    "wrong types": "users:\n- {name: a, user: {auth-provider: {name: azure, config: [a, b, c]}}}\n"
    "- {name: b, user: {auth-provider: [azure]}}\n- {name: c, user: {exec: {command: kubelogin, args: {--client-id: c}}}}\n",
    "nothing": "users:\n- {name: a}\n- {name: b, user: {}}\n- {name: c, user: }\n",
}
OPTIONS = {
    "a mode": Options(login="azurecli", keep_origin=True),
    "flags": Options(login="spn", flags={"client-secret": "x"}),
    "what is needed": Options(),
    "a mode for some": Options(modes=[("azurecli", "b"), ("spn", "c*")], flags={"client-id": "i"}),
}


def convert(text: str, options: Options, *names: str) -> tuple[str, list[Any]]:
    """The text with these users converted, all at once, and what became of them."""
    kubeconfig = read(Source(text.encode()))
    found = convert_users(kubeconfig, {}, {*names}, options)
    return found.text, [outcome._replace(line=0) for outcome in found.outcomes]


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS.keys())
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_users_become_together_what_they_become_alone(text: str, options: Options) -> None:
    names = [user.name for user in read(Source(text.encode())).users]
    together, outcomes = convert(text, options, *names)
    alone: list[Any] = []
    for name in names:
        text, of_one = convert(text, options, name)
        alone += of_one
    assert together == text
    assert outcomes == alone


#: Ids of all kinds: usual ones, those that are written elsewhere too, and those of which something is known.
IDS = (
    "t1", "t2", "e", "s", "name", "azure", "kubelogin", "devicecode", "get-token", "10", "1e3", "no", "", "-t", AKS_CLIENT,
)  # fmt: skip
#: How a login is written, with its client and its tenant.
LOGINS = (
    "auth-provider: {name: azure, config: {apiserver-id: s, client-id: %s, tenant-id: %s, config-mode: '1'}}",
    "auth-provider: {name: azure, config: {apiserver-id: s, client-id: '%s', tenant-id: \"%s\", expires-on: '1'}}",
    "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: kubelogin, "
    "args: [get-token, --login, msi, --client-id, '%s', --tenant-id, %s]}",
    "exec: {command: kubelogin, args: [--login, spn, --tenant-id=t, --server-id, --client-id, '%s', --tenant-id, %s]}",
)
FORMS = ("- {name: u%d, user: {%s}}\n", "- name: u%d\n  user:\n    %s\n", "- name: u%d\n  user: {token: '', %s}\n")
#: The same in lines of their own, and what may stand around them.
BLOCKS = (
    "auth-provider:\n      name: azure\n      config:\n        client-id: '%s'\n        tenant-id: %s\n        apiserver-id: s",
    'as: x\n    exec:\n      command: kubelogin\n      args:\n        - get-token\n        - --tenant-id\n        - "%s"\n'
    "        - --client-id\n        - '%s'\n      env:",
)
AROUND = (
    "- name: u%d\n  user:\n    %s\n", "- name: u%d\n  user:\n    %s # x\n", "- name: u%d\n  user:\n    %s\n\n      # x\n",
    "- name: u%d\r\n  user:\r\n    %s\r\n",
)  # fmt: skip
AZ = partial(Evidence, accounts=[Account("t1", is_default=True)], programs=frozenset(["az"]))
WAYS = [
    *OPTIONS.values(),
    *(Options(login=mode, keep_origin=keeps) for mode in ("devicecode", "msi", "spn") for keeps in (True, False)),
    *(Options(legacy_login="auto", evidence=evidence) for evidence in (AZ, Evidence)),
    Options(login="azurecli", flags={"tenant-id": "t1"}),
    Options(to="azure"),
]


@given(
    st.sampled_from([*product(LOGINS, FORMS), *product(BLOCKS, AROUND)]), st.sampled_from(WAYS),
    st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), min_size=2, max_size=9),
)  # fmt: skip
def test_users_that_differ_in_their_ids_become_together_what_they_become_alone(
    written: tuple[str, str], options: Options, ids: list[tuple[str, str]]
) -> None:
    login, form = written
    text = "users:\n" + "".join(form % (number, login % pair) for number, pair in enumerate(ids))
    test_users_become_together_what_they_become_alone(text, options)


@pytest.mark.parametrize("asked", [Options(), Options(legacy_login="auto", evidence=Evidence)], ids=["a mode", "auto"])
@pytest.mark.parametrize("login", LOGINS[:2])
def test_thousands_of_different_ids_are_planned_a_few_times(
    monkeypatch: pytest.MonkeyPatch, login: str, asked: Options
) -> None:
    planned = plan_counted(monkeypatch)
    ids = [(f"c{number}", f"t{number}") for number in range(100, 2_100)]
    text = "users:\n" + "".join(f"- {{name: u{number}, user: {{{login % pair}}}}}\n" for number, pair in enumerate(ids))
    converted, outcomes = convert(text, asked, *(f"u{number}" for number in range(2_000)))
    assert {outcome.status for outcome in outcomes} == {"converted"}
    assert planned == ["u0", "u1", "u900", "u901"]  # what is as long as the other's
    arguments = [each.exec.arguments for each in read(Source(converted.encode())).users if each.exec]
    assert all({*pair} <= {*each} for pair, each in zip(ids, arguments, strict=True))


def test_a_login_with_more_values_than_any_has_none_of_its_own() -> None:
    """Each is looked for in the whole body: thousands would take as long as their square."""
    for number, of_its_own in ((4, 8), (20_000, 0)):
        args = ", ".join(f"--client-id, c{each}, --tenant-id, t{each}" for each in range(10, 10 + number))
        kubeconfig = read(
            Source(f"users: [{{name: u, user: {{exec: {{command: kubelogin, args: [{args}]}}}}}}]\n".encode())
        )
        assert len(form_of(kubeconfig, kubeconfig.users[0], Options()).own) == of_its_own


def test_the_machine_is_asked_about_legacy_users_alone() -> None:
    """To read what az and azd say takes time, and most files have no such user."""

    def evidence() -> Evidence:
        asked.append("evidence")
        return Evidence()

    oidc = "auth-provider: {name: oidc, config: {client-id: %s, tenant-id: %s}}"
    for login, is_asked in ((LOGINS[2], False), (oidc, False), (LOGINS[0], True)):
        asked: list[str] = []
        text = "users:\n" + "".join(FORMS[0] % (each, login % (f"c{each}", f"t{each}")) for each in range(2))
        convert(text, Options(legacy_login="auto", evidence=evidence), "u0", "u1")
        assert bool(asked) == is_asked


def plan_counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the users that are planned from now on."""
    planned: list[str] = []

    def plan(user: Any, *others: Any) -> Any:
        planned.append(user.name)
        return plans.plan(user, *others)

    monkeypatch.setattr("kubeconv.conversion.users.plan", plan)
    return planned


@pytest.mark.parametrize(
    "body",
    [
        *(f"auth-provider: {{name: azure, config: {each}}}" for each in ("[x]", "x", "[]", "{}", "[a, b]", "~", "''")),
        *(f"exec: {{apiVersion: client.authentication.k8s.io/v1, command: kubelogin, args: {each}}}"
          for each in ("{a: b}", "x", "[]", "[[a]]", "~", "[{}, {}]")),
    ],
)  # fmt: skip
def test_what_has_another_type_is_no_id(body: str) -> None:
    _, outcomes = convert(f"users:\n- name: a\n  user: {{{body}}}\n", Options(), "a")
    assert [outcome.user for outcome in outcomes] == ["a"]


def test_thousands_that_are_written_alike_are_planned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan_counted(monkeypatch)
    text = "users:\n" + "".join(f"- {{name: u{n}, user: {{auth-provider: {PROVIDER}}}}}\n" for n in range(3_000))
    _, outcomes = convert(text, Options(), *(f"u{n}" for n in range(3_000)))
    assert {outcome.status for outcome in outcomes} == {"converted"}
    assert planned == ["u0"]
