"""The gate at its edges: how the tokens of each issuer begin, from which length on a text counts, words about a text."""

import base64

import pytest

from kubeconv.gate import prose, shown
from kubeconv.gate.command_line import variable
from kubeconv.gate.content import advice, content_in, decoded, kind_of
from kubeconv.gate.secret import MASK, hidden, is_secret
from kubeconv.gate.so_called import SO_CALLED
from kubeconv.gate.words import is_secret_flag, shown_value, shown_word, shown_words
from kubeconv.kubeconfig.places import variable as variable_of_a_file

KEY = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----\n"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9"
#: 299 characters.
LONG_HOST = f"{'ab.' * 5}{'abc-' * 15}.{'abc-' * 15}.{'abc-' * 15}.{'abc-' * 15}.{'ab-' * 13}c"
HEX = "0123456789abcdef0123456789abcdef"

#: How tokens begin. What follows here is no secret alone.
BEGINNINGS = [
    "ghp_", "ghs_", "github_pat_", "glpat-", "gldt-", "glagent-", "xoxb-", "hvs.", "dop_v1_", "dor_v1_", "ya29.", "1//0",
    "npm_", "pypi-AgE", "AIza", "AKIAABCDEFGHIJ", "ASIAABCDEFGHIJ", "k8s-aws-v1.", "sk_live_", "rk_test_", "sk-ant-",
    "sk-proj-", "glsa_", "dckr_pat_", "ATATT", "SG.", "tskey-", "sha256~", "kubeconfig-u-abcde:", "token-abcde:", "GOCSPX-",
    "HRKU-", "AGE-SECRET-KEY-", "hf_abcdefghijklmnopqr", "sk-abcdefghijklmnopqrst", "1.AXkAabcDEF-xyz_", "M.C105_",
    "EXO0123456789abcdef01", "sb_secret_", "LTAIabcdefghijkl", "A3-ABC123-ABCDEFGHIJK-", "amzn.mws.",
    "dapi0123456789abcdef0123", "shpat_", "pul-0123456789abcdef0123", "lin_api_", "NRAK-", "dp.pt.",
]  # fmt: skip


CALLED = (
    "pass password passwort PASSPHRASE passcode pwd Kennwort pw PIN secret token api-key apikey API_KEY"
    " pa\u017fsword to\u212aen"
)


@pytest.mark.parametrize("name", CALLED.split())
def test_what_a_name_calls_a_secret_is_not_shown(name: str) -> None:
    for text in (f"{name}: hunter2", f"my {name} is hunter2", f"{name}=hunter2 x", f"{name} >>> hunter2:"):
        assert (shown.name(text) == MASK) == (SO_CALLED.search(text) is not None)
    assert shown.name(f"{name}: hunter2") == MASK


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_token_is_known_by_its_beginning(beginning: str) -> None:
    rest = "-short-words-of-it"
    assert not is_secret(rest)
    assert rest not in hidden(f"it is {beginning}{rest} here")
    assert not is_secret(f"it-is-{beginning}alone")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # of one kind of characters
        ("a" * 40, True), ("a" * 39, False), ("A" * 40, True), ("A" * 39, False), ("1" * 80, False),
        # small letters, capitals and digits
        ("aB1" * 5 + "a", True), ("aB1" * 5, False), ("Production2" * 2, False),
        ("aaBB11aaBB11aaBB11aaBB1", True), ("aaaBBB111aaaBBB111aaaBBB1", False),
        # small letters and capitals
        ("aB" * 12, True), ("aB" * 11 + "a", False), ("ThisIsWrittenInJavaWay", False),
        # of a hash
        (HEX, True), (HEX[:31], False), (HEX.upper(), True), (f"/nix/{HEX}", False), (f"https://h.example/{HEX}", True),
        # capitals and digits
        ("GHIJK2" * 3 + "AB", True), ("PROD2WEST2PROD2WEST", False), ("PRODUCTIONCLUSTER2WE", False),
        # small letters and digits
        ("xyz2" * 7, True), ("prod2" * 5 + "ab", False), ("productions2" * 3, False), (f"/x/{'xyz2' * 7}", False),
        # exactly as often as people may
        ("aaaBBB111aaaBBB111aaBB11aa", False), ("aaaBBB111aaaBB11aaBB11aaBB", True), ("aaaBBB111aaaBB11aaBB11aa", True),
        ("aaaBBB111aaBB11aaBB11aa", False), ("aaaBB11aaBB11aaBB11aaBB", True), ("PRODUCTI2ONCLUSTERSINWEST3", False),
        ("producti2onclus3tersinthe4weste", False), (f"{'aB' * 11}{'c' * 29}", True),
        (f"{'aB' * 10}{'c' * 30}B", False),
        # what nobody could say: its letters do not follow each other as in names
        ("/tmp/T4KBRoVarMLCCQh-vQ8I1mkZbmljs2_8jhHBcglg6v2x/x.pem", True), (f"/x/{HEX * 2}", False), (f"/x/{HEX * 2}a", True),
        (f"/x/{JWT.encode().hex()[:48]}", True), (f"/x/{b'-----BEGIN RSA'.hex()}", True),
        ("k3b9x0q2z7v5w1m4c8r6", True), ("FXEUODRTLZCKEMXPRRPCO7QMAZXYXNPP", True), ("qwzkxjvbtghpmnrfdlcq", True),
        ("SVTlUqBnFdxN-SQoNFzxustpLAIskukSOUlQCcNCIl-w", True), ("Zk3+Jq9/Lx2Vn8Rt5Wy7Bp", True), ("k3b9x0q2z7v5w1m4", True),
        ("donaudampfschifffahrtsgesellschaft", False), ("k8sclusterprdweu01data", False), ("x" * 24, False),
        ("MC_rg-Prod_aks1_westeurope", False), ("gke_my-project-123456_europe-west1-b_cluster-1", False),
        (f"/nix/store/{'k3b9x0q2z7v5w1m4' * 2}-kubelogin", False), ("qwzkxjvbtghpmnr", False),
        # in a path, and not
        (f"-a-b-c-d-e-f/{'xyz2' * 7}", True), (f"-a-b-c-d-e-/{'xyz2' * 7}", False), (f"abcd/{'xyz2' * 7}", True),
        (f"abc/{'xyz2' * 7}", False),
        # with signs in between
        ("aB1-" * 8, True), ("Prod1-West2-Prod3-East4", False), ("aB1." * 8, False), (f"/opt/{'aB1+' * 8}", True),
        (f"/opt/{'aB1-' * 8}", True), (f"/opt/{'Prod1-West2-' * 3}", False),
        # named things
        ("12345678-1234-1234-1234-123456789abc", False), (f"https://g.example/me/blob/{HEX}{HEX[:8]}/x", False),
        (f"https://{HEX}.gr7.eu-west-1.eks.example.com", False), ("abcdef.0123456789abcdef", True),
        ("abcdef.0123456789abcde", False), ("3Q~abcdefgh/of-it", True), ("3Q~abcdefg/of-it", False),
        ("eyJabcde/and-more", True),
        ("eyJabcd/and-more-", False), ("LS0tLS1C/and-more", True), ("LS0tLS1/and-more-", False),
    ],
)  # fmt: skip
def test_a_word_without_rhyme_is_a_secret(text: str, expected: bool) -> None:
    assert is_secret(text) is expected
    assert (text not in hidden(f"before {text} behind")) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"a {KEY}b", f"a {MASK}\n\n\nb"),
        (KEY + CERTIFICATE, f"{MASK}\n\n\n{MASK}\n\n\n".replace("\n\n\n*", "\n\n\n*")),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\nAB", f"{MASK}\n\n"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END", f"{MASK}\n\n"),
        ("-----BEGIN X-----\\nMIIE\\n-----END X----- b", f"{MASK} b"),
        ("a file with -----BEGIN CERTIFICATE----- in it", "a file with -----BEGIN CERTIFICATE----- in it"),
        ("https://h.example/a/b@c", "https://h.example/a/b@c"),
        ("ftp://me@h.example", f"ftp://{MASK}@h.example"),
        ("https://h.example/?a=b&api_key=c&d=e", f"https://h.example/?a=b&api_key={MASK}&d=e"),
        ("https://h.example/?code=true;auth=y", f"https://h.example/?code=true;auth={MASK}"),
        ("https://h.example/?code=abc", f"https://h.example/?code={MASK}"),
        ("a&auth=abc", f"a&auth={MASK}"),
        ("a;auth=abc", f"a;auth={MASK}"),
        ("a?token=code&token=id&token=text", "a?token=code&token=id&token=text"),
        ("token=*.x token=%a", "token=*.x token=%a"),
        ("LS0tLS1C ://", f"{MASK} ://"),
        ("-----BEGIN X-----AAAA-----END-----rest", f"{MASK}rest"),
        ("bearer token1234", f"bearer {MASK}"),
        ("bearer token12", "bearer token12"),
        ("basic abcdefg=", f"basic {MASK}"),
        ("basic abcdef=", "basic abcdef="),
        ("Bearer some-thing.else", "Bearer some-thing.else"),
        ("my-password=a", f"my-password={MASK}"),
        ("secret=a,token=b", f"secret={MASK},token={MASK}"),
        ("token=$A secret=<b> password={c} api-key=%D%", "token=$A secret=<b> password={c} api-key=%D%"),
        ("token=xxx secret=... password=false", "token=xxx secret=... password=false"),
        (f"--ab={'aB1' * 6}", f"--ab={MASK}"),
        (f"a_b:{'aB1' * 6}", f"a_b:{MASK}"),
        (f"ghp_abcdef={'aB1' * 6}", MASK),
        (f"='{'aB1' * 6}'", f"='{MASK}'"),
    ],
)  # fmt: skip
def test_a_text_is_shown_without_its_secrets(text: str, expected: str) -> None:
    assert hidden(text) == expected


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("text", "kind", "content", "help"),
    [
        (KEY, "a private key", "a private key", "this is a private key, not a kubeconfig"),
        (" " * 200 + KEY, "3 lines", "3 lines", ""),
        (" " * 184 + "PRIVATE KEY-----", "a private key", "a private key", "this is a private key, not a kubeconfig"),
        (" " * 185 + "PRIVATE KEY-----", "201 characters", "", ""),
        (" " * 190 + "-----BEGIN", "PEM", "PEM", "this is PEM, not a kubeconfig"),
        (" " * 191 + "-----BEGIN", "201 characters", "", ""),
        (f"eyJ{'a' * 3995}.b", "a token", "a token", "this is a token, not a kubeconfig: it belongs in token of a user"),
        (f"eyJ{'a' * 3996}.b", "4,001 characters", "", ""),
        (CERTIFICATE, "PEM", "PEM", "this is PEM, not a kubeconfig"),
        (coded(KEY), "base64 of a private key", "base64 of a private key", "this is base64 of a private key, not a kubeconfig"),
        (coded(CERTIFICATE), "base64 of PEM", "base64 of PEM", "this is base64 of PEM, not a kubeconfig"),
        (JWT, "a token", "a token", "this is a token, not a kubeconfig: it belongs in token of a user"),
        ("a\nb\n", "2 lines", "", ""),
        ("a", "1 character", "", ""),
        ("", "0 characters", "", ""),
        ("abc" * 1000, "3,000 characters", "", ""),
        *(
            (coded(f"{key}: []\nand: more\n"), "base64 of a kubeconfig", "a kubeconfig in base64",
             "this is base64 of a kubeconfig: base64 -d FILE > NEW_FILE gives the kubeconfig")
            for key in ("apiVersion", "clusters", "contexts", "current-context", "users")
        ),
        ("apiVersion: v1\nkind: Config\n", "2 lines", "the content of a kubeconfig", ""),
        ("{}", "2 characters", "the content of a kubeconfig", ""),
        ("[x", "2 characters", "the content of a kubeconfig", ""),
        ("- name: x", "9 characters", "the content of a kubeconfig", ""),
        ("'a-b': ", "7 characters", "the content of a kubeconfig", ""),
        ("a\nb: c", "2 lines", "the content of a kubeconfig", ""),
        ("C:/x", "4 characters", "", ""),
        ("/a/b", "4 characters", "", ""),
    ],
)  # fmt: skip
def test_a_text_that_is_not_shown_is_told_in_words(text: str, kind: str, content: str, help: str) -> None:
    assert (kind_of(text), content_in(text), advice(text)) == (kind, content, help)


def test_base64_is_read_from_sixteen_characters_on() -> None:
    assert decoded(coded("0123456789ab")) == "0123456789ab"
    assert decoded(coded("0123456789a")[:15]) == ""
    assert decoded(f"{coded('0123456789ab')}A") == "0123456789ab"  # cut short
    assert decoded(f"{coded('0123456789ab')[:8]}\n  {coded('0123456789ab')[8:]}") == "0123456789ab"
    assert decoded("0123456789-_abcd") == ""
    assert len(decoded(coded("a" * 3000))) == 450


# --- arguments


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        *((name, True) for name in (
            "client-secret", "password", "passphrase", "passcode", "pass", "pwd", "token", "credential", "api-key", "apikey",
            "access-key", "private-key", "client-key-data", "pat", "pin", "otp", "auth", "bearer", "basic", "header", "cookie",
            "sig", "TOKEN",
        )),
        *((name, False) for name in (
            "token-file", "token-cache-dir", "token-url", "token-type", "token-lifetime", "token-key", "client-secret-file",
            "password-path", "secret-id", "secret-uri", "secret-endpoint", "secret-name", "secret-host", "secret-mode",
            "secret-audience", "secret-ttl", "secret-storage", "secret-version", "login", "compass", "pattern", "opinion",
            "authority",
        )),
    ],
)  # fmt: skip
def test_a_flag_sounds_like_a_secret(flag: str, expected: bool) -> None:
    assert is_secret_flag(flag) is expected


@pytest.mark.parametrize(
    ("flag", "value", "expected"),
    [
        *((name, "some words", "some words") for name in (
            "login", "server-id", "client-id", "tenant-id", "environment", "subscription", "username", "user", "login-hint",
            "azure-pipelines-service-connection-id", "oidc-client-id", "app-id", "tenant", "audience", "grant-type", "output",
            "format", "log-level", "type", "kind", "authenticator", "credential-cache", "scope", "scopes", "oidc-extra-scope",
            "oidc-extra-scopes", "authority", "alias", "service-account", "domain", "domain-name", "project-name",
            "concierge-authenticator-name", "api-version",
        )),
        *((name, "prod:a/b,c=d+e~f", "prod:a/b,c=d+e~f") for name in (
            "cluster-name", "cluster", "cluster-id", "region", "zone", "location", "project", "profile", "role", "role-arn",
            "role-session-name", "session-name", "context", "namespace", "name", "resource-group", "organization",
        )),
        ("login", "prod:a/b", MASK),
        ("cluster-name", "x" * 299, MASK),
        ("cluster-name", "ab-" * 99 + "xy", "ab-" * 99 + "xy"),
        ("cluster-name", "ab-" * 100, MASK),
        ("cluster-name", "a b", MASK),
        ("other", "hunter2", MASK),
        ("other", "30s", "30s"),
        ("other", "/etc/x", "/etc/x"),
        ("other", "https://h.example/x", "https://h.example/x"),
        ("other", "https://me:hunter2@h", MASK),
        ("pop-claims", "u=/subscriptions/a/b.c", "u=/subscriptions/a/b.c"),
        ("pop-claims", "/subscriptions/a", "/subscriptions/a"),
        ("password", "true", MASK),
        ("other", "arn:aws:iam::123456789012:role/k8s", "arn:aws:iam::123456789012:role/k8s"),
        ("other", "arn:aws:iam::123456789012:AKIAIOSFODNN7EXAMPLE", MASK),
        ("listen-port", "48095", "48095"),
        ("other", "48095", MASK),
        ("proxy", "teleport.example.com:443", "teleport.example.com:443"),
        ("server", "hunter2", MASK),
        ("other", "teleport.example.com:443", MASK),
    ],
)  # fmt: skip
def test_the_value_of_a_flag(flag: str, value: str, expected: str) -> None:
    assert shown_value(flag, value) == expected


@pytest.mark.parametrize(
    ("before", "word", "expected"),
    [
        ("", "-lspn", "-lspn"),
        ("", "-lhunter2", f"-l{MASK}"),
        ("", "-xhunter2", f"-x{MASK}"),
        ("", "-abc", "-abc"),
        ("", "-abcd", f"-a{MASK}"),
        ("", "-v", "-v"),
        ("", "--tenant-id=x y", "--tenant-id=x y"),
        ("", "--tenant-id=", "--tenant-id="),
        ("", "--other=hunter2", f"--other={MASK}"),
        ("", "-t=72f988bf-86f1-41af-91ab-2d7cd011db47", "-t=72f988bf-86f1-41af-91ab-2d7cd011db47"),
        ("", "-l=spn", "-l=spn"),
        ("", "-x=spn", f"-x={MASK}"),
        ("-l", "spn", "spn"),
        ("-t", "a b", "a b"),
        ("-e", "AzurePublicCloud", "AzurePublicCloud"),
        ("-s", "sub", "sub"),
        ("-p", "spn", MASK),
        ("-p", "3", "3"),
        ("--p", "/etc/x", "/etc/x"),
        ("-p", "/etc/x", MASK),
        ("--client-secret=", "spn", MASK),
        ("--other=", "spn", MASK),
        ("token", "spn", MASK),
        ("pinniped-auth", "login", "login"),
        ("auth", "hunter", MASK),
        ("-r", "arn:aws:iam::123456789012:role/k8s", "arn:aws:iam::123456789012:role/k8s"),
        ("-p", "login", MASK),
        ("get", "/etc/hunter2", "/etc/hunter2"),
        ("get", "spn", "spn"),
        ("get", "a b", MASK),
        ("get", "me@h.example", MASK),
        ("get", "https://h.example", "https://h.example"),
        ("get", "https://me:x@h", MASK),
    ],
)  # fmt: skip
def test_an_argument_behind_another(before: str, word: str, expected: str) -> None:
    assert shown_word(word, before) == expected


@pytest.mark.parametrize("shell", ["sh", "/bin/bash", "zsh", "dash", "C:\\x\\cmd.exe", "pwsh", "powershell"])
def test_a_script_is_read_word_by_word(shell: str) -> None:
    assert shown_words(shell, ["-c", "echo hunter2"]) == ["-c", f"echo {MASK}"]
    assert shown_words(f"{shell}x", ["-c", "echo hunter2"]) == ["-c", MASK]
    assert shown_words(shell, ["-c", "hunter2"]) == ["-c", MASK]
    assert shown_words(shell, ["-c echo"]) == [f"-c{MASK}"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, MASK) for name in ("DB_PIN", "GH_PAT", "MY_KEY", "DB_PW", "MY_CREDS", "A_PASS", "X_OTP", "A_SIG", "key_of")),
        *((name, "abc") for name in ("MONKEY", "COMPASS_B", "A_PATTERN", "AWS_PROFILE", "TOKEN_FILE")),
    ],
)  # fmt: skip
def test_the_value_of_a_variable_that_sounds_like_a_secret(name: str, expected: str) -> None:
    assert variable(name, "abc") == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("GOOGLE_APPLICATION_CREDENTIALS", "/home/me/sa.json", "/home/me/sa.json"),
        ("GOOGLE_APPLICATION_CREDENTIALS", "hunter", MASK),
        ("GOOGLE_APPLICATION_CREDENTIALS", "sa.json", MASK),
        ("AWS_ACCOUNT_ID", "123456789012", "123456789012"),
        ("MY_PW", "123456789012", MASK),
        ("NO_PROXY", "localhost,.svc,10.0.0.0/8,*.corp", "localhost,.svc,10.0.0.0/8,*.corp"),
    ],
)
def test_the_value_of_a_variable_is_read_alike(name: str, text: str, expected: str) -> None:
    assert variable(name, text) == expected
    assert variable_of_a_file(name)(text) == expected


# --- values


@pytest.mark.parametrize(
    ("show", "text", "expected"),
    [
        (shown.name, "a-b " * 50, "a-b " * 50),
        (shown.name, "a-b " * 50 + "c", f"{'a-b ' * 25}…{('a-b ' * 50 + 'c')[-100:]}"),
        (shown.path, "/" + "a/" * 499 + "b", "/" + "a/" * 499 + "b"),
        (shown.path, "/a" + "a/" * 499 + "b", f"{MASK} (1,001 characters)"),
        (shown.path, "", f"{MASK} (0 characters)"),
        (shown.path, f"/x/{'a' * 255}/b", f"{MASK} (260 characters)"),
        (shown.path, f"/x/{'a-b' * 85}/b", f"/x/{'a-b' * 85}/b"),
        (shown.path, f"/x/{'a-b' * 85}-/b", f"{MASK} (261 characters)"),
        (shown.path, "/word", "/word"),
        (shown.path, "/hunter2", f"{MASK} (8 characters)"),
        (shown.path, "/etc/hunter2", "/etc/hunter2"),
        (shown.path, "hunter2.pem", "hunter2.pem"),
        (shown.path, "etc/hunter2", f"{MASK} (11 characters)"),
        (shown.path, "..\\x", "..\\x"),
        (shown.path, "$HOME/x", "$HOME/x"),
        (shown.path, "${HOME}/x", "${HOME}/x"),
        (shown.path, "%APPDATA%\\x", "%APPDATA%\\x"),
        (shown.path, "\\\\host\\share\\x", "\\\\host\\share\\x"),
        (shown.path, "file:/x", "file:/x"),
        *((shown.path, f"hunter2{ending}", f"hunter2{ending}") for ending in (
            ".crt", ".CER", ".cert", ".key", ".pub", ".pfx", ".p12", ".der", ".ca", ".jwt", ".token", ".txt", ".yaml", ".yml",
            ".json", ".conf", ".config", ".cfg", ".ini", ".kubeconfig", ".bak", ".exe", ".cmd", ".bat", ".ps1", ".sh", ".py",
        )),
        (shown.path, "hunter2.pem.md", f"{MASK} (14 characters)"),
        (shown.path, "a/b\n.pem", f"{MASK} (2 lines)"),
        (shown.path_of, "any thing", "any thing"),
        (shown.path_of, "x " * 500, "x " * 500),
        (shown.path_of, "x" * 1001, f"{MASK} (1,001 characters)"),
        (shown.path_of, "kind: Config", f"{MASK} (12 characters)"),
        (shown.name, "password is hunter2", MASK),
        (shown.url, "https://c.example/x/commit/1a6b498657ec5dd29ddf4f6b240c6fc0c5d88f7a", "https://c.example/x/commit/1a6b498657ec5dd29ddf4f6b240c6fc0c5d88f7a"),
        (shown.url, "https://c.example/1a6b498657ec5dd29ddf4f6b240c6fc0c5d88f7a", f"https://c.example/{MASK}"),
        (shown.wanted, "prod: west", "prod: west"),
        (shown.wanted, "access-token: correcthorse", f"{MASK} (26 characters)"),
        (shown.wanted, '      - "client-secret": horse', f"{MASK} (30 characters)"),
        (shown.wanted, "env:\n- name: a\n  value: horse", f"{MASK} (3 lines)"),
        (shown.wanted, "key-west", "key-west"),
        (shown.wanted, '{"a": "horse"}', f"{MASK} (14 characters)"),
        (shown.wanted, f"kind: Config {'a ' * 20} x: horse", f"{MASK} (62 characters)"),
        (shown.wanted, "[a-c]*", "[a-c]*"),
        (shown.name, "X-Api-Key: AbCdEfGhIjKlMnOpQr", MASK),
        (shown.name, "bearer authentication", "bearer authentication"),
        (shown.name, "prod (token: hunter2x)", MASK),
        (shown.name, "secret:x9k2m", MASK),
        (shown.name, "token is old", "token is old"),
        (shown.name, "my-secret:6443/kube:admin", "my-secret:6443/kube:admin"),
        (shown.name, "pass 12 of 30", "pass 12 of 30"),
        (shown.url, "http://c:80", "http://c:80"),
        (shown.url, "http://me@c", f"{MASK} (11 characters)"),
        (shown.url, "http://hunter2", f"http://{MASK}"),
        (shown.url, "https://c.example/#x", f"https://c.example/#{MASK}"),
        (shown.url, "https://c.example/?", "https://c.example/?"),
        (shown.url, "https://c.example/a b", f"{MASK} (21 characters)"),
        (shown.url, "https://c.example/!", f"https://c.example/{MASK}"),
        (shown.url, "https://c.example/%zz/hunter2", f"https://c.example/{MASK}"),
        (shown.url, "https://c.example/a%20b", "https://c.example/a%20b"),
        (shown.url, "c.example:1/", "c.example:1/"),
        (shown.url, "localhost", "localhost"),
        (shown.url, "https://localhost", "https://localhost"),
        (shown.url, LONG_HOST, LONG_HOST),
        (shown.url, f"{LONG_HOST}d", f"{MASK} (300 characters)"),
        (shown.url, "c", f"{MASK} (1 character)"),
        (shown.url, "ftp://c.example", f"{MASK} (15 characters)"),
        (shown.url, f"https://c.example/{'a/' * 491}", f"https://c.example/{'a/' * 491}"),
        (shown.url, f"https://c.example/{'a/' * 491}b", f"{MASK} (1,001 characters)"),
        (shown.key, "a" * 24, "a" * 24),
        (shown.key, "a" * 25, MASK),
        (shown.key, "abcdefghi." * 6, MASK),
        (shown.key, "abcdefghi." * 5 + "abcdefghij", "abcdefghi." * 5 + "abcdefghij"),
        (shown.key, "abcdefghi." * 5 + "abcdefghijk", MASK),
        (shown.flag, "-x2", "-x2"),
        (shown.flag, "-x22", f"-{MASK}"),
        (shown.flag, "--client-secretword", f"--client-secret{MASK}"),
        (shown.flag, "--tokens", "--tokens"),
        (shown.flag, "--tokenFile", "--tokenFile"),
        (shown.flag, "-tghp_abcdefghijkl", f"-{MASK}"),
        (shown.settled, "72f988bf-86f1-41af-91ab-2d7cd011db47", f"{MASK} (36 characters)"),
        (shown.dashed, "client-id", "--client-id"),
        (shown.variable, "AWS_PROFILE", "AWS_PROFILE"),
        (shown.variable, "https_proxy", "https_proxy"),
        (shown.variable, "hunter2", MASK),
        (shown.settled, "12.5s", "12.5s"),
        (shown.settled, "1234", f"{MASK} (4 characters)"),
        *((shown.settled, word, word) for word in ("true", "false", "yes", "No", "null", "")),
        (shown.settled, f"{{.{'a' * 60}}}", f"{{.{'a' * 60}}}"),
        (shown.settled, "/v1", f"{MASK} (3 characters)"),
        (shown.settled, f"{'ab.' * 25}/v1", f"{'ab.' * 25}/v1"),
        (shown.settled, f"{'ab.' * 25}c/v1", f"{'ab.' * 25}c/v1"),
        (shown.settled, f"{'ab.' * 25}cd/v1", f"{MASK} (80 characters)"),
        (shown.settled, "word", f"{MASK} (4 characters)"),
        (shown.settled, "{.a-b}", "{.a-b}"),
        (shown.settled, "v1beta1", "v1beta1"),
        (shown.settled, "g.example/v1", "g.example/v1"),
        (shown.settled, "1.2.3-rc.1", "1.2.3-rc.1"),
        (shown.host, "c.example:6443", "c.example:6443"),
        (shown.host, "c", "c"),
        (shown.host, LONG_HOST, LONG_HOST),
        (shown.host, f"{LONG_HOST}d", f"{MASK} (300 characters)"),
        (shown.host, "c/x", f"{MASK} (3 characters)"),
        (shown.plain, "abc " * 20, f"{MASK} (80 characters)"),
        (shown.plain, "abc " * 19 + "abcd", "abc " * 19 + "abcd"),
        (shown.plain, "abc " * 19 + "abcde", f"{MASK} (81 characters)"),
        (shown.plain, "0x1F", "0x1F"),
        (shown.plain, "1e3", "1e3"),
        (shown.plain, "~", "~"),
        (shown.plain, "me@h.example", "me@h.example"),
        (shown.plain, "k3s 12", "k3s 12"),
        (shown.plain, "-3.25m", "-3.25m"),
        (prose.hint, " install it \nhunter2", "install it"),
        (prose.hint, "use hunter2", ""),
        (prose.hint, "Install kubelogin: https://h.example/x", "Install kubelogin: https://h.example/x"),
        (prose.hint, "Sesame: horse", ""),
        (prose.hint, "you need tsh v14+ (https://h.example/x)", "you need tsh v14+ (https://h.example/x)"),
        (shown.url, "http://webproxy01:3128", "http://webproxy01:3128"),
        (prose.hint, "see https://h.example/x for it", "see https://h.example/x for it"),
        (prose.hint, "see https://me:x@h.example", ""),
        (prose.hint, "your password is", ""),
        (prose.hint, "ab " * 134, ""),
        (prose.hint, "ab " * 133 + "a", "ab " * 133 + "a"),
        (shown.quoted, "***", "***"),
        (shown.quoted, "a'b\"c", "'a'b\"c'"),
        (shown.quoted_path, "/etc/x", "'/etc/x'"),
        (shown.quoted_url, "https://c", "'https://c'"),
        (shown.quoted_command, "aws x", f"'aws {MASK}'"),
        (shown.quoted_key, "user", "'user'"),
        (lambda text: shown.quoted_known(text, ["Never"]), "Never", "'Never'"),
        (lambda text: shown.known(text, ["Never"]), "\x1bNever", f"{MASK} (6 characters)"),
        (lambda text: shown.known(text, ["a" * 60]), "A" * 60, "A" * 60),
        (lambda text: shown.known(text, ["a" * 61]), "A" * 61, f"{MASK} (61 characters)"),
        (lambda text: shown.known(text, ["Never"]), " never", " never"),
    ],
)  # fmt: skip
def test_a_value_at_an_edge(show: object, text: str, expected: str) -> None:
    assert callable(show)
    assert show(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/v1", True), ("/", True), ("", False), ("v1", True), ("v1beta1", True), ("g.k8s.io/v1alpha1", True),
        ("1.2", True), ("v1.2.3-rc.1", True), ("1.2.3+build", True), ("1", False), ("v1.x", False), ("Config/v1", False),
    ],
)  # fmt: skip
def test_what_looks_like_a_version(text: str, expected: bool) -> None:
    assert shown.is_version(text) is expected
