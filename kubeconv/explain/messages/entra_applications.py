"""AADSTS codes about devices, applications, addresses and assertions."""

from typing import Final

from kubeconv.explain.messages.entra import code
from kubeconv.explain.messages.message import Message

_CODES: Final = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"

MESSAGES: Final = (
    Message(
        "entra-device-not-managed",
        code(530003, 530002, 530004, 530021, 530022, 700003, 135011, 50127, 50129, 50155, 50187),
        "Conditional Access lets in only devices that the organization manages (AADSTS530003).",
        "This device is not joined, not compliant or disabled in the tenant, or the way of logging in cannot show it: device "
        "codes, WSL, containers and remote machines never do.",
        "Log in on a managed device, with its browser or its broker (az login on Windows), and let kubelogin take the token "
        "of az.",
        "https://azure.github.io/kubelogin/known-issues.html",
        (
            "kubeconv convert {file}[ --context {context}] -l interactive",
            "kubeconv convert {file}[ --context {context}] -l azurecli",
        ),
        affects=("kubelogin", "azure"),
        rule="KC324",
        alternatives=True,
    ),
    Message(
        "entra-assertion-expired",
        code(700024, 500133, 50013, 50027),
        "The token of the workload or pipeline was used too late or too early (AADSTS700024).",
        "Federated tokens live for minutes (GitHub's five): az or kubelogin used one again that has expired. Else the clock "
        "of this machine is wrong.",
        "Get a new one right before use: log in to az again in this job, or use workloadidentity, which asks for a new one "
        "each time.",
        "https://github.com/Azure/kubelogin/issues/239",
        ("date -u", "kubeconv convert {file}[ --context {context}] -l workloadidentity"),
        affects=("kubelogin azurecli", "kubelogin workloadidentity", "kubelogin"),
    ),
    Message(
        "entra-redirect-address",
        code(50011, 500113, 900971),
        "The application does not allow the address to which the browser returns (AADSTS50011).",
        "The login mode interactive uses http://localhost; the app registration of --client-id does not list it among its "
        "redirect URIs for mobile and desktop applications.",
        "Add it there, give another with --redirect-url, or use another login mode.",
        _CODES,
        (
            "az ad app show --id {client_id} --query publicClient.redirectUris",
            "kubeconv convert {file}[ --context {context}] -l devicecode",
        ),
        affects=("kubelogin interactive", "kubelogin"),
        alternatives=True,
    ),
    Message(
        "entra-no-tenant-given",
        code(50059, 50128, 90019, 900144),
        "The login names no tenant (AADSTS50059).",
        "--tenant-id is missing or empty, so Entra ID cannot tell in which directory to look.",
        "Give the tenant of the cluster.",
        _CODES,
        (
            "az account show --query tenantId",
            "kubeconv convert {file}[ --context {context}][ -l {login_mode}] --tenant-id {tenant}",
        ),
        affects=("kubelogin", "azure"),
        rule="KC320",
    ),
    Message(
        "entra-single-tenant",
        code(50194),
        "The application belongs to one tenant only, and was asked in another or in /common (AADSTS50194).",
        "--tenant-id is not that of the app registration of --client-id.",
        "Give the tenant of the application.",
        _CODES,
        ("kubeconv convert {file}[ --context {context}][ -l {login_mode}] --tenant-id {tenant}",),
        affects=("kubelogin", "azure"),
    ),
    Message(
        "entra-disabled-application",
        code(7000112, 7000113, 500014, 7000114),
        "The application, or its service principal, is disabled (AADSTS7000112, 500014).",
        "An administrator of the tenant has turned sign-ins off, or the app may not be used for this.",
        "Ask an administrator of the tenant to enable it, or use another client id.",
        _CODES,
        ("kubeconv detect {file}",),
        affects=("kubelogin", "azure"),
    ),
    Message(
        "entra-no-service-principal",
        code(7000229, 650052),
        "The application has no service principal in the tenant (AADSTS7000229, 650052).",
        "The app registration exists in another tenant, and nobody has added it to this one; or the tenant has no subscription "
        "for the service.",
        "Use the client id of the cluster, or create the service principal.",
        _CODES,
        ("kubeconv validate {file}", "az ad sp create --id {client_id}"),
        affects=("kubelogin", "azure"),
        alternatives=True,
    ),
    Message(
        "entra-first-party",
        code(65002),
        "The client id is of an application of Microsoft that may not ask for this server (AADSTS65002).",
        "The --client-id and --server-id do not belong together: with the AKS server id use the AKS client id, with a server "
        "application of your own a client of your own.",
        "Compare both with what az aks show says.",
        _CODES,
        ("kubeconv validate {file}", "az aks show --resource-group {group} --name {cluster} --query aadProfile"),
        affects=("kubelogin", "azure"),
    ),
    Message(
        "entra-wrong-scope",
        code(70011, 28002, 28003, 1002012, 901002),
        "The requested scope is not valid (AADSTS70011).",
        "The server id is empty, has blanks or quotes in it, or is a URL where an id is needed.",
        "Correct --server-id; for AKS it is 6dae42f8-4368-4678-94ff-3960e28e3630.",
        _CODES,
        ("kubeconv validate {file}",),
        affects=("kubelogin", "azure"),
        rule="KC334",
    ),
    Message(
        "entra-bad-request",
        code(900561, 9002313, 90014, 900432, 70001, 700054),
        "Microsoft Entra ID could not make sense of the request (AADSTS900561, 9002313, 90014).",
        "A value is missing or damaged: a client id, a secret or an assertion with quotes, blanks or line ends in it; or the "
        "stored login is of an older release.",
        "Look at the arguments, clear the cache, and log in again.",
        _CODES,
        ("kubeconv validate {file}", "kubelogin remove-cache-dir", "az account clear", "az login --tenant {tenant}"),
        affects=("kubelogin", "azure"),
    ),
)
