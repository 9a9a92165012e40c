"""Logins that were an auth-provider and are an exec plugin now: gcp and oidc, there and back."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from kubeconv.auth import gcp, oidc
from kubeconv.auth.login import Converted, Unconvertible, strings, texts
from kubeconv.conversion.exec_api import answers, known_to
from kubeconv.conversion.options import Options
from kubeconv.conversion.planned import Planned, Unchanged, body_of, both, lasting, renamed, spoken
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.kept import Kept, keep_logins, kept_logins
from kubeconv.kubeconfig.login import Login
from kubeconv.kubeconfig.view import AuthProvider, User
from kubeconv.releases.table import AUTH_PROVIDERS


class Forms(NamedTuple):
    """The two forms of one login: the name of its auth-provider, that of its exec plugin, and the way between them."""

    provider: str
    plugin: str
    to_exec: Callable[[Mapping[str, str]], Converted]
    to_provider: Callable[[Mapping[str, Any]], Converted]


FORMS: Final = (
    Forms(gcp.PROVIDER, gcp.PLUGIN, gcp.to_exec, gcp.to_provider),
    Forms(oidc.PROVIDER, oidc.PLUGIN, oidc.to_exec, oidc.to_provider),
)
#: What converts a login that the client still knows.
_ON_REQUEST: Final = {"oidc": f"; --oidc-to exec makes it a login with {oidc.PLUGIN}"}


def plan(user: User, before: Login, options: Options) -> Planned | Unchanged | None:
    """The user in the other form of its login, if that was requested or the client does not know this one. None if it has
    another login. Raises Unconvertible if it cannot be."""
    provider = user.auth_provider
    name = provider.name if provider else ""
    forms = next((each for each in FORMS if each.plugin == before.program or each.provider == name), None)
    if forms is None or forms.provider not in options.kinds:
        return None
    if provider and user.exec:
        raise both(provider.name)
    if provider is None:
        back = options.to == forms.provider
        return _to_provider(forms, body_of(user), options) if back else Unchanged("unchanged", f"already {before}")
    if options.to == forms.provider:
        return Unchanged("unchanged", f"already {before}")
    asked = options.oidc_to_exec and forms.provider == oidc.PROVIDER
    if not asked and AUTH_PROVIDERS[forms.provider].kubectl.contains(options.kubectl):
        request = _ON_REQUEST.get(forms.provider, "")
        return Unchanged("unchanged", f"kubectl {options.kubectl} knows the auth-provider {before}{request}")
    return _to_exec(provider, forms, body_of(user), options)


def _to_exec(provider: AuthProvider, forms: Forms, body: Mapping[str, Any], options: Options) -> Planned:
    """The user with the exec plugin; a kept one comes back whole if it logs in like the provider."""
    kept, section = dict(kept_logins(body)), body["auth-provider"]
    if not isinstance(section.get("config"), dict | None):
        raise Unconvertible(
            "its config is not a mapping, which client-go refuses", "write it as key: value, or delete it"
        )
    made = forms.to_exec(provider.config)
    before = kept.pop(forms.plugin, None)
    if before is not None and _login(forms, before) == _login(forms, made.section):
        made = made._replace(section=before, notes=(*made.notes, _RESTORED))
    unknown = sorted(section.keys() - {"name", "config"})
    made = made._replace(section=known_to(made.section, options.kubectl), lost=(*made.lost, *unknown))
    new = renamed(body, "auth-provider", "exec", made.section)
    about = answers(forms.plugin, str(made.section.get("apiVersion")), options.kubectl)
    notes = (*about, *_keep(new, kept, forms.provider, section, made, options))
    lost = () if options.keep_origin else lasting(made.lost)
    return Planned(body, new, Login("exec", None, forms.plugin), notes, made.secrets, lost=lost)


def _to_provider(forms: Forms, body: Mapping[str, Any], options: Options) -> Planned:
    """The user with the auth-provider; a kept one comes back whole if it logs in like the plugin. Raises Unconvertible
    if something would be lost."""
    kept, section = dict(kept_logins(body)), body["exec"]
    before = kept.pop(forms.provider, None)
    made = forms.to_provider(section)
    if before is not None and _is_login_of(forms, before, section):
        made = Converted(before, made.lost, (_RESTORED,))
    elif made.lost and not options.keep_origin:
        raise Unconvertible(
            f"the auth-provider {forms.provider} cannot hold {spoken(made.lost)}",
            "--keep-origin keeps it in an extension of the user",
        )
    new = renamed(body, "exec", "auth-provider", made.section)
    notes = _keep(new, kept, forms.plugin, section, made, options)
    return Planned(body, new, Login(forms.provider), notes)


def _is_login_of(forms: Forms, provider: Mapping[str, Any], section: Mapping[str, Any]) -> bool:
    """True if an auth-provider logs in like an exec section."""
    with suppress(Unconvertible):
        return _login(forms, forms.to_exec(texts(provider.get("config"))).section) == _login(forms, section)
    return False


def _login(forms: Forms, section: Mapping[str, Any]) -> tuple[list[str], Any]:
    """Arguments and variables of an exec section as they are when written anew, without what the provider cannot say."""
    with suppress(Unconvertible):
        config = forms.to_provider(section).section.get("config")
        section = forms.to_exec(texts(config)).section
    return strings(section.get("args")), section.get("env")


def _keep(
    new: dict[str, Any], kept: Kept, name: str, section: Mapping[str, Any], made: Converted, options: Options
) -> tuple[str, ...]:
    """Put the kept logins into a new body, with the old section among them if that was requested. What is to be said comes
    back."""
    keep_logins(new, {**kept, name: section} if options.keep_origin else kept)
    if options.keep_origin:
        return (*made.notes, f"kept in extensions: {spoken(made.lost) or 'the old login'}")
    return (*made.notes, *([f"lost: {spoken(made.lost)} (--keep-origin keeps them)"] if made.lost else []))


_RESTORED: Final = "restored from the kept login"
