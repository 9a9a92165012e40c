"""`typing.NamedTuple`, made in a third of the time: it compiles a function and looks at each annotation for every class, and a
run makes a hundred classes before it does anything. What is made is the same, see tests/test_value.py.
"""

import sys
from _collections import _tuplegetter  # type: ignore[import-not-found] # as collections does
from collections.abc import Callable, Iterable
from functools import partial
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

_T = TypeVar("_T")


def quick(of: type[_T]) -> Callable[[tuple[Any, ...]], _T]:
    """What makes such a value of a tuple of all its fields: in half the time, for what there are a hundred thousand of."""
    return cast("Callable[[tuple[Any, ...]], _T]", partial(tuple.__new__, of))


class Value(tuple[Any, ...]):
    """What all these classes have: the methods of a named tuple."""

    __slots__ = ()
    _fields = cast("tuple[str, ...]", ())

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Any:
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **changes: Any) -> Any:
        made = tuple.__new__(type(self), map(changes.pop, self._fields, self))
        if changes:
            raise TypeError(f"Got unexpected field names: {[*changes]!r}")
        return made

    __replace__ = _replace

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({values})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


_GLOBALS: Final[dict[str, Any]] = {"_new": tuple.__new__, "__builtins__": {}}
#: A function for each number of fields; that of a class differs in their names only.
_makers: dict[int, CodeType] = {}


def _maker(fields: tuple[str, ...], defaults: tuple[Any, ...]) -> FunctionType:
    number = len(fields)
    if number not in _makers:
        names = "".join(f"_{each}, " for each in range(number))
        made: FunctionType = eval(f"lambda _cls, {names}: _new(_cls, ({names}))", _GLOBALS)  # noqa: S307 - all of it is above
        _makers[number] = made.__code__
    return FunctionType(_makers[number].replace(co_varnames=("_cls", *fields)), _GLOBALS, "__new__", defaults)


#: What gives the field in each place; all classes have the same ones.
_getters: list[Any] = []


class _Meta(type):
    """Makes a class with a body of annotations into a subclass of `Value`."""

    def __new__(cls, name: str, _bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        types = body.get("__annotations__", {})
        fields = tuple(types)
        defaults = {each: body[each] for each in fields if each in body}
        maker = _maker(fields, tuple(defaults.values()))
        maker.__annotations__ = types
        while len(_getters) < len(fields):
            _getters.append(_tuplegetter(len(_getters), f"Alias for field number {len(_getters)}"))
        body.update(zip(fields, _getters, strict=False))
        body.update(
            _fields=fields, _field_defaults=defaults, __match_args__=fields, __new__=maker, __slots__=()
        )  # fmt: skip
        return type.__new__(type, name, (Value,), body)


if TYPE_CHECKING or sys.version_info >= (3, 14):  # there annotations are only looked at if somebody asks
    from typing import NamedTuple as NamedTuple
else:
    NamedTuple = type.__new__(_Meta, "NamedTuple", (), {})
