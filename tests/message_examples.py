"""Each known message as programs print it: the id of its row to texts.

From recorded runs (fixtures/client-go, tests/e2e), from issues, and put together from the format strings in the sources of
the programs and from documentation; names, hosts and ids are made up.
"""

from collections.abc import Mapping, Sequence
from typing import Final

_LOADING: Final = 'error: error loading config file "/home/me/.kube/config": '
_GETTING: Final = "Unable to connect to the server: getting credentials: "
_NOT_FOUND: Final = (
    " not found\n\nIt looks like you are trying to use a client-go credential plugin that is not installed.\n\n"
    "To learn more about this feature, consult the documentation available at:\n"
    "      https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins\n"
)


def _entra(code: int, text: str) -> str:
    return (
        "Error: failed to get token: DeviceCodeCredential authentication failed.\n"
        "POST https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token\n"
        f"RESPONSE 400: 400 Bad Request\nERROR CODE: invalid_grant\nAADSTS{code}: {text} Trace ID: 22222222-2222-4222-8222-2222"
        "22222222 Correlation ID: 33333333-3333-4333-8333-333333333333 Timestamp: 2026-11-23 12:00:00Z"
    )


EXAMPLES: Final[Mapping[str, Sequence[str]]] = {
    "entra-conditional-access": [
        _entra(53003, "Access has been blocked by Conditional Access policies. The access policy forbids it."),
        "AADSTS53003", "aadsts53003 2026-11-23 12:00:00", "az says (AADSTS53003).",
        '{"error":"invalid_grant","error_codes":[53003],"error_uri":"https://login.microsoftonline.com/error?code=53003"}',
    ],
    "entra-user-not-in-tenant": [
        _entra(50020, "User account 'me@example.com' from identity provider 'live.com' does not exist in tenant 'Orchard'."),
        _entra(50034, "The user account does not exist in the directory."),
    ],
    "entra-unknown-application": [
        _entra(700016, "Application with identifier '4' was not found in the directory 'Orchard'.")
    ],
    "entra-unknown-server": [_entra(500011, "The resource principal named spn:6 was not found in the tenant named 1.")],
    "entra-no-consent": [
        _entra(65001, "The user or administrator has not consented to use the application with ID '4' named 'client'.")
    ],
    "entra-second-factor": [
        _entra(50076, "Due to a configuration change made by your administrator, you must use multi-factor authentication."),
        _entra(50079, "The user is required to use multi-factor authentication."),
    ],
    "entra-session-expired": [
        "ERROR: AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks by "
        "conditional access.",
        "ERROR: AADSTS700082: The refresh token has expired due to inactivity.",
    ],
    "entra-wrong-secret": [
        _entra(7000215, "Invalid client secret provided. Ensure the secret being sent is the client secret value.")
    ],
    "entra-expired-secret": [_entra(7000222, "The provided client secret keys for app '4' are expired.")],
    "entra-secret-missing": [
        _entra(7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.")
    ],
    "entra-wrong-certificate": [_entra(700027, "Client assertion failed signature validation.")],
    "entra-federation": [
        _entra(700213, "No matching federated identity record found for presented assertion subject 'repo:o/r'.")
    ],
    "entra-unknown-tenant": [_entra(90002, "Tenant '1' not found. Check to make sure you have the correct tenant ID.")],
    "entra-wrong-password": [_entra(50126, "Error validating credentials due to invalid username or password.")],
    "entra-not-assigned": [_entra(50105, "The signed in user 'me' is not assigned to a role for the application '4'.")],
    "entra-device-code-expired": [
        "Error: failed to authenticate: DeviceCodeCredential: context deadline exceeded",
        _entra(70020, "The provided value for the input parameter 'device_code' is not valid. This device code has expired."),
    ],
    "entra-error": [_entra(50196, "The server terminated an operation because it encountered a client request loop.")],
    "az-not-logged-in": [
        "Error: failed to get token: AzureCLICredential: ERROR: Please run 'az login' to setup account.",
        "ERROR: Please run 'az login' to setup account.",
    ],
    "az-not-on-path": ["Error: failed to get token: AzureCLICredential: Azure CLI not found on path"],
    "azd-not-ready": [
        "Error: failed to get token: AzureDeveloperCLICredential: Azure Developer CLI not found on path",
        'ERROR: not logged in. Please run "azd auth login"',
    ],
    "az-other-object": [
        "ERROR: A different object named clusterUser_rg_aks-prod already exists in users in your kubeconfig file.",
        "A different object named aks-prod already exists in your kubeconfig file.\nOverwrite? (y/n): ",
        "A different object named aks-prod already exists in clusters",
    ],
    "az-relative-file": [
        'Merged "aks-prod" as current context in config\nError running kubelogin: [Errno 2] No such file or directory: \'\''
    ],
    "az-cannot-convert": [
        "Failed to convert kubeconfig with kubelogin: Command '['kubelogin', 'convert-kubeconfig', '-l', 'azurecli']' returned "
        "non-zero exit status 1.",
        "Error running kubelogin: [Errno 8] Exec format error: 'kubelogin'",
    ],
    "az-wants-kubelogin": [
        "The kubeconfig uses devicecode authentication which requires kubelogin. Please install kubelogin from "
        "https://github.com/Azure/kubelogin or run 'az aks install-cli' to install both kubectl and kubelogin."
    ],
    "az-permissions": [
        '/home/me/.kube/config has permissions "644".\nIt should be readable and writable only by its owner.'
    ],
    "az-symbolic-link": [
        'Kubeconfig path "/home/me/.kube/config" is a symbolic link. Refusing to write to prevent symlink-following attacks.'
    ],
    "wrong-kubelogin": [
        "error: unknown shorthand flag: 'l' in -l", 'unknown command "convert-kubeconfig"',
        f"Error: unknown flag: --environment\n{_GETTING}exec: executable kubelogin failed with exit code 1",
        'Error: unknown command "convert-kubeconfig" for "kubelogin"\nRun \'kubelogin --help\' for usage.',
    ],
    "kubelogin-lacks-flag": [
        "Error: unknown flag: --disable-environment-override\nUsage:\n  kubelogin get-token [flags]",
        'Error: unknown command "remove-cache-dir" for "kubelogin"',
    ],
    "kubelogin-keychain": [
        "Error: failed to authenticate: InteractiveBrowserCredential: The specified item could not be found in the keychain. "
        "(-25300)"
    ],
    "kubelogin-argument-required": [
        "Error: --client-id is required", "Error: --tenant-id is required",
        "Error: failed to create azidentity credential: tenant ID cannot be empty",
    ],
    "kubelogin-credential-missing": ["Error: failed to create azidentity credential: client secret cannot be empty"],
    "kubelogin-login-mode": ["Error: 'device' is not a supported login method. Supported method is one of devicecode, msi"],
    "kubelogin-pop": [
        "Error: if enabling pop token mode, please provide the pop-claims flag containing the PoP token claims as a "
        "comma-separated string: `u=popClaimHost,key1=val1`",
        "Error: --pop-claims is required when specifying --pop-enabled",
    ],
    "kubelogin-authority-host": [
        'Error: authority host "https://login.microsoftonline.com" should have a trailing slash',
        'Error: authority host "login" is not valid',
    ],
    "kubelogin-no-context": ['Error: no context exists with the name: "aks-prod"'],
    "kubelogin-cannot-load": ["Error: unable to load kubeconfig: yaml: unmarshal errors"],
    "kubelogin-github-token": [
        "Error: failed to get token: ACTIONS_ID_TOKEN_REQUEST_TOKEN or ACTIONS_ID_TOKEN_REQUEST_URL is not set"
    ],
    "kubelogin-pipelines-token": [
        "Error: failed to create azidentity credential: SYSTEM_ACCESSTOKEN environment variable not set"
    ],
    "managed-identity": [
        "Error: failed to get token: ManagedIdentityCredential authentication failed. the requested identity isn't assigned"
    ],
    "kubelogin-failed-to-authenticate": ["Error: failed to authenticate: InteractiveBrowserCredential: cancelled"],
    "kubelogin-exec-version": [
        "Error: could not write the ExecCredential: api version: client.authentication.k8s.io/v1alpha1 is not supported"
    ],
    "kubelogin-not-found": [
        f"{_GETTING}exec: executable kubelogin{_NOT_FOUND}\n\nkubelogin is not installed which is required to connect to AAD "
        "enabled cluster.\n\nTo learn more, please go to https://aka.ms/aks/kubelogin",
        f'{_GETTING}exec: exec: "kubelogin": executable file not found in $PATH',
    ],
    "wrong-kubelogin-for-oidc": ["Error: unknown flag: --oidc-issuer-url"],
    "oidc-login-arguments": ["Error: --oidc-issuer-url is missing"],
    "oidc-login-discovery": [
        "error: get-token: authentication error: oidc error: oidc discovery error: oidc: issuer did not match "
        "the issuer returned "
        "by provider"
    ],
    "oidc-login-cache": [
        "error: get-token: invalid token cache (you may need to remove): could not decode the payload: invalid base64"
    ],
    "oidc-login-not-installed": ['error: unknown command "oidc-login" for "kubectl"'],
    "gke-plugin-not-found": [
        f"{_GETTING}exec: executable gke-gcloud-auth-plugin{_NOT_FOUND}",
        "CRITICAL: ACTION REQUIRED: gke-gcloud-auth-plugin, which is needed for continued use of kubectl, was not found or is "
        "not executable. Install gke-gcloud-auth-plugin for use with kubectl by following "
        "https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke",
        f'{_GETTING}exec: exec: "gke-gcloud-auth-plugin": executable file not found in $PATH',
    ],
    "gke-plugin-failed": [
        f"{_GETTING}exec: executable gke-gcloud-auth-plugin failed with exit code 1",
        "F0109 11:43:18.597155     871 cred.go:123] print credential failed with error: Failed to retrieve access token:: "
        "failure while executing gcloud, with args [config config-helper --format=json]: exit status 1",
        "ERROR: (gcloud.container.clusters.get-credentials) There was a problem refreshing your current auth tokens: "
        "Reauthentication failed. cannot prompt during non-interactive execution.",
    ],
    "aws-too-old": [
        "aws: error: argument operation: Invalid choice, valid choices are:\n\ncreate-cluster | delete-cluster\n"
        f"{_GETTING}exec: exit status 2"
    ],
    "aws-no-credentials": [
        'Unable to locate credentials. You can configure credentials by running "aws configure".\n'
        f"{_GETTING}exec: executable aws failed with exit code 253",
        f"Error when retrieving token from sso: Token has expired and refresh failed\n{_GETTING}exec: executable aws failed "
        "with exit code 255",
        f"The config profile (orchard) could not be found\n{_GETTING}exec: executable aws failed with exit code 255",
    ],
    "aws-not-found": [
        f"{_GETTING}exec: executable aws{_NOT_FOUND}",
        f"{_GETTING}exec: executable aws-iam-authenticator{_NOT_FOUND}",
    ],
    "exec-removed-version": [
        'error: exec plugin: invalid apiVersion "client.authentication.k8s.io/v1alpha1"',
        'Error: Kubernetes cluster unreachable: exec plugin: invalid apiVersion "client.authentication.k8s.io/v1alpha1"',
        "Unable to connect to the server: getting credentials: decoding stdout: no kind \"ExecCredential\" is registered for "
        'version "client.authentication.k8s.io/v1alpha1" in scheme "pkg/client/auth/exec/exec.go:62"',
    ],
    "exec-newer-version": ['error: exec plugin: invalid apiVersion "client.authentication.k8s.io/v1"'],
    "exec-unknown-version": ['error: exec plugin: invalid apiVersion "client.authentication.k8s.io/v2"'],
    "exec-other-version": [
        f"{_GETTING}exec plugin is configured to use API version client.authentication.k8s.io/v1, plugin returned version "
        "client.authentication.k8s.io/v1beta1"
    ],
    "exec-no-interactive-mode": [
        "error: interactiveMode must be specified for clusterUser_rg_aks-prod to use exec authentication plugin",
        "Error: Kubernetes cluster unreachable: invalid configuration: interactiveMode must be specified for  to use exec "
        "authentication plugin",
    ],
    "exec-bad-interactive-mode": ['error: invalid interactiveMode for me: "never"'],
    "exec-no-terminal": [
        f"{_GETTING}exec plugin cannot support interactive mode: standard input is not a terminal"
    ],
    "exec-no-command": ["error: command must be specified for me to use exec authentication plugin"],
    "exec-no-version": ["error: apiVersion must be specified for me to use exec authentication plugin"],
    "exec-nameless-variable": ["error: env variable name must be specified for me to use exec authentication plugin"],
    "exec-forbidden": [
        f'{_GETTING}plugin path "/usr/local/bin/kubelogin" is not permitted by the credential plugin allowlist',
        f'{_GETTING}plugin "kubelogin" not allowed: policy set to "DenyAll"',
    ],
    "exec-bad-answer": [
        f"{_GETTING}exec plugin didn't return a status field",
        f"{_GETTING}decoding stdout: couldn't get version/kind; json parse error: invalid character 'T'",
    ],
    "exec-path-not-found": [f"{_GETTING}exec: fork/exec /opt/homebrew/bin/kubelogin: no such file or directory",
        f"{_GETTING}exec: fork/exec C:\\Users\\me\\kubelogin.exe: The system cannot find the file specified.",
    ],
    "exec-not-executable": [f"{_GETTING}exec: fork/exec /home/me/bin/kubelogin: permission denied",
        f"{_GETTING}exec: fork/exec C:\\tools\\get-token.py: %1 is not a valid Win32 application.",
    ],
    "exec-not-found": [
        f"{_GETTING}exec: executable doctl{_NOT_FOUND}",
        "Error: Get \"https://10.0.0.1:443/api?timeout=32s\": getting credentials: exec: executable tsh not found",
    ],
    "exec-not-installed": [
        "It looks like you are trying to use a client-go credential plugin that is not installed."
    ],
    "kubelogin-failed": [f"{_GETTING}exec: executable kubelogin failed with exit code 1"],
    "exec-failed": [f"{_GETTING}exec: executable doctl failed with exit code 3", f"{_GETTING}exec: exit status 1"],
    "azure-auth-removed": [
        "error: The azure auth plugin has been removed.\nPlease use the https://github.com/Azure/kubelogin kubectl/client-go "
        "credential plugin instead.\nSee https://kubernetes.io/docs/reference/access-authn-authz/authentication/"
        "#client-go-credential-plugins for further details",
        "Error: Kubernetes cluster unreachable: The azure auth plugin has been removed.",
    ],
    "azure-auth-deprecated": [
        "W1123 12:00:00.000000   95220 azure.go:92] WARNING: the azure auth plugin is deprecated in v1.22+, "
        "unavailable in v1.26+; "
        "use https://github.com/Azure/kubelogin instead."
    ],
    "gcp-auth-removed": [
        'error: The gcp auth plugin has been removed.\nPlease use the "gke-gcloud-auth-plugin" kubectl/client-go credential '
        "plugin instead.\nSee https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke for "
        "further details"
    ],
    "gcp-auth-deprecated": [
        "W1123 12:00:00.000000     131 gcp.go:119] WARNING: the gcp auth plugin is deprecated in v1.22+, "
        "unavailable in v1.26+; "
        "use gcloud instead."
    ],
    "openstack-auth-removed": ['error: no Auth Provider found for name "openstack"'],
    "auth-provider-not-built-in": ['error: no Auth Provider found for name "azure"', 'no Auth Provider found for name "gcp"'],
    "oidc-not-built-in": ['error: no Auth Provider found for name "oidc"'],
    "auth-provider-unknown": ['error: no Auth Provider found for name "azrue"'],
    "oidc-no-refresh-token": [
        "Unable to connect to the server: No valid id-token, and cannot refresh without refresh-token"
    ],
    "oidc-cannot-refresh": [
        "Unable to connect to the server: failed to refresh token: oauth2: cannot fetch token: 400 Bad Request",
        'Unable to connect to the server: oidc: failed to query metadata endpoint 404 Not Found: "{}"',
    ],
    "oidc-incomplete": ["error: Must provide idp-issuer-url"],
    "duplicate-name": [
        f'{_LOADING}error converting *[]NamedAuthInfo into *map[string]*api.AuthInfo: duplicate name "me" in list: '
        "[{me {  [] [] secret-of-somebody}}]",
        'error: Error loading config file "/home/me/.kube/config": error converting *[]NamedCluster into '
        '*map[string]*api.Cluster: duplicate name "aks-prod" in list: [{aks-prod {https://10.0.0.1}}]',
    ],
    "config-locked": ["error: open /home/me/.kube/config.lock: file exists"],
    "bad-base64": [f"{_LOADING}illegal base64 data at input byte 0"],
    "yaml-tab": [
        f"{_LOADING}yaml: line 12: found a tab character that violates indentation",
        f"{_LOADING}yaml: line 2: found character that cannot start any token",
    ],
    "wrong-field-type": [
        f"{_LOADING}json: cannot unmarshal number into Go struct field "
        "AuthProviderConfig.users.user.auth-provider.config of type "
        "string",
        "cannot unmarshal number into Go struct field AuthProviderConfig.users.user.auth-provider.config of type string",
    ],
    "not-a-kubeconfig": [
        f'{_LOADING}no kind "Secret" is registered for version "v1" in scheme "k8s.io/client-go/tools/clientcmd/api/latest/'
        'latest.go:50"',
        f"{_LOADING}couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct",
    ],
    "yaml-syntax": [f"{_LOADING}yaml: line 3: could not find expected ':'"],
    "no-json-value": [f"{_LOADING}json: unsupported value: +Inf"],
    "config-not-readable": [
        f"{_LOADING}open /home/me/.kube/config: permission denied", f"{_LOADING}read /home/me/.kube/config: is a directory",
    ],
    "config-not-found": [
        "error: stat /home/me/.kube/other: no such file or directory",
        r"error: CreateFile C:\Users\me\other: The system cannot find the file specified.",
    ],
    "config-broken": [f"{_LOADING}something that is new"],
    "context-not-found": [
        "Error in configuration: context was not found for specified context: aks-old",
        'error: context "aks-old" does not exist',
        "Error: invalid configuration: [context was not found for specified context: aks-old, cluster has no server]",
    ],
    "context-misses-cluster": ['error: cluster "aks-old" does not exist', "error: cannot locate cluster aks-old"],
    "context-misses-user": ['error: auth info "nobody" does not exist', "Please enter Username: error: EOF"],
    "no-configuration": [
        "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
        "Error: Kubernetes cluster unreachable: Get \"http://localhost:8080/version\": dial tcp 127.0.0.1:8080: connect: "
        "connection refused",
        "Boom!! Unable to locate K8s cluster configuration.",
        "Unable to connect to the server: dial tcp [::1]:8080: connectex: No connection could be made because the target "
        "machine actively refused it.",
        "Error: Failed to construct REST client\ncannot create REST client: no client config",
        "invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
    ],
    "in-cluster-only": [
        "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined"
    ],
    "two-methods": ["error: more than one authentication method found for me; found [token basicAuth], only one is allowed"],
    "token-and-password": ["error: username/password or bearer token may be set, but not both"],
    "provider-and-plugin": ["error: authProvider cannot be provided in combination with an exec plugin for me"],
    "impersonates-nobody": ["error: requesting uid, groups or user-extra for me without impersonating a user"],
    "client-certificate-without-key": [
        "error: client-key-data or client-key must be specified for me to use the clientCert authentication method."
    ],
    "file-and-data": [
        "error: client-cert-data and client-cert are both specified for me. client-cert-data will override."
    ],
    "file-missing": [
        "error: unable to read client-cert /home/you/.minikube/client.crt for minikube due to open "
        "/home/you/.minikube/client.crt: no such file or directory"
    ],
    "insecure-with-authority": ["error: specifying a root certificates file with the insecure flag is not allowed"],
    "authority-not-pem": ["error: unable to load root certificates: unable to parse bytes as PEM block"],
    "bad-client-certificate": ["error: tls: failed to find any PEM data in certificate input"],
    "other-client-key": ["error: tls: private key does not match public key"],
    "bad-proxy": [
        "error: invalid 'proxy-url' \"socks5h://127.0.0.1\" for cluster \"aks\": unsupported scheme \"socks5h\", must be http, "
        "https, or socks5"
    ],
    "bad-server": ['error: host must be a URL or a host:port pair: "https://[127.0.0.1]:6443"'],
    "bad-header": ['Unable to connect to the server: net/http: invalid header field value for "Authorization"',
        'Error: Kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": net/http: invalid header field value '
        '"Bearer a\\nb" for key Authorization',
    ],
    "certificate-expired": [
        "Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is "
        "not yet valid: "
        "current time 2026-11-23T12:00:00Z is after 2026-11-22T12:00:00Z",
        "Unable to connect to the server: remote error: tls: expired certificate",
        "Unable to connect to the server: tls: failed to verify certificate: x509: “kube-apiserver” certificate is expired",
    ],
    "unknown-authority": [
        "Unable to connect to the server: x509: certificate signed by unknown authority",
        "Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority",
        "Unable to connect to the server: tls: failed to verify certificate: x509: “kube-apiserver” certificate is not trusted",
    ],
    "certificate-of-another-name": [
        "Unable to connect to the server: tls: failed to verify certificate: x509: certificate is valid for 10.0.0.1, "
        "kubernetes, not aks.example.com"
    ],
    "http-and-https": ["Unable to connect to the server: http: server gave HTTP response to HTTPS client"],
    "https-and-http": ["Error from server (BadRequest): the server rejected our request for an unknown reason"],
    "proxy": ["Unable to connect to the server: proxyconnect tcp: tls: first handshake message is none"],
    "no-such-host": [
        'Error: Get "https://aks.example.com:443/version": dial tcp: lookup aks.example.com: no such host',
        "Unable to connect to the server: dial tcp: lookup aks-prod.privatelink.westeurope.azmk8s.io on 127.0.0.53:53: no such "
        "host"
    ],
    "not-reached": [
        "Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout",
        "Unable to connect to the server: net/http: TLS handshake timeout",
        'Error: Kubernetes cluster unreachable: Get "https://10.0.0.1:443/version": context deadline exceeded',
        "Unable to connect to the server: dial tcp 10.0.0.1:443: connectex: A connection attempt failed because the connected "
        "party did not properly respond after a period of time, or established connection failed because connected host has "
        "failed to respond.",
        "Unable to connect to the server: dial tcp 10.0.0.1:443: connect: operation timed out",
    ],
    "refused": [
        "The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?",
        "Error: Kubernetes cluster unreachable: Get \"https://127.0.0.1:6443/version\": dial tcp 127.0.0.1:6443: connect: "
        "connection refused",
        "Unable to connect to the server: dial tcp 127.0.0.1:6443: connectex: No connection could be made because the target "
        "machine actively refused it.",
    ],
    "connection-broken": [
        "Unable to connect to the server: read tcp 10.0.0.2:5->10.0.0.1:443: read: connection reset by peer",
        "Unable to connect to the server: EOF", 'Error: Get "https://10.0.0.1:443/version": EOF',
        "Unable to connect to the server: read tcp 10.0.0.2:5->10.0.0.1:443: wsarecv: An existing connection was forcibly "
        "closed by the remote host.",
    ],
    "unauthorized": [
        "error: You must be logged in to the server (Unauthorized)",
        "error: You must be logged in to the server (the server has asked for the client to provide credentials)",
        "Error: query: failed to query with labels: Unauthorized",
    ],
    "forbidden": [
        'Error from server (Forbidden): pods is forbidden: User "me@example.com" cannot list resource "pods" in API group "" '
        'in the namespace "default"'
    ],
    "version-skew": [
        "WARNING: version difference between client (1.33) and server (1.20) exceeds the supported minor version skew of +/-1"
    ],
    "no-resource-type": ['error: the server doesn\'t have a resource type "pods"'],
    "no-api-list": ["couldn't get current server API group list: something that is new"],
    "helm-unreachable": ["Error: Kubernetes cluster unreachable: something that is new"],
    "k9s-unreachable": [
        "Dial K8s Toast [4/5]", "Boom!! K9s can't connect to cluster.", "Boom!! cannot connect to context: aks-prod",
    ],
    "terraform-client": ["Error: Failed to configure client: something that is new"],
    "getting-credentials": ["getting credentials: something that is new"],
    "invalid-configuration": ["Error in configuration: something that is new"],
    "helm-permissions": [
        "WARNING: Kubernetes configuration file is group-readable. This is insecure. Location: /home/me/.kube/config"
    ],
    "no-connection": ["Unable to connect to the server: something that is new"],
}  # fmt: skip


def first_example(id: str) -> str:
    """The first example of a message; '' if it has none, which is a test of its own (test_messages)."""
    return next(iter(EXAMPLES.get(id, ())), "")
