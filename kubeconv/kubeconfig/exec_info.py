"""What a client tells an exec plugin in KUBERNETES_EXEC_INFO, as far as the file chose it.

https://kubernetes.io/docs/reference/config-api/client-authentication.v1/#client-authentication-k8s-io-v1-Cluster (`config`)
"""

from functools import lru_cache
from typing import Any, Final

from kubeconv.gate.secret import MASK
from kubeconv.gate.words import is_secret_flag
from kubeconv.kubeconfig.data import json_value
from kubeconv.kubeconfig.view import Cluster, Exec
from kubeconv.tree.node import Node, get, items, string, value_of

VARIABLE: Final = "KUBERNETES_EXEC_INFO"
#: The extension of a cluster that holds settings for its plugin.
EXTENSION: Final = "client.authentication.k8s.io/exec"


def settings_for_plugin(exec_: Exec, cluster: Cluster | None) -> Node | None:
    """The settings that the plugin gets with what it is told of the cluster; None if it gets none."""
    asks = value_of(exec_.fields, "provideClusterInfo")
    if cluster is None or cluster.body is None or asks is None or asks.text.lower() in _NO:
        return None
    return _settings_in(cluster.body)


@lru_cache(1024)  # many contexts may have one cluster, and that many extensions
def _settings_in(cluster: Node) -> Node | None:
    extensions = items(get(cluster, "extensions"))
    return next((get(each, "extension") for each in extensions if string(get(each, "name")) == EXTENSION), None)


def in_json(settings: Node) -> str:
    """The settings as the plugin gets them, without what is called a secret."""
    import json

    try:
        return json.dumps(_open(json_value(settings)), separators=(",", ":"), ensure_ascii=False)
    except RecursionError:
        return "…"  # nested deeper than anybody could read


def _open(value: Any, *, is_secret: bool = False) -> Any:
    if isinstance(value, dict):
        return {name: _open(each, is_secret=is_secret or is_secret_flag(name)) for name, each in value.items()}
    if isinstance(value, list):
        return [_open(each, is_secret=is_secret) for each in value]
    return MASK if is_secret else value


#: How false is written; anything else that is no truth value is refused with the file.
_NO: Final = ("false", "no", "off", "n")
