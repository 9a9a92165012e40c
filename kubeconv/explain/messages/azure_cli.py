"""What az says: `az aks get-credentials`, and az if kubelogin asks it for a token."""

from typing import Final

from kubeconv.explain.messages.message import Message
from kubeconv.explain.messages.missing import not_found

_GET_CREDENTIALS: Final = (
    "https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/acs/custom.py"
)
_AZIDENTITY: Final = "https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/TROUBLESHOOTING.md"

MESSAGES: Final = (
    Message(
        "az-not-logged-in",
        (
            "Please run 'az login' to setup account",
            "Please run 'az login' to set up an account",
        ),
        "Nobody is logged in to az.",
        "The login mode azurecli takes the token of az, and az has none. Under sudo, in a container or with another "
        "AZURE_CONFIG_DIR it is another az than the one you logged in to.",
        "Log in, as the same user.",
        _AZIDENTITY,
        ("az login", "az account show"),
        affects=("kubelogin azurecli",),
    ),
    Message(
        "az-not-on-path",
        ("Azure CLI not found on path", *not_found("az")),
        "kubelogin cannot find az.",
        "The login mode azurecli runs az, which is not installed or not on the PATH of the program that starts "
        "kubectl.",
        "Install az, or choose a login mode that does not need it.",
        _AZIDENTITY,
        ("kubeconv convert {file}[ --context {context}] -l devicecode",),
        affects=("kubelogin azurecli",),
    ),
    Message(
        "azd-not-ready",
        (
            "Azure Developer CLI not found on path",
            "Please run 'azd auth login'",
            "run `azd auth login` to login",
            "executing command azd auth token failed",
            "reauthentication required, run `azd auth login",
            "login expired, run `azd auth login",
        ),
        "kubelogin gets no token from azd.",
        "The login mode azd runs azd, which is not installed or not logged in, or whose login has expired.",
        "Log in, or choose another login mode.",
        _AZIDENTITY,
        ("azd auth login", "kubeconv convert {file}[ --context {context}] -l azurecli"),
        affects=("kubelogin azd",),
        alternatives=True,
    ),
    Message(
        "az-other-object",
        (
            "A different object named {entry} already exists in {place} in your kubeconfig file",
            "A different object named {entry} already exists in your kubeconfig file",
            "A different object named {entry} already exists in clusters",
            "A different object named {entry} already exists in users",
            "A different object named {entry} already exists in contexts",
        ),
        "The kubeconfig already has an entry named {entry}, with different content.",
        "The cluster was created again, or another one has the same name; az does not replace an entry by itself.",
        "Replace the old entry, or keep both under two names.",
        _GET_CREDENTIALS,
        (
            "az aks get-credentials --resource-group {group} --name {cluster} --overwrite-existing",
            "az aks get-credentials --resource-group {group} --name {cluster} --context {other_name}",
        ),
        alternatives=True,
    ),
    Message(
        "az-relative-file",
        ("Error running kubelogin: [Errno 2] No such file or directory: ''",),
        "az did not convert the kubeconfig: its -f has no folder in it.",
        "Since 2.78 az runs kubelogin in the folder of the file, which for -f config is ''. The file was written, "
        "with the device code login.",
        "Convert it, or use -f with a folder: -f ./config.",
        "https://github.com/Azure/azure-cli/issues/34091",
        ("kubeconv convert {file}[ --context {context}] -l azurecli",),
        since="azure-cli 2.78.0",
        affects=("kubelogin devicecode",),
    ),
    Message(
        "az-cannot-convert",
        ("Failed to convert kubeconfig with kubelogin:", "Error running kubelogin:"),
        "az could not convert the kubeconfig it fetched.",
        "Since 2.78 az runs kubelogin convert-kubeconfig -l azurecli after get-credentials. It converts the file of "
        "$KUBECONFIG or ~/.kube/config, whatever -f says; here kubelogin failed. The fetched file exists.",
        "Convert it; another kubelogin (int128's) may be the one on PATH.",
        _GET_CREDENTIALS,
        ("kubelogin --version", "kubeconv convert {file}[ --context {context}] -l azurecli"),
        since="azure-cli 2.78.0",
        affects=("kubelogin devicecode",),
        wraps=1,
    ),
    Message(
        "az-wants-kubelogin",
        ("The kubeconfig uses devicecode authentication which requires kubelogin",),
        "The fetched kubeconfig needs kubelogin, which is not on PATH.",
        "Clusters with Kubernetes 1.24 or newer use kubelogin to log in; since 2.78 az looks for it.",
        "Install kubelogin.",
        _GET_CREDENTIALS,
        ("az aks install-cli", "kubeconv convert {file}[ --context {context}] -l azurecli"),
        since="azure-cli 2.78.0",
        affects=("kubelogin devicecode",),
    ),
    Message(
        "az-permissions",
        ("It should be readable and writable only by its owner",),
        "Others may read the kubeconfig.",
        "Anyone who reads it has the logins in it. This is a warning: az continued.",
        "Remove the permission.",
        _GET_CREDENTIALS,
        ("chmod 600 {file}",),
        rule="KC502",
        wraps=1,
    ),
    Message(
        "az-symbolic-link",
        ("is a symbolic link. Refusing to write to prevent symlink-following attacks",),
        "az does not write a kubeconfig through a symbolic link.",
        "Since 2.86 az aks get-credentials refuses it.",
        "Use -f with the file that the link points to, or merge by hand.",
        _GET_CREDENTIALS,
        ("az aks get-credentials --resource-group {resource_group} --name {aks_cluster} -f {target}",),
        since="azure-cli 2.86.0",
    ),
)
