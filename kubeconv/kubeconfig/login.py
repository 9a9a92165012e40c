"""Which login does each user of a kubeconfig have? Pure: a kubeconfig in, one `Detected` a user out."""

from collections.abc import Sequence
from typing import Final, Literal

from kubeconv.auth import azure, azure_provider
from kubeconv.auth.kubelogin import COMMAND, is_kubelogin
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.auth.plugins import named_program
from kubeconv.gate import shown
from kubeconv.gate.secret import MASK
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig import acceptance
from kubeconv.kubeconfig.view import Kubeconfig, UsedBy, User
from kubeconv.releases.version import WorksWith

#: `managed` for the AKS-managed integration, `arc` for Arc-enabled clusters, `legacy` for an app registration of one's own.
Integration = Literal["managed", "arc", "legacy"]


class Login(NamedTuple):
    """The format of a login, for kubelogin its login mode, for another exec plugin its program. `format` is `azure`,
    `kubelogin`, `exec`, `gcp`, `oidc`, `openstack` or the name of another auth provider, `client-certificate`, `token`,
    `token-file`, `basic`, `none`, or `conflict` for two logins at once."""

    format: str
    mode: str | None = None
    program: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.format, self.mode, self.program) if part)

    @property
    def plugin(self) -> str:
        """The program that logs in, '' if none does."""
        return COMMAND if self.format == "kubelogin" else self.program


class Detected(NamedTuple):
    """What one user of one file has. `line` is where it is, from 1; `notes` say what a person should know, `facts` why not
    every client accepts it (see `acceptance`)."""

    user: str
    login: Login
    contexts: tuple[str, ...]
    works_with: WorksWith
    integration: Integration | None
    file: str
    line: int
    notes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def detect_users(kubeconfig: Kubeconfig, used_by: UsedBy) -> list[Detected]:
    """The login of every user, in the order of the file. `used_by` are the contexts of each user name."""
    return [detect_user(kubeconfig, user, used_by.get(user.name, ())) for user in kubeconfig.users]


def detect_user(kubeconfig: Kubeconfig, user: User, contexts: Sequence[str]) -> Detected:
    """The login of one user, which these contexts use."""
    login, notes = login_of(user)
    azure_login, facts = azure_login_of(user), acceptance.facts_of(user)
    return Detected(
        user.name,
        login,
        tuple(contexts),
        acceptance.accepting(facts),
        _integration(azure_login) if azure_login else None,
        kubeconfig.source.name,
        kubeconfig.source.line_of(user.entry.start),
        notes,
        facts,
    )


def login_of(user: User) -> tuple[Login, tuple[str, ...]]:
    """The login of a user, and what else to say about it: found out once, as everybody asks."""
    if user.login is None:
        user.login = _login_of(user)
    found: tuple[Login, tuple[str, ...]] = user.login
    return found


def _login_of(user: User) -> tuple[Login, tuple[str, ...]]:
    has = acceptance.credentials_of(user)
    exec_, provider = user.exec, user.auth_provider
    for pair in acceptance.refused_together(has):
        return Login("conflict"), (_conflict(*pair),)
    if has.token_file and has.password:
        return Login("conflict"), ("a tokenFile and a password on one user: client-go ignores the password",)
    if provider:
        return Login(shown.key(provider.name) if provider.name else "none"), ()
    if exec_:
        wins = has.bearer or has.username or has.certificate
        notes = ("a token, password or certificate beside it wins: the plugin is not run",) if wins else ()
        if is_kubelogin(exec_.command, exec_.arguments):
            mode = azure.from_arguments(exec_.arguments).mode
            return Login("kubelogin", mode if mode in LOGIN_MODES else shown.key(mode)), notes
        return Login("exec", None, _program(named_program(exec_.command, exec_.arguments))), notes
    for format, is_there in (
        ("token-file", has.token_file),
        ("token", has.token),
        ("basic", has.username or has.password),
        ("client-certificate", has.certificate),
    ):
        if is_there:
            return Login(format), ()
    return Login("none"), ()


def _program(text: str) -> str:
    """What is shown of the name of a program."""
    program = shown.command(text) if text else ""
    return MASK if program.startswith(MASK) else program


def _conflict(first: str, second: str) -> str:
    if second in ("username", "password"):
        return "a token and a user name or password on one user: client-go refuses them together"
    whose = " on one user" if first == "exec" else ""
    return f"{first} and {second}{whose}: client-go refuses them together"


def azure_login_of(user: User) -> azure.AzureLogin | None:
    """The Azure login of a user in either format; None if there is none."""
    provider, exec_ = user.auth_provider, user.exec
    if provider and provider.name == azure.LEGACY:
        return azure_provider.from_provider(provider.config)
    if exec_ and is_kubelogin(exec_.command, exec_.arguments):
        return azure.from_arguments(exec_.arguments)
    return None


def is_aks_managed(user: User) -> bool:
    """True for a user of an AKS cluster with the AKS-managed Entra ID integration."""
    login = azure_login_of(user)
    return login is not None and _integration(login) == "managed"


def _integration(login: azure.AzureLogin) -> Integration | None:
    server = login.values.get("server-id", "").lower()
    if not server:
        return None
    return _INTEGRATIONS.get(server, "legacy")


_INTEGRATIONS: Final[dict[str, Integration]] = {azure.AKS_SERVER: "managed", azure.ARC_SERVER: "arc"}
