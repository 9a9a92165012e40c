"""What kubectl's YAML library makes of texts that reach what it has: our nodes say the same, with libyaml and without.

`fixtures/go-yaml.tar.xz`: each line has a text (its bytes as Latin-1) and the JSON that sigs.k8s.io/yaml 1.3.0 makes of it with
gopkg.in/yaml.v2 2.4.0, null if it refuses the text. Two thirds of the texts are what `go test -fuzz` kept as they reach new
code there, the others come from a generator of odd texts.
"""

import json
from collections import Counter
from typing import Any

from packed import unpacked

from kubeconv.kubeconfig.data import json_value
from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.tree.source import Source
from kubeconv.validation.rule import Rule
from kubeconv.validation.run import Asked, validate_parsed

CASES = unpacked("go-yaml") / "cases.jsonl"

#: What the library itself says; the other rules that stop kubectl are about fields.
OF_YAML = frozenset(
    (
        "bad-alias", "duplicate-key", "foreign-yaml", "invalid-key", "invalid-merge", "invalid-tag", "nested-too-deep",
        "not-utf8", "second-byte-order-mark", "syntax-error", "unsupported-value",
    )
)  # fmt: skip


def is_of_yaml(rule: Rule) -> bool:
    return rule.NAME in OF_YAML


def read(text: bytes) -> tuple[str, Any]:
    """What we make of a text: "read", with its data, "refused", or "random" if kubectl itself reads now this, now that."""
    parsed = parse_tolerantly(Source(text))
    found = [*validate_parsed(parsed, Asked(runs=is_of_yaml)).findings, *([parsed.refused] if parsed.refused else [])]
    every = [each for finding in found for each in finding.all]
    assert not any(each.effect == "unjudged" for each in every), text
    if any(each.effect == "load" for each in every):
        return "refused", None
    if any(each.code == "KC008" and each.severity == "error" for each in every):
        return "random", None
    root = parsed.kubeconfig.document.root
    return "read", None if root is None else json_value(root)


def written(data: Any) -> str:
    return json.dumps(data, sort_keys=True)


def test_our_nodes_hold_what_go_yaml_reads(parser: str) -> None:
    counted: Counter[str] = Counter()
    for line in CASES.read_text(encoding="ascii").splitlines():
        text, answer = json.loads(line)
        kind, data = read(text.encode("latin-1"))
        counted[kind] += 1
        if kind == "random":
            assert answer is not None, (parser, text)
        else:
            assert (kind == "read") == (answer is not None), (parser, text)
            assert answer is None or written(data) == written(json.loads(answer)), (parser, text)
    assert counted["read"] > 1_600
    assert counted["refused"] > 1_200
    assert counted["random"] < 20
