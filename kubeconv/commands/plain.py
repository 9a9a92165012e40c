"""typer's command and group, with a short cut for plain values: text, switches and lists of text.

From 0.29 on, typer builds a pydantic adapter for each option, even for one that is absent. That doubles the time of a run,
although a plain value comes out as it went in. All other values, such as a number that is given, typer reads itself.
"""

from collections.abc import Callable, Sequence, Set
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

from kubeconv.gate.value import NamedTuple


class PlainCommand(TyperCommand):
    """A command that takes plain values as they are. `respelt` gets its arguments, and the options without a value, first."""

    respelt: Callable[[Sequence[str], Set[str]], list[str]] | None = None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The rest of the arguments after the options."""
        if self.respelt is not None:
            switches = (param for param in self.get_params(ctx) if getattr(param, "is_flag", False))
            args = self.respelt(args, {name for switch in switches for name in (*switch.opts, *switch.secondary_opts)})
        return super().parse_args(ctx, args)

    def get_params(self, ctx: Any) -> list[Any]:
        """Its arguments and options, with the one for the help."""
        return _with_short_cut(super().get_params(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The end of the usage line. Some releases of typer put brackets of their own around those of an argument."""
        arguments = [each.metavar or "" for each in self.params if each.param_type_name == "argument"]
        return [self.options_metavar or "", *arguments]


class PlainGroup(TyperGroup):
    """A group whose own options take plain values as they are."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its options, with the one for the help."""
        return _with_short_cut(super().get_params(ctx))


def _with_short_cut(params: list[Any]) -> list[Any]:
    for param in params:
        of_typer = getattr(param, "get_runtime_param", None)  # typer has this seam since 0.29
        if of_typer and not isinstance(param.__dict__.get("get_runtime_param"), _ShortCut):
            param.get_runtime_param = _ShortCut(of_typer)
    return params


class _ShortCut(NamedTuple):
    """What stands in for a `RuntimeParam` of typer, and for the method that makes one."""

    of_typer: Callable[[], Any]

    def __call__(self) -> "_ShortCut":
        return self

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        wanted = param.type_descriptor.annotation
        is_text = wanted is str and isinstance(value, str)
        are_texts = wanted == list[str] and several and all(isinstance(each, str) for each in value)
        if value is param.default or is_text or are_texts:
            return value
        return self.of_typer().coerce(value, param=param, ctx=ctx)


def number_wanted(param: Any) -> str:
    """What an option takes that was given something else, in words. Before 0.29 typer's options have a click type."""
    descriptor = getattr(param, "type_descriptor", None)
    kind, bounds = (str(descriptor.annotation), param) if descriptor else (param.type.name, param.type)
    wanted = next((words for part, words in _NUMBERS.items() if part in kind), "another value")
    least = getattr(bounds, "min", None)
    return wanted if least is None else f"{wanted}, at least {least}"


#: Part of the name of a type to what it takes.
_NUMBERS: Final = {"int": "a whole number", "float": "a number"}
