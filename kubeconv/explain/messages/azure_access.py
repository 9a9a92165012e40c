"""What az says if it may not, cannot or will not fetch a kubeconfig or a token, and what Azure answers."""

from typing import Final

from kubeconv.explain.messages.message import Message

_HELPERS: Final = "https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/acs/custom.py"
_LOCAL: Final = "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad"

MESSAGES: Final = (
    Message(
        "aks-local-accounts-disabled",
        (
            "Getting static credential is not allowed because this cluster is set to disable local accounts",
            "Getting static credential isn't allowed because this cluster is set to disable local accounts",
            "cluster is set to disable local accounts",
        ),
        "The cluster has no admin kubeconfig: its local accounts are disabled.",
        "az aks get-credentials --admin, kube_admin_config of Terraform and older tools ask for the certificate of a local "
        "account. Only logins with Microsoft Entra ID are left.",
        "Fetch the kubeconfig without --admin and log in through kubelogin; your account needs a role for the cluster.",
        _LOCAL,
        (
            "az aks get-credentials --resource-group {group} --name {cluster} --overwrite-existing",
            "kubeconv convert {file}[ --context {context}] -l azurecli",
        ),
        affects=("client-certificate", "kubelogin devicecode"),
    ),
    Message(
        "az-cannot-merge",
        (
            "No such key '{key}' in existing config",
            "in merge_kubernetes_configurations",
            "in _handle_merge",
            "k8s_get_credentials_internal",
            "in _print_or_merge_credentials",
            "merge_kubernetes_configurations(",
        ),
        "az cannot add the cluster to the existing kubeconfig.",
        "The existing file is empty, is no kubeconfig, or lacks one of the lists clusters, users and contexts, or an entry in "
        "them has no name. Older az show a traceback (KeyError, NoneType) instead of a sentence.",
        "See what is wrong with the file; or write the new kubeconfig to another file.",
        _HELPERS,
        (
            "kubeconv validate {file}",
            "az aks get-credentials --resource-group {group} --name {cluster} --file {new_file}",
        ),
    ),
    Message(
        "az-cannot-read-kubeconfig",
        (
            "Error parsing {file} (while ",
            "Error parsing {file} ('utf-8' codec can't decode",
            "Permission denied when trying to read {file}. Please ensure",
            "Permission denied when trying to write to {file}. Please ensure",
            "failed to load credentials from {file}",
            "failed to load additional configuration from {file}",
            "Failed to merge credentials to kube config file",
        ),
        "az cannot read the existing kubeconfig, or not write it.",
        "It is not valid YAML, or belongs to another user.",
        "See what is wrong with it.",
        _HELPERS,
        ("ls -l {file}", "kubeconv validate {file}"),
    ),
    Message(
        "az-quoted-path",
        ("[Errno 22] Invalid argument: '\"",),
        "A path has quotes in it that are no part of its name.",
        'On Windows set KUBECONFIG="C:\\..." puts the quotes into the value; programs then look for a file whose name begins '
        "with one.",
        "Set it without quotes.",
        "https://github.com/Azure/azure-cli/issues/20996",
        ("echo $KUBECONFIG", "export KUBECONFIG={file}"),
    ),
    Message(
        "az-damaged",
        (
            "cannot import name '{name}' from 'azure.",
            "'CredentialResults' object has no attribute 'kubeconfigs'",
            "ModuleNotFoundError: No module named 'azure.",
        ),
        "az is damaged: parts of it are of different releases.",
        "An update was interrupted, an extension (aks-preview) is too old for this az, or pip changed a package of az. The "
        "kubeconfig has nothing to do with it.",
        "Update the extension, then az itself.",
        "https://github.com/Azure/azure-cli/issues/25278",
        ("az extension update --name aks-preview", "az upgrade"),
    ),
    Message(
        "az-not-allowed",
        (
            "'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action'",
            "'Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action'",
            "'Microsoft.ContainerService/managedClusters/accessProfiles/listCredential/action'",
            "'Microsoft.ContainerService/managedClusters/read'",
        ),
        "The account of az may not fetch the kubeconfig of this cluster.",
        "It lacks the role Azure Kubernetes Service Cluster User Role (with --admin: Cluster Admin Role) on the cluster, or is "
        "logged in with another account or tenant than you think.",
        "See who you are, then ask for the role.",
        "https://learn.microsoft.com/azure/aks/control-kubeconfig-access",
        (
            "az account show",
            'az role assignment create --assignee {account} --role "Azure Kubernetes Service Cluster User Role" --scope '
            "{cluster_id}",
        ),
    ),
    Message(
        "az-no-such-cluster",
        (
            "The Resource 'Microsoft.ContainerService/managedClusters/{cluster}' under resource group",
            "Resource group '{group}' could not be found",
            "The subscription '{subscription}' could not be found",
            "doesn't exist in cloud 'AzureCloud'",
        ),
        "az does not find the cluster, its resource group or its subscription.",
        "The name is misspelt, or az is set to another subscription, tenant or cloud than the cluster is in.",
        "Find the cluster, and choose its subscription.",
        "https://learn.microsoft.com/cli/azure/manage-azure-subscriptions-azure-cli",
        (
            "az account list --output table",
            "az account set --subscription {subscription}",
            "az aks list --output table",
        ),
    ),
    Message(
        "az-msi",
        ("Failed to connect to MSI. Please make sure MSI is configured correctly",),
        "az is logged in with a managed identity, and could not get its token.",
        "az login --identity was used, or this is the Cloud Shell, whose identity has no token for AKS; or this machine has no "
        "identity at all.",
        "Log in to az as yourself, or use the identity without az.",
        "https://github.com/Azure/azure-cli/issues/17695",
        ("az login --tenant {tenant}", "kubeconv convert {file}[ --context {context}] -l msi"),
        affects=("kubelogin azurecli",),
        alternatives=True,
    ),
    Message(
        "arc-proxy-token",
        ("Failed to post access token to client proxy", "is not a supported MSI token audience"),
        "az connectedk8s proxy got no token for the proxy of Azure Arc.",
        "az is logged in with a managed identity, or in the Cloud Shell, whose tokens are for a fixed list of audiences.",
        "Log in to az as yourself, then start the proxy again.",
        "https://learn.microsoft.com/azure/azure-arc/kubernetes/cluster-connect",
        ("az login", "az connectedk8s proxy --resource-group {group} --name {cluster}"),
    ),
    Message(
        "az-too-old",
        (
            "az: error: unrecognized arguments: --tenant",
            "unrecognized arguments: --subscription",
            "unrecognized arguments: --scope",
        ),
        "The az on PATH is too old for kubelogin.",
        "kubelogin asks it for a token with az account get-access-token --tenant, which az has since 2020.",
        "Update az; see which one the PATH leads to.",
        "https://github.com/Azure/kubelogin/issues/524",
        ("type -a az", "az upgrade"),
        affects=("kubelogin azurecli",),
    ),
    Message(
        "az-without-cmd",
        ('cmd.exe": file does not exist', "AzureCLICredential: exec: cmd"),
        "kubelogin could not start cmd.exe, through which it runs az on Windows.",
        "The variable SystemRoot, or the PATH, of the program that started kubectl is wrong or was emptied.",
        "Look at the variables of that program; a new terminal mostly has the right ones.",
        "https://github.com/Azure/kubelogin/issues/129",
        ("kubeconv convert {file}[ --context {context}] -l interactive",),
        affects=("kubelogin azurecli",),
    ),
    Message(
        "az-login-again",
        (
            "Interactive authentication is needed. Please run:",
            "does not exist in MSAL token cache. Run `az login`",
            "Can't find token from MSAL cache",
            "No subscription found. Run 'az account set'",
            "Please explicitly log in with:",
            "Decryption failed: [WinError -2146893813]",
        ),
        "az has a login that it can no longer use.",
        "It has expired, was made for another purpose or tenant, or its cache is damaged.",
        "Log in to az again.",
        "https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-troubleshooting",
        ("az account clear", "az login --tenant {tenant}"),
        affects=("kubelogin azurecli",),
    ),
    Message(
        "aks-azure-rbac",
        (
            "Error from server (Forbidden){rest}User does not have access to the resource in Azure. Update role assignment",
            'is forbidden: User "{rest}User does not have access to the resource in Azure. Update role assignment',
            "User does not have access to the resource in Azure. Update role assignment to allow access",
        ),
        "The login works, but Azure RBAC of the cluster gives this account no permission for that.",
        "The cluster asks Azure, not Kubernetes roles: the account needs a role such as Azure Kubernetes Service RBAC Reader "
        "on the cluster or the namespace.",
        "Ask for the role; an assignment takes some minutes to have an effect.",
        "https://learn.microsoft.com/azure/aks/manage-azure-rbac",
        (
            "kubectl auth whoami",
            'az role assignment create --assignee {account} --role "Azure Kubernetes Service RBAC Reader" --scope {cluster_id}',
        ),
        affects=("kubelogin", "azure"),
    ),
)
