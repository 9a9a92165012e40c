"""OpenID Connect logins: `auth-provider: oidc`, the exec plugin `kubectl oidc-login`, and the way between them.

Sources: client-go, plugin/pkg/client/auth/oidc/oidc.go (the provider); https://github.com/int128/kubelogin v1.36.3,
docs/usage.md and pkg/usecases/setup/setup.md (the plugin, and how its `setup` writes it).
"""

from collections.abc import Mapping
from typing import Any, Final

from kubeconv.auth.azure import V1_API_VERSION
from kubeconv.auth.login import Converted, Unconvertible, odd_settings, strings
from kubeconv.auth.plugins import OIDC_LOGIN

PROVIDER: Final = "oidc"
PLUGIN: Final = OIDC_LOGIN
_SECTION: Final[Mapping[str, Any]] = {
    "apiVersion": V1_API_VERSION,
    "command": "kubectl",
    "interactiveMode": "Never",
}
_HEAD: Final = ("oidc-login", "get-token")
#: Config key of the provider to the flag that says the same, in the order of the plugin's help.
_FLAGS: Final = {
    "idp-issuer-url": "--oidc-issuer-url",
    "client-id": "--oidc-client-id",
    "client-secret": "--oidc-client-secret",
    "extra-scopes": "--oidc-extra-scope",
    "idp-certificate-authority": "--certificate-authority",
    "idp-certificate-authority-data": "--certificate-authority-data",
}
_SCOPES: Final = "extra-scopes"
_REQUIRED: Final = ("idp-issuer-url", "client-id")
#: Flag whose value is never to be taken for the name of another one, as it is a secret.
_PASSWORD: Final = "--password"  # noqa: S105 - the name of a flag


def to_exec(config: Mapping[str, str]) -> Converted:
    """The exec section for the config of an oidc auth-provider, as `kubectl oidc-login setup` writes it. Raises
    Unconvertible if the issuer or the client id is missing."""
    for key in _REQUIRED:
        if not config.get(key):
            raise Unconvertible(f"the {key} is missing", f"write {key} into the config of the auth-provider")
    arguments = [*_HEAD]
    for key, flag in _FLAGS.items():
        values = _scopes(config) if key == _SCOPES else [config.get(key, "")]
        arguments += [f"{flag}={value}" for value in values if value]
    lost = tuple(key for key in config if config[key] and key not in _FLAGS)
    notes = ("it asks for a login in the browser",)
    section = {**_SECTION, "args": arguments}
    secrets = ("oidc-client-secret",) if config.get("client-secret") else ()
    return Converted(dict(sorted(section.items())), lost, notes, secrets)


def to_provider(section: Mapping[str, Any]) -> Converted:
    """The oidc auth-provider of the same issuer and client as this exec section. Raises Unconvertible if the issuer or
    the client id is missing."""
    keys = {flag: key for key, flag in _FLAGS.items()}
    config: dict[str, list[str]] = {}
    lost = odd_settings(section)
    words = iter(strings(section.get("args")))
    for word in words:
        name, sign, value = word.partition("=")
        if name in keys:
            config.setdefault(keys[name], []).append(value if sign else next(words, ""))
        elif word.startswith("-"):
            lost.append(name)
            if word == _PASSWORD:
                next(words, "")
    for key, values in config.items():
        if key == _SCOPES:
            config[key] = [",".join(values)]
        elif len(values) > 1 and "certificate-authority" in key:
            raise Unconvertible(
                f"it has {len(values)} of {_FLAGS[key]}, the provider takes one", "put them into one file"
            )
    missing = [key for key in _REQUIRED if not "".join(config.get(key, []))]
    if missing:
        raise Unconvertible(f"{_FLAGS[missing[0]]} is missing", f"write {_FLAGS[missing[0]]}=VALUE into its args")
    texts = {key: values[-1] for key, values in sorted(config.items())}
    notes = ("kubectl does not log in with it by itself: it needs a refresh-token in the config",)
    return Converted({"config": texts, "name": PROVIDER}, tuple(lost), notes)


def _scopes(config: Mapping[str, str]) -> list[str]:
    return [scope.strip() for scope in config.get(_SCOPES, "").split(",")]
