"""The diff of `--dry-run`: what `patch` and `git apply` make of it is the converted file, byte by byte."""

import difflib
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli_usage import AZURE, KUBELOGIN, Machine, kubeconfig

from kubeconv.api import convert, diff
from kubeconv.api.names import LoginMode
from kubeconv.report.diff import CONTEXT, LONGEST, MOST, changed_lines, unified_diff
from kubeconv.tree.source import Source

CERTIFICATE = "    client-certificate: cert.pem\n    client-key: key.pem\n"
MANY = {f"u{number}": AZURE if number % 3 == 0 else KUBELOGIN for number in range(12)}
FLOW = (
    "users: [{name: me, user: {auth-provider: {name: azure, config: {apiserver-id: s, client-id: c, tenant-id: t}}}}]"
)
JSON = """\
{
  "users": [
    {
      "name": "me",
      "user": {
        "auth-provider": {
          "config": {
            "apiserver-id": "s",
            "client-id": "c",
            "tenant-id": "t"
          },
          "name": "azure"
        }
      }
    }
  ]
}"""
MSI = KUBELOGIN.replace("devicecode", "msi")
HINTED = KUBELOGIN + "      installHint: none\n"

SOURCES = {
    "one user": kubeconfig(me=AZURE),
    "user in the middle": kubeconfig(a=CERTIFICATE, me=AZURE, z=CERTIFICATE),
    "far apart": kubeconfig(a=AZURE, **{f"t{number}": CERTIFICATE for number in range(9)}, z=AZURE),
    "side by side": kubeconfig(a=AZURE, b=AZURE, c=AZURE),
    "many": kubeconfig(**MANY),
    "no newline at the end": kubeconfig(me=AZURE).rstrip("\n"),
    "no newline at the end, unchanged last user": kubeconfig(me=AZURE, you=CERTIFICATE).rstrip("\n"),
    "CRLF": kubeconfig(me=AZURE, you=CERTIFICATE).replace("\n", "\r\n"),
    "CRLF without an end": kubeconfig(me=AZURE).replace("\n", "\r\n").rstrip("\r\n"),
    "comments": kubeconfig(me=AZURE.replace("config:", "config:  # why\n        # and how"), you=CERTIFICATE),
    "blank lines": kubeconfig(me=AZURE).replace("users:", "\n\nusers:\n\n") + "\n\n\n",
    "users first": "users:\n- name: me\n  user:\n" + AZURE + "apiVersion: v1\nkind: Config\n",
    "one line": FLOW,
    "one line and its end": FLOW + "\n",
    "JSON": JSON,
    "line separators": kubeconfig(me=AZURE).replace("'https://127.0.0.1:1'", "'a\u2028b\u0085c'"),
    "dashes and pluses": kubeconfig(me=AZURE) + "--- \n+++ \n@@ -1 +1 @@\n",
    "change of mode": kubeconfig(a=MSI, b=CERTIFICATE, c=MSI),
}  # fmt: skip

PATCHERS = [
    pytest.param(name, marks=pytest.mark.skipif(shutil.which(name.split()[0]) is None, reason=f"no {name.split()[0]}"))
    for name in ("patch -s -p0", "git apply -p0")
]


def applied(folder: Path, old: bytes, diff: str, patcher: str) -> bytes:
    """What a patch program makes of the old bytes."""
    (folder / "config").write_bytes(old)
    ended = subprocess.run(
        patcher.split(), input=diff.encode(), cwd=folder, capture_output=True, check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "GIT_CEILING_DIRECTORIES": str(folder.parent)},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr.decode() + ended.stdout.decode()
    return (folder / "config").read_bytes()


@pytest.mark.parametrize("patcher", PATCHERS)
@pytest.mark.parametrize(
    "text",
    [
        *(pytest.param(text, id=name) for name, text in SOURCES.items()),
        pytest.param("\ufeff" + FLOW, id="BOM"),
        pytest.param("\ufeff" + kubeconfig(me=AZURE), id="BOM far from the change"),
        pytest.param(
            kubeconfig(me=MSI).rstrip("\n"),
            id="installHint at the end of a file without newline",
        ),
    ],
)
def test_the_diff_applies(tmp_path: Path, text: str, patcher: str) -> None:
    machine = Machine(tmp_path)
    machine.file("config", text)
    arguments = ("convert", "config", "-l", "azurecli" if "msi" in text else "devicecode")
    ended = machine.call(*arguments, "--diff")
    assert ended.code == 0
    assert (machine.home / "config").read_bytes() == text.encode()
    new = machine.call(*arguments, "-o", "-").out.encode()
    assert new != text.encode()
    assert applied(machine.home, text.encode(), ended.out, patcher) == new


@pytest.mark.parametrize("text", SOURCES.values(), ids=SOURCES.keys())
def test_the_diff_is_no_longer_than_needed(text: str) -> None:
    """As many lines are taken out and put in as difflib finds, and every hunk has its three lines of context."""
    result = convert(text.encode(), login="azurecli" if "msi" in text else "devicecode")
    ours = unified_diff(result.source, result.edits, result.text, result.trees).splitlines()[2:]
    old, new = (each.split("\n") for each in (text, result.text))
    theirs = list(difflib.unified_diff(old, new, n=CONTEXT, lineterm=""))[2:]
    changed = [sum(line.startswith(("+", "-")) for line in lines) for lines in (ours, theirs)]
    assert changed[0] <= changed[1] + 4
    assert abs(len(ours) - len(theirs)) <= 8


bodies = st.lists(
    st.sampled_from([AZURE, HINTED, CERTIFICATE, AZURE + "    as: x\n", "    # nothing\n    {}\n"]), max_size=12
)


@pytest.mark.skipif(shutil.which("patch") is None, reason="no patch")
@given(bodies, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from(["devicecode", "msi"]))
@settings(max_examples=40)
def test_any_diff_applies(
    tmp_path_factory: pytest.TempPathFactory, users: list[str], line_end: str, ends: bool, mode: LoginMode
) -> None:
    text = kubeconfig(**{f"u{number}": body for number, body in enumerate(users)}).replace("\n", line_end)
    old = (text if ends else text.removesuffix(line_end)).encode()
    result = convert(old, login=mode, name="config")
    diff = unified_diff(result.source, result.edits, result.text, result.trees)
    assert bool(diff) == (result.data != old)
    if diff:
        assert applied(tmp_path_factory.mktemp("any"), old, diff, "patch -s -p0") == result.data


def test_nothing_to_change_is_an_empty_diff(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    ended = machine.call("convert", machine.file("config", kubeconfig(me=KUBELOGIN)), "--diff")
    assert (ended.code, ended.out) == (0, "")


def test_the_diffs_of_several_files_follow_each_other(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    for name in ("one", "two"):
        machine.file(name, kubeconfig(me=AZURE))
    lines = machine.call("convert", "one", "two", "--diff").out.splitlines()
    assert [line for line in lines if line.startswith(("---", "+++"))] == ["--- one", "+++ one", "--- two", "+++ two"]


def test_dry_run_is_another_name_of_diff(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(me=AZURE))
    assert machine.call("convert", "config", "--dry-run") == machine.call("convert", "config", "--diff")


def test_the_diff_of_standard_input(tmp_path: Path) -> None:
    ended = Machine(tmp_path).run("convert", "-", "--diff", stdin=kubeconfig(me=AZURE).encode())
    assert ended.code == 0
    assert ended.out.startswith("--- ")
    assert "+    exec:\n" in ended.out


def test_a_diff_with_secrets_keeps_its_lines(tmp_path: Path) -> None:
    """Masked, it no longer applies, but what is around the secrets stands where it stood."""
    machine = Machine(tmp_path)
    text = kubeconfig(
        me=AZURE.replace('config-mode: "1"', 'config-mode: "1"\n        access-token: |\n          abc\n          def'),
        you="    token: |\n      abc\n      def\n",
    )
    machine.file("config", text)
    ended = machine.call("convert", "config", "--diff")
    assert "abc" not in ended.out
    removed = [line[1:] for line in ended.out.splitlines() if line.startswith("-    ")]
    old = text.splitlines()
    start = old.index("    auth-provider:")
    assert len(removed) == len(AZURE.splitlines()) + 3
    assert [line for line in removed if "*" not in line] == [
        line for line in old[start : start + len(removed)] if "abc" not in line and "def" not in line
    ]


@given(st.lists(st.sampled_from("abcde"), max_size=12), st.lists(st.sampled_from("abcdex"), max_size=12), st.booleans())
def test_changed_lines_are_edits_that_give_the_other_text(old: list[str], new: list[str], ends: bool) -> None:
    one, other = ("\n".join(lines) + "\n" * ends for lines in (old, new))
    source = Source(one.encode(), "config")
    edits = changed_lines(source, other)
    assert source.apply(edits) == other
    assert (edits == []) is (one == other)


def test_lines_that_stay_are_no_change() -> None:
    source = Source(kubeconfig(**MANY).encode(), "config")
    text = source.text.replace("tenant-1", "tenant-2")
    assert len(changed_lines(source, text)) == source.text.count("tenant-1")


def test_a_value_below_its_key_stands_there_alone() -> None:
    head = "users:\n- name: u\n  user:\n    auth-provider:\n      name: azure\n      config:\n"
    text = f"{head}        tenant-id:\n\n          t\n        apiserver-id: s\n"
    made = convert(text.encode(), login="azurecli")
    shown = unified_diff(made.source, made.edits, made.text, made.trees)
    assert "-        tenant-id:\n-\n-          t\n-        apiserver-id: s\n" in shown


def long(line: str, number: int) -> str:
    """A kubeconfig with so many users that change, each written so."""
    return "users:" + "".join(line.format(each) for each in range(number))


LOGIN = "{{auth-provider: {{name: azure, config: {{apiserver-id: s, tenant-id: t{0}, client-id: c}}}}}}"
#: Users as they may be written: in lines of their own, on a line each, all on one line.
WRITTEN = {
    "blocks": f"\n- name: u{{0}}\n  user:\n    {LOGIN[2:-2].replace(': {{name', f':{chr(10)}      {{{{name')}",
    "a line each": f"\n- {{{{name: u{{0}}, user: {LOGIN}}}}}",
    "one line": f"{{{{name: u{{0}}, user: {LOGIN}}}}},",
}


@pytest.mark.parametrize("form", WRITTEN)
def test_of_a_very_long_diff_the_first_is_shown(tmp_path: Path, form: str) -> None:
    machine = Machine(tmp_path)
    text = long(WRITTEN[form], 1_500)
    if form == "one line":
        text = f"{text.replace('users:', 'users: [')}]"
    machine.file("config", text + "\n")
    ended = machine.call("convert", "config", "--diff")
    assert ended.code == 0
    assert "name: u1" in ended.out
    assert "u1499" not in ended.out
    assert MOST // 4 < len(ended.out) < MOST * 1.5
    assert re.search(r"\.\.\. [\d,]+ more (changes like these|lines|characters) are not shown\n", ended.out)
    whole = diff(text.encode(), login="devicecode")
    assert "u1499" in whole
    assert "not shown" not in whole


def test_a_long_line_is_not_cut_in_a_comment(tmp_path: Path) -> None:
    """Half a comment may look like words for people."""
    machine = Machine(tmp_path)
    words = "see the page of the team " * (LONGEST // 25 - 6)
    machine.file("config", f"{FLOW} # {words}my password is hunter2hunter2 {words}\n")
    ended = machine.call("convert", "config", "--diff")
    assert (ended.code, "hunter2" in ended.out, "the team" in ended.out) == (0, False, False)
    assert "more characters are not shown" in ended.out
