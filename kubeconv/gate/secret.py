"""What has the shape of a secret, wherever it is: the last check of a text before it is shown.

The shapes are those that issuers publish, so that such tokens can be found: JWT (RFC 7519), PEM (RFC 7468) and its base64,
https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns, and long runs of
letters and digits without rhyme. Everything takes time in proportion to the text.
"""

import re
from functools import lru_cache
from itertools import pairwise
from operator import ne
from typing import Final

from kubeconv.gate.ids import CLIENT_ID, PUBLIC, without_ids
from kubeconv.gate.likeness import DIGITS, is_unsaid, likeness
from kubeconv.gate.regex import TWINS, regex

MASK: Final = "***"

#: How the tokens of some issuers begin, each after what is in all of them: most words hold none of that, and to compile a
#: regular expression takes longer than to write the lines of a short run.
_ISSUED: Final = (
    ("gh", "gh[opsur]_"), ("github_pat_", "github_pat_"), ("gl", "gl(?:pat|dt|cbt|rt|ptt|ft|ffct|oas|wt|soat|imt|agent)-"),
    ("xox", "xox[a-z]-"), ("hv", r"hv[sbr]\.[\w-]{12}"), ("_v1_", "do[opr]_v1_"), ("ya29.", r"ya29\."), ("1//", "1//0"),
    ("npm_", "npm_"), ("pypi-", "pypi-AgE"), ("AIza", "AIza"), ("IA", "(?:AKIA|ASIA)[A-Z0-9]{10}"),
    ("k8s-aws-v1.", r"k8s-aws-v1\."), ("k_", "[rs]k_(?:live|test)_"), ("sk-", "sk-(?:ant|proj|svcacct)-"),
    ("glsa_", "glsa_"), ("dckr_", "dckr_[op]at_"), ("ATATT", "ATATT"), ("SG.", r"SG\.[\w-]{12}"),
    ("tskey-", "tskey-"), ("sha256~", "sha256~"), ("kubeconfig-u", "kubeconfig-u[a-z0-9.-]+:"),
    ("token-", "token-[a-z0-9]{5}:"), ("GOCSPX-", "GOCSPX-"), ("HRKU-", "HRKU-"), ("AGE-SECRET-KEY-", "AGE-SECRET-KEY-"),
    ("hf_", "hf_[A-Za-z]{18}"), ("sk-", "sk-[A-Za-z0-9]{20}"), ("SK", "SK[0-9a-f]{26}"), (".A", r"[01]\.A[\w-]{14}"),
    ("M.", r"M\.[CR]\d{2,3}_"), ("dapi", "dapi[0-9a-f]{20}"), ("shp", "shp(?:at|ss|ca|pa)_"), ("pul-", "pul-[0-9a-f]{20}"),
    ("lin_", "lin_(?:api|oauth)_"), ("NRAK-", "NRAK-"), ("dp.", r"dp\.(?:pt|st|ct|sa)\."), ("GR", "GR1348941"),
    ("sq", "sq(?:0[a-z]{3}-|[apu]_[0-9a-f]{20})"), ("xapp-", r"xapp-\d-"), ("sb_", "sb_secret_"),
    ("LTAI", "LTAI[A-Za-z0-9]{12}"), ("EXO", "EXO[0-9a-f]{18}"), ("A3-", r"A3-[A-Z0-9]{6}-[A-Z0-9]{6,11}-"),
    ("mzn.mws.", r"amzn\.mws\."),
    ("NpmToken.", r"NpmToken\."), ("ApiKey-", "ApiKey-[0-9a-f]{8}-"), ("rzp_", "rzp_(?:live|test)_"), ("AVNS_", "AVNS_"),
    ("django-insecure-", "django-insecure-"), ("bkua_", "bkua_"), ("sbp_", "sbp_[0-9a-f]{20}"), ("oy", "oy2[a-z0-9]{37}"),
    ("sgp_", "sgp_(?:local_|[0-9a-f]{16}_)?[0-9a-f]{30}"), ("rubygems_", "rubygems_[0-9a-f]{20}"),
)  # fmt: skip
#: The same for whole shapes: base64 of PEM, base64 of a JSON object, both also in hex, a client secret of Entra, a bootstrap
#: token of kubeadm; base64 of DER (PKCS #12, keys), an old token of Vault, a hash of a password, a webhook, letters that are
#: written as escapes of a URL, as only to hide them.
SHAPES: Final = (
    ("LS0tLS1C", "LS0tLS1C"), ("eyJ", r"eyJ[\w-]{5}"), ("Q~", r"\dQ~[\w.~-]{8}"),
    (".", r"\b(?![a-z.]{23}\b)[a-z0-9]{6}\.[a-z0-9]{16}\b"),
    ("65794a", "65794a[0-9a-f]{16}"), ("2d2d2d2d2d", "2d2d2d2d2d424547494e"),
    *((mark, rf"(?<![A-Za-z0-9]){begins}[\w.~/+=-]{{6}}") for mark, begins in _ISSUED),
    ("MII", r"(?<![A-Za-z0-9+/])MII[A-Za-z][A-Za-z0-9+/]{20}"),
    ("NRAL", "[0-9a-f]{36}NRAL"),
    ("s.", r"(?<![\w.-])s\.[A-Za-z0-9]{24}(?![\w.-])"),
    ("$", r"\$(?:2[abxy]?|apr1|[1567y]|argon2\w{1,2}|scrypt)\$[\w./=,$+]{8}"), ("slack.com", r"hooks\.slack\.com/[a-z]+/\w"),
    ("IncomingWebhook", r"IncomingWebhook/\w{8}"),
    ("webhooks", r"discord(?:app)?\.com/api/webhooks/\d"), ("bot", r"\bbot\d{6,12}:[\w-]{20}"),
    (":AA", r"(?<!\w)\d{8,10}:AA[\w-]{30}"),
    ("%", r"(?:%(?:3\d|[46][1-9A-Fa-f]|[57][\dAa])[^%\s]{0,4}){4}"),
)  # fmt: skip
_SHAPES: Final = [(mark, regex(shape)) for mark, shape in SHAPES]
#: A personal access token of Azure DevOps.
_OF_DEVOPS: Final = r"(?<![\w.-])[a-z2-7]{52}(?![\w.-])"
#: The hex of letters of hex, which is digits alone.
_OF_DIGITS: Final = r"(?:3\d|6[1-6]){26}"
#: A secret that is one word has so many characters.
_SHORTEST: Final = 8
#: The words of a text that are not shorter. The shapes are looked for in each word alone.
_WORD: Final = regex(rf"[^\s\"'`<>(){{}}\[\]|;,]{{{_SHORTEST},}}")
#: A text without any of these has no secret to look for.
_HINT: Final = regex(
    r"[^\s\"'`<>(){}\[\]|;,]{16}|[:=]|-----BEGIN|PRIVATE KEY-----|---- BEGIN SSH2|(?i:bearer|basic|cookie)"
)
_LONG_RUN: Final = regex("[A-Za-z0-9]{16}")
_LONG_RUNS: Final = regex("[A-Za-z0-9]{16,}")
#: What stands between the parts of a word, and the signs within one.
_JOINTS: Final = regex("[.:@]")
_JOINTS_OF_PATHS: Final = regex("[.:@/]")
_SIGNS: Final = regex("[^A-Za-z0-9]")
#: How many characters a text may have that is remembered.
_SHORT: Final = 200
#: How many texts and words are remembered: one is also a part of the lines that it stands in, and is asked about for each.
_KNOWN: Final = 131072
#: The first line of PEM with something after it; it may be written with escapes, or with blanks for the line ends.
_PEM: Final = regex(r"-----BEGIN [^-\n]{0,60}-----(?:\\[nr]|%0[AD]|\s)*[A-Za-z0-9+/=]{4}")
#: Line ends, blanks, colours, and what else nobody sees: somebody may have put them into a word.
_UNSEEN: Final = regex(
    r"(?:\x1b\[[\d;]{0,9}[A-Za-z]|[\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff])+"
)
#: What stands before `@` in a URL, and the value of a parameter that sounds secret.
_USERINFO: Final = regex(r"(?<=://)[^\s/@\"']++(?:/[^\s/@\"']++)?@")
_PARAMETER: Final = (
    r"(?i)(?<=[?&;])([\w.-]{0,40}(?:sig|token|key|secret|pass|pwd|auth|code|credential|assertion)[\w.-]{0,40}=)"
    r"([^\s&;\"'#]++)"
)
#: An authorization, and a header whose name says what it is.
_HEADER: Final = r"(?:set-)?cookie|x-[a-z-]{0,20}(?:token|key|auth|secret)[a-z-]{0,10}"
_SCHEME: Final = rf"(?i)(?<![\w-])(bearer|basic|(?:{_HEADER})(?=:))(:?\s+)([^\s\"',;)]+)"
#: One of these is in each of them, unless such a letter is.
_SCHEMES: Final = ("bearer", "basic", "cookie", "x-")
#: Private keys of programs that write no PEM.
_KEY_FILE: Final = r"(?s)(?:---- BEGIN SSH2 [A-Z ]*PRIVATE KEY|PuTTY-User-Key-File-\d).*"
#: A setting: its value, also in quotes, as far as no command in it could run.
_NO_COMMAND: Final = r"(?!\$\(|`)"
_SETTING: Final = (
    r"(?i)(?<![\w-])([\w-]{0,40}(?:password|passwd|passphrase|[_-](?:pw|pwd|pass|pat)|secret|token|api[-_]?key)=)"
    rf"(\"(?:{_NO_COMMAND}[^\"\n])+\"|'(?:{_NO_COMMAND}[^'\n])+'|[\"']?(?:{_NO_COMMAND}[^\s\"'&,;)])+)"
)
#: What parts the commands of a script, also as it is shown.
_COMMANDS: Final = regex(r"(\\n|\$\(|[;|&()`\n]+)")
#: How the names in `_SETTING` end, and what is in those in `_PARAMETER`.
_SETTINGS: Final = ("token=", "secret=", "key=", "word=", "wd=", "phrase=", "pw=", "pass=", "pat=")
_PARAMETERS: Final = ("sig", "token", "key", "secret", "pass", "pwd", "auth", "code", "credential", "assertion")


def is_secret(text: str) -> bool:
    """True for a text that is or holds something with the shape of a secret."""
    return hidden(text) != text


def hidden(text: str) -> str:
    """The text with everything that has the shape of a secret replaced by `***`. It keeps its lines."""
    if len(text) < _SHORTEST and ":" not in text and "=" not in text:
        return text
    if not _HINT.search(text) and (text.isprintable() or " " in text):
        return text
    return _without_secrets_known(text) if len(text) <= _SHORT else _without_secrets(text)


def hidden_in_script(text: str) -> str:
    """The same for a command line that was shown command by command: what is called a secret ends with its command."""
    return "".join(hidden(part) for part in _COMMANDS.split(text)) if _COMMANDS.search(text) else hidden(text)


def is_client_id(text: str) -> bool:
    """True for the id of a client of Auth0 or Cognito, if it is called one; it has no shape that tokens have."""
    return re.fullmatch(CLIENT_ID, text) is not None and not _has_shape(text)


def _without_secrets(text: str) -> str:
    if "client" in text and (found := [each.span(1) for each in PUBLIC.finditer(text) if is_client_id(each[1])]):
        ends = [0, *(at for span in found for at in span), len(text)]
        parts = [text[start:end] for start, end in pairwise(ends)]
        return "".join(part if number % 2 else hidden(part) for number, part in enumerate(parts))
    if "-----BEGIN" in text:
        text = _without_pem(text)
    if "---- BEGIN SSH2" in text or "PuTTY-User-Key-File" in text:
        text = re.sub(_KEY_FILE, lambda found: MASK + "\n" * found[0].count("\n"), text)
    if "://" in text and "@" in text:
        text = _USERINFO.sub(f"{MASK}@", text)
    is_printable = text.isprintable()
    if not is_printable and " " not in text and is_torn(text):
        return MASK + "\n" * text.count("\n")
    has_blank, has_sign = " " in text or not is_printable, "=" in text
    if has_blank or has_sign:
        text = _without_named_secrets(text, has_blank=has_blank, has_sign=has_sign)
    if has_blank or not _WORD.fullmatch(text):
        return _WORD.sub(_hide_word, text)
    return _hidden_word(text) if is_secret_word(text) else text


def is_torn(text: str) -> bool:
    """True for a text that has the shape of a secret without the line ends and other unseen signs in it."""
    whole = text if text.isprintable() else _UNSEEN.sub("", text)
    return whole != text and is_secret(whole)


#: The same names, URLs and lines are asked about many times.
_without_secrets_known: Final = lru_cache(_KNOWN)(_without_secrets)


def _without_named_secrets(text: str, *, has_blank: bool, has_sign: bool) -> str:
    """The text without the values of what is called a secret in it."""
    is_usual, small = text.isascii() or TWINS.isdisjoint(text), text.lower()
    has_parameter = has_sign and ("?" in text or "&" in text or ";" in text)
    if has_parameter and (not is_usual or any(map(small.__contains__, _PARAMETERS))):
        text = re.sub(_PARAMETER, _hide_setting, text)
    if has_blank and (not is_usual or any(map(small.__contains__, _SCHEMES))):
        text = re.sub(_SCHEME, _hide_credential, text)
    if has_sign and (not is_usual or any(map(small.__contains__, _SETTINGS))):
        text = re.sub(_SETTING, _hide_setting, text)
    return text


def _without_pem(text: str) -> str:
    """The text without its PEM blocks; one that does not end goes to the end of the text."""
    parts: list[str] = []
    at = 0
    while (start := text.find("-----BEGIN", at)) >= 0:
        head = _PEM.match(text, start)
        if head is None:
            parts, at = [*parts, text[at : start + 10]], start + 10
            continue
        end = text.find("-----END", start)
        end = text.find("-----", end + 8) + 5 if end >= 0 else 0
        end = end if end >= 5 else len(text)
        parts += [text[at:start], MASK, "\n" * text.count("\n", start, end)]
        at = end
    return "".join([*parts, text[at:]])


def _hide_credential(found: re.Match[str]) -> str:
    word = found[3]
    is_word = re.fullmatch(r"(?:[^\W\d_]|[.-])+", word) and (len(word) < 16 or not word.isalpha() or word[1:].islower())
    is_credential = len(word) > 7 and not word.startswith("$(") and not is_word
    return f"{found[1]}{found[2]}{MASK if is_credential else word}"


def _hide_setting(found: re.Match[str]) -> str:
    value = found[2].strip("\"'")
    return found[1] + (found[2] if not value or _is_placeholder(value) else found[2].replace(value, MASK))


def _is_placeholder(word: str) -> bool:
    return not word.strip("*.x") or word[0] in "$%<{" or word.lower() in ("true", "false", "code", "id", "text")


def _hide_word(found: re.Match[str]) -> str:
    word = found[0]
    return _hidden_word(word) if is_secret_word(word) else word


def _hidden_word(word: str) -> str:
    """What is shown of a word that is a secret."""
    # A flag or key stays to be read: --client-secret=..., token:...
    head = re.match(r"-{0,2}[A-Za-z][A-Za-z_-]{1,40}[=:](?=.)", word)
    return (head[0] if head and not _has_shape(head[0]) else "") + MASK


@lru_cache(_KNOWN)
def _marked(start: str) -> tuple[re.Pattern[str], ...]:
    """The shapes whose mark is in a word, of which this is all but the digits at its end: no mark ends with one, and names of
    many differ in their number."""
    return tuple([shape for mark, shape in _SHAPES if mark in start])


def _has_shape(word: str) -> bool:
    for shape in _marked(word.rstrip(DIGITS)):
        if shape.search(word):
            return True
    return len(word) >= 52 and re.search(_OF_DIGITS if word.isdigit() else _OF_DEVOPS, word) is not None


def is_secret_word(word: str) -> bool:
    """True for a word, without blanks and quotes, that has the shape of a secret."""
    start = word.rstrip(DIGITS)
    return _has_shape(word) or _is_without_rhyme(start + "0" * (len(word) - len(start)))


@lru_cache(_KNOWN)
def _is_without_rhyme(word: str) -> bool:
    """True for a word, or a part of it, that no person would write. Which digits are at its end makes no difference: names of
    many differ in their number."""
    is_mixed = len(word) >= 20 and _classes(word) == 3
    has_long_run = _LONG_RUN.search(word) is not None
    if not is_mixed and not has_long_run:
        return False
    word = without_ids(word, has_long_run=has_long_run)
    is_path = "/" in word[:12] and not word[:4].isalnum()
    if has_long_run and any(_is_random(piece, in_path=is_path) for piece in _LONG_RUNS.findall(word)):
        return True
    if len(word) >= 40 and any(map(_holds_key_of_aws, re.split(r"[^A-Za-z0-9+/]", word))):
        return True
    is_path = is_path and "+" not in word
    for part in (_JOINTS_OF_PATHS if is_path else _JOINTS).split(word):
        whole = _SIGNS.sub("", part) if len(part) >= 20 else ""
        if len(whole) < 20 or _classes(whole) < 3:
            continue
        if (len(whole) >= 24 and likeness(whole) < 0.3) if is_path else _is_mixed(whole):  # folders may have odd names
            return True
    if is_path or not 28 <= len(word) <= 44:
        return False
    # Some secrets have dots, as old ones of Entra: a1B~c.D2_...
    whole = _SIGNS.sub("", word)
    return len(whole) >= 26 and _classes(whole) == 3 and _changes(whole) > 0.5


def _is_mixed(text: str) -> bool:
    """True for small and capital letters and digits, without the signs between them, that no person would write."""
    return (len(text) >= 24 and _changes(text) > 0.42) or likeness(text) < 0.3


def _holds_key_of_aws(text: str) -> bool:
    """True for a text or path of which some parts make 40 characters of base64, as secret access keys are; paths have words."""
    if len(text) < 40 or text.isalnum():
        return False
    ends = {-1, *(found.start() for found in re.finditer("/", text)), len(text)}
    keys = (text[end + 1 : end + 41] for end in ends if end + 41 in ends)
    return any(
        _classes(key) == 3 and not any(re.fullmatch("[a-z]{4,}", part) for part in re.split("[/+]", key))
        for key in keys
    )


def _is_random(text: str, *, in_path: bool) -> bool:
    """True for letters and digits that no person would write: small, capital and digit change too often."""
    length, classes = len(text), _classes(text)
    if text.isdigit():
        return False
    is_one_case = text.islower() or text.isupper()
    if not (is_one_case and in_path) and text.strip("0123456789abcdefABCDEF") and is_unsaid(text):
        return True
    if text.isalpha() and is_one_case:
        return length >= 40
    if classes == 3:
        return _changes(text) > (0.42 if length < 24 else 0.36)
    if text.isalpha():
        return length >= 24 and _changes(text) > 0.42
    if re.fullmatch("[0-9a-f]+|[0-9A-F]+", text):
        return length >= 32 and (not in_path or length > 64)  # folders are called by hashes
    if text.isupper():
        return _changes(text) > 0.12 and (length >= 20 or (_changes(text) > 0.2 and likeness(text) < 0.45))
    return length >= 28 and _changes(text) > 0.2 and not in_path


_DIGITS: Final = frozenset(DIGITS)
#: Character of ASCII to its kind.
_KINDS: Final = "".join("a" if each.islower() else "0" if each.isdigit() else "A" for each in map(chr, range(128)))


def _classes(text: str) -> int:
    """How many kinds of characters are in it: small letters, capital letters, digits."""
    if text.isascii():
        return (text.upper() != text) + (text.lower() != text) + (not _DIGITS.isdisjoint(text))
    return any(map(str.islower, text)) + any(map(str.isupper, text)) + any(map(str.isdigit, text))


def _changes(text: str) -> float:
    """How often the kind of character changes, from 0 to 1: small letters of ASCII, digits, and all others."""
    kinds = text.translate(_KINDS)
    changes: int = sum(map(ne, kinds, kinds[1:]))
    return changes / (len(text) - 1)
