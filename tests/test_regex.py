"""A regular expression that is compiled when it is first used."""

import re

import pytest

from kubeconv.gate.regex import regex


def test_it_is_what_re_compiles() -> None:
    text, compiled = regex("a(b+)", re.IGNORECASE), re.compile("a(b+)", re.IGNORECASE)
    for _ in range(2):
        assert [found.span(1) for found in text.finditer("xABBab")] == [
            found.span(1) for found in compiled.finditer("xABBab")
        ]
        assert (text.pattern, text.flags, text.groups) == (compiled.pattern, compiled.flags, compiled.groups)
    data = regex(b"b+").search(b"abb")
    assert data is not None
    assert data[0] == b"bb"


def test_it_is_compiled_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made, compiled = [], re.compile

    def compiling(text: str, flags: int = 0) -> re.Pattern[str]:
        made.append(text)
        return compiled(text, flags)

    monkeypatch.setattr(re, "compile", compiling)
    lazy = regex("a")
    assert made == []
    assert [lazy.fullmatch(each) is not None for each in ("a", "b", "a")] == [True, False, True]
    assert made == ["a"]
