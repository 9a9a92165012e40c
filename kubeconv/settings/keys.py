"""What may stand in a configuration, one row a key. Its schema, its reading and its manual come from here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.gate import called
from kubeconv.gate.choices import did_you_mean, one_of
from kubeconv.gate.shown import Shown, quoted, rule
from kubeconv.gate.value import NamedTuple
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import parse_version
from kubeconv.tree.finding import RANK
from kubeconv.validation.index import near_rule, unknown_patterns
from kubeconv.validation.rules.policy.forbidden_by_policy import FORBIDDEN

#: A text, a list of texts (one alone may stand without brackets), or a table of either by a name or glob.
ValueShape = Literal["text", "list", "table of texts", "table of lists"]


class TextValue(NamedTuple):
    """What a text in a configuration is: `check` says what is wrong with it, '' if nothing is; `schema` is the same for
    editors."""

    check: Callable[[str], str]
    schema: Mapping[str, Any]


class Key(NamedTuple):
    """One key: dotted if it is in a table. `value` is what each text in it is, `what` what it is for, `by` which commands
    look at it; `name` is what the names of a table are, none for globs; `example` is how it is written, `default` what holds without it."""

    shape: ValueShape
    value: TextValue
    what: str
    by: str
    example: str
    name: TextValue | None = None
    default: str = "none"


def _among(words: Sequence[str], what: str) -> TextValue:
    def check(text: str) -> str:
        if text in words:
            return ""
        return f"{_word(text)} is no {what}{did_you_mean(text, words)}; use {one_of(words)}"

    return TextValue(check, {"enum": [*words]})


def _word(text: str) -> Shown:
    """A text in quotes, if it is a word or looks like the code of a rule."""
    return quoted(rule(text))


def _version(text: str) -> str:
    try:
        parse_version(text)
    except ValueError as error:
        return str(error)
    return ""


def _rules(text: str) -> str:
    if text and not unknown_patterns([text]):
        return ""
    return f"no rule is called {_word(text)}{near_rule(text)}; {called.program()} rules lists them"


def _program(text: str) -> str:
    is_name = bool(text) and not set(text) & set("/\\ ")
    return "" if is_name else f"{_word(text)} is not the name of a program; write it without folder and arguments"


VERSION: Final = TextValue(_version, {"type": "string", "pattern": r"^v?\d+\.\d+"})
RULES: Final = TextValue(_rules, {"type": "string", "minLength": 1})
PROGRAM: Final = TextValue(_program, {"type": "string", "pattern": r"^[^/\\ ]+$"})
MODE: Final = _among([*LOGIN_MODES], "login mode")

#: Every key, in the order in which they are told.
KEYS: Final[Mapping[str, Key]] = {
    "kubectl": Key("list", VERSION, "The kubectl releases that are in use. Default: the newest known.", "validate, convert (the oldest), versions (the oldest)", 'kubectl = ["1.30", "1.34"]', default=f"{NEWEST_KUBECTL}, the newest known"),
    "helm": Key("text", VERSION, "The helm that is in use.", "versions", 'helm = "3.18"'),
    "kubelogin": Key("text", VERSION, "The kubelogin that is in use; so it counts as present.", "validate, versions", 'kubelogin = "0.2.10"'),
    "plugins": Key("list", PROGRAM, "Programs that count as present on PATH.", "validate", 'plugins = ["kubelogin", "aws"]'),
    "select": Key("list", RULES, "Only these rules: codes, prefixes of codes or names.", "validate", 'select = ["KC3", "removed-azure"]', default="all rules"),
    "ignore": Key("list", RULES, "Not these rules.", "validate", 'ignore = ["KC110"]'),
    "per-file-ignores": Key("table of lists", RULES, "Not these rules in the files of a glob, from the folder of the configuration on.", "validate", '[per-file-ignores]\n"legacy/*" = ["KC2"]'),
    "severity": Key("table of texts", _among([*RANK], "severity"), "How bad the findings of a rule are. The longest pattern that means a rule counts.", "validate", '[severity]\nunused-user = "error"', RULES),
    "login-modes": Key("table of texts", MODE, "The login mode of kubelogin for the clusters of a glob. The name itself counts first, then the first glob that matches.", "convert, fix, doctor --fix", '[login-modes]\n"prod-*" = "workloadidentity"\n"*" = "azurecli"'),
    "policy.forbid": Key("list", _among([*FORBIDDEN, *LOGIN_MODES], "thing that a policy can forbid"), "What no file may have (KC601).", "validate", '[policy]\nforbid = ["secret", "insecure-skip-tls-verify", "devicecode"]'),
    "policy.login-modes": Key("list", MODE, "The only login modes of kubelogin that are allowed.", "validate", '[policy]\nlogin-modes = ["azurecli", "workloadidentity"]'),
    "policy.plugins": Key("list", PROGRAM, "The only exec plugins that are allowed.", "validate", '[policy]\nplugins = ["kubelogin"]'),
}  # fmt: skip


def tables() -> list[str]:
    """The keys that hold other keys."""
    return [*dict.fromkeys(name.partition(".")[0] for name in KEYS if "." in name)]


def names_in(table: str = "") -> list[str]:
    """The keys of a table; '' for those at the top."""
    if table:
        return [name.partition(".")[2] for name in KEYS if name.startswith(f"{table}.")]
    return [*dict.fromkeys(name.partition(".")[0] for name in KEYS)]


def problems(key: Key, value: object) -> Iterable[tuple[str, str]]:
    """What is wrong with the value of a key: the name in its table that it is about ('' for the key itself), and why."""
    if key.shape.startswith("table"):
        if not isinstance(value, dict):
            yield "", "is not a table"
            return
        for name, each in value.items():
            if key.name is not None and (wrong := key.name.check(name)):
                yield name, wrong
            yield from ((name, wrong) for wrong in _wrong(key, each))
    else:
        yield from (("", wrong) for wrong in _wrong(key, value))


def texts(value: object) -> list[str]:
    """A text or a list of texts as a list."""
    return [value] if isinstance(value, str) else list(value) if isinstance(value, list) else []


def _wrong(key: Key, value: object) -> Iterable[str]:
    is_list = key.shape in ("list", "table of lists")
    if not (
        isinstance(value, str) or (is_list and isinstance(value, list) and all(isinstance(each, str) for each in value))
    ):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        yield (
            "is a number; write it in quotes" if is_number else f"is not a {'list of strings' if is_list else 'string'}"
        )
        return
    yield from filter(None, map(key.value.check, texts(value)))
