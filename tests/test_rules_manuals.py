"""The table of rules is in order, every rule has a manual, and `docs/rules.md` is what `make docs` would write."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_type_hints

import pytest

from kubeconv.report.manuals import EFFECTS, as_markdown
from kubeconv.validation import index, rules
from kubeconv.validation.manual import find_manual, manual_of, manuals
from kubeconv.validation.rule import Case, Hit, Rule
from kubeconv.validation.rules import FOLDERS, every_rule, rules_in

RULES = [*every_rule()]
MODULES = Path(rules.__file__).parent


def test_codes_are_unique_and_in_order() -> None:
    codes = [rule.CODE for rule in RULES]
    assert codes == sorted(set(codes))


def test_names_are_unique() -> None:
    assert len({rule.NAME for rule in RULES}) == len(RULES)


def test_the_index_has_every_rule() -> None:
    assert [*index.NAMES.items()] == [(rule.CODE, rule.NAME) for rule in RULES]
    for rule in RULES:
        assert index.code_of(rule.NAME) == rule.CODE
        for text in (rule.CODE, rule.CODE.lower(), rule.NAME, rule.NAME.upper()):
            assert index.is_rule(text)
            assert find_manual(text) == manual_of(rule)
    assert (index.code_of("no-rule"), find_manual("no-rule")) == ("", None)


@pytest.mark.parametrize("prefix", FOLDERS)
def test_every_rule_is_in_its_folder_and_in_the_index(prefix: str) -> None:
    folder = FOLDERS[prefix]
    modules = {path.stem for path in (MODULES / folder).glob("*.py") if not path.stem.startswith("_")}
    found = rules_in(folder)
    assert {rule.__name__ for rule in found} == {f"{rules.__name__}.{folder}.{module}" for module in modules}
    assert all(rule.CODE.startswith(prefix) for rule in found)


def test_every_folder_is_known() -> None:
    assert {path.parent.name for path in MODULES.glob("*/__init__.py")} == {*FOLDERS.values()}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.CODE)
def test_every_module_is_a_rule(rule: Rule) -> None:
    """No type checker sees it: they are imported by name."""
    hints = get_type_hints(rule.check)
    assert hints.pop("return") in (Iterator[Hit], Iterable[Hit])
    assert [*hints.values()] == [Case]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.CODE)
def test_every_rule_has_a_manual(rule: Rule) -> None:
    manual = manual_of(rule)
    assert re.fullmatch(r"KC[0-6]\d\d", manual.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", manual.name)
    assert rule.__name__.rpartition(".")[2] == manual.name.replace("-", "_")
    assert manual.severity in ("error", "warning", "info")
    assert manual.effect in EFFECTS
    assert re.fullmatch(r"\S.{5,110}\.", manual.summary), "one line with a full stop"
    assert manual.bad
    assert manual.good
    assert manual.bad != manual.good
    assert "https://" in manual.since, "the source of the fact"


def test_the_document_is_up_to_date() -> None:
    document = (MODULES.parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    assert document == as_markdown(manuals()), "make docs"


def test_links_in_the_document_lead_to_headings() -> None:
    document = as_markdown(manuals())
    headings = {
        line.removeprefix("### ").lower().replace(" ", "-") for line in document.splitlines() if line[:4] == "### "
    }
    assert set(re.findall(r"\]\(#(.*?)\)", document)) == headings
