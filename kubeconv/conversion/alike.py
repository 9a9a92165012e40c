"""Users that are written alike, but for the ids and tokens that each has of its own: thousands have the same login.

What becomes of one tells what becomes of the others, with theirs in the place of its own.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any, Final, Generic, TypeVar

from kubeconv.auth.azure import LEGACY, is_for_people
from kubeconv.auth.kubelogin import COMMAND, ID_FLAGS
from kubeconv.conversion.options import AUTO, Options
from kubeconv.gate.regex import regex
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig, User
from kubeconv.tree.node import MAPPING, SCALAR, Node, get, items, pairs, string
from kubeconv.tree.scalar import resolve_plain

T = TypeVar("T")

#: Fields of a legacy login whose values are taken over or dropped, whatever they are.
_OWN: Final = frozenset(("client-id", "tenant-id", "access-token", "refresh-token", "expires-in", "expires-on"))
#: No login has more values of its own.
_MOST: Final = 8
#: What is written the same way in every style.
_PLAIN: Final = regex(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


class BodyForm(NamedTuple):
    """How a body is written: the same `form` for all that differ in their `own` values alone, each as long as the other's."""

    form: Hashable
    own: tuple[str, ...] = ()


class Models(Generic[T]):
    """What is found out for one, and told of those that are written alike. A value is put in the place of another one's once
    that was right for a third: not everything that is found out only repeats it."""

    def __init__(self, tell: Callable[[T, Mapping[str, str]], T]) -> None:
        self._tell = tell
        self._found: dict[BodyForm, tuple[T, BodyForm]] = {}
        #: By the form: what was found out, with the own values there, and the numbers of those that may be put in their place.
        self._models: dict[Hashable, tuple[T, tuple[str, ...], set[int]]] = {}

    def find(self, body: BodyForm, find_out: Callable[[], T]) -> tuple[T, BodyForm]:
        """What is found out for a body that is written so; with a form that is the same for all that have the same model."""
        if body not in self._found:
            self._found[body] = self._by_model(body, find_out)
        return self._found[body]

    def _by_model(self, body: BodyForm, find_out: Callable[[], T]) -> tuple[T, BodyForm]:
        if body.form in self._models:
            model, own, proved = self._models[body.form]
            differing = {number for number, value in enumerate(body.own) if value != own[number]}
            told = self._tell(model, dict(zip(own, body.own, strict=True)))
            if differing <= proved:
                return told, BodyForm(id(model), body.own)
            found = find_out()
            if found == told:
                proved |= differing
                return found, BodyForm(id(model), body.own)
        else:
            found = find_out()
        self._models[body.form] = found, body.own, set()
        return found, BodyForm(id(found), body.own)


def form_of(kubeconfig: Kubeconfig, user: User, options: Options) -> BodyForm:
    """How the body of a user is written that is converted with these options."""
    body, source = user.body, kubeconfig.source
    if body is None or kubeconfig.document.aliases:
        return BodyForm(id(body))  # an alias and its anchor have one
    text = source.text[body.start : body.end]
    if body.flow:
        column = 0
    elif "|" in text or ">" in text:  # a block scalar goes on as far as there are blank lines
        return BodyForm(id(body))
    else:
        column = body.start - source.start_of_line(body.start)
    parts: list[str] = []
    own: list[str] = []
    at = 0
    nodes = [*islice(_own(user, options), _MOST + 1)]
    for node in nodes if len(nodes) <= _MOST else ():
        value = node.text
        if text.count(value) > 1:
            continue
        parts += (text[at : node.start - body.start], f"{node.style}\0{len(value)}")
        own.append(value)
        at = node.end - body.start
    return BodyForm(("".join((*parts, text[at:])), column), tuple(own))


def _own(user: User, options: Options) -> Iterator[Node]:
    """The values of its own, in the order in which they are written: those on which nothing else hangs, as on what is given."""
    for name, node in _named(user):
        is_copied = name in _OWN and name not in options.flags and _is_plain(node)
        if is_copied and (name != "tenant-id" or not _asks_az(user, options)):
            yield node


def _named(user: User) -> Iterator[tuple[str, Node]]:
    """The values of a provider, or of kubelogin's flags for ids."""
    if user.auth_provider is not None:
        config = get(user.auth_provider.node, "config")
        read = pairs(config) if config is not None and config.kind == MAPPING else ()
        yield from ((pair.key.text, pair.value) for pair in read)
    elif user.exec is not None and user.exec.command.endswith(COMMAND):
        words = items(user.exec.fields["args"].value) if "args" in user.exec.fields else ()
        yield from ((ID_FLAGS.get(string(flag), ""), node) for flag, node in pairwise(words))


def _asks_az(user: User, options: Options) -> bool:
    """True if it hangs on the tenant which login mode fits: az may be logged in to it."""
    is_legacy = user.auth_provider is not None and user.auth_provider.name == LEGACY
    mode = options.mode or (options.legacy_login if is_legacy else None)
    return mode == AUTO and options.evidence is not None and bool(options.evidence().accounts)


def _is_plain(node: Node) -> bool:
    """True for a text of which nothing is known, and which needs no quotes."""
    return (
        node.kind == SCALAR
        and node.style in ("", "'", '"')
        and not node.tag
        and not node.anchor
        and _PLAIN.fullmatch(node.text) is not None
        and resolve_plain(node.text) == node.text
        and node.end - node.start == len(node.text) + 2 * len(node.style)
        and not is_for_people(node.text)
    )


def told(data: Any, own: Mapping[str, str]) -> Any:
    """Plain data with the values of another user in the place of one's own."""
    if isinstance(data, str):
        return own.get(data, data)
    if isinstance(data, Mapping):
        return {key: told(value, own) for key, value in data.items()}
    return [told(each, own) for each in data] if isinstance(data, list) else data


def told_text(text: str, own: Mapping[str, str]) -> str:
    """The same for text in which the values are written."""
    return _any_of(tuple(own)).sub(lambda found: own[found[0]], text) if own else text


@lru_cache(64)
def _any_of(values: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(values, key=len, reverse=True))))
