"""What Azure's kubelogin does with its arguments when kubectl runs it: which environment variables come in between.

Source: https://github.com/Azure/kubelogin v0.2.19, pkg/internal/token/options.go (`UpdateFromEnv`, `parsePoPClaims`,
`GetCloudConfiguration`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import LOGIN_MODES

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


def _variables() -> Iterator[str]:
    for flag in FLAGS.values():
        yield from (variable.name for variable in (*flag.variables, flag.terraform) if variable)
    for row in LOGIN_MODES.values():
        yield from (each.name for each in (*row.variables.values(), *row.fallbacks.values(), *row.environment))
        yield from (name for need in row.needs for name in need.instead)


#: All variables that kubelogin reads.
VARIABLES: Final = frozenset(_variables())


class Effective(NamedTuple):
    """What kubelogin works with: arguments overruled by variables. `given_by` is the variable of each value that came
    from one."""

    mode: str
    values: Mapping[str, str]
    given_by: Mapping[str, str]


def effective(mode: str, values: Mapping[str, str], environment: Mapping[str, str]) -> Effective:
    """What kubelogin works with in an environment: a variable that is set wins over the argument, even an empty one."""
    if values.get("disable-environment-override") == "true":
        return Effective(mode, values, {})
    found = dict(values)
    given_by: dict[str, str] = {}

    def overrule(flag: str, names: Iterable[str]) -> None:
        for name in names:
            if name in environment:
                found[flag], given_by[flag] = environment[name], name

    for flag in FLAGS:
        overrule(flag, _overruling(flag, values))
    mode = found.pop("login", mode)
    if (row := LOGIN_MODES.get(mode)) is not None:
        for flag, variable in row.variables.items():
            overrule(flag, (variable.name,))
        for flag, variable in row.fallbacks.items():
            if not found.get(flag):
                overrule(flag, (variable.name,))
    return Effective(mode, found, given_by)


def variables_of(flag: str, mode: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The variables from which a login mode would take the value of a flag."""
    if values.get("disable-environment-override") == "true":
        return ()
    row = LOGIN_MODES.get(mode)
    own = (row.variables.get(flag), row.fallbacks.get(flag)) if row else ()
    return tuple(dict.fromkeys((*_overruling(flag, values), *(variable.name for variable in own if variable))))


def _overruling(flag: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The variables that overrule a flag in every login mode, the last one wins."""
    row = FLAGS[flag]
    if row.terraform and values.get("use-azurerm-env-vars") == "true":
        return (row.terraform.name,)
    return tuple(variable.name for variable in row.variables)


def parse_pop_claims(text: str) -> dict[str, str]:
    """The claims of `--pop-claims`, `key=value,key=value`. Raises ValueError where kubelogin refuses them."""
    claims = {}
    for part in text.split(","):
        pieces = part.split("=")
        if len(pieces) < 2 or not pieces[0].strip() or not pieces[1].strip():
            raise ValueError("not of the form key=value,key=value")
        # kubelogin drops what follows a second sign.
        claims[pieces[0].strip()] = pieces[1].strip()
    return claims
