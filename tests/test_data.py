"""The data of a kubeconfig. Each text was given to kubectl 1.37.1: it is what `config view --raw -o json` printed, without
what is empty. `make e2e-fuzz` asks the same of files that nobody has thought of."""

from typing import Any

import pytest

import kubeconv
from kubeconv.auth.azure import AKS_SERVER
from kubeconv.kubeconfig.data import data
from kubeconv.kubeconfig.view import parse_source
from kubeconv.tree.source import Source
from kubeconv.validation.run import validate_source

#: Text to what kubectl makes of it.
SEEN: list[tuple[str, dict[str, Any]]] = [
    (
        "users: [{name: u, user: {token: t, "
        "!!binary ZXhlYw==: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: /bin/evil}}}]",
        {
            "users": [
                {
                    "name": "u",
                    "user": {
                        "token": "t",
                        "exec": {
                            "command": "/bin/evil",
                            "args": None,
                            "env": None,
                            "apiVersion": "client.authentication.k8s.io/v1",
                            "provideClusterInfo": False,
                            "interactiveMode": "Never",
                        },
                    },
                }
            ]
        },
    ),
    (
        "users: [{name: u, user: {!!binary dG9rZW5GaWxl: /etc/passwd}}]",
        {"users": [{"name": "u", "user": {"tokenFile": "/etc/passwd"}}]},
    ),
    (
        "users: [{name: u, user: {exec: {command: !!binary L2Jpbi9ldmls, args: [!!binary 'LW\n\n  M=']}}}]",
        {
            "users": [
                {
                    "name": "u",
                    "user": {
                        "exec": {"command": "/bin/evil", "args": ["-c"], "env": None, "provideClusterInfo": False}
                    },
                }
            ]
        },
    ),
    (
        'clusters: [{name: !!binary YQ==, cluster: {server: !!binary "aHR0cHM6Ly\\\n  94"}}]',
        {"clusters": [{"name": "a", "cluster": {"server": "https://x"}}]},
    ),
    ("!!binary a2luZA==: Config\napiVersion: !!binary djE=", {}),
    ("users: [{name: u, user: {token: !!binary 4oI=}}]", {"users": [{"name": "u", "user": {"token": "��"}}]}),
    ("users: [{name: !!null '', user: !!null ~}]", {"users": [{"name": "", "user": {}}]}),
    (
        "users: [{name: !!str 1, user: {token: !!str yes, username: ! 0x1F, password: !t ~, as: !!str }}]",
        {"users": [{"name": "1", "user": {"token": "yes", "username": "0x1F", "password": "~"}}]},
    ),
    (
        "clusters: [{name: c, cluster: {insecure-skip-tls-verify: !!bool 'yes', disable-compression: !!bool on}}]",
        {
            "clusters": [
                {"name": "c", "cluster": {"server": "", "insecure-skip-tls-verify": True, "disable-compression": True}}
            ]
        },
    ),
    (
        "x: &x {exec: {command: a}}\nusers: [{name: u, user: {token: t, <<: *x, "
        "exec: {command: b}}}, {name: v, user: {exec: {command: b}, <<: *x}}]",
        {
            "users": [
                {
                    "name": "u",
                    "user": {
                        "token": "t",
                        "exec": {"command": "b", "args": None, "env": None, "provideClusterInfo": False},
                    },
                },
                {
                    "name": "v",
                    "user": {"exec": {"command": "a", "args": None, "env": None, "provideClusterInfo": False}},
                },
            ]
        },
    ),
    (
        "users: [{name: u, user: {<<: [{token: a}, {token: b, as: c}]}}]",
        {"users": [{"name": "u", "user": {"token": "a", "as": "c"}}]},
    ),
    (
        "users: [{name: u, user: {<<: {<<: {<<: {token: a}, token: b}}}}]",
        {"users": [{"name": "u", "user": {"token": "b"}}]},
    ),
    ("users: [{name: u, user: {<<: {}, <<: [{}, {}]}}]", {"users": [{"name": "u", "user": {}}]}),
    (
        "users: [{name: u, user: {!!merge <<: {token: a}, ! '<<': {as: b}, '<<': {username: c}}}]",
        {"users": [{"name": "u", "user": {"token": "a", "as": "b"}}]},
    ),
    ("%YAML 01.1\n---\nextensions: [{name: e, extension: 1}]", {"extensions": [{"name": "e", "extension": 1}]}),
    ("extensions: [{name: e, extension: [!!, b]}]", {"extensions": [{"name": "e", "extension": ["b"]}]}),
    ("extensions: [!a,b {name: e, extension: {a: 1}}]", {"extensions": [{"name": "e", "extension": {"a": 1}}]}),
    (
        "extensions: [{name: e, extension: {1e3: a, yes: b, 010: c, 1.50: d, 0x10: e, ~x: f, 2020-01-01: g}}]",
        {
            "extensions": [
                {
                    "name": "e",
                    "extension": {
                        "1.5": "d",
                        "1000": "a",
                        "16": "e",
                        "2020-01-01": "g",
                        "8": "c",
                        "true": "b",
                        "~x": "f",
                    },
                }
            ]
        },
    ),
    (
        "users: [{name: u, user: {auth-provider: {name: p, config: {1e3: a, yes: b, "
        "010: c}}, as-user-extra: {1: [a], on: []}}}]",
        {
            "users": [
                {
                    "name": "u",
                    "user": {
                        "as-user-extra": {"1": ["a"], "true": []},
                        "auth-provider": {"name": "p", "config": {"1000": "a", "8": "c", "true": "b"}},
                    },
                }
            ]
        },
    ),
    (
        "extensions: [{name: e, extension: {a: 18446744073709551615, b: 1e3, c: 0b11, "
        "d: -0.0, e: 123456789012345678901234567890}}]",
        {
            "extensions": [
                {
                    "name": "e",
                    "extension": {"a": 18446744073709551615, "b": 1000, "c": 3, "d": 0, "e": 1.2345678901234568e29},
                }
            ]
        },
    ),
    (
        "extensions: [{name: e, extension: [+9223372036854775808, -9223372036854775809, 123456789012345678901, 1e20, 1e21, "
        "1.0]}]",
        {
            "extensions": [
                {
                    "name": "e",
                    "extension": [
                        9223372036854776000,
                        -9223372036854776000,
                        123456789012345680000,
                        100000000000000000000,
                        1e21,
                        1,
                    ],
                }
            ]
        },
    ),
    (
        "contexts: [{name: x, context: {namespace: }}]\n...\n#é",
        {"contexts": [{"name": "x", "context": {"cluster": "", "user": ""}}]},
    ),
    (
        "extensions: [{name: e, extension: {a: b:, c: d}}, {name: f, extension: [a:]}]",
        {"extensions": [{"name": "e", "extension": {"a": "b:", "c": "d"}}, {"name": "f", "extension": ["a:"]}]},
    ),
    ('extensions: [{name: e, extension: "it\\\'s \\L"}]', {"extensions": [{"name": "e", "extension": "it's \u2028"}]}),
    ("extensions: [{name: e, extension: {a: !t,u v}}]", {"extensions": [{"name": "e", "extension": {"a": "v"}}]}),
    ("current-context: a\n---\ncurrent-context: b", {"current-context": "a"}),
    (
        "extensions: [{name: e, extension: [? a : b, c]}]",
        {"extensions": [{"name": "e", "extension": [{"a": "b"}, "c"]}]},
    ),
    (
        "extensions:\n- name: e\n  extension: |2-\n     a\n\n    b\n   \n",
        {"extensions": [{"name": "e", "extension": " a\n\nb"}]},
    ),
    (
        "extensions:\n- name: e\n  extension: >\n    a\n    b\n\n     c\n    d\n",
        {"extensions": [{"name": "e", "extension": "a b\n\n c\nd\n"}]},
    ),
    ("extensions: [{name: e, extension: 'a\n\n  b   \n  c'}]", {"extensions": [{"name": "e", "extension": "a\nb c"}]}),
    (
        "users: [{name: b}, {name: a, user: ~}, ~]",
        {"users": [{"name": "", "user": {}}, {"name": "a", "user": {}}, {"name": "b", "user": {}}]},
    ),
    (
        'clusters: [{name: c, cluster: {certificate-authority-data: "QR==", extensions: []}}]',
        {"clusters": [{"name": "c", "cluster": {"server": "", "certificate-authority-data": "QQ=="}}]},
    ),
    (
        "clusters: [{name: c, cluster: {certificate-authority-data: [1, 255, ~]}}]",
        {"clusters": [{"name": "c", "cluster": {"server": "", "certificate-authority-data": "Af8A"}}]},
    ),
    (
        "users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1beta1, env: [~, "
        "{name: A}], args: [~]}, auth-provider: {}, as-groups: []}}]",
        {
            "users": [
                {
                    "name": "u",
                    "user": {
                        "auth-provider": {"name": "", "config": None},
                        "exec": {
                            "command": "",
                            "args": [""],
                            "env": [{"name": "", "value": ""}, {"name": "A", "value": ""}],
                            "apiVersion": "client.authentication.k8s.io/v1beta1",
                            "provideClusterInfo": False,
                            "interactiveMode": "IfAvailable",
                        },
                    },
                }
            ]
        },
    ),
    (
        "preferences: {colors: yes}\nextensions: [{name: e}, {name: e, extension: 1}]",
        {"preferences": {"colors": True}, "extensions": [{"name": "e", "extension": 1}]},
    ),
    ("KIND: Config\ncurrent-context: a", {"current-context": "a"}),
    ("\ufeffcurrent-context: a\nkind: Config\n", {"current-context": "a"}),
    ("\ufeff\ufeffcurrent-context: a\nkind: Config\n", {"current-context": "a"}),
    ('\ufeff\ufeff{"current-context": "a",\n "users": []}', {"current-context": "a"}),
    ("", {}),
    ("null", {}),
]


def seen(data_of_file: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in data_of_file.items()
        if name not in ("kind", "apiVersion") and value not in (None, "")
    }


@pytest.mark.parametrize(("text", "expected"), SEEN, ids=[text[:60] for text, _ in SEEN])
def test_our_view_holds_what_kubectl_shows(text: str, expected: dict[str, Any], parser: str) -> None:
    source = Source(text.encode("latin-1" if text.endswith("\xe9") else "utf-8"))
    found = data(parse_source(source).root)
    assert (found["kind"], found["apiVersion"]) == ("Config", "v1")
    assert seen(found) == expected, parser
    assert validate_source(source).loads is True


def test_a_chain_of_merge_keys_is_followed_to_its_end(parser: str) -> None:
    links = "".join(f"x{n}: &x{n} {{<<: *x{n - 1}}}\n" for n in range(1, 200))
    text = f"x0: &x0 {{exec: {{command: /bin/evil}}}}\n{links}users: [{{name: u, user: *x199}}]\n"
    found = data(parse_source(Source(text.encode())).root)
    assert found["users"][0]["user"]["exec"]["command"] == "/bin/evil", parser


def test_a_mapping_may_merge_itself_from_far_inside(parser: str) -> None:
    text = "users: [{name: u, user: " + "{<<: " * 900 + "{token: t}" + "}" * 900 + "}]"
    assert data(parse_source(Source(text.encode())).root)["users"][0]["user"] == {"token": "t"}, parser


def test_a_login_behind_a_tag_or_an_alias_is_converted(parser: str) -> None:
    config = f"{{name: azure, config: {{apiserver-id: {AKS_SERVER}, client-id: c, tenant-id: t, config-mode: '1'}}}}"
    for key in ("auth-provider", "!!binary YXV0aC1wcm92aWRlcg==", "*k "):
        text = f"x: &k auth-provider\nusers:\n- name: u\n  user:\n    {key}: {config}\n"
        conversion = kubeconv.convert(text.encode())
        assert [each.status for each in conversion.outcomes] == ["converted"], (key, parser)
        (user,) = data(parse_source(Source(conversion.data)).root)["users"]
        assert (user["user"].keys(), user["user"]["exec"]["command"]) == ({"exec"}, "kubelogin"), key


#: Settings of an auth-provider, and how often one of their keys has a twin: kubectl takes now the one, now the other.
TWINS = {
    '1: !!str a, "1": b': 1,
    "1: a, 1.0: b": 1,
    '<<: {1: a}, "1": b': 1,
    '"1": b, <<: {1: a}': 1,
    '<<: [{1: a}, {"1": b}]': 1,
    "<<: {<<: {true: a}}, 'true': b": 1,
    ".nan: a, .NaN: b": 1,
    ".nan: a, <<: {.nan: b}": 1,
    "0.0: a, -0.0: b": 1,
    "<<: {-0.0: a}, 0.0: b": 1,
    "!!binary 6bi=: a, !!binary ibi=: b": 1,
    "!!binary 6bi=: a, <<: {!!binary ibi=: b}": 1,
    "!!binary YQ==: a, a: b": 0,
    "1: a, <<: {1: b}": 0,
    "-0.0: a, 0: b": 0,
    "a: b, <<: {a: b, 1: c}, 1: d": 0,
}


@pytest.mark.parametrize(("config", "count"), TWINS.items())
def test_two_spellings_of_one_key_are_an_error(config: str, count: int, parser: str) -> None:
    text = f"users: [{{name: u, user: {{auth-provider: {{name: p, config: {{{config}}}}}}}}}]"
    found = validate_source(Source(text.encode()))
    errors = [each for each in found.findings if each.code == "KC008" and each.severity == "error"]
    assert (len(errors), found.loads) == (count, True), parser
