"""What clients say if they cannot reach the server; and what the server answers."""

from typing import Final

from kubeconv.explain.messages.message import Message

_NET: Final = "https://github.com/golang/go/blob/master/src/net/net.go"
_KUBECTL: Final = "https://github.com/kubernetes/kubectl/blob/master/pkg/cmd/util/helpers.go"


def _after_url(end: str) -> tuple[str, ...]:
    """What Go says of a request: Get "https://...": EOF; before Go 1.14 without quotes."""
    return f'"http{{url}}": {end}', f"Get http{{url}}: {end}", f"Post http{{url}}: {end}"


MESSAGES: Final = (
    Message(
        "proxy",
        (
            "proxyconnect tcp:",
            "Unable to connect to the server: Proxy Authentication Required",
            *_after_url("Proxy Authentication Required"),
            "Unable to connect to the server: Forbidden",
            "Unable to connect to the server: Service Unavailable",
            "Unable to connect to the server: Bad Gateway",
            "Unable to connect to the server: Gateway Timeout",
        ),
        "The proxy did not let the connection through.",
        "proxy-url of the cluster, or HTTPS_PROXY of the shell, leads to a proxy that does not exist, wants a login, or "
        "does not reach the server.",
        "Correct it, or take the server out of it with NO_PROXY.",
        "https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/",
        ("env | grep -i _proxy", "export NO_PROXY={server_host}"),
    ),
    Message(
        "no-such-host",
        (
            "lookup {host}: no such host",
            "lookup {host}: server misbehaving",
            "lookup {host}: getaddrinfow: No such host is known",
            "lookup {host}: Temporary failure in name resolution",
            "lookup {host}: i/o timeout",
            "getaddrinfo ENOTFOUND {host}",
            "getaddrinfo EAI_AGAIN {host}",
            "java.net.UnknownHostException: {host}",
            "Failed to resolve '{host}'",
            "failed to lookup address information",
            "[Errno 11001] getaddrinfo failed",
            "No such host is known. ({host}",
            "nodename nor servname provided, or not known",
            "[Errno -2] Name or service not known",
            "[Errno -3] Temporary failure in name resolution",
        ),
        "DNS does not know the name of the server.",
        "A private cluster (privatelink) is known inside its network only: the VPN is off. Or the cluster was "
        "deleted, or the name is misspelt.",
        "Turn on the VPN, or fetch the kubeconfig of the current cluster.",
        "https://learn.microsoft.com/azure/aks/private-clusters",
        (
            "az aks show --resource-group {group} --name {cluster} --query '[fqdn, privateFqdn, powerState]'",
            "kubeconv detect {file}",
        ),
    ),
    Message(
        "not-reached",
        (
            ": i/o timeout",
            ": TLS handshake timeout",
            "Client.Timeout exceeded while awaiting headers",
            "Client.Timeout or context cancellation while reading body",
            *_after_url("context deadline exceeded"),
            "connect: no route to host",
            "connect: network is unreachable",
            "connect: connection timed out",
            "connect: operation timed out",
            "connectex: A connection attempt failed because the connected party did not properly respond",
            "connectex: A socket operation was attempted to an unreachable",
            "connect ETIMEDOUT",
            "connect EHOSTUNREACH",
            "(connect timeout=",
            "java.net.SocketTimeoutException: Connect timed out",
            "java.net.NoRouteToHostException",
            "tcp connect error: Connection timed out",
            "tcp connect error: deadline has elapsed",
            "The request was canceled due to the configured HttpClient.Timeout",
        ),
        "The server does not answer.",
        "The VPN is off, a firewall or the authorized IP ranges of the cluster block you, or the cluster is stopped.",
        "Find out whether the address is reachable from here.",
        _NET,
        (
            "az aks show --resource-group {group} --name {cluster} --query '[powerState, "
            "apiServerAccessProfile.authorizedIpRanges]'",
            "kubectl get --raw /version --request-timeout=10s",
        ),
    ),
    Message(
        "refused",
        (
            "The connection to the server {server} was refused - did you specify the right host or port?",
            "connect: connection refused",
            "connectex: No connection could be made because the target machine actively refused it",
            "connect ECONNREFUSED",
            "[Errno 111] Connection refused",
            "[Errno 61] Connection refused",
            "[WinError 10061]",
            "java.net.ConnectException: Connection refused",
            "tcp connect error: Connection refused",
            "No connection could be made because the target machine actively refused it. (",
        ),
        "Nothing listens at the address of the server.",
        "The cluster is stopped (minikube, kind, docker-desktop, a virtual machine), or the port is wrong.",
        "Start it, or correct server.",
        _KUBECTL,
        ("kubeconv detect {file}", "kubectl config get-contexts"),
    ),
    Message(
        "connection-broken",
        (
            "read: connection reset by peer",
            "write: connection reset by peer",
            "write: broken pipe",
            "wsarecv: An existing connection was forcibly closed by the remote host",
            *(
                said
                for end in ("EOF", "unexpected EOF")
                for said in (f"Unable to connect to the server: {end}", *_after_url(end))
            ),
            "http2: client connection lost",
            "net/http: request canceled",
            "socket hang up",
            "Client network socket disconnected before secure TLS connection was established",
            "read ECONNRESET",
            "Connection aborted.', ConnectionResetError",
            "Remote end closed connection without response",
            "http2: server sent GOAWAY",
            "remote error: tls: internal error",
            "remote error: tls: handshake failure",
            "remote error: tls: protocol version not supported",
        ),
        "The connection to the server was cut.",
        "A proxy, a firewall or a VPN between here and the cluster cut it, or the server is restarting.",
        "Try again; then check what is in between.",
        _NET,
        ("env | grep -i _proxy",),
    ),
    Message(
        "unauthorized",
        (
            "You must be logged in to the server",
            "the server has asked for the client to provide credentials",
            "Error from server (Unauthorized)",
            "Kubernetes cluster unreachable: Unauthorized",
            "list: Unauthorized",
            '"reason":"Unauthorized"',
            "error: Unauthorized",
            "(401)\nReason: Unauthorized",
            "Unauthorized! Token may have expired! Please log-in again",
            "Unauthorized! Configured service account doesn't have access",
            "ApiError: Unauthorized: Unauthorized",
            "Operation returned an invalid status code 'Unauthorized'",
            "HttpOperationException: Unauthorized",
            "query: failed to query with labels: Unauthorized",
            'unable to recognize "{path}": Unauthorized',
            "ApiException: Unauthorized",
            "unable to upgrade connection: Unauthorized",
        ),
        "The server does not accept the login.",
        "The token or certificate has expired or is from another cluster; with kubelogin a wrong tenant or audience "
        "(--server-id, --legacy, and variables such as AZURE_TENANT_ID of the shell); with EKS the identity has no "
        "access entry.",
        "Compare the login with the cluster, log in again, or fetch the kubeconfig again.",
        _KUBECTL,
        (
            "kubeconv validate {file}",
            "kubelogin remove-cache-dir",
            "az aks get-credentials --resource-group {group} --name {cluster} --overwrite-existing",
            "aws sts get-caller-identity",
        ),
        rule="KC329",
    ),
    Message(
        "forbidden",
        (
            "Error from server (Forbidden)",
            "(403)\nReason: Forbidden",
            "Operation returned an invalid status code 'Forbidden'",
            'is forbidden: User "{user}" cannot',
            'cannot {verb} resource "{resource}" in API group',
            "user not authorized to list all namespaces",
            "access denied for user on resource",
        ),
        "The login works, but has no permission for this.",
        "The server knows who you are; no role gives the permission, at least in this namespace. system:anonymous "
        "means that no login was sent at all.",
        "Ask for a role, or use another context.",
        "https://kubernetes.io/docs/reference/access-authn-authz/rbac/",
        ("kubectl auth whoami", "kubectl auth can-i --list"),
    ),
    Message(
        "version-skew",
        ("exceeds the supported minor version skew of +/-1",),
        "kubectl and the cluster are more than one minor version apart.",
        "This is a warning: most things work, some do not, and on AKS logins can fail.",
        "Use the kubectl version of the cluster.",
        "https://kubernetes.io/releases/version-skew-policy/#kubectl",
        ("kubeconv versions", "az aks install-cli --client-version {version}"),
        wraps=1,
    ),
)
