"""A list of kubeconfigs as one, as client-go merges the files of `$KUBECONFIG`: of two entries of a name the first counts, as
a whole, and so does the first current context.

https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/loader.go (Load, RelativizePaths)
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from kubeconv.api.taken import kubeconfig_of
from kubeconv.api.view import Cluster, Context, Exec, Kubeconfig, User, view_of
from kubeconv.kubeconfig.data import data as data_of
from kubeconv.machine.files import is_missing
from kubeconv.tree.source import Source

_Entry = TypeVar("_Entry", Cluster, User, Context)


def merged(files: Iterable[object], function: str) -> Kubeconfig:
    """The view of all files together, its entries in the order of their names."""
    views = [*_views(files, function)]
    extensions: dict[str, object] = {}
    for each in reversed(views):
        extensions |= each.extensions
    current = next((each.current_context for each in views if each.current_context), "")
    return Kubeconfig(
        _first(entry for each in views for entry in each.clusters),
        _first(entry for each in views for entry in each.users),
        _first(entry for each in views for entry in each.contexts),
        current,
        {name: extensions[name] for name in sorted(extensions)},
        Source(b"", os.pathsep.join(each.source.name for each in views)),
    )


def _views(files: Iterable[object], function: str) -> Iterator[Kubeconfig]:
    for data in files:
        if isinstance(data, os.PathLike) and is_missing(os.fspath(data)):
            continue
        found = kubeconfig_of(data, "-", function)
        view = view_of(data_of(found.document.root), found.source)
        yield _resolved(view, os.path.dirname(os.path.abspath(data))) if isinstance(data, os.PathLike) else view


def _first(entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
    found: dict[str, _Entry] = {}
    for each in entries:
        found.setdefault(each.name, each)
    return tuple(found[name] for name in sorted(found, key=str.encode))


def _resolved(view: Kubeconfig, folder: str) -> Kubeconfig:
    """The same with relative paths as they are meant: from the folder of the file on."""

    def path(text: str) -> str:
        return os.path.normpath(os.path.join(folder, text)) if text and not os.path.isabs(text) else text

    def of_exec(exec_: Exec | None) -> Exec | None:
        is_path = exec_ is not None and os.sep in exec_.command
        return replace(exec_, command=path(exec_.command)) if exec_ is not None and is_path else exec_

    clusters = (replace(each, certificate_authority=path(each.certificate_authority)) for each in view.clusters)
    users = (
        replace(
            each,
            client_certificate=path(each.client_certificate),
            client_key=path(each.client_key),
            token_file=path(each.token_file),
            exec=of_exec(each.exec),
        )
        for each in view.users
    )
    return replace(view, clusters=tuple(clusters), users=tuple(users))
