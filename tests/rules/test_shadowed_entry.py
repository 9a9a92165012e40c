"""KC112 is about two files: its examples are the second one of a list."""

from kubeconv.kubeconfig.view import parse_source, view
from kubeconv.tree.finding import Subject
from kubeconv.tree.source import Source
from kubeconv.validation.rule import Case, Neighbours
from kubeconv.validation.rules.names import shadowed_entry

from .examples import complete, example


def test_an_entry_that_an_earlier_file_has_too() -> None:
    text = complete(example(shadowed_entry, "Bad"))
    source = Source(text.encode())
    kubeconfig = view(source, parse_source(source))
    assert list(shadowed_entry.check(Case(kubeconfig))) == []
    earlier = {Subject("cluster", "c"): "first", Subject("context", "x"): "first"}
    hits = list(shadowed_entry.check(Case(kubeconfig, neighbours=Neighbours(earlier))))
    assert [(text[slice(*hit.span)], hit.subject) for hit in hits if hit.span] == [
        ("c", Subject("cluster", "c")), ("x", Subject("context", "x")),
    ]  # fmt: skip
    assert "first comes first in KUBECONFIG" in hits[0].message
