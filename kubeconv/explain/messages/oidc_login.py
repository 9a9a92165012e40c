"""What int128's kubelogin says, the OIDC helper that is also called kubectl oidc-login."""

from typing import Final

from kubeconv.explain.messages.message import Message

_OIDC: Final = "https://github.com/int128/kubelogin/blob/master/pkg"

MESSAGES: Final = (
    Message(
        "wrong-kubelogin-for-oidc",
        ("unknown flag: --oidc-issuer-url", "unknown flag: --oidc-client-id"),
        "The kubelogin on PATH is Azure's, and the login is meant for int128's OIDC helper.",
        "Two programs have this name.",
        "Install int128's as kubectl-oidc_login, and let the user call kubectl oidc-login.",
        "https://github.com/int128/kubelogin#setup",
        ("kubectl krew install oidc-login",),
        affects=("exec",),
        rule="KC328",
    ),
    Message(
        "oidc-login-arguments",
        ("--oidc-issuer-url is missing", "--oidc-client-id is missing"),
        "int128's kubelogin lacks its issuer or client id.",
        "The arguments of the exec plugin are incomplete, or were meant for Azure's kubelogin.",
        "Add --oidc-issuer-url and --oidc-client-id to the args of the user, or install Azure's kubelogin.",
        f"{_OIDC}/cmd/get_token.go",
        ("kubectl oidc-login setup --oidc-issuer-url={issuer} --oidc-client-id={client_id}", "kubelogin --version"),
        affects=("exec", "kubelogin"),
        rule="KC328",
    ),
    Message(
        "oidc-login-discovery",
        ("oidc discovery error:",),
        "int128's kubelogin cannot read the discovery document of the issuer.",
        "The issuer URL is wrong (it must equal the issuer in the document), not reachable, or its certificate is not "
        "trusted.",
        "Open the URL with /.well-known/openid-configuration after it; name its CA with --certificate-authority.",
        f"{_OIDC}/oidc/client/factory.go",
        ("curl {issuer}/.well-known/openid-configuration",),
    ),
    Message(
        "oidc-login-cache",
        ("invalid token cache (you may need to remove)", "could not lock the token cache"),
        "The token cache of int128's kubelogin is damaged or locked.",
        "A run was killed, or two ran at once.",
        "Clean the cache and log in again.",
        f"{_OIDC}/usecases/credentialplugin/get_token.go",
        ("kubectl oidc-login clean",),
    ),
    Message(
        "oidc-login-not-installed",
        ('unknown command "oidc-login" for "kubectl"',),
        "kubectl has no oidc-login: int128's kubelogin is not installed under that name.",
        "The user calls kubectl oidc-login, which is a program kubectl-oidc_login on PATH.",
        "Install it.",
        "https://github.com/int128/kubelogin#setup",
        ("kubectl krew install oidc-login",),
        affects=("kubectl-oidc_login",),
    ),
)
