"""The command line of Azure's kubelogin: its flags, its login modes, and how it reads arguments.

Source of the tables: https://github.com/Azure/kubelogin v0.2.19, pkg/internal/token/options.go (flags) and
pkg/internal/converter/convert.go (login modes).
"""

from collections.abc import Mapping, Sequence, Set
from typing import Final, NamedTuple

COMMAND: Final = "kubelogin"


class Flag(NamedTuple):
    """One flag of kubelogin: its short form, whether it is a switch, whether its value is a secret."""

    short: str = ""
    switch: bool = False
    secret: bool = False


FLAGS: Final[Mapping[str, Flag]] = {
    "login": Flag("l"),
    "server-id": Flag(),
    "client-id": Flag(),
    "tenant-id": Flag("t"),
    "environment": Flag("e"),
    "legacy": Flag(switch=True),
    "cache-dir": Flag(),
    "client-secret": Flag(secret=True),
    "client-certificate": Flag(),
    "client-certificate-password": Flag(secret=True),
    "username": Flag(),
    "password": Flag(secret=True),
    "identity-resource-id": Flag(),
    "subscription": Flag("s"),
    "authority-host": Flag(),
    "federated-token-file": Flag(),
    "pop-enabled": Flag(switch=True),
    "pop-claims": Flag(),
    "redirect-url": Flag(),
    "login-hint": Flag(),
    "azure-pipelines-service-connection-id": Flag(),
    "disable-environment-override": Flag(switch=True),
    "disable-instance-discovery": Flag(switch=True),
    "use-azurerm-env-vars": Flag(switch=True),
    "timeout": Flag(),
}
OLD_NAMES: Final = {"token-cache-dir": "cache-dir"}
_SHORT: Final = {flag.short: name for name, flag in FLAGS.items() if flag.short}

#: How a value reaches the arguments: it must be there; it may; only a flag of this run brings it.
REQUIRED, OPTIONAL, FLAG_ONLY = "required", "optional", "flag only"

IDENTITY: Final = {"client-id": REQUIRED, "tenant-id": REQUIRED, "environment": OPTIONAL}
_PROOF_OF_POSSESSION: Final = {"pop-enabled": OPTIONAL, "pop-claims": OPTIONAL}

#: Login mode to what it takes, in the order in which kubelogin writes it behind `--login`, `--server-id` and `--cache-dir`.
MODES: Final[Mapping[str, Mapping[str, str]]] = {
    "devicecode": {**IDENTITY, "legacy": OPTIONAL},
    "interactive": {**IDENTITY, **_PROOF_OF_POSSESSION, "redirect-url": OPTIONAL, "login-hint": OPTIONAL},
    "spn": {
        **IDENTITY,
        "client-secret": FLAG_ONLY,
        "client-certificate": FLAG_ONLY,
        "client-certificate-password": FLAG_ONLY,
        "legacy": OPTIONAL,
        **_PROOF_OF_POSSESSION,
        "disable-environment-override": FLAG_ONLY,
    },
    "ropc": {
        **IDENTITY,
        "username": FLAG_ONLY,
        "password": FLAG_ONLY,
        "legacy": OPTIONAL,
        **_PROOF_OF_POSSESSION,
    },
    "msi": {"client-id": FLAG_ONLY, "identity-resource-id": FLAG_ONLY},
    "azurecli": {"tenant-id": FLAG_ONLY, "subscription": FLAG_ONLY},
    "azd": {"tenant-id": FLAG_ONLY},
    "workloadidentity": {
        "client-id": FLAG_ONLY,
        "tenant-id": FLAG_ONLY,
        "authority-host": FLAG_ONLY,
        "federated-token-file": FLAG_ONLY,
    },
    "azurepipelines": {"tenant-id": REQUIRED, "azure-pipelines-service-connection-id": FLAG_ONLY},
}
DEFAULT_MODE: Final = "devicecode"

#: What every login mode takes first.
HEAD: Final = {"server-id": REQUIRED, "cache-dir": OPTIONAL}

#: Flag, or login mode, to the release of kubelogin that brought it to `get-token`; all others are as old as 0.0.1.
#: Read from the tags of https://github.com/Azure/kubelogin: the first that contains the name.
FLAG_SINCE: Final[Mapping[str, str]] = {
    "identity-resource-id": "0.0.5",
    "client-certificate": "0.0.6",
    "federated-token-file": "0.0.12",
    "authority-host": "0.0.12",
    "use-azurerm-env-vars": "0.0.18",
    "client-certificate-password": "0.0.21",
    "pop-enabled": "0.0.32",
    "pop-claims": "0.0.32",
    "timeout": "0.0.34",
    "disable-environment-override": "0.1.7",
    "disable-instance-discovery": "0.1.9",
    "cache-dir": "0.2.0",
    "redirect-url": "0.2.9",
    "login-hint": "0.2.9",
    "azure-pipelines-service-connection-id": "0.2.11",
    "subscription": "0.2.19",
}
MODE_SINCE: Final[Mapping[str, str]] = {
    "msi": "0.0.4",
    "azurecli": "0.0.9",
    "workloadidentity": "0.0.12",
    "interactive": "0.0.21",
    "azd": "0.1.1",
    "azurepipelines": "0.2.11",
}
#: The first release that answers in client.authentication.k8s.io/v1.
V1_SINCE: Final = "0.0.21"
#: The newest release that these tables know.
NEWEST: Final = "0.2.19"

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


def is_kubelogin(command: str, arguments: Sequence[str]) -> bool:
    """True for an exec section that runs Azure's kubelogin: judged by its arguments, as another program has the name."""
    if not program_of(command).endswith(COMMAND) or "get-token" not in arguments:
        return False
    return is_for_kubelogin(command, {argument.name for argument in parse_arguments(arguments)})


def is_for_kubelogin(command: str, flags: Set[str]) -> bool:
    """True where a command that ends in kubelogin and has these flags is Azure's."""
    if any(name.startswith("oidc-") or name in OIDC_HELPER_FLAGS for name in flags):
        return False
    return program_of(command) == COMMAND or not flags.isdisjoint(FLAGS.keys() - AMBIGUOUS)


def program_of(command: str) -> str:
    """The name of a program without folder and ending, in lower case."""
    return command.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")


def is_looked_up(command: str) -> bool:
    """True where a command is looked up on PATH: it has no folder."""
    return "/" not in command and "\\" not in command


def parse_arguments(words: Sequence[str]) -> list[Argument]:
    """Split arguments as kubelogin's flag parser does (spf13/pflag): `--flag value`, `--flag=value`, `-f value`, `-fvalue`."""
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
            name, value = _SHORT[word[1]], word[2:].removeprefix("=")
            has_value = len(word) > 2
        name = OLD_NAMES.get(name, name)
        if name and not has_value:
            flag = FLAGS.get(name)
            following = words[index + 1] if index + 1 < len(words) else None
            if flag is not None and flag.switch:
                value = "true"
            elif following is not None and (flag is not None or not following.startswith("-")):
                value, taken = following, 2
        parsed.append(Argument(name, value, tuple(words[index : index + taken])))
        index += taken
    return parsed


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
