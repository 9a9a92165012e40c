"""What a configuration says, each value with its place."""

import os
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, Final

from kubeconv.conversion.options import ClusterMode
from kubeconv.gate import called
from kubeconv.gate.choices import did_you_mean, one_of
from kubeconv.gate.shown import path_of, plain, quoted, quoted_name, rule
from kubeconv.gate.value import NamedTuple
from kubeconv.machine.config_files import SHARED, absolute
from kubeconv.machine.files import STANDARD_INPUT, FileProblem
from kubeconv.releases.version import Version, parse_version
from kubeconv.settings import toml
from kubeconv.settings.keys import KEYS, RULES, names_in, problems, tables, texts
from kubeconv.settings.toml import NotToml, Toml
from kubeconv.tree.finding import Severity
from kubeconv.validation.rule import TeamPolicy

_SECTION: Final = ("tool", "kubeconv")


class Origin(NamedTuple):
    """Where a value comes from: a file and its line."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{path_of(self.path)}:{self.line}"


class Settings:
    """What one configuration says. `values` are by key, dotted as in `KEYS`: what is not there is not said."""

    def __init__(self, path: str, values: Mapping[str, Any], read: Toml) -> None:
        self.path, self.values = path, values
        self._toml = read

    def __repr__(self) -> str:
        return f"Settings({self.path!r}, {[*self.values]})"

    def origin(self, key: str, name: str = "") -> Origin:
        """Where a key stands, or a name in its table."""
        return Origin(self.path, _line(self._toml, self.path, key, name))

    def listed(self, key: str) -> list[str]:
        """The texts of a key that holds a list."""
        return texts(self.values.get(key, []))

    def text(self, key: str) -> str:
        """The text of a key; '' if it is not there."""
        return str(self.values.get(key, ""))

    @cached_property
    def kubectls(self) -> list[Version]:
        """The kubectls that are in use."""
        return [*dict.fromkeys(map(parse_version, self.listed("kubectl")))]

    @property
    def severities(self) -> Mapping[str, Severity]:
        """How bad the findings of a rule are."""
        found: Mapping[str, Severity] = self.values.get("severity", {})
        return found

    def ignored_in(self, path: str) -> list[str]:
        """The rules that are not for one file."""
        if path == STANDARD_INPUT:
            return []
        own = absolute(path)
        names = [os.path.basename(own), own.replace(os.sep, "/")]
        folder = os.path.dirname(absolute(self.path)).rstrip(os.sep) + os.sep
        if own.startswith(folder):
            names.append(own.removeprefix(folder).replace(os.sep, "/"))
        return [
            rule
            for pattern, rules in self.values.get("per-file-ignores", {}).items()
            if any(fnmatchcase(name, pattern) for name in names)
            for rule in texts(rules)
        ]

    @cached_property
    def cluster_modes(self) -> tuple[ClusterMode, ...]:
        """The login modes for clusters."""
        modes: Mapping[str, str] = self.values.get("login-modes", {})
        return tuple(
            ClusterMode(glob, mode, str(self.origin("login-modes", glob))) for glob, mode in modes.items()
        )  # fmt: skip

    @cached_property
    def policy(self) -> TeamPolicy | None:
        """What is forbidden; None if nothing is."""
        said = [key for key in KEYS if key.startswith("policy.") and self.listed(key)]
        if not said:
            return None
        forbid, modes, plugins = (self.listed(f"policy.{name}") for name in ("forbid", "login-modes", "plugins"))
        return TeamPolicy(forbid, modes, plugins, os.path.basename(self.path))


def read_settings(path: str, data: bytes) -> Settings | None:
    """What a configuration says; None for a pyproject.toml without one. Raises FileProblem, with the line, for what is none."""
    is_shared = os.path.basename(path) == SHARED
    if is_shared and not re.search(rb"kubeconv", data):
        return None
    try:
        read = toml.read(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise FileProblem(path, "is not UTF-8", _help()) from None
    except NotToml as error:
        if is_shared and not re.search(rb"tool\W{1,3}kubeconv", data):
            return None
        raise _problem(path, error.line, str(error)) from None
    top: object = read.data
    for name in _SECTION if is_shared else ():
        top = top.get(name) if isinstance(top, dict) else None
    if top is None:
        return None
    if not isinstance(top, dict):
        raise _problem(path, read.line(_SECTION), "tool.kubeconv is not a table")
    return Settings(path, _values(path, top, read), read)


def _values(path: str, top: Mapping[str, Any], read: Toml) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in top.items():
        _refuse_unknown(path, read, name)
        if name not in tables():
            values[name] = value
            continue
        if not isinstance(value, dict):
            raise _problem(path, _line(read, path, name), f"{name} is not a table")
        for inner, each in value.items():
            _refuse_unknown(path, read, inner, name)
            values[f"{name}.{inner}"] = each
    for name, value in values.items():
        for inner, wrong in problems(KEYS[name], value):
            whose = name
            if inner:
                whose += f", {quoted(rule(inner)) if KEYS[name].name is RULES else quoted_name(inner)}"
            raise _problem(path, _line(read, path, name, inner), f"{whose}: {wrong}")
    return values


def _refuse_unknown(path: str, read: Toml, name: str, table: str = "") -> None:
    known = names_in(table)
    if name in known:
        return
    whose = f" of {table}" if table else ""
    message = f"{quoted(plain(name))} is not a key{whose}{did_you_mean(name, known)}; use {one_of(known)}"
    if name == _SECTION[0] and not table:
        message = f"write the keys without [tool.kubeconv], which is for {SHARED} only"
    raise _problem(path, _line(read, path, f"{table}.{name}" if table else name), message)


def _line(read: Toml, path: str, key: str, name: str = "") -> int:
    names: Sequence[str] = (*key.split(".", 1), *([name] if name else []))
    section = _SECTION if os.path.basename(path) == SHARED else ()
    return read.line((*section, *names))


def _problem(path: str, line: int, message: str) -> FileProblem:
    return FileProblem(f"{path}:{line}" if line else path, message, _help())


def _help() -> str:
    return f"see docs/configuration.md, or {called.program()} config --format json for what is in force"
