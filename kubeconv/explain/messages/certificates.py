"""What clients say if they do not trust the certificate of the server, or the server does not speak TLS."""

from typing import Final

from kubeconv.explain.messages.message import Message

_X509: Final = "https://github.com/golang/go/blob/master/src/crypto/x509/verify.go"
_VALIDATE: Final = ("kubeconv validate {file}",)

MESSAGES: Final = (
    Message(
        "certificate-expired",
        (
            "x509: certificate has expired or is not yet valid",
            "remote error: tls: expired certificate",
            'x509: "{certificate}" certificate is expired',
            "invalid peer certificate: Expired",
            "certificate verify failed: certificate has expired",
            "Error: certificate has expired",
            "CERT_HAS_EXPIRED",
            "CertificateExpiredException",
        ),
        "A certificate has expired, or the clock is wrong.",
        "An x509 error is about the certificate of the server, a remote error about the client certificate in the kubeconfig "
        "(kubeadm, k3s and kind make them for one year).",
        "Look at the clock; renew the certificates of the cluster, or fetch a new kubeconfig.",
        _X509,
        ("date -u", "kubeconv validate {file}", "kubeadm certs check-expiration"),
        affects=("client-certificate",),
        rule="KC410",
    ),
    Message(
        "unknown-authority",
        (
            "x509: certificate signed by unknown authority",
            "may be due to a corporate TLS-inspecting proxy",
            "remote error: tls: unknown certificate authority",
            "remote error: tls: bad certificate",
            'x509: "{certificate}" certificate is not trusted',
            "x509: cannot verify signature",
            "certificate verify failed: unable to get local issuer certificate",
            "certificate verify failed: self-signed certificate",
            "certificate verify failed: self signed certificate",
            "unable to verify the first certificate",
            "unable to get local issuer certificate",
            "self-signed certificate in certificate chain",
            "self signed certificate in certificate chain",
            "DEPTH_ZERO_SELF_SIGNED_CERT",
            "PKIX path building failed",
            "invalid peer certificate: UnknownIssuer",
            "The remote certificate is invalid because of errors in the certificate chain",
            "The remote certificate is invalid according to the validation procedure",
            "ERR_CERT_AUTHORITY_INVALID",
        ),
        "The certificate of the server is not signed by any CA that the kubeconfig trusts.",
        "certificate-authority-data is missing or from another cluster (it was created again under the same address), or a "
        "proxy or firewall shows its own certificate.",
        "Fetch the kubeconfig again; behind such a proxy, add its CA. insecure-skip-tls-verify would only hide it.",
        _X509,
        (
            "kubeconv validate {file}",
            "az aks get-credentials --resource-group {group} --name {cluster} --overwrite-existing",
        ),
    ),
    Message(
        "certificate-of-another-name",
        (
            "x509: certificate is valid for {names}, not {host}",
            "x509: cannot validate certificate for",
            "x509: certificate is not valid for any names",
            "x509: certificate relies on legacy Common Name field",
            "does not match certificate's altnames",
            "certificate is not valid for '{host}'",
            "invalid peer certificate: NotValidForName",
            "invalid peer certificate: certificate not valid for name",
            "RemoteCertificateNameMismatch",
            "No subject alternative names matching",
            "No subject alternative DNS name matching",
        ),
        "The certificate of the server is not for this address.",
        "The server is reached by another name or address (a tunnel, a load balancer, 127.0.0.1) than it has in its "
        "certificate.",
        "Use the name in the certificate as server, or give it in tls-server-name.",
        _X509,
        (
            "kubectl config set-cluster {cluster_entry} --tls-server-name={name_in_certificate}",
            "kubeconv validate {file}",
        ),
    ),
    Message(
        "http-and-https",
        (
            "server gave HTTP response to HTTPS client",
            "first record does not look like a TLS handshake",
            "SSL: WRONG_VERSION_NUMBER",
            "SSL routines:ssl3_get_record:wrong version number",
            "Unsupported or unrecognized SSL message",
        ),
        "The server speaks http, and the kubeconfig says https.",
        "The port is not that of the API server, or a proxy is in between.",
        "Correct server, or the proxy (proxy-url, HTTPS_PROXY).",
        "https://github.com/golang/go/blob/master/src/net/http/transport.go",
        _VALIDATE,
    ),
    Message(
        "https-and-http",
        ("Client sent an HTTP request to an HTTPS server", "the server rejected our request for an unknown reason"),
        "The server speaks https, and the kubeconfig says http.",
        "A server without a scheme (host:port) means http to client-go.",
        "Write https:// in front of server.",
        "https://github.com/golang/go/blob/master/src/net/http/server.go",
        _VALIDATE,
        rule="KC423",
    ),
    Message(
        "tls-no-reason",
        (
            "The SSL connection could not be established, see inner exception",
            "javax.net.ssl.SSLHandshakeException",
            "javax.net.ssl.SSLException",
            "Caused by SSLError(SSLError(",
            "requests.exceptions.SSLError",
            "write EPROTO",
        ),
        "The protected connection (TLS) to the server could not be made.",
        "This line only says that it failed. The reason is in an inner exception, or in a line after Caused by, which this "
        "text does not hold, or which kubeconv does not know: mostly an unknown authority, a name that the certificate "
        "lacks, or a proxy.",
        "Ask kubectl the same, which names the reason; look for the inner exception in the whole log.",
        "https://learn.microsoft.com/dotnet/api/system.net.http.httprequestexception",
        (
            "kubectl get --raw /version",
            "openssl s_client -connect {server_host}:443 -showcerts",
            "env | grep -i _proxy",
        ),
        wraps=1,
    ),
)
