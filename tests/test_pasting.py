"""The commands that are printed, for the shell in which they are pasted. What Windows makes of them was not tried there."""

import shlex
import subprocess

import pytest

from kubeconv.gate import pasting


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pasting, "IS_WINDOWS", True)


WORDS = [
    "plain",
    "two words",
    "it's",
    'say "x"',
    "$HOME",
    "`x`",
    "a,b",
    "a;b",
    "(x)",
    "ü",
    "a\\b c",
    "\\",
    "%PATH%",
    "",
    "a\x1bb\n",
]


@pytest.mark.parametrize("word", WORDS)
def test_a_shell_of_posix_takes_a_word_as_it_is(word: str) -> None:
    line = pasting.command(["printf", "%s", word])
    if word.isprintable():
        assert shlex.split(line) == ["printf", "%s", word]
    assert line.isprintable()
    assert subprocess.check_output(["bash", "-c", line], text=True) == word


@pytest.mark.parametrize(("word", "pasted"), [("a\udcff", "$'a\\377'"), ("\ud800", "$'\\355\\240\\200'")], ids=ascii)
def test_half_a_character_is_no_crash(word: str, pasted: str) -> None:
    assert pasting.word(word) == pasted


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("word", "pasted"),
    [
        (r"C:\Users\me\.kube\config", r"C:\Users\me\.kube\config"),
        ("aks-*", "aks-*"),
        (r"C:\Users\Jo Do\config", r'"C:\Users\Jo Do\config"'),
        (r"\\server\a b\config", r'"\\server\a b\config"'),
        ("C:\\a b\\", '"C:\\a b\\\\"'),  # else the backslash would quote the quote
        ("it's", '"it\'s"'),
        ("a,b", '"a,b"'),
        ("a&b", '"a&b"'),
        ("", '""'),
        ("$env:X", "'$env:X'"),
        ('say "it\'s"', "'say \"it''s\"'"),
        ("a`b", "'a`b'"),
    ],
)
def test_the_shells_of_windows_take_a_word_as_it_is(word: str, pasted: str) -> None:
    assert pasting.word(word) == pasted


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("words", "pasted"),
    [
        (("kubeconv", "undo", r"C:\a b\config"), r'kubeconv undo "C:\a b\config"'),
        ((r"C:\Program Files\kubectl.exe", "version"), r'& "C:\Program Files\kubectl.exe" version'),
        (("rm", "-f", r"C:\config.lock"), r"del C:\config.lock"),
        (("mv", r"C:\config.bak", r"C:\config"), r"copy C:\config.bak C:\config"),
        (("diff", "a", "b"), "fc.exe a b"),
        (("chmod", "u+w", "a b"), 'attrib -r "a b"'),
        (("unset", "AZURE_CLIENT_ID"), "Remove-Item Env:AZURE_CLIENT_ID"),
    ],
)
def test_windows_has_its_own_programs(words: tuple[str, ...], pasted: str) -> None:
    assert pasting.command(words) == pasted


@pytest.mark.usefixtures("windows")
def test_a_folder_comes_first_on_the_path_of_windows() -> None:
    assert pasting.first_on_path(r"C:\Program Files\bin") == r'$env:PATH = "C:\Program Files\bin;$env:PATH"'
    assert pasting.first_on_path("C:\\$x") == "$env:PATH = 'C:\\$x' + \";$env:PATH\""
