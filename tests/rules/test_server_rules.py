"""The rules of KC4: their examples, and tables of tricky cases.

What the tables expect was measured with real kubectl (1.22.0 to 1.37.1) against a TLS server on loopback.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Iterable

import pytest
from packed import unpacked

from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version, parse_version
from kubeconv.tree.finding import Finding
from kubeconv.validation.go import certificates, x509
from kubeconv.validation.rule import Rule
from kubeconv.validation.rules import rules_in

from .examples import FakeMachine, codes_of_examples, complete, findings

PKI = unpacked("client-go") / "pki"
HOME = "/home/me/.kube"
FILES = {f"{HOME}/ca.crt": b"", "/home/me/ca.crt": b""}
FOLDERS = {f"{HOME}/pki": 0o040755}
BEGIN, END = b"-----BEGIN CERTIFICATE-----\n", b"-----END CERTIFICATE-----\n"


def read(name: str) -> bytes:
    return (PKI / name).read_bytes()


CA, CLIENT, KEY = read("ca.crt"), read("client.crt"), read("client.key")
BODY = b"".join(CA.split(b"\n")[1:-2])


def text(**fields: object) -> str:
    """Fields as lines of YAML, `_` for `-`, in the indentation of a body."""
    return "".join(f"    {key.replace('_', '-')}: {json.dumps(value)}\n" for key, value in fields.items())


def cluster(**fields: object) -> str:
    return "clusters:\n- name: c\n  cluster:\n" + text(**{"server": "https://c.example", **fields})


def user(**fields: object) -> str:
    return "users:\n- name: u\n  user:\n" + text(**fields)


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def pair(certificate: bytes, key: bytes) -> str:
    return user(client_certificate_data=encoded(certificate), client_key_data=encoded(key))


def found(example: str, machine: FakeMachine | None = None, kubectl: Version = NEWEST_KUBECTL) -> list[Finding]:
    return [each for each in findings(complete(example), machine=machine, kubectl=kubectl) if each.code[:3] == "KC4"]


def refusals(all_findings: Iterable[Finding]) -> set[str]:
    return {each.code for each in all_findings if each.effect == "use"}


@pytest.mark.parametrize("rule", rules_in("server"), ids=lambda rule: rule.CODE)
def test_examples(rule: Rule) -> None:
    needs_machine = rule.CODE in ("KC410", "KC411", "KC416", "KC417", "KC424", "KC425")
    modes, programs = {**FOLDERS, "/dev/null": 0o020666}, {"login": "/usr/bin/login"}
    machine = FakeMachine(programs=programs, contents=FILES, modes=modes) if needs_machine else None
    bad, good = codes_of_examples(rule, machine=machine)
    # What stands beside an empty token file is ignored, too.
    assert (bad - {"KC123"} if rule.CODE == "KC425" else bad, good) == ({rule.CODE}, set())


def test_codes_are_in_order_and_unique() -> None:
    codes = [rule.CODE for rule in rules_in("server")]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize(
    "server",
    [
        "https://c.example", "HTTPS://c.example:6443/", "https://c.example:", "https://c.example:000443", "https://10.0.0.1",
        "https://[::1]:6443", "https://[::1%25lo]:6443", "https://[::ffff:10.0.0.1]:6443", "https://c.example/a%2Fb?x#y",
        "https://c.example/ a b", "https://c.example/é", "https://c.example?%zz", "https://u:p@c.example",
        "https://@c.example",
        "https://c.example/../x", "https://bücher.example", "https://c_d.example", "https://c.example.", "https:",
        "10.0.0.1:6443", "c.example", "c.example:6443/", "c.example#x", "http://:8080",
    ],
)  # fmt: skip
def test_servers_that_kubectl_takes(server: str) -> None:
    for version in ("1.26.4", "1.31.9", "1.37.1"):
        assert refusals(found(cluster(server=server), kubectl=parse_version(version))) == set(), version


@pytest.mark.parametrize(
    "server",
    [
        " ", " https://c.example", "https://c.example\n", "\thttps://c.example", "https://c.example\x7f",
        "https://c d.example",
        "https://", "https:///c.example", "http:c.example", "https:/c.example", "//c.example:6443",
        "https://?x", "/", "/p", "*", ":", ":6443/p", "#x", "?x",
        "https:10.0.0.1:6443", "https:\\\\10.0.0.1:6443", "c.example/path", "10.0.0.1:6443/path", "https://c.example:https",
        "https://c.example:-1", "https://c.example:65536", "https://c.example:4294967296", "https://c.example:6443,https://d",
        "https://c.example:6443;x", "https://c.example:1:2", "ftp://c.example", "tcp://10.0.0.1:1",
        "unix:///run/x", "h+s://c",
        "https://c.example/%zz", "https://c.example#%zz", "https://%31.example", "https://c%20.example",
        "https://u%zz@c.example",
        "https://u p@c.example", "https://[::1", "https://[::1]x", "https://]", "https://[", "https://:6443", "https://*",
        "https://*.example", "https://-c", "https://c-", "https://c..d", "https://.c", "https://c,d",
        "https://<c>", "https://{c}",
        "https://${HOST}", "https://c|d", "https://0177.0.0.1", "https://127.1", "https://2130706433", "https://256.1.1.1",
        "https://0x7f000001", "https://c.invalid", "'https://c.example'", "[https://c.example](https://c.example)",
        "\ufeffhttps://c.example", "https://" + "a" * 64, "https://" + "a." * 130,
    ],
)  # fmt: skip
def test_servers_that_kubectl_refuses(server: str) -> None:
    for version in ("1.26.4", "1.31.9", "1.37.1"):
        assert refusals(found(cluster(server=server), kubectl=parse_version(version))) == {"KC402"}, version


@pytest.mark.parametrize(
    ("server", "taken_up_to", "refused_from"),
    [
        ("https://[10.0.0.1]:6443", "1.33.5", "1.33.9"),
        ("https://[c.example]:6443", "1.32.3", "1.34.5"),
        ("https://::1:6443", "1.35.2", "1.36.3"),
        ("https://::ffff:10.0.0.1:6443", "1.35.2", "1.37.1"),
    ],
)
def test_servers_that_newer_kubectls_refuse(server: str, taken_up_to: str, refused_from: str) -> None:
    verdicts = [
        refusals(found(cluster(server=server), kubectl=parse_version(each))) for each in (taken_up_to, refused_from)
    ]
    assert verdicts == [set(), {"KC402"}]


def test_a_server_without_a_name_needs_another_name_for_its_certificate() -> None:
    server = "https://:6443"
    assert refusals(found(cluster(server=server))) == {"KC402"}
    assert refusals(found(cluster(server=server, tls_server_name="c.example"))) == set()
    assert refusals(found(cluster(server=server, insecure_skip_tls_verify=True))) == set()


@pytest.mark.parametrize(
    ("proxy", "refused"),
    [
        ("http://p.example:3128", False), ("SOCKS5://p.example", False), ("https://u:p@p.example/x", False), ("", False),
        ("http://[::1]:3128", False), ("http://", False), ("http:p.example:1", False), ("http://p.example?%zz", False),
        ("p.example:3128", True), ("p.example", True), ("none", True), ("socks5h://p.example", True),
        ("ftp://p.example", True),
        (" http://p.example", True), ("http://p.example\n", True), ("http://p.example/%zz", True), ("http://p:65536", True),
        ("http://[10.0.0.1]:1", True), ("http://u:p%zz@p.example", True), ("//p.example", True), ("http://*:1", True),
        ("http://p.invalid", True),
    ],
)  # fmt: skip
def test_proxies(proxy: str, refused: bool) -> None:
    for server in ("https://c.example", "http://127.0.0.1:8001", "https://*:1"):
        hits = refusals(found(cluster(server=server, proxy_url=proxy)))
        assert ("KC418" in hits) == refused
        assert "KC402" not in hits or not proxy, "the proxy looks for the host"


@pytest.mark.parametrize(
    "pem",
    [
        CA, CA.replace(b"\n", b"\r\n"), b"\n" + CA, b"text\n" + CA + b"text", CA.rstrip(), CA.replace(b"\n", b" \t\n"),
        BEGIN + BODY + b"\n" + END, CA.replace(b"\n", b"\n\n"), KEY + CA, CA + KEY, BEGIN + END + CA,
        BEGIN + b"AAAA\n" + END + CA,
        BEGIN + b"A: b\n\n" + BODY + b"\n" + END + CA, BEGIN + BODY + b"\n-----END X-----\n" + CA, CA + b"\0",
        BEGIN + CA, b"",
    ],
    ids=range(17),
)  # fmt: skip
def test_authorities_that_client_go_takes(pem: bytes) -> None:
    assert found(cluster(certificate_authority_data=encoded(pem))) == []


@pytest.mark.parametrize(
    "pem",
    [
        b"x", b" ", b"\n", CA[1:], b"x" + CA, b" " + CA, b"\xef\xbb\xbf" + CA,
        b"\n".join(b" " + line for line in CA.split(b"\n")),
        CA.replace(b"\n", b"\r"), BEGIN + END, BEGIN + BODY + END, BEGIN + BODY[:80] + b"\n", KEY,
        BEGIN + BODY[1:] + b"\n" + END,
        CA.replace(b"CERTIFICATE", b"TRUSTED CERTIFICATE"), CA.replace(b"-----", b"----"), CA.rstrip() + b"x",
        BEGIN + b"A: b\n\n" + BODY + b"\n" + END, BEGIN + BODY + b"\n-----END X-----\n", BEGIN + BODY + b"=\n" + END,
        BEGIN + base64.b64encode(base64.b64decode(BODY) + b"\0") + b"\n" + END, base64.b64decode(BODY), encoded(CA).encode(),
        BEGIN + base64.b64encode(base64.b64decode(BODY)[:-1]) + b"\n" + END,
        BEGIN + BODY[:40] + b"*" + BODY[41:] + b"\n" + END,
    ],
    ids=range(25),
)  # fmt: skip
def test_authorities_that_client_go_refuses(pem: bytes) -> None:
    (finding,) = found(cluster(certificate_authority_data=encoded(pem)))
    assert finding.code == "KC406"
    assert finding.https_only


def test_negative_serial_numbers_are_refused_since_1_32() -> None:
    data = cluster(certificate_authority_data=encoded(read("odd-negative-serial.crt")))
    verdicts = [refusals(found(data, kubectl=Version(1, minor))) for minor in (26, 31, 32, 37)]
    assert verdicts == [set(), set(), {"KC406"}, {"KC406"}]


@pytest.mark.parametrize(
    ("certificate", "key", "code"),
    [
        (CLIENT, KEY, None),
        (CLIENT, read("client-pkcs8.key"), None),
        (read("client-rsa.crt"), read("client-rsa.key"), None),
        (read("odd-ed25519.crt"), read("odd-ed25519.key"), None),
        (read("odd-ecparams.crt"), read("odd-ecparams.key"), None),
        (read("odd-sha1.crt"), read("odd-sha1.key"), None),
        (read("odd-rsa1024.crt"), read("odd-rsa1024.key"), None),
        (read("client-bundle.pem"), read("client-bundle.pem"), None),
        (CLIENT + b"text\n" + BEGIN + b"AAAA\n" + END, b"text\n" + KEY, None),
        (CLIENT.replace(b"E-----\n", b"E-----\nA: b\n\n", 1), KEY.replace(b"Y-----\n", b"Y-----\nA: b\n\n", 1), None),
        (CLIENT, KEY.replace(b"EC PRIVATE", b"FOO PRIVATE"), None),
        (KEY, CLIENT, "KC407"),
        (b"x", KEY, "KC407"),
        (BEGIN + b"AAAA\n" + END + CLIENT, KEY, "KC407"),
        (read("odd-k1.crt"), read("odd-k1.key"), "KC407"),
        (read("odd-rsa512.crt"), read("odd-rsa512.key"), "KC407"),
        (CLIENT, b"x", "KC408"),
        (CLIENT, CLIENT, "KC408"),
        (CLIENT, read("client-encrypted.key"), "KC408"),
        (CLIENT, KEY.replace(b"EC PRIVATE KEY", b"XPRIVATE KEY"), "KC408"),
        (CLIENT, b"\xef\xbb\xbf" + KEY, "KC408"),
        (CLIENT, read("other.key"), "KC409"),
        (CLIENT, read("client-rsa.key"), "KC409"),
        (CLIENT, read("other.key") + KEY, "KC409"),
        (CA + CLIENT, KEY, "KC409"),
    ],
)
def test_pairs(certificate: bytes, key: bytes, code: str | None) -> None:
    for kubectl in (Version(1, 26, 4), NEWEST_KUBECTL):
        assert refusals(found(pair(certificate, key), kubectl=kubectl)) == ({code} if code else set())
        files = FakeMachine(contents={f"{HOME}/u.crt": certificate, f"{HOME}/u.key": key})
        from_files = found(user(client_certificate="u.crt", client_key="u.key"), files, kubectl)
        assert refusals(from_files) == ({code} if code else set())


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"client_certificate_data": encoded(CLIENT), "client_key": "u.key"}, None),
        ({"client_certificate_data": encoded(KEY), "client_key": "u.key"}, "KC407"),
        ({"client_certificate": "u.crt", "client_key_data": encoded(KEY)}, None),
        ({"client_certificate": "u.crt", "client_key_data": encoded(b"x")}, "KC408"),
        ({"client_certificate": "u.crt", "client_key_data": encoded(read("client-encrypted.key"))}, "KC408"),
        ({"client_certificate": "u.crt", "client_key": "u.key"}, None),
    ],
)
def test_one_of_a_pair_is_read_where_the_other_is_in_a_file(known: dict[str, str], code: str | None) -> None:
    assert refusals(found(user(**known))) == ({code} if code else set())


def test_the_key_itself_is_multiplied_not_only_the_public_key_beside_it_compared() -> None:
    der = base64.b64decode(b"".join(KEY.split(b"\n")[1:-2]))
    assert der[:8].hex().startswith("30770201010420"), "the layout that the next line relies on"
    changed = der[:20] + bytes([der[20] ^ 1]) + der[21:]
    key = b"-----BEGIN EC PRIVATE KEY-----\n" + base64.b64encode(changed) + b"\n-----END EC PRIVATE KEY-----\n"
    assert refusals(found(pair(CLIENT, key))) == {"KC409"}


def test_curves_against_another_implementation() -> None:
    ec = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ec")
    from kubeconv.validation.go.curves import CURVES

    for name, other in zip(CURVES, (ec.SECP224R1, ec.SECP256R1, ec.SECP384R1, ec.SECP521R1), strict=True):
        curve = CURVES[name]
        for factor in (1, 2, 15, 16, 17, 2**200 + 1, curve.n - 1):
            numbers = ec.derive_private_key(factor, other()).public_key().public_numbers()
            assert curve.multiple(factor) == (numbers.x, numbers.y)
        assert curve.multiple(0) is None
        assert curve.multiple(curve.n) is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"certificate_authority": "nope.crt"}, "KC416"),
        ({"certificate_authority": "ca.crt "}, "KC416"),
        ({"certificate_authority": "~/ca.crt"}, "KC416"),
        ({"certificate_authority": "a\0b"}, "KC416"),
        ({"certificate_authority": "/home/me/ca.crt"}, None),
        ({"certificate_authority": "../ca.crt"}, None),
        ({"certificate_authority": "ca.crt/"}, None),
        ({"certificate_authority": "pki/../ca.crt"}, None),
        ({"certificate_authority": "/dev/null"}, None),
        ({"certificate_authority": "pki"}, "KC417"),
        ({"certificate_authority": "text"}, "KC406"),
    ],
)
def test_authority_files(fields: dict[str, object], code: str | None) -> None:
    machine = FakeMachine(contents={**FILES, f"{HOME}/text": b"text"}, modes={**FOLDERS, "/dev/null": 0o020666})
    hits = found(cluster(**fields), machine)
    assert refusals(hits) == ({code} if code else set())
    assert found(cluster(**fields)) == [], "without a machine nothing is known"


def test_files_are_looked_at_where_client_go_looks() -> None:
    machine = FakeMachine(contents={f"{HOME}/u.crt": CLIENT, f"{HOME}/u.key": KEY})
    missing = {"client_certificate": "u.crt", "client_key": "nope"}
    (finding,) = found(user(**missing), machine)
    assert (finding.code, finding.https_only) == ("KC416", False)
    assert found(user(client_key="nope", token="t"), machine) == [], "a key without a certificate is not looked at"
    (finding,) = found(user(tokenFile="nope"), machine)
    assert (finding.code, finding.https_only) == ("KC416", True)
    assert found(user(tokenFile="nope", token="t"), machine) == [], "the token serves"
    unreadable = FakeMachine(modes={f"{HOME}/u.tok": 0o100000})
    assert "cannot be read" in found(user(tokenFile="u.tok"), unreadable)[0].message


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"token": "a\n"}, True), ({"token": "a\0b"}, True), ({"token": "a\x7f"}, True), ({"token": "\x1b"}, True),
        ({"token": "a\tb"}, False), ({"token": " a "}, False), ({"token": "é\x85\u2028"}, False), ({"token": ""}, False),
        ({"token": "t", "as": "a\n"}, True), ({"token": "t", "as": "a", "as_uid": "\n"}, True),
        ({"token": "t", "as": "a", "as_groups": ["b\n"]}, True), ({"token": "t", "as": "a",
        "as_user_extra": {"k": ["\r"]}}, True),
        ({"token": "t", "as": "a", "as_user_extra": {"k\n": ["v"]}}, False), ({"username": "a\n", "password": "\n"}, False),
        ({"tokenFile": "fine"}, False), ({"tokenFile": "line"}, False), ({"tokenFile": "blank"}, True),
        ({"tokenFile": "blanks"}, False), ({"tokenFile": "two"}, True), ({"token": "a\n", "tokenFile": "line"}, False),
        ({"token": "a\n", "tokenFile": "blank"}, True), ({"token": "t", "tokenFile": "two"}, True),
    ],
)  # fmt: skip
def test_headers(fields: dict[str, object], refused: bool) -> None:
    contents = {"fine": b"t", "line": b" t\r\n", "blank": b"\n", "blanks": b"  ", "two": b"a\nb"}
    machine = FakeMachine(contents={f"{HOME}/{name}": data for name, data in contents.items()})
    assert refusals(found(user(**fields), machine)) == ({"KC421"} if refused else set())


def test_credentials_in_the_url_win_over_a_bad_token() -> None:
    bad = cluster(server="https://u:p@c.example") + user(token="a\n")
    assert refusals(found(bad)) == set()


def test_dates() -> None:
    def codes_at(now: float, example: str) -> set[str]:
        return {each.code for each in found(example, FakeMachine(now=now))}

    for name in ("ca.crt", "client.crt", "client-rsa.crt", "odd-ca-expired.crt", "odd-ca-future.crt"):
        certificate = certificates.certificate(read(name), NEWEST_KUBECTL).certificate
        assert certificate is not None
        example = cluster(certificate_authority_data=encoded(read(name)))
        assert codes_at(certificate.not_after + 1, example) == {"KC410"}
        assert codes_at(certificate.not_before - 2 * 86400, example) == {"KC424"}
    both = cluster(certificate_authority_data=encoded(read("odd-ca-expired.crt") + CA))
    now = certificates.authorities(CA, NEWEST_KUBECTL).certificates[0].not_before + 86400
    assert codes_at(now, both) == set(), "one authority that is valid is enough"


def test_redacted_values() -> None:
    example = user(client_certificate_data="DATA+OMITTED", client_key_data="DATA+OMITTED", token="REDACTED")
    hits = found(example)
    assert [(each.code, each.effect) for each in hits] == [("KC420", "use"), ("KC420", "use"), ("KC420", "risk")]
    assert [each.effect for each in found(user(client_key_data="REDACTED", token="t"))] == ["risk"]


def test_no_message_shows_a_secret() -> None:
    secret = "hunter2"
    for server in (f"https://u:{secret}@c.example:x", f"ftp://{secret}@c", f"http://u:{secret}@c", f"u:{secret}@c/p"):
        findings = found(cluster(server=server, proxy_url=f"socks4://u:{secret}@p") + user(token=f"{secret}\n"))
        assert {each.code for each in findings} >= {"KC418"}
        assert len(findings) >= 2
        assert not any(secret in each.message + each.help for each in findings)


def test_thousands_of_entries_with_one_certificate_read_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read_: list[bytes] = []

    def parse(data: bytes, kubectl: Version) -> x509.Certificate:
        read_.append(data)
        return original(data, kubectl)

    original = x509.parse
    monkeypatch.setattr(x509, "parse", parse)
    certificates.authorities.cache_clear()
    body = text(server="https://c.example", certificate_authority_data=encoded(CA))
    example = "clusters:\n" + "".join(f"- name: {name}\n  cluster:\n{body}" for name in ["c", *range(100)])
    found(example.replace("name: ", "name: n"), FakeMachine(now=0))
    assert len(read_) == 1


def test_what_is_not_needed_is_not_imported() -> None:
    program = (
        "import sys; from kubeconv.tree.source import Source; from kubeconv.validation.run import validate_source;"
        "validate_source(Source(sys.stdin.buffer.read())); print(*sys.modules)"
    )

    def imported(example: str) -> set[str]:
        command = [sys.executable, "-c", program]
        return {
            *subprocess.run(command, input=complete(example).encode(), stdout=subprocess.PIPE, check=True)
            .stdout.decode()
            .split()
        }

    room = "kubeconv.validation.go."
    plain = imported(cluster())
    assert not plain & {f"{room}x509", f"{room}keys", "ssl", "_ssl"}
    with_authority = imported(cluster(certificate_authority_data=encoded(CA)))
    assert f"{room}x509" in with_authority
    assert not with_authority & {f"{room}keys", "ssl", "_ssl", "cryptography"}


EXEC = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "login", "interactiveMode": "Never"}}
OIDC = {
    "auth-provider": {
        "name": "oidc",
        "config": {"idp-issuer-url": "https://i.example", "client-id": "c", "id-token": "x"},
    }
}


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"tokenFile": "empty", **EXEC}, True),
        ({"tokenFile": "/dev/null", **EXEC}, True),
        ({"tokenFile": "empty", **OIDC}, True),
        ({"tokenFile": "empty", "client_certificate_data": encoded(CLIENT), "client_key_data": encoded(KEY)}, True),
        ({"tokenFile": "empty", "token": "t", **EXEC}, False),
        ({"tokenFile": "empty", "token": "", **EXEC}, True),
        ({"tokenFile": "full", **EXEC}, False),
        ({"tokenFile": "", **EXEC}, False),
        ({"tokenFile": "empty"}, False),  # kubectl asks for a user name: KC122
        ({"tokenFile": "empty", "password": "p"}, False),
    ],
    ids=str,
)
def test_an_empty_token_file_stops_kubectl_over_https(fields: dict[str, object], is_told: bool) -> None:
    contents = {f"{HOME}/empty": b"", f"{HOME}/full": b"t"}
    machine = FakeMachine(programs={"login": "/usr/bin/login"}, contents=contents, modes={"/dev/null": 0o020666})
    told = [each for each in found(user(**fields), machine) if each.code == "KC425"]
    assert [each.https_only for each in told] == [True] * is_told
    assert not [each for each in found(user(**fields)) if each.code == "KC425"], "nothing is opened for audit"
