"""What Azure's kubelogin says while it gets a token, and what is a fault of one of its releases."""

from typing import Final

from kubeconv.explain.messages.message import Message

_ISSUE: Final = "https://github.com/Azure/kubelogin/issues"
_SOURCE: Final = "https://github.com/Azure/kubelogin/tree/main/pkg/internal/token"
_UPDATE: Final = ("kubelogin --version", "az aks install-cli")
_AZIDENTITY: Final = "https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azidentity/TROUBLESHOOTING.md"

MESSAGES: Final = (
    Message(
        "kubelogin-server-id",
        ("server-id is required", "resourceID cannot be empty", "serverID cannot be empty"),
        "kubelogin has no server id; or it is a release before 0.2.5, which demands it of convert-kubeconfig too.",
        "kubelogin get-token needs --server-id. kubelogin 0.2.0 to 0.2.4 wrongly demand it of convert-kubeconfig -l azurecli; "
        "0.2.5 mended that.",
        "Update kubelogin to 0.2.6 or newer; if get-token says it, convert the login again.",
        f"{_ISSUE}/633",
        (*_UPDATE, "kubeconv convert {file}[ --context {context}][ -l {login_mode}]"),
        affects=("kubelogin",),
        rule="KC320",
    ),
    Message(
        "kubelogin-no-tenant",
        ("tenant ID cannot be empty",),
        "kubelogin has no tenant id; or it is a release from 0.2.0 to 0.2.5, which demands it of azurecli too.",
        "Most login modes need --tenant-id or its variable, azurecli does not. kubelogin 0.2.0 to 0.2.5 wrongly demand it "
        "there; 0.2.6 mended that.",
        "With azurecli update kubelogin; else give the tenant.",
        f"{_ISSUE}/636",
        (*_UPDATE, "kubeconv convert {file}[ --context {context}][ -l {login_mode}] --tenant-id {tenant}"),
        affects=("kubelogin",),
        rule="KC320",
    ),
    Message(
        "kubelogin-keyring",
        (
            "couldn't get the user keyring due to error",
            "persistent storage isn't available due to error",
            "failed to create PoP token cache provider",
            "PoP token caching disabled due to secure storage failure",
            "couldn't create cache encryption key due to error",
            "couldn't get cache encryption key due to error",
        ),
        "kubelogin cannot use the keyring of this system, where it keeps tokens.",
        "Containers and pipelines mostly forbid it. kubelogin 0.2.0 to 0.2.6, and 0.2.11, stop there; others go on without a "
        "cache.",
        "Update kubelogin.",
        f"{_ISSUE}/711",
        (*_UPDATE, "kubeconv versions {file}"),
        affects=("kubelogin",),
    ),
    Message(
        "kubelogin-exec-info",
        (
            "cannot convert to ExecCredential: unexpected end of JSON input",
            'cannot unmarshal "{text}" to ExecCredential',
        ),
        "kubelogin got no usable KUBERNETES_EXEC_INFO.",
        "The client sets this variable; run by hand, or by a client older than 1.20, it is empty. kubelogin 0.0.21 stops then, "
        "later releases take v1beta1.",
        "Update kubelogin; by hand do not set the variable.",
        f"{_ISSUE}/150",
        (*_UPDATE, "unset KUBERNETES_EXEC_INFO"),
        affects=("kubelogin",),
    ),
    Message(
        "exec-info-missing",
        (
            "KUBERNETES_EXEC_INFO, defaulting to",
            "Unrecognized API version in KUBERNETES_EXEC_INFO",
            "KUBERNETES_EXEC_INFO is empty",
            "KUBERNETES_EXEC_INFO env var is unset or empty",
            "KUBERNETES_EXEC_INFO must be set",
            "invalid KUBERNETES_EXEC_INFO:",
            "This is likely a bug in your Kubernetes client. Please update your Kubernetes client",
        ),
        "The client did not tell the plugin in which version to answer, so it guessed.",
        "KUBERNETES_EXEC_INFO carries that. client-go before 1.20 leaves it out for v1beta1, client libraries often too, and a "
        "plugin that is run by hand does not have it. If the guess is right, this is only a warning.",
        "Update the client (kubectl, helm, the provider, the library), and the plugin.",
        "https://github.com/aws/aws-cli/blob/develop/awscli/customizations/eks/get_token.py",
        ("kubectl version --client", "kubeconv doctor {file}"),
        affects=("exec", "kubelogin"),
        rule="KC302",
    ),
    Message(
        "kubelogin-device-code",
        ("To sign in, use a web browser to open the page",),
        "This is no error: kubelogin or az waits until you have typed the code in a browser.",
        "The login mode devicecode prints a page and a code. Programs without a terminal (k9s, IDEs, CI) hide it, or wait for "
        "nothing.",
        "Open the page, type the code; for programs use a login mode without a code.",
        "https://azure.github.io/kubelogin/concepts/login-modes/devicecode.html",
        (
            "kubeconv convert {file}[ --context {context}] -l azurecli",
            "kubeconv convert {file}[ --context {context}] -l interactive",
        ),
        affects=("kubelogin devicecode",),
        wraps=1,
        alternatives=True,
    ),
    Message(
        "kubelogin-certificate",
        (
            "failed to read certificate:",
            "failed to decode a pem block from private key",
            "pkcs8 contained non-RSA key",
            "failed to parse private key as Pkcs#1 or Pkcs#8",
            "unable to find a matching public certificate",
            "failed to read the certificate file (",
            "failed to create client certificate credential",
            "unable to create credential from certificate",
            "unable to parse certificate:",
            "pkcs12: decryption password incorrect",
            "pkcs12: unknown digest algorithm",
        ),
        "kubelogin cannot use the certificate of the service principal.",
        "--client-certificate names a file that is missing, has no RSA key or no certificate that belongs to it, or needs "
        "another password. It may be PKCS #12 (.pfx) or PEM.",
        "Look at the file, and name the right one.",
        "https://azure.github.io/kubelogin/concepts/login-modes/sp.html",
        (
            "openssl pkcs12 -info -noout -in {certificate}",
            "kubeconv convert {file}[ --context {context}] -l spn --client-certificate {certificate}",
        ),
        affects=("kubelogin spn",),
    ),
    Message(
        "kubelogin-cache",
        ("unable to delete authentication record cache in", "failed to store record:"),
        "kubelogin cannot write or delete its cache.",
        "The folder, ~/.kube/cache/kubelogin, belongs to another user or is on a read-only disk.",
        "Take ownership of it, or name another folder with --cache-dir.",
        _SOURCE,
        ("ls -l ~/.kube/cache/kubelogin",),
        affects=("kubelogin",),
    ),
    Message(
        "kubelogin-timeout",
        ("timeout must be greater than 0",),
        "--timeout of kubelogin is 0 or less.",
        "It stands in the args of the user.",
        "Remove it, or give it a time, such as 60s.",
        _SOURCE,
        ("kubeconv validate {file}",),
        affects=("kubelogin",),
    ),
    Message(
        "kubelogin-no-such-credential",
        ("unsupported token provider", "is not supported in non-legacy mode", "authenticate is not supported"),
        "This kubelogin has no way to log in with these arguments.",
        "The login mode and --legacy or --pop-enabled do not go together in this release.",
        "Remove the flag, or choose another login mode.",
        _SOURCE,
        ("kubeconv validate {file}", "kubeconv convert {file}[ --context {context}] -l azurecli"),
        affects=("kubelogin",),
        rule="KC322",
    ),
    Message(
        "kubelogin-workload-identity",
        (
            "no client ID specified. Check pod configuration",
            "no tenant ID specified. Check pod configuration",
            "no token file specified. Check pod configuration",
            "failed to create workload identity credential",
        ),
        "kubelogin has no workload identity: the pod or the job does not give it one.",
        "AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_FEDERATED_SOURCE_FILE come from the webhook of Azure Workload Identity, if "
        "pod and service account are labelled for it.",
        "Label them, or set the variables.",
        "https://azure.github.io/azure-workload-identity/docs/troubleshooting.html",
        ("kubectl describe pod {pod}", "export AZURE_FEDERATED_SOURCE_FILE=..."),
        affects=("kubelogin workloadidentity",),
    ),
    Message(
        "kubelogin-authority-unreachable",
        (
            "unable to resolve an endpoint: http call",
            "lookup login.microsoftonline.com: no such host",
            "lookup login.microsoftonline.com on {server}: no such host",
            'Get "https://login.microsoftonline.com{rest}": dial tcp',
            'Post "https://login.microsoftonline.com{rest}": dial tcp',
            "HTTPSConnectionPool(host='login.microsoftonline.com', port=443)",
        ),
        "kubelogin or az cannot reach Microsoft Entra ID.",
        "No network, a firewall, or a proxy (HTTPS_PROXY) that the program does not know is between here and "
        "login.microsoftonline.com.",
        "Find out whether it can be reached from here.",
        _AZIDENTITY,
        ("env | grep -i _proxy", "curl -sS https://login.microsoftonline.com/common/.well-known/openid-configuration"),
        affects=("kubelogin", "azure"),
    ),
    Message(
        "kubelogin-no-browser",
        (
            "failed to open browser",
            'exec: "xdg-open": executable file not found in',
            'exec: "xdg-open,x-www-browser,www-browser": executable file not found',
            "InteractiveBrowserCredential: exec:",
            "could not open the browser:",
        ),
        "There is no browser in which to log in.",
        "The login mode interactive opens a browser on this machine; over SSH, in WSL, a container or CI there is none.",
        "Use a login mode without a browser.",
        _AZIDENTITY,
        (
            "kubeconv convert {file}[ --context {context}] -l devicecode",
            "kubeconv convert {file}[ --context {context}] -l azurecli",
        ),
        affects=("kubelogin interactive",),
        alternatives=True,
    ),
    Message(
        "kubelogin-glibc",
        (
            "version `GLIBC_{version}' not found (required by kubelogin)",
            "kubelogin: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_",
        ),
        "This kubelogin was built for a newer Linux.",
        "kubelogin 0.2.0 to 0.2.3 need glibc 2.34; others do not.",
        "Update kubelogin.",
        f"{_ISSUE}/630",
        _UPDATE,
        affects=("kubelogin",),
    ),
)
