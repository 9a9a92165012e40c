"""The JSON Schema of kubeconfig v1: it is a schema, it is complete, and the shortcut that most files take agrees with it."""

import json
import subprocess
import sys
from itertools import product
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from packed import unpacked
from yaml_writer import data_of

from kubeconv import schemas
from kubeconv.kubeconfig import structure as structure_module
from kubeconv.kubeconfig.structure import structure, suspects
from kubeconv.kubeconfig.structure_alike import SchemaJudge
from kubeconv.kubeconfig.structure_usual import usual_mistakes
from kubeconv.kubeconfig.view import parse_source, view
from kubeconv.tree.node import fields
from kubeconv.tree.parse import parse
from kubeconv.tree.source import Source

SCHEMA: dict[str, Any] = json.loads(schemas.text("kubeconfig-v1"))
VALIDATOR = Draft202012Validator(SCHEMA)
FIXTURES = unpacked("client-go")
SAMPLES = [
    case
    for case in map(json.loads, (FIXTURES / "verdicts.jsonl").read_text(encoding="utf-8").splitlines())
    if case["category"] == "sample" and all(case["load"].values())
]

#: The fields of client-go 1.37 (tools/clientcmd/api/v1/types.go), by the name of its types.
FIELDS = {
    "": "apiVersion kind preferences clusters users contexts current-context extensions",
    "Preferences": "colors extensions",
    "NamedCluster": "name cluster",
    "Cluster": "server tls-server-name insecure-skip-tls-verify certificate-authority certificate-authority-data proxy-url"
    " disable-compression extensions",
    "NamedAuthInfo": "name user",
    "AuthInfo": "client-certificate client-certificate-data client-key client-key-data token tokenFile as as-uid as-groups"
    " as-user-extra username password auth-provider exec extensions",
    "AuthProviderConfig": "name config",
    "ExecConfig": "command args env apiVersion installHint provideClusterInfo interactiveMode",
    "ExecEnvVar": "name value",
    "NamedContext": "name context",
    "Context": "cluster user namespace extensions",
    "NamedExtension": "name extension",
}


def test_the_schema_follows_its_metaschema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_has_every_field_and_describes_it() -> None:
    definitions = {"": SCHEMA, **SCHEMA["$defs"]}
    found = {name: each["properties"] for name, each in definitions.items() if "properties" in each}
    assert {name: {*properties} for name, properties in found.items()} == {
        name: {*text.split()} for name, text in FIELDS.items()
    }
    assert all(field["description"].endswith(".") for properties in found.values() for field in properties.values())
    assert SCHEMA["properties"]["preferences"]["deprecated"]
    assert SCHEMA["$defs"]["AuthInfo"]["properties"]["as-uid"]["x-since"] == "1.23"


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: str(case["id"]))
def test_the_files_of_real_tools_are_valid(case: dict[str, str]) -> None:
    text = (FIXTURES / case["file"]).read_text(encoding="utf-8-sig")
    assert [error.message for error in VALIDATOR.iter_errors(yaml.safe_load(text))] == []


WRONG: dict[str, Any] = {
    "a list": [],
    "a mapping of clusters": {"clusters": {}},
    "a number as name": {"users": [{"name": 1}]},
    "a string for a truth value": {"clusters": [{"cluster": {"insecure-skip-tls-verify": "true"}}]},
    "a number in the config": {"users": [{"user": {"auth-provider": {"config": {"config-mode": 1}}}}]},
    "a list of arguments that is a string": {"users": [{"user": {"exec": {"args": "a"}}}]},
    "a list in a list": {"users": [{"user": {"as-groups": [["a"]]}}]},
    "a string as extra": {"users": [{"user": {"as-user-extra": {"a": "b"}}}]},
    "a path as data": {"clusters": [{"cluster": {"certificate-authority-data": "ca.crt"}}]},
    "data without padding": {"clusters": [{"cluster": {"certificate-authority-data": "QQ"}}]},
    "bytes beyond 255": {"clusters": [{"cluster": {"certificate-authority-data": [256]}}]},
    "an unknown field": {"users": [{"user": {"tokn": "a"}}]},
    "another kind": {"kind": "config"},
    "another version": {"apiVersion": "v2"},
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG.keys())
def test_what_client_go_refuses_or_ignores_is_not_valid(data: object) -> None:
    assert not VALIDATOR.is_valid(data)


NULLS: dict[str, Any] = {
    "nothing": None,
    "an empty mapping": {},
    "null fields": dict.fromkeys(SCHEMA["properties"]),
    "null entries": {"clusters": [None], "users": [{"name": None, "user": None}], "contexts": [{"context": None}]},
    "any extension": {"extensions": [{"name": "e", "extension": {"a": [{}]}}, {"extension": 1}, {"extension": None}]},
    "bytes": {"clusters": [{"cluster": {"certificate-authority-data": [45, None, 0]}}]},
    "data in lines": {"clusters": [{"cluster": {"certificate-authority-data": "QU\nJD\r\n"}}]},
}


@pytest.mark.parametrize("data", NULLS.values(), ids=NULLS.keys())
def test_what_client_go_takes_is_valid(data: object) -> None:
    assert VALIDATOR.is_valid(data)


def _guess(schema: Any) -> st.SearchStrategy[Any]:
    """Data that mostly follows a schema."""
    if "$ref" in schema:
        return st.deferred(lambda: _guess(SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]))
    if "properties" in schema:
        known: Any = {name: _mostly(_guess(each)) for name, each in schema["properties"].items()}
        return st.fixed_dictionaries({}, optional={**known, **{"other": SMALL}}).map(
            lambda found: {key: found[key] for key in [*found][:4]}
        )
    types = schema.get("type", ())
    if "additionalProperties" in schema:
        return st.dictionaries(TEXTS, _mostly(_guess(schema["additionalProperties"])), max_size=2)
    if "pattern" in schema:
        return TEXTS | st.binary(max_size=6).map(_base64) | st.lists(SMALL, max_size=2)
    if "items" in schema:
        return st.lists(_mostly(_guess(schema["items"])), max_size=2)
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | TEXTS
    return st.booleans() if "boolean" in types else TEXTS


def _mostly(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(strategy, strategy, strategy, strategy, strategy, SMALL)


def _base64(data: bytes) -> str:
    from base64 import b64encode

    return b64encode(data).decode()


TEXTS = st.sampled_from(
    ["", "a", "v1", "Config", "yes", "1", "1e3", "QQ==", "QUJD", "Q=", "QQ=\n=", "A===", "AAAA====", "~"]
)
# New lists every time: one list in two places would be an alias in YAML.
SMALL: st.SearchStrategy[Any] = st.one_of(
    TEXTS, st.none(), st.booleans(), st.integers(-2, 300), st.just(1.5),
    st.builds(list), st.builds(dict), st.builds(lambda: ["a"]),
)  # fmt: skip


@given(_mostly(_guess(SCHEMA)), st.booleans())
def test_the_shortcut_and_the_schema_agree(data: Any, as_json: bool) -> None:
    text = json.dumps(data) if as_json else yaml.safe_dump(data)
    root = parse(text).root
    assert root is not None
    top_is_clean, items = suspects(root)
    assert (top_is_clean and not items) == VALIDATOR.is_valid(data_of(text))  # PyYAML leaves 1e3 without quotes


@given(_mostly(_guess(SCHEMA)))
def test_the_parts_that_are_not_clean_give_what_the_whole_file_gives(data: Any) -> None:
    source = Source(json.dumps(data).encode())
    problems = structure(view(source, parse_source(source))).problems
    expected = {
        (str(error.validator), *error.absolute_path) for error in VALIDATOR.iter_errors(data)
    }  # an unknown field is told at the field, not at the mapping
    assert {(each.keyword, *(each.path[:-1] if each.key is not None else each.path)) for each in problems} == expected


WRITTEN_OUT = structure_module._written_out(SCHEMA)
JUDGE = Draft202012Validator(WRITTEN_OUT)


@given(_mostly(_guess(SCHEMA)))
def test_the_usual_mistakes_are_those_that_the_schema_finds(data: Any) -> None:
    found = usual_mistakes(WRITTEN_OUT, data)
    errors = [(str(each.validator), tuple(each.absolute_path), each.schema) for each in JUDGE.iter_errors(data)]
    assert found == errors or (found is None and any("minimum" in schema for *_, schema in errors))


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_as_by_the_schema(data: Any) -> None:
    errors = [(str(each.validator), tuple(each.absolute_path), each.schema) for each in JUDGE.iter_errors(data)]
    assert usual_mistakes(WRITTEN_OUT, data) in (errors, None)


def test_what_a_schema_may_say_besides_is_asked_of_jsonschema() -> None:
    for schema in ({"minLength": 1}, {"type": "object"}, {"if": {}, "then": {"const": 1}}, {"allOf": [{"const": 1}]}):
        assert usual_mistakes(schema, "x") is None
    assert usual_mistakes({"if": {}, "then": {"title": "t"}, "anyOf": [{"const": 1}, {}], "x-since": "1"}, "x") == []
    assert usual_mistakes({"enum": [1]}, True) is None


def test_data_is_alike_only_if_the_schema_cannot_tell_it_apart() -> None:
    """In each order: the first one of a shape answers for all."""
    values: list[Any] = [
        "",
        "x",
        "v1",
        {},
        [],
        None,
        True,
        1,
        1.0,
        {"name": "x"},
        {"x": "x"},
        ["x"],
        {"name": {}},
        "QQ==",
    ]
    places: list[tuple[str | int, ...]] = [("current-context",), ("kind",), ("users", 0), ("users", 0, "user", "token")]
    places += [("users", 0, "user", "client-key-data"), ("users", 0, "user", "exec", "args")]
    for order in (values, values[::-1]):
        judge = SchemaJudge(WRITTEN_OUT)
        for place, value in product(places, order):
            data = value
            for step in reversed(place):
                data = [data] if isinstance(step, int) else {step: data}
            assert judge.errors(None, data) == SchemaJudge(WRITTEN_OUT).errors(None, data), data


def test_a_shared_value_is_judged_where_it_is_used() -> None:
    source = Source(b"users:\n- &u {name: u, user: {token: 1}}\n- *u\n")
    kubeconfig = view(source, parse_source(source))
    assert [each.path for each in structure(kubeconfig).problems] == [
        ("users", 0, "user", "token"),
        ("users", 1, "user", "token"),
    ]
    assert fields(parse(source.text).root or pytest.fail("no root"))


def test_a_clean_file_and_usual_mistakes_do_not_pay_for_jsonschema() -> None:
    script = (
        "import sys\nfrom kubeconv.tree.source import Source\nfrom kubeconv.validation.run import validate_source\n"
        "data = b'users:\\n- name: u\\n  user: {token: t}\\n'\nvalidate_source(Source(data))\n"
        "print('jsonschema' in sys.modules)\n"
        "for wrong in (b'token: 1, usr: x', b'client-key-data: =', b'client-key-data: [x]'):\n"
        "    found = validate_source(Source(data.replace(b'token: t', wrong))).findings\n"
        "    print(*sorted({each.code for each in found}))\n"
        "    print('jsonschema' in sys.modules)\n"
    )
    said = subprocess.check_output([sys.executable, "-c", script], text=True).splitlines()
    assert said == ["False", "KC005 KC009", "False", "KC015 KC122", "False", "KC005 KC122", "True"]


def test_mistakes_are_told_in_the_order_of_the_text() -> None:
    config = "".join(f"        k{number}: {number}\n" for number in range(40))
    text = f"users:\n- name: u\n  user:\n    auth-provider:\n      name: p\n      config:\n{config}"
    source = Source(text.encode())
    starts = [each.node.start for each in structure(view(source, parse_source(source))).problems]
    assert len(starts) == 40
    assert starts == sorted(starts)
