"""Which users a conversion means: by name, by context, by pattern; and `--pop-claims`, which belong to one cluster."""

import re
from typing import Any

import pytest
from builders import file_of, legacy, users_of

import kubeconv
from kubeconv.conversion.options import UnknownName


@pytest.mark.parametrize(
    ("asked", "converted"),
    [
        ({}, "ana ben cyd"),
        ({"users": ["ana"]}, "ana"),
        ({"users": ["ana", "cyd"]}, "ana cyd"),
        ({"users": ["*n*"]}, "ana ben"),
        ({"users": ["[ab]*"]}, "ana ben"),
        ({"contexts": ["stage"]}, "ana"),
        ({"contexts": ["prod-*"]}, "ben cyd"),
        ({"contexts": ["prod-?", "stage"]}, "ana ben cyd"),
        ({"users": ["cyd"], "contexts": ["stage"]}, "ana cyd"),
    ],
)
def test_users_are_chosen_by_name_context_or_pattern(asked: dict[str, Any], converted: str) -> None:
    contexts = {"stage": "ana", "prod-1": "ben", "prod-2": "cyd"}
    conversion = kubeconv.convert(file_of(contexts, ana=legacy(), ben=legacy(), cyd=legacy()), **asked)
    assert [each.user for each in conversion.outcomes] == converted.split()
    assert {name for name, body in users_of(conversion).items() if "exec" in body} == set(converted.split())
    assert conversion.unselected == 3 - len(converted.split())


@pytest.mark.parametrize(
    "asked",
    [
        {"users": ["nobody"]},
        {"users": ["ana", "nobody"]},
        {"users": ["x*"]},
        {"users": ["ANA"]},
        {"contexts": ["nowhere"]},
        {"contexts": ["x*"]},
        {"contexts": ["dangling"]},
        {"contexts": ["of-no-user"]},
        {"users": ["ana"], "contexts": ["nowhere"]},
    ],
    ids=str,
)
def test_an_unknown_name_is_an_error(asked: dict[str, Any]) -> None:
    data = file_of({"stage": "ana", "dangling": "gone", "of-no-user": ""}, ana=legacy())
    name = [*asked.get("users", []), *asked.get("contexts", [])][-1]
    with pytest.raises(UnknownName, match=re.escape(name)):
        kubeconv.convert(data, **asked)


def test_a_name_that_looks_like_a_pattern_is_a_name_first() -> None:
    users = {"a[1]": legacy(), "a1": legacy()}
    conversion = kubeconv.convert(file_of(**users), users=["a[1]"])
    assert [each.user for each in conversion.outcomes] == ["a[1]"]


POP: dict[str, Any] = {"login": "interactive", "flags": {"pop-enabled": "true", "pop-claims": "u=x"}}


@pytest.mark.parametrize("asked", [{}, {"users": ["*"]}, {"contexts": ["at-*"]}, {"users": ["ana", "b*"]}], ids=str)
def test_pop_claims_for_several_users_are_refused(asked: dict[str, Any]) -> None:
    data = file_of({"at-ana": "ana", "at-ben": "ben"}, ana=legacy(), ben=legacy())
    with pytest.raises(UnknownName, match="--pop-claims belongs to one cluster"):
        kubeconv.convert(data, **POP, **asked)


@pytest.mark.parametrize("asked", [{"users": ["ana", "ben"]}, {"contexts": ["at-ana", "at-ben"]}], ids=str)
def test_pop_claims_for_users_chosen_by_name_are_taken(asked: dict[str, Any]) -> None:
    data = file_of({"at-ana": "ana", "at-ben": "ben"}, ana=legacy(), ben=legacy(), cyd=legacy())
    assert [each.status for each in kubeconv.convert(data, **POP, **asked).outcomes] == ["converted", "converted"]


def test_pop_claims_for_the_one_azure_user_of_a_file_are_taken() -> None:
    conversion = kubeconv.convert(file_of(ana=legacy(), robot={"token": "t"}), **POP)
    assert [each.status for each in conversion.outcomes] == ["converted", "skipped"]
