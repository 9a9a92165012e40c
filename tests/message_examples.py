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
        "Error: failed to create azidentity credential: client ID cannot be empty",
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
        "bash: kubelogin: command not found", "zsh: command not found: kubelogin", "fish: Unknown command: kubelogin",
        "sh: 1: kubelogin: not found", "Command 'kubelogin' not found, but can be installed with:\nsudo snap install kubelogin",
        "'kubelogin' is not recognized as an internal or external command,\noperable program or batch file.",
        "kubelogin : The term 'kubelogin' is not recognized as the name of a cmdlet, function, script file, or operable "
        "program.",
        'Der Befehl "kubelogin" ist entweder falsch geschrieben oder\nkonnte nicht gefunden werden.',
        "Error: spawn kubelogin ENOENT\n    at ChildProcess._handle.onexit (node:internal/child_process:286:19)",
        'java.io.IOException: Cannot run program "kubelogin": error=2, No such file or directory',
        "ERROR:root:[Errno 2] No such file or directory: 'kubelogin'",
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
        "Azure auth plugin has been removed", "azure auth provider was removed",
        "Error: auth error: failed exec auth: The azure auth plugin is not supported; use "
        "https://github.com/Azure/kubelogin instead",
        "Unhandled exception. System.Exception: Please use the https://github.com/Azure/kubelogin credential plugin "
        "instead. See x",
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
        'kubeconfig endpoint: get endpoint: "minikube" does not appear in /home/me/.kube/config',
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
        "urllib3.exceptions.MaxRetryError: HTTPConnectionPool(host='localhost', port=8080): Max retries exceeded with url: "
        "/version/",
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
    "bad-client-certificate": [
        "ssl.SSLError: [SSL] PEM lib (_ssl.c:4100)",
        "error: tls: failed to find any PEM data in certificate input",
    ],
    "other-client-key": [
        "ssl.SSLError: [X509: KEY_VALUES_MISMATCH] key values mismatch (_ssl.c:4100)",
        "error: tls: private key does not match public key",
    ],
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
        "Lost K8s connection (15). Bailing out!",
        "Dial K8s Toast [4/5]", "Boom!! K9s can't connect to cluster.", "Boom!! cannot connect to context: aks-prod",
    ],
    "terraform-client": ["Error: Failed to configure client: something that is new"],
    "getting-credentials": ["getting credentials: something that is new"],
    "invalid-configuration": ["Error in configuration: something that is new"],
    "helm-permissions": [
        "WARNING: Kubernetes configuration file is group-readable. This is insecure. Location: /home/me/.kube/config"
    ],
    "no-connection": ["Unable to connect to the server: something that is new"],
    "entra-device-not-managed": ["AADSTS530003: Your device is required to be managed to access this resource."],
    "entra-assertion-expired": [
        "ERROR: AADSTS700024: Client assertion is not within its valid time range. Current time: 2026-11-25T10:00:00Z, "
        "assertion "
        "valid from 2026-11-25T09:40:00Z, expiry time of assertion 2026-11-25T09:45:00Z."
    ],
    "entra-redirect-address": [
        _entra(50011, "The redirect URI 'http://localhost' does not match the ones for the application.")
    ],
    "entra-no-tenant-given": [_entra(50059, "No tenant-identifying information found in either the request or implied.")],
    "entra-single-tenant": [_entra(50194, "Application '4' is not configured as a multi-tenant application.")],
    "entra-disabled-application": [_entra(7000112, "Application '4'(client) is disabled.")],
    "entra-no-service-principal": [_entra(7000229, "The client application 4 is missing service principal in the tenant 1.")],
    "entra-first-party": [_entra(65002, "Consent between first party application '4' and '5' must be configured.")],
    "entra-wrong-scope": [_entra(70011, "The provided value for the input parameter 'scope' is not valid.")],
    "entra-bad-request": [_entra(900561, "The endpoint only accepts POST requests."), "ERROR: AADSTS9002313: Invalid request."],
    "aks-local-accounts-disabled": [
        "(BadRequest) Getting static credential is not allowed because this cluster is set to disable local accounts.\n"
        "Code: BadRequest",
        'Error: autorest/azure: Service returned an error. Status=400 Code="BadRequest" Message="Getting static credential '
        'is not '
        'allowed because this cluster is set to disable local accounts."',
    ],
    "az-cannot-merge": [
        "No such key 'clusters' in existing config, please confirm whether it is a valid config file. May back up this "
        "config file, "
        "delete it and retry the command.",
        "The command failed with an unexpected error. Here is the traceback:\n'users'\nTraceback (most recent call last):\n"
        "cli/command_modules/acs/custom.py, ln 1006, in _handle_merge\n    if existing[key] is None:\nKeyError: 'users'",
    ],
    "az-cannot-read-kubeconfig": [
        "failed to load additional configuration from /tmp/x",
        "WARNING: Failed to merge credentials to kube config file: a reason",
        "Error parsing /home/me/.kube/config (while parsing a block mapping)",
        "Permission denied when trying to read /home/me/.kube/config. Please ensure you have read access to this file",
    ],
    "az-not-allowed": [
        "(AuthorizationFailed) The client 'me@example.com' with object id '1' does not have authorization to perform action "
        "'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action' over scope '/subscriptions/2'"
    ],
    "az-no-such-cluster": [
        "(ResourceNotFound) The Resource 'Microsoft.ContainerService/managedClusters/prod' under resource group 'rg' was "
        "not found.",
        "(ResourceGroupNotFound) Resource group 'rg' could not be found.",
    ],
    "az-msi": [
        "Error: failed to get token: expected an empty error but received: AzureCLICredential: ERROR: Failed to connect to "
        "MSI. "
        "Please make sure MSI is configured correctly."
    ],
    "arc-proxy-token": [
        "Failed to post access token to client proxy proxyAudience 1/.default is not a supported MSI token audience."
    ],
    "az-too-old": [
        "Error: failed to get token: AzureCLICredential: ERROR: az: error: unrecognized arguments: --tenant 1\nusage: az [-h]"
    ],
    "az-without-cmd": [
        'Error: failed to get token: AzureCLICredential: exec: "C:\\WINDOWS\\cmd.exe": file does not exist'
    ],
    "az-login-again": [
        "ERROR: Interactive authentication is needed. Please run:\naz login --scope 6/.default",
        "User 'me@example.com' does not exist in MSAL token cache. Run `az login`.",
    ],
    "aks-azure-rbac": [
        'Error from server (Forbidden): pods is forbidden: User "me" cannot list resource "pods" in API group "" in the '
        'namespace '
        '"default": User does not have access to the resource in Azure. Update role assignment to allow access.'
    ],
    "kubelogin-server-id": ["Error: server-id is required", "Error: --server-id is required"],
    "kubelogin-no-tenant": ["Error: failed to create azidentity credential: tenant ID cannot be empty"],
    "kubelogin-keyring": [
        "Error: failed to create azidentity credential: failed to create cache: persistent storage isn't available due to "
        "error "
        '"couldn\'t get the user keyring due to error \\"operation not permitted\\""',
        'Error: failed to create PoP token cache provider: couldn\'t get the user keyring due to error "operation not '
        'permitted"',
    ],
    "kubelogin-exec-info": ["Error: cannot convert to ExecCredential: unexpected end of JSON input"],
    "exec-info-missing": [
        "Empty KUBERNETES_EXEC_INFO, defaulting to client.authentication.k8s.io/v1alpha1. This is likely a bug in your "
        "Kubernetes "
        "client. Please update your Kubernetes client.",
        "KUBERNETES_EXEC_INFO is empty, please update your client",
        "KUBERNETES_EXEC_INFO env var is unset or empty",
    ],
    "kubelogin-device-code": [
        "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code ABCDEFGHI to "
        "authenticate."
    ],
    "kubelogin-certificate": [
        "Error: failed to create azidentity credential: failed to read certificate: failed to read the certificate file "
        "(a.pfx): x"
    ],
    "kubelogin-timeout": ["Error: timeout must be greater than 0"],
    "kubelogin-no-such-credential": ["Error: failed to create azidentity credential: unsupported token provider"],
    "kubelogin-workload-identity": [
        "Error: failed to create azidentity credential: failed to create workload identity credential: no client ID specified. "
        "Check pod configuration or set ClientID in the options"
    ],
    "kubelogin-authority-unreachable": [
        'Post "https://login.microsoftonline.com/1/oauth2/v2.0/token": dial tcp: lookup login.microsoftonline.com: no such host'
    ],
    "kubelogin-no-browser": [
        'InteractiveBrowserCredential: exec: "xdg-open,x-www-browser,www-browser": executable file not found in $PATH'
    ],
    "kubelogin-access-denied": [
        "bash: /usr/local/bin/kubelogin: Permission denied", "zsh: permission denied: kubelogin",
        "Program 'kubelogin.exe' failed to run: Access is deniedAt line:1 char:1"],
    "kubelogin-glibc": ["kubelogin: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by kubelogin)"],
    "exec-snap": [f"{_GETTING}exec: fork/exec /snap/bin/kubelogin: permission denied"],
    "kubectl-not-found": [
        "bash: kubectl: command not found", "'kubectl' is not recognized as an internal or external command,"
    ],
    "gcp-command-not-found": [
        'Unable to connect to the server: error executing access token command "/opt/gcloud config config-helper '
        '--format=json": '
        "err=fork/exec /opt/gcloud: no such file or directory output= stderr="
    ],
    "gcp-command-failed": [
        'Unable to connect to the server: error executing access token command "/usr/bin/gcloud config config-helper": '
        'err=exit '
        "status 1 output= stderr=ERROR: gcloud crashed"
    ],
    "aws-deprecated-version": [
        "Kubeconfig user entry is using deprecated API version client.authentication.k8s.io/v1alpha1. Run 'aws eks "
        "update-kubeconfig' to update."
    ],
    "aws-iam-authenticator-flag": ["Error: unknown flag: --profile"],
    "aws-iam-authenticator-token": ["could not get token: something that is new"],
    "exec-no-output": [
        f"{_GETTING}decoding stdout: couldn't get version/kind; json parse error: unexpected end of JSON input"
    ],
    "localhost-80": [
        "Error: Get http://localhost:80/api?timeout=32s: dial tcp 127.0.0.1:80: connect: connection refused",
        'Error: Post "http://localhost/api/v1/namespaces": dial tcp [::1]:80: connect: connection refused',
        "Error: Provider configuration: cannot load Kubernetes client config\ninvalid configuration: default cluster has no "
        "server "
        "defined",
    ],
    "terraform-config-path": [
        "Warning: Invalid attribute in provider configuration\n'config_path' refers to an invalid path: "
        "\"/home/me/.kube/config\": "
        "stat /home/me/.kube/config: no such file or directory"
    ],
    "terraform-exec-deprecated": ["Warning: v1alpha1 of the client authentication API is deprecated, use v1beta1 or above"],
    "terraform-invalid-pem": ["'cluster_ca_certificate' is not a valid PEM encoded certificate"],
    "terraform-credentials": ["The credentials configured in the provider block are not accepted by the API server. Error: x"],
    "headlamp-no-answer": ["Failed to get authentication information: Request timed-out"],
    "kubeconfig-not-at": [
        "ERROR: kubeconfig file ~/.kube/config is not found",
        "k8s.Exceptions.KubeConfigException: kubeconfig file not found at /home/me/.kube/config",
    ],
    "vscode-program-not-found": ["Kubectl not found. Many features of the Kubernetes extension will not work."],
    "kubectx-no-contexts": ["error: no contexts found in the kubeconfig file"],
    "choco-shim": [
        "Cannot find file at '..\\lib\\kubelogin\\tools\\kubelogin.exe' (C:\\x\\kubelogin.exe). This usually indicates a "
        "missing or "
        "moved file."
    ],
    "python-no-kubeconfig": [
        "kubernetes.config.config_exception.ConfigException: Invalid kube-config file. No configuration found."
    ],
    "python-entry-missing": [
        "ConfigException: Invalid kube-config file. Expected object with name prod in /home/me/.kube/config/contexts list"
    ],
    "python-duplicate-name": [
        "ConfigException: Invalid kube-config file. Expected only one object with name me in /home/me/.kube/config/users list"
    ],
    "python-exec-answer": ["ERROR:root:exec: failed to decode process output: Expecting value: line 1 column 1 (char 0)"],
    "python-exec-version": [
        "exec: plugin api version client.authentication.k8s.io/v1 does not match client.authentication.k8s.io/v1beta1"
    ],
    "python-exec-incomplete": ["ConfigException: exec: malformed request. missing key 'apiVersion'"],
    "python-exec-failed": ["ERROR:root:exec: process returned 1. something that is new"],
    "javascript-no-cluster": ["Error: No active cluster!\n    at KubeConfig.applyToHTTPSOptions (/app/config.js:1:2)"],
    "javascript-incomplete": ["Error: clusters[0].cluster.server is missing"],
    "javascript-duplicate-name": ["Error: Duplicate cluster: prod"],
    "javascript-http": ["Error: HTTP protocol is not allowed when skipTLSVerify is not set or false"],
    "javascript-token-expired": ["Error: Token is expired!"],
    "rust-no-kubeconfig": [
        "Error: failed to infer config: in-cluster: (failed to read an incluster environment variable: environment variable "
        "not "
        "found), kubeconfig: (failed to read kubeconfig from '\"/root/.kube/config\"': No such file or directory (os error 2))"
    ],
    "rust-cannot-read": [
        "failed to load client certificate: failed to read file '\"/a\"': No such file or directory (os error 2)"
    ],
    "rust-exec-not-found": [
        "called `Result::unwrap()` on an `Err` value: Auth(AuthExecStart(Os { code: 2, kind: NotFound, message: \"No such "
        "file\" }))",
        "auth error: unable to run auth exec: No such file or directory (os error 2)"],
    "rust-exec-cannot-run": ["auth error: unable to run auth exec: Permission denied (os error 13)"],
    "rust-exec-failed": [
        "auth error: auth exec command 'Command { std: \"doctl\" \"get-token\", kill_on_drop: false }' failed with status exit "
        'status: 1: Output { status: ExitStatus(unix_wait_status(256)), stdout: "", stderr: "" }'
    ],
    "rust-configuration": ["Error: Failed to infer configuration: something that is new"],
    "java-exec-version": [
        "ERROR io.kubernetes.client.util.KubeConfig - Unrecognized user.exec.apiVersion: client.authentication.k8s.io/v1"
    ],
    "java-auth-provider": ["ERROR io.kubernetes.client.util.KubeConfig - Unknown auth provider: azure"],
    "java-exec-answer": [
        "WARN KubeConfigUtils - Error unmarshalling ExecCredential", "KubeConfig - Mismatched apiVersion in response"
    ],
    "java-exec-failed": ["ERROR io.kubernetes.client.util.KubeConfig - doctl failed with exit code 1"],
    "java-no-kubeconfig": ["KubernetesClientException: Could not create Config from kubeconfig"],
    "java-first-file": ["WARN Found multiple kubeconfigs files, $KUBECONFIG: /a:/b using first: /a"],
    "dotnet-exec-not-found": [
        "k8s.Exceptions.KubeConfigException: external exec failed due to: An error occurred trying to start process 'doctl' "
        "with "
        "working directory '/app'. No such file or directory",
        "Unhandled exception. k8s.Exceptions.KubeConfigException: external exec failed due to: The system cannot find the file "
        "specified.",
    ],
    "dotnet-exec-timeout": ["k8s.Exceptions.KubeConfigException: external exec failed due to timeout"],
    "dotnet-exec-answer": ["external exec failed missing token or clientCertificateData field in plugin output"],
    "dotnet-exec-failed": ["external exec failed due to uncaught exception: something that is new"],
    "library-exec-incomplete": [
        "External command execution missing ApiVersion key", "No command was specified for exec authProvider!"
    ],
    "dotnet-entry-missing": ["k8s.Exceptions.KubeConfigException: User not found for context prod in kubeconfig"],
    "oidc-no-id-token": ["Connection error: Get https://example.com:8443/api: token response did not contain an id_token"],
    "azure-token-not-refreshed": [
        "E1226 11:52:13.723835   16281 azure.go:126] Failed to acquire a token: refreshing the expired token: refreshing "
        "token: "
        "adal: Refresh request failed. Status Code = '400'"
    ],
    "yaml-control-characters": [f"{_LOADING}yaml: control characters are not allowed"],
    "yaml-not-utf8": [f"{_LOADING}yaml: invalid leading UTF-8 octet"],
    "kubeconfig-of-list-missing": ["W1130 10:59:06.035883   35871 loader.go:223] Config not found: /etc/kubernetes/admin.conf"],
    "kubectl-cannot-change": ["error: cannot delete context prod, not in /home/me/.kube/config"],
    "kubectl-cannot-embed": ["error: you must specify a --certificate-authority to embed"],
    "client-go-location": ["could not determine the absolute path of config file config: getwd: no such file or directory"],
    "token-file": [
        'failed to read token file "/var/run/secrets/token": open /var/run/secrets/token: no such file or directory'
    ],
    "proxy-scheme": ['error: unsupported scheme "socks5h", must be http, https, or socks5'],
    "bad-namespace": ['error: namespace "My_Space" for context "prod" does not conform to the kubernetes DNS_LABEL rules'],
    "kubelogin-cache": ["Error: failed to store record: open /home/me/.kube/cache/kubelogin/auth.json: read-only file system"],
    "oidc-login-token": ["error: get-token: authentication error: oidc error: you got an invalid token: x"],
    "oidc-login-unfinished": ["error: get-token: context cancelled while waiting for the local server: context canceled"],
    "oidc-login-failed": ["error: get-token: authentication error: authcode-browser error: something that is new"],
    "rust-auth-error": ["Error: auth error: failed exec auth: something that is new"],
    "cloud-not-allowed": [
        "An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::1:user/me",
        "An error occurred (AccessDeniedException) when calling the DescribeCluster operation: User: arn:aws:iam::1:user/me "
        "is not x",
        'ERROR: (gcloud.container.clusters.get-credentials) ResponseError: code=403, message=Required "container.clusters.get" '
        'permission(s) for "projects/orchard".',
    ],
    "cloud-no-such-cluster": [
        "An error occurred (ResourceNotFoundException) when calling the DescribeCluster operation: No cluster found for name: "
        "prod."
    ],
    "lens-proxy": ["Authentication proxy exited with code: 1"],
    "k9s-no-kubeconfig": ["Boom!! Unable to locate K8s cluster configuration."],
    "azure-default-credential": [
        "DefaultAzureCredential: failed to acquire a token.\nAttempted credentials:\n\tEnvironmentCredential: missing "
        "environment variable AZURE_TENANT_ID\n\tWorkloadIdentityCredential: no client ID specified. Check pod configuration "
        "or set ClientID in the options\n\tManagedIdentityCredential: managed identity timed out\n\tAzureCLICredential: Azure "
        "CLI not found on path",
        "DefaultAzureCredential failed to retrieve a token from the included credentials.\nAttempted credentials:\n"
        "\tEnvironmentCredential: EnvironmentCredential authentication unavailable. Environment variables are not fully "
        "configured.\n\tAzureCliCredential: Please run 'az login' to set up an account",
    ],
    "azure-environment-credential": [
        "EnvironmentCredential authentication unavailable. Environment variables are not fully configured."
    ],
    "entra-http-call": [
        "Error: FromAssertion(): http call(https://login.microsoftonline.com/t/oauth2/v2.0/token)(POST) error: reply status "
        "code was 401:\n<html>",
    ],
    "powershell-az-aks-missing": [
        "Import-AzAksCredential : The term 'Import-AzAksCredential' is not recognized as the name of a cmdlet",
    ],
    "powershell-not-logged-in": [
        "Import-AzAksCredential: Run Connect-AzAccount to login.",
        "Your Azure credentials have not been set up or have expired, please run Connect-AzAccount to set up your Azure "
        "credentials.",
    ],
    "powershell-import-refused": [
        "Import-AzAksCredential : Operation returned an invalid status code 'Forbidden'",
        "Import-AzAksCredential: Operation returned an invalid status code 'NotFound'",
    ],
    "powershell-import-cannot-merge": [
        "Import-AzAksCredential : The given key was not present in the dictionary.",
        "Import-AzAksCredential: Unable to cast object of type 'YamlDotNet.RepresentationModel.YamlScalarNode' to type "
        "'YamlDotNet.RepresentationModel.YamlMappingNode'.",
    ],
    "entra-device-code-pending": [_entra(70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.")],
    "az-quoted-path": ["[Errno 22] Invalid argument: '\"C'"],
    "az-damaged": [
        "cannot import name 'map_azure_error_to_cli_error' from 'azure.cli.command_modules.acs._helpers'",
        "AttributeError: 'CredentialResults' object has no attribute 'kubeconfigs'",
    ],
    "oidc-login-standalone": [
        "error: could not find the current auth provider: load error: could not load the kubeconfig: user me does not exist",
    ],
    "kubectx-no-kubeconfig": ["error: cannot determine kubeconfig path: HOME or USERPROFILE environment variable not set"],
    "kubelogin-pipelines-connection": [
        "Error: failed to create azidentity credential: failed to create azure pipelines credential: no service connection ID "
        "specified",
    ],
    "kubelogin-no-pipeline": [
        "Error: failed to create azidentity credential: failed to create azure pipelines credential: no value for environment "
        "variable SYSTEM_OIDCREQUESTURI. This should be set by Azure Pipelines",
    ],
    "kubelogin-not-a-tenant": [
        "Error: invalid tenantID. You can locate your tenantID by following the instructions listed here: https://learn.microsoft."
        "com/partner-center/find-ids-and-domain-names",
    ],
    "managed-identity-ambiguous": [
        "ManagedIdentityCredential: no default identity is assigned to this resource",
        "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token "
        "request",
    ],
    "kubelogin-two-credentials": [
        "client secret and client certificate cannot be set at the same time. Only one has to be provided",
    ],
    "tls-no-reason": [
        "System.Net.Http.HttpRequestException: The SSL connection could not be established, see inner exception.",
        "javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure",
    ],
    "library-yaml-tab": [
        "yaml.scanner.ScannerError: while scanning for the next token\nfound character '\\t' that cannot start any token\n"
        '  in "/home/me/.kube/config", line 3, column 1',
        "found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
    ],
    "library-yaml": [
        'yaml.scanner.ScannerError: mapping values are not allowed here\n  in "/home/me/.kube/config", line 12, column 9',
        "YAMLException: bad indentation of a mapping entry (3:5)",
        "(Line: 3, Col: 1, Idx: 20) - (Line: 3, Col: 1, Idx: 20): While parsing a block mapping, did not find expected key.",
    ],
    "library-yaml-bytes": [
        'yaml.reader.ReaderError: unacceptable character #x0000: special characters are not allowed\n  in "config", position 1',
    ],
    "library-yaml-unknown": ["yaml.composer.ComposerError: found undefined alias 'x'"],
    "library-yaml-shape": [
        "YamlDotNet.Core.YamlException: (Line: 1, Col: 1, Idx: 0): Exception during deserialization",
        "missing field `clusters` at line 1 column 1",
    ],
    "python-none": [
        "AttributeError: 'NoneType' object has no attribute 'get'",
        "TypeError: argument of type 'NoneType' is not iterable",
    ],
    "no-json": [
        "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
        "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
    ],
    "entra-tenant-not-allowed": [_entra(500021, "Access to 'orchard' tenant is denied."), "AADSTS500213: forbidden"],
    "entra-public-client": [_entra(700025, "Client is public so neither 'client_assertion' nor 'client_secret' is allowed.")],
    "entra-person-first": [_entra(50125, "Sign-in was interrupted because of a password reset.")],
    "entra-on-premises": [_entra(80002, "The password validation request timed out.")],
    "entra-try-again": [_entra(90033, "A transient error has occurred. Please try again.")],
    "headlamp-sign-in": ["The cluster did not accept your sign-in. Its API server may not trust this OIDC provider."],
    "headlamp-no-clusters": ["There seems to be no clusters configured…"],
    "headlamp-kubeconfig": [
        "error configuring Kubernetes API client: a reason",
        "Error setting up clusters, please load a valid kubeconfig file",
    ],
    "headlamp-unreachable": ["Failed to connect. Please make sure the Kubernetes cluster is running and accessible. Error: x"],
    "k9s-context": ["error: unable to activate context prod: something new"],
    "k9s-own-config": ["Boom!! Validation failed. Please update your config and restart."],
    "terraform-attribute": ["Error: Provider configuration: failed to assert type of 'token' value"],
    "helm-registry": ["Error: could not login to OCI registry registry.example.com: 401"],
    "library-token-not-saved": ["oidc: failure while persisting new tokens into KUBECONFIG"],
    "library-token-not-renewed": ["java.lang.RuntimeException: Could not import idp certificate"],
    "azd-no-credentials": [
        "failed retrieving cluster user credentials. Ensure the current principal has been granted rights to the AKS cluster, "
        "GET https://management.azure.com",
        "cluster credentials is empty. Ensure the current principal has been granted rights to the AKS cluster. , <nil>",
    ],
    "azd-kubeconfig": [
        "failed adding/updating kube context, exit code: 1",
        "failed setting kube context 'aks-prod'. Ensure the specified context exists. exit code: 1",
        "failed parsing kube config. Ensure your configuration is valid yaml. yaml line 3",
    ],
    "argocd-own-login": [
        'level=fatal msg="Argo CD server address unspecified"',
        'msg="rpc error: code = Unauthenticated desc = invalid session: token has invalid claims: token is expired"',
        "rpc error: code = Unauthenticated desc = no session information",
    ],
    "argocd-unknown-cluster": [
        "application destination spec for shop is invalid: there are no clusters with this name: aks-prod",
        'error getting cluster by server "https://c.example": rpc error: code = NotFound',
    ],
    "argocd-service-account": [
        'failed to create service account "argocd-manager" in namespace "kube-system": a reason',
    ],
    "argocd-cluster": [
        "ComparisonError: Failed to load live state: failed to get cluster info for \"https://c.example\": error synchronizing "
        "cache state : a reason",
        "failed to sync cluster https://c.example: failed to load initial state of resource Pod: a reason",
        "unable to apply K8s REST config defaults: a reason",
    ],
    "flux-secret": [
        "unable to read KubeConfig secret 'apps/prod' error: a reason",
        "KubeConfig secret 'apps/prod' does not contain a 'value' key with a kubeconfig",
        "KubeConfig secret 'apps/prod' does not contain a 'config' key with a kubeconfig",
    ],
    "flux-no-entra": ["AKS cluster prod does not have Microsoft Entra ID integration enabled. "],
    "flux-client": [
        "\u2717 kubernetes client initialization failed: a reason", "\u2717 Kubernetes API call failed: a reason",
        "kubernetes configuration load failed: a reason",
    ],
    "skaffold-other-context": [
        'profiles "dev" were activated by kube-context "kind", but the effective kube-context is "aks-prod" -- please revise '
        "your `profiles.activation` and `deploy.kubeContext` configurations",
    ],
    "skaffold-context": [
        "getting client config for Kubernetes client: error creating REST client config for kubeContext \"x\": a reason",
        "failed to get cluster info for kubeContext: `aks-prod`",
    ],
    "skaffold-no-connection": [
        "Deploy Failed. Could not connect to cluster due to a reason. Check your connection for the cluster."
    ],
    "tilt-no-context": ["Cluster status error: Kubernetes context not set in [/home/me/.kube/config]"],
    "tilt-cluster": [
        "Error: Loading Kubernetes config: a reason", "could not set up kubernetes client: a reason",
        "cluster did not pass liveness check",
    ],
    "pulumi-kubeconfig": [
        "error: configured Kubernetes cluster is unreachable: unable to load schema information from the API server: a reason",
        "failed to parse kubeconfig data in `kubernetes:config:kubeconfig`- a reason",
    ],
    "ansible-client": ['fatal: [localhost]: FAILED! => {"msg": "Failed to get client due to a reason"}'],
    "ansible-no-library": [
        'fatal: [a]: FAILED! => {"msg": "Failed to import the required Python library (kubernetes) on a\'s Python."}'
    ],
    "python-adal-missing": [
        "ModuleNotFoundError: No module named 'adal'",
        "ImportError: refresh token error, adal library not imported",
    ],
    "python-bad-base64": [
        "binascii.Error: Incorrect padding",
        "binascii.Error: Invalid base64-encoded string: number of data characters (5) cannot be 1 more than a multiple of 4",
    ],
    "context-without-name": ["error: empty context name for &api.Context{LocationOfOrigin:\"\"} is not allowed"],
    "lens-incomplete": ["No valid cluster object provided in kubeconfig for context 'aks-prod'"],
}  # fmt: skip


def first_example(id: str) -> str:
    """The first example of a message; '' if it has none, which is a test of its own (test_messages)."""
    return next(iter(EXAMPLES.get(id, ())), "")
