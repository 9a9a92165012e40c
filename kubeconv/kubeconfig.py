"""The typed view of a kubeconfig: tolerant, frozen, each part keeping its node.

Field names: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from kubeconv.finding import refuse
from kubeconv.source import Source
from kubeconv.tree.node import MAPPING, SEQUENCE, Node, Pair, fields, get, items, string, value_of
from kubeconv.tree.parse import Document, parse

#: Larger than any kubeconfig; kubectl itself has no limit.
MAX_BYTES = 64 * 1024 * 1024


class Exec(NamedTuple):
    """An exec plugin: the program that kubectl runs to get credentials."""

    node: Node
    command: str
    arguments: tuple[str, ...]
    api_version: str
    install_hint: str


class AuthProvider(NamedTuple):
    """A built-in login of old kubectl releases."""

    node: Node
    name: str
    config: Mapping[str, str]


class User:
    """One entry of `users`. `body` is its `user` mapping, None where it is missing or empty; `fields` are its pairs."""

    def __init__(self, name: str, entry: Node, body: Node | None) -> None:
        self.name, self.entry, self.body = name, entry, body
        self.fields: Mapping[str, Pair] = fields(body) if body is not None else {}

    def string(self, key: str) -> str:
        """The text of a scalar field, '' where it is missing."""
        return string(value_of(self.fields, key))

    @cached_property
    def exec(self) -> Exec | None:
        """The exec plugin; None where there is none."""
        node = value_of(self.fields, "exec")
        if node is None:
            return None
        found = fields(node)
        return Exec(
            node,
            string(value_of(found, "command")),
            tuple(string(item) for item in items(value_of(found, "args"))),
            string(value_of(found, "apiVersion")),
            string(value_of(found, "installHint")),
        )

    @cached_property
    def auth_provider(self) -> AuthProvider | None:
        """The auth provider; None where there is none."""
        node = value_of(self.fields, "auth-provider")
        if node is None:
            return None
        found = fields(node)
        config = value_of(found, "config")
        texts = {key: string(pair.value.real) for key, pair in fields(config).items()} if config else {}
        return AuthProvider(node, string(value_of(found, "name")), texts)


class Context(NamedTuple):
    """One entry of `contexts`: which cluster is reached as which user."""

    name: str
    entry: Node
    cluster: str
    user: str


class Kubeconfig(NamedTuple):
    """One kubeconfig file."""

    source: Source
    document: Document
    users: Sequence[User]
    contexts: Sequence[Context]
    current_context: str


def read(source: Source) -> Kubeconfig:
    """The view of a kubeconfig. Raises Refused where the file is no YAML or no kubeconfig, or where a user name is there
    twice, which kubectl refuses too."""
    if source.odd_byte:
        raise refuse("KC002", "incomplete UTF-16: an odd number of bytes", None, "save the file as UTF-8")
    document = parse(source.text)
    root = document.root
    if root is not None and not root.is_null and root.kind != MAPPING:
        raise refuse("KC005", "not a kubeconfig: the top level is not a mapping", root.span)
    users = [
        User(string(value_of(found, "name")), entry, value_of(found, "user"))
        for entry in _entries(root, "users")
        for found in [fields(entry)]
    ]
    _refuse_duplicates(source, users)
    contexts = [
        Context(string(value_of(found, "name")), entry, string(get(body, "cluster")), string(get(body, "user")))
        for entry in _entries(root, "contexts")
        for found in [fields(entry)]
        for body in [value_of(found, "context")]
    ]
    return Kubeconfig(source, document, users, contexts, string(get(root, "current-context")))


def contexts_by_user(kubeconfigs: Iterable[Kubeconfig]) -> dict[str, list[str]]:
    """User name to the contexts that use it, over the files of one KUBECONFIG list: the first context of a name counts."""
    seen: set[str] = set()
    found: dict[str, list[str]] = defaultdict(list)
    for kubeconfig in kubeconfigs:
        for context in kubeconfig.contexts:
            if context.name not in seen:
                seen.add(context.name)
                found[context.user].append(context.name)
    return found


def _entries(root: Node | None, key: str) -> list[Node]:
    entries = get(root, key)
    if entries is None:
        return []
    if entries.kind != SEQUENCE:
        raise refuse("KC005", f"not a kubeconfig: {key} is not a list", entries.span)
    found = []
    for item in entries.children:
        if item.real.kind == MAPPING:
            found.append(item)
        elif not item.real.is_null:
            raise refuse("KC005", f"not a kubeconfig: an entry of {key} is not a mapping", item.span)
    return found


def _refuse_duplicates(source: Source, users: Iterable[User]) -> None:
    first: dict[str, Node] = {}
    for user in users:
        before = first.setdefault(user.name, user.entry)
        if before is not user.entry:
            lines = [source.position(entry.start).line for entry in (before, user.entry)]
            raise refuse(
                "KC101",
                f"user {user.name!r} is defined twice, in lines {lines[0]} and {lines[1]}",
                user.entry.span,
                "kubectl refuses such a file: rename or delete one of them",
            )
