"""AADSTS codes about tenants that keep others out, accounts that need a person, and services that are down."""

from typing import Final

from kubeconv.explain.messages.entra import code
from kubeconv.explain.messages.message import Message

_CODES: Final = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"

MESSAGES: Final = (
    Message(
        "entra-tenant-not-allowed",
        code(500021, 500022, 50002, 500212, 500213, 1000104),
        "The network or a policy does not let this account into that tenant (AADSTS500021, 500212, 500213).",
        "The proxy of your organization allows its own tenants only (Restrict-Access-To-Tenants), or the rules between the two "
        "organizations forbid guests. Another login mode changes nothing.",
        "Ask the administrators of the network or of the tenants; or log in with an account of the tenant of the cluster.",
        "https://learn.microsoft.com/entra/identity/enterprise-apps/tenant-restrictions",
        ("env | grep -i _proxy", "az account show"),
        affects=("kubelogin", "azure"),
    ),
    Message(
        "entra-public-client",
        code(700025),
        "The application is a public client, and may not send a secret or certificate (AADSTS700025).",
        "The client id is that of people's logins (such as the one of AKS), and the login mode is one for applications.",
        "Use the client id of an application of your own, or a login mode for people.",
        _CODES,
        (
            "kubeconv convert {file}[ --context {context}] -l spn --client-id {client_id}",
            "kubeconv convert {file}[ --context {context}] -l interactive",
        ),
        affects=("kubelogin spn", "kubelogin workloadidentity", "kubelogin"),
        alternatives=True,
    ),
    Message(
        "entra-person-first",
        code(50125, 50135, 50140, 50199, 50015, 53010, 50180, 51006),
        "Microsoft Entra ID wants something of the person first (AADSTS50125, 50135, 50140, ...).",
        "A new password, a confirmation, or data for a second factor; a login without a browser cannot ask for it.",
        "Log in once in a browser, do what it asks, and try again.",
        _CODES,
        ("az login --tenant {tenant}", "kubeconv convert {file}[ --context {context}] -l interactive"),
        affects=("kubelogin", "azure"),
    ),
    Message(
        "entra-on-premises",
        code(80001, 80002, 80005, 80007, 80010, 80012, 80013, 80014, 81004, 81005, 81006, 81009, 81010),
        "The directory of the organization could not check the login (AADSTS80001 to 81010).",
        "Entra ID hands passwords or Kerberos tickets to servers of the organization, which did not answer, are set up "
        "wrongly, or do not allow logins at this hour.",
        "Try again later, or log in with a browser; only the administrators can mend the servers.",
        _CODES,
        ("kubeconv convert {file}[ --context {context}] -l interactive",),
        affects=("kubelogin ropc", "kubelogin"),
    ),
    Message(
        "entra-try-again",
        code(90033, 90024, 90012, 90006, 50033, 50087, 50088, 50000, 70012, 50166),
        "Microsoft Entra ID could not answer just now (AADSTS90033, 50087, 90012, ...).",
        "The service was busy or down, or its answer took too long. The login itself is not at fault.",
        "Wait a minute and try again; the state of the service is on its page.",
        "https://azure.status.microsoft",
        ("kubectl get nodes[ --context {context}]",),
        affects=("kubelogin", "azure"),
    ),
)
