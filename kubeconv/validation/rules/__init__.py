"""The rules: a folder for each hundred of codes, a module for each rule, which is imported when it is asked for.

A new rule is a module in its folder, a row in `validation/index.py`, and its examples in its docstring.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from itertools import chain
from typing import Final, cast

from kubeconv.auth.kubelogin import COMMAND, program_of
from kubeconv.validation.index import NAMES
from kubeconv.validation.rule import Case, Rule

#: The first letters of a code to the folder of the rule.
FOLDERS: Final[Mapping[str, str]] = {
    "KC0": "shape",
    "KC1": "names",
    "KC2": "providers",
    "KC3": "plugins",
    "KC4": "server",
    "KC5": "secrets",
    "KC6": "policy",
}


@cache
def rule_of(code: str) -> Rule:
    """The rule of this code. Raises KeyError if there is none."""
    return cast(Rule, import_module(".".join((__name__, FOLDERS[code[:3]], NAMES[code].replace("-", "_")))))


@cache
def rules_in(folder: str) -> Sequence[Rule]:
    """The rules of one folder, in the order of their codes."""
    return tuple(rule_of(code) for code in NAMES if FOLDERS[code[:3]] == folder)


def every_rule() -> Iterator[Rule]:
    """All rules, in the order of their codes."""
    for folder in FOLDERS.values():
        yield from rules_in(folder)


def rules_about(case: Case) -> Sequence[Rule]:
    """The rules that may find something: all, without those about what is not there."""
    has = case.kubeconfig.users_with
    about = (
        (has("auth-provider"), ("KC2", "KC505")),
        # One of them judges the kuberc file itself.
        (has("exec") or case.kuberc is not None, ("KC3", "KC503", "KC506")),
        (_runs_kubelogin(case), ("KC32", "KC331", "KC332", "KC333", "KC334", "KC335")),
        (has("client-key", "client-key-data"), ("KC407", "KC408", "KC409", "KC414")),
        (case.untrusted, ("KC51",)),
        (case.policy is not None, ("KC6",)),
    )
    return _without(tuple(chain.from_iterable(codes for is_there, codes in about if not is_there)))


def _runs_kubelogin(case: Case) -> bool:
    """True if the name of a plugin ends as that of kubelogin does: Azure's, int128's, or a copy of one of them."""
    plugins = (user.exec for user in case.kubeconfig.users_with("exec"))
    return any(exec_ is not None and program_of(exec_.command).endswith(COMMAND) for exec_ in plugins)


@cache
def _without(beginnings: tuple[str, ...]) -> Sequence[Rule]:
    """The rules whose codes begin with none of these."""
    return tuple(rule_of(code) for code in NAMES if not code.startswith(beginnings))
