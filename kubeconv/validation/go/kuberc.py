"""What a kuberc file says about credential plugins, as kubectl reads it. Measured with kubectl 1.35 to 1.37.

https://kubernetes.io/docs/reference/config-api/kuberc.v1beta1/
"""

import posixpath
import re
from typing import Final

from kubeconv.gate.shown import quoted_command, quoted_known
from kubeconv.gate.value import NamedTuple
from kubeconv.releases.table import KUBERC_COMMAND
from kubeconv.releases.version import Version
from kubeconv.tree.finding import Refused
from kubeconv.tree.node import MAPPING, SCALAR, SEQUENCE, Node, get, items, string
from kubeconv.tree.parse import parse
from kubeconv.tree.source import Source

_GROUP: Final = "kubectl.config.k8s.io/"
ALLOW_ALL, DENY_ALL, ALLOWLIST = "AllowAll", "DenyAll", "Allowlist"


class PluginPolicy(NamedTuple):
    """Which plugins kubectl may run. With a `problem` kubectl refuses to do anything."""

    kind: str = ALLOW_ALL
    allowlist: tuple[str, ...] | None = None
    problem: str = ""


class _Undecodable(Exception):
    pass


def read_policy(data: bytes, kubectl: Version) -> PluginPolicy | None:
    """The policy of the first document that holds preferences; None if none does."""
    text = Source(data).text
    if not text.strip():
        return PluginPolicy()
    for part in re.split(r"^---.*\n?", text, flags=re.MULTILINE):
        try:
            root = parse(part).root
        except Refused:
            continue
        version = string(get(root, "apiVersion"))
        if string(get(root, "kind")) != "Preference" or version not in (f"{_GROUP}v1beta1", f"{_GROUP}v1alpha1"):
            continue
        try:
            return _valid(_decode(root, kubectl)) if root and version.endswith("v1beta1") else PluginPolicy()
        except _Undecodable:
            continue
    return None


def _decode(root: Node, kubectl: Version) -> PluginPolicy:
    kind = _text(get(root, "credentialPluginPolicy"))
    listed = get(root, "credentialPluginAllowlist")
    if listed is None:
        return PluginPolicy(kind)
    if listed.kind != SEQUENCE:
        raise _Undecodable
    allowlist = []
    for item in items(listed):
        if item.kind != MAPPING and not item.is_null:
            raise _Undecodable
        name, command = _text(get(item, "name")), _text(get(item, "command"))
        if kubectl >= KUBERC_COMMAND.since:
            if name and command and name != command:
                raise _Undecodable
            name = command or name
        allowlist.append(name)
    return PluginPolicy(kind, tuple(allowlist))


def _text(node: Node | None) -> str:
    if node is None:
        return ""
    try:
        value = node.value if node.kind == SCALAR else None
    except ValueError:  # its tag says what it is not
        value = None
    if not isinstance(value, str):
        raise _Undecodable
    return value


def _valid(policy: PluginPolicy) -> PluginPolicy:
    kind, allowlist, _ = policy
    problem = ""
    if kind not in ("", ALLOW_ALL, DENY_ALL, ALLOWLIST):
        problem = (
            f"credentialPluginPolicy {quoted_known(kind, (ALLOW_ALL, DENY_ALL, ALLOWLIST))} is not {ALLOW_ALL}, "
            f"{DENY_ALL} or {ALLOWLIST}"
        )
    elif kind != ALLOWLIST:
        problem = "" if allowlist is None else f"a credentialPluginAllowlist needs credentialPluginPolicy: {ALLOWLIST}"
    elif not allowlist:
        problem = f"credentialPluginPolicy {ALLOWLIST} needs a credentialPluginAllowlist with entries"
    elif "" in allowlist:
        problem = f"entry {allowlist.index('') + 1} of credentialPluginAllowlist names no program"
    else:
        crooked = next((entry for entry in allowlist if clean(entry) != entry), None)
        problem = (
            f"write {quoted_command(clean(crooked))} instead of {quoted_command(crooked)} in credentialPluginAllowlist"
            if crooked
            else ""
        )
    return policy._replace(kind=kind or ALLOW_ALL, problem=problem)


def clean(path: str) -> str:
    """The shortest form of a path, as Go's filepath.Clean gives it."""
    short = posixpath.normpath(path)
    return short[1:] if short.startswith("//") else short
