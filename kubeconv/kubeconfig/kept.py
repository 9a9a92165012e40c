"""The logins that a user had before, kept in its `extensions` so that a later conversion can bring them back.

client-go carries named extensions through every rewrite:
https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#AuthInfo
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

NAME: Final = "kubeconv-origin"

#: Login mode of kubelogin, name of an auth-provider (`azure`, `gcp`, `oidc`) or of a plugin, to the whole section that it
#: had: `auth-provider`, or `exec`.
Kept = Mapping[str, Mapping[str, Any]]


#: What client-go wants of the fields of a section; null is nothing to all of them.
_TYPES: Final = {
    **dict.fromkeys(("apiVersion", "command", "installHint", "interactiveMode", "name"), str),
    "provideClusterInfo": bool,
}


def kept_logins(body: Mapping[str, Any]) -> Kept:
    """The logins kept in the body of a user, the oldest first. What client-go would not read is none: with it nobody could
    use the file."""
    return {mode: section for mode, section in _content(body).items() if _is_section(section)}


def keep_logins(body: dict[str, Any], kept: Kept) -> None:
    """Make the body of a user keep these logins; without any, nothing is left of them. What else stands there stays."""
    before = kept_logins(body)
    if kept == before:
        return
    content = {name: each for name, each in _content(body).items() if name not in before}
    content |= {mode: _with_texts(section) for mode, section in kept.items()}
    others = [extension for extension in _extensions(body) if not _is_ours(extension)]
    wanted = [*others, *([{"name": NAME, "extension": content}] if content else [])]
    if wanted:
        body["extensions"] = wanted
    else:
        del body["extensions"]


def _with_texts(section: Mapping[str, Any]) -> Mapping[str, Any]:
    """A section with texts for numbers where client-go wants texts: with numbers it would not come back."""
    found = {**section}
    if isinstance(config := found.get("config"), dict):
        found["config"] = {key: _text(value) for key, value in config.items()}
    if isinstance(arguments := found.get("args"), list):
        found["args"] = [*map(_text, arguments)]
    if isinstance(variables := found.get("env"), list):
        found["env"] = [
            {key: _text(value) for key, value in each.items()} if isinstance(each, dict) else each for each in variables
        ]
    return found


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value


def _content(body: Mapping[str, Any]) -> Mapping[str, Any]:
    for extension in _extensions(body):
        if _is_ours(extension) and isinstance(extension.get("extension"), dict):
            content: Mapping[str, Any] = extension["extension"]
            return content
    return {}


def _is_ours(extension: Any) -> bool:
    return isinstance(extension, dict) and extension.get("name") == NAME


def _extensions(body: Mapping[str, Any]) -> list[Any]:
    found = body.get("extensions")
    return found if isinstance(found, list) else []


def _is_section(section: Any) -> bool:
    return isinstance(section, dict) and all(_is_read(field, value) for field, value in section.items())


def _is_read(field: str, value: Any) -> bool:
    """True if client-go takes this value of a field of a section."""
    if value is None:
        return True
    if field == "args":
        return isinstance(value, list) and _are_strings(value)
    if field == "env":
        return isinstance(value, list) and all(isinstance(each, dict) and _are_strings(each.values()) for each in value)
    if field == "config":
        return isinstance(value, dict) and _are_strings(value.values())
    return field not in _TYPES or isinstance(value, _TYPES[field])


def _are_strings(values: Iterable[Any]) -> bool:
    return all(each is None or isinstance(each, str) for each in values)
