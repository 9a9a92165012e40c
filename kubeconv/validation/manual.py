"""The manual of a rule: its docstring, taken apart. Pure."""

from collections.abc import Sequence
from inspect import cleandoc

from kubeconv.gate import called
from kubeconv.gate.value import NamedTuple
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.index import NAMES, code_of
from kubeconv.validation.rule import Rule
from kubeconv.validation.rules import every_rule, rule_of


class Manual(NamedTuple):
    """What is written about one rule: `summary` is one line, `why` the paragraphs after it, `bad` and `good` are examples,
    `since` says since which release it is so, and gives the source."""

    code: str
    name: str
    severity: Severity
    effect: Effect
    summary: str
    why: str
    bad: str
    good: str
    since: str


_SECTIONS = ("Bad:", "Good:", "Since:")


def manual_of(rule: Rule) -> Manual:
    """The manual of a rule; sections that it does not have are empty."""
    # Without docstrings (python -OO) a name is all there is.
    head, *lines = cleandoc(called.ours(rule.__doc__ or rule.NAME)).splitlines()
    sections: dict[str, list[str]] = {"": []}
    current = ""
    for line in lines:
        if section := next((each for each in _SECTIONS if line.startswith(each)), None):
            current = section
            sections[current] = [line.removeprefix(section).strip()]
        else:
            sections[current].append(line)
    why, bad, good, since = (cleandoc("\n" + "\n".join(sections.get(key, []))).strip("\n") for key in ("", *_SECTIONS))
    return Manual(
        rule.CODE, rule.NAME, rule.SEVERITY, rule.EFFECT, head, why.strip(), bad, good, " ".join(since.split())
    )  # fmt: skip


def manuals() -> Sequence[Manual]:
    """The manuals of all rules, in the order of their codes."""
    return [manual_of(rule) for rule in every_rule()]


def find_manual(text: str) -> Manual | None:
    """The manual of the rule with this code or name, in any case of letters; None if there is none."""
    code = code_of(text.strip().lower()) or text.strip().upper()
    return manual_of(rule_of(code)) if code in NAMES else None
