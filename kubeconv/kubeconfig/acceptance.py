"""What client-go accepts of a login, and from or until which release: one function a fact. Pure.

`detect` shows all facts of a user together, a rule reports one of them: both ask here. A fact is the name of a row in
`releases.table`, which says the clients that accept it, or `REFUSED`. The facts are about the form of a login, over https.
What its fields lead to (the ids in the config of an auth-provider, tokens, certificates, files) is for the rules alone, as is
whether there is anything to log in with.

https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go (validateAuthInfo)
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, cast

from kubeconv.auth import azure
from kubeconv.auth.azure_provider import LEGACY_MODES, is_config_mode
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import AuthProvider, Exec, User
from kubeconv.releases.table import (
    AKS_MANAGED,
    AUTH_PROVIDERS,
    EXEC_API_VERSIONS,
    NULL_EXTRA_ALONE,
    UID_ALONE,
    UNKNOWN_MODE,
    works_with,
)
from kubeconv.releases.version import Version, WorksWith, common
from kubeconv.tree.node import MAPPING, SCALAR, SEQUENCE, Node, Pair, fields, get, items, string, value_of

#: What no client accepts: no row of the table has this name.
REFUSED: Final = "refused"
#: The values of `interactiveMode`.
INTERACTIVE_MODES: Final = ("Never", "IfAvailable", "Always")
#: The fields that say as what a user acts.
_ACTING: Final = frozenset(("as-uid", "as-groups", "as-user-extra"))
#: The versions of the exec API in which client-go takes `IfAvailable` if `interactiveMode` is missing.
_MODE_OPTIONAL: Final = (azure.OLD_API_VERSION, azure.API_VERSION)


class Credentials(NamedTuple):
    """Which fields of a user hold something."""

    token: bool
    token_file: bool
    username: bool
    password: bool
    certificate_file: bool
    certificate_data: bool
    key_file: bool
    key_data: bool
    exec: bool
    provider: bool

    @property
    def bearer(self) -> bool:
        """True if a token is sent, from wherever it comes."""
        return self.token or self.token_file

    @property
    def certificate(self) -> bool:
        """True if there is a client certificate, as a file or as data."""
        return self.certificate_file or self.certificate_data

    @property
    def key(self) -> bool:
        """True if there is a client key, as a file or as data."""
        return self.key_file or self.key_data


def credentials_of(user: User) -> Credentials:
    """What a user has, found out once for all who ask. An empty section `exec: {}` counts, `exec: null` does not."""
    if user.has is None:
        found = user.fields
        user.has = Credentials(
            "token" in found and bool(user.string("token")),
            "tokenFile" in found and bool(user.string("tokenFile")),
            "username" in found and bool(user.string("username")),
            "password" in found and bool(user.string("password")),
            "client-certificate" in found and bool(user.string("client-certificate")),
            has_data(found, "client-certificate-data"),
            "client-key" in found and bool(user.string("client-key")),
            has_data(found, "client-key-data"),
            value_of(found, "exec") is not None,
            value_of(found, "auth-provider") is not None,
        )
    return cast("Credentials", user.has)


def has_data(fields: Mapping[str, Pair], key: str) -> bool:
    """True for a field with base64 of at least one byte. Go skips line ends in it, and takes a list of numbers for bytes."""
    node = value_of(fields, key)
    if node is None:
        return False
    return bool(node.children) if node.kind == SEQUENCE else bool(node.text.strip("\r\n"))


def runs_plugin(user: User) -> bool:
    """True if client-go runs the exec plugin of a user: a token, a user name or a certificate beside it wins."""
    has = credentials_of(user)
    return user.exec is not None and not (has.bearer or has.username or has.certificate)


def refused_together(has: Credentials) -> Iterator[tuple[str, str]]:
    """The pairs of fields of a user that no client-go accepts together."""
    if has.exec and has.provider:
        yield "exec", "auth-provider"
    if has.token and (has.username or has.password):
        yield "token", "username" if has.username else "password"
    elif has.token_file and has.username:
        yield "tokenFile", "username"
    if has.certificate_file and has.certificate_data:
        yield "client-certificate", "client-certificate-data"
    if has.certificate and has.key_file and has.key_data:
        yield "client-key", "client-key-data"


def is_keyless(has: Credentials) -> bool:
    """True for a client certificate without a key, which no client-go accepts."""
    return has.certificate and not has.key


def impersonating_nobody(user: User) -> Iterator[tuple[str, str]]:
    """The fields that say as what a user acts if none says as whom, each with its fact."""
    if user.fields.keys().isdisjoint(_ACTING) or user.string("as"):
        return
    if _holds_something(value_of(user.fields, "as-uid")):
        yield "as-uid", UID_ALONE
    if _holds_something(value_of(user.fields, "as-groups")):
        yield "as-groups", REFUSED
    extra = value_of(user.fields, "as-user-extra")
    if extra is not None and _holds_something(extra):
        is_null = extra.kind == MAPPING and all(pair.value.real.is_null for pair in fields(extra).values())
        yield "as-user-extra", NULL_EXTRA_ALONE if is_null else REFUSED


def api_version_fact(api_version: str) -> str:
    """The fact about the version of the exec API."""
    return f"exec {api_version.rpartition('/')[2]}" if api_version in EXEC_API_VERSIONS else REFUSED


def mode_fact(api_version: str, mode: str) -> str | None:
    """The fact about an `interactiveMode`, '' for none, beside this `apiVersion`; None if every client accepts it."""
    is_accepted = mode in INTERACTIVE_MODES or (not mode and api_version in _MODE_OPTIONAL)
    return None if is_accepted else UNKNOWN_MODE


def variables_of(exec_: Exec) -> dict[str, str]:
    """The variables that an exec section sets."""
    return {string(get(each, "name")): string(get(each, "value")) for each in items(value_of(exec_.fields, "env"))}


def call_of(exec_: Exec) -> tuple[object, ...]:
    """The program, the arguments and the variables of an exec section: where they are the same, the same happens."""
    return (exec_.command, *exec_.arguments, *variables_of(exec_).items())


def nameless_variables(exec_: Exec) -> list[tuple[int, Node]]:
    """The entries of `env` without a name, which no client-go accepts, each with its number, from 1."""
    entries = items(get(exec_.node, "env"))
    return [(number, entry) for number, entry in enumerate(entries, 1) if not string(get(entry, "name"))]


def provider_facts(provider: AuthProvider) -> tuple[str, ...]:
    """The facts about an auth-provider: its name, and what its `config-mode` asks for."""
    mode = provider.config.get("config-mode", "")
    if provider.name not in AUTH_PROVIDERS or (provider.name == azure.LEGACY and not is_config_mode(mode)):
        return (REFUSED,)
    is_managed = provider.name == azure.LEGACY and mode not in LEGACY_MODES
    return (provider.name, AKS_MANAGED) if is_managed else (provider.name,)


def facts_of(user: User) -> tuple[str, ...]:
    """All facts about the login of a user."""
    has = credentials_of(user)
    facts = [fact for _, fact in impersonating_nobody(user)]
    if any(refused_together(has)) or is_keyless(has):
        facts.append(REFUSED)
    if exec_ := user.exec:
        facts.append(api_version_fact(exec_.api_version))
        if mode := mode_fact(exec_.api_version, string(get(exec_.node, "interactiveMode"))):
            facts.append(mode)
        if not exec_.command or nameless_variables(exec_):
            facts.append(REFUSED)
    if provider := user.auth_provider:
        facts += provider_facts(provider)
    return tuple(facts)


@cache
def accepting(facts: tuple[str, ...]) -> WorksWith:
    """The clients that accept all of it."""
    return common(*map(works_with, facts))


@cache
def accepts(kubectl: Version, fact: str) -> bool:
    """True if a kubectl accepts that."""
    return works_with(fact).kubectl.contains(kubectl)


def _holds_something(node: Node | None) -> bool:
    if node is None:
        return False
    return bool(node.text) if node.kind == SCALAR else bool(node.children)
