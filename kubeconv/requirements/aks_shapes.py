"""The forms in which AKS clusters are described: by az, by PowerShell, by the REST API and in ARM exports. Pure.

- `az aks show`: a mapping; with `--query aadProfile` only that of Entra ID; `az aks list`: a list. As JSON or YAML.
- REST, `az resource show`: most of it under `properties`; several in `value` or `data`.
- `Get-AzAksCluster | ConvertTo-Json`: names begin with large letters.
- An ARM export: under `resources`, with references to parameters.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kubeconv.gate.regex import regex
from kubeconv.gate.secret import MASK
from kubeconv.gate.shown import plain as plain_word
from kubeconv.tree.finding import Refused
from kubeconv.tree.node import SEQUENCE, items, plain
from kubeconv.tree.parse import parse
from kubeconv.tree.source import Source

#: What is said of a cluster or a profile, the names in small letters.
Said = Mapping[str, Any]

_USE: Final = "use the output of az aks show -o json"
_TYPE: Final = "microsoft.containerservice/managedclusters"
_VERSIONS: Final = frozenset(("kubernetesversion", "currentkubernetesversion"))
#: Only the profile of a cluster has one of them.
_OF_PROFILE: Final = frozenset(("managed", "serverappid", "clientappid", "admingroupobjectids", "enableazurerbac"))
_LISTS: Final = ("value", "data", "resources")
_PARAMETER: Final = regex(r"\[\s*parameters\(\s*'([^']+)'\s*\)\s*\]", re.I)
#: What stands between the documents of YAML.
_SEPARATOR: Final = regex(r"^---[ \t]*\r?$", re.M)
_DEPLOYMENT: Final = "microsoft.resources/deployments"
#: How deep lists may lie in each other.
_DEPTH: Final = 4


def clusters_in(data: bytes) -> list[Said]:
    """The fields of each cluster. Of a profile alone there is only that. Raises ValueError for what is none of the shapes."""
    text = Source(data).text
    if not text.strip():
        raise ValueError(f"is empty, as a query that finds nothing is: {_USE}")
    found = [fields for document in _documents(text) for fields in _clusters(document, {})]
    if not found:
        raise ValueError(f"is not what az aks show prints: it names no AKS cluster; {_USE}")
    return found


def lowered(mapping: Any) -> dict[str, Any]:
    """A mapping with its keys in small letters; empty for anything else."""
    return {str(key).lower(): value for key, value in mapping.items()} if isinstance(mapping, Mapping) else {}


def profile_of(fields: Said) -> Said:
    """What a cluster says of Entra ID, its names in small letters."""
    return lowered(fields.get("aadprofile"))


def is_whole(fields: Said) -> bool:
    """True if nothing was left out: every cluster has a version and node pools, which no query picks without the rest."""
    return not _VERSIONS.isdisjoint(fields) and bool(fields.get("agentpoolprofiles"))


def _documents(text: str) -> list[Any]:
    """The JSON documents of a text, one after the other; else those of YAML."""
    import json  # most runs are told of no cluster

    documents, at, decoder = [], 0, json.JSONDecoder()
    body = text.strip()
    try:
        while at < len(body):
            document, at = decoder.raw_decode(body, at)
            documents.append(document)
            while body[at : at + 1].isspace():
                at += 1
    except (ValueError, RecursionError):
        return [_yaml(part) for part in _SEPARATOR.split(text) if part.strip()]
    return documents


def _yaml(text: str) -> Any:
    try:
        root = parse(text).root
        if root is not None and root.kind == SEQUENCE:
            return [plain(item) for item in items(root)]
        return None if root is None else plain(root)
    except (Refused, ValueError):
        raise ValueError(f"is neither JSON nor YAML: {_USE}") from None


def _clusters(data: Any, parameters: Said, depth: int = 0) -> Iterator[Said]:
    if isinstance(data, list):
        if depth > _DEPTH:
            raise ValueError(f"is not what az aks show prints: it holds lists in lists; {_USE}")
        for each in data:
            yield from _clusters(each, parameters, depth + 1)
        return
    if data is None:
        raise ValueError(
            f"is not what az aks show prints: it holds nothing, as a query that finds nothing does; {_USE}"
        )
    if isinstance(data, str):
        raise ValueError(
            f"is not what az aks show prints: it is text for people, such as a table or an error message; {_USE}"
        )
    fields = lowered(data)
    if isinstance(error := fields.get("error"), dict) and len(fields) == 1:
        raise ValueError(f"is not what az aks show prints: it is an error of Azure{_code(error)}; {_USE}")
    fields = {**fields, **lowered(fields.get("properties"))}
    kind = fields.get("type")
    if isinstance(kind, str) and kind.lower() == _DEPLOYMENT and depth <= _DEPTH and "template" in fields:
        yield from _clusters(fields["template"], parameters, depth + 1)
        return
    if isinstance(kind, str) and "/" in kind and kind.lower() != _TYPE:
        return  # an ARM export and a list of resources hold others too
    if _is_cluster(fields):
        yield {key: _resolved(value, parameters) for key, value in fields.items()}
    elif not _OF_PROFILE.isdisjoint(fields):
        yield {"aadprofile": data}
    elif inside := next((fields[key] for key in _LISTS if isinstance(fields.get(key), list | dict)), None):
        yield from _clusters(
            [*inside.values()] if isinstance(inside, dict) else inside, lowered(fields.get("parameters")), depth + 1
        )
    elif not any(key in fields for key in _LISTS):
        raise ValueError(f"is not what az aks show prints: it names neither kubernetesVersion nor aadProfile; {_USE}")


def _code(error: Mapping[str, Any]) -> str:
    code = plain_word(str(lowered(error).get("code", "")))
    return "" if code.startswith(MASK) else f" ({code})"


def _is_cluster(fields: Said) -> bool:
    kind, id = fields.get("type"), fields.get("id")
    is_named = (isinstance(kind, str) and kind.lower() == _TYPE) or (isinstance(id, str) and f"/{_TYPE}/" in id.lower())
    return is_named or "aadprofile" in fields or not _VERSIONS.isdisjoint(fields)


def _resolved(value: Any, parameters: Said) -> Any:
    """A value of an ARM export: the default of the parameter that it refers to; '' for what only Azure can work out."""
    if isinstance(value, dict):
        return {key: _resolved(each, parameters) for key, each in value.items()}
    if not isinstance(value, str) or value[:1] != "[":
        return value
    found = _PARAMETER.fullmatch(value)
    default = lowered(parameters.get(found[1].lower())).get("defaultvalue") if found else None
    return "" if default is None or (isinstance(default, str) and default[:1] == "[") else default
