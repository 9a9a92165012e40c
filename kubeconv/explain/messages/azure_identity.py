"""What the libraries say with which kubelogin, Terraform and others log in to Azure, and the module Az.Aks of PowerShell."""

from typing import Final

from kubeconv.explain.messages.message import Message
from kubeconv.explain.messages.missing import not_found

_AZIDENTITY: Final = "https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/TROUBLESHOOTING.md"
_AZ_AKS: Final = "https://learn.microsoft.com/powershell/module/az.aks/import-azakscredential"

MESSAGES: Final = (
    Message(
        "azure-default-credential",
        (
            "DefaultAzureCredential: failed to acquire a token",
            "DefaultAzureCredential failed to retrieve a token from the included credentials",
            "DefaultAzureCredential authentication failed",
            "ChainedTokenCredential: failed to acquire a token",
            "ChainedTokenCredential failed to retrieve a token from the included credentials",
            "ChainedTokenCredential authentication failed",
        ),
        "The program tried one login to Azure after the other, and none of them gave a token.",
        "The lines below it say of each why not: no variables AZURE_..., no identity of a pod or a machine, nobody logged in "
        "to az. Only the one that is meant to work here matters. It is not kubelogin that says this, but a program that logs "
        "in by itself.",
        "On your own machine log in to az. In a pipeline set the variables; on Azure give the pod or machine an identity.",
        _AZIDENTITY,
        ("az login --tenant {tenant}", "export AZURE_TENANT_ID=... AZURE_CLIENT_ID=... AZURE_CLIENT_SECRET=..."),
        alternatives=True,
        covers=(
            "azure-environment-credential",
            "kubelogin-workload-identity",
            "managed-identity",
            "az-not-on-path",
            "az-not-logged-in",
            "azd-not-ready",
            "powershell-not-logged-in",
            "kubelogin-no-such-credential",
        ),
    ),
    Message(
        "azure-environment-credential",
        (
            "EnvironmentCredential authentication unavailable",
            "EnvironmentCredential: missing environment variable",
            "EnvironmentCredential: incomplete environment variable configuration",
            "EnvironmentCredential is unavailable",
        ),
        "The variables AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or certificate are not all set.",
        "The login reads all of its values from the environment of the program, and one of them is missing there; a service, "
        "an IDE or a container has another environment than your shell.",
        "Set them, or use another login.",
        _AZIDENTITY,
        (
            "export AZURE_TENANT_ID=... AZURE_CLIENT_ID=... AZURE_CLIENT_SECRET=...",
            "kubeconv convert {file}[ --context {context}] -l azurecli",
        ),
        affects=("kubelogin spn", "kubelogin workloadidentity"),
        alternatives=True,
    ),
    Message(
        "entra-http-call",
        (
            ") error: reply status code was {status}:",
            "authentication failed: server response error",
            "FromAssertion(): http call(",
            "http call(https://login.microsoftonline.com",
            "http call(http://169.254.169.254",
        ),
        "Microsoft Entra ID, or the service for managed identities, refused to give a token.",
        "The answer stands after the status: its code (AADSTS...) or error_description says why, and kubeconv finds none that "
        "it knows. 400 and 401 are a wrong id, secret or identity; 407 and a page of HTML come from a proxy.",
        "Look for error_description in the whole text, and at the ids of the login.",
        "https://github.com/AzureAD/microsoft-authentication-library-for-go/blob/main/apps/internal/oauth/ops/internal/comm/comm.go",
        ("kubeconv detect {file}", "kubeconv validate {file}"),
        affects=("kubelogin",),
        wraps=1,
    ),
    Message(
        "powershell-az-aks-missing",
        not_found("Import-AzAksCredential", "Get-AzAksCluster", "Connect-AzAccount"),
        "PowerShell does not know this command: the module Az.Aks is not installed.",
        "Import-AzAksCredential does for PowerShell what az aks get-credentials does; it comes with the module Az, in its part "
        "Az.Aks, and not with az.",
        "Install the module, or use az.",
        _AZ_AKS,
        (
            "Install-Module -Name Az.Aks -Scope CurrentUser",
            "az aks get-credentials --resource-group {group} --name {cluster}",
        ),
        alternatives=True,
    ),
    Message(
        "powershell-not-logged-in",
        (
            "Run Connect-AzAccount to login",
            "please run Connect-AzAccount to set up your Azure credentials",
            "Please run Connect-AzAccount",
            "AzurePowerShellCredential: Please run",
        ),
        "Nobody is logged in to Azure in this PowerShell.",
        "The modules Az have a login of their own: that of az does not count, nor does that of another user or session.",
        "Log in, then run the command again.",
        "https://learn.microsoft.com/powershell/azure/authenticate-interactive",
        ("Connect-AzAccount -Tenant {tenant}", "Get-AzContext"),
    ),
    Message(
        "powershell-import-refused",
        (
            "Import-AzAksCredential : Operation returned an invalid status code",
            "Import-AzAksCredential : Long running operation failed",
        ),
        "Azure did not give the kubeconfig to Import-AzAksCredential.",
        "Forbidden: the account lacks the role Azure Kubernetes Service Cluster User Role. NotFound: the name, the group or "
        "the subscription is another one. BadRequest, with -Admin: the local accounts of the cluster are disabled.",
        "Choose the subscription and leave out -Admin; or ask for the role.",
        _AZ_AKS,
        ("Get-AzContext", "Set-AzContext -Subscription {subscription}", "az aks list --output table"),
    ),
    Message(
        "powershell-import-cannot-merge",
        (
            "Import-AzAksCredential : The given key",
            "Import-AzAksCredential : Unable to cast object of type",
            "Import-AzAksCredential : Index was out of range",
            "Import-AzAksCredential : Specified argument was out of the range",
        ),
        "Import-AzAksCredential cannot add the cluster to the existing kubeconfig.",
        "The file that exists is empty, is no kubeconfig, or lacks one of the lists clusters, users and contexts. It reads "
        "~/.kube/config, whatever $KUBECONFIG says.",
        "See what is wrong with the file; or write the new kubeconfig to another file with -ConfigPath.",
        _AZ_AKS,
        ("kubeconv validate {file}",),
        rule="KC012",
    ),
)
