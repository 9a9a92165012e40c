"""Our `NamedTuple` makes what typing's makes, for every class of the package."""

import copy
import inspect
import pickle
import sys
import typing
from importlib import import_module
from typing import Any

import pytest
from test_imports import SOURCES

from kubeconv.gate import value
from kubeconv.gate.value import NamedTuple, Value

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 14), reason="it is typing's own there")

for name in SOURCES:
    if name != "kubeconv.__main__":
        import_module(name)

CLASSES: list[Any] = [each for each in Value.__subclasses__() if each.__module__.startswith("kubeconv.")]


def twin_of(made: Any) -> Any:
    """The same class, made by typing."""
    body = {"__annotations__": dict.fromkeys(made._fields, Any), "__module__": made.__module__}
    return typing.NamedTupleMeta(made.__name__, (typing._NamedTuple,), {**body, **made._field_defaults})  # type: ignore[attr-defined]


def signature(made: Any) -> list[tuple[str, Any]]:
    return [(each.name, each.default) for each in inspect.signature(made).parameters.values()]


def test_there_are_classes() -> None:
    assert len(CLASSES) > 150


@pytest.mark.parametrize("made", CLASSES, ids=lambda made: made.__name__)
def test_a_class_is_what_typing_makes_of_it(made: Any) -> None:
    twin = twin_of(made)
    for name in ("_fields", "_field_defaults", "__match_args__"):
        assert getattr(made, name) == getattr(twin, name)
    assert signature(made) == signature(twin)
    values = [*range(len(made._fields))]
    own: Any = made(*values)
    other = twin(*values)
    assert own == other == made(**dict(zip(made._fields, values, strict=True))) == made._make(values) == tuple(values)
    assert [getattr(own, name) for name in made._fields] == values
    assert own._asdict() == other._asdict()
    assert hash(own) == hash(other)
    if made.__repr__ is Value.__repr__:
        assert repr(own) == repr(other)
    assert tuple in made.__mro__
    assert not hasattr(own, "__dict__")
    for name in made._fields[:1]:
        assert own._replace(**{name: "x"}) == other._replace(**{name: "x"})
        with pytest.raises(AttributeError):
            setattr(own, name, "x")
    assert type(copy.copy(own)) is made
    needed = len(made._fields) - len(made._field_defaults)
    for wrong in ([*values, 0], values[: needed - 1] if needed else [*values, 0, 0]):
        with pytest.raises(TypeError):
            made(*wrong)
    for make in (own._replace, other._replace):
        with pytest.raises((TypeError, ValueError)):
            make(no_field=0)
    with pytest.raises(TypeError):
        made._make([*values, 0])


class Pair(NamedTuple):
    """A pair."""

    first: int
    second: "str | None" = None

    def __str__(self) -> str:
        return super().__str__() + "!"

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


class Triple(Pair):
    pass


def test_it_is_a_class_like_any_other() -> None:
    pair = pickle.loads(pickle.dumps(Pair(1)))
    assert (type(pair), pair, pair.both, str(pair)) == (Pair, (1, None), "1None", "Pair(first=1, second=None)!")
    assert (Pair.__doc__, Pair.__module__, Pair.__qualname__) == ("A pair.", __name__, "Pair")
    assert (type(Triple(1)), Triple(1)._replace(second="x").both) == (Triple, "1x")
    assert typing.get_type_hints(Pair) == {"first": int, "second": str | None}
    match pair:
        case Pair(first, None):
            assert first == 1
        case _:
            pytest.fail("it is matched by its fields")
    assert value.NamedTuple is NamedTuple
