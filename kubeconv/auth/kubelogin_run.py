"""What Azure's kubelogin does with its arguments when kubectl runs it: which environment variables come in between.

Source: https://github.com/Azure/kubelogin v0.2.19, pkg/internal/token/options.go (`UpdateFromEnv`, `parsePoPClaims`,
`GetCloudConfiguration`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kubeconv.auth.go_values import parse_duration
from kubeconv.auth.kubelogin import FLAGS, Variable
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple
from kubeconv.releases.table import NEWEST_KUBELOGIN
from kubeconv.releases.version import Version, parse_version

NEWEST: Final = parse_version(NEWEST_KUBELOGIN)

#: Names of Azure clouds that `--environment` knows, in any case of letters; any other silently means the public cloud.
CLOUDS: Final = frozenset(
    (
        "AZURECLOUD",
        "AZUREPUBLIC",
        "AZUREPUBLICCLOUD",
        "AZUREUSGOVERNMENT",
        "AZUREUSGOVERNMENTCLOUD",
        "AZURECHINACLOUD",
    )
)
#: Those of the releases that logged in by go-autorest, which stop at any other: also Azure Stack, with a file of its own.
#: https://github.com/Azure/go-autorest/blob/main/autorest/azure/environments.go
ADAL_CLOUDS: Final = frozenset(
    (
        "AZURECLOUD",
        "AZURECHINACLOUD",
        "AZUREGERMANCLOUD",
        "AZUREPUBLICCLOUD",
        "AZUREUSGOVERNMENT",
        "AZUREUSGOVERNMENTCLOUD",
    )
)
AZURE_STACK: Final = "AZURESTACKCLOUD"


def _variables() -> Iterator[str]:
    for flag in FLAGS.values():
        yield from (variable.name for variable in (*flag.variables, flag.terraform) if variable)
    for row in LOGIN_MODES.values():
        yield from (each.name for each in (*row.variables.values(), *row.fallbacks.values()))
        yield from (name for need in row.needs for name in need.instead)


#: All variables that kubelogin reads.
VARIABLES: Final = frozenset(_variables())


class Effective(NamedTuple):
    """What kubelogin works with: arguments overruled by variables. `given_by` is the variable of each value that came
    from one."""

    mode: str
    values: Mapping[str, str]
    given_by: Mapping[str, str]

    def __repr__(self) -> str:
        return brief(self)


def effective(
    mode: str, values: Mapping[str, str], environment: Mapping[str, str], release: Version = NEWEST
) -> Effective:
    """What a release works with in an environment: a variable that is set wins over the argument, even an empty one."""
    if values.get("disable-environment-override") == "true" or VARIABLES.isdisjoint(environment):
        return Effective(mode, values, {})
    found = dict(values)
    given_by: dict[str, str] = {}

    def overrule(flag: str, variables: Iterable[Variable | None]) -> None:
        for variable in variables:
            value = environment.get(variable.name) if variable is not None and variable.is_read_in(release) else None
            if variable is not None and value is not None and (flag != "timeout" or _is_duration(value)):
                found[flag], given_by[flag] = value, variable.name

    for flag in FLAGS:
        overrule(flag, _overruling(flag, values))
    mode = found.pop("login", mode)
    if (row := LOGIN_MODES.get(mode)) is not None:
        for flag, variable in row.variables.items():
            overrule(flag, (variable,))
        for flag, variable in row.fallbacks.items():
            if not found.get(flag):
                overrule(flag, (variable,))
    return Effective(mode, found, given_by)


def variables_of(flag: str, mode: str, values: Mapping[str, str], release: Version = NEWEST) -> tuple[str, ...]:
    """The variables from which a login mode would take the value of a flag in a release, the one that wins last."""
    if values.get("disable-environment-override") == "true":
        return ()
    row = LOGIN_MODES.get(mode)
    own = (row.variables.get(flag), row.fallbacks.get(flag)) if row else ()
    read = [each for each in (*_overruling(flag, values), *own) if each is not None and each.is_read_in(release)]
    return tuple(dict.fromkeys(variable.name for variable in read))


def _overruling(flag: str, values: Mapping[str, str]) -> tuple[Variable, ...]:
    """The variables that overrule a flag in every login mode, the last one wins."""
    row = FLAGS[flag]
    if row.terraform and values.get("use-azurerm-env-vars") == "true":
        return (row.terraform,)
    return row.variables


def _is_duration(text: str) -> bool:
    try:
        parse_duration(text)
    except ValueError:
        return False
    return True


NO_CLAIMS: Final = "failed to parse PoP token claims: no claims provided"
BAD_CLAIMS: Final = (
    "failed to parse PoP token claims. Ensure the claims are formatted as `key=value` with no extra whitespace"
)
NO_CLUSTER: Final = (
    "required u-claim not provided for PoP token flow. "
    "Please provide the ARM ID of the cluster in the format `u=<ARM_ID>`"
)


def refused_claims(text: str) -> str:
    """What kubelogin says of the claims of `--pop-claims`; '' if it takes them."""
    if not text.strip():
        return NO_CLAIMS
    try:
        return "" if "u" in parse_pop_claims(text) else NO_CLUSTER
    except ValueError:
        return BAD_CLAIMS


def parse_pop_claims(text: str) -> dict[str, str]:
    """The claims of `--pop-claims`, `key=value,key=value`. Raises ValueError if kubelogin refuses them."""
    claims = {}
    for part in text.split(","):
        pieces = part.split("=")
        if len(pieces) < 2 or not pieces[0].strip() or not pieces[1].strip():
            raise ValueError("not of the form key=value,key=value")
        # kubelogin drops what follows a second sign.
        claims[pieces[0].strip()] = pieces[1].strip()
    return claims
