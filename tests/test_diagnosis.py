"""What the doctor makes of kubeconfigs and programs, without a disk: the matrix, what helps, and what a stranger may see."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml
from builders import IDS, file_of, legacy, plugin

from kubeconv.doctor.diagnosis import (
    Row,
    diagnose,
    others,
)
from kubeconv.doctor.machine_problems import Around, machine_problems
from kubeconv.doctor.remedies import Known, Refusal, Remedy, remedies
from kubeconv.doctor.words import CauseWords
from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.machine.programs import Program
from kubeconv.releases.table import AZ_CONVERTS, CHANGES
from kubeconv.releases.version import Version, parse_version
from kubeconv.requirements import cause
from kubeconv.requirements.cause import NO_TOKEN_PROGRAM, NOTHING, UNREADABLE, WRONG_KUBELOGIN
from kubeconv.requirements.clients import Client, clients_of, release_of
from kubeconv.requirements.surroundings import Surroundings, this_machine
from kubeconv.tree.source import Source
from kubeconv.validation.run import Asked, Report, validate_parsed

AWS = ["eks", "get-token", "--cluster-name", "c"]
GKE = "gke-gcloud-auth-plugin"
NEW, OLD, HELM = (
    Client("kubectl", "1.37.1", "/k", Version(1, 37, 1)),
    Client("kubectl", "1.23.0", "/k", Version(1, 23, 0)),
    Client("helm", "3.8.0", "/h", release_of("helm", "3.8.0")),
)


class FakeMachine:
    """A machine with these programs, and nothing else."""

    def __init__(
        self, *programs: str, environment: Mapping[str, str] | None = None, kubelogin: str | None = "0.2.19"
    ) -> None:
        self.environment, self.now, self._programs = environment or {}, 0.0, programs
        self._kubelogin = kubelogin

    def which(self, command: str) -> str | None:
        return f"/usr/bin/{command}" if command in self._programs else None

    def mode(self, _path: str) -> int | None:
        return None

    def read(self, _path: str) -> bytes | None:
        return None

    def tracked_by_git(self, _path: str) -> bool:
        return False

    def kubelogin_version(self) -> str | None:
        return self._kubelogin

    @property
    def around(self) -> Surroundings:
        """What is known around it: a kubelogin without a version of Azure's is int128's."""
        is_right = self._kubelogin is not None
        found = (Program("/usr/bin/kubelogin", self._kubelogin or "1.27.0", is_right),)
        return this_machine(self, {"kubelogin": found if "kubelogin" in self._programs else ()})


#: A machine on which kubelogin is int128's.
OTHERS = FakeMachine("kubelogin", kubelogin=None)
#: One with all that the tests run.
FULL = FakeMachine("kubelogin", "aws", GKE, "az", "azd")


def config(current: str = "", **users: Any) -> bytes:
    """A kubeconfig with these users, a context of the same name for each, the first one current unless another is given, and
    a server that is reached over https."""
    data = yaml.safe_load(file_of({name: name for name in users}, **users))
    for entry in data["contexts"]:
        entry["context"]["cluster"] = "c"
    data["clusters"] = [{"name": "c", "cluster": {"server": "https://c.example"}}]
    data["current-context"] = current or next(iter(users))
    return yaml.safe_dump({"apiVersion": "v1", "kind": "Config", **data}, sort_keys=False).encode()


def report(data: bytes, clients: Sequence[Client], machine: FakeMachine | None = None, name: str = "config") -> Report:
    releases = [client.release for client in clients if client.release]
    asked = Asked(releases, machine=machine or FULL)
    return validate_parsed(parse_tolerantly(Source(data, name)), asked)


def rows_of(data: bytes, *clients: Client, machine: FakeMachine = FULL) -> list[Row]:
    chosen = clients or (NEW,)
    return diagnose([report(data, chosen, machine)], {}, chosen, machine.around)


def why(row: Row) -> list[list[str]]:
    return [[reason.name for reason in answer.reasons] for answer in row.answers]


def exec_user(version: str = "v1beta1", **more: Any) -> dict[str, Any]:
    return {"exec": {"apiVersion": f"client.authentication.k8s.io/{version}", "command": "aws", "args": AWS, **more}}


# the matrix


@pytest.mark.parametrize(
    ("user", "new", "old"),
    [
        (legacy(), ["removed-azure"], []),
        ({"auth-provider": {"name": "gcp"}}, ["removed-gcp"], []),
        ({"auth-provider": {"name": "who"}}, ["unknown-auth-provider"], ["unknown-auth-provider"]),
        (exec_user("v1alpha1"), ["exec-v1alpha1"], []),
        (exec_user(), [], []),
        (exec_user("v1"), ["missing-interactive-mode"], ["missing-interactive-mode"]),
        (exec_user("v1", interactiveMode="Never"), [], []),
        (exec_user("v9"), ["unknown-exec-api-version"], ["unknown-exec-api-version"]),
        ({"token": "t"}, [], []),
        ({"token": "t", "username": "u", "password": "p"}, ["conflicting-credentials"], ["conflicting-credentials"]),
        ({**exec_user(), **legacy()}, ["exec-with-auth-provider", "removed-azure"], ["exec-with-auth-provider"]),
        (plugin("devicecode", *IDS), [], []),
    ],
)
def test_a_context_works_with_one_client_and_not_with_another(user: Any, new: list[str], old: list[str]) -> None:
    (row,) = rows_of(config(me=user), NEW, OLD)
    assert [sorted(names) for names in why(row)] == [sorted(new), sorted(old)]
    assert [answer.works for answer in row.answers] == [not new, not old]
    assert row.works is (not new and not old)


@pytest.mark.parametrize(
    ("user", "machine", "reason"),
    [
        (exec_user(), FakeMachine(), "command-not-on-path"),
        (plugin("devicecode", *IDS), FakeMachine(), "command-not-on-path"),
        (plugin("devicecode", *IDS), OTHERS, WRONG_KUBELOGIN),
        (plugin("azurecli", *IDS[:2]), FakeMachine("kubelogin"), NO_TOKEN_PROGRAM),
        (plugin("azd", *IDS[:2]), FakeMachine("kubelogin", "az"), NO_TOKEN_PROGRAM),
        (plugin("azd", *IDS[:2]), FakeMachine("kubelogin", kubelogin="0.1.0"), "kubelogin-too-old"),
        (plugin("devicecode", *IDS, "--nonsense", "x"), FULL, "unknown-kubelogin-flag"),
        (plugin("devicecode", *IDS[:2]), FULL, "kubelogin-misses-argument"),
    ],
)  # fmt: skip
def test_a_plugin_that_cannot_do_its_work(user: Any, machine: FakeMachine, reason: str) -> None:
    (row,) = rows_of(config(me=user), machine=machine)
    assert row.works is False
    assert reason in why(row)[0]


def test_a_plugin_that_is_never_run_may_be_missing() -> None:
    (row,) = rows_of(config(me={**exec_user(), "token": "t"}), machine=FakeMachine())
    assert row.works is True


def test_a_missing_value_that_a_variable_gives_is_none() -> None:
    machine = FakeMachine("kubelogin", environment={"AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c"})
    (row,) = rows_of(config(me=plugin("devicecode", *IDS[:2])), machine=machine)
    assert row.works is True


def test_without_a_version_nothing_can_be_told() -> None:
    (row,) = rows_of(config(me={"token": "t"}), NEW, Client("helm", "", "/h", None, "ends with exit code 1"))
    assert [answer.works for answer in row.answers] == [True, None]
    assert row.works is None


def test_a_current_context_that_is_not_there_is_a_row() -> None:
    rows = rows_of(config("gone", me={"token": "t"}))
    assert [(row.context, row.works, row.is_current) for row in rows] == [("me", True, False), ("gone", False, True)]
    assert why(rows[1]) == [["dangling-current-context"]]


@pytest.mark.parametrize(
    ("data", "names"),
    [(b"users: [\n", ["syntax-error"]), (b"", [NOTHING]), (b"apiVersion: v1\nkind: Config\n", [NOTHING])],
)
def test_a_file_without_contexts_is_one_row(data: bytes, names: list[str]) -> None:
    (row,) = rows_of(data)
    assert (row.context, row.works, why(row)) == ("", False, [names])


def test_one_unreadable_file_of_a_list_stops_all() -> None:
    (row,) = diagnose(
        [report(config(me={"token": "t"}), [NEW])], {"other": "cannot be read: denied"}, [NEW], FULL.around
    )
    assert (row.works, why(row)) == (False, [[UNREADABLE]])


def test_the_first_file_of_a_list_counts() -> None:
    first, second = config(me={"token": "t"}), config(me=legacy(), you=legacy())
    reports = [report(first, [NEW], name="one"), report(second, [NEW], name="two")]
    rows = diagnose(reports, {}, [NEW], FULL.around)
    assert [(row.context, row.works, row.file, row.user_file) for row in rows] == [
        ("me", True, "one", "one"), ("you", False, "two", "two"),
    ]  # fmt: skip
    assert rows[1].answers[0].reasons[0].file == "two"


def test_one_context_is_asked_about() -> None:
    reports = [report(config(me={"token": "t"}, you=legacy()), [NEW])]
    (row,) = diagnose(reports, {}, [NEW], FULL.around, {"me"})
    assert row.context == "me"
    assert "removed-azure" not in [reason.name for reason in others([row], reports, only=True)]
    assert "removed-azure" in [reason.name for reason in others([row], reports)]
    assert diagnose(reports, {}, [NEW], FULL.around, {"nobody"}) == []


def test_what_stops_a_context_is_no_other_problem() -> None:
    reports = [report(config(me=legacy(**{"access-token": "t"})), [NEW, HELM])]
    rows = diagnose(reports, {}, [NEW, HELM], FULL.around)
    assert [reason.name for reason in others(rows, reports)] == ["cached-tokens"]


# which client is which kubectl


@pytest.mark.parametrize(
    ("client", "version", "minor"),
    [
        ("kubectl", "v1.28.5-eks-5e0fdde", 28),
        ("helm", "3.2.4", 11), ("helm", "3.8.2", 23), ("helm", "3.10.3", 24), ("helm", "3.11.0", 26), ("helm", "4.3.1", 32),
        ("k9s", "0.26.7", 24), ("k9s", "0.27.0", 26), ("k9s", "0.50.0", 26),
    ],
)  # fmt: skip
def test_a_client_knows_the_logins_of_a_kubectl(client: str, version: str, minor: int) -> None:
    assert release_of(client, version)[:2] == (1, minor)


def test_the_first_on_path_counts_and_none_is_the_newest_kubectl() -> None:
    programs = {
        "kubectl": (Program("/a/kubectl", "1.30.0"), Program("/b/kubectl", "1.20.0")),
        "helm": (Program("/a/helm", "3.11.1+g1"),),
    }
    assert [str(client) for client in clients_of(programs)] == ["kubectl 1.30.0", "helm 3.11.1"]
    (alone,) = clients_of({"kubectl": ()})
    assert (alone.path, alone.release) == ("", parse_version(alone.version))
    (silent,) = clients_of({"kubectl": (Program("/a/kubectl", problem="does not answer within 5 s"),)})
    assert (silent.release, silent.problem) == (None, "does not answer within 5 s")


# what helps


def helps(*clients: Client, known: Known = Known(), **users: Any) -> list[str]:  # noqa: B008 - an immutable value
    rows = rows_of(config(**users), *clients, machine=FakeMachine())
    return [str(each) or each.why for each in remedies(rows, {}, known)]


def test_what_most_contexts_wait_for_comes_first() -> None:
    assert helps(
        a=exec_user(), b=plugin("devicecode", *IDS), c=plugin("devicecode", *IDS), known=Known(frozenset(["az"]))
    ) == [
        "az aks install-cli",
        "install aws: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    ]


@pytest.mark.parametrize(
    ("user", "known", "helped"),
    [
        (plugin("devicecode", *IDS), Known(), "install kubelogin: https://azure.github.io/kubelogin/install.html"),
        (plugin("devicecode", *IDS), Known(frozenset(["az"])), "az aks install-cli"),
        (exec_user(command=GKE), Known(frozenset(["gcloud"])), f"gcloud components install {GKE}"),
        (exec_user(command="acme", installHint="ask"), Known(), "The program of an exec plugin is not on this machine"),
    ],
)  # fmt: skip
def test_a_missing_plugin_is_installed(user: Any, known: Known, helped: str) -> None:
    assert helps(me=user, known=known) == [helped]


def test_the_right_kubelogin_behind_the_wrong_one() -> None:
    rows = rows_of(config(me=plugin("devicecode", *IDS)), machine=OTHERS)
    (first,) = remedies(rows, {}, Known(right_kubelogin="/opt/the right/kubelogin"))
    assert str(first) == "export PATH='/opt/the right':\"$PATH\""


def test_names_are_quoted() -> None:
    rows = rows_of(config("gone", me={"token": "t"}))
    (first,) = remedies(rows, {}, Known(good_context="it's; rm -rf ~"))
    assert str(first) == "kubectl config use-context 'it'\"'\"'s; rm -rf ~'"


def test_a_login_that_lacks_something_is_converted_with_it() -> None:
    rows = rows_of(config(me=legacy(**{"tenant-id": None})))
    (first,) = remedies(
        rows, {("config", "me"): Refusal("no tenant", "give --tenant-id ID (az)", "tenant-id")}, Known()
    )
    assert (str(first), first.detail) == (
        "kubeconv convert --user me --tenant-id ID config",
        "no tenant; give --tenant-id ID (az)",
    )


def test_logins_that_lack_the_same_are_converted_by_one_command() -> None:
    users: dict[str, Any] = {name: legacy(**{"tenant-id": None}) for name in ("a", "b c")}
    rows = rows_of(config("a", **users))
    (first,) = remedies(
        rows, {("config", name): Refusal("no tenant", "give --tenant-id ID", "tenant-id") for name in users}, Known()
    )
    assert (str(first), first.mends) == ("kubeconv convert --user a --user 'b c' --tenant-id ID config", 2)


def test_a_login_that_no_flag_helps_has_no_command_that_would_fail_again() -> None:
    (first,) = remedies(
        rows_of(config(me=legacy())), {("config", "me"): Refusal("it is an alias", "write it out")}, Known()
    )
    assert (str(first), first.detail) == ("", "user 'me': it is an alias; write it out")


def test_what_is_wrong_with_the_cluster_is_not_converted() -> None:
    data = config(me=legacy(), you={"token": "t"}).replace(
        b"cluster: c\n    user: you", b"cluster: gone\n    user: you"
    )
    refused = {("config", name): Refusal("no tenant", "give --tenant-id ID", "tenant-id") for name in ("me", "you")}
    assert [str(each) for each in remedies(rows_of(data), refused, Known()) if each.command] == [
        "kubeconv convert --user me --tenant-id ID config"
    ]


# around the files


def around(
    rows: Sequence[Row] = (), locks: Mapping[str, str] | None = None, missing: Sequence[str] = (), **programs: Sequence[Program]
) -> tuple[list[str], list[str]]:  # fmt: skip
    problems, helping = machine_problems(rows, [], Around(programs, (), locks or {}, missing=missing))
    return [problem.message for problem in problems], [str(remedy) for remedy in helping]


def test_a_lock_left_behind() -> None:
    said, helped = around(locks={"/h/my config.lock": "/h/my config is locked by another program"})
    assert (said, helped) == (["/h/my config is locked by another program"], ["rm -f '/h/my config.lock'"])


def test_all_kubelogins_are_named() -> None:
    (said,), _ = around(kubelogin=(Program("/a/kubelogin", "0.1.9", True), Program("/b/kubelogin", "1.27.0", False)))
    assert said == (
        "2 programs called kubelogin are on PATH, and the first one counts: /a/kubelogin (Azure's 0.1.9), then "
        "/b/kubelogin (int128's 1.27.0)"
    )
    for first, severity in ((True, "info"), (False, "warning")):
        programs = {"kubelogin": (Program("/a/kubelogin", "1", first), Program("/b/kubelogin", "0.1.9", True))}
        (problem,), _ = machine_problems([], [], Around(programs))
        assert problem.severity == severity
    (silent,), _ = around(kubelogin=(Program("/a/kubelogin", problem="does not answer within 5 s"),))
    assert silent == "/a/kubelogin does not answer within 5 s"


@pytest.mark.parametrize(
    ("az", "mode", "said"),
    [
        ("2.78.0", "devicecode", True),
        ("2.86.0", "devicecode", True),
        ("2.77.0", "devicecode", False),
        ("2.78.0", "azurecli", False),
        ("", "devicecode", False),
    ],
)
def test_what_az_did_not_convert(az: str, mode: str, said: bool) -> None:
    rows = rows_of(config(me=plugin(mode, *IDS)))
    problems, helped = around(rows, az=(Program("/a/az", az),))
    assert bool(problems) is said
    assert helped == (["kubeconv convert -l azurecli --user me config"] if said else [])


def test_since_when_az_converts_is_a_row_of_the_table() -> None:
    assert AZ_CONVERTS in CHANGES


def test_a_file_of_the_list_that_is_not_there() -> None:
    assert around(missing=["/gone"])[0] == ["KUBECONFIG names a file that does not exist: /gone"]


def test_a_variable_is_unset() -> None:
    machine = FakeMachine("kubelogin", environment={"AAD_LOGIN_METHOD": "msi"})
    reports = [report(config(me=plugin("devicecode", *IDS)), [NEW], machine)]
    rows = diagnose(reports, {}, [NEW], machine.around)
    problems, helped = machine_problems(rows, others(rows, reports), Around())
    assert [problem.name for problem in problems] == ["environment-overrides-login"]
    assert [str(each) for each in helped] == ["unset AAD_LOGIN_METHOD"]


@pytest.mark.parametrize(
    "name",
    [
        "my AZURE_TENANT_ID login",
        "AZURE_TENANT_ID",
        "kubeconv convert --kubectl 1.2 FILE",
        "give --server-id ID",
        "the variable",
    ],
)
def test_the_name_of_a_user_chooses_no_remedy(name: str) -> None:
    machine = FakeMachine("kubelogin", "aws", environment={"AZURE_CLIENT_ID": "another"})
    users: dict[str, Any] = {
        name: plugin("devicecode", *IDS),
        f"{name} 2": legacy(**{"tenant-id": None}),
        f"{name} 3": exec_user("v1alpha1"),
    }
    data = config(**users)
    reports = [report(data, [NEW], machine)]
    rows = diagnose(reports, {}, [NEW], machine.around)
    _, unset = machine_problems(rows, others(rows, reports), Around())
    assert [each.command for each in unset] == [("unset", "AZURE_CLIENT_ID")]
    refused = {("config", f"{name} 2"): Refusal("it lacks it", f"give it to {name}", "tenant-id")}
    assert {each.command for each in remedies(rows, refused, Known()) if each.command} == {
        ("kubeconv", "convert", "--user", f"{name} 2", "--tenant-id", "ID", "config"),
        ("kubeconv", "convert", "config"),
    }


def test_a_remedy_without_a_command_is_no_command() -> None:
    assert str(Remedy((), "install it")) == ""


@pytest.mark.parametrize(
    "name", [value for key, value in vars(cause).items() if key.isupper() and isinstance(value, str)]
)
def test_every_cause_has_words_of_its_own_or_those_of_a_rule(name: str) -> None:
    found = cause.Cause(name, None, "f", 1, ("A",), ("client-id",), "kubelogin", (), "spn", ("1", "2"))
    reason = CauseWords([], {"f": "is gone"}).reason(found)
    assert reason.name == name
    assert reason.title
    assert reason.message
