"""Kubeconfigs made of Python data, converted, and read again: what the tests of the conversion are written with."""

from collections.abc import Mapping
from typing import Any

import yaml

import kubeconv
from kubeconv.auth.azure import AKS_CLIENT, AKS_SERVER
from kubeconv.conversion.users import Conversion, Outcome

TENANT = "11111111-1111-4111-8111-111111111111"
IDS = ["--server-id", AKS_SERVER, "--client-id", AKS_CLIENT, "--tenant-id", TENANT]
CONFIG = {"apiserver-id": AKS_SERVER, "client-id": AKS_CLIENT, "tenant-id": TENANT, "config-mode": "1"}


def legacy(**config: str | None) -> dict[str, Any]:
    """A legacy user; a value of None takes a key out."""
    changed = {**CONFIG, **{key.replace("_", "-"): value for key, value in config.items()}}
    return {
        "auth-provider": {
            "name": "azure",
            "config": {key: value for key, value in changed.items() if value is not None},
        }
    }


def plugin(mode: str, *args: str, **settings: Any) -> dict[str, Any]:
    """A user of kubelogin."""
    api_version = "client.authentication.k8s.io/v1beta1"
    words = ["get-token", "--login", mode, *args]
    return {
        "exec": {"apiVersion": api_version, "command": "kubelogin", "args": words, "installHint": "hint", **settings}
    }


def file_of(contexts: Mapping[str, str] | None = None, **users: Any) -> bytes:
    """A kubeconfig with these users; contexts are name to user."""
    data = {
        "contexts": [{"name": name, "context": {"user": user}} for name, user in (contexts or {}).items()],
        "users": [{"name": name, "user": body} for name, body in users.items()],
    }
    return yaml.safe_dump(data, sort_keys=False).encode()


def users_of(conversion: Conversion) -> dict[str, Any]:
    return {entry["name"]: entry["user"] for entry in yaml.safe_load(conversion.data)["users"]}


def one(body: Any, **asked: Any) -> tuple[Outcome, dict[str, Any]]:
    """Convert a file of one user: its outcome, and its new body."""
    conversion = kubeconv.convert(file_of(me=body), **asked)
    return conversion.outcomes[0], users_of(conversion)["me"]


def args_of(body: dict[str, Any]) -> list[str]:
    return list(body["exec"]["args"])


def said(outcome: Outcome) -> str:
    return "; ".join((outcome.reason, outcome.help, *outcome.notes))
