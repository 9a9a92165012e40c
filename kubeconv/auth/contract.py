"""The contract of Azure's kubelogin: what `kubelogin get-token` does in a release, up to its first call over the network.

Source: https://github.com/Azure/kubelogin, read at every tag to v0.2.19: pkg/cmd/token.go, pkg/internal/token (before:
pkg/token): options.go, provider.go, execCredentialPlugin.go and the modules of the login modes.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from kubeconv.auth.azure import is_for_people
from kubeconv.auth.flag_parser import NOT_GET_TOKEN, Objection, refused_arguments
from kubeconv.auth.kubelogin import ANY_ID, FLAGS, is_true, parse_arguments, with_any_ids
from kubeconv.auth.kubelogin_run import NEWEST, Effective, effective, variables_of
from kubeconv.auth.login_modes import DEFAULT_MODE, LOGIN_MODES, needed
from kubeconv.auth.objections import AZIDENTITY, is_github, made, takes_public_cloud, validated
from kubeconv.auth.required_values import RequiredValue
from kubeconv.gate.value import NamedTuple
from kubeconv.releases.version import Version


class Missing(NamedTuple):
    """A value without which kubelogin stops: any of `flags` gives it, any of `variables` (the best advice first), and all
    of `together` at once."""

    flags: tuple[str, ...]
    variables: tuple[str, ...]
    together: tuple[str, ...] = ()


class TokenCall(NamedTuple):
    """The result of a call of `kubelogin get-token`.

    `login` is what it works with; `objections` are all that stop it, in its own order: it prints the first one only.
    `missing` are the values that it lacks, each also an objection. If nothing stops it, it asks the program `asks` ('' for
    none), or a person; `reads` are the files that it reads before the network. `takes_public_cloud`: true if it does not
    know the cloud, and says nothing.
    """

    login: Effective
    objections: tuple[Objection, ...]
    missing: tuple[Missing, ...]
    asks: str
    needs_person: bool
    reads: tuple[str, ...]
    takes_public_cloud: bool

    @property
    def objection(self) -> Objection | None:
        """What stops it; None if it goes on to the network."""
        return self.objections[0] if self.objections else None


def get_token(arguments: Sequence[str], variables: Mapping[str, str], release: Version = NEWEST) -> TokenCall:
    """What kubelogin does with these arguments, in this environment (the process's, overruled by the entry's `env`)."""
    words, environment = tuple(arguments), tuple(variables.items())
    alike, ids = with_any_ids(words, is_for_people)
    call = _get_token(alike, environment, release)
    if not ids:
        return call
    if call.objections:  # which may be about them
        return _get_token(words, environment, release)
    mode, values, given_by = call.login
    own = {name: ids.get(name, value) if value == ANY_ID else value for name, value in values.items()}
    return call._replace(login=Effective(mode, own, given_by))


@lru_cache(4096)
def _get_token(arguments: tuple[str, ...], environment: tuple[tuple[str, str], ...], release: Version) -> TokenCall:
    """The same, worked out once for all users that call it alike."""
    variables = dict(environment)
    login = effective(*written(arguments), variables, release)
    mode, values, _ = login
    lacking = [need for need in needed(mode, release) if not is_met(need, values, variables)]
    first = refused_arguments(arguments, release)
    objections = [
        *([first] if first else []),
        *validated(login, lacking, release),
        *made(login, lacking, variables, release),
    ]
    if first is not None and first.kind in NOT_GET_TOKEN:
        objections, lacking = [first], []
    row = LOGIN_MODES.get(mode)
    return TokenCall(
        login,
        tuple(objections),
        tuple(_missing(need, mode, values, release) for need in lacking),
        row.asks if row else "",
        row is not None and not row.unattended,
        _files(mode, values, variables, release),
        takes_public_cloud(login, release),
    )


def written(arguments: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The login mode and the values that the arguments give; the last of each flag counts, and a switch is true or false."""
    values = {argument.name: argument.value for argument in parse_arguments(arguments) if argument.name}
    for name in values.keys() & FLAGS.keys():
        if FLAGS[name].switch:
            values[name] = str(is_true(values[name])).lower()
    return values.pop("login", DEFAULT_MODE), values


def is_met(need: RequiredValue, values: Mapping[str, str], variables: Mapping[str, str]) -> bool:
    """True if one of the flags has a value, or all the variables that do instead have one."""
    return any(values.get(flag) for flag in need.flags) or (
        bool(need.instead) and all(variables.get(name) for name in need.instead)
    )


def _missing(need: RequiredValue, mode: str, values: Mapping[str, str], release: Version) -> Missing:
    # The last one wins whatever the others say: the best advice.
    names = (name for flag in need.flags for name in reversed(variables_of(flag, mode, values, release)))
    return Missing(need.flags, tuple(dict.fromkeys(names)), need.instead)


def _files(mode: str, values: Mapping[str, str], variables: Mapping[str, str], release: Version) -> tuple[str, ...]:
    """The files that it reads before it asks anybody."""
    if mode == "spn":
        flag = "client-certificate"
    elif mode == "workloadidentity" and (release < AZIDENTITY or not is_github(mode, variables)):
        flag = "federated-token-file"
    else:
        return ()
    return (values[flag],) if values.get(flag) else ()


def settable(
    missing: Missing, arguments: Sequence[str], variables: Mapping[str, str], entry: Mapping[str, str], release: Version
) -> tuple[str, ...]:
    """The variables of the process that would give what is missing, the best advice first; all of `together` where one alone
    does not. What the entry of the kubeconfig itself sets, the process cannot. `variables` are those of both."""
    single = [name for name in missing.variables if name not in entry]
    if len(single) < len(missing.variables):  # the entry may set one that wins over the others
        single = [name for name in single if _gives(name, missing, arguments, variables, release)]
    return tuple(single) or (missing.together if entry.keys().isdisjoint(missing.together) else ())


def _gives(
    name: str, missing: Missing, arguments: Sequence[str], variables: Mapping[str, str], release: Version
) -> bool:
    lacking = get_token(arguments, {**variables, name: "x"}, release).missing
    return all(each.flags != missing.flags for each in lacking)
