"""The data room of releases is in order, and `docs/releases.md` is what `make docs` would write."""

import ast
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from packed import unpacked
from test_cli_usage import Machine

import kubeconv
from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.releases.table import (
    AKS_MANAGED,
    AUTH_PROVIDERS,
    BROKEN_KUBELOGINS,
    CHANGES,
    CLIENTS,
    EXEC_API_VERSIONS,
    HELM_BUILT_FOR,
    MINIMUMS,
    NEWEST_KUBECTL,
    NEWEST_KUBELOGIN,
    OLDEST_KUBECTL,
    support,
    works_with,
)
from kubeconv.releases.version import Releases, WorksWith, common, parse_version
from kubeconv.report.releases import as_markdown

MEASURED = unpacked("client-go")
DOCUMENT = Path(__file__).parent.parent / "docs" / "releases.md"
SOURCES = [
    *(row.source for row in CLIENTS), *(row.source for row in BROKEN_KUBELOGINS), *(row.source for row in CHANGES),
    *(row.source for row in MINIMUMS.values()),
]  # fmt: skip


@pytest.mark.parametrize("source", sorted(set(SOURCES)))
def test_every_fact_has_a_source(source: str) -> None:
    assert re.fullmatch(r"https://[a-z.]+/[A-Za-z0-9./_-]+", source)


@pytest.mark.parametrize("row", CLIENTS, ids=lambda row: f"{row.client} {row.login}")
def test_a_client_and_a_login_have_one_row_that_says_what_happens_outside_of_it(row: object) -> None:
    assert [each for each in CLIENTS if each[:2] == row[:2]] == [row]  # type: ignore[index]
    (found,) = [each for each in CLIENTS if each is row]
    bounds = [parse_version(bound) for bound in found.releases if bound and bound != "0.0"]
    assert bounds == sorted(set(bounds))
    assert bool(found.otherwise) is (found.releases != Releases())


def test_every_client_of_the_issue_is_there() -> None:
    clients = {row.client for row in CLIENTS}
    assert clients == {"kubectl", "helm", "k9s", "Terraform azurerm", "Python client", "Java client"}
    assert all(support(client, "azure") for client in clients)
    assert support("kubectl", "no such login") is None


def test_the_newest_kubectl_is_the_newest_that_was_measured_and_no_change_is_older_than_the_oldest() -> None:
    measured = json.loads((MEASURED / "verdicts.jsonl").read_text().partition("\n")[0])["load"]
    assert max(map(parse_version, measured)) == NEWEST_KUBECTL
    bounds = [bound for row in CLIENTS if row.client == "kubectl" for bound in row.releases if bound]
    assert min(map(parse_version, bounds)) == OLDEST_KUBECTL


def test_the_other_tables_follow_from_the_clients() -> None:
    """Known from running the real programs: see fixtures/client-go."""
    assert AUTH_PROVIDERS["azure"] == WorksWith(Releases(None, "1.26"), Releases(None, "3.11"))
    assert AUTH_PROVIDERS["oidc"] == WorksWith()
    assert EXEC_API_VERSIONS["client.authentication.k8s.io/v1"] == WorksWith(Releases("1.22"), Releases("3.7"))
    assert WorksWith(Releases("1.18.1", "1.26"), Releases("3.3", "3.11")) == common(
        works_with("azure"), works_with(AKS_MANAGED)
    )


def test_helm_and_kubernetes_go_up_together() -> None:
    for major in (3, 4):
        built_for = [newest for helm, newest in sorted(HELM_BUILT_FOR.items()) if helm[0] == major]
        assert all(later - earlier in (0, 1) for earlier, later in pairwise(built_for))
        assert [helm[1] for helm in sorted(HELM_BUILT_FOR) if helm[0] == major] == [*range(len(built_for))]


@pytest.mark.parametrize("row", BROKEN_KUBELOGINS, ids=lambda row: f"{row.releases} {row.flag}")
def test_a_broken_kubelogin_is_about_known_modes_and_flags(row: object) -> None:
    (found,) = [each for each in BROKEN_KUBELOGINS if each is row]
    assert found.modes <= LOGIN_MODES.keys()
    assert not found.flag or found.flag.removeprefix("!") in FLAGS
    assert found.releases.since is not None
    assert found.releases.removed is not None
    assert (
        parse_version(found.releases.since) < parse_version(found.releases.removed) <= parse_version(NEWEST_KUBELOGIN)
    )


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown(), "make docs"


def test_the_document_has_every_fact() -> None:
    document = as_markdown()
    facts = [(row.source, row.login) for row in CLIENTS]
    facts += [(row.source, row.what) for row in (*BROKEN_KUBELOGINS, *CHANGES)]
    for source, what in facts:
        assert any(f"<{source}>" in line and what in line for line in document.splitlines())
    for line in document.splitlines():
        assert not line.startswith("|") or line.endswith(" |")


def test_the_table_is_printed(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    ended = machine.call("versions", "--table")
    assert (ended.code, ended.err) == (0, "")
    assert len(ended.out.splitlines()) == len(CLIENTS) + 1
    assert re.search(r"^k9s +azure +<0\.27\.0 +stops: .* https://github\.com/derailed/k9s/", ended.out, re.MULTILINE)
    rows = json.loads(machine.call("versions", "--table", "--format", "json").out)["clients"]
    assert [(row["client"], row["login"], row["since"], row["removed"]) for row in rows] == [
        (row.client, row.login, *row.releases) for row in CLIENTS
    ]
    assert machine.call("versions", "--table", "--format", "markdown").out == as_markdown()


PACKAGE = Path(kubeconv.__file__).parent
#: Where releases stand: this table, and those of the plugins. Versions of a format are none.
TABLES = {
    "releases/table.py",
    "releases/version.py",
    "auth/kubelogin.py",
    "auth/login_modes.py",
    "auth/plugins.py",
    "auth/required_values.py",
}
NO_RELEASES = {
    ("__init__.py", kubeconv.__version__),
    ("validation/rules/shape/foreign_yaml.py", "1.1"),
    ("report/sarif.py", "2.1.0"),
    ("gate/value.py", "(3, 14)"),
}


def releases_in(tree: ast.Module) -> Iterator[str]:
    """Releases that a module names itself: as text, as a `Version`, or as a tuple that something is compared with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.fullmatch(r"v?\d+\.\d+(\.\d+)?", node.value):
                yield node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Version":
            if node.args and all(isinstance(each, ast.Constant) for each in node.args):
                yield ast.unparse(node)
        elif isinstance(node, ast.Compare):
            order = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
            sides = (side for sign, side in zip(node.ops, node.comparators, strict=True) if isinstance(sign, order))
            yield from (text for text in map(ast.unparse, sides) if re.fullmatch(r"\(\d+, \d+(, \d+)?\)", text))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_release_stands_in_a_table(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    found = {(name, each) for each in releases_in(ast.parse(path.read_text()))}
    assert found - NO_RELEASES == set() or name in TABLES


@pytest.mark.parametrize("text", ['since = "1.24"', "Version(1, 36)", "kubectl >= (1, 23)"])
def test_a_release_that_stands_elsewhere_is_noticed(text: str) -> None:
    assert [*releases_in(ast.parse(text))]
