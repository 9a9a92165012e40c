"""Which login does each user of a kubeconfig have? Pure: a kubeconfig in, one `Detected` a user out."""

from typing import Literal, NamedTuple

from kubeconv.auth import azure, azure_provider
from kubeconv.auth.kubelogin import COMMAND, is_kubelogin
from kubeconv.auth.plugins import plugin_of
from kubeconv.kubeconfig.view import Kubeconfig, UsedBy, User
from kubeconv.releases.table import AUTH_PROVIDERS, EXEC_API_VERSIONS, MANAGED_AZURE
from kubeconv.releases.version import EVERY_CLIENT, NO_CLIENT, WorksWith
from kubeconv.tree.node import get, items, string, value_of

#: `managed` for the AKS-managed integration, `arc` for Arc-enabled clusters, `legacy` for an app registration of one's own.
Integration = Literal["managed", "arc", "legacy"]


class Login(NamedTuple):
    """The format of a login, for kubelogin its login mode, for another exec plugin its program. `format` is `azure`,
    `kubelogin`, `exec`, `gcp`, `oidc`, `openstack` or the name of another auth provider, `client-certificate`, `token`,
    `token-file`, `basic`, `none`, or `conflict` for combinations that client-go refuses."""

    format: str
    mode: str | None = None
    program: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.format, self.mode, self.program) if part)

    @property
    def plugin(self) -> str:
        """The program that logs in, '' where none does."""
        return COMMAND if self.format == "kubelogin" else self.program


class Detected(NamedTuple):
    """What one user of one file has. `line` is where it stands, from 1; `notes` say what a person should know."""

    user: str
    login: Login
    contexts: tuple[str, ...]
    works_with: WorksWith
    integration: Integration | None
    file: str
    line: int
    notes: tuple[str, ...] = ()


def detect_users(kubeconfig: Kubeconfig, used_by: UsedBy) -> list[Detected]:
    """The login of every user, in the order of the file. `used_by` are the contexts of each user name."""
    found = []
    for user in kubeconfig.users:
        login, notes = login_of(user)
        azure_login = azure_login_of(user)
        found.append(
            Detected(
                user.name,
                login,
                tuple(used_by.get(user.name, ())),
                _works_with(user, login, azure_login),
                _integration(azure_login) if azure_login else None,
                kubeconfig.source.name,
                kubeconfig.source.position(user.entry.start).line,
                notes,
            )
        )
    return found


def login_of(user: User) -> tuple[Login, tuple[str, ...]]:
    """The login of a user, and what else is to be said of it."""
    has_token = bool(user.string("token") or user.string("tokenFile"))
    has_basic = bool(user.string("username") or user.string("password"))
    exec_, provider = user.exec, user.auth_provider
    if exec_ and provider:
        return Login("conflict"), ("exec and auth-provider on one user: client-go refuses them together",)
    if has_token and has_basic:
        return Login("conflict"), ("a token and a user name or password on one user: client-go refuses them together",)
    for what in ("certificate", "key") if _has_certificate(user) else ():
        if user.string(f"client-{what}") and user.string(f"client-{what}-data"):
            return Login("conflict"), (f"client-{what} and client-{what}-data: client-go refuses them together",)
    if provider:
        return Login(provider.name or "none"), ()
    if exec_:
        notes = ("a token, password or certificate beside it wins: the plugin is not run",) if _beside(user) else ()
        if is_kubelogin(exec_.command, exec_.arguments):
            return Login("kubelogin", azure.from_arguments(exec_.arguments).mode), notes
        return Login("exec", None, plugin_of(exec_.command, exec_.arguments)), notes
    for format, key in (
        ("token-file", "tokenFile"),
        ("token", "token"),
        ("basic", "username"),
        ("basic", "password"),
        ("client-certificate", "client-certificate-data"),
        ("client-certificate", "client-certificate"),
    ):
        if user.string(key):
            return Login(format), ()
    return Login("none"), ()


def azure_login_of(user: User) -> azure.AzureLogin | None:
    """The Azure login of a user in either format; None where there is none."""
    provider, exec_ = user.auth_provider, user.exec
    if provider and provider.name == azure.LEGACY:
        return azure_provider.from_provider(provider.config)
    if exec_ and is_kubelogin(exec_.command, exec_.arguments):
        return azure.from_arguments(exec_.arguments)
    return None


def _beside(user: User) -> bool:
    keys = ("token", "tokenFile", "username", "client-certificate", "client-certificate-data")
    return any(user.string(key) for key in keys)


def _works_with(user: User, login: Login, azure_login: azure.AzureLogin | None) -> WorksWith:
    if login.format == "conflict" or _is_incomplete(user):
        return NO_CLIENT
    if provider := user.auth_provider:
        if azure_login is not None and azure_login.values["legacy"] == "false":
            return MANAGED_AZURE
        return AUTH_PROVIDERS.get(provider.name, NO_CLIENT)
    if exec_ := user.exec:
        return EXEC_API_VERSIONS.get(exec_.api_version, NO_CLIENT)
    return EVERY_CLIENT


def _has_certificate(user: User) -> bool:
    return bool(user.string("client-certificate") or user.string("client-certificate-data"))


def _is_incomplete(user: User) -> bool:
    """True for a user that every client-go refuses because something is missing
    (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go, validateAuthInfo)."""
    if _has_certificate(user) and not (user.string("client-key") or user.string("client-key-data")):
        return True
    impersonates = any(value_of(user.fields, key) is not None for key in ("as-uid", "as-groups", "as-user-extra"))
    if impersonates and not user.string("as"):
        return any(
            user.string("as-uid") or (node is not None and node.children)
            for node in (value_of(user.fields, key) for key in ("as-groups", "as-user-extra"))
        )
    if exec_ := user.exec:
        mode = string(get(exec_.node, "interactiveMode"))
        is_v1 = exec_.api_version == azure.V1_API_VERSION
        nameless = any(not string(get(each, "name")) for each in items(get(exec_.node, "env")))
        wrong_mode = mode not in ("Never", "IfAvailable", "Always") and (bool(mode) or is_v1)
        return not exec_.command or nameless or wrong_mode
    return False


def _integration(login: azure.AzureLogin) -> Integration | None:
    server = login.values.get("server-id", "").lower()
    if not server:
        return None
    known: dict[str, Integration] = {azure.AKS_SERVER: "managed", azure.ARC_SERVER: "arc"}
    return known.get(server, "legacy")
