"""What holds for any kubeconfig, any string and any bytes, with examples made by hypothesis."""

import re
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from yaml_writer import Writer, data_of

import kubeconv
import kubeconv.tree.parse
from kubeconv.auth.azure import AKS_SERVER, is_managed
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.tree.finding import Refused
from kubeconv.tree.fragment import Style, block, flow, quote, scalar
from kubeconv.tree.node import plain
from kubeconv.tree.parse import parse

#: U+2028 is left out: see test_what_is_mended_leaves_escaped_characters_alone.
NASTY = "ab1 :#-?{}[],&*!|>'\"%@`\\\n\t\r\0\x1f\x7f\x85\xa0\ufeff\U0001f600é~=<.0xe+_/"
WORDS = [
    "", "1", "1e3", "yes", "null", "~", "0x1F", "a: b", "a #b", "- a", "[x]", "'q'", '"dq"', "*a", "&a", "!t", "%d", "@x", "|",
    "? x", "-", "--", "---", "...", "=", "<<", " lead", "trail ", "x:", "2020-01-01", "12:30", "0o17", "1_000", ".5", "a\nb",
    "\na\n\nb\n", "C:\\Users\\x", "u=/subscriptions/x,k=v", "on", "N", "11111111-1111-4111-8111-111111111111", "AzureCloud",
]  # fmt: skip
texts = st.sampled_from(WORDS) | st.text(st.sampled_from(NASTY), max_size=8)
filled = texts.filter(bool)
servers = st.just(AKS_SERVER) | filled
randoms = st.randoms(use_true_random=False)


def some(required: dict[str, st.SearchStrategy[Any]], optional: dict[str, st.SearchStrategy[Any]]) -> Any:
    return st.fixed_dictionaries(required, optional=optional)


# --- users

configs = some(
    {"apiserver-id": servers, "tenant-id": filled, "client-id": filled},
    {"environment": texts, "config-mode": st.sampled_from(["", "0", "1"]), "access-token": texts, "expires-on": texts},
)
legacy = some({"name": st.just("azure"), "config": configs}, {"x-unknown": texts})


@st.composite
def arguments(draw: st.DrawFn) -> list[str]:
    words = ["get-token", "--login", draw(st.sampled_from([*LOGIN_MODES])), "--server-id", draw(servers)]
    flags = some({}, dict.fromkeys(("client-id", "tenant-id", "client-secret", "token-cache-dir", "username"), filled))
    for name, value in draw(flags).items():
        words += [f"--{name}={value}"] if draw(st.booleans()) else [f"--{name}", value]
    return words + (["--legacy"] if draw(st.booleans()) else [])


plugins = some(
    {"command": st.sampled_from(["kubelogin", "/usr/bin/kubelogin"]), "args": arguments()},
    {
        "apiVersion": st.sampled_from(
            [f"client.authentication.k8s.io/{each}" for each in ("v1", "v1beta1", "v1alpha1")]
        ),
        "env": st.sampled_from([None, [], [{"name": "A", "value": "1"}]]),
        "installHint": texts,
        "interactiveMode": st.just("IfAvailable"),
        "x-unknown": st.lists(texts, max_size=2),
    },
)
gcp = some(
    {"name": st.just("gcp")},
    {
        "config": some(
            {},
            {
                "cmd-path": st.sampled_from(["gcloud", "/opt/sdk/gcloud", "/opt/tokens", "gcloud config --account a"]),
                "cmd-args": st.sampled_from(["config config-helper", "--configuration x --quiet", ""]),
                "access-token": texts,
                "scopes": texts,
            },
        ),
        "x-unknown": texts,
    },
)
oidc = some(
    {"name": st.just("oidc")},
    {
        "config": some(
            {"idp-issuer-url": filled, "client-id": filled},
            {"client-secret": texts, "extra-scopes": texts, "id-token": texts, "idp-certificate-authority": texts},
        )
    },
)
other_plugins = some(
    {
        "command": st.sampled_from(["aws", "/usr/bin/doctl", "gke-gcloud-auth-plugin", "our-plugin"]),
        "apiVersion": st.sampled_from(
            [f"client.authentication.k8s.io/{each}" for each in ("v1", "v1beta1", "v1alpha1")]
        ),
    },
    {"args": st.lists(texts, max_size=3), "env": st.sampled_from([None, [{"name": "A", "value": "1"}]])},
)
others = {
    "as": texts,
    "x-unknown": texts,
    "extensions": st.just([{"name": "e", "extension": {"k": [1, None, True, "1"]}}]),
}
bodies = st.one_of(
    some({"auth-provider": legacy}, others),
    some({"exec": plugins}, others),
    some({"auth-provider": gcp | oidc}, others),
    some({"exec": other_plugins}, others),
    some({"token": texts}, others),
    st.just({"exec": {"command": "aws", "args": ["eks", "1"]}}),
    st.none(),
)
kubeconfigs = st.lists(
    st.sampled_from(["a", "b c", "1", "ünï", "x:y", "#z", "yes"]), min_size=1, max_size=3, unique=True
).flatmap(
    lambda names: st.fixed_dictionaries(
        {
            "apiVersion": st.just("v1"),
            "users": st.tuples(*(st.fixed_dictionaries({"name": st.just(name), "user": bodies}) for name in names)).map(
                list
            ),
            "contexts": st.just([{"name": "c", "context": {"cluster": "k", "user": names[0]}}]),
        }
    )
)
flags = some({}, dict.fromkeys(("server-id", "client-id", "tenant-id", "client-secret", "cache-dir"), filled))
wishes = st.one_of(
    some({"to": st.sampled_from(["azure", "gcp", "oidc"])}, {"keep_origin": st.booleans()}),
    some({}, {
        "oidc_to_exec": st.booleans(), "any_plugin": st.booleans(), "keep_origin": st.booleans(),
        "kubectl": st.sampled_from(["1.37", "1.25", "1.23", "1.21"]),
    }),
    some({}, {"login": st.sampled_from([*LOGIN_MODES]), "flags": flags, "keep_origin": st.booleans()})
)  # fmt: skip


@settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow])
@given(kubeconfigs, wishes, randoms)
def test_a_conversion_changes_nothing_but_the_logins(data: Any, wish: dict[str, Any], random: Random) -> None:
    text = Writer(random).document(data)
    assume(data_of(text) == data)
    conversion = kubeconv.convert(text.encode(), **wish)
    new = data_of(conversion.text)

    assert {**new, "users": data["users"]} == data
    for before, after, outcome in zip(data["users"], new["users"], conversion.outcomes, strict=True):
        assert outcome.help != "rewrite this user in plain YAML"
        if outcome.status == "converted":
            assert list_without_login(after) == list_without_login(before)
            assert strings_only(after["user"])
        else:
            assert after == before
    comments = re.findall(r"# c\d+\.", text)
    assert sorted(re.findall(r"# c\d+\.", conversion.text)) == sorted(comments)

    again = kubeconv.convert(conversion.data, **wish)
    assert (again.edits, again.data) == ([], conversion.data)
    assert [each.status for each in again.outcomes] == [
        "unchanged" if each.status == "converted" else each.status for each in conversion.outcomes
    ]


def list_without_login(entry: dict[str, Any]) -> list[Any]:
    """An entry with all that a conversion may not touch, in its order."""
    login = ("auth-provider", "exec", "extensions")
    extensions = [each for each in entry["user"].get("extensions", []) if each["name"] != "kubeconv-origin"]
    return [entry["name"], [pair for pair in entry["user"].items() if pair[0] not in login], extensions]


def strings_only(body: dict[str, Any]) -> bool:
    """Whether what client-go wants to be strings are strings to it."""
    provider, exec_ = body.get("auth-provider", {}), body.get("exec", {})
    values = [
        *provider.get("config", {}).values(),
        *exec_.get("args", []),
        exec_.get("command", ""),
        exec_.get("apiVersion", ""),
    ]
    return all(isinstance(value, str) for value in values)


@given(configs, randoms)
def test_there_and_back_again_keeps_ids_and_audience(config: dict[str, str], random: Random) -> None:
    assume(data_of(text := Writer(random).document(file_of(config))) == file_of(config))
    there = kubeconv.convert(text.encode())
    back = kubeconv.convert(there.data, to="azure")
    assert [there.outcomes[0].status, back.outcomes[0].status] == ["converted", "converted"]
    new = data_of(back.text)["users"][0]["user"]["auth-provider"]
    ids = {name: config[name] for name in ("apiserver-id", "client-id", "tenant-id")}
    assert new == {
        "name": "azure",
        "config": {
            **ids,
            "config-mode": config.get("config-mode") or ("1" if is_managed(config["apiserver-id"]) else "0"),
            "environment": config.get("environment") or "AzurePublicCloud",
        },
    }


@pytest.mark.parametrize("mode", ["azurecli", "azd", "msi", "workloadidentity", "azurepipelines"])
@settings(max_examples=20)
@given(config=configs)
def test_a_kept_origin_brings_everything_back(mode: kubeconv.LoginMode, config: dict[str, str]) -> None:
    text = Writer(Random(0)).document(file_of(config))
    kept = kubeconv.convert(text.encode(), login=mode, keep_origin=True)
    back = kubeconv.convert(kept.data, to="azure")
    entry = data_of(back.text)["users"][0]
    defaults = {"config-mode": "0", "environment": "AzurePublicCloud"}
    assert entry == {
        "name": "a",
        "user": {"auth-provider": {"name": "azure", "config": {**defaults, **{k: v for k, v in config.items() if v}}}},
    }


def file_of(config: dict[str, str]) -> dict[str, Any]:
    return {"users": [{"name": "a", "user": {"auth-provider": {"name": "azure", "config": config}}}]}


# --- fragments

values = st.recursive(
    texts | st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts.filter(lambda key: key != "<<"), inner, max_size=3)
    ),
    max_leaves=8,
)
line_ends = st.sampled_from(["\n", "\r\n", "\r"])
block_styles = st.builds(
    Style, st.just(False), line_ends, step=st.integers(1, 8), list_step=st.integers(0, 4), literals=st.booleans()
)
flow_styles = st.builds(
    lambda json, **style: Style(True, quoted=json, colon=":" if json else ": ", **style),
    st.booleans(),
    line_end=line_ends,
    pretty=st.booleans(),
    unit=st.sampled_from(["  ", "    "]),
    comma=st.sampled_from([",", ", "]),
)


@pytest.mark.usefixtures("parser")
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=values, style=block_styles | flow_styles)
def test_a_fragment_means_what_it_was_made_of(value: Any, style: Style) -> None:
    text = flow([value], style, "") if style.flow else style.line_end.join([*block([value], style), ""])
    root = parse(text).root
    assert root is not None
    assert plain(root) == [value]


@settings(max_examples=300)
@given(texts)
def test_a_string_stays_a_string(text: str) -> None:
    for style in (Style(False, "\n"), Style(True, "\n"), Style(True, "\n", quoted=True)):
        written = scalar(text, style)
        assert data_of(f"[{written}]" if style.flow else f"- {written}") == [text]
    assert yaml.safe_load(quote(text)) == text


# --- hostile input

PIECES = [
    "users:\n", "- name: a\n", "  user:\n", "    auth-provider:\n", "      name: azure\n", "      config:\n", "    exec:\n",
    f"        apiserver-id: {AKS_SERVER}\n", "        tenant-id: t\n", "      command: kubelogin\n", "      args:\n",
    "      - get-token\n", f"      - --server-id={AKS_SERVER}\n", "    extensions:\n", "? ", ": ", "- ", "# x\n", "\n", "  ",
    "\t",
    "&a ", "*a", "<<: *a\n", "!!str ", "|+\n", ">-\n", "'", '"', "{", "}", "[", "]", ",", "\\", "\u2028", "\r", "\ufeff",
    "---\n", "...\n", "~", "1", "\x00", "é", "b: &b v\n", '{"name":"azure"}',
]  # fmt: skip
soups = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
#: A legacy user, with something put in anywhere.
spoilt = st.builds(
    lambda soup, at: "".join([*PIECES[:6], *PIECES[7:9]])[:at] + soup + "".join([*PIECES[:6], *PIECES[7:9]])[at:],
    soups.map(lambda text: text[:12]),
    st.integers(0, 160),
)


@settings(max_examples=800)
@given(soups | spoilt | st.text(max_size=30), wishes)
def test_any_text_is_converted_or_refused(text: str, wish: dict[str, Any]) -> None:
    data = text.encode(errors="surrogatepass")
    try:
        conversion = kubeconv.convert(data, **wish)
    except Refused:
        return
    assert conversion.edits or conversion.data == data
    assert kubeconv.convert(conversion.data, **wish).edits == []


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = kubeconv.detect(data)
    except Refused:
        return
    assert [each.user for each in found] == [user.name for user in kubeconv.load(data).users]
