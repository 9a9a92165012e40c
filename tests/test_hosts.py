"""Which host a client contacts for a text in a kubeconfig. What kubectl does with these texts was seen on loopback: those of
`HERE` reach the machine itself with some kubectl on some system (tests/e2e/test_hosts.py asks those of today)."""

import json

import pytest

import kubeconv
from kubeconv.kubeconfig.view import parse_source, view
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version
from kubeconv.tree.source import Source
from kubeconv.validation.go.host import addresses, contacted, has_scheme, has_userinfo, is_this_machine, looked_up
from kubeconv.validation.rule import Case
from kubeconv.validation.rules.secrets import reaches_inside
from kubeconv.validation.run import validate_source

WIDE = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")

#: Hosts that are the machine itself, with a port or without.
HERE = [
    "localhost", "LOCALHOST", "localhost.", "a.localhost", "localhost6", "ip6-localhost", "localhost.localdomain",
    "kubernetes.docker.internal", "127.0.0.1", "127.255.255.254", "0.0.0.0", "127.0.0.1.",
    # As the C library reads them, or Go before 1.17.
    "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7F.1", "0177.0.0.1", "017700000001", "0127.0.0.1", "0",
    "[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1%25lo]", "[64:ff9b::127.0.0.1]",
    # kubectl before 1.35 takes these.
    "[127.0.0.1]", "[localhost]",
    # IDNA.
    "127.0.0.1".translate(WIDE), "127\u30020\uff0e0\uff611", "\u2460\u2461\u2466.\u24ea.\u24ea.\u2460", "\u24dbocalhost",
    "\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54", "local\u00adhost", "local\u200bhost", "local\u200dhost",
    "local\u2060host", "local\ufe0fhost", "local\u034fhost", "localho\u017ft", "\u217cocalhost", "localhost\u3002",
    "%e2%93%9bocalhost", "%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1",
]  # fmt: skip

#: Metadata services.
METADATA = [
    "169.254.169.254", "169.254.170.2", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[fe80::1]",
    "[fe80::1%25eth0]", "[fd00:ec2::254]", "[fd20:ce::254]", "100.100.100.200", "168.63.129.16", "2852039166", "0xa9fea9fe",
    "0251.0376.0251.0376", "169.16689662", "169.254.169.254".translate(WIDE), "metadata", "metadata.google.internal.",
    "METADATA.google.internal", "metadata.goog", "instance-data.ec2.internal",
]  # fmt: skip

ELSEWHERE = [
    "c.example", "10.0.0.1", "192.168.0.1", "126.255.255.255", "128.0.0.1", "100.100.100.201", "localhost.example",
    "localhosts", "mylocalhost", "127.example", "0x7f.example", "127.0.0.1.nip.example", "[2001:db8::1]", "[::2]",
    "[64:ff9b::8.8.8.8]", "metadata.example", "1.2.3.4.5", "256.0.0.1", "0x", "08.1.1.1", "[fec0::1]", "%6cocalhost",
    "127.0.0.1%20", "b\u00fccher.example",
]  # fmt: skip


def audited(key: str, text: str, kubectl: Version = NEWEST_KUBECTL) -> list[str]:
    """What KC513 says of a cluster with this value, or of an issuer."""
    user = (
        {"auth-provider": {"name": "oidc", "config": {"idp-issuer-url": text}}} if key == "issuer" else {"token": "t"}
    )
    cluster = {"server": "https://c.example", **({} if key == "issuer" else {key: text})}
    data = {"clusters": [{"name": "c", "cluster": cluster}], "users": [{"name": "u", "user": user}]}
    source = Source(json.dumps(data).encode())
    case = Case(view(source, parse_source(source)), kubectl, untrusted=True)
    return [hit.message for hit in reaches_inside.check(case)]


@pytest.mark.parametrize("host", [*HERE, *METADATA])
@pytest.mark.parametrize("key", ["server", "proxy-url", "issuer"])
def test_a_host_inside_is_told(key: str, host: str) -> None:
    for kubectl in (Version(1, 20), NEWEST_KUBECTL):
        for around in (
            "https://{}",
            "http://{}:6443/",
            "HTTP://u:p@{}:6443/x?y",
            "https://{}#",
            "https://c.example@{}?u=://x",
        ):
            (message,) = audited(key, around.format(host), kubectl)
            assert ("the machine that uses the file" in message) is (host in HERE)
            assert "p@" not in message


@pytest.mark.parametrize("host", ELSEWHERE)
@pytest.mark.parametrize("key", ["server", "proxy-url", "issuer"])
def test_a_host_elsewhere_is_not(key: str, host: str) -> None:
    for around in (
        "https://{}",
        "http://{}:6443/",
        "http://localhost@{}",
        "https://{}/localhost?x=http://localhost#@localhost",
    ):
        assert audited(key, around.format(host)) == []


@pytest.mark.parametrize(
    "server",
    [
        "localhost:8080/?u=://x",
        "localhost:8080?u=https://c.example",
        "localhost:8080#https://c.example",
        "localhost",
        "127.0.0.1:8080/",
        ":8080",
        "http://:8080",
        "c.example:80@localhost",
        "http://127.0.0.1:8080:",  # kubectl before 1.36
        "http://::1:8080",  # kubectl before 1.36
    ],
)
def test_a_server_is_read_as_client_go_reads_it(server: str) -> None:
    assert len(audited("server", server)) == 1


@pytest.mark.parametrize(
    "server", ["", "https://", "https://?x", "http://:", "/", "c.example/localhost", "http:///127.0.0.1", "//127.0.0.1"]
)
def test_what_leads_nowhere_is_not_inside(server: str) -> None:
    assert audited("server", server) == []


def test_go_takes_this_machine_for_a_proxy_without_a_host() -> None:
    assert len(audited("proxy-url", "http://")) == len(audited("proxy-url", "http://:3128")) == 1
    assert audited("proxy-url", "localhost:3128") == audited("proxy-url", "ftp://localhost") == []


def test_audit_tells_which_host_a_proxy_and_an_issuer_are() -> None:
    data = """\
clusters: [{name: c, cluster: {server: "https://c.example", proxy-url: "http://u:p@proxy.example:3128?//@other"}}]
users: [{name: u, user: {auth-provider: {name: oidc, config: {idp-issuer-url: "https://i.example?u=://other/"}}}}]
"""
    source = Source(data.encode())
    messages = [finding.message for finding in validate_source(source, untrusted=True).findings]
    assert "cluster 'c': proxy-url sends the traffic through proxy.example:3128" in messages
    assert "user 'u': idp-issuer-url makes the client talk to i.example" in messages


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("1.2.3.4", ["1.2.3.4"]),
        ("0127.0.0.1", ["127.0.0.1", "87.0.0.1"]),
        ("1.2.3", ["1.2.0.3"]),
        ("::ffff:1.2.3.4", ["1.2.3.4"]),
        ("2001:db8::1", ["2001:db8::1"]),
        ("4294967295", ["255.255.255.255"]),
        *((name, []) for name in ("4294967296", "1.2.3.256", "256.1", "1..2", "", ".", "-1", "+1", "1_0", "0x", "a", "::g")),
        ("9" * 5000, []),
    ],
)  # fmt: skip
def test_the_addresses_that_a_name_is_taken_for(name: str, found: list[str]) -> None:
    assert [str(each) for each in addresses(name)] == found


def test_a_name_is_looked_up_in_small_letters_without_its_last_dot() -> None:
    assert looked_up("C.Example.") == "c.example"
    assert looked_up("B\u00dcCHER.example") == "b\u00fccher.example"
    assert not is_this_machine("c.example")


def test_the_scheme_and_the_user_of_a_server() -> None:
    for server, scheme, user in (
        ("https://c.example", True, False),
        ("https://u@c.example", True, True),
        ("https://c.example/p@x", True, False),
        ("https://c.example?p@x", True, False),
        ("c.example:6443", False, False),
        ("u:p@c.example:6443", False, True),
        ("localhost:8080/?u=://x", False, False),
        ("http://[", False, False),
    ):
        assert (has_scheme(server, NEWEST_KUBECTL), has_userinfo(server, NEWEST_KUBECTL)) == (scheme, user), server
    assert contacted("http://[", NEWEST_KUBECTL) is None


@pytest.mark.parametrize(
    "server", ["u:s3cret@c.example:6443", "https://u:s3c/s3cret@c.example", "u:s3cret@c.example/x?u=//y"]
)
def test_no_message_about_a_server_holds_its_password(server: str) -> None:
    data = json.dumps({"clusters": [{"name": "c", "cluster": {"server": server}}]}).encode()
    found = kubeconv.validate(data).findings
    assert found
    assert all("s3cret" not in f"{finding.message} {finding.help}" for finding in found)
