"""Known messages are found, each as its own row, however a terminal, a program or a log has dressed them."""

import html
import json
import re
import textwrap
import time
from collections.abc import Callable

import pytest
from conftest import FIXTURES
from hypothesis import given
from hypothesis import strategies as st
from left_out import left_out
from message_examples import EXAMPLES

from kubeconv.auth import required_values
from kubeconv.commands import COMMANDS
from kubeconv.explain.messages import MESSAGES
from kubeconv.explain.messages.message import Message
from kubeconv.explain.search import LONGEST_NAME, find_messages, find_rules, pieces
from kubeconv.explain.shell import POSIX, Shell, shell_of
from kubeconv.validation.index import NAMES

FACTS = {
    "error: The azure auth plugin has been removed.": "azure-auth-removed",
    "error: The gcp auth plugin has been removed.": "gcp-auth-removed",
    "Error: Kubernetes cluster unreachable: The azure auth plugin has been removed.": "azure-auth-removed",
    'no Auth Provider found for name "azure"': "auth-provider-not-built-in",
    'exec plugin: invalid apiVersion "client.authentication.k8s.io/v1alpha1"': "exec-removed-version",
    "interactiveMode must be specified for u to use exec authentication plugin": "exec-no-interactive-mode",
    "getting credentials: exec: executable kubelogin not found": "kubelogin-not-found",
    "exec: executable kubelogin failed with exit code 1": "kubelogin-failed",
    "unknown shorthand flag: 'l' in -l": "wrong-kubelogin",
    'unknown command "convert-kubeconfig"': "wrong-kubelogin",
    "--client-id is required": "kubelogin-argument-required",
    "--tenant-id is required": "kubelogin-argument-required",
    "Error running kubelogin: [Errno 2] No such file or directory: ''": "az-relative-file",
    "more than one authentication method found for u; found [token basicAuth], only one is allowed": "two-methods",
    "authProvider cannot be provided in combination with an exec plugin for u": "provider-and-plugin",
    'error loading config file "f": illegal base64 data at input byte 0': "bad-base64",
    'error converting *[]NamedAuthInfo into *map[string]*api.AuthInfo: duplicate name "u" in list: […]': "duplicate-name",
    "cannot unmarshal number into Go struct field AuthProviderConfig.users.user.auth-provider.config of type "
    "string": "wrong-field-type",
    "yaml: line 12: found a tab character that violates indentation": "yaml-tab",
    "open /home/u/.kube/config.lock: file exists": "config-locked",
    "context was not found for specified context: x": "context-not-found",
    "Please enter Username:": "context-misses-user",
    "The connection to the server localhost:8080 was refused": "no-configuration",
    "You must be logged in to the server (Unauthorized)": "unauthorized",
}
CASES = [(row, text) for row in MESSAGES for text in EXAMPLES.get(row.id, ())]


def ids(text: str) -> list[str]:
    return [match.message.id for match in find_messages(text, MESSAGES)]


def hard_wrapped(text: str, width: int) -> str:
    """As a terminal breaks lines: anywhere."""
    return "\n".join(line[at : at + width] for line in text.splitlines() for at in range(0, max(len(line), 1), width))


def soft_wrapped(text: str, width: int) -> str:
    """As programs break lines: between words."""
    return "\n".join("\n".join(textwrap.wrap(line, width)) for line in text.splitlines())


def boxed(text: str, width: int = 60) -> str:
    lines = hard_wrapped(text, width).splitlines()
    return "\n".join([f"╭{'─' * width}╮", *(f"│ {line.ljust(width)} │" for line in lines), f"╰{'─' * width}╯"])


def of_terraform(text: str) -> str:
    lines = soft_wrapped(f"Error: {text}", 70).splitlines()
    return "\n".join(
        [
            "╷",
            *(f"│ {line}" for line in lines),
            "│ ",
            "│   with helm_release.app,",
            '│   on main.tf line 1, in resource "x":',
            "╵",
        ]
    )


def coloured(text: str) -> str:
    return "\x1b]0;kubectl\x07" + re.sub(r"(\S{4})", "\x1b[1;31m\\1\x1b[0m", text)


def in_klog(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'E1123 12:00:00.000000     123 reflector.go:265] "Unhandled Error" err="{escaped}" logger="UnhandledError"'


def each_line(prefix: str) -> Callable[[str], str]:
    """The text as a terminal of 100 columns broke it, with this in front of each line."""
    return lambda text: "\n".join(prefix + line for line in hard_wrapped(text, 100).splitlines())


DRESSES: dict[str, Callable[[str], str]] = {
    "bare": lambda text: text,
    "80 columns": lambda text: hard_wrapped(text, 80),
    "37 columns": lambda text: hard_wrapped(text, 37),
    "words": lambda text: soft_wrapped(text, 50),
    "box": boxed,
    "Terraform": of_terraform,
    "colours": coloured,
    "klog": in_klog,
    "JSON": lambda text: json.dumps({"level": "error", "ts": 1.5, "msg": text}),
    "JSON of klog": lambda text: json.dumps({"log": in_klog(text) + "\n", "stream": "stderr"}),
    "JSON of JSON of klog": lambda text: json.dumps({"log": json.dumps({"log": in_klog(text)})}),
    "k9s": lambda text: f'12:00PM ERR failed to list error="{text}"',
    "timestamps": lambda text: "\n".join(f"2026-11-23T12:00:00.000000Z {line}" for line in text.splitlines()),
    "GitHub Actions": each_line("2026-11-25T10:00:00.1234567Z ##[error]"),
    "GitHub's annotation": each_line("::error file=app.js,line=1::"),
    "gh run view": each_line("build\tGet nodes\t2026-11-25T10:00:00.1234567Z "),
    "klog on each line": each_line("E0322 17:45:49.947710   13076 azure.go:154] "),
    "syslog": each_line("Nov 25 10:00:00 host-1 kubelet[1234]: "),
    "docker compose": each_line("app-1  | "),
    "container runtime": each_line("2026-11-25T10:00:00.123456789Z stderr F "),
    "kubectl logs --prefix": each_line("[pod/app-1/app] 2026/11/25 10:00:00 "),
    "level": each_line("[2026-11-25 10:00:00,123] [ERROR] "),
    "offset": each_line("2026-11-25T10:00:00+01:00 [stderr] "),
    "caret": lambda text: f"^[[31m{text}^[[0m",
    "JSON without quotes": lambda text: json.dumps({"text": text.replace('"', "'")}),
    "single typographic quotes": lambda text: re.sub(r"'([^'\n]*)'", "\u2018\\1\u2019", text),
    "dashes of word processors": lambda text: re.sub(r"(?<!\S)--(?=[a-z])", "\u2014", text),
    "Java": lambda text: (
        f'Exception in thread "main" java.lang.RuntimeException: x\n\tat a.b.C(D.java:1)\nCaused by: {text}'
    ),
    "Python": lambda text: (
        f'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nRuntimeError: {text}'
    ),
    "C#": lambda text: f"Unhandled exception. System.Exception: {text}\n   at A.B(C c) in /app/D.cs:line 1",
    "Rust": lambda text: f"Err({json.dumps(text)})",
    "PowerShell in German": lambda text: (
        f"kubectl.exe : {text}\nIn Zeile:1 Zeichen:1\n+ kubectl.exe get nodes\n+ ~~~~~~~~~~~~~\n"
        "    + CategoryInfo          : NotSpecified: (:String) [], RemoteException\n"
    ),
    "typographic quotes": lambda text: re.sub(r'"([^"\n]*)"', "“\\1”", text),
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "capitals": lambda text: text.replace("Error", "ERROR").replace("error", "Error"),
    "all capitals": str.upper,
    "Markdown": lambda text: f"> ```console\n> $ kubectl get nodes\n> {text}\n> ```".replace("\n", "\n> "),
    "Markdown at 40 columns": lambda text: "\n".join(f"> > {line}" for line in hard_wrapped(text, 40).splitlines()),
    "code in Markdown": lambda text: f"I see `{text}` since today",
    "HTML": html.escape,
    "other quotes": lambda text: text.replace("'", "`").replace('"', "'"),
    "French quotes": lambda text: re.sub(r'"([^"\n]*)"', "« \\1 »", text),
    "PowerShell": lambda text: f"kubectl.exe : {text}\nAt line:1 char:1\n+ kubectl.exe get nodes\n+ ~~~~~~~~~~~~~\n",
    "between other lines": lambda text: f"NAME READY\npod-1 1/1\n{text}\nprocess ended\n",
}


@pytest.mark.parametrize("dress", DRESSES)
def test_every_example_is_its_own_row_in_every_dress(dress: str) -> None:
    """No row takes the example of another."""
    assert {text: found for row, text in CASES if (found := ids(DRESSES[dress](text))) != [row.id]} == {}


def test_a_shell_may_take_the_quotes() -> None:
    """`kubeconv explain no Auth Provider found for name "azure"`: it does not give the quotes on."""
    texts = {text.translate({34: None, 39: None, 96: None}): row.id for row, text in CASES if '{"' not in text}
    assert {text: found for text, row in texts.items() if (found := ids(text)) != [row]} == {}


def test_every_pattern_is_found() -> None:
    """No row takes what belongs to a later one."""
    filled = {
        (row.id, text): found
        for row in MESSAGES
        for pattern in row.patterns
        if (found := ids(text := re.sub(r"{\w+}", lambda name: "50196" if name[0] == "{code}" else "x", pattern)))
        != [row.id]
    }
    assert filled == {}


REPORTED = [
    line.split("\t") for line in (FIXTURES / "messages/expected.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.mark.parametrize(("file", "messages"), [each[:2] for each in REPORTED], ids=[each[0] for each in REPORTED])
def test_what_people_reported_is_known(file: str, messages: str) -> None:
    """Real texts from issues and forums, and what each is."""
    assert ids((FIXTURES / "messages" / file).read_text(encoding="utf-8")) == messages.split(",")


def test_each_report_has_its_line() -> None:
    files = {path.name for path in (FIXTURES / "messages").glob("*.txt")}
    assert files == {each[0] for each in REPORTED}
    assert len(files) == 71


SOURCES = [
    line.split("\t") for line in (FIXTURES / "messages/sources.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


def test_each_message_in_the_sources_is_known_or_knowingly_left_out() -> None:
    """Collected from the sources of the programs; `x` stands for what varies."""
    wrong = {said: found for _, known, _, said in SOURCES if ",".join(found := ids(said)) != known}
    assert wrong == {}
    assert not [said for _, known, reason, said in SOURCES if bool(known) == bool(reason)]


def test_the_page_of_what_is_left_out_is_made_from_the_table() -> None:
    assert (FIXTURES.parent / "docs/messages-left-out.md").read_text(encoding="utf-8") == left_out()


NEEDED = [
    need
    for group in vars(required_values).values()
    for need in (group if isinstance(group, tuple) else (group,))
    if isinstance(need, required_values.RequiredValue)
]


@pytest.mark.parametrize("said", sorted({text for need in NEEDED for text in (need.message, need.only_one) if text}))
def test_what_kubelogin_says_of_a_missing_value_is_known(said: str) -> None:
    """As a cause: it is not only known that something failed."""
    assert [match.message.wraps for match in find_messages(f"Error: {said}", MESSAGES)] == [0]


@pytest.mark.parametrize(
    "row", [row for row in MESSAGES if row.wraps or row.id.endswith("-failed")], ids=lambda row: row.id
)
def test_a_general_answer_goes_in_no_circle(row: Message) -> None:
    """It says that kubeconv does not know the reason, and never to give the text to kubeconv again."""
    said = " ".join((row.cause, row.remedy, *row.commands))
    assert "kubeconv explain" not in said


def test_the_table_of_the_facts() -> None:
    """Section 5 of the facts of the field, letter for letter."""
    assert [ids(text) for text in FACTS] == [[row] for row in FACTS.values()]


@pytest.mark.parametrize("row", MESSAGES, ids=lambda row: row.id)
def test_a_row_is_well_formed(row: Message) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.id)
    assert row.source.startswith("https://")
    assert row.wraps in (0, 1, 2)
    assert not row.rule or row.rule in NAMES
    for text in (row.title, row.cause, row.remedy):
        assert re.fullmatch(r"\S.*\.", text), f"a sentence: {text}"
        assert len(text) < 330
    assert row.patterns
    for pattern in row.patterns:
        literals, names = pieces(pattern)
        assert all(literals), f"nothing to look for, or names without anything between them: {pattern}"
        in_prose = {*re.findall(r"{(\w+)}", row.title + row.cause + row.remedy)}
        assert in_prose <= {*names}, f"not in {pattern}"


def test_the_rows_are_told_apart_by_their_ids() -> None:
    names = [row.id for row in MESSAGES]
    assert len({*names}) == len(names) >= 200
    assert not {*names} & {*NAMES.values()}
    patterns = [pieces(pattern) for row in MESSAGES for pattern in row.patterns]
    assert len({*patterns}) == len(patterns)


def test_each_message_has_an_example() -> None:
    without = [row.id for row in MESSAGES if not EXAMPLES.get(row.id)]
    assert not without, f"add what programs print to tests/message_examples.py, for: {', '.join(without)}"
    unknown = EXAMPLES.keys() - {row.id for row in MESSAGES}
    assert not unknown, f"tests/message_examples.py has examples of messages that do not exist: {', '.join(unknown)}"


def test_commands_are_commands() -> None:
    programs = {command.split()[0] for row in MESSAGES for command in row.commands if "://" not in command.split()[0]}
    assert programs <= {
        "az", "azd", "aws", "chmod", "choco", "command", "curl", "date", "echo", "env", "export", "gcloud", "head", "helm",
        *("argocd", "k9s", "pulumi", "python3", "skaffold"),
        "kubeadm", "kubeconv", "kubectl", "kubelogin", "ls", "openssl", "rm", "snap", "sudo", "terraform", "type", "unset",
        "winget", *("Connect-AzAccount", "Get-AzContext", "Install-Module", "Set-AzContext"),
    }  # fmt: skip
    ours = {command.split()[1] for row in MESSAGES for command in row.commands if command.startswith("kubeconv ")}
    assert ours <= {*COMMANDS, "versions", "doctor"}


@pytest.mark.parametrize(
    ("environment", "is_windows", "shell"),
    [
        ({}, False, POSIX),
        ({"PSModulePath": "a"}, False, Shell("powershell")),
        ({"PSModulePath": "a"}, True, Shell("powershell", is_windows=True)),
        ({}, True, Shell("powershell", is_windows=True)),
        ({"PSModulePath": "a", "MSYSTEM": "MINGW64"}, True, POSIX),
    ],
)
def test_the_shell_is_known_by_what_it_sets(environment: dict[str, str], is_windows: bool, shell: Shell) -> None:
    assert shell_of(environment, is_windows=is_windows) == shell


def test_no_command_for_powershell_is_one_of_posix() -> None:
    """What the shell does by itself is written for PowerShell, what only POSIX systems have, for Windows."""
    windows = Shell("powershell", is_windows=True)
    commands = {windows.template(command) for row in MESSAGES for command in row.commands}
    assert not {command.split()[0] for command in commands if command} & {
        "chmod", "command", "curl", "date", "echo", "env", "export", "head", "ls", "rm", "snap", "sudo", "type", "unset",
    }  # fmt: skip
    assert "$env:AZURE_FEDERATED_TOKEN_FILE = '...'" in commands
    assert windows.template("export A=... B={file}") == "$env:A = '...'; $env:B = {file}"
    assert '$env:KUBECONFIG = "$HOME/.kube/config"' in commands
    assert Shell("powershell").template("rm {lock_file}") == "rm {lock_file}"


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        (r"C:\Users\me\.kube\config", r"C:\Users\me\.kube\config"),
        ("a b", "'a b'"),
        ("it's", "'it''s'"),
        ("it\u2019s", "'it\u2019\u2019s'"),
        ("$(x)", "'$(x)'"),
        ("", "''"),
        ("@a", "'@a'"),
    ],
)
def test_a_value_is_one_word_of_powershell(value: str, quoted: str) -> None:
    assert Shell("powershell").quoted(value, "kubeconv validate {file}") == quoted
    assert Shell("powershell").quoted("a", "$env:A = {file}") == "'a'"


# --- names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("error: interactiveMode must be specified for me to use exec authentication plugin", {"user": "me"}),
        ("interactiveMode must be specified for  to use exec authentication plugin", {"user": ""}),
        (
            "Error in configuration: context was not found for specified context: arn:aws:eks:eu/x\nmore",
            {"context": "arn:aws:eks:eu/x"},
        ),
        ("[context was not found for specified context: a-b, cluster has no server defined]", {"context": "a-b"}),
        ('{"msg":"context was not found for specified context: a-b","ts":1}', {"context": "a-b"}),
        ('error: context "context" does not exist', {"context": "context"}),
        ("openstack is open\nerror: open /home/me/.kube/config.lock: file exists", {"lock": "/home/me/.kube/config"}),
        ("error: open /tmp/popen-gw0/open/config.lock: file exists", {"lock": "/tmp/popen-gw0/open/config"}),
        (r"error: open C:\Users\me\.kube\config.lock: file exists", {"lock": r"C:\Users\me\.kube\config"}),
        (r'err="open C:\\Users\\new\\config.lock: file exists" x=\"y\"', {"lock": r"C:\Users\new\config"}),
        ("exec: executable with space not found", {"command": "with space"}),
    ],
)
def test_names_in_messages(text: str, names: dict[str, str]) -> None:
    assert dict(find_messages(text, MESSAGES)[0].names) == names


def test_pieces_of_two_messages_are_not_one() -> None:
    text = "exec: executable kubelogin failed with exit code 1\nError: the secret was not found"
    assert ids(text) == ["kubelogin-failed"]
    assert (
        ids(f"interactiveMode must be specified for {'x' * (LONGEST_NAME + 1)} to use exec authentication plugin") == []
    )


# --- several


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            'E1 memcache.go:265] couldn\'t get current server API group list: Get "https://x": getting credentials: exec: '
            "executable kubelogin failed with exit code 1\n"
            * 5
            + "Error: failed to get token: AADSTS50020: User account\nUnable to connect to the server: getting credentials",
            ["entra-user-not-in-tenant"],
        ),
        ("AADSTS50020: a\nAADSTS53003: b\nAADSTS50020: c", ["entra-user-not-in-tenant", "entra-conditional-access"]),
        ("AADSTS500208: a", ["entra-error"]),
        ("AADSTS53003\nAADSTS50196", ["entra-conditional-access", "entra-error"]),
        (
            "Error running kubelogin: [Errno 2] No such file or directory: ''\nError running kubelogin: [Errno",
            ["az-relative-file"],
        ),
        (
            "Error in configuration: \n* authProvider cannot be provided in combination with an exec plugin for "
            "me\n* more than one "
            "authentication method found for me; found [token basicAuth], only one is allowed",
            ["provider-and-plugin", "two-methods"],
        ),
        (
            "Unable to connect to the server: getting credentials: exec: executable x failed with exit code 1",
            ["exec-failed"],
        ),
        (
            "exec: executable kubelogin not found\nexec: executable tsh not found",
            ["kubelogin-not-found", "exec-not-found"],
        ),
    ],
)
def test_the_first_cause_comes_first_and_each_once(text: str, found: list[str]) -> None:
    assert ids(text) == found


def test_rules_in_our_own_output() -> None:
    assert find_rules("config:1:2: error[KC201] a\nconfig:3:4: warning[KC301] b\nerror[KC201] again [KC999]") == [
        "KC201",
        "KC301",
    ]


# --- limits


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "Hello, world", "NAME READY STATUS\nnginx 1/1 Running\n", "apiVersion: v1\nkind: Config\n",
        "AADSTS", "AADSTS error codes begin with AADSTS", "azure", "gzip: stdin: unexpected EOF",
        "npm: connection reset by peer; retried\nOK", "Error: UPGRADE FAILED: context deadline exceeded",
        "raise TimeoutError('connection timed out')", "error: lsof: cannot stat x: no such file or directory",
        "GNUTLS_E_EXPIRED: the certificate has expired", "the method cannot get resource bundles",
        "no such host is configured", "error: unknown flag: --timeout",
        "    installHint: |2+\n\n\n      kubelogin is not installed which is required to connect to AAD enabled cluster.\n",
        '"installHint": "\\nkubelogin is not installed which is required to connect to AAD enabled cluster.\\n"',
        "installHint: Install gke-gcloud-auth-plugin for use with kubectl by following\n  https://cloud.google.com/",
    ],
)  # fmt: skip
def test_unknown_text(text: str) -> None:
    assert ids(text) == []


def test_a_name_in_quotes_holds_no_quotes() -> None:
    assert ids(f'no Auth Provider found for name " {"as soon as it is needed " * 4}"') == []
    assert ids('context "a" and "b" and so on, which does not exist') == []


MEGABYTE = 2**20
HOSTILE = {
    "one line": "a",
    "line ends": "\n",
    "backslashes": "\\",
    "escaped quotes": '\\"',
    "escapes": "\x1b[",
    "titles": "\x1b]",
    "first pieces": "exec: executable ",
    "both pieces": "exec: executable x not foun ",
    "refused names": "exec: executable failed with exit code not found ",
    "many hits": "exec: executable kubelogin not found\n",
    "codes": "AADSTS",
    "quotes and files": 'error loading config file "',
    "nested": 'cluster "cluster "cluster "x" was not found for context ',
    "surrogates": "\udcff",
    "growing letters": "İẞ",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    times = []
    for size in (MEGABYTE // 4, MEGABYTE):
        text = HOSTILE[name] * (size // len(HOSTILE[name]))
        start = time.process_time()
        find_messages(text, MESSAGES)
        times.append(time.process_time() - start)
    assert times[1] < 8 * times[0] + 0.5
    assert times[1] < 6


@given(
    st.text(alphabet=st.sampled_from('aA"\\\n\r\x1b[]m│ \u200bİ{}'), max_size=40),
    st.integers(0, len(CASES) - 1),
    st.integers(0, 60),
)
def test_noise_around_a_message_changes_nothing(noise: str, number: int, at: int) -> None:
    row, text = CASES[number]
    lines = text.splitlines()
    where = at % (len(lines) + 1)
    assert row.id in ids("\n".join([*lines[:where], noise.replace("\\", "/") + "\x1b[0m", *lines[where:]])) or row.wraps


def test_patterns_taken_apart_at_once_are_the_same_as_one_by_one() -> None:
    odd = ["a^b{c}", "é {name}^", "x {a} y {b}", "A\tB{x} C"]
    patterns = [pattern for row in MESSAGES for pattern in row.patterns if pattern.count("{") == pattern.count("}")]
    row = MESSAGES[0]._replace(patterns=tuple(f"one {pattern}" for pattern in (*patterns, *odd)))
    find_messages('some "text"', [row])
    for pattern in (*patterns, *odd):
        at_once, alone = pieces(f"one {pattern}"), pieces(f"{pattern}{{end}}")
        assert (*at_once[1], "end") == alone[1]
        assert "".join(at_once[0]) == "one" + "".join(alone[0])
