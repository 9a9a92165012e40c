"""What a shell offers in the place of a word that is being typed; in real shells: tests/e2e/test_completion.py."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import FIXTURES

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.commands.bash_words import Word, complete_line, split, written
from kubeconv.commands.completing import FILES, NOTHING_ELSE, candidates, complete
from kubeconv.commands.completion_scripts import SCRIPTS
from kubeconv.commands.declared import Option, parameters
from kubeconv.commands.known import COMMANDS, function_of
from kubeconv.validation.index import NAMES

ARN = "arn:aws:eks:eu-west-1:111122223333:cluster/prod"
#: What bash has if nobody changes it.
BREAKS = " \t\n\"'@><=;|&(:"
KUBECONFIG = f"""\
apiVersion: v1
kind: Config
current-context: {ARN}
clusters:
- {{name: '{ARN}', cluster: {{server: 'https://a.example.com'}}}}
- {{name: my cluster, cluster: {{server: 'https://b.example.com'}}}}
contexts:
- {{name: '{ARN}', context: {{cluster: '{ARN}', user: kubernetes-admin@kubernetes}}}}
- {{name: my context, context: {{cluster: my cluster, user: it's "me"}}}}
- {{name: "bell\\a", context: {{cluster: my cluster, user: it's "me"}}}}
- {{name: AKIAIOSFODNN7EXAMPLE, context: {{cluster: my cluster, user: it's "me"}}}}
users:
- {{name: kubernetes-admin@kubernetes, user: {{token: a}}}}
- {{name: it's "me", user: {{token: b}}}}
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config"
    path.write_text(KUBECONFIG)
    monkeypatch.setenv("KUBECONFIG", str(path))
    return path


def texts(*words: str) -> list[str]:
    return [each.text for each in candidates(words)[0]]


MODES = [*LOGIN_MODES, "auto"]
CODES = [*NAMES, *NAMES.values()]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([""], [*COMMANDS]),
        (["de"], ["detect"]),
        (["help", "de"], ["detect"]),
        (["--context", "x", "de"], ["detect"]),
        (["--context=x", "de"], ["detect"]),
        (["nonsense", ""], []),
        (["convert", "-l", ""], MODES),
        (["convert", "-l", "az"], ["azurecli", "azd", "azurepipelines"]),
        (["convert", "--login=azu"], ["azurecli", "azurepipelines"]),
        (["convert", "-lazu"], ["-lazurecli", "-lazurepipelines"]),
        (["convert-kubeconfig", "-l", "sp"], ["spn"]),
        (["convert", "-l", "azurecli=my"], ["azurecli=my cluster", "azurecli=my context"]),
        (["doctor", "--fix", "-l", "azurecli="], []),
        (["convert", "--only", "azure,g"], ["azure,gcp"]),
        (["detect", "--context", ""], [ARN, "my context"]),
        (["detect", "--context=arn:"], [ARN]),
        (["detect", "--context", "my context,ar"], [f"my context,{ARN}"]),
        (["doctor", "--context", "my"], ["my context"]),
        (["--context", ""], [ARN, "my context"]),
        (["--context=my"], ["my context"]),
        (["detect", "--user", ""], ['it\'s "me"', "kubernetes-admin@kubernetes"]),
        (["detect", "--cluster", "m"], ["my cluster"]),
        (["detect", "--exclude", "my"], ["my cluster", "my context"]),
        (["validate", "--select", ""], CODES),
        (["validate", "--ignore", "KC001,KC002,KC00"], [f"KC001,KC002,{code}" for code in CODES if code.startswith("KC00")]),
        (["explain", "removed-a"], ["removed-azure"]),
        (["rules", "--format", ""], ["text", "json", "markdown"]),
        (["validate", "--severity", "w"], ["warning"]),
        (["completion", ""], [*SCRIPTS]),
        (["schema", ""], []),
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.usefixtures("file")
def test_what_a_word_may_become(words: Sequence[str], found: Sequence[str]) -> None:
    assert candidates(words)[1] == NOTHING_ELSE
    assert texts(*words) == list(found)


@pytest.mark.parametrize(
    "words",
    [["detect", ""], ["validate", "some", "co"], ["validate", "--kubeconfig", ""], ["convert", "--kubeconfig=x"],
     ["convert", "-o", ""], ["convert", "--client-certificate", ""], ["validate", "--", "--sel"],
     ["versions", "--aks-show", ""], ["--kubeconfig", ""]],
    ids=" ".join,
)  # fmt: skip
def test_files_are_left_to_the_shell(words: Sequence[str]) -> None:
    assert candidates(words) == ([], FILES)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_option_is_offered_until_it_is_given(command: str) -> None:
    """All of them, as they are declared, but those that are hidden."""
    takes = [(each, each.declared) for each in parameters(function_of(command)) if isinstance(each.declared, Option)]
    wanted = {name for each, option in takes if not option.hidden for both in each.names for name in both.split("/")}
    assert {*texts(command, "-")} == wanted | {"-h", "--help"}
    for each, option in takes:
        first = each.names[-1].partition("/")[0]
        again = texts(command, first, *([] if each.is_switch else ["x"]), first)
        is_repeatable = each.kind in (list[str], list[str] | None)
        assert (first in again) == (is_repeatable and not option.hidden)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_value_is_completed_or_is_free(command: str) -> None:
    """A new option says what its values are; these can be anything."""
    free = {
        "VERSION", "NUMBER", "SECONDS", "ID", "URL", "CLAIMS", "VARIABLE", "SECRET", "PASSWORD", "NAME", "DURATION", "TEXT",
        None,
    }  # fmt: skip
    for each in parameters(function_of(command)):
        if isinstance(each.declared, Option) and not each.is_switch and not each.declared.completes:
            assert each.declared.metavar in free, each


def test_of_which_files_the_names_are(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    other.write_text("apiVersion: v1\nkind: Config\ncontexts: [{name: theirs, context: {cluster: a, user: b}}]\n")
    assert texts("detect", str(other), "--context", "") == ["theirs"]
    assert texts("detect", "--kubeconfig", str(other), "--context", "") == ["theirs"]
    assert texts("detect", f"--kubeconfig={other}", "--context", "") == ["theirs"]
    assert texts("--kubeconfig", str(other), "detect", "--context", "") == ["theirs"]
    monkeypatch.setenv("HOME", str(tmp_path))
    assert texts("detect", "~/other", "--context", "") == ["theirs"]
    assert texts("detect", "$HOME/other", "--context", "") == ["theirs"]
    monkeypatch.setenv("KUBECONFIG", f"{file}{os.pathsep}{other}")
    assert texts("detect", "--context", "") == [ARN, "my context", "theirs"]


@pytest.mark.parametrize("content", [b"", b"\x00", b"a: [", b"contexts: 1", b"- x", b"contexts: [{name: [a]}, 3, {}]"])
def test_a_broken_file_has_no_names(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config"
    path.write_bytes(content)
    monkeypatch.setenv("KUBECONFIG", str(path))
    assert complete(["detect", "--context", ""]) == ":4\n"


@pytest.mark.parametrize("named", ["nothing-here", "-", "/dev/null", ".", "apiVersion: v1\nkind: Config"])
def test_what_is_no_file_has_no_names(named: str) -> None:
    assert complete(["detect", named, "--context", ""]) == ":4\n"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kubeconv", "__complete", *arguments],
        env={**os.environ, **environment}, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        [], [""], ["--bash"], ["--bash", "x", "y", "z"], ["--bash", "kubeconv det", BREAKS], ["\udcff"], ["detect", "--"],
        ["detect", "--context", "\x1b["], ["--powershell"], ["convert", "-l"], ["versions", "--cluster", ""],
    ],
    ids=ascii,
)  # fmt: skip
def test_it_never_says_more_than_candidates(arguments: list[str]) -> None:
    ended = run(*arguments, KUBECONFIG="/nowhere/at-all")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-1] in (":0", ":4")


def test_words_by_the_environment(file: Path) -> None:
    ended = run("--powershell", KUBECONFIG=str(file), KUBECONV_WORDS="detect\n--user\nit")
    assert ended.stdout == 'it\'s "me"\tuser\n:4\n'


def test_powershell_gets_a_name_whole_whatever_quotes_are_in_it() -> None:
    """All of these end a string in single quotes there: a name must not go on as a command."""
    found = re.search(r'-replace "([^"]*)", \'\$1\$1\'', SCRIPTS["powershell"])
    assert found
    assert (
        re.sub(found[1], r"\1\1", "a'b\u2018c\u2019d\u201ae\u201bf")
        == "a''b\u2018\u2018c\u2019\u2019d\u201a\u201ae\u201b\u201bf"
    )


def test_descriptions_are_of_the_tab(file: Path) -> None:
    assert complete(["detect", "--context", "arn"]).startswith(
        f"{ARN}\tcurrent, kubernetes-admin@kubernetes on arn:aws"
    )
    assert complete(["explain", "KC201"]).startswith("KC201\t")
    assert complete(["det"]) == f"detect\t{COMMANDS['detect']}\n:4\n"
    assert file.exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("kubeconv ", [Word("kubeconv"), Word("")]),
        ("k d", [Word("k"), Word("d")]),
        ("k  'a b' c\\ d", [Word("k"), Word("a b"), Word("c d")]),
        ('k "a b', [Word("k"), Word("a b", 0, '"')]),
        ("k 'a \"b", [Word("k"), Word('a "b', 0, "'")]),
        ("k arn:aws", [Word("k"), Word("arn:aws", 4)]),
        ("k arn\\:aws", [Word("k"), Word("arn:aws", 0)]),
        ("k me@x", [Word("k"), Word("me@x", 2)]),
        ("k --context=arn:x", [Word("k"), Word("--context=arn:x", 14)]),
        ('k --context="arn:x', [Word("k"), Word("--context=arn:x", 10, '"')]),
        ('k "a"b', [Word("k"), Word("ab", 0)]),
        ('k "a\\"b\\c', [Word("k"), Word('a"b\\c', 0, '"')]),
        ("k ''", [Word("k"), Word("")]),
        ("k a\\", [Word("k"), Word("a")]),
    ],
)
def test_how_bash_takes_a_line_apart(line: str, words: list[Word]) -> None:
    assert split(line, BREAKS) == words


@pytest.mark.parametrize(
    ("text", "quote", "as_typed"),
    [
        ("a b", "", "a\\ b"),
        ("arn:aws/x=y@z,1.2_3-4%+", "", "arn:aws/x=y@z,1.2_3-4%+"),
        ("it's \"$x`\\!~", "", "it\\'s\\ \\\"\\$x\\`\\\\\\!\\~"),
        ("größe", "", "größe"),
        ("it's $x", '"', "it's \\$x"),
        ('say "x"', '"', 'say \\"x\\""'),
        ("it's", "'", "it'\\''s"),
        ("us'", "'", "us'\\'''"),
    ],
)
def test_how_a_name_is_written_for_bash(text: str, quote: str, as_typed: str) -> None:
    assert written(text, quote) == as_typed


def test_a_line_of_bash_becomes_candidates_of_bash() -> None:
    line = 'kubeconv detect --context="größe'
    assert (
        complete_line([line, BREAKS], lambda words: ([(f"{words[-1].partition('=')[2]} $x", "")], 4))
        == "größe \\$x\n:4\n"
    )


@pytest.mark.parametrize("shell", SCRIPTS)
def test_each_script_is_printed(shell: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kubeconv", "completion", shell], capture_output=True, text=True, check=True
    )
    assert ended.stdout == SCRIPTS[shell]
    assert "kubeconv" in ended.stdout


@pytest.mark.parametrize("arguments", [[], ["tcsh"], ["bash", "zsh"]])
def test_one_shell_is_wanted(arguments: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kubeconv", "completion", *arguments], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith(
        "kubeconv: error: use one shell: bash, zsh, fish or powershell; see kubeconv completion --help"
    )


def test_it_is_quick() -> None:
    """100 ms are felt; the limit is for a busy machine."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        run("detect", "--context", "", KUBECONFIG=str(FIXTURES / "golden"))
        times.append(time.perf_counter() - start)
    assert min(times) < 0.5
