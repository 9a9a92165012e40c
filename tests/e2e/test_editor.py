"""An editor with yaml-language-server and `kubeconv schema`: it completes, explains and marks, as docs/editors.md says."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .language_server import Editor, installed
from .programs import cache_folder

pytestmark = pytest.mark.skipif(shutil.which("npm") is None, reason="there is no npm")

USER = "users:\n- name: u\n  user:\n"
EXEC = USER + "    exec:\n      command: kubelogin\n"


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("editor")
    schema = folder / "kubeconfig.schema.json"
    printed = subprocess.run([sys.executable, "-m", "kubeconv", "schema"], check=True, capture_output=True).stdout
    schema.write_bytes(printed)
    opened = Editor(installed(cache_folder()), schema, folder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (USER + "    auth-provider:\n      name: azure\n", 4, "removed the azure login: kubeconv convert"),
        (USER + "    auth-provider:\n      name: gcp\n", 4, "removed the gcp login: kubeconv convert"),
        (
            EXEC + "      apiVersion: client.authentication.k8s.io/v1alpha1\n",
            5,
            "no client of today knows this version",
        ),
        (EXEC + "      apiVersion: v1\n", 5, "no client of today knows this version"),
        (EXEC + "      interactiveMode: Sometimes\n", 5, "clients refuse this mode"),
        (EXEC + "      apiVersoin: client.authentication.k8s.io/v1\n", 5, "Property apiVersoin is not allowed"),
        (EXEC + "      args: get-token\n", 5, "Incorrect type"),
    ],
)
def test_it_marks_what_clients_do_not_take(editor: Editor, text: str, line: int, words: str) -> None:
    marked = editor.open(text)
    assert [(at, words in message) for at, message in marked] == [(line, True)], marked


@pytest.mark.parametrize(
    "text",
    [
        USER + "    auth-provider:\n      name: oidc\n",
        EXEC + "      apiVersion: client.authentication.k8s.io/v1beta1\n      interactiveMode: Never\n",
        EXEC + "      apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: IfAvailable\n",
    ],
)
def test_it_marks_nothing_that_is_right(editor: Editor, text: str) -> None:
    assert editor.open(text) == []


def test_it_says_what_a_field_means(editor: Editor) -> None:
    editor.open(USER + "    auth-provider:\n      name: azure\n")
    assert "removed in 1.26" in editor.hover(3, 8)


def test_it_offers_the_fields_of_a_place(editor: Editor) -> None:
    editor.open(USER + "    exec:\n      \n")
    assert {"command", "args", "apiVersion", "interactiveMode"} <= set(editor.completion(4, 6))
    editor.open(USER + "    \n")
    assert {"exec", "auth-provider", "token", "client-certificate-data"} <= set(editor.completion(3, 4))


def test_the_settings_of_the_page_name_files_that_are_kubeconfigs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "editors.md").read_text(encoding="utf-8")
    found = re.search(r"```json\n(.*?)```", page, re.S)
    assert found
    assert "kubeconfig.schema.json" in found[1]
