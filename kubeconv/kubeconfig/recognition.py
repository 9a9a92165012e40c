"""Is this YAML a kubeconfig? Many tools have files of `kind: Config`, lists of clusters or a `current-context`. Pure.

Not a kubeconfig, for example: kind (`apiVersion: kind.x-k8s.io/v1alpha4`), skaffold (`skaffold/v4beta1`, `kind: Config`),
talosconfig (`contexts` is a mapping), kustomizations, Helm charts and their templates, files encrypted by sops.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kubeconv.gate.regex import regex
from kubeconv.kubeconfig.view import Parsed
from kubeconv.tree.node import MAPPING, SCALAR, SEQUENCE, Node, Pair, fields, items, string, value_of

#: The lists of a kubeconfig, and what the body of an entry is called.
_LISTS: Final = {"clusters": "cluster", "contexts": "context", "users": "user"}
_TOP: Final = ("apiVersion", "kind", "preferences", "extensions", "current-context")
_KEYS: Final = (*_LISTS, "current-context")

#: Tags of YAML itself, and escapes that stand for letters.
_HIDING: Final = regex(r"!!|!<|%TAG|\\[xuU\r\n]")

#: A place to fill in, of Go, Jinja, ERB, shells and Terraform. Shells know where the home is.
_TO_FILL_IN: Final = r"\{\{.{1,200}?\}\}|\{%.{1,200}?%\}|<%.{1,200}?%>|\$\{(?!HOME\})[^{}]{1,200}\}"


def may_hold_kubeconfig(text: str) -> bool:
    """False if a text has none of the keys of a kubeconfig: then it need not be parsed."""
    return any(key in text for key in _KEYS) or ("kind" in text and "Config" in text) or _may_hide_keys(text)


def _may_hide_keys(text: str) -> bool:
    """True if a key may be written so that it is not seen in the text: `!!binary dXNlcnM=` or `"\\x75sers"`."""
    return ("!" in text or "\\" in text) and _HIDING.search(text) is not None


def is_kubeconfig(root: Node | None) -> bool:
    """True for a document that was meant as a kubeconfig, whatever else is wrong with it."""
    return root is not None and root.kind == MAPPING and _is_kubeconfig(fields(root))


def _is_kubeconfig(found: Mapping[str, Pair]) -> bool:
    version, kind = (string(value_of(found, key)) for key in ("apiVersion", "kind"))
    sops = value_of(found, "sops")
    if (sops is not None and sops.kind == MAPPING) or "/" in version.removeprefix("/") or "ENC[" in version:
        return False
    if kind and kind.lower() != "config":
        return False
    if version not in ("v1", "/v1"):
        return (bool(kind) and _known(found) > 1) or _is_shaped(found)
    if not kind:
        return _known(found) > 1 or _is_shaped(found)
    return _known(found) > 0 or not {"metadata", "spec"} & found.keys() or _is_shaped(found)


def _is_shaped(found: Mapping[str, Pair]) -> bool:
    return any(_has_entry(found, key, body) for key, body in _LISTS.items())


def is_other(root: Node | None) -> bool:
    """True for the file of another program: it is of another kind or has keys that no kubeconfig has, it has no entries of
    one, and was not meant as one."""
    found = fields(root) if root is not None else {}
    for name in _LISTS:
        node = value_of(found, name)
        if node is not None and (node.children or node.kind == MAPPING or node.text):
            return False
    kind, version = (string(value_of(found, key)) for key in ("kind", "apiVersion"))
    is_of_another_kind = kind.lower() not in ("", "config") or "/" in version
    return (is_of_another_kind or any(key not in _TOP for key in found)) and not is_kubeconfig(root)


def was_meant_as_kubeconfig(text: str) -> bool:
    """The same for a text that is no YAML, by its lines; never true for a template."""
    if "{{" in text or "{%" in text or "<%" in text:
        return False
    if re.search(r"""^sops:|["']sops["']\s*:""", text, re.MULTILINE):
        return False
    kinds = re.findall(r"""(?:^|[{,])[ \t]*["']?kind["']?[ \t]*:[ \t]*["']?([\w.]*)""", text, re.MULTILINE)
    keys = {
        key
        for key in _KEYS
        if re.search(rf"""^["']?{key}["']?[ \t]*:|(?:^|[{{,])[ \t]*["']{key}["'][ \t]*:""", text, re.MULTILINE)
    }
    return bool(keys) and kinds[:1] == ["Config"] if kinds else len(keys) > 1


def holds_kubeconfig(parsed: Parsed) -> bool:
    """The same for a file, whatever is in it."""
    kubeconfig = parsed.kubeconfig
    text = kubeconfig.source.text
    if parsed.refused is None:
        root = kubeconfig.document.root
        return root is not None and root.kind == MAPPING and _is_kubeconfig(kubeconfig.top)
    is_unjudged = parsed.refused.effect == "unjudged"
    return was_meant_as_kubeconfig(text) or (is_unjudged and (_may_hide_keys(text) or "__internal" in text))


def is_template(root: Node | None) -> bool:
    """True for a kubeconfig in which somebody is still to fill in values: `${ca}`, `{{ .Token }}`, `{{CERT}}`. One that holds
    a credential all the same is none: it needs to be looked at."""
    found = fields(root) if root is not None else {}
    if not any(_is_to_fill_in(value) for key in _KEYS if key in found for value in _values(found[key].value)):
        return False
    from kubeconv.kubeconfig.credentials import secrets_in

    return not any(secret.is_credential for secret in secrets_in(root))


def _values(top: Node) -> Iterator[Node]:
    """The values of fields, but for what plugins are given: that may hold placeholders of its own."""
    stack, seen = [top], set()
    while stack:
        node = stack.pop().real
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if node.kind == MAPPING:
            stack += [pair.value for key, pair in fields(node).items() if key not in ("exec", "extensions")]
        else:
            stack += node.children


def _is_to_fill_in(node: Node) -> bool:
    if node.kind == MAPPING:  # {{ x }} without quotes
        return node.flow and len(node.children) > 1 and node.children[0].kind == MAPPING
    return node.kind == SCALAR and re.search(_TO_FILL_IN, node.text) is not None


def _has_entry(found: Mapping[str, Pair], key: str, body: str) -> bool:
    """True if the list has an entry with a body, as only kubeconfigs do."""
    for item in items(value_of(found, key)):
        entry = fields(item)
        if body in entry and (entry[body].value.real.kind == MAPPING or "name" in entry):
            return entry[body].value.real.kind == MAPPING or entry[body].value.real.is_null
    return False


def _known(found: Mapping[str, Pair]) -> int:
    """How many keys of a kubeconfig there are, with a value of the kind that they have there."""
    lists = sum(
        key in found and (found[key].value.real.kind == SEQUENCE or found[key].value.real.is_null) for key in _LISTS
    )
    context = found.get("current-context")
    return lists + (context is not None and context.value.real.kind == SCALAR)
