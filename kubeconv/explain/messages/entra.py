"""What Microsoft Entra ID answers to kubelogin and az: the AADSTS codes that people meet with a kubeconfig."""

from typing import Final

from kubeconv.explain.messages.message import Message

_CODES: Final = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"
_CONDITIONAL_ACCESS: Final = "https://azure.github.io/kubelogin/known-issues.html"


def code(*codes: int) -> tuple[str, ...]:
    """The patterns of these codes, in prose and in JSON."""
    return tuple(form for number in codes for form in (f"AADSTS{number}", f'"error_codes":[{number}]'))


MESSAGES: Final = (
    Message(
        "entra-conditional-access",
        code(53003, 53000, 53001, 53002, 53004, 53011, 50005, 50131, 50097, 530032, 530033, 530034, 530035),
        "Conditional Access blocked the login (AADSTS53003, 53000, 50131, ...).",
        "A policy of the tenant wants to know the device, and the device code login cannot show it: the browser in "
        "which the code is typed may be on another machine.",
        "Log in with the browser of this machine, or let kubelogin take the token of az.",
        _CONDITIONAL_ACCESS,
        (
            "kubeconv convert {file}[ --context {context}] -l interactive",
            "kubeconv convert {file}[ --context {context}] -l azurecli",
        ),
        affects=("kubelogin devicecode", "azure"),
        rule="KC324",
        alternatives=True,
    ),
    Message(
        "entra-user-not-in-tenant",
        code(50020, 50034, 51004, 50014, 90072, 16000, 16001, 16003, 50197),
        "The account does not exist in the tenant of the cluster (AADSTS50020, 50034, ...).",
        "The browser or az is logged in with an account of another tenant, or the tenant id in the kubeconfig is "
        "wrong.",
        "Log in with an account of the tenant of the cluster, or ask for a guest invitation for this account.",
        _CODES,
        ("kubelogin remove-cache-dir", "az login --tenant {tenant}", "kubeconv detect {file}"),
        affects=("kubelogin", "azure"),
    ),
    Message(
        "entra-unknown-application",
        code(700016, 700011),
        "The client id does not exist in the tenant (AADSTS700016).",
        "The --client-id and the --tenant-id of the login do not belong together: one of them is of another cluster "
        "or tenant.",
        "Compare both with what az aks show says, or fetch the kubeconfig again.",
        _CODES,
        (
            "kubeconv validate {file}",
            "az aks show --resource-group {group} --name {cluster} --query aadProfile",
            "az aks get-credentials --resource-group {group} --name {cluster} --overwrite-existing",
        ),
        affects=("kubelogin", "azure"),
    ),
    Message(
        "entra-unknown-server",
        code(500011, 50001, 650054),
        "The server id is not known in the tenant (AADSTS500011).",
        "The requested audience is not an application of this tenant: a wrong --server-id or --tenant-id, or "
        "--legacy (the spn: prefix) for a cluster with AKS-managed integration.",
        "Check server id and --legacy; kubeconv validate compares them.",
        _CODES,
        ("kubeconv validate {file}", "kubeconv convert {file}[ --context {context}][ -l {login_mode}] --no-legacy"),
        affects=("kubelogin", "azure"),
        rule="KC334",
    ),
    Message(
        "entra-no-consent",
        code(65001, 65004, 65005, 90094, 90095, 650056, 650057),
        "Nobody has allowed the application to use the server (AADSTS65001).",
        "With an app registration of one's own (legacy integration) a person or an administrator has to consent once, and "
        "the client has to list the server among its permissions.",
        "Log in interactively once and accept, or ask an administrator of the tenant for consent.",
        _CODES,
        ("kubeconv convert {file}[ --context {context}] -l interactive",),
        affects=("kubelogin", "azure"),
    ),
    Message(
        "entra-second-factor",
        code(50076, 50079, 50074, 50072, 50078, 50158, 500121, 50161),
        "The login needs a second factor (AADSTS50076, 50079).",
        "A user name and password alone (login mode ropc), or the cached token of az, do not satisfy the tenant.",
        "Log in interactively, where you can answer the second factor.",
        _CODES,
        ("az login --tenant {tenant}", "kubeconv convert {file}[ --context {context}] -l interactive"),
        affects=("kubelogin ropc", "kubelogin azurecli", "kubelogin"),
        alternatives=True,
    ),
    Message(
        "entra-session-expired",
        code(
            70043,
            700082,
            700084,
            700081,
            70008,
            70000,
            50173,
            50132,
            50133,
            50089,
            50058,
            50085,
            50139,
            50143,
            54005,
            700007,
        ),
        "The stored login has expired or was revoked (AADSTS70043, 700082, 50173).",
        "The refresh token of az or kubelogin is too old for a sign-in frequency policy, was not used for long, or "
        "the password has changed.",
        "Log in again.",
        _CODES,
        ("kubelogin remove-cache-dir", "az login --tenant {tenant}"),
        affects=("kubelogin azurecli", "kubelogin", "azure"),
    ),
    Message(
        "entra-wrong-secret",
        code(7000215, 70002),
        "The client secret is wrong (AADSTS7000215).",
        "Often someone copied the id of the secret instead of its value, or AZURE_CLIENT_SECRET of the shell replaces the "
        "one in the kubeconfig.",
        "Give the value of the secret in a variable, not in the file.",
        _CODES,
        ("unset AZURE_CLIENT_SECRET", "export AAD_SERVICE_PRINCIPAL_CLIENT_SECRET=..."),
        affects=("kubelogin spn",),
    ),
    Message(
        "entra-expired-secret",
        code(7000222),
        "The client secret of the service principal has expired (AADSTS7000222).",
        "Secrets of app registrations have an expiry date.",
        "Create a new secret and set it in AAD_SERVICE_PRINCIPAL_CLIENT_SECRET.",
        _CODES,
        ("az ad app credential reset --id {client_id}",),
        affects=("kubelogin spn",),
    ),
    Message(
        "entra-secret-missing",
        code(7000218),
        "The application requires a secret, and none was sent (AADSTS7000218).",
        "The client id is that of a confidential application; device code and interactive need one that allows public "
        "client flows.",
        "Use the client id of the cluster (AKS: 80faf920-1908-4b52-b5ef-a8e7bedfc67a), or the login mode spn with a "
        "secret.",
        _CODES,
        ("kubeconv validate {file}", "kubeconv convert {file}[ --context {context}] -l spn --client-id {client_id}"),
        affects=("kubelogin",),
    ),
    Message(
        "entra-wrong-certificate",
        code(700027, 700023, 700026, 700030, 50012, 50017),
        "The certificate of the service principal is not accepted (AADSTS700027).",
        "The certificate that signed the request is not uploaded to the app registration, or has expired.",
        "Upload it, or name the right file with --client-certificate.",
        "https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/TROUBLESHOOTING.md",
        ("kubeconv convert {file}[ --context {context}] -l spn --client-certificate {certificate}",),
        affects=("kubelogin spn",),
    ),
    Message(
        "entra-federation",
        (*code(70021, 70025, 700211, 700212, 700213, 700223, 700238), "No matching federated identity record found"),
        "No federated credential of the application fits this token (AADSTS70021, 700213).",
        "Issuer, subject or audience of the workload's token differ from the federated credential of the identity.",
        "Compare them, letter for letter.",
        "https://azure.github.io/azure-workload-identity/docs/troubleshooting.html",
        ("az identity federated-credential list --resource-group {group} --identity-name {identity}",),
        affects=("kubelogin workloadidentity",),
    ),
    Message(
        "entra-unknown-tenant",
        code(90002, 900023, 90038, 900021),
        "The tenant id does not exist in this Azure cloud (AADSTS90002).",
        "The --tenant-id is wrong, or --environment names another cloud (public, US government, China) than the "
        "tenant is in.",
        "Correct them.",
        _CODES,
        (
            "az account show --query tenantId",
            "kubeconv convert {file}[ --context {context}][ -l {login_mode}] --tenant-id {tenant}",
        ),
        affects=("kubelogin", "azure"),
    ),
    Message(
        "entra-wrong-password",
        code(50126, 50055, 50056, 50057, 50053, 50064, 50144),
        "The user name or the password is wrong or expired, or the account is locked or disabled (AADSTS50126, 50055, 50053).",
        "The login mode ropc sends the password of a person; AZURE_USERNAME and AZURE_PASSWORD of the shell replace "
        "those in the kubeconfig.",
        "Correct them, or use another login mode.",
        _CODES,
        ("kubeconv convert {file}[ --context {context}] -l azurecli",),
        affects=("kubelogin ropc",),
    ),
    Message(
        "entra-not-assigned",
        code(50105),
        "The account is not assigned to the application (AADSTS50105).",
        "The app registration of the cluster lets in only assigned users and groups.",
        "Ask its owner for an assignment.",
        _CODES,
        affects=("kubelogin", "azure"),
    ),
    Message(
        "entra-device-code-pending",
        (*code(70016, 70022), "authorization_pending"),
        "The device code has not been entered yet (AADSTS70016).",
        "kubelogin asks again and again until somebody enters the code in a browser; this is what it hears meanwhile. If it is "
        "the last line, the program that called it did not wait, or nobody saw the code.",
        "Run kubectl on a terminal and enter the code, or use a login mode without one.",
        "https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code",
        ("kubectl get nodes[ --context {context}]", "kubeconv convert {file}[ --context {context}] -l azurecli"),
        affects=("kubelogin devicecode",),
        alternatives=True,
    ),
    Message(
        "entra-device-code-expired",
        (*code(70019, 70020, 70018), "DeviceCodeCredential: context deadline exceeded"),
        "The device code was not entered in time (AADSTS70019, 70020).",
        "kubelogin waits for a limited time. Programs that hide the output of plugins (k9s, IDEs, some releases of "
        "kubelogin) never show the code.",
        "Run kubectl on a terminal first, so that the token is cached, or use a login mode without a code.",
        "https://github.com/Azure/kubelogin/issues/641",
        ("kubectl get nodes", "kubeconv convert {file}[ --context {context}] -l azurecli"),
        affects=("kubelogin devicecode",),
        alternatives=True,
    ),
    Message(
        "entra-error",
        ("AADSTS{code}",),
        "Microsoft Entra ID refused the login with code AADSTS{code}.",
        "kubelogin or az asked for a token and got this answer; the sentence after the code gives the reason.",
        "Look the code up.",
        _CODES,
        ("https://login.microsoftonline.com/error?code={code}", "kubeconv validate {file}"),
        affects=("kubelogin", "azure"),
    ),
)
