"""What is in force for a file, and where it comes from; and the keys of a configuration, for its manual."""

from collections.abc import Iterable, Iterator
from typing import Any

from kubeconv.gate.shown import line as line_of
from kubeconv.gate.shown import name as name_of
from kubeconv.gate.shown import path_of
from kubeconv.gate.value import NamedTuple
from kubeconv.report.line import Line
from kubeconv.report.place import shown
from kubeconv.report.table import ANYWHERE, Column, Screen, markdown, table
from kubeconv.settings.keys import KEYS, texts
from kubeconv.settings.settings import Origin, Settings

_COLUMNS = (Column("KEY"), Column("VALUE", least=16), Column("FROM", least=16))


class InUse(NamedTuple):
    """One value: its key, its name in a table of names, what it is, and who says so; None for what nobody says."""

    key: str
    name: str
    value: str | list[str]
    origin: Origin | None


def in_use(settings: Settings | None) -> Iterator[InUse]:
    """Every key with what is in force, a row for each name of a table."""
    for name, key in KEYS.items():
        value = settings.values.get(name) if settings is not None else None
        if settings is None or value is None:
            yield InUse(name, "", key.default, None)
        elif isinstance(value, dict):
            for inner, each in value.items():
                found = texts(each) if key.shape == "table of lists" else str(each)
                yield InUse(name, inner, found, settings.origin(name, inner))
        else:
            found = texts(value) if key.shape == "list" else str(value)
            yield InUse(name, "", found, settings.origin(name))


def names(settings: Iterable[Settings | None]) -> Iterator[Line]:
    """The keys, those that name somebody with the name."""
    for key in dict.fromkeys(_key(row) for each in settings for row in in_use(each)):
        yield [(key, "")]


def lines(path: str, settings: Settings | None, screen: Screen = ANYWHERE) -> Iterator[Line]:
    """What is in force for one file, as a table; `path` is '' for the working folder."""
    whose = f"{shown(path)}: " if path else ""
    yield [(f"{whose}{screen.path(path_of(settings.path)) if settings is not None else 'no configuration'}", "place")]
    rows = []
    for each in in_use(settings):
        value = each.value if isinstance(each.value, str) else ", ".join(map(name_of, each.value))
        rows.append([_key(each), line_of(value), screen.path(str(each.origin)) if each.origin else "default"])
    yield from table(_COLUMNS, rows, screen)


def _key(each: InUse) -> str:
    return f"{each.key}.{_quoted(each.name)}" if each.name else each.key


def as_data(path: str, settings: Settings | None) -> dict[str, Any]:
    """The same as it is in JSON."""
    return {
        "file": path or None,
        "config": settings.path if settings is not None else None,
        "values": [
            {
                "key": each.key,
                "name": each.name or None,
                "value": each.value,
                "from": {"path": each.origin.path, "line": each.origin.line} if each.origin else None,
            }
            for each in in_use(settings)
        ],
    }


def manual() -> str:
    """The keys as a table in Markdown."""
    rows = [
        [f"`{name}`", key.shape, key.what, key.by, f"`{'; '.join(key.example.splitlines())}`"]
        for name, key in KEYS.items()
    ]
    return markdown(["Key", "Value", "Meaning", "Used by", "Example"], rows)


def _quoted(name: str) -> str:
    return f'"{name_of(name)}"'
