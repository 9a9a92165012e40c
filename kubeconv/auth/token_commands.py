"""What each known exec plugin must be called with to print a credential, as far as its arguments decide that.

Sources: awscli/customizations/eks/get_token.py of https://github.com/aws/aws-cli,
cmd/aws-iam-authenticator/{root,token}.go of https://github.com/kubernetes-sigs/aws-iam-authenticator,
cmd/gke-gcloud-auth-plugin/cred.go of https://github.com/kubernetes/cloud-provider-gcp,
commands/kubernetes.go of https://github.com/digitalocean/doctl, pkg/cmd/get_token.go of https://github.com/int128/kubelogin,
cmd/kubectl_token.go of https://github.com/rancher/cli, services/container_engine of https://github.com/oracle/oci-cli,
cmd/pinniped/cmd of https://github.com/vmware-tanzu/pinniped.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal

from kubeconv.auth.flag_parser import NOT_GET_TOKEN, refused_arguments
from kubeconv.auth.go_values import TRUE
from kubeconv.auth.kubelogin import COMMAND, is_kubelogin
from kubeconv.auth.kubelogin_run import NEWEST
from kubeconv.auth.plugins import GKE, OIDC_LOGIN, plugin_of
from kubeconv.gate.value import NamedTuple


class TokenFlag(NamedTuple):
    """A value that a plugin needs: any of these flags gives it, or any of these variables, or a file behind `config`.
    `only`: the one value that it takes; `with_switch`: the switch without which it is not asked for."""

    flags: tuple[str, ...]
    variables: tuple[str, ...] = ()
    config: tuple[str, ...] = ()
    only: str = ""
    with_switch: str = ""

    def is_met(self, flags: Mapping[str, str], variables: Mapping[str, str]) -> bool:
        """True if the call gives it."""
        if self.with_switch and flags.get(self.with_switch) not in TRUE:
            return True
        given = [flags[flag] for flag in self.flags if flags.get(flag)]
        given += [variables[name] for name in self.variables if variables.get(name)]
        return any(flag in flags for flag in self.config) or any(self.only in ("", value) for value in given)


class TokenCommand(NamedTuple):
    """How a plugin is asked for a credential.

    `words`: the subcommands, each with its other names. `needs`: the values that it stops without. `switches`: flags that
    take no word. `exclusive`: flags of which it takes one only. `operands`: how many words it wants after them. `others`:
    flags with which it prints something else than a credential, each with the values that do (none: any). `beside`: words
    after the subcommand that make it do something else. `before`: flags with a word that it takes before the subcommand.
    """

    words: tuple[tuple[str, ...], ...] = ()
    needs: tuple[TokenFlag, ...] = ()
    switches: frozenset[str] = frozenset(("--help", "-h", "--version"))
    exclusive: tuple[str, ...] = ()
    operands: int = 0
    others: Mapping[str, tuple[str, ...]] = {"--help": (), "-h": (), "--version": ()}
    beside: tuple[str, ...] = ()
    before: frozenset[str] = frozenset()


_EDGE: Final = "--use_edge_cloud"
_HELP: Final[Mapping[str, tuple[str, ...]]] = {"--help": (), "-h": ()}

#: Program to how it is asked.
TOKEN_COMMANDS: Final[Mapping[str, TokenCommand]] = {
    "aws": TokenCommand(
        words=(("eks",), ("get-token",)),
        needs=(TokenFlag(("--cluster-name", "--cluster-id")),),
        switches=frozenset(
            (
                "--version", "--debug", "--no-verify-ssl", "--no-paginate", "--no-sign-request", "--no-cli-pager",
                "--cli-auto-prompt", "--no-cli-auto-prompt",
            )
        ),
        exclusive=("--cluster-name", "--cluster-id"),
        others={"--version": (), "--output": ("text", "table"), "--query": ()},
        beside=("help",),
        before=frozenset(
            (
                "--profile", "--region", "--output", "--query", "--endpoint-url", "--color", "--ca-bundle",
                "--cli-read-timeout", "--cli-connect-timeout", "--cli-binary-format",
            )
        ),
    ),
    "aws-iam-authenticator": TokenCommand(
        words=(("token",),),
        needs=(TokenFlag(("--cluster-id", "-i"), ("KUBERNETES_AWS_AUTHENTICATOR_CLUSTER_ID",), ("--config", "-c")),),
        switches=frozenset(("--token-only", "--forward-session-name", "--cache", "--help", "-h")),
        others={**_HELP, "--token-only": ()},
        before=frozenset(("--cluster-id", "-i", "--config", "-c", "--log-format", "-l", "--feature-gates")),
    ),
    GKE: TokenCommand(
        needs=tuple(TokenFlag((flag,), with_switch=_EDGE) for flag in ("--project", "--location", "--cluster")),
        switches=frozenset(("--use_application_default_credentials", _EDGE, "--help", "-h", "--version")),
    ),
    "doctl": TokenCommand(
        words=(
            ("kubernetes", "kube", "k8s", "k"),
            ("cluster", "clusters", "c"),
            ("kubeconfig", "kubecfg", "k8scfg", "config", "cfg"),
            ("exec-credential",),
        ),
        switches=frozenset(("--trace", "--verbose", "-v", "--interactive", "--help", "-h")),
        needs=(TokenFlag(("--version",), only="v1beta1"),),
        operands=1,
        others=_HELP,
        before=frozenset(("--context", "--config", "-c", "--access-token", "-t", "--api-url", "-u", "--output", "-o")),
    ),
    OIDC_LOGIN: TokenCommand(
        words=(("get-token",),),
        needs=(TokenFlag(("--oidc-issuer-url",)), TokenFlag(("--oidc-client-id",))),
        before=frozenset(("--v", "-v")),
    ),
    "oci": TokenCommand(  # its file of settings may give any value
        words=(("ce",), ("cluster",), ("generate-token",)),
        switches=frozenset(("--debug", "-d", "--no-retry", "--cli-auto-prompt", "-i", "--help", "-h", "-?", "--version", "-v")),
        others={**_HELP, "-?": (), "--version": (), "-v": ()},
        before=frozenset(
            (
                "--profile", "--region", "--config-file", "--auth", "--output", "--query", "--endpoint", "--cert-bundle",
                "--defaults-file", "--cli-rc-file", "--proxy", "--connection-timeout", "--read-timeout", "--max-retries",
            )
        ),
    ),
    "pinniped": TokenCommand(words=(("login",),)),
    "rancher": TokenCommand(
        words=(("token",),),
        switches=frozenset(("--debug", "--help", "-h", "--version", "-v")),
        beside=("delete",),
        before=frozenset(("--config", "-c")),
    ),
}  # fmt: skip


#: Azure's kubelogin, as far as its subcommand goes; `flag_parser` knows the rest.
_KUBELOGIN: Final = TokenCommand(
    words=(("get-token",),), switches=frozenset(("--logtostderr",)), before=frozenset(("--v", "-v"))
)


class NoCredential(NamedTuple):
    """Why a plugin prints no credential when it is called so.

    `kind`: "command" (it is not asked for one), "missing" (a value: one of `flags` or `variables` gives it), "other-output"
    (the flag makes it print something else), "exclusive" (it takes one of the flags only). `words` is the subcommand.
    """

    kind: Literal["command", "missing", "other-output", "exclusive"]
    program: str
    words: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


def no_credential(
    command: str, arguments: Sequence[str], variables: Mapping[str, str], entry: Container[str] = ()
) -> NoCredential | None:
    """Why this call prints no credential whatever the network says; None if it may print one, and for unknown programs. The
    process cannot set what the entry of the kubeconfig sets.
    What Azure's kubelogin lacks besides its subcommand is told by `contract.get_token`."""
    program = plugin_of(command, arguments)
    if program == COMMAND or is_kubelogin(command, arguments):
        refused = refused_arguments(arguments, NEWEST)
        is_other = refused is not None and (refused.kind in NOT_GET_TOKEN or "get-token" not in arguments)
        return NoCredential("command", COMMAND, ("get-token",)) if is_other else None
    asked = TOKEN_COMMANDS.get(program)
    if asked is None:
        return None
    words, flags = _split(_own(command, arguments), asked.switches)
    expected = tuple(names[0] for names in asked.words)
    rest = _behind(words, asked.words)
    if rest is None:
        # A flag that is not known may be a switch.
        if _behind([word for word in arguments if not word.startswith("-")], asked.words) is None:
            return NoCredential("command", program, expected)
        return None
    for flag, values in asked.others.items():
        if flag in flags and (not values or flags[flag] in values):
            return NoCredential("other-output", program, expected, (flag,))
    for need in asked.needs:
        if not need.is_met(flags, variables):
            settable = tuple(name for name in need.variables if name not in entry)
            return NoCredential("missing", program, expected, need.flags, settable)
    if len(asked.exclusive) > 1 and all(flags.get(flag) for flag in asked.exclusive):
        return NoCredential("exclusive", program, expected, asked.exclusive)
    if asked.operands and asked.operands != len(rest):
        return NoCredential("missing", program, expected)
    return None


def asks_for_credential(command: str, arguments: Sequence[str]) -> bool:
    """True if nothing but the subcommand for a credential can be meant: its words come first, and before them no flag that
    may or may not have taken one of them. `no_credential` gives more of a benefit of the doubt, as it looks for mistakes."""
    program = plugin_of(command, arguments)
    asked = _KUBELOGIN if program == COMMAND else TOKEN_COMMANDS.get(program, TokenCommand())
    other = no_credential(command, arguments, {}) if program == COMMAND else None
    if other is not None and other.kind == "command":
        return False
    own = _own(command, arguments)
    first = _first_words(own, asked)
    is_other = any(word in asked.beside for flag, word in pairwise(("", *own)) if not flag.startswith("-"))
    return first is not None and all(map(tuple.__contains__, asked.words, first)) and not is_other


def _first_words(arguments: Sequence[str], asked: TokenCommand) -> list[str] | None:
    """As many words as the subcommand has; None if there are fewer, or if a flag that is not known stands before them."""
    words: list[str] = []
    rest = iter(arguments)
    while len(words) < len(asked.words):
        word = next(rest, "--")
        if word in asked.before:
            next(rest, "")
        elif not word.startswith("-"):
            words.append(word)
        elif word not in asked.switches and (len(word) < 3 or (word.startswith("--") and "=" not in word)):
            return None
    return words


def _own(command: str, arguments: Sequence[str]) -> Sequence[str]:
    """The arguments of the plugin itself: `kubectl oidc-login` hands them on."""
    return (
        arguments[1:]
        if plugin_of(command, arguments) == OIDC_LOGIN and [*arguments[:1]] == ["oidc-login"]
        else arguments
    )


def _split(arguments: Sequence[str], switches: frozenset[str]) -> tuple[list[str], dict[str, str]]:
    """The words that are no flags, and the flags with their values; the last of each counts."""
    words: list[str] = []
    flags: dict[str, str] = {}
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            words += rest
        elif not word.startswith("-") or word == "-":
            words.append(word)
        else:
            flags.update(_flag(word, rest, switches))
    return words, flags


def _flag(word: str, rest: Iterator[str], switches: frozenset[str]) -> dict[str, str]:
    name, sign, value = word.partition("=")
    if not word.startswith("--") and len(word) > 2 and not sign:  # -iNAME
        return {word[:2]: word[2:]}
    if sign:
        return {name: value}
    return {name: "true" if name in switches else next(rest, "")}


def _behind(words: Sequence[str], expected: Sequence[Sequence[str]]) -> list[str] | None:
    """The words after the subcommand; None if it is not there."""
    left = list(expected)
    for index, word in enumerate(words):
        if left and word in left[0]:
            left.pop(0)
        if not left:
            return list(words[index + 1 :])
    return None if left else list(words)
