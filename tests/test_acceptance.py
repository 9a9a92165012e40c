"""One law of what client-go accepts: `detect` and `validate` say the same of each login, for each release of kubectl.

What real kubectl 1.20.0 to 1.37.1 made of these logins was the same (azure and gcp: from 1.26 on).
"""

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import kubeconv
from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.releases.table import HELM_BUILT_FOR
from kubeconv.releases.version import NEVER, Releases, Version, WorksWith, common, parse_version
from kubeconv.tree.source import Source
from kubeconv.validation.run import Asked, validate_parsed

KUBECTLS = [f"1.{minor}" for minor in range(20, 38)]
API = "client.authentication.k8s.io/"
#: An id-token that client-go reads, and that does not expire.
ID_TOKEN = "eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9.x"


def exec_(api_version: str | None, mode: Any = None, **settings: Any) -> dict[str, Any]:
    section = {"apiVersion": api_version, "interactiveMode": mode, "command": "plugin", **settings}
    return {"exec": {key: value for key, value in section.items() if value is not None}}


def provider(name: str | None, **config: str) -> dict[str, Any]:
    return {"auth-provider": {"name": name, "config": {key.replace("_", "-"): value for key, value in config.items()}}}


AZURE = {"apiserver_id": "s", "client_id": "c", "tenant_id": "t"}
OIDC = provider("oidc", idp_issuer_url="https://i", client_id="c", id_token=ID_TOKEN)

LOGINS: Mapping[str, dict[str, Any]] = {
    **{
        f"exec {version} {mode}": exec_(version and API + version, mode)
        for version in ("v1alpha1", "v1beta1", "v1", "v2", "", None)
        for mode in ("Never", "IfAvailable", "Always", "Sometimes", "never", "", None)
    },
    "exec without a command": exec_(API + "v1beta1", command=""),
    "exec: {}": {"exec": {}},
    "a variable": exec_(API + "v1beta1", env=[{"name": "A", "value": "b"}]),
    "a nameless variable": exec_(API + "v1beta1", env=[{"name": "A"}, {"value": "b"}]),
    "a null for a variable": exec_(API + "v1beta1", "Sometimes", env=[None]),
    **{f"azure {mode}": provider("azure", **AZURE, config_mode=mode) for mode in ("", "0", "1", "01", "2", "default")},
    "azure without config-mode": provider("azure", **AZURE),
    "gcp": provider("gcp"),
    "openstack": provider("openstack"),
    "oidc": OIDC,
    "another provider": provider("something"),
    "a provider without a name": provider(None),
    "token": {"token": "t"},
    "basic": {"username": "u", "password": "p"},
    "user name alone": {"username": "u"},
}
#: What may stand beside a login.
BESIDE: Mapping[str, dict[str, Any]] = {
    "": {},
    "token": {"token": "t"},
    "token file": {"tokenFile": "f"},
    "password": {"password": "p"},
    "user name": {"username": "u"},
    "an empty token file": {"tokenFile": ""},
    "certificate file": {"client-certificate": "c.pem"},
    "certificate": {"client-certificate": "c.pem", "client-key": "k.pem"},
    "key alone": {"client-key": "k.pem"},
    "key twice": {"client-certificate": "c.pem", "client-key": "k.pem", "client-key-data": "aw=="},
    "key twice, no certificate": {"client-key": "k.pem", "client-key-data": "aw=="},
    "data of line ends": {"client-certificate-data": "\n"},
    "as": {"as": "boss", "as-uid": "1", "as-groups": ["g"], "as-user-extra": {"k": None}},
    "as-uid": {"as-uid": "1"},
    "as-groups": {"as-groups": ["g"]},
    "no as-groups": {"as-groups": [], "as-user-extra": {}, "as-uid": ""},
    "as-user-extra": {"as-user-extra": {"k": ["v"]}},
    "an empty as-user-extra": {"as-user-extra": {"k": []}},
    "a null as-user-extra": {"as-user-extra": {"k": None}},
    "another plugin": {"exec": {"apiVersion": API + "v1beta1", "command": "another"}},
    "oidc": OIDC,
}


def kubeconfig(bodies: Mapping[str, Mapping[str, Any]]) -> bytes:
    """A user and a context of each name, all for the same cluster."""
    return yaml.safe_dump(
        {
            "clusters": [{"name": "c", "cluster": {"server": "https://c.example"}}],
            "users": [{"name": name, "user": dict(body)} for name, body in bodies.items()],
            "contexts": [{"name": name, "context": {"cluster": "c", "user": name}} for name in bodies],
        },
    ).encode()


def detected(data: bytes) -> dict[str, list[str]]:
    """User to the kubectls of which `detect` says that they accept its login."""
    return {
        found.user: [each for each in KUBECTLS if found.works_with.kubectl.contains(each)]
        for found in kubeconv.detect(data)
    }


def validated(data: bytes) -> dict[str, list[str]]:
    """User to the kubectls for which `validate` calls it usable."""
    asked = Asked([parse_version(each) for each in KUBECTLS], all_contexts=True)
    found: dict[str, list[str]] = {}
    for verdict in validate_parsed(parse_tolerantly(Source(data)), asked).contexts:
        usable = found.setdefault(verdict.context, [])
        usable += [f"{verdict.kubectl.major}.{verdict.kubectl.minor}"] if verdict.usable else []
    return found


@pytest.mark.parametrize("beside", BESIDE)
def test_detect_and_validate_agree(beside: str) -> None:
    data = kubeconfig({name: {**body, **BESIDE[beside]} for name, body in LOGINS.items()})
    told = detected(data)
    assert len(told) == len(LOGINS)
    assert told == validated(data)


def test_the_logins_differ_in_who_accepts_them() -> None:
    assert len({tuple(versions) for versions in detected(kubeconfig(LOGINS)).values()}) == 6


@pytest.mark.parametrize("beside", BESIDE)
def test_helm_accepts_what_the_kubectl_of_its_client_go_accepts(beside: str) -> None:
    for found in kubeconv.detect(kubeconfig({name: {**body, **BESIDE[beside]} for name, body in LOGINS.items()})):
        for minor in range(5, 22):
            accepts = found.works_with.kubectl.contains(f"1.{HELM_BUILT_FOR[3, minor]}")
            assert found.works_with.helm.contains(f"3.{minor}") is accepts, (found.user, minor)


RANGES = st.builds(
    lambda since, length: Releases(since and f"1.{since}", length and f"1.{(since or 0) + length}"),
    st.none() | st.integers(1, 9), st.none() | st.integers(1, 9),
)  # fmt: skip


@given(st.lists(RANGES | st.just(NEVER)))
def test_the_common_releases_are_those_in_all_ranges(ranges: list[Releases]) -> None:
    found = common(*(WorksWith(each, each) for each in ranges))
    assert found.kubectl == found.helm
    for version in [Version(0, 1), *(Version(1, minor) for minor in range(20))]:
        assert found.kubectl.contains(version) is all(each.contains(version) for each in ranges)
    assert (str(found.kubectl) == "none") is not any(
        found.kubectl.contains(Version(1, minor, patch)) for minor in range(20) for patch in (0, 1)
    )
