"""The logins that a user had before, kept in its `extensions` so that a later conversion can bring them back.

client-go carries named extensions through every rewrite:
https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#AuthInfo
"""

from collections.abc import Mapping
from typing import Any, Final

NAME: Final = "kubeconv-origin"

#: Login mode of kubelogin, name of an auth-provider (`azure`, `gcp`, `oidc`) or of a plugin, to the whole section that it
#: had: `auth-provider`, or `exec`.
Kept = Mapping[str, Mapping[str, Any]]


def kept_logins(body: Mapping[str, Any]) -> Kept:
    """The logins kept in the body of a user, the oldest first."""
    for extension in _extensions(body):
        content = extension.get("extension")
        if extension.get("name") == NAME and isinstance(content, dict):
            return {mode: section for mode, section in content.items() if isinstance(section, dict)}
    return {}


def keep_logins(body: dict[str, Any], kept: Kept) -> None:
    """Make the body of a user keep these logins; without any, nothing is left of it."""
    others = [extension for extension in _extensions(body) if extension.get("name") != NAME]
    wanted = [*others, *([{"name": NAME, "extension": dict(kept)}] if kept else [])]
    if wanted:
        if wanted != body.get("extensions"):
            body["extensions"] = wanted
    elif len(others) != len(_extensions(body)):
        del body["extensions"]


def _extensions(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = body.get("extensions")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
