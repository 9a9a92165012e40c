"""The home folder, as kubectl finds it."""

import os
from collections.abc import Mapping


def home(environment: Mapping[str, str]) -> str:
    """Where the folder .kube is, or would be made, '' for the current folder; on Windows several variables may say it, and a
    kubeconfig that is there decides. https://pkg.go.dev/k8s.io/client-go/util/homedir"""
    if os.name != "nt":
        return environment.get("HOME", "")
    named, profile = environment.get("HOME", ""), environment.get("USERPROFILE", "")
    drive, path = environment.get("HOMEDRIVE", ""), environment.get("HOMEPATH", "")
    placed = drive + path if drive and path else ""
    for each in filter(None, (named, placed, profile)):
        if os.path.exists(os.path.join(each, ".kube", "config")):
            return each
    usual = [each for each in (named, profile, placed) if each]
    there = [each for each in usual if os.path.isdir(each)]
    return next((each for each in (*filter(_is_writable, there), *there, *usual)), "")


def _is_writable(folder: str) -> bool:
    return os.access(folder, os.W_OK)
