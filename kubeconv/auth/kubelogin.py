"""The command line of Azure's kubelogin: its flags, its login modes, and how it reads arguments.

Source of the tables: https://github.com/Azure/kubelogin v0.2.19, pkg/internal/token/options.go (flags) and
pkg/internal/converter/convert.go (login modes).
"""

from collections.abc import Mapping, Sequence
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

#: Flags that only int128's kubelogin (an OIDC helper of the same name) knows:
#: https://github.com/int128/kubelogin/blob/master/docs/usage.md
_OIDC_HELPER_FLAGS: Final = frozenset(
    ("grant-type", "listen-address", "skip-open-browser", "browser-command", "authentication-timeout", "force-refresh")
)
_AMBIGUOUS: Final = frozenset(("username", "password", "cache-dir"))


class Argument(NamedTuple):
    """One argument as written: the flag's name ('' for anything else), its value, and its words."""

    name: str
    value: str
    words: tuple[str, ...]


def is_kubelogin(command: str, arguments: Sequence[str]) -> bool:
    """True for an exec section that runs Azure's kubelogin: judged by its arguments, as another program has the name."""
    program = command.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")
    if not program.endswith(COMMAND) or "get-token" not in arguments:
        return False
    names = {argument.name for argument in parse_arguments(arguments)}
    if any(name.startswith("oidc-") or name in _OIDC_HELPER_FLAGS for name in names):
        return False
    return program == COMMAND or not names.isdisjoint(FLAGS.keys() - _AMBIGUOUS)


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


def put(parsed: list[Argument], name: str, value: str) -> list[Argument]:
    """Set a flag among parsed arguments: the last of its kind in its own spelling, else a new one at the end."""
    places = [index for index, argument in enumerate(parsed) if argument.name == name]
    if FLAGS[name].switch and places and is_true(parsed[places[-1]].value) == (value == "true"):
        return parsed
    if not value or value == "false":
        return [argument for argument in parsed if argument.name != name]
    if FLAGS[name].switch:
        parsed = [argument for argument in parsed if argument.name != name]
        places = []
    if not places:
        words = (f"--{name}",) if FLAGS[name].switch else (f"--{name}", value)
        end = next((index for index, argument in enumerate(parsed) if argument.words[0] == "--"), len(parsed))
        return [*parsed[:end], Argument(name, value, words), *parsed[end:]]
    first = parsed[places[-1]].words[0]
    head, sign, _ = first.partition("=")
    if sign:
        words = (f"{head}={value}",)
    elif first.startswith("--") or len(first) == 2:
        words = (first, value)
    else:  # -tVALUE
        words = (first[:2] + value,)
    return [*parsed[: places[-1]], Argument(name, value, words), *parsed[places[-1] + 1 :]]
