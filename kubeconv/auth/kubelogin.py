"""The command line of Azure's kubelogin: its flags, and how it reads arguments. What each login mode makes of them is in
`login_modes`.

Source of the table: https://github.com/Azure/kubelogin v0.2.19, pkg/internal/token/options.go.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import Final

from kubeconv.gate.brief import brief
from kubeconv.gate.regex import regex
from kubeconv.gate.value import NamedTuple, quick
from kubeconv.releases.version import Releases, Version

COMMAND: Final = "kubelogin"


class Variable(NamedTuple):
    """An environment variable that gives a flag its value, the first release that reads it for that, and the first one that
    no longer does ('' if all do)."""

    name: str
    since: str
    removed: str = ""

    def is_read_in(self, release: Version) -> bool:
        """True if this release takes the value from it."""
        return Releases(self.since, self.removed or None).contains(release)


class Flag(NamedTuple):
    """One flag of `kubelogin get-token`.

    `since` is the first release that has it, `short` its short form; `variables` overrule its value, the last one wins,
    `terraform` in place of them with `--use-azurerm-env-vars`. `help` and `metavar` are for `kubeconv convert`; without
    `help` that takes the flag and does not show it.
    """

    since: str
    short: str = ""
    switch: bool = False
    secret: bool = False
    variables: tuple[Variable, ...] = ()
    terraform: Variable | None = None
    help: str = ""
    metavar: str = ""


#: Read from the tags of https://github.com/Azure/kubelogin: the first release that contains the name.
FLAGS: Final[Mapping[str, Flag]] = {
    "login": Flag("0.0.1", "l", variables=(Variable("AAD_LOGIN_METHOD", "0.0.1"),)),
    "server-id": Flag("0.0.1", help="Application ID of the server", metavar="ID"),
    "client-id": Flag(
        "0.0.1",
        variables=(Variable("AAD_SERVICE_PRINCIPAL_CLIENT_ID", "0.0.1"), Variable("AZURE_CLIENT_ID", "0.0.26")),
        terraform=Variable("ARM_CLIENT_ID", "0.0.18"),
        help="Application ID of the client",
        metavar="ID",
    ),
    "tenant-id": Flag(
        "0.0.1",
        "t",
        variables=(Variable("AZURE_TENANT_ID", "0.0.18"),),
        terraform=Variable("ARM_TENANT_ID", "0.0.18"),
        help="Tenant ID",
        metavar="ID",
    ),
    "environment": Flag("0.0.1", "e", help="Azure cloud, such as AzureUSGovernmentCloud", metavar="NAME"),
    "legacy": Flag("0.0.1", switch=True, help="Use an audience with the spn: prefix"),
    "client-secret": Flag(
        "0.0.1",
        secret=True,
        variables=(Variable("AAD_SERVICE_PRINCIPAL_CLIENT_SECRET", "0.0.1"), Variable("AZURE_CLIENT_SECRET", "0.0.26")),
        terraform=Variable("ARM_CLIENT_SECRET", "0.0.18"),
        help="client secret",
        metavar="SECRET",
    ),
    "client-certificate": Flag(
        "0.0.6",
        variables=(
            Variable("AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE", "0.0.6"),
            Variable("AZURE_CLIENT_CERTIFICATE_PATH", "0.0.26"),
        ),
        terraform=Variable("ARM_CLIENT_CERTIFICATE_PATH", "0.0.18"),
        help="certificate file",
        metavar="FILE",
    ),
    "client-certificate-password": Flag(
        "0.0.21",
        secret=True,
        variables=(
            Variable("AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE_PASSWORD", "0.0.21"),
            Variable("AZURE_CLIENT_CERTIFICATE_PASSWORD", "0.0.26"),
        ),
        terraform=Variable("ARM_CLIENT_CERTIFICATE_PASSWORD", "0.0.21"),
        help="certificate password",
        metavar="SECRET",
    ),
    "username": Flag(
        "0.0.1",
        variables=(Variable("AAD_USER_PRINCIPAL_NAME", "0.0.1"), Variable("AZURE_USERNAME", "0.0.26")),
        help="user name",
        metavar="NAME",
    ),
    "password": Flag(
        "0.0.1",
        secret=True,
        variables=(Variable("AAD_USER_PRINCIPAL_PASSWORD", "0.0.1"), Variable("AZURE_PASSWORD", "0.0.26")),
        help="password",
        metavar="SECRET",
    ),
    "identity-resource-id": Flag("0.0.5", help="resource ID of the identity", metavar="ID"),
    "subscription": Flag("0.2.19", "s", help="subscription ID", metavar="ID"),
    "authority-host": Flag("0.0.12", help="authority URL", metavar="URL"),
    "federated-token-file": Flag("0.0.12", help="file with the federated token", metavar="FILE"),
    "azure-pipelines-service-connection-id": Flag("0.2.11", help="service connection ID", metavar="ID"),
    "cache-dir": Flag("0.2.0", help="Folder for the authentication record", metavar="FOLDER"),
    "pop-enabled": Flag("0.0.32", switch=True, help="Proof-of-possession tokens"),
    "pop-claims": Flag("0.0.32", help="Claims of the tokens: u=ARM_ID_OF_THE_CLUSTER,..", metavar="CLAIMS"),
    "redirect-url": Flag("0.2.9", help="redirect URL", metavar="URL"),
    "login-hint": Flag("0.2.9", help="user name to suggest", metavar="NAME"),
    "disable-environment-override": Flag(
        "0.1.7", switch=True, help="environment variables do not override the arguments"
    ),
    "disable-instance-discovery": Flag("0.1.9", switch=True),
    "use-azurerm-env-vars": Flag("0.0.18", switch=True),
    "timeout": Flag("0.0.34", variables=(Variable("AZURE_CLI_TIMEOUT", "0.0.34"),)),
}
#: What `kubelogin convert-kubeconfig` takes besides them, and `get-token` does not.
CONVERT_FLAGS: Final[Mapping[str, Flag]] = {
    "azure-config-dir": Flag("0.0.29", help="azurecli: AZURE_CONFIG_DIR for az", metavar="FOLDER"),
}
#: Older name of a flag to the one that it has now; the old one is as old as kubelogin itself.
OLD_NAMES: Final = {"token-cache-dir": "cache-dir"}
#: Flags of every command of kubelogin.
GLOBAL_FLAGS: Final = frozenset(("help", "v", "logtostderr"))
_SHORT: Final = {flag.short: name for name, flag in FLAGS.items() if flag.short}

#: Flags that only int128's kubelogin (an OIDC helper of the same name) knows:
#: https://github.com/int128/kubelogin/blob/master/docs/usage.md
OIDC_HELPER_FLAGS: Final = frozenset(
    ("grant-type", "listen-address", "skip-open-browser", "browser-command", "authentication-timeout", "force-refresh")
)
AMBIGUOUS: Final = frozenset(("username", "password", "cache-dir"))


class Argument(NamedTuple):
    """One argument as written: the flag's name ('' for anything else), its value, and its words."""

    name: str
    value: str
    words: tuple[str, ...]

    def __repr__(self) -> str:
        return brief(self)


_as_argument: Final = quick(Argument)


def is_kubelogin(command: str, arguments: Sequence[str]) -> bool:
    """True for an exec section that runs Azure's kubelogin: judged by its arguments, as another program has the name."""
    return _is_kubelogin(command, with_any_ids(tuple(arguments))[0])


@lru_cache(1024)
def _is_kubelogin(command: str, arguments: tuple[str, ...]) -> bool:
    if not program_of(command).endswith(COMMAND) or "get-token" not in arguments:
        return False
    return is_for_kubelogin(command, {argument.name for argument in _parsed(arguments)})


def is_for_kubelogin(command: str, flags: Set[str]) -> bool:
    """True if a command that ends in kubelogin and has these flags is Azure's."""
    if any(name.startswith("oidc-") or name in OIDC_HELPER_FLAGS for name in flags):
        return False
    return program_of(command) == COMMAND or not flags.isdisjoint(FLAGS.keys() - AMBIGUOUS)


@lru_cache(1024)
def program_of(command: str) -> str:
    """The name of a program without folder and ending, in lower case."""
    return command.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")


def is_looked_up(command: str) -> bool:
    """True if a command is looked up on PATH: it has no folder."""
    return "/" not in command and "\\" not in command


def parse_arguments(words: Sequence[str]) -> list[Argument]:
    """Split arguments as kubelogin's flag parser does (spf13/pflag): `--flag value`, `--flag=value`, `-f value`, `-fvalue`."""
    return [*_parsed(tuple(words))]


@lru_cache(16384)
def _parsed(words: tuple[str, ...]) -> tuple[Argument, ...]:
    parsed, index = [], 0
    while index < len(words):
        word, taken = words[index], 1
        name, value, has_value = "", "", False
        if word == "--":
            taken = len(words) - index
        elif word.startswith("--"):
            name, sign, value = word[2:].partition("=")
            has_value = bool(sign)
        elif word.startswith("-") and word[1:2] in _SHORT:
            name, value = _SHORT[word[1]], word[2:] if len(word) == 3 else word[2:].removeprefix("=")
            has_value = len(word) > 2
        name = OLD_NAMES.get(name, name)
        if name and not has_value:
            flag = FLAGS.get(name)
            following = words[index + 1] if index + 1 < len(words) else None
            if flag is not None and flag.switch:
                value = "true"
            elif following is not None and (flag is not None or not following.startswith("-")):
                value, taken = following, 2
        parsed.append(_as_argument((name, value, words[index : index + taken])))
        index += taken
    return tuple(parsed)


#: Stands for an id of which nothing is known: all are alike to kubelogin.
ANY_ID: Final = "10000000-0000-4000-8000-000000000000"
ID_FLAGS: Final = {f"--{name}": name for name in ("client-id", "tenant-id")}
_ID: Final = regex(r"[A-Za-z0-9][A-Za-z0-9.-]*")


def _knows_none(_id: str) -> bool:
    return False


@lru_cache(16384)
def with_any_ids(
    words: tuple[str, ...], is_known: Callable[[str], bool] = _knows_none
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Arguments with the same id in the place of each that is not known, and these by their flags: what holds for one login
    holds for all that differ in their ids alone."""
    ids = {}
    alike = [*words]
    for number, (flag, value) in enumerate(pairwise(words), 1):
        if flag in ID_FLAGS and _ID.fullmatch(value) and value != "get-token" and not is_known(value):
            ids[ID_FLAGS[flag]], alike[number] = value, ANY_ID
    return (tuple(alike), ids) if ids else (words, ids)


def is_true(text: str) -> bool:
    """How the flag parser reads the value of a switch."""
    return text.lower() in ("1", "t", "true")


def put(parsed: list[Argument], name: str, value: str, *, keep_empty: bool = False) -> list[Argument]:
    """Set a flag among parsed arguments: the last of its kind in its own spelling, else a new one at the end. A switch
    that is "false" is taken out, and so is an empty value unless `keep_empty`."""
    places = [index for index, argument in enumerate(parsed) if argument.name == name]
    switch = FLAGS[name].switch
    if switch and places and is_true(parsed[places[-1]].value) == (value == "true"):
        return parsed
    if value == "false" if switch else not (value or keep_empty):
        return [argument for argument in parsed if argument.name != name]
    if switch:
        parsed, places = [argument for argument in parsed if argument.name != name], []
    if not places:
        words = (f"--{name}",) if switch else (f"--{name}", value)
        end = next((index for index, argument in enumerate(parsed) if argument.words[0] == "--"), len(parsed))
        return [*parsed[:end], Argument(name, value, words), *parsed[end:]]
    first = parsed[places[-1]].words[0]
    if first.startswith("--"):
        head, sign, _ = first.partition("=")
        words = (f"{head}={value}",) if sign else (first, value)
    else:  # -t VALUE, -tVALUE, -t=VALUE
        words = (first, value) if len(first) == 2 else (first[:2] + "=" * (first[2] == "=") + value,)
    return [*parsed[: places[-1]], Argument(name, value, words), *parsed[places[-1] + 1 :]]
