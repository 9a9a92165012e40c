"""What a kubeconfig holds, as plain values: two that say the same are equal, and none shows a secret in its `repr`.

Names and meanings are those of https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from kubeconv.gate.brief import brief
from kubeconv.tree.source import Source


def _key(key: str, default: Any = "") -> Any:
    """A field of a class here, and its key in a kubeconfig."""
    return field(default=default, metadata={"key": key})


def _mapping(key: str) -> Any:
    return field(default_factory=dict, metadata={"key": key})


class Part:
    """A part of a kubeconfig."""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The part with the values of a mapping of a kubeconfig."""
        given = {each.name: values.get(each.metadata["key"]) for each in _fields(cls)}
        return cls(**{name: _READ.get(name, _same)(value) for name, value in given.items() if value is not None})

    def to_dict(self) -> dict[str, Any]:
        """The part as plain data, as a kubeconfig has it, with its secrets; without what is empty."""
        values = {each.metadata["key"]: (each.name, getattr(self, each.name)) for each in _fields(type(self))}
        return {
            key: _plain(name, value)
            for key, (name, value) in values.items()
            if value or (value is False and key in _SAID)
        }


@dataclass(frozen=True, repr=False)
class Exec(Part):
    """The program that kubectl runs to log in: `args` are its arguments, `env` the variables that it gets besides those of
    kubectl."""

    command: str = _key("command")
    args: tuple[str, ...] = _key("args", ())
    env: Mapping[str, str] = _mapping("env")
    api_version: str = _key("apiVersion")
    interactive_mode: str = _key("interactiveMode")
    provide_cluster_info: bool = _key("provideClusterInfo", False)
    install_hint: str = _key("installHint")

    def __repr__(self) -> str:
        return brief(self)


@dataclass(frozen=True, repr=False)
class AuthProvider(Part):
    """A login that old releases of kubectl have built in: its name, such as `azure`, and its settings."""

    name: str = _key("name")
    config: Mapping[str, str] = _mapping("config")

    def __repr__(self) -> str:
        return brief(self)


@dataclass(frozen=True, repr=False)
class Cluster(Part):
    """An API server and how it is reached. Certificates are base64, as the file has them."""

    name: str = _key("name")
    server: str = _key("server")
    certificate_authority: str = _key("certificate-authority")
    certificate_authority_data: str = _key("certificate-authority-data")
    insecure_skip_tls_verify: bool = _key("insecure-skip-tls-verify", False)
    tls_server_name: str = _key("tls-server-name")
    proxy_url: str = _key("proxy-url")
    disable_compression: bool = _key("disable-compression", False)
    extensions: Mapping[str, Any] = _mapping("extensions")

    def __repr__(self) -> str:
        return brief(self, "name")


@dataclass(frozen=True, repr=False)
class User(Part):
    """A login. `impersonate` and what follows are who the user acts as."""

    name: str = _key("name")
    exec: Exec | None = field(default=None, metadata={"key": "exec"})
    auth_provider: AuthProvider | None = field(default=None, metadata={"key": "auth-provider"})
    token: str = _key("token")
    token_file: str = _key("tokenFile")
    username: str = _key("username")
    password: str = _key("password")
    client_certificate: str = _key("client-certificate")
    client_certificate_data: str = _key("client-certificate-data")
    client_key: str = _key("client-key")
    client_key_data: str = _key("client-key-data")
    impersonate: str = _key("as")
    impersonate_uid: str = _key("as-uid")
    impersonate_groups: tuple[str, ...] = _key("as-groups", ())
    impersonate_extra: Mapping[str, tuple[str, ...]] = _mapping("as-user-extra")
    extensions: Mapping[str, Any] = _mapping("extensions")

    def __repr__(self) -> str:
        return brief(self, "name")


@dataclass(frozen=True, repr=False)
class Context(Part):
    """Which cluster is reached as which user, by their names, and the namespace, '' for the usual one."""

    name: str = _key("name")
    cluster: str = _key("cluster")
    user: str = _key("user")
    namespace: str = _key("namespace")
    extensions: Mapping[str, Any] = _mapping("extensions")

    def __repr__(self) -> str:
        return brief(self, "name", "cluster", "user")


@dataclass(frozen=True, repr=False)
class Resolved:
    """A context with its cluster and its user; None for one that is not there."""

    context: Context
    cluster: Cluster | None
    user: User | None

    def __repr__(self) -> str:
        return brief(self, "context", "cluster", "user")


@dataclass(frozen=True, repr=False)
class Kubeconfig:
    """One kubeconfig. `source` is its text, with the name that messages call it by; it does not count if two are compared."""

    clusters: tuple[Cluster, ...] = ()
    users: tuple[User, ...] = ()
    contexts: tuple[Context, ...] = ()
    current_context: str = ""
    extensions: Mapping[str, Any] = field(default_factory=dict)
    source: Source = field(default_factory=lambda: Source(b""), compare=False)

    def __repr__(self) -> str:
        return brief(self, "current_context", "contexts", "clusters", "users")

    @property
    def current(self) -> Resolved | None:
        """The current context with its cluster and user; None if there is none."""
        return self.resolve(self.current_context) if self.current_context else None

    def resolve(self, context: str) -> Resolved | None:
        """A context with its cluster and user; None if there is no context of this name."""
        found = next((each for each in self.contexts if each.name == context), None)
        return Resolved(found, self.cluster(found.cluster), self.user(found.user)) if found else None

    def cluster(self, name: str) -> Cluster | None:
        """The first cluster of this name; None if there is none."""
        return next((each for each in self.clusters if each.name == name), None)

    def user(self, name: str) -> User | None:
        """The first user of this name; None if there is none."""
        return next((each for each in self.users if each.name == name), None)

    def context(self, name: str) -> Context | None:
        """The first context of this name; None if there is none."""
        return next((each for each in self.contexts if each.name == name), None)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, with its secrets: what `json.dumps` makes a kubeconfig of again."""
        found: dict[str, Any] = {"apiVersion": "v1", "kind": "Config"}
        for key, body, parts in (
            ("clusters", "cluster", self.clusters), ("contexts", "context", self.contexts), ("users", "user", self.users)
        ):  # fmt: skip
            found[key] = [{"name": part.name, body: _without_name(part)} for part in parts]
        found["current-context"] = self.current_context
        if self.extensions:
            found["extensions"] = _plain("extensions", self.extensions)
        return found


def view_of(data: Mapping[str, Any], source: Source) -> Kubeconfig:
    """The values of a kubeconfig from its data."""

    def entries(key: str, body: str) -> list[dict[str, Any]]:
        return [{**(each.get(body) or {}), "name": each["name"]} for each in data.get(key) or ()]

    return Kubeconfig(
        tuple(map(Cluster.of, entries("clusters", "cluster"))),
        tuple(map(User.of, entries("users", "user"))),
        tuple(map(Context.of, entries("contexts", "context"))),
        data.get("current-context") or "",
        _extensions(data.get("extensions") or ()),
        source,
    )


#: Said even if it is false, as kubectl does.
_SAID = frozenset(("provideClusterInfo",))


def _fields(cls: type) -> Any:
    return fields(cls)


def _without_name(part: Cluster | User | Context) -> dict[str, Any]:
    found = part.to_dict()
    found.pop("name", None)
    return found


def _same(value: Any) -> Any:
    return value


def _extensions(values: Any) -> dict[str, Any]:
    return {each["name"]: each["extension"] for each in values}


_READ: Mapping[str, Callable[[Any], Any]] = {
    "args": tuple,
    "env": lambda values: {each["name"]: each["value"] for each in values},
    "exec": Exec.of,
    "auth_provider": AuthProvider.of,
    "config": dict,
    "impersonate_groups": tuple,
    "impersonate_extra": lambda values: {key: tuple(texts or ()) for key, texts in values.items()},
    "extensions": _extensions,
}


def _plain(name: str, value: Any) -> Any:
    if name == "env":
        return [{"name": key, "value": text} for key, text in value.items()]
    if name == "extensions":
        from copy import deepcopy

        return [{"name": key, "extension": deepcopy(extension)} for key, extension in value.items()]
    if isinstance(value, Part):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {key: _plain("", each) for key, each in value.items()}
    return [*value] if isinstance(value, tuple) else value
