"""What client-go says if it cannot read a kubeconfig, write it, or find something in it."""

from typing import Final

from kubeconv.explain.messages.message import Message

_LOADER: Final = "https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/loader.go"
_CONVERSION: Final = "https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/v1/conversion.go"
_CLIENT_CONFIG: Final = "https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go"
_VALIDATION: Final = "https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go"
_YAML: Final = "https://github.com/yaml/go-yaml/blob/main/scannerc.go"
_VALIDATE: Final = ("kubeconv validate {file}",)


def _loading(reason: str) -> tuple[str, str]:
    """The reason with the file in front of it, and alone."""
    return f'error loading config file "{{file}}": {reason}', reason


MESSAGES: Final = (
    Message(
        "duplicate-name",
        tuple(
            pattern
            for kind in ("NamedAuthInfo", "NamedCluster", "NamedContext", "NamedExtension")
            for pattern in _loading(
                f'error converting *[]{kind} into *map[string]{{type}}: duplicate name "{{entry}}" in list'
            )
        ),
        "Two entries of the kubeconfig have the same name: {entry}.",
        "client-go refuses the whole file, used or not. Its message continues with the entries of the list, tokens and "
        "passwords included: do not share it, and renew what was shared.",
        "Rename or delete one of the two; if both are the same, --fix deletes one.",
        _CONVERSION,
        ("kubeconv validate {file}", "kubeconv validate --fix {file}"),
        rule="KC101",
    ),
    Message(
        "config-locked",
        ("open {lock}.lock: file exists", "open {lock}.lock: The file exists."),
        "Another program is writing the kubeconfig, or left its lock behind.",
        "client-go makes the empty file {lock}.lock while it writes, and does not wait for it. A program that was "
        "killed leaves it.",
        "Try again; if no program is writing the file, remove the lock.",
        "https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/config.go",
        ("rm {lock_file}",),
    ),
    Message(
        "bad-base64",
        (*_loading("illegal base64 data at input byte"), *_loading("!!binary value contains invalid base64 data")),
        "A *-data field of the kubeconfig is not base64.",
        "client-go does not say which of certificate-authority-data, client-certificate-data and client-key-data it "
        "is. Blanks, a path, or a value that was cut off cause this.",
        "Find out which one it is.",
        _LOADER,
        _VALIDATE,
        rule="KC015",
    ),
    Message(
        "yaml-tab",
        (
            *_loading("yaml: line {line}: found a tab character that violates indentation"),
            *_loading("yaml: line {line}: found character that cannot start any token"),
            *_loading("yaml: found character that cannot start any token"),
            "found a tab character where an indentation space is expected",
        ),
        "The kubeconfig has a tab where YAML needs blanks.",
        "YAML is indented with blanks only. The line in the message is one or two lines off at times.",
        "Replace the tab.",
        _YAML,
        _VALIDATE,
        rule="KC001",
    ),
    Message(
        "wrong-field-type",
        (
            *_loading("json: cannot unmarshal {type} into Go struct field {field} of type {wanted}"),
            "cannot unmarshal {type} into Go struct field AuthProviderConfig",
            "v1.Config.AuthInfos: []v1.NamedAuthInfo: v1.NamedAuthInfo.AuthInfo",
        ),
        "A field of the kubeconfig has a value of the wrong type.",
        "Mostly a number or true/false without quotes where a string is needed (config-mode: 1, a token or a name of "
        "digits only).",
        "Put it in quotes; --fix does it if only one reading is possible.",
        _LOADER,
        ("kubeconv validate {file}", "kubeconv validate --fix {file}"),
        rule="KC005",
    ),
    Message(
        "not-a-kubeconfig",
        (
            *_loading("couldn't get version/kind; json parse error"),
            *_loading('no kind "{kind}" is registered for version'),
            *_loading("unexpected GroupVersion string"),
            "is not a map document",
            '"contexts" is not a sequence node',
            '"contexts" entry is nil',
        ),
        "The file is not a kubeconfig.",
        "It is something else (a manifest, a page of HTML, a Secret that holds a kubeconfig), or apiVersion is not v1 "
        "or kind not Config.",
        "Give the right file: look at $KUBECONFIG and --kubeconfig.",
        _LOADER,
        ("echo $KUBECONFIG", "kubeconv validate {file}"),
        rule="KC012",
    ),
    Message(
        "yaml-syntax",
        ('error loading config file "{file}": yaml:',),
        "The kubeconfig is not valid YAML.",
        "client-go cannot read it, so nothing in it works. Two files pasted into one, a merge conflict and a cut "
        "download do this.",
        "See where; the line in the message is one or two lines off at times.",
        _YAML,
        _VALIDATE,
        rule="KC001",
        covers=("library-yaml",),
    ),
    Message(
        "no-json-value",
        (*_loading("json: unsupported value"), *_loading("unsupported map key of type")),
        "The kubeconfig holds a value or a key that JSON does not have.",
        ".inf, .nan, and null, a list or a mapping as a key, even in fields that nobody reads.",
        "Put it in quotes.",
        _LOADER,
        _VALIDATE,
        rule="KC014",
    ),
    Message(
        "config-not-readable",
        (
            'error loading config file "{file}": open {path}: permission denied',
            'error loading config file "{file}": read {path}:',
            "error: stat {file}: permission denied",
            "Unable to read {file}, please start server with --write-kubeconfig-mode",
        ),
        "The kubeconfig {file} cannot be read.",
        "It belongs to another user (it was created under sudo; that of k3s is root's), or is a folder.",
        "Take ownership of it.",
        _LOADER,
        ("ls -l {file}", "sudo chown $(id -u):$(id -g) {file}"),
    ),
    Message(
        "config-not-found",
        (
            "error: stat {file}: no such file or directory",
            "unreachable: stat {file}: no such file or directory",
            "error: CreateFile {file}: The system cannot find the file specified",
            "unreachable: CreateFile {file}: The system cannot find the file specified",
            "kubeconfig: stat {file}: no such file or directory",
            "kubeconfig: open {file}: no such file or directory",
        ),
        "The kubeconfig {file} does not exist.",
        "--kubeconfig or $KUBECONFIG names it. A list of files is understood in $KUBECONFIG only, and ~ is not "
        "replaced there.",
        "Name the right file.",
        _LOADER,
        ("echo $KUBECONFIG", "ls ~/.kube"),
        wraps=1,
    ),
    Message(
        "config-broken",
        ('error loading config file "{file}":',),
        "The kubeconfig {file} cannot be loaded.",
        "The reason follows the name of the file.",
        "See what is wrong with it.",
        _LOADER,
        _VALIDATE,
        wraps=1,
    ),
    Message(
        "context-without-name",
        ("empty context name for {context}",),
        "A context of the kubeconfig has no name.",
        "client-go refuses such a file as soon as it looks at all contexts.",
        "Give the context a name, or delete it.",
        _VALIDATION,
        _VALIDATE,
        rule="KC105",
    ),
    Message(
        "context-not-found",
        (
            "context was not found for specified context: {context}",
            'context "{context}" does not exist',
            'no context exists with the name "{context}"',
            "cannot locate context {context}",
            "CurrentContext: {context} not found in contexts in kubeconfig",
            "failed to load current context: {context}",
            'invalid current context specified: "{context}"',
            'invalid context specified: "{context}"',
            'context "{context}" not found, can\'t rename it',
            'context with name "{context}" not found',
            'kubeconfig: LoadContext("{context}")',
            'endpoint: "{context}" does not appear in',
        ),
        "The context {context} does not exist.",
        "current-context, --context or a program's setting names a context that no file of $KUBECONFIG has: it was "
        "renamed or deleted, or is in a file that is not read.",
        "Choose a context that exists.",
        _CLIENT_CONFIG,
        ("kubectl config get-contexts", "kubectl config use-context {existing_context}"),
        rule="KC106",
    ),
    Message(
        "context-misses-cluster",
        (
            'cluster "{name}" was not found for context "{context}"',
            'cluster was not specified for context "{context}"',
            'cluster "{name}" does not exist',
            "cannot locate cluster {name}",
            "failed to load the cluster of context: {name}",
            'kubeconfig: LoadClusterOfContext("{name}")',
        ),
        "A context names a cluster that does not exist, or none.",
        "kubectl falls back to localhost:8080 then; other programs say this.",
        "Correct the name, or fetch the kubeconfig again.",
        _VALIDATION,
        _VALIDATE,
        rule="KC107",
    ),
    Message(
        "context-misses-user",
        (
            'user "{user}" was not found for context "{context}"',
            'user was not specified for context "{context}"',
            'auth info "{user}" does not exist',
            "cannot locate user {user}",
            "Please enter Username:",
            "error reading input for",
        ),
        "A context names a user that does not exist or cannot log in.",
        "kubectl asks for a user name and a password then, which no cluster of today takes; helm goes on without a "
        "login.",
        "Correct the name of the user in the context, or fetch the kubeconfig again.",
        _VALIDATION,
        _VALIDATE,
        rule="KC108",
    ),
)
