"""Exec plugins that answer in the version they are asked for, and since when: these need not ask for v1alpha1."""

from collections.abc import Mapping, Sequence
from typing import Final

#: Program to the first release that speaks client.authentication.k8s.io/v1beta1.
#: aws: https://github.com/aws/aws-cli/blob/develop/CHANGELOG.rst (1.23.9); aws-iam-authenticator, doctl, kubelogin and
#: kubectl-oidc_login: their release notes on GitHub.
SPEAK_V1BETA1: Final[Mapping[str, str]] = {
    "aws": "1.23.9 (2.6.3 of version 2)",
    "aws-iam-authenticator": "0.5.4",
    "doctl": "1.72.0",
    "gke-gcloud-auth-plugin": "0.1.0",
    "kubectl-oidc_login": "1.11.0",
    "kubelogin": "0.0.1",
}


def speaks_v1beta1(command: str, arguments: Sequence[str]) -> str | None:
    """The first release of a plugin that speaks v1beta1; None for a plugin that is not known to."""
    program = command.replace("\\", "/").rpartition("/")[2].removesuffix(".exe")
    if program == "kubectl" and arguments[:1] == ("oidc-login",):
        program = "kubectl-oidc_login"
    return SPEAK_V1BETA1.get(program)
