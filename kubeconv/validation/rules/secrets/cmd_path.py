"""An auth provider names a program to run.

`cmd-path` and `cmd-args` in the config of an auth provider are a program that the client runs for a token: kubectl
before 1.26 does so for the provider gcp, other clients still do. It runs as you, with your rights. Use an exec
plugin instead.

Bad:

    users:
    - name: u
      user:
        auth-provider:
          name: oidc
          config:
            client-id: kubernetes
            idp-issuer-url: https://issuer.example
            refresh-token: sample
            cmd-path: /opt/login

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: gke-gcloud-auth-plugin

Since: kubectl 1.4, ended for kubectl by 1.26 (https://nvd.nist.gov/vuln/detail/CVE-2022-24817)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_command, quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import get
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.command import conversion, spelt

CODE: Final = "KC505"
NAME: Final = "cmd-path"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

#: What gcloud wrote until 2022: no surprise, and another rule tells that the provider is gone.
_USUAL: Final = ("gcloud", "gcloud.cmd", "gcloud.exe")


def check(case: Case) -> Iterator[Hit]:
    """Each cmd-path."""
    for user in case.kubeconfig.users_with("auth-provider"):
        provider = user.auth_provider
        if provider is None or not (path := provider.config.get("cmd-path")):
            continue
        node = get(get(provider.node, "config"), "cmd-path") or provider.node
        is_usual = provider.name == "gcp" and path.replace("\\", "/").rpartition("/")[2].lower() in _USUAL
        yield Hit(
            node.span,
            f"user {quoted_name(user.name)}: cmd-path makes clients run {quoted_command(path)} for a token",
            f"{spelt(case, conversion())}, which makes it an exec plugin" if is_usual
            else "delete cmd-path and cmd-args, and use an exec plugin",
            Subject("user", user.name),
            "info" if is_usual else "warning",
            command=conversion() if is_usual else (),
        )  # fmt: skip
