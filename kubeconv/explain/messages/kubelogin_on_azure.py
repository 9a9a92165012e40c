"""What kubelogin says where no person logs in: in pipelines, in pods, on machines with an identity, as a service principal."""

from typing import Final

from kubeconv.explain.messages.message import Message

MESSAGES: Final = (
    Message(
        "kubelogin-github-token",
        (
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN or ACTIONS_ID_TOKEN_REQUEST_URL is not set",
            "unable to parse ACTIONS_ID_TOKEN_REQUEST_URL",
            "github actions ID token request failed with status code",
            "github actions ID token is empty",
        ),
        "The GitHub workflow may not ask for a token.",
        "kubelogin logs in with the token of the workflow, which needs the permission id-token: write.",
        "Add to the job: permissions, with id-token: write and contents: read.",
        "https://github.com/Azure/kubelogin/blob/main/pkg/internal/token/githubactionscredential.go",
        affects=("kubelogin",),
    ),
    Message(
        "kubelogin-pipelines-token",
        ("SYSTEM_ACCESSTOKEN environment variable not set", "environment variable SYSTEM_ACCESSTOKEN not set"),
        "The pipeline does not hand its token to kubelogin.",
        "The login mode azurepipelines reads SYSTEM_ACCESSTOKEN, which you must map in the step.",
        "Add to the step: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken).",
        "https://azure.github.io/kubelogin/concepts/login-modes/azurepipelines.html",
        affects=("kubelogin azurepipelines",),
    ),
    Message(
        "kubelogin-pipelines-connection",
        (
            "no service connection ID specified",
            "--azure-pipelines-service-connection-id is required",
        ),
        "kubelogin does not know the service connection of the pipeline.",
        "The login mode azurepipelines asks Azure Pipelines for a token of one service connection, whose id it must be given.",
        "Name the connection: its id is resourceId in the address of its page, in the settings of the project.",
        "https://azure.github.io/kubelogin/concepts/login-modes/azurepipelines.html",
        (
            "kubeconv convert {file}[ --context {context}] -l azurepipelines --azure-pipelines-service-connection-id "
            "{connection_id}",
        ),
        affects=("kubelogin azurepipelines",),
        rule="KC320",
    ),
    Message(
        "kubelogin-no-pipeline",
        (
            "no value for environment variable SYSTEM_OIDCREQUESTURI",
            "environment variable SYSTEM_OIDCREQUESTURI not set",
        ),
        "kubelogin does not run in a job of Azure Pipelines, or in one that has no service connection.",
        "The login mode azurepipelines needs SYSTEM_OIDCREQUESTURI, which Azure Pipelines sets by itself. It is not set on "
        "other machines, nor in a container of the job that does not get its variables.",
        "Outside of a pipeline use another login mode; in a container hand the variable on.",
        "https://azure.github.io/kubelogin/concepts/login-modes/azurepipelines.html",
        ("kubeconv convert {file}[ --context {context}] -l azurecli",),
        affects=("kubelogin azurepipelines",),
    ),
    Message(
        "kubelogin-not-a-tenant",
        ("invalid tenantID. You can locate your tenantID",),
        "The tenant id of the login is missing, or is no tenant id.",
        "It is an id such as 11111111-1111-1111-1111-111111111111 or a domain name; a placeholder, a blank or a path is none.",
        "Give the right one; az knows it.",
        "https://learn.microsoft.com/partner-center/find-ids-and-domain-names",
        (
            "az account show --query tenantId",
            "kubeconv convert {file}[ --context {context}][ -l {login_mode}] --tenant-id {tenant}",
        ),
        affects=("kubelogin",),
        rule="KC320",
    ),
    Message(
        "managed-identity-ambiguous",
        (
            "Multiple user assigned identities exist",
            "no default identity is assigned to this resource",
        ),
        "Azure does not know which managed identity is meant.",
        "This machine has several user-assigned identities, or only such and no system-assigned one: then none is the default.",
        "Name the identity by its client id.",
        "https://azure.github.io/kubelogin/concepts/login-modes/msi.html",
        ("kubeconv convert {file}[ --context {context}] -l msi --client-id {client_id}",),
        affects=("kubelogin msi",),
    ),
    Message(
        "managed-identity",
        (
            "failed to create managed identity credential",
            "ManagedIdentityCredential authentication failed",
            "no response received from the managed identity endpoint",
            "managed identity timed out",
            "the requested identity isn't assigned to this resource",
        ),
        "This machine has no managed identity that kubelogin can use.",
        "The login mode msi works on Azure machines with an identity only; several identities need --client-id.",
        "Assign one, name it, or use another login mode.",
        "https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/TROUBLESHOOTING.md",
        (
            "kubeconv convert {file}[ --context {context}] -l msi --client-id {client_id}",
            "kubeconv convert {file}[ --context {context}] -l azurecli",
        ),
        affects=("kubelogin msi",),
        alternatives=True,
    ),
    Message(
        "kubelogin-two-credentials",
        ("client secret and client certificate cannot be set at the same time",),
        "The service principal has a secret and a certificate, and kubelogin takes only one of them.",
        "One stands in the args of the user, the other in a variable (AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH, or "
        "AAD_SERVICE_PRINCIPAL_...). Newer releases take the certificate without a word.",
        "Remove one of the two.",
        "https://azure.github.io/kubelogin/concepts/login-modes/sp.html",
        ("unset AZURE_CLIENT_SECRET", "unset AZURE_CLIENT_CERTIFICATE_PATH"),
        affects=("kubelogin spn",),
        alternatives=True,
    ),
)
