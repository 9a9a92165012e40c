"""What a conversion could not hold, kept in the user's `extensions` so that a later conversion can bring it back.

client-go carries named extensions through every rewrite:
https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#AuthInfo
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

NAME: Final = "kubeconv-origin"


class Origin(NamedTuple):
    """Kept values by flag name (`login` says which login mode they come from), and the settings of a kept exec section."""

    values: Mapping[str, str] = {}
    exec: Mapping[str, Any] = {}


def kept_origin(body: Mapping[str, Any]) -> Origin:
    """The origin kept in the body of a user; an empty one where there is none."""
    for extension in _extensions(body):
        content = extension.get("extension")
        if extension.get("name") == NAME and isinstance(content, dict):
            settings = content.get("exec")
            values = {key: value for key, value in content.items() if isinstance(value, str)}
            return Origin(values, settings if isinstance(settings, dict) else {})
    return Origin()


def put_origin(body: dict[str, Any], origin: Origin) -> None:
    """Make the body of a user hold `origin`; an empty one is taken out."""
    others = [extension for extension in _extensions(body) if extension.get("name") != NAME]
    content = {**origin.values, **({"exec": origin.exec} if origin.exec else {})}
    kept = [{"name": NAME, "extension": content}] if content else []
    if others or kept:
        if [*others, *kept] != body.get("extensions"):
            body["extensions"] = [*others, *kept]
    elif _extensions(body):
        del body["extensions"]


def _extensions(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = body.get("extensions")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
