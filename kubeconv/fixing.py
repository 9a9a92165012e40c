"""The fixes that are safe, for `validate --fix`: one small change after the other, each looked back at. Pure.

What is wrong in a way that only one right form is left is fixed: a number where a string is wanted gets quotes, an entry
that is there twice and the same is taken out, a legacy azure login becomes kubelogin, `v1alpha1` becomes `v1beta1` for the
exec plugins that speak it.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from kubeconv.auth.azure import API_VERSION, OLD_API_VERSION
from kubeconv.auth.plugins import speaks_v1beta1
from kubeconv.conversion import convert_users
from kubeconv.finding import Refused
from kubeconv.kubeconfig import Kubeconfig, contexts_by_user, parse_source, read, view
from kubeconv.rewrite import Change, look_back, rewrite
from kubeconv.rules.shape._structure import structure
from kubeconv.selection import Options
from kubeconv.source import Edit, Source
from kubeconv.tree.edit import Editor
from kubeconv.tree.fragment import quote
from kubeconv.tree.node import SCALAR, SEQUENCE, Node, TooLarge, fields, get, plain, string, value_of

_LISTS: Final = ("clusters", "contexts", "users")


class Fix(NamedTuple):
    """One thing that was fixed: the line of the file where it stood before, counted from 1, and what was done."""

    line: int
    message: str


class Fixed(NamedTuple):
    """The text with all fixes made, and the fixes; without any it is the text as it was."""

    text: str
    fixes: list[Fix]


def fix(source: Source, *, logins: bool = True) -> Fixed:
    """Everything in a kubeconfig that can be fixed safely; without `logins` these stay as they are. Raises Refused where it
    is no YAML."""
    fixes: list[Fix] = []
    text = source.text
    for step in (_quote, _drop_repeated, *((_convert, _ask_for_v1beta1) if logins else ())):
        while True:
            current = Source(source.encode(text), source.name)
            try:
                changed, done = step(view(current, parse_source(current)))
            except Refused:
                if not fixes and step is _quote:
                    raise
                break
            text, fixes = changed, [*fixes, *done]
            if not done or step is not _drop_repeated:
                break
    return Fixed(text, fixes)


def _quote(kubeconfig: Kubeconfig) -> tuple[str, list[Fix]]:
    """Put quotes round scalars that are meant as strings."""
    source = kubeconfig.source
    edits, expected, done = [], {}, []
    for problem in structure(kubeconfig).problems:
        node, wanted = problem.node, problem.schema.get("type", ())
        wants_string = wanted == "string" or (isinstance(wanted, list) and "string" in wanted)
        if problem.keyword == "type" and wants_string and node.kind == SCALAR and not (node.tag or node.anchor):
            edits.append(Edit(node.span, quote(node.text)))
            expected[id(node)] = (str(node.start), node.text)
            field = next((step for step in reversed(problem.path) if isinstance(step, str)), "value")
            done.append(Fix(source.position(node.start).line, f"{field}: quotes make it a string"))
    if not edits:
        return source.text, []
    text = source.apply(edits)
    return (source.text, []) if look_back(kubeconfig.document, text, expected) else (text, done)


def _drop_repeated(kubeconfig: Kubeconfig) -> tuple[str, list[Fix]]:
    """Take out the first entry that says just what an earlier one of its name says."""
    source = kubeconfig.source
    for key in _LISTS:
        entries = get(kubeconfig.document.root, key)
        if entries is None or entries.kind != SEQUENCE:
            continue
        for index, name, line in _repeated(source, entries):
            edit = Editor(source, kubeconfig.document.root).splice(entries, index, index + 1, [])
            text = source.apply([edit])
            left = [item for number, item in enumerate(plain(entries)) if number != index]
            if look_back(kubeconfig.document, text, {id(entries): (key, left)}):
                return source.text, []
            return text, [Fix(line, f"{key}: the second {name!r}, the same as the first, is taken out")]
    return source.text, []


def _repeated(source: Source, entries: Node) -> Iterator[tuple[int, str, int]]:
    first: dict[str, Any] = {}
    for index, item in enumerate(entries.children):
        name = string(value_of(fields(item), "name"))
        try:
            data = plain(item)
        except TooLarge:
            continue
        if name in first and first[name] == data and not item.anchor:
            yield index, name, source.position(item.start).line
        first.setdefault(name, data)


def _convert(kubeconfig: Kubeconfig) -> tuple[str, list[Fix]]:
    """Convert the legacy azure users that have all that kubelogin needs."""
    kubeconfig = read(kubeconfig.source)
    names = {user.name for user in kubeconfig.users}
    conversion = convert_users(kubeconfig, contexts_by_user([kubeconfig]), names, Options())
    done = [
        Fix(outcome.line, f"user {outcome.user!r}: {outcome.before} -> {outcome.after}")
        for outcome in conversion.outcomes
        if outcome.status == "converted"
    ]
    return conversion.text, done


def _ask_for_v1beta1(kubeconfig: Kubeconfig) -> tuple[str, list[Fix]]:
    """Lift the exec plugins from v1alpha1 that speak v1beta1."""
    kubeconfig = read(kubeconfig.source)
    planned, done = {}, {}
    for user in kubeconfig.users:
        if user.exec is None or user.body is None or user.exec.api_version != OLD_API_VERSION:
            continue
        since = speaks_v1beta1(user.exec.command, user.exec.arguments)
        if since is None:
            continue
        body = plain(user.body)
        planned[user.name] = Change(body, {**body, "exec": {**body["exec"], "apiVersion": API_VERSION}})
        line = kubeconfig.source.position(user.entry.start).line
        done[user.name] = Fix(line, f"user {user.name!r}: exec v1alpha1 -> v1beta1 ({user.exec.command} >= {since})")
    _, text, unwritable = rewrite(kubeconfig, planned)
    return text, [each for name, each in done.items() if name not in unwritable]
