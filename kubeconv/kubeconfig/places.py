"""What each place of a kubeconfig holds, as far as it may be shown: a function of the gate for the values of each field.

A field that is not here shows nothing of its value: a new one is a secret until somebody says what it is.
Fields: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
"""

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Final, Union

from kubeconv.auth import azure, gcp
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.gate import shown, words
from kubeconv.gate.prose import is_prose
from kubeconv.gate.secret import MASK, is_client_id
from kubeconv.gate.shown import Shown
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig import kept
from kubeconv.tree.node import SCALAR, Node, pairs

#: A value to what is shown of it.
Gate = Callable[[str], Shown]


class Fields(NamedTuple):
    """A mapping. `fields` are the places of its values; `more` are those that depend on what else is in it."""

    fields: Mapping[str, "Holding"]
    more: Callable[[Node], Mapping[str, "Holding"]] | None = None


class Items(NamedTuple):
    """A list of like places."""

    item: "Holding"


class Arguments(NamedTuple):
    """A list of the words of a command line."""


#: None is a place of which nothing is shown.
Holding = Union[Gate, Fields, Items, Arguments, None]  # noqa: UP007 - a string in it stands for a class


def settled(text: str) -> Shown:
    """What may be shown wherever it stands: true and false, small numbers."""
    return Shown(text if shown.is_settled(text) else MASK)


def _id_or_settled(text: str) -> Shown:
    return Shown(text if shown.is_id(text) or shown.is_settled(text) else MASK)


def unknown(field: str) -> Gate:
    """The place of the value of a field that nobody knows: an id where one is called so."""
    return _id_or_settled if shown.is_called_id(field) else settled


def _plain(text: str) -> Shown:
    return Shown(text if shown.is_plain(text) else MASK)


def _client_id(text: str) -> Shown:
    return Shown(text) if is_client_id(text) else _plain(text)


def _known(*among: str) -> Gate:
    return lambda text: shown.known(text, among)


def _version(text: str) -> Shown:
    return Shown(text if shown.is_version(text) else MASK)


def _command_line(text: str) -> Shown:
    return Shown(" ".join(words.shown_words("", text.split())))


def _hint(text: str) -> Shown:
    """What plugins write themselves, and words for people."""
    known = (azure.INSTALL_HINT.strip(), gcp.INSTALL_HINT.strip())
    is_open = all(each.isprintable() and is_prose(each) for each in text.splitlines())
    return Shown(text if text.strip() in known or is_open else MASK)


def _host(text: str) -> Shown:
    return Shown(text if shown.is_host(text) else MASK)


def _hosts(text: str) -> Shown:
    return Shown(text if shown.is_hosts(text) else MASK)


#: Variables of exec plugins that name something. What is in others may be a secret.
_NAMING: Final[Mapping[str, Gate]] = {
    **dict.fromkeys(
        ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "CLOUDSDK_ACTIVE_CONFIG_NAME",
         "CLOUDSDK_CORE_PROJECT", "AAD_LOGIN_METHOD", "AZURE_ENVIRONMENT", "AWS_STS_REGIONAL_ENDPOINTS", "OCI_CLI_PROFILE",
         "AWS_SDK_LOAD_CONFIG", "USE_GKE_GCLOUD_AUTH_PLUGIN", "AAD_SERVICE_PRINCIPAL_CLIENT_ID", "AZURE_CLIENT_ID",
         "AZURE_TENANT_ID", "AZURE_SUBSCRIPTION_ID", "ARM_CLIENT_ID", "ARM_TENANT_ID", "ARM_SUBSCRIPTION_ID"),
        _plain,
    ),
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "AZURE_AUTHORITY_HOST"), shown.url),
    **dict.fromkeys(("NO_PROXY", "no_proxy"), _hosts),
}  # fmt: skip


def variable(name: str) -> Gate:
    """The place of the value of an environment variable."""
    if name in _NAMING:
        return _NAMING[name]
    if name.endswith("_CREDENTIALS"):
        return _rooted_path
    if not name or words.is_secret_flag(name.lower().replace("_", "-")):
        return _masked
    return _path_or_id if shown.is_called_id(name) else _path_or_settled


def _masked(_text: str) -> Shown:
    return Shown(MASK)


def _rooted_path(text: str) -> Shown:
    return Shown(text if text[:1] in "/~" and shown.is_path(text) else MASK)


def _path_or_settled(text: str) -> Shown:
    parts = text.split(":")
    return Shown(text) if all(map(shown.is_path, parts)) and text[:1] in "/~." else settled(text)


def _path_or_id(text: str) -> Shown:
    return Shown(text) if shown.is_id(text) else _path_or_settled(text)


def _text(mapping: Node, key: str) -> str:
    """The text of a scalar in a mapping, as written, near its start: nobody writes such long ones."""
    for each in islice(pairs(mapping), 50):
        if each.key.real.text == key and each.value.real.kind == SCALAR:
            return each.value.real.text
    return ""


def _value_of_variable(entry: Node) -> Mapping[str, Holding]:
    return {"value": variable(_text(entry, "name"))}


def _extension(entry: Node) -> Mapping[str, Holding]:
    return {"extension": _KEPT} if _text(entry, "name") == kept.NAME else {}


_NAME: Final[Gate] = shown.name
_EXEC: Final = Fields(
    {
        "apiVersion": _version,
        "command": shown.command,
        "args": Arguments(),
        "env": Items(Fields({"name": shown.variable, "value": None}, _value_of_variable)),
        "installHint": _hint,
        "provideClusterInfo": settled,
        "interactiveMode": _known("Never", "IfAvailable", "Always"),
    }
)
_CONFIG: Final = Fields(
    {
        **dict.fromkeys(("apiserver-id", "client-id", "tenant-id", "environment"), _plain),
        **dict.fromkeys(("config-mode", "expires-in", "expires-on", "expiry-key", "token-key"), settled),
        "idp-issuer-url": shown.url,
        "idp-certificate-authority": shown.path,
        "cmd-path": shown.command,
        "cmd-args": _command_line,
    },
    lambda config: {"client-id": _client_id} if _text(config, "idp-issuer-url") else {},
)
_PROVIDER: Final = Fields({"name": _known("azure", "gcp", "oidc", "openstack"), "config": _CONFIG})
_KEPT: Final = Fields({**dict.fromkeys(LOGIN_MODES, _EXEC), **dict.fromkeys(("azure", "gcp", "oidc"), _PROVIDER)})
_EXTENSIONS: Final = Items(Fields({"name": shown.key, "extension": None}, _extension))
_CLUSTER: Final = Fields(
    {
        "server": shown.url,
        "tls-server-name": _host,
        "insecure-skip-tls-verify": settled,
        "certificate-authority": shown.path,
        "certificate-authority-data": None,
        "proxy-url": shown.url,
        "disable-compression": settled,
        "extensions": _EXTENSIONS,
    }
)
_USER: Final = Fields(
    {
        "client-certificate": shown.path,
        "client-certificate-data": None,
        "client-key": shown.path,
        "client-key-data": None,
        "token": None,
        "tokenFile": shown.path,
        "as": _plain,
        "as-uid": _id_or_settled,
        "as-groups": None,
        "as-user-extra": None,
        "username": _plain,
        "password": None,
        "auth-provider": _PROVIDER,
        "exec": _EXEC,
        "extensions": _EXTENSIONS,
    }
)
_CONTEXT: Final = Fields({"cluster": _NAME, "user": _NAME, "namespace": _plain, "extensions": _EXTENSIONS})

#: The whole file.
FILE: Final = Fields(
    {
        "apiVersion": _version,
        "kind": _known("Config"),
        "preferences": Fields({"colors": settled, "extensions": _EXTENSIONS}),
        "clusters": Items(Fields({"name": _NAME, "cluster": _CLUSTER})),
        "users": Items(Fields({"name": _NAME, "user": _USER})),
        "contexts": Items(Fields({"name": _NAME, "context": _CONTEXT})),
        "current-context": _NAME,
        "extensions": _EXTENSIONS,
    }
)


#: What a line of a kubeconfig may hold that somebody made a comment. Names are more than words only where they stand.
COMMENTED: Final[Mapping[str, Gate]] = {
    **{name: place for part in (_CLUSTER, _USER, _CONTEXT) for name, place in part.fields.items() if callable(place)},
    **dict.fromkeys(("name", "cluster", "user", "current-context"), _plain),
    **{name: place for name in ("apiVersion", "kind") if callable(place := FILE.fields[name])},
}


def _names(place: Holding) -> set[str]:
    if isinstance(place, Items):
        return _names(place.item)
    if not isinstance(place, Fields):
        return set()
    return {*place.fields}.union(*map(_names, place.fields.values()))


#: Every field that is known anywhere: shown also in a file that is no YAML.
KNOWN_FIELDS: Final = frozenset(_names(FILE))
