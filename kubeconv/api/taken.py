"""What the functions of the library take: the bytes or the text of a kubeconfig, or the path of one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

from kubeconv.kubeconfig.view import Kubeconfig, read
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version, parse_version
from kubeconv.tree.finding import Finding, Refused
from kubeconv.tree.source import Source

#: The content of a kubeconfig, or the path of one as a `pathlib.Path`: a plain string is always content.
Data: TypeAlias = bytes | str | os.PathLike[str]


def content(data: object, function: str, what: str = "a kubeconfig") -> bytes:
    """The bytes that are meant. Raises TypeError for what is none of the three, FileProblem for a file that cannot be read."""
    if isinstance(data, bytes):
        return data
    if isinstance(data, str):
        try:
            return data.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            return data.encode("utf-8", "surrogatepass")
    if isinstance(data, os.PathLike):
        from kubeconv.machine import files

        return files.read(os.fsdecode(data))
    raise TypeError(
        f"kubeconv.{function} takes the bytes or the text of {what}, or a pathlib.Path to it, not {_kind(data)}"
    )


def _kind(data: object) -> str:
    return "None" if data is None else type(data).__name__


def source_of(data: object, name: str, function: str) -> Source:
    """The same as a text; a path is called by itself unless `name` says otherwise."""
    if text(name, function, "name") == "-" and isinstance(data, os.PathLike):
        name = os.fsdecode(data)
    return Source(content(data, function), name)


def kubeconfig_of(data: object, name: str, function: str) -> Kubeconfig:
    """The same with its nodes. Raises Refused."""
    source = source_of(data, name, function)
    with placing(source):
        return read(source)


@contextmanager
def placing(source: Source) -> Iterator[None]:
    """Whatever is refused meanwhile says on which line and in which column."""
    try:
        yield
    except Refused as refused:
        raise Refused(placed(source, refused.finding)) from None


def placed(source: Source, finding: Finding) -> Finding:
    """A finding with its line and column."""
    line, column = source.position(finding.span.start) if finding.span else (0, 0)
    folded = tuple(placed(source, each) for each in finding.folded)
    return finding._replace(line=line, column=column, folded=folded)


def text(value: object, function: str, name: str) -> str:
    """One word. Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError(f"kubeconv.{function} takes a string as {name}, not {_kind(value)}")
    return value


def texts(values: object, function: str, name: str) -> tuple[str, ...]:
    """A list of words. Raises TypeError for anything else."""
    if isinstance(values, str) or not hasattr(values, "__iter__") or not all(isinstance(each, str) for each in values):
        raise TypeError(f"kubeconv.{function} takes a list of strings as {name}, not {_kind(values)}")
    return tuple(values)


def release(version: object, function: str, name: str = "kubectl") -> Version:
    """The release that is meant; None is the newest kubectl. Raises TypeError for what is no string, ValueError for another."""
    if version is None:
        return NEWEST_KUBECTL
    if not isinstance(version, str):
        raise TypeError(f"kubeconv.{function} takes a version such as '1.30' as {name}, not {_kind(version)}")
    return parse_version(version)
