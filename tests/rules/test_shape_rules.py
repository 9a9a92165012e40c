"""The rules of the file and its shape, and those of names that are there twice."""

import pytest
import yaml

from kubeconv.releases.version import parse_version
from kubeconv.tree import parse
from kubeconv.tree.source import Source
from kubeconv.validation.rule import Rule
from kubeconv.validation.rules import rules_in
from kubeconv.validation.run import Report, validate_source

from .examples import codes_of_examples, complete, example

OURS = [*rules_in("shape"), *(rule for rule in rules_in("names") if rule.NAME.startswith("duplicate-"))]


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers, one after the other."""
    monkeypatch.setattr(parse, "LOADER", yaml.SafeLoader if request.param == "pure" else parse.LOADER)
    return str(request.param)


def report(data: str | bytes, kubectl: str = "1.37") -> Report:
    """What all rules find."""
    return validate_source(Source(data if isinstance(data, bytes) else data.encode()), [parse_version(kubectl)])


def ours(found: Report) -> list[str]:
    """The codes of our rules among the findings."""
    return [each.code for each in found.findings if each.code in {rule.CODE for rule in OURS}]


@pytest.mark.parametrize("rule", OURS, ids=lambda rule: rule.NAME)
def test_the_examples(rule: Rule) -> None:
    if rule.CODE in ("KC001", "KC004", "KC006"):
        bad, good = (report(complete(example(rule, section))) for section in ("Bad", "Good"))
        assert [(each.code, each.name, each.effect) for each in bad.findings] == [(rule.CODE, rule.NAME, "load")]
        assert good.findings == []
    elif rule.CODE in BYTES:
        bad, good = map(report, BYTES[rule.CODE])
        found = {(each.code, each.name) for each in bad.findings}
        assert (rule.CODE, rule.NAME) in found if rule.CODE == "KC019" else found == {(rule.CODE, rule.NAME)}
        assert rule.CODE not in ours(good)
    else:
        assert codes_of_examples(rule) == ({rule.CODE}, set())


#: What cannot be written as text in a docstring.
BYTES = {
    "KC002": (b"# caf\xe9\nkind: Config\n", "# caf\u00e9\nkind: Config\n".encode()),
    "KC003": (b"extensions: " + b"[" * 999 + b"]" * 999, b"extensions: []"),
    "KC013": (b"clusters: []\nusers: []\ncontexts: []\n", complete("").encode()),
    "KC019": (b"\xef\xbb\xbf\xef\xbb\xbf" + complete("").encode(), b"\xef\xbb\xbf" + complete("").encode()),
}

#: Text to whether kubectl 1.37 reads it. Each was given to the real program.
READ: dict[str, bool] = {
    # encoding
    "\ufefffoo: 1": True,
    "foo: \x7f": False,
    "# \x7f\nfoo: 1": False,
    "# \x80": False,
    "foo: a\x85b: 1": True,
    "foo: 1\n---\n" + " " * 600 + "\x00": True,
    "foo: 1\n---\n\x00": False,
    "a: 1\n\ufeffb: 1": True,
    # quotes and escapes
    'foo: "\\/"': False,
    'foo: "\\\\/"': True,
    "foo: '\\/'": True,
    'foo: "\\ud83d\\ude00"': False,
    'foo: "\\u00e9"': True,
    'foo: "\\U0001f600"': True,
    'foo: "\\Uffffffff"': False,
    'foo: "it\\\'s"': True,
    'foo: "\\y"': False,
    # flow style
    "foo: [a?b]": False,
    "foo: {a: b?c}": False,
    "foo: ['a?b']": True,
    "foo: a?b": True,
    # what follows the document: go-yaml reads on until it knows that
    "{foo: 1}{x=? %": False,
    "{foo: 1}{x %": True,
    "{foo: 1}{ %": False,
    "{foo: 1}\n{x=? %": False,
    "{foo: 1}\n---\n{x=? %": True,
    "{foo: 1}\n...\n{x=? %": True,
    "{foo: 1} # {x=? %": True,
    # directives
    "%YAML 1.1\n---\nfoo: 1": True,
    "%YAML 1.2\n---\nfoo: 1": False,
    "%TAG !e! tag:e.example,2000:\n---\nfoo: !e!x 1": True,
    "%FOO bar\n---\nfoo: 1": False,
    # numbers that JSON does not have
    "foo: .inf": False,
    "foo: [-.INF]": False,
    "foo: .nan": False,
    "foo: .Nan": True,
    "foo: '.nan'": True,
    ".inf: 1": True,
    "foo: .inf\nfoo: 1": True,
    "foo: {a: .nan}\nfoo: 1": True,
    "foo: !!float .inf": False,
    "foo: !!str .inf": True,
    # keys
    "~: 1": False,
    "foo: {null: 1}": False,
    "? \n: 1": False,
    "'': 1": True,
    "[a]: 1": False,
    "foo: {{ a }}": False,
    "18446744073709551615: 1": False,
    "9223372036854775807: 1": True,
    "+18446744073709551615: 1": True,
    "1.5: 1": True,
    "yes: 1": True,
    # tags
    "foo: !!int a": False,
    "foo: !!int '1'": True,
    "foo: !!float 1": True,
    "foo: !!float 18446744073709551615": False,
    "foo: !!bool maybe": False,
    "foo: !!null x": False,
    "foo: !!timestamp 2020-01-01": True,
    "foo: !!timestamp 2020-13-01": False,
    "foo: !!timestamp now": False,
    "foo: !!binary QQ==": True,
    "foo: !!binary Q": False,
    "foo: !x {a: b}": True,
    "current-context: !x 12": True,
    "current-context: !!binary eA==": True,
    "foo: !!int a\nfoo: 1": False,
    # merge keys
    "foo: {<<: {a: b}}": True,
    "foo: {<<: a}": False,
    "foo: {<<: [{a: b}, {c: d}]}": True,
    "foo: {<<: [{a: b}, c]}": False,
    "foo: {<<: ~}": False,
    "foo: {'<<': a}": True,
    "a: &a [{b: c}]\nfoo: {<<: *a}": False,
    "a: &a {current-context: 1}\n<<: *a": False,
    "a: &a {current-context: 1}\n<<: *a\ncurrent-context: x": True,
    "a: &a {current-context: 1}\ncurrent-context: x\n<<: *a": False,
    # the type of the document
    "apiVersion: v1\nkind: Config": True,
    "kind: config": False,
    "kind: ''": True,
    "kind: ~": True,
    "kind: 1": False,
    "KIND: Config": True,
    "KIND: Secret": False,
    "\u212aind: Secret": False,
    "KIND: 1": False,
    "KIND: Secret\nkind: Config": True,
    "Kind: Secret\nkind: ~": False,
    "apiVersion: /v1": True,
    "apiVersion: /": True,
    "apiVersion: v1/": False,
    "apiVersion: v2": False,
    "apiVersion: a/b/c": False,
    "apiversion: v9": False,
    "apiversion: v9\napiVersion: v1": False,
    "APIVERSION: v9\napiVersion: v1": True,
    # types
    "": True,
    "~": True,
    "foo": False,
    "[]": False,
    "current-context: 12": False,
    "current-context: 1e3": False,
    "current-context: 0x1F": False,
    "current-context: 0b-1": False,
    "current-context: .5_0": False,
    "current-context: 0o8": True,
    "current-context: 0x1ffffffffffffffffffffff": True,
    "current-context: 12:30": True,
    "current-context: 2020-01-01": True,
    "current-context: 1e400": True,
    "current-context: y": False,
    "current-context: []": False,
    "current-context: {}": False,
    "current-context: 1\ncurrent-context: x": True,
    "current-context: x\ncurrent-context: 1": False,
    "clusters: {}": False,
    "clusters: [~]": True,
    "clusters: [a]": False,
    "preferences: {colors: y}": True,
    "preferences: {colors: 'y'}": False,
    "users: [{user: {as-user-extra: {a: [b, ~]}}}]": True,
    "users: [{user: {as-user-extra: {a: b}}}]": False,
    "users: [{user: {exec: {env: [{name: a, value: 1}]}}}]": False,
    "users: [{user: {exec: {env: [~]}}}]": True,
    "users: [{user: {auth-provider: {config: {a: true}}}}]": False,
    # base64
    "users: [{user: {client-key-data: QQ==}}]": True,
    "users: [{user: {client-key-data: QQ=}}]": False,
    "users: [{user: {client-key-data: QQ}}]": False,
    "users: [{user: {client-key-data: QUJD====}}]": False,
    "users: [{user: {client-key-data: =}}]": False,
    "users: [{user: {client-key-data: Q-==}}]": False,
    "users: [{user: {client-key-data: 'QU JD'}}]": False,
    'users: [{user: {client-key-data: "QU\\nJD\\r\\n"}}]': True,
    "users: [{user: {client-key-data: ''}}]": True,
    "users: [{user: {client-key-data: [1, 255, ~, 1.0]}}]": True,
    "users: [{user: {client-key-data: [256]}}]": False,
    "users: [{user: {client-key-data: [-1]}}]": False,
    "users: [{user: {client-key-data: [1.5]}}]": False,
    "users: [{user: {client-key-data: 1234}}]": False,
    # names that are there twice
    "users: [{name: a}, {name: a}]": False,
    "users: [{name: a}, {name: A}]": True,
    "users: [{}, {}]": False,
    "users: [~, {name: ''}]": False,
    "clusters: [~, ~]": False,
    "contexts: [{name: a}]\nusers: [{name: a}]": True,
    "contexts: [{name: a}]\ncontexts: [{name: a}]": True,
    "users: [&a {name: a}, *a]": False,
    "extensions: [{name: e, extension: 1}, {name: e, extension: 1}]": False,
    "extensions: [{name: e}, {name: e, extension: 1}]": True,
    "extensions: [{name: e, extension: 1}, {name: e}]": False,
    "extensions: [~, ~]": True,
    "preferences: {extensions: [{name: e, extension: 1}, {name: e}]}": False,
    "users: [{name: u, user: {extensions: [{extension: 1}, {extension: 1}]}}]": False,
    # documents
    "foo: 1\n---\n}{": True,
    "foo: 1\n...\n}{": True,
    "{foo: 1}}": True,
    "---\n": True,
    "--- foo": False,
    "a: b\n...\n#\udce9": True,
    "a: b\n#\udce9": False,
    ' n:\n: "#\udce9': True,
    '{}\n{"a": "\\/"}': False,
    "a: b\n---\n\x00": False,
    f"a: b\n---\n{' ' * 520}\x00": True,
    f"a: b\n{' ' * 520}\x00": False,
    "%YAML 01.1\n---\na: b": True,
    "%YAML 1.2\n---\na: b": False,
    "%YAML 1\n---\na: b": False,
    # read otherwise than by libyaml
    "foo: {a: b:, c: d}": True,
    "foo: [a:]": True,
    "{foo: !x, b: c}": False,
    "foo: [!x, b]": True,
    "foo: !x]y": True,
    "foo: {\t}": True,
    "foo: [!!, b]": True,
    "[!a,b {a: 1}]": False,
    "foo: [!a,b {a: 1}]": True,
    "foo: [?]": False,
    "foo: [a, ?]": False,
    "foo: &a [?]": False,
    "foo: [? a]": True,
    "foo: {?}": False,
    "foo: {? a}": True,
    "foo: {? a : b, ? c}": True,
    "{ }:": True,
    "[]: a": False,
    "foo: {[]: a}": False,
    # tags and what they make of a value
    "!!binary ZXhlYw==: a": True,
    "foo: !!binary ZXhlYw": False,
    "foo: [!!binary é]": False,
    "!!null '': a": False,
    "!!null a: b": False,
    "!!str : a": True,
    "foo: !<!!int> a": True,
    "foo: !<tag:yaml.org,2002:int> a": False,
    "users: [{name: !!int '1'}]": False,
    "users: [{name: !!str 1}]": True,
    # what is overwritten does not count, but is read
    "foo: {<<: {a: {~: 1}}, a: 1}": True,
    "foo: {a: 1, <<: {a: {~: 1}}}": False,
}


@pytest.mark.parametrize(("text", "read"), READ.items(), ids=map(repr, READ))
def test_what_kubectl_reads(text: str, read: bool, parser: str) -> None:
    assert report(text.encode("utf-8", "surrogateescape")).loads is read, parser


def test_what_is_mended_keeps_its_meaning() -> None:
    from kubeconv.tree.node import plain

    root = parse.parse('{a: "it\\\'s \\L", b: x:, c: !t,u v}').root
    assert root is not None
    assert plain(root) == {"a": "it's \u2028", "b": "x:", "c": "v"}


#: File, and what is told: code, the text that is pointed at, a part of message and help.
TOLD = {
    "users:\n- name: u\n  user:\n    token: 12345\n": (
        "KC005",
        "12345",
        "token in user must be a string, not a number",
    ),
    "users:\n- name: yes\n": ("KC005", "yes", 'put it in quotes: name: "yes"'),
    "users: [{user: {auth-provider: {config: {config-mode: 1}}}}]": ("KC005", "1", 'config-mode: "1"'),
    "users: [{user: {exec: {args: [a, 2]}}}]": ("KC005", "2", "item 2 of args in exec must be a string"),
    'clusters: [{cluster: {insecure-skip-tls-verify: "true"}}]': ("KC005", '"true"', "without quotes"),
    "clusters: {c: {}}": ("KC005", "{c: {}}", "clusters must be a list, not a mapping"),
    "- a": ("KC005", "- a", "the top level of a kubeconfig must be a mapping, not a list"),
    "clusters: [{cluster: {certificate-authority-date: QQ==}}]": (
        "KC010",
        "certificate-authority-date",
        "did you mean certificate-authority-data?",
    ),
    "clusters: [{cluster: {certificateAuthority: a}}]": ("KC010", "certificateAuthority", "certificate-authority?"),
    "users: [{user: {tokenfile: a}}]": ("KC011", "tokenfile", "write tokenFile"),
    "users: [{user: {server: a}}]": ("KC009", "server", "it belongs in cluster"),
    "users: [{name: u, token: a}]": ("KC009", "token", "in an entry of users"),
    "clusters: [{cluster: {certificate-authority-data: /ca.crt}}]": ("KC015", "/ca.crt", "use certificate-authority"),
    "clusters: [{cluster: {certificate-authority-data: '-----BEGIN X'}}]": ("KC015", "'-----BEGIN X'", "base64 -w0"),
    "users:\n- name: u\n- name: u\n": ("KC101", "u", "user 'u' is defined twice, first in line 2"),
    "clusters:\n- {}\n- cluster: {}\n": ("KC102", "cluster: {}", "cluster without a name is defined twice"),
    "kind: Secret\n": ("KC012", "Secret", "not 'Secret'"),
    "foo: 1\nfoo: 2\n": ("KC008", "foo", "first in line 1"),
    "foo: 1\n--- # next\nbar: 1\n": ("KC007", "--- # next", "ignored"),
}


@pytest.mark.parametrize(("text", "told"), TOLD.items(), ids=map(repr, TOLD))
def test_what_is_told(text: str, told: tuple[str, str, str]) -> None:
    code, where, part = told
    found = [each for each in report(text).findings if each.code == code]
    assert len(found) == 1
    assert found[0].span is not None
    assert text[slice(*found[0].span)] == where
    assert part in f"{found[0].message} {found[0].help}"


#: The form that client-go keeps in memory: kubectl reads it, and runs what is in it (1.20 to 1.37 tried).
INTERNAL = (
    "apiVersion: __internal\nkind: Config\n",
    "apiVersion: /__internal\n",
    "APIVERSION: __internal\n",
    "apiVersion: v1\napiver\u017fion: __internal\n",
    "apiVersion: null\nApiVersion: __internal\n",
    "apiVersion: !!binary X19pbnRlcm5hbA==\nkind: ''\n",
    '{"apiVersion": "\\x5f_internal", "kind": null}',
    "a: &a {apiVersion: __internal}\n<<: *a\n",
)
NOT_INTERNAL = (
    "apiVersion: __internal\nkind: Pod\n",
    "apiVersion: v1/__internal\n",
    "apiVersion: v1\nAPIVERSION: __internal\n",
    "apiVersion: [__internal]\n",
    "apiVersion: __Internal\n",
)


@pytest.mark.parametrize("text", INTERNAL)
def test_the_form_of_client_go_is_not_judged(text: str) -> None:
    found = report(f"{text}users: {{u: {{exec: {{command: /bin/evil}}}}}}\n" if text[0] != "{" else text)
    assert (found.loads, [each.code for each in found.findings]) == (None, ["KC012"])


@pytest.mark.parametrize("text", NOT_INTERNAL)
def test_what_kubectl_refuses_for_its_type_is_refused(text: str) -> None:
    assert report(f"{text}users: {{}}\n").loads is False


@pytest.mark.parametrize("field", ["token", "password", "client-key-data", "username"])
def test_no_secret_is_told(field: str) -> None:
    found = report(f"users: [{{name: u, user: {{{field}: 31337}}}}]").findings
    assert any(each.code == "KC005" for each in found)
    assert not any("31337" in each.message + each.help for each in found)


@pytest.mark.parametrize(
    ("field", "since"), [("as-uid", "1.23"), ("interactiveMode", "1.22"), ("disable-compression", "1.26")]
)
def test_an_older_kubectl_does_not_look_at_newer_fields(field: str, since: str) -> None:
    text = {
        "as-uid": "users: [{user: {as-uid: 1}}]",
        "interactiveMode": "users: [{user: {exec: {interactiveMode: 1}}}]",
        "disable-compression": "clusters: [{cluster: {disable-compression: 1}}]",
    }[field]
    major, minor = since.split(".")
    assert not report(text, since).loads
    assert report(text, f"{major}.{int(minor) - 1}").loads


@pytest.mark.parametrize(
    "text", ["", "---\n", "# only a comment\n", "{}", "foo: bar", "kind: Config\napiVersion: v1\n"]
)
def test_a_file_with_nothing_in_it(text: str) -> None:
    assert "KC013" in ours(report(text))


@pytest.mark.parametrize(
    "text", ["foo: 1\n...\n", "foo: 1\n---\n", "---\nfoo: 1\n", "foo: 1\n# end", "foo: 1\n---\n# end\n"]
)
def test_one_document_is_not_several(text: str) -> None:
    assert "KC007" not in ours(report(text))


@pytest.mark.parametrize(("text", "found"), [("kind: Config\n", ["KC008"]), ("KIND: Config\nApiVersion: v1\n", [])])
def test_the_type_of_the_document_may_be_in_any_case(text: str, found: list[str]) -> None:
    assert ours(report(complete("") + text)) == found


def test_all_findings_of_a_file_are_told() -> None:
    text = "kind: Secret\nusers: [{name: 1, user: {tokn: a, exec: {args: b}}}, {user: {client-key-data: '!'}}]\nfoo: .inf\n"
    assert {*ours(report(text))} == {"KC012", "KC005", "KC010", "KC015", "KC014", "KC009"}
