"""Programs on PATH are found and understood, whatever they print and however they behave. The outputs are recorded."""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kubeconv.machine import programs as probe
from kubeconv.machine.programs import Program, Running, ask_cluster, find_kubelogin, find_programs, paths_of
from kubeconv.releases.printed import QUESTIONS, server_version

KUBECTL_JSON = """\
{
  "clientVersion": {
    "major": "1",
    "minor": "%s",
    "gitVersion": "%s",
    "gitCommit": "4cb5f0764b8d5f425645c6f433394fede34a8a26",
    "gitTreeState": "clean",
    "buildDate": "2025-05-15T20:09:34Z",
    "goVersion": "go1.23.8",
    "compiler": "gc",
    "platform": "linux/amd64"
  },
  "kustomizeVersion": "v5.5.0"
}
"""
#: kubectl 1.26 says this on standard error before the text.
DEPRECATED = (
    "WARNING: This version information is deprecated and will be replaced with the output from kubectl version --short.  "
    "Use --output=yaml|json to get the full version.\n"
)
INFO = 'version.Info{Major:"1", Minor:"26", GitVersion:"v1.26.4", GitCommit:"f89670c", GitTreeState:"clean", GoVersion:"go1"}'
AZURE = "kubelogin version \ngit hash: v0.2.8/7c1a2b3\nGo version: go1.24.1\nBuild time: 2025-04-28\nPlatform: linux/amd64\n"
AZ = '{\n  "azure-cli": "2.91.0",\n  "azure-cli-core": "2.91.0",\n  "azure-cli-telemetry": "1.1.0",\n  "extensions": {}\n}\n'
AZ_TEXT = """\
azure-cli                         2.28.0 *

core                              2.28.0 *
telemetry                          1.0.6

Python location '/opt/az/bin/python3'
"""
AZ_OLD_TEXT = "azure-cli (2.0.45)\n\nacr (2.1.3)\nacs (2.3.1)\n"
HELM_LONG = 'version.BuildInfo{Version:"v3.8.1", GitCommit:"5cb9af4", GitTreeState:"clean", GoVersion:"go1.17.5"}\n'
HELM_4 = 'version.BuildInfo{Version:"v4.3.1", GitCommit:"c0d08d0", GoVersion:"go1.27.2", KubeClientVersion:"v1.37"}\n'
HELM_2 = "Client: v2.17.0+ga690bad\nServer: v2.16.1+gbbdfe5e\n"
HELM_2_ALONE = "Client: v2.17.0+ga690bad\nError: could not find tiller\n"
HELM_2_LONG = 'Client: &version.Version{SemVer:"v2.17.0", GitCommit:"a690bad", GitTreeState:"clean"}\n'
HELM_WARNS = (
    "WARNING: Kubernetes configuration file is group-readable. This is insecure. Location: /dev/null\nv3.8.1+g5cb9af4\n"
)
GARBAGE = [
    "",
    "\n",
    "error: unknown flag: --client\n",
    "\0\1\2",
    "v",
    "{",
    "{}",
    "null",
    "[1]",
    '{"clientVersion": 1}',
    "1.2.3",
]


@pytest.mark.parametrize(
    ("name", "text", "version"),
    [
        ("kubectl", KUBECTL_JSON % ("20", "v1.20.0"), "1.20.0"),
        ("kubectl", KUBECTL_JSON % ("32+", "v1.32.4-dispatcher"), "1.32.4-dispatcher"),
        ("kubectl", KUBECTL_JSON % ("27+", "v1.27.3-gke.100"), "1.27.3-gke.100"),
        ("kubectl", KUBECTL_JSON % ("28+", "v1.28.5-eks-5e0fdde"), "1.28.5-eks-5e0fdde"),
        ("kubectl", KUBECTL_JSON % ("29", "v1.29.1+k3s1"), "1.29.1+k3s1"),
        ("kubectl", KUBECTL_JSON % ("27", "v1.27.6+f67aeb3"), "1.27.6+f67aeb3"),
        ("kubectl", KUBECTL_JSON % ("38+", "v1.38.0-rc.1"), "1.38.0-rc.1"),
        ("kubectl", DEPRECATED + KUBECTL_JSON % ("26", "v1.26.4"), "1.26.4"),
        ("kubectl", f"{DEPRECATED}Client Version: {INFO}\nKustomize Version: v4.5.7\n", "1.26.4"),
        ("kubectl", f"Client Version: {INFO}\nServer Version: {INFO.replace('26', '20')}\n", "1.26.4"),
        ("kubectl", "Client Version: v1.37.1\nKustomize Version: v5.8.1\n", "1.37.1"),
        ("helm", "v3.8.1+g5cb9af4\n", "3.8.1+g5cb9af4"),
        ("helm", "v4.3.1+gc0d08d0\n", "4.3.1+gc0d08d0"),
        ("helm", "v3.15.0-rc.1+gabcdef0\n", "3.15.0-rc.1+gabcdef0"),
        ("helm", HELM_2, "2.17.0+ga690bad"),
        ("helm", HELM_2_ALONE, "2.17.0+ga690bad"),
        ("helm", HELM_2_LONG, "2.17.0"),
        ("helm", HELM_LONG, "3.8.1"),
        ("helm", HELM_4, "4.3.1"),
        ("helm", HELM_WARNS, "3.8.1+g5cb9af4"),
        ("az", AZ, "2.91.0"),
        ("az", '{"azure-cli": "2.29.0", "azure-cli-core": "2.29.0", "extensions": {"aks-preview": "0.5.1"}}', "2.29.0"),
        ("az", AZ_TEXT, "2.28.0"),
        ("az", AZ_OLD_TEXT, "2.0.45"),
        ("k9s", "Version              v0.32.5\nCommit               1440643e8d1a101a38d9be1933131ddf5c863940\n", "0.32.5"),
        ("k9s", "Version              0.51.0\nCommit               n/a\n", "0.51.0"),
    ],
)  # fmt: skip
def test_what_programs_print(name: str, text: str, version: str) -> None:
    assert QUESTIONS[name][1](text) == (version, None)
    assert QUESTIONS[name][1](text.replace("\n", "\r\n")) == (version, None)


@pytest.mark.parametrize(
    ("text", "version", "is_right"),
    [
        (AZURE, "0.2.8", True),
        ("kubelogin version \ngit hash: v0.0.9/8b6d3a5\nGo version: go1.16\nBuild time: 2021\n", "0.0.9", True),
        ("kubelogin version \ngit hash: unknown/8f2bba6\nGo version: go1.24.1\n", "unknown", True),
        ("kubelogin version v1.27.0 (go1.20.1 windows_amd64)\n", "1.27.0", False),
        ("kubelogin version v1.36.3\n", "1.36.3", False),
        ("kubelogin version 1.0\n", "1.0", False),
        ("kubelogin version \n", "", None),
        ("Usage: kubelogin [command]\n", "", None),
    ],
)
def test_both_kubelogins(text: str, version: str, is_right: bool | None) -> None:
    assert QUESTIONS["kubelogin"][1](text) == (version, is_right)


@pytest.mark.parametrize("text", GARBAGE, ids=repr)
@pytest.mark.parametrize("name", QUESTIONS)
def test_garbage_tells_no_version(name: str, text: str) -> None:
    assert QUESTIONS[name][1](text) == ("", None)
    assert server_version(text) == ""


@pytest.mark.parametrize(
    ("printed", "version"),
    [
        *((text, text) for text in (
            "1.27.3-gke.1403000", "1.28.5-eks-5e0fdde", "1.31.1-1+b1", "1.33.1+k3s1", "1.31.2+rke2r1", "1.27.6+f67aeb3",
            "4.14.0-202310201027.p0.g0c63f9d.assembly.stream", "0.0.0-20250101010101-abcdef123456", "0-unknown",
            "1.34.0-alpha.0.123+9f4c6b6b1c8f2a9f4c6b6b1c8f2a9f4c6b6b1c8f", "1.30.0~rc1_el8(devel)", "1.26.3+vmware.1-fips.1",
        )),
        *((text, "") for text in (
            "1.31.0-Pa55-w0rd", "1.31.0-hU041q", "0.2.8-hunter2",
            "1.34.1+ghp_16C7e42F292c6912E7710c838347Ae178B4a", "3.18.0+gAKIAIOSFODNN7EXAMPLE", "1.2pyz7ry.5mzcv314bueorjfn",
            "1.postgres://me:hunter2@h/x", "2AccountKey=abcdefg=", "1.abc8Q~Jx5pQw3nV7tR2sY9uB4mK6zL1cD0eF8gH",
            "0.eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl",
        )),
    ],
)  # fmt: skip
def test_what_is_no_version_is_not_taken_for_one(printed: str, version: str) -> None:
    assert QUESTIONS["helm"][1](f"Client: v{printed}").version == version
    assert QUESTIONS["kubectl"][1](json.dumps({"gitVersion": f"v{printed}"})).version == version
    assert server_version(json.dumps({"serverVersion": {"gitVersion": f"v{printed}"}})) == version


def test_a_version_without_end_is_cut() -> None:
    assert QUESTIONS["kubelogin"][1](f"git hash: v0.2.8{'-build22' * 9000}/abc") == (
        "0.2.8" + "-build22" * 7 + "-bu",
        True,
    )


# --- programs


def program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def prints(text: str) -> str:
    return f"PATH=/usr/bin:/bin\ncat <<'EOF'\n{text}EOF"


def found(folder: Path, name: str = "kubectl") -> Program:
    (only,) = find_programs([name], str(folder))[name]
    return only


def test_every_program_of_a_name_is_found_in_the_order_of_path(tmp_path: Path) -> None:
    first = program(tmp_path / "a", "kubelogin", prints("kubelogin version v1.27.0 (go1.20.1 linux_amd64)\n"))
    second = program(tmp_path / "b", "kubelogin", prints(AZURE))
    helm = program(tmp_path / "b", "helm", prints(HELM_2))
    (tmp_path / "same").symlink_to(tmp_path / "a")
    path = os.pathsep.join([str(tmp_path / each) for each in ("missing", "a", "same", "b")])
    assert find_programs(["kubelogin", "helm", "az"], path) == {
        "kubelogin": (Program(str(first), "1.27.0", False), Program(str(second), "0.2.8", True)),
        "helm": (Program(str(helm), "2.17.0+ga690bad"),),
        "az": (),
    }
    assert find_kubelogin(path) == Program(str(first), "1.27.0", False)


def test_what_was_asked_early_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("kubectl", "helm"):
        said = HELM_2 if name == "helm" else KUBECTL_JSON % ("30", "v1.30.0")
        program(tmp_path, name, f"echo {name} >> {tmp_path / 'asked'}\n{prints(said)}")
    monkeypatch.setenv("PATH", str(tmp_path))
    probe.ask_early(["kubectl", "helm", "az"])
    assert {name: [each.version for each in found] for name, found in find_programs(["kubectl", "helm", "az"]).items()} == {
        "kubectl": ["1.30.0"], "helm": ["2.17.0+ga690bad"], "az": []
    }  # fmt: skip
    assert sorted((tmp_path / "asked").read_text().split()) == ["helm", "kubectl"]
    probe.ask_early(["kubectl"])
    running = probe.start_kubectl()
    assert running is not None
    assert probe.version_of_kubectl(running) == "1.30.0"
    assert sorted((tmp_path / "asked").read_text().split()) == ["helm", "kubectl", "kubectl"]
    assert len(find_programs(["kubectl"], str(tmp_path / "elsewhere"))["kubectl"]) == 0


def test_nobody_waits_for_what_was_asked_early_and_is_not_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "kubectl", "PATH=/usr/bin:/bin\nsleep 60")
    monkeypatch.setenv("PATH", str(tmp_path))
    start = time.monotonic()
    probe.ask_early(["kubectl"])
    assert find_programs(["kubectl"], str(tmp_path / "elsewhere")) == {"kubectl": ()}
    probe.stop_early()
    assert time.monotonic() - start < 30


def test_nothing_in_the_current_folder_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "kubectl", "touch started")
    monkeypatch.chdir(tmp_path)
    assert find_programs(["kubectl"], os.pathsep.join(["", ".", "x/.."]))["kubectl"] == ()
    assert list(paths_of("kubectl", ".")) == []
    assert not (tmp_path / "started").exists()


def longer_and_longer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A time out that is soon over, then longer ones: for a program that hangs after it did something."""
    for seconds in (0.2, 1, 5, 25):
        monkeypatch.setattr(probe, "TIMEOUT", seconds)
        yield


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("exit 0", "prints no version"),
        ("exit 3", "ends with exit code 3"),
        ("echo no such flag >&2; exit 1", "ends with exit code 1"),
        ("kill -9 $$", "is killed by signal 9"),
        ("while :; do :; done", "does not answer within 0.5 s"),
        ("sleep 100", "does not answer within 0.5 s"),
        ("sleep 100 & echo started", "does not answer within 0.5 s"),
        ("trap '' TERM INT HUP; while :; do sleep 1; done", "does not answer within 0.5 s"),
        ("printf '\\377\\376\\0\\n'", "prints no version"),
        ("head -c 5000000 /dev/zero", "prints no version"),
        ("yes", "prints no version"),
        ("cat; echo nobody types", "prints no version"),
        ("echo '{\"clientVersion\": 7}'", "prints no version"),
    ],
)
def test_a_program_that_tells_nothing_is_a_problem_and_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, problem: str
) -> None:
    monkeypatch.setattr(probe, "TIMEOUT", 0.5 if "0.5 s" in problem else 20)
    path = program(tmp_path, "kubectl", f"PATH=/usr/bin:/bin; {script}")
    started = time.monotonic()
    assert found(tmp_path) == Program(str(path), problem=problem)
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("content", [b"\x7fELF\0\0\0", b"", b"#!/no/such/interpreter\n"])
def test_a_program_that_cannot_be_run(tmp_path: Path, content: bytes) -> None:
    program(tmp_path, "az", "").write_bytes(content)
    version, is_right, problem = found(tmp_path, "az")[1:]
    assert (version, is_right) == ("", None)
    assert problem.startswith("cannot be run: ")
    assert problem == problem.lower()


def test_what_is_not_executable_is_no_program(tmp_path: Path) -> None:
    program(tmp_path, "helm", prints("v3.8.1\n")).chmod(0o644)
    assert find_programs(["helm"], str(tmp_path))["helm"] == ()


@pytest.mark.parametrize("then", ["PATH=/usr/bin:/bin; yes", "while :; do :; done"])
def test_a_version_in_front_of_megabytes_or_a_hang_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    program(tmp_path, "kubectl", prints(KUBECTL_JSON % ("27", "v1.27.3")) + f"\n{then}")
    assert any(found(tmp_path).version == "1.27.3" for _ in longer_and_longer(monkeypatch))


def test_a_version_counts_whatever_the_exit_code_and_the_stream(tmp_path: Path) -> None:
    program(tmp_path, "helm", f"({prints(HELM_2_ALONE)}\n) >&2; exit 1")
    assert found(tmp_path, "helm") == Program(str(tmp_path / "helm"), "2.17.0+ga690bad")


def test_all_are_asked_side_by_side(tmp_path: Path) -> None:
    """Each of them answers when all have been started."""
    everybody = " && ".join(f"test -e {tmp_path}/{name}.started" for name in QUESTIONS)
    for name in QUESTIONS:
        wait = f"until {everybody}; do PATH=/usr/bin:/bin sleep 0.02; done"
        program(tmp_path, name, f": > {tmp_path}/{name}.started\n{wait}")
    programs = find_programs(QUESTIONS, str(tmp_path))
    assert [each.problem for found in programs.values() for each in found] == ["prints no version"] * len(QUESTIONS)


@pytest.mark.parametrize("end", ["wait", "exit 0"])
def test_what_a_hanging_program_started_is_ended_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    program(tmp_path, "kubectl", f"PATH=/usr/bin:/bin; sleep 100 & echo $! > {tmp_path}/child; {end}")
    for _ in longer_and_longer(monkeypatch):
        assert found(tmp_path).problem.startswith("does not answer within ")
        if (tmp_path / "child").exists() and (tmp_path / "child").read_text():
            break
    child = int((tmp_path / "child").read_text())
    for _ in range(100):
        stat = Path(f"/proc/{child}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.02)
    pytest.fail(f"process {child} still runs")


def test_without_a_thread_to_read_it_a_program_is_stopped_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", full)
    running = Running(str(program(tmp_path, "az", "sleep 600")))
    assert running.reply() == probe.Reply("", "cannot be run: can't start new thread", ended=False)
    running.stop()


def test_nothing_is_given_to_a_program_that_it_could_act_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No kubeconfig, no telemetry, no way out to the network, nothing to read."""
    monkeypatch.setenv("KUBECONFIG", "/home/me/.kube/config")
    monkeypatch.setenv("https_proxy", "http://proxy.example.com")
    variables = "$KUBECONFIG $https_proxy $HTTPS_PROXY-$NO_PROXY $AZURE_CORE_COLLECT_TELEMETRY"
    script = f'echo "$@"; echo "{variables}"; read line; echo "[$line]"'
    path = program(tmp_path, "az", script)
    arguments = QUESTIONS["az"][0]
    lines = Running(str(path), *arguments).reply().text.splitlines()
    assert lines == ["version -o json", "/dev/null http://127.0.0.1:9 http://127.0.0.1:9- no", "[]"]


def test_az_takes_no_module_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`az` of pip is `python3 -m azure.cli`, and Python before 3.11 knows no PYTHONSAFEPATH."""
    hostile, bin_ = tmp_path / "repository", tmp_path / "bin"
    for folder in (hostile / "azure" / "cli", bin_ / "azure" / "cli"):
        folder.mkdir(parents=True)
        says = f'open({str(tmp_path / "planted")!r}, "w")' if folder.is_relative_to(hostile) else f"print({AZ!r})"
        (folder / "__main__.py").write_text(says)
    program(bin_, "az", f'unset PYTHONSAFEPATH; exec {sys.executable} -m azure.cli "$@"')
    monkeypatch.chdir(hostile)
    assert [each.version for each in find_programs(["az"], str(bin_))["az"]] == ["2.91.0"]
    assert not (tmp_path / "planted").exists()


def test_the_cluster_is_asked_with_the_kubeconfig_of_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUBECONFIG", "/home/me/.kube/config")
    monkeypatch.setenv("https_proxy", "http://proxy.example.com")
    answer = '{"clientVersion": {"gitVersion": "v1.30.0"}, "serverVersion": {"gitVersion": "v1.28.5-eks-5e0fdde"}}'
    log = tmp_path / "log"
    path = str(program(tmp_path, "kubectl", f'echo "$@" "$KUBECONFIG" "$https_proxy" > {log}; echo \'{answer}\''))
    assert ask_cluster(path, print) == Program(path, "1.28.5-eks-5e0fdde")
    assert log.read_text() == "version -o json --request-timeout=60s /home/me/.kube/config http://proxy.example.com\n"
    assert ask_cluster(path, print, "--it", ["a", "b"]).version == "1.28.5-eks-5e0fdde"
    assert log.read_text() == "version -o json --request-timeout=60s --context=--it a:b http://proxy.example.com\n"


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("exit 1", "ends with exit code 1"),
        ('echo \'{"clientVersion": {"gitVersion": "v1.30.0"}}\'; exit 1', "ends with exit code 1"),
        ('echo \'{"clientVersion": {"gitVersion": "v1.30.0"}}\'', "reports no server version"),
        ("sleep 100", "does not answer within 0.5 s"),
    ],
)
def test_a_cluster_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, problem: str
) -> None:
    monkeypatch.setattr(probe, "CONNECT_TIMEOUT", 0.5 if "0.5 s" in problem else 20)
    path = str(program(tmp_path, "kubectl", f"PATH=/usr/bin:/bin; {script}"))
    assert ask_cluster(path, print) == Program(path, problem=problem)
