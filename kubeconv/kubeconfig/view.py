"""The typed view of a kubeconfig: tolerant, frozen, each part keeping its node.

Field names: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from kubeconv.gate.brief import brief
from kubeconv.gate.content import advice
from kubeconv.gate.shown import quoted_name
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.type_meta import refuse_internal
from kubeconv.tree.finding import Finding, Refused, refuse
from kubeconv.tree.limits import too_large
from kubeconv.tree.node import MAPPING, SEQUENCE, Node, Pair, fields, get, items, string, texts, value_of
from kubeconv.tree.parse import Document, parse
from kubeconv.tree.source import Source

#: User name to the contexts that use it.
UsedBy = Mapping[str, Sequence[str]]

#: How many entries we judge, and for how many characters of the file one more: a context takes up 40, a cluster 1,000.
MAX_ENTRIES: Final = 15_000
_CHARACTERS_AN_ENTRY: Final = 200

#: Larger than any kubeconfig; kubectl itself has no limit.
MAX_BYTES = 64 * 1024 * 1024


class Exec(NamedTuple):
    """An exec plugin: the program that kubectl runs to get credentials. `fields` are the pairs of its section."""

    node: Node
    command: str
    arguments: tuple[str, ...]
    api_version: str
    install_hint: str
    fields: Mapping[str, Pair]

    def __repr__(self) -> str:
        return brief(self)


class AuthProvider(NamedTuple):
    """A built-in login of old kubectl releases."""

    node: Node
    name: str
    config: Mapping[str, str]

    def __repr__(self) -> str:
        return brief(self)


class User:
    """One entry of `users`. `body` is its `user` mapping, None if it is missing or empty; `fields` are its pairs. `has` is what
    `acceptance.credentials_of` has found in it, `login` what `login.login_of` has."""

    has: Any = None
    login: Any = None

    def __init__(self, name: str, entry: Node, body: Node | None) -> None:
        self.name, self.entry, self.body = name, entry, body
        self.fields: Mapping[str, Pair] = fields(body) if body is not None else {}

    def string(self, key: str) -> str:
        """The text of a scalar field, '' if it is missing."""
        return string(value_of(self.fields, key))

    @cached_property
    def exec(self) -> Exec | None:
        """The exec plugin; None if there is none."""
        node = value_of(self.fields, "exec")
        if node is None:
            return None
        found = fields(node)
        return Exec(
            node,
            string(value_of(found, "command")),
            tuple(map(string, items(value_of(found, "args")))),
            string(value_of(found, "apiVersion")),
            string(value_of(found, "installHint")),
            found,
        )

    @cached_property
    def auth_provider(self) -> AuthProvider | None:
        """The auth provider; None if there is none."""
        node = value_of(self.fields, "auth-provider")
        if node is None:
            return None
        config = get(node, "config")
        return AuthProvider(node, string(get(node, "name")), texts(config) if config is not None else {})


class Context(NamedTuple):
    """One entry of `contexts`: which cluster is reached as which user. `body` is its `context` mapping."""

    name: str
    entry: Node
    body: Node | None
    cluster: str
    user: str


class Cluster(NamedTuple):
    """One entry of `clusters`. `body` is its `cluster` mapping, None if it is missing or empty; `fields` its pairs."""

    name: str
    entry: Node
    body: Node | None
    fields: Mapping[str, Pair]

    def string(self, key: str) -> str:
        """The text of a scalar field, '' if it is missing."""
        return string(value_of(self.fields, key))


class Kubeconfig:
    """One kubeconfig file; `top` are the fields of its document. Entries that are no mappings are left out."""

    def __init__(
        self,
        source: Source,
        document: Document,
        top: Mapping[str, Pair],
        users: Sequence[User],
        contexts: Sequence[Context],
        current_context: str,
    ) -> None:
        self.source, self.document, self.top = source, document, top
        self.users, self.contexts, self.current_context = users, contexts, current_context
        self._users_with: dict[tuple[str, ...], Sequence[User]] = {}

    def users_with(self, *fields: str) -> Sequence[User]:
        """The users that have one of these fields, whatever it holds: found once for all rules about them."""
        if fields not in self._users_with:
            self._users_with[fields] = [user for user in self.users if not user.fields.keys().isdisjoint(fields)]
        return self._users_with[fields]

    @cached_property
    def clusters(self) -> Sequence[Cluster]:
        """The entries of `clusters`."""
        return [
            Cluster(string(get(entry, "name")), entry, body, fields(body) if body is not None else {})
            for entry in _mappings(self.top, "clusters")
            for body in [get(entry, "cluster")]
        ]

    @cached_property
    def clusters_by_name(self) -> Mapping[str, Cluster]:
        """The clusters by name, the first of a name."""
        return {each.name: each for each in reversed(self.clusters)}

    @cached_property
    def users_by_name(self) -> Mapping[str, User]:
        """The users by name, the first of a name."""
        return {each.name: each for each in reversed(self.users)}

    @cached_property
    def contexts_by_name(self) -> Mapping[str, Context]:
        """The contexts by name, the first of a name."""
        return {each.name: each for each in reversed(self.contexts)}


def view(source: Source, document: Document) -> Kubeconfig:
    """The view of a parsed kubeconfig, whatever is wrong with its shape. Raises Refused if it has more entries than any, or
    the form that client-go keeps in memory."""
    top = fields(document.root) if document.root is not None else {}
    refuse_internal(top)
    lists = (value_of(top, name) for name in ("clusters", "users", "contexts"))
    entries = sum(len(each.children) for each in lists if each is not None and each.kind == SEQUENCE)
    if entries > MAX_ENTRIES + len(source.text) // _CHARACTERS_AN_ENTRY:
        raise too_large()
    users = [User(string(get(entry, "name")), entry, get(entry, "user")) for entry in _mappings(top, "users")]
    contexts = [
        Context(string(get(entry, "name")), entry, body, string(get(body, "cluster")), string(get(body, "user")))
        for entry in _mappings(top, "contexts")
        for body in [get(entry, "context")]
    ]
    return Kubeconfig(source, document, top, users, contexts, string(value_of(top, "current-context")))


class Parsed(NamedTuple):
    """A file and its view; `refused` says why the view is empty if the file is no YAML."""

    kubeconfig: Kubeconfig
    refused: Finding | None = None


def parse_tolerantly(source: Source) -> Parsed:
    """The view of a file, whatever is wrong with it."""
    try:
        return Parsed(view(source, parse_source(source)))
    except Refused as refused:
        return Parsed(view(source, Document(None, [])), refused.finding)


def parse_source(source: Source) -> Document:
    """The YAML document of a file. Raises Refused if it is none."""
    return parse(source.text, source)


def read(source: Source) -> Kubeconfig:
    """The view of a kubeconfig. Raises Refused if the file is no YAML or no kubeconfig, or if a user name is there
    twice, which kubectl refuses too."""
    return refuse_malformed(view(source, parse_source(source)))


def refuse_malformed(kubeconfig: Kubeconfig) -> Kubeconfig:
    """The view itself. Raises Refused like `read`."""
    root = kubeconfig.document.root
    if root is not None and not root.is_null and root.kind != MAPPING:
        raise refuse("KC005", "not a kubeconfig: the top level is not a mapping", root.span, advice(root.text))
    for key in ("users", "contexts"):
        entries = get(root, key)
        if entries is not None and entries.kind != SEQUENCE:
            raise refuse("KC005", f"not a kubeconfig: {key} is not a list", entries.span)
        for item in entries.children if entries is not None else ():
            if item.real.kind != MAPPING and not item.real.is_null:
                raise refuse("KC005", f"not a kubeconfig: an entry of {key} is not a mapping", item.span)
    nothing = [item for item in items(get(root, "users")) if item.is_null]  # to client-go users without a name
    _refuse_duplicates(kubeconfig.source, [*kubeconfig.users, *(User("", item, None) for item in nothing)])
    return kubeconfig


def current_context_of(kubeconfigs: Iterable[Kubeconfig]) -> str:
    """The current context of files that client-go reads together: that of the first one that names any; '' for none."""
    return next((each.current_context for each in kubeconfigs if each.current_context), "")


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


def _mappings(top: Mapping[str, Pair], key: str) -> list[Node]:
    entries = value_of(top, key)
    if entries is None or entries.kind != SEQUENCE:
        return []
    return [item for item in entries.children if item.real.kind == MAPPING]


def _refuse_duplicates(source: Source, users: Iterable[User]) -> None:
    first: dict[str, Node] = {}
    for user in users:
        before = first.setdefault(user.name, user.entry)
        if before is not user.entry:
            lines = [source.position(entry.start).line for entry in (before, user.entry)]
            raise refuse(
                "KC101",
                f"user {quoted_name(user.name)} is defined twice, in lines {lines[0]} and {lines[1]}",
                user.entry.span,
                "kubectl refuses such a file: rename or delete one of them",
            )
