"""The codes and names of all rules, without importing one: most of what is asked about a rule needs no more."""

from collections.abc import Iterable, Mapping
from typing import Final

from kubeconv.gate.choices import did_you_mean
from kubeconv.gate.shown import is_code

#: Code to name, in the order of the codes. A rule of this name is the module of this name in its folder of `rules/`.
NAMES: Final[Mapping[str, str]] = {
    "KC001": "syntax-error",
    "KC002": "not-utf8",
    "KC003": "nested-too-deep",
    "KC004": "bad-alias",
    "KC005": "wrong-type",
    "KC006": "foreign-yaml",
    "KC007": "several-documents",
    "KC008": "duplicate-key",
    "KC009": "unknown-field",
    "KC010": "misspelt-field",
    "KC011": "wrong-case-field",
    "KC012": "wrong-api-version-or-kind",
    "KC013": "empty-kubeconfig",
    "KC014": "unsupported-value",
    "KC015": "invalid-base64",
    "KC016": "invalid-key",
    "KC017": "invalid-tag",
    "KC018": "invalid-merge",
    "KC019": "second-byte-order-mark",
    "KC101": "duplicate-user",
    "KC102": "duplicate-cluster",
    "KC103": "duplicate-context",
    "KC104": "duplicate-extension",
    "KC105": "empty-name",
    "KC106": "dangling-current-context",
    "KC107": "dangling-cluster",
    "KC108": "dangling-user",
    "KC109": "unused-cluster",
    "KC110": "unused-user",
    "KC111": "invalid-namespace",
    "KC112": "shadowed-entry",
    "KC113": "no-current-context",
    "KC120": "conflicting-credentials",
    "KC121": "impersonation-without-user",
    "KC122": "no-credentials",
    "KC123": "ignored-credentials",
    "KC201": "removed-azure",
    "KC202": "removed-gcp",
    "KC203": "removed-openstack",
    "KC204": "unknown-auth-provider",
    "KC205": "incomplete-oidc",
    "KC206": "unknown-azure-config-key",
    "KC207": "invalid-config-mode",
    "KC208": "unknown-azure-environment",
    "KC209": "cached-tokens",
    "KC210": "aks-without-config-mode",
    "KC211": "oidc-without-token",
    "KC212": "incomplete-azure",
    "KC301": "exec-v1alpha1",
    "KC302": "unknown-exec-api-version",
    "KC303": "missing-interactive-mode",
    "KC304": "missing-command",
    "KC305": "command-not-on-path",
    "KC306": "relative-command",
    "KC307": "nameless-variable",
    "KC308": "exec-with-auth-provider",
    "KC309": "invalid-interactive-mode",
    "KC310": "always-interactive",
    "KC311": "duplicate-variable",
    "KC320": "kubelogin-misses-argument",
    "KC321": "kubelogin-ignores-argument",
    "KC322": "unknown-kubelogin-flag",
    "KC323": "kubelogin-too-old",
    "KC324": "devicecode-under-conditional-access",
    "KC325": "legacy-without-effect",
    "KC326": "pop-claims-without-u",
    "KC327": "arguments-of-another-cluster",
    "KC328": "other-kubelogin-arguments",
    "KC329": "environment-overrides-login",
    "KC330": "kuberc-forbids-command",
    "KC331": "unknown-azure-cloud",
    "KC332": "bad-kubelogin-value",
    "KC333": "stray-kubelogin-argument",
    "KC334": "legacy-against-managed-server",
    "KC335": "pop-flags-apart",
    "KC336": "no-token-command",
    "KC337": "plugin-misses-argument",
    "KC338": "other-output",
    "KC401": "missing-server",
    "KC402": "bad-server-url",
    "KC403": "plain-http-with-credentials",
    "KC404": "insecure-skip-tls-verify",
    "KC405": "insecure-with-ca",
    "KC406": "ca-not-pem",
    "KC407": "client-certificate-not-pem",
    "KC408": "client-key-not-pem",
    "KC409": "key-does-not-match",
    "KC410": "expired-certificate",
    "KC411": "certificate-expires-soon",
    "KC412": "ca-data-and-file",
    "KC413": "certificate-data-and-file",
    "KC414": "key-data-and-file",
    "KC415": "certificate-without-key",
    "KC416": "missing-file",
    "KC417": "directory-as-file",
    "KC418": "bad-proxy-url",
    "KC419": "bad-tls-server-name",
    "KC420": "redacted-data",
    "KC421": "control-character-in-header",
    "KC422": "credentials-in-server-url",
    "KC423": "server-without-scheme",
    "KC424": "future-certificate",
    "KC425": "empty-token-file",
    "KC501": "tracked-secret",
    "KC502": "readable-by-others",
    "KC503": "command-in-writable-folder",
    "KC505": "cmd-path",
    "KC506": "secret-in-arguments",
    "KC510": "runs-program",
    "KC511": "reads-file",
    "KC512": "uses-proxy",
    "KC513": "reaches-inside",
    "KC514": "contacts-issuer",
    "KC601": "forbidden-by-policy",
}
_CODES: Final = {name: code for code, name in NAMES.items()}

#: What may be a code that somebody wrote from memory, and the digits for which letters stand in it.
_CODE: Final = r"[A-Za-z]{0,3}[-_ ]?0?(?=\D*\d)([\doOiIlL]{3})"
_DIGITS: Final = str.maketrans("oOiIlL", "001111")


def code_of(name: str) -> str:
    """The code of the rule of this name; '' for none."""
    return _CODES.get(name, "")


def is_rule(text: str) -> bool:
    """True if this is the code or the name of a rule, in any case of letters."""
    return text.upper() in NAMES or text.lower() in _CODES


def means(pattern: str, code: str, name: str) -> bool:
    """True if a pattern is a code, a prefix of it, or the name, in any case of letters."""
    return name == pattern.lower() or code.startswith(pattern.upper())


def near_rule(pattern: str) -> str:
    """` (did you mean RULE?)` for a rule that is misspelt. A code that is well written is like every other code."""
    if code := meant_code(pattern):
        return f" (did you mean {code}?)"
    return "" if is_code(pattern) else did_you_mean(pattern, NAMES.values())


def meant_code(text: str) -> str:
    """The code of the rule that somebody wrote from memory (`kc2o1`, `KC-201`, `201`); '' if it is none."""
    import re

    found = re.fullmatch(_CODE, text)
    code = f"KC{found[1].translate(_DIGITS)}" if found else ""
    return code if code in NAMES else ""


def unknown_patterns(patterns: Iterable[str]) -> list[str]:
    """The patterns that no rule answers to."""
    return [pattern for pattern in patterns if not any(means(pattern, *rule) for rule in NAMES.items())]
