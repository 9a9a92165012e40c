"""What readers of YAML, and tools that change kubeconfigs, say about the text of the file."""

from typing import Final

from kubeconv.explain.messages.message import Message

_LOADER: Final = "https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/loader.go"
_CONFIG: Final = "https://github.com/kubernetes/kubectl/tree/master/pkg/cmd/config"

MESSAGES: Final = (
    Message(
        "yaml-control-characters",
        (
            'error loading config file "{file}": yaml: control characters are not allowed',
            "yaml: control characters are not allowed",
        ),
        "The kubeconfig is not text, or has bytes in it that YAML does not allow.",
        "A secret of a CI system that is still base64 or was decoded twice, a file in UTF-16 without its mark, a disk that "
        "was full (zeros), or a colour code that was pasted.",
        "Look at its first bytes, then fetch or decode it again.",
        "https://github.com/yaml/go-yaml/blob/main/readerc.go",
        ("head -c 64 {file} | od -c", "kubeconv validate {file}"),
        rule="KC001",
    ),
    Message(
        "yaml-not-utf8",
        (
            "yaml: invalid leading UTF-8 octet",
            "yaml: invalid trailing UTF-8 octet",
            "yaml: invalid Unicode character",
            "yaml: incomplete UTF-8 octet sequence",
        ),
        "The kubeconfig is not UTF-8.",
        "An editor saved it in a Windows code page, or it is not a text at all.",
        "Save it as UTF-8, or fetch it again.",
        "https://github.com/yaml/go-yaml/blob/main/readerc.go",
        ("kubeconv validate {file}",),
        rule="KC002",
    ),
    Message(
        "kubeconfig-of-list-missing",
        ("Config not found: {file}",),
        "A file that $KUBECONFIG names does not exist: {file}.",
        "kubectl only warns, goes on with the others, and without any it asks localhost:8080.",
        "Name the right file.",
        _LOADER,
        ("echo $KUBECONFIG", "ls ~/.kube", "export KUBECONFIG=~/.kube/config"),
    ),
    Message(
        "kubectl-cannot-change",
        (
            "cannot delete cluster {entry}, not in {file}",
            "cannot delete context {entry}, not in {file}",
            "cannot delete user {entry}, not in {file}",
            'cannot rename the context "{entry}", it\'s not in {file}',
            'cannot rename the context "{entry}", the context',
        ),
        "kubectl config cannot change {entry}: no such entry, or its new name is taken.",
        "The name is misspelt, or the entry is in another file of $KUBECONFIG.",
        "See what there is.",
        _CONFIG,
        ("kubectl config get-contexts", "kubeconv detect {file}"),
    ),
    Message(
        "kubectl-cannot-embed",
        (
            "you must specify a --certificate-authority to embed",
            "could not stat certificate-authority file",
            "could not stat client-certificate file",
            "could not stat client-key file",
        ),
        "kubectl config cannot put a certificate or key into the file: it does not find it.",
        "--embed-certs needs the file that the other option names.",
        "Name a file that exists.",
        _CONFIG,
        ("kubectl config view",),
    ),
    Message(
        "client-go-location",
        (
            "could not determine the absolute path of config file",
            "requires backsteps and is not absolute",
            "no location of origin for",
        ),
        "A path in the kubeconfig cannot be resolved.",
        "It is relative, and the folder of the kubeconfig is not known or was deleted.",
        "Write the whole path.",
        _LOADER,
        ("kubeconv validate {file}",),
        rule="KC416",
    ),
    Message(
        "token-file",
        ('failed to read token file "{path}"', 'read empty token from file "{path}"', "failed to read token file '"),
        "The tokenFile of the user cannot be read, or is empty.",
        "It is of another machine or a pod (/var/run/secrets/...), or nothing writes it any more.",
        "Bring the file, or use another login.",
        "https://github.com/kubernetes/client-go/blob/master/transport/token_source.go",
        ("kubeconv validate {file}",),
        rule="KC416",
    ),
)
