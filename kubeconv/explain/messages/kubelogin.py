"""What Azure's kubelogin says, and what others say if it is missing or is another program."""

from typing import Final

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.explain.messages.message import Message
from kubeconv.explain.messages.missing import not_found
from kubeconv.releases.table import OLDEST_KUBELOGIN

_CONVERTER: Final = "https://github.com/Azure/kubelogin/blob/main/pkg/internal/converter/convert.go"
_PLUGIN: Final = "https://github.com/Azure/kubelogin/tree/main/pkg/internal/token"
_INSTALL: Final = "https://azure.github.io/kubelogin/install.html"
#: Flags that some release lacks.
_LATER_FLAGS: Final = [name for name, flag in FLAGS.items() if flag.since != OLDEST_KUBELOGIN]
#: Other programs have flags of these names too.
_COMMON_FLAGS: Final = {"cache-dir", "client-certificate", "subscription", "timeout"}

MESSAGES: Final = (
    Message(
        "kubelogin-lacks-flag",
        (
            *(f"unknown flag: --{flag}" for flag in sorted({*_LATER_FLAGS} - _COMMON_FLAGS)),
            'unknown command "remove-cache-dir" for "kubelogin"',
        ),
        "The kubelogin on PATH does not have this flag or command yet.",
        "Azure's kubelogin got it in a later release than the one that ran; remove-cache-dir came with 0.2.0 and was "
        "remove-tokens before.",
        "Update kubelogin.",
        "https://github.com/Azure/kubelogin/blob/main/CHANGELOG.md",
        ("az aks install-cli", "type -a kubelogin", "kubelogin --version", "kubeconv versions"),
        affects=("kubelogin",),
        rule="KC323",
    ),
    Message(
        "wrong-kubelogin",
        (
            "unknown shorthand flag: 'l' in -l",
            'unknown command "convert-kubeconfig"',
            "unknown flag: --environment",
            "unknown flag: --server-id",
            "unknown flag: --login",
        ),
        "The kubelogin on PATH is another program: int128's OIDC helper.",
        "Two programs have this name. Some package managers install int128's as kubelogin; AKS needs Azure's.",
        "Install Azure's kubelogin, and put its folder first on PATH; the other one also works under the name "
        "kubectl-oidc_login.",
        "https://github.com/Azure/kubelogin/issues/280",
        ("az aks install-cli", "type -a kubelogin", "kubelogin --version"),
        affects=("kubelogin",),
        rule="KC328",
    ),
    Message(
        "kubelogin-keychain",
        ("The specified item could not be found in the keychain",),
        "kubelogin cannot find its token in the macOS keychain.",
        "The cached login is damaged, or several kubelogins ran at once; releases before 0.2.17 cannot recover.",
        "Update kubelogin, and clear its cache.",
        "https://github.com/Azure/kubelogin/issues/743",
        ("kubelogin --version", "kubelogin remove-cache-dir"),
        affects=("kubelogin",),
    ),
    Message(
        "kubelogin-argument-required",
        (
            "--client-id is required",
            "--tenant-id is required",
            "client ID cannot be empty",
            "create azure pipelines credential: no client ID specified",
            "tenant ID is required for azurepipelines login method",
        ),
        "kubelogin lacks the client id, tenant id or server id.",
        "The file was converted to azurecli before (az since 2.78 does that by itself), which drops client id and "
        "tenant id; converting it back needs them again. kubeconv fills in the ids of AKS and asks only for the "
        "tenant.",
        "Give what is missing, or fetch the kubeconfig again.",
        _CONVERTER,
        (
            "az account show --query tenantId",
            "kubeconv convert {file}[ --context {context}] -l devicecode --tenant-id {tenant}",
        ),
        affects=("kubelogin",),
        rule="KC320",
    ),
    Message(
        "kubelogin-credential-missing",
        (
            "client secret cannot be empty",
            "client certificate cannot be empty",
            "username cannot be empty",
            "password cannot be empty",
            "federated token file cannot be empty",
            "both clientSecret and clientcert cannot be empty",
            "either ACTIONS_ID_TOKEN_REQUEST_TOKEN and ACTIONS_ID_TOKEN_REQUEST_URL environment variables have to be set",
        ),
        "kubelogin has no secret, certificate, password or token file for its login mode.",
        "The login modes spn, ropc and workloadidentity take them from arguments or from variables, and neither is "
        "set here.",
        "Set the variable of the login mode.",
        _PLUGIN,
        (
            "export AZURE_CLIENT_ID=... AZURE_CLIENT_SECRET=...",
            "export AZURE_USERNAME=... AZURE_PASSWORD=...",
            "export AZURE_FEDERATED_TOKEN_FILE=...",
        ),
        affects=("kubelogin spn", "kubelogin ropc", "kubelogin workloadidentity"),
        rule="KC320",
        alternatives=True,
    ),
    Message(
        "kubelogin-login-mode",
        ("is not a supported login method",),
        "kubelogin does not know the login mode.",
        "It is misspelt, set by AAD_LOGIN_METHOD in the shell, or newer than the kubelogin on PATH.",
        "Choose a login mode that it has, or update it.",
        "https://github.com/Azure/kubelogin/blob/main/pkg/internal/token/options.go",
        ("unset AAD_LOGIN_METHOD", "kubelogin --version", "kubeconv convert {file}[ --context {context}] -l azurecli"),
        affects=("kubelogin",),
        rule="KC322",
    ),
    Message(
        "kubelogin-pop",
        (
            "if enabling pop token mode, please provide the pop-claims flag",
            "pop-enabled flag is required to use the PoP token",
            "required u-claim not provided for PoP token flow",
            "failed to parse PoP token claims",
            "unable to parse PoP claims:",
            "number of pop claims is invalid:",
            "is required when specifying --pop-claims",
            "is required when specifying --pop-enabled",
        ),
        "--pop-enabled and --pop-claims are incomplete.",
        "A proof-of-possession token (Azure Arc) needs both flags, and claims that name the cluster as u=.",
        "Give both, or neither.",
        "https://github.com/Azure/kubelogin/blob/main/pkg/internal/token/options.go",
        (
            "kubeconv convert {file}[ --context {context}][ -l {login_mode}] --pop-enabled --pop-claims u={cluster_id}",
            "kubeconv convert {file}[ --context {context}][ -l {login_mode}] --no-pop-enabled",
        ),
        affects=("kubelogin",),
        rule="KC335",
        alternatives=True,
    ),
    Message(
        "kubelogin-authority-host",
        ("should have a trailing slash", 'authority host "{host}" is not valid', "authorityHost cannot be empty"),
        "kubelogin refuses the authority host.",
        "It comes from --authority-host or AZURE_AUTHORITY_HOST, and must be a URL that ends with a slash.",
        "Correct it.",
        "https://github.com/Azure/kubelogin/blob/main/pkg/internal/token/options.go",
        (
            "unset AZURE_AUTHORITY_HOST",
            "kubeconv convert {file}[ --context {context}][ -l {login_mode}] --authority-host "
            "https://login.microsoftonline.com/",
        ),
        affects=("kubelogin workloadidentity", "kubelogin"),
        rule="KC332",
        alternatives=True,
    ),
    Message(
        "kubelogin-no-context",
        ('no context exists with the name: "{context}"',),
        "No context has the name {context}.",
        "kubelogin convert-kubeconfig, kubectl config use-context and kubectx say it: the name is misspelt, or the context is "
        "in a file that is not read.",
        "Use a context that exists.",
        _CONVERTER,
        ("kubectl config get-contexts", "kubeconv detect {file}"),
    ),
    Message(
        "kubelogin-cannot-load",
        ("unable to load kubeconfig:",),
        "kubelogin convert-kubeconfig cannot read the kubeconfig.",
        "It reads all files of $KUBECONFIG, and one bad file stops it.",
        "See what is wrong with it.",
        _CONVERTER,
        ("kubeconv validate {file}",),
        wraps=1,
    ),
    Message(
        "kubelogin-exec-version",
        ("api version: {version} is not supported",),
        "kubelogin does not speak the apiVersion {version} of the exec plugin.",
        "The kubeconfig asks for a version of the credential API that this kubelogin does not have.",
        "Use v1beta1, or update kubelogin.",
        "https://github.com/Azure/kubelogin/blob/main/pkg/internal/token/execCredentialWriter.go",
        ("kubelogin --version", "kubeconv validate {file}"),
        affects=("kubelogin",),
    ),
    Message(
        "kubelogin-not-found",
        (
            *not_found("kubelogin"),
            "kubelogin is not installed which is required to connect to AAD enabled cluster",
        ),
        "kubelogin is not on PATH.",
        "The user logs in with the exec plugin kubelogin, and the program that ran (kubectl, helm, k9s, an IDE) does "
        "not find it. Under sudo, cron, snap or a desktop the PATH is another one.",
        "Install Azure's kubelogin, and make sure that its folder is on the PATH of that program.",
        _INSTALL,
        ("az aks install-cli", "kubelogin --version"),
        affects=("kubelogin",),
        rule="KC305",
    ),
)
