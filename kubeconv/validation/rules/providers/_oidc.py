"""What the rules about the oidc auth-provider share."""

from collections.abc import Iterator
from typing import Final

from kubeconv.kubeconfig.acceptance import credentials_of
from kubeconv.kubeconfig.view import AuthProvider, User
from kubeconv.validation.rule import Case


def oidc_users(case: Case) -> Iterator[tuple[User, AuthProvider]]:
    """Every user with the oidc auth-provider."""
    for user in case.kubeconfig.users_with("auth-provider"):
        if user.auth_provider is not None and user.auth_provider.name == "oidc":
            yield user, user.auth_provider


def sends_something_else(user: User) -> bool:
    """True if a token or a user name goes into the header: the provider is then not asked."""
    has = credentials_of(user)
    return has.bearer or has.username


def expiry_of(token: str) -> float | None:
    """When an id-token expires, in seconds since 1970; 0 if it does not say. None for what client-go refuses to read:
    anything but three parts with JSON in base64 (URL alphabet, without padding) in the middle."""
    import base64
    import json

    parts = token.split(".")
    payload = parts[1].replace("\n", "").replace("\r", "") if len(parts) == 3 else "="
    if not set(payload) <= _LETTERS or len(payload) % 4 == 1:
        return None
    text = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode("utf-8", "replace")
    try:
        claims = json.loads(text, parse_constant=_refused)
        if claims is None:
            return 0.0
        if not isinstance(claims, dict):
            return None
        # Go takes a key in any case of letters, the last one, and a number in quotes for a number.
        given = [value for key, value in claims.items() if key.lower() == "exp"]
        if not given:
            return 0.0
        expiry = json.loads(given[-1], parse_constant=_refused) if isinstance(given[-1], str) else given[-1]
        if isinstance(expiry, bool) or not isinstance(expiry, int | float) or abs(float(expiry)) == float("inf"):
            return None
        return float(expiry)
    except (ValueError, OverflowError, RecursionError):
        return None


def _refused(_constant: str) -> float:
    raise ValueError("not JSON")


_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
