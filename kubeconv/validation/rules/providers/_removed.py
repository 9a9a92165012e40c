"""What the rules about removed auth-providers share."""

from collections.abc import Iterator

from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.acceptance import accepts
from kubeconv.releases.table import AUTH_PROVIDERS
from kubeconv.tree.finding import Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.place import place


def removed(case: Case, provider: str, help: str, command: tuple[str, ...] = ()) -> Iterator[Hit]:
    """Users with a provider that kubectl had once: refused from the release on that removed it, a warning before."""
    works = AUTH_PROVIDERS[provider].kubectl
    gone = not accepts(case.kubectl, provider)
    for user in case.kubeconfig.users_with("auth-provider"):
        found = user.auth_provider
        if found is not None and found.name == provider:
            yield Hit(
                place(found.node, "name", found.node),
                f"user {quoted_name(user.name)} logs in with the {provider} auth-provider, which kubectl "
                f"{works.removed} removed",
                help,
                Subject("user", user.name),
                "error" if gone else "warning",
                "use" if gone else "risk",
                https_only=True,
                command=command,
            )
