"""Calls of known plugins that print no credential, whatever the network says."""

from collections.abc import Mapping, Sequence

import pytest

from kubeconv.auth.token_commands import TOKEN_COMMANDS, no_credential

EKS = ("eks", "get-token")
OIDC = ("get-token", "--oidc-issuer-url=https://i.example", "--oidc-client-id", "k")
DOCTL = ("kubernetes", "cluster", "kubeconfig", "exec-credential", "--version=v1beta1", "--context=default")

CALLS: list[tuple[str, Sequence[str], Mapping[str, str], str]] = [
    ("aws", (*EKS, "--cluster-name", "c"), {}, ""),
    ("/usr/local/bin/aws", ("--region", "eu-west-1", *EKS, "--cluster-name=c", "--output", "json"), {}, ""),
    ("aws", ("--profile", "eks", *EKS, "--cluster-id", "c"), {}, ""),
    ("aws", ("--no-verify-ssl", *EKS, "--cluster-id", "c"), {}, ""),
    ("aws", ("--some-new-switch", *EKS, "--cluster-id", "c"), {}, ""),
    ("aws", ("eks", "update-kubeconfig", "--name", "c"), {}, "command"),
    ("aws", ("sts", "get-caller-identity"), {}, "command"),
    ("aws", (), {}, "command"),
    ("aws.exe", EKS, {}, "missing"),
    ("aws", (*EKS, "--cluster-name", ""), {}, "missing"),
    ("aws", (*EKS, "--cluster-name", "c", "--cluster-id", "i"), {}, "exclusive"),
    ("aws", (*EKS, "--cluster-name", "c", "--output", "text"), {}, "other-output"),
    ("aws", (*EKS, "--cluster-name", "c", "--query", "status.token"), {}, "other-output"),
    ("aws-iam-authenticator", ("token", "-i", "c"), {}, ""),
    ("aws-iam-authenticator", ("token", "-ic"), {}, ""),
    ("aws-iam-authenticator", ("-i", "c", "token"), {}, ""),
    ("aws-iam-authenticator", ("token",), {"KUBERNETES_AWS_AUTHENTICATOR_CLUSTER_ID": "c"}, ""),
    ("aws-iam-authenticator", ("token", "-c", "file"), {}, ""),
    ("aws-iam-authenticator", ("token", "--role", "r"), {}, "missing"),
    ("aws-iam-authenticator", ("token", "-i", "c", "--token-only"), {}, "other-output"),
    ("aws-iam-authenticator", ("verify", "-i", "c"), {}, "command"),
    ("gke-gcloud-auth-plugin", (), {}, ""),
    ("gke-gcloud-auth-plugin", ("--use_application_default_credentials",), {}, ""),
    ("gke-gcloud-auth-plugin", ("--version",), {}, "other-output"),
    ("gke-gcloud-auth-plugin", ("--use_edge_cloud", "--project=p"), {}, "missing"),
    ("gke-gcloud-auth-plugin", ("--use_edge_cloud=false", "--project=p"), {}, ""),
    ("gke-gcloud-auth-plugin", ("--use_edge_cloud", "--project=p", "--location", "l", "--cluster=c"), {}, ""),
    ("doctl", (*DOCTL, "id"), {}, ""),
    ("doctl", ("k8s", "c", "cfg", "exec-credential", "--version", "v1beta1", "id"), {}, ""),
    ("doctl", ("k8s", "c", "cfg", "exec-credential", "id"), {}, "missing"),
    ("doctl", (*DOCTL, "id", "other"), {}, "missing"),
    ("doctl", DOCTL, {}, "missing"),
    ("doctl", ("kubernetes", "cluster", "kubeconfig", "save", "id"), {}, "command"),
    ("kubectl-oidc_login", OIDC, {}, ""),
    ("kubectl", ("oidc-login", *OIDC), {}, ""),
    ("kubelogin", OIDC, {}, ""),
    ("kubectl", ("oidc-login", "get-token", "--oidc-issuer-url=https://i.example"), {}, "missing"),
    ("kubectl", ("oidc-login", "setup"), {}, "command"),
    ("kubelogin", ("get-token", "--login", "spn"), {}, ""),
    ("kubelogin", ("convert-kubeconfig", "-l", "spn"), {}, "command"),
    ("kubelogin", ("get-token", "--help"), {}, "command"),
    ("kubelogin", ("--version",), {}, "command"),
    ("kubelogin", (), {}, "command"),
    (
        "oci",
        ("ce", "cluster", "generate-token", "--cluster-id", "ocid1.cluster.oc1..x", "--region", "eu-zurich-1"),
        {},
        "",
    ),
    ("oci", ("--profile", "P", "--debug", "ce", "cluster", "generate-token", "--cluster-id", "x"), {}, ""),
    ("oci", ("ce", "cluster", "generate-token"), {}, ""),
    ("oci", ("ce", "cluster", "create-kubeconfig", "--cluster-id", "x"), {}, "command"),
    ("oci", ("ce", "cluster", "generate-token", "--help"), {}, "other-output"),
    ("oci", (), {}, "command"),
    ("pinniped", ("login", "oidc", "--issuer", "i"), {}, ""),
    ("pinniped", ("get", "kubeconfig"), {}, "command"),
    ("rancher", ("token", "--server=s", "--user=u"), {}, ""),
    ("rancher", ("kubectl",), {}, "command"),
    ("my-plugin", (), {}, ""),
]


@pytest.mark.parametrize(("command", "arguments", "variables", "kind"), CALLS)
def test_what_prints_no_credential(
    command: str, arguments: Sequence[str], variables: Mapping[str, str], kind: str
) -> None:
    found = no_credential(command, arguments, variables)
    assert (found.kind if found else "") == kind


def test_every_subcommand_and_needed_value_is_asked_for() -> None:
    for program, asked in TOKEN_COMMANDS.items():
        if asked.words:
            found = no_credential(program, (), {})
            assert found is not None
            assert found.words == tuple(names[0] for names in asked.words)
