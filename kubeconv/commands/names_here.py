"""The names in the kubeconfigs that a command line is about, for completion: what cannot be read has none, and nothing is said."""

import os
from collections.abc import Mapping, Sequence

from kubeconv.gate import shown
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, Paths, find, is_file
from kubeconv.machine.load import load_files


def names_here(files: Sequence[str], kubeconfig: str | None) -> dict[str, dict[str, str]]:
    """The names of `contexts`, `users` and `clusters`, each with a few words on it; of those files, or those in effect. No name
    is among them that has the shape of a secret, or holds what a terminal obeys."""
    found: dict[str, dict[str, str]] = {"contexts": {}, "users": {}, "clusters": {}}
    named = [_expanded(path) for path in files if path != STANDARD_INPUT]
    try:
        paths = find(named, _expanded(kubeconfig) if kubeconfig else None, os.environ)
    except FileProblem:
        return found
    readable = tuple(path for path in paths.files if path != STANDARD_INPUT and is_file(path))
    views = [each.kubeconfig for each in load_files(Paths(readable, paths.merged)) if each.kubeconfig]
    current = next((view.current_context for view in views if view.current_context), "")
    for view in views:
        for kind, names in _names_of(view, current).items():
            for name, about in names.items():
                if name and shown.name(name) == name:
                    found[kind].setdefault(name, about)
    return found


def _names_of(view: Kubeconfig, current: str) -> Mapping[str, Mapping[str, str]]:
    contexts = view.contexts_by_name.values()
    return {
        "contexts": {
            each.name: f"{'current, ' if each.name == current else ''}{shown.name(each.user)} on {shown.name(each.cluster)}"
            for each in contexts
        },
        "users": {user.name: "user" for user in view.users},
        "clusters": dict.fromkeys(view.clusters_by_name, "cluster"),
    }


def _expanded(path: str) -> str:
    """As the shell will expand it: the word is still as it was typed."""
    return os.path.expandvars(os.path.expanduser(path))
