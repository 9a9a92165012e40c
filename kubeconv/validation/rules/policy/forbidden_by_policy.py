"""Something that the policy of the configuration forbids.

What a team does not want in its kubeconfigs is listed under `policy` in `.kubeconv.toml` or `[tool.kubeconv]` of
pyproject.toml: `forbid` names credentials in the file, servers whose certificate is not checked, kinds of logins and login
modes of kubelogin, `login-modes` and `plugins` are all that is allowed of these. docs/configuration.md explains them. Without a
configuration, and in an audit, this rule finds nothing. With `policy.forbid = ["token"]`:

Bad:

    users:
    - name: u
      user:
        token: 1aCIwTdFhUL5

Good:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token

Since: kubeconv 0.2 (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/)
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from kubeconv.auth.kubelogin import program_of
from kubeconv.auth.login_modes import DEFAULT_MODE, LOGIN_MODES
from kubeconv.auth.plugins import PLUGINS, plugin_of
from kubeconv.gate.choices import one_of
from kubeconv.gate.shown import Shown, command, known, line, path_of, quoted_command, quoted_name
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.credentials import secrets_in
from kubeconv.kubeconfig.login import login_of
from kubeconv.kubeconfig.view import Cluster, User
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import string, value_of
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case, Hit, TeamPolicy
from kubeconv.validation.rules.place import place

CODE: Final = "KC601"
NAME: Final = "forbidden-by-policy"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


class Offence(NamedTuple):
    """Where something forbidden is, and what it is."""

    span: Span
    what: str


class Forbidden(NamedTuple):
    """One thing that can be forbidden: what it is, for the manual, what to do instead, and how it is found."""

    what: str
    instead: str
    of_user: Callable[[User], Iterator[Offence]] | None = None
    of_cluster: Callable[[Cluster], Iterator[Offence]] | None = None


def _named(*ends: str) -> Callable[[User], Iterator[Offence]]:
    """Finds the secrets of a user whose field, flag or variable has a name with one of these ends."""

    def find(user: User) -> Iterator[Offence]:
        for secret in secrets_in(user.body):
            if secret.name.lower().replace("_", "-").endswith(ends):
                yield Offence(secret.span, f"a secret in the file ({line(secret.name)})")

    return find


def _any_secret(user: User) -> Iterator[Offence]:
    for secret in secrets_in(user.body):
        if secret.is_credential:
            yield Offence(secret.span, f"a secret in the file ({line(secret.name)})")


def _certificate(user: User) -> Iterator[Offence]:
    for key in ("client-certificate-data", "client-certificate"):
        if user.string(key):
            yield Offence(user.fields[key].key.span, "a client certificate")
            return


def _provider(*names: str) -> Callable[[User], Iterator[Offence]]:
    """Finds a login with one of these auth-providers; with any, if none is named."""

    def find(user: User) -> Iterator[Offence]:
        provider = user.auth_provider
        if provider is not None and (not names or provider.name in names):
            called = known(provider.name, ("azure", "gcp", "oidc", "openstack"))
            yield Offence(place(provider.node, "name", user.entry), f"the auth-provider {called}")

    return find


def _unknown_plugin(user: User) -> Iterator[Offence]:
    if user.exec is not None and plugin_of(user.exec.command, user.exec.arguments) not in PLUGINS:
        yield Offence(place(user.exec.node, "command", user.entry), f"an unknown plugin ({command(user.exec.command)})")


def _insecure(cluster: Cluster) -> Iterator[Offence]:
    node = value_of(cluster.fields, "insecure-skip-tls-verify")
    if string(node).lower() == "true" and node is not None:
        yield Offence(node.span, "insecure-skip-tls-verify")


def _plain_http(cluster: Cluster) -> Iterator[Offence]:
    if cluster.string("server").lower().startswith("http://"):
        yield Offence(cluster.fields["server"].value.span, "a server that is reached over plain http")


_REMOVED: Final = ("azure", "gcp", "openstack")
_PLUGIN: Final = "use an exec plugin, such as kubelogin"
#: What a policy can forbid, besides login modes of kubelogin.
FORBIDDEN: Final[Mapping[str, Forbidden]] = {
    "secret": Forbidden("any secret in the file: tokens, passwords, private keys, client secrets", _PLUGIN, _any_secret),
    "token": Forbidden("a token in the file", "use tokenFile or an exec plugin", _named("token")),
    "password": Forbidden("a password in the file", _PLUGIN, _named("password", "passwd", "passphrase")),
    "client-key": Forbidden("a private key in the file", "use client-key, or an exec plugin", _named("client-key-data")),
    "client-secret": Forbidden(
        "a client secret in the file", "use workloadidentity, msi or a variable where kubectl runs", _named("client-secret")
    ),
    "client-certificate": Forbidden("a login by a client certificate, as admins have it", _PLUGIN, _certificate),
    "insecure-skip-tls-verify": Forbidden(
        "a server whose certificate is not checked", "set certificate-authority-data", None, _insecure
    ),
    "plain-http": Forbidden("a server that is reached over plain http", "use https", None, _plain_http),
    "auth-provider": Forbidden("any auth-provider", _PLUGIN, _provider()),
    "legacy-auth-provider": Forbidden(
        "the auth-providers that kubectl 1.26 removed: azure, gcp, openstack", "convert them", _provider(*_REMOVED)
    ),
    "unknown-plugin": Forbidden("an exec plugin that kubeconv does not know", "use a known plugin", _unknown_plugin),
}  # fmt: skip


def check(case: Case) -> Iterator[Hit]:
    """Everything that the policy forbids, if there is one."""
    policy = case.policy
    if policy is None:
        return
    chosen = [FORBIDDEN[name] for name in policy.forbid if name in FORBIDDEN]
    for user in case.kubeconfig.users:
        subject = Subject("user", user.name)
        for each in chosen:
            for found in each.of_user(user) if each.of_user else ():
                yield _hit(subject, found, Shown(each.instead), policy)
        for found, instead in (*_forbidden_mode(user, policy), *_forbidden_plugin(user, policy)):
            yield _hit(subject, found, instead, policy)
    for cluster in case.kubeconfig.clusters:
        for each in chosen:
            for found in each.of_cluster(cluster) if each.of_cluster else ():
                yield _hit(Subject("cluster", cluster.name), found, Shown(each.instead), policy)


def _forbidden_mode(user: User, policy: TeamPolicy) -> Iterator[tuple[Offence, Shown]]:
    login, _ = login_of(user)
    if user.exec is None or login.format != "kubelogin":
        return
    mode = login.mode or DEFAULT_MODE
    is_allowed = mode in policy.login_modes if policy.login_modes else mode not in policy.forbid
    if not is_allowed or mode in policy.forbid:
        others = policy.login_modes or [each for each in LOGIN_MODES if each not in policy.forbid]
        span = place(user.exec.node, "args", user.entry)
        yield Offence(span, f"kubelogin's login mode {known(mode, LOGIN_MODES)}"), Shown(f"use {one_of(others)}")


def _forbidden_plugin(user: User, policy: TeamPolicy) -> Iterator[tuple[Offence, Shown]]:
    if user.exec is None or not policy.plugins:
        return
    names = {program_of(user.exec.command), plugin_of(user.exec.command, user.exec.arguments)}
    if names.isdisjoint(policy.plugins):
        span = place(user.exec.node, "command", user.entry)
        yield (
            Offence(span, f"the plugin {quoted_command(user.exec.command)}"),
            Shown(f"use {one_of(map(command, policy.plugins))}"),
        )


def _hit(subject: Subject, found: Offence, instead: Shown, policy: TeamPolicy) -> Hit:
    whence = f" ({path_of(policy.source)})" if policy.source else ""
    return Hit(
        found.span,
        f"{subject.kind} {quoted_name(subject.name)} has {found.what}, which the policy{whence} forbids",
        instead,
        subject,
    )
