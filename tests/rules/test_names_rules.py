"""The rules about names and references (KC1): examples, and what client-go makes of the tricky cases."""

import pytest

from kubeconv.kubeconfig.view import parse_source, view
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version
from kubeconv.tree.finding import Finding
from kubeconv.tree.source import Source
from kubeconv.validation.rule import Rule
from kubeconv.validation.rules import rules_in
from kubeconv.validation.verdict import Judge

from .examples import FakeMachine, codes, codes_of_examples, complete, findings

#: The rules tested here: the others of the room have tests of their own.
MINE = {f"KC{number}" for number in (*range(105, 112), 113, *range(120, 124))}

HTTP = "clusters:\n- name: c\n  cluster:\n    server: http://c.example\n"


def usable(text: str, context: str | None = None, *, kubectl: Version = NEWEST_KUBECTL) -> bool | None:
    """The verdict on a text, by all rules."""
    source = Source(text.encode(), "-")
    return (
        Judge(kubectl, [(view(source, parse_source(source)), findings(text, kubectl=kubectl))]).verdict(context).usable
    )


def only(text: str, code: str, machine: FakeMachine | None = None) -> list[Finding]:
    return [finding for finding in findings(text, machine=machine) if finding.code == code]


def user(body: str) -> str:
    return f"users:\n- name: u\n  user: {body}\n"


def words_at(text: str, finding: Finding) -> str:
    assert finding.span is not None
    return text[slice(*finding.span)]


@pytest.mark.parametrize("rule", [rule for rule in rules_in("names") if rule.CODE in MINE], ids=lambda rule: rule.NAME)
def test_examples(rule: Rule) -> None:
    assert codes_of_examples(rule) == ({rule.CODE}, set())


@pytest.mark.parametrize(
    ("text", "verdict", "code"),
    [
        pytest.param("", True, None, id="the base is fine"),
        pytest.param("current-context: w\n", False, "KC106", id="no such context"),
        pytest.param("current-context: X\n", False, "KC106", id="names are compared letter by letter"),
        pytest.param("current-context:\n", None, "KC113", id="no context, no verdict"),
        pytest.param("clusters: []\n", False, "KC107", id="cluster missing"),
        pytest.param("clusters: [null]\n", False, "KC107", id="an empty entry defines nothing that can be named"),
        pytest.param("contexts: [{name: x, context: {user: u}}]\n", False, "KC107", id="no cluster named"),
        pytest.param("contexts: [{name: x}]\n", False, "KC107", id="context without body"),
        pytest.param("contexts: [{name: x, context: {cluster: c}}]\n", False, "KC108", id="no user named"),
        pytest.param("users: []\n", False, "KC108", id="user missing, over https"),
        pytest.param(HTTP + "users: []\n", True, "KC108", id="user missing, over http"),
        pytest.param(HTTP + "contexts: [{name: x, context: {cluster: c}}]\n", True, None, id="no user named, over http"),
        pytest.param(
            "contexts: [{name: x, context: {cluster: c}}]\nusers: [{user: {token: sample}}]\n", True, "KC105",
            id="a context without a user takes the one without a name",
        ),
        pytest.param(
            "contexts: [{name: x, context: {user: u}}]\nclusters: [{cluster: {server: https://c.example}}]\n", True, "KC105",
            id="a context without a cluster takes the one without a name",
        ),
        pytest.param(
            "current-context: ''\ncontexts: [{name: '', context: {cluster: c, user: u}}]\n", True, "KC105",
            id="no current context takes the context without a name",
        ),
        pytest.param(
            "current-context: ''\ncontexts: []\nusers: []\nclusters: [{name: '', cluster: {server: https://c.example}}]\n",
            False, "KC113", id="kubeadm's cluster-info: kubectl asks for a user name",
        ),
        pytest.param(
            "current-context: ''\ncontexts: []\nusers: []\nclusters: [{name: '', cluster: {server: http://c.example}}]\n",
            True, "KC105", id="the same over http needs nobody",
        ),
        pytest.param(
            "contexts: [{name: x, context: {cluster: c, user: u}}, {name: w, context: {cluster: d, user: v}}]\n", True, "KC107",
            id="another context does not matter",
        ),
        pytest.param(
            "users: [{name: u, user: {token: sample}}, {name: v, user: {token: sample, username: me}}]\n", True, "KC120",
            id="another user does not matter",
        ),
        pytest.param(
            "contexts: [{name: x, context: {cluster: c, user: u, namespace: My_Team}}]\n", True, "KC111",
            id="kubectl does not check namespaces",
        ),
    ],
)  # fmt: skip
def test_references(text: str, verdict: bool | None, code: str | None) -> None:
    text = complete(text)
    assert usable(text) is verdict
    assert code is None or code in codes(findings(text))


@pytest.mark.parametrize(
    ("body", "https", "http", "expected"),
    [
        ("{token: sample}", True, True, set()),
        ("{username: me}", True, True, set()),
        ("{username: me, password: sample}", True, True, set()),
        ("{}", False, True, {"KC122"}),
        ("{password: sample}", False, True, {"KC122"}),
        ("{as: jane}", False, True, {"KC122"}),
        ("{token: ''}", False, True, {"KC122"}),
        ('{client-certificate-data: "\\n"}', False, True, {"KC122"}),
        ("{client-key: k.pem}", False, True, {"KC122"}),
        ("{token: sample, username: me}", False, False, {"KC120"}),
        ("{token: sample, password: sample}", False, False, {"KC120"}),
        ("{token: sample, username: '', password: ''}", True, True, set()),
        ("{tokenFile: /t, username: me}", False, True, {"KC120"}),
        ("{tokenFile: /t, password: sample}", True, True, {"KC123"}),
        ("{token: sample, tokenFile: /t}", True, True, set()),
        ("{token: sample, client-key: k.pem}", True, True, {"KC123"}),
        ("{token: sample, as-groups: [g]}", False, False, {"KC121"}),
        ("{token: sample, as-groups: []}", True, True, set()),
        ("{token: sample, as-groups: [null]}", False, False, {"KC121"}),
        ("{token: sample, as-uid: ''}", True, True, set()),
        ("{token: sample, as-uid: '1'}", False, False, {"KC121"}),
        ("{token: sample, as-user-extra: {}}", True, True, set()),
        ("{token: sample, as-user-extra: {k: []}}", False, False, {"KC121"}),
        ("{token: sample, as: '', as-groups: [g]}", False, False, {"KC121"}),
        ("{token: sample, as: jane, as-groups: [g]}", True, True, set()),
    ],
)
def test_credentials(body: str, https: bool, http: bool, expected: set[str]) -> None:
    text, plain = complete(user(body)), complete(HTTP + user(body))
    assert usable(text) is https
    assert usable(plain) is http
    assert {code for code in codes(findings(text)) if "KC120" <= code <= "KC123"} == expected


EXEC = "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: kubelogin}"
OIDC = "auth-provider: {name: oidc, config: {client-id: a, idp-issuer-url: https://i.example, refresh-token: sample}}"


@pytest.mark.parametrize(
    ("body", "ignored"),
    [
        (f"{{token: sample, {EXEC}}}", ["exec"]),
        (f"{{tokenFile: /t, {EXEC}}}", ["exec"]),
        (f"{{username: me, {EXEC}}}", ["exec"]),
        (f"{{password: sample, {EXEC}}}", ["password"]),
        (f"{{client-certificate: c.pem, client-key: k.pem, {EXEC}}}", ["exec"]),
        (f"{{client-key: k.pem, {EXEC}}}", ["client-key"]),
        (f"{{token: sample, {OIDC}}}", ["auth-provider"]),
        (f"{{client-certificate: c.pem, client-key: k.pem, {OIDC}}}", []),
        (f"{{{EXEC}}}", []),
        (f"{{{OIDC}}}", []),
    ],
)
def test_what_is_ignored(body: str, ignored: list[str]) -> None:
    text = complete(user(body))
    assert [words_at(text, finding) for finding in only(text, "KC123")] == ignored


def test_an_empty_token_file_is_no_credential() -> None:
    text = complete(user("{tokenFile: t}"))
    empty, full = FakeMachine(contents={"/home/me/.kube/t": b""}), FakeMachine(contents={"/home/me/.kube/t": b"sample"})
    assert [words_at(text, finding) for finding in only(text, "KC122", empty)] == ["t"]
    assert only(text, "KC122", full) == []
    assert only(text, "KC122") == []
    assert len(only(complete(user("{tokenFile: /dev/null}")), "KC122", full)) == 1


def test_as_uid_is_unknown_before_1_23() -> None:
    text = complete(user("{token: sample, as-uid: '1'}"))
    assert usable(text, kubectl=Version(1, 22)) is True
    assert usable(text, kubectl=Version(1, 23)) is False


def test_a_null_extra_counts_from_1_32_on() -> None:
    text = complete(user("{token: sample, as-user-extra: {k: null}}"))
    assert usable(text, kubectl=Version(1, 31)) is True
    assert usable(text, kubectl=Version(1, 32)) is False


def test_each_context_has_its_own_verdict() -> None:
    text = complete(
        "contexts:\n"
        "- {name: x, context: {cluster: c, user: u}}\n"
        "- {name: w, context: {cluster: c, user: v}}\n"
        "- {name: z, context: {cluster: d, user: u}}\n"
    )
    verdicts = {name: usable(text, name) for name in ("x", "w", "z", "nope")}
    assert verdicts == {"x": True, "w": False, "z": False, "nope": False}


@pytest.mark.parametrize(
    ("name", "valid"),
    [("team-1", True), ("1", True), ("a" * 63, True), ("a" * 64, False), ("-a", False), ("a-", False), ("A", False),
     ("a_b", False), ("a.b", False), ("'*'", False), ("''", True), ("ä", False)],
)  # fmt: skip
def test_namespaces(name: str, valid: bool) -> None:
    text = complete(f"contexts: [{{name: x, context: {{cluster: c, user: u, namespace: {name}}}}}]\n")
    assert (only(text, "KC111") == []) is valid


@pytest.mark.parametrize(
    ("text", "code", "where", "help"),
    [
        ("current-context: Y\n", "KC106", "Y", "the file has 'x'"),
        ("current-context: X\n", "KC106", "X", "did you mean 'x'?"),
        ("contexts: [{name: x, context: {cluster: C, user: u}}]\n", "KC107", "C", "did you mean 'c'?"),
        ("contexts: [{name: x, context: {cluster: c, user: v}}]\n", "KC108", "v", "the file has 'u'"),
        ("contexts: [{name: x, context: {cluster: c, user: }}]\n", "KC108", "user", ""),
        ("clusters: [{name: c, cluster: {server: https://c.example}}, {name: d}]\n", "KC109", "d", "delete-cluster d"),
        (
            "users: [{name: u, user: {token: sample}}, {name: v, user: {token: sample}}]\n",
            "KC110",
            "v",
            "delete-user v",
        ),
        ("users: [{name: u, user: {token: sample}}, {name: '', user: {token: a}}]\n", "KC105", "''", "give it a name"),
    ],
)
def test_places_and_help(text: str, code: str, where: str, help: str) -> None:
    text = complete(text)
    (finding,) = only(text, code)
    assert words_at(text, finding) == where
    assert help in finding.help


def test_users_of_a_proxy_need_no_credentials() -> None:
    assert only(complete(HTTP + user("{}")), "KC122") == []


def test_an_unused_user_without_credentials_is_no_error() -> None:
    text = complete("users: [{name: u, user: {token: sample}}, {name: v, user: {}}]\n")
    assert [finding.severity for finding in only(text, "KC122")] == ["info"]


def test_messages_hold_no_secret() -> None:
    text = complete(user("{token: hunter2hunter2, username: me, password: hunter2hunter2}"))
    found = findings(text)
    assert codes(found) == {"KC120"}
    assert not any("hunter2" in finding.message + finding.help for finding in found)


def test_names_in_messages_cannot_reach_the_terminal() -> None:
    text = complete('current-context: "a\\u001b[31mb"\n')
    (found,) = findings(text)
    assert r"'a\x1b[31mb'" in found.message
    assert found.message.isprintable()


def test_a_near_miss_among_many_is_named() -> None:
    names = ("alpha", "beta", "gamma", "delta", "stage", "omega", "sigma")
    clusters = "".join(f"- {{name: {name}, cluster: {{server: https://{name}.example}}}}\n" for name in names)
    context = (
        "contexts:\n- name: x\n  context: {cluster: stge, user: u}\n- name: z\n  context: {cluster: nowhere, user: u}\n"
    )
    near, far = only(complete(f"clusters:\n{clusters}{context}"), "KC107")
    assert near.help == "did you mean 'stage'?"
    assert far.help.startswith("the file has 7, among them ")
