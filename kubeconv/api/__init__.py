"""The functions of the library: kubeconfigs in, values out. No network, no processes, nothing is written, and nothing is read
but a file that is given as a `Path`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Unpack

from kubeconv.api import taken
from kubeconv.api.names import LoginMode, Only, Target, Wishes
from kubeconv.api.taken import Data
from kubeconv.api.view import Kubeconfig, view_of
from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.conversion.options import TARGETS, Options, disagreement, selected_users
from kubeconv.conversion.users import Conversion, Outcome, convert_users
from kubeconv.gate.shown import plain, quoted, quoted_key
from kubeconv.kubeconfig.login import Detected, detect_users
from kubeconv.kubeconfig.view import contexts_by_user
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import parse_version

if TYPE_CHECKING:
    from kubeconv.doctor.diagnosis import Row
    from kubeconv.explain.here import Explanation
    from kubeconv.requirements.situation import Policy, Requirement
    from kubeconv.validation.audit import Audit
    from kubeconv.validation.manual import Manual
    from kubeconv.validation.run import Report


def load(data: Data, name: str = "-") -> Kubeconfig:
    """What a kubeconfig holds, as typed values: `.clusters`, `.users`, `.contexts`, and `.current`, the current context with
    its cluster and user.

    `name` is how messages call it. Raises Refused if it is not YAML or not a kubeconfig, FileProblem for a `Path` that cannot
    be read, TypeError for anything but bytes, text and a `Path`; so do all functions that take a kubeconfig.
    """
    from kubeconv.kubeconfig.data import data as data_of

    found = taken.kubeconfig_of(data, name, "load")
    return view_of(data_of(found.document.root, is_sorted=False), found.source)


def merge(files: Iterable[Data]) -> Kubeconfig:
    """A list of kubeconfigs as kubectl sees them together in `$KUBECONFIG`: the first entry of a name counts, and the first
    current context. A `Path` that does not exist is left out, and relative paths in a file mean its folder.

    Raises Refused if one of them is not a kubeconfig: client-go then reads none of them.
    """
    from kubeconv.api.merging import merged

    if isinstance(files, bytes | str) or not hasattr(files, "__iter__"):
        raise TypeError(f"kubeconv.merge takes a list of kubeconfigs, not {type(files).__name__}")
    return merged(files, "merge")


def detect(data: Data, name: str = "-") -> list[Detected]:
    """The login of every user of a kubeconfig, in the order of the file. Raises like `load`."""
    kubeconfig = taken.kubeconfig_of(data, name, "detect")
    return detect_users(kubeconfig, contexts_by_user([kubeconfig]))


def validate(
    data: Data,
    *,
    kubectl: Sequence[str] = (),
    context: str | None = None,
    untrusted: bool = False,
    name: str = "-",
) -> "Report":
    """What is wrong with a kubeconfig, and what kubectl makes of it: `.findings` with line and column, `.loads`, `.usable`.

    `kubectl` are releases such as "1.26" (none: the newest that is known), `context` is judged instead of the current one.
    `untrusted` is for files of others: no comment in the file hides a finding. Nothing on this machine is looked at, and a
    file that cannot be read as a kubeconfig is a finding too. Raises ValueError if `kubectl` is not a release.
    """
    from kubeconv.validation.run import validate_source  # with all rules, which no other function needs

    releases = [parse_version(each) for each in taken.texts(kubectl, "validate", "kubectl")] or [NEWEST_KUBECTL]
    if context is not None:
        taken.text(context, "validate", "context")
    source = taken.source_of(data, name, "validate")
    report = validate_source(source, releases, context=context, untrusted=untrusted)
    return report._replace(
        findings=[taken.placed(source, each) for each in report.findings],
        found={
            kubectl: [taken.placed(source, each) for each in findings] for kubectl, findings in report.found.items()
        },
    )


def audit(data: Data, *, kubectl: str | None = None, name: str = "-") -> "Audit":
    """What a kubeconfig from somebody else would run, read and contact on the machine of whoever uses it: a page for each
    context, and `.grade`, the worst of all ("info", "warning" or "error").

    What kubectl does not read is "error", and `.unseen` says why. Nothing that the file names is run or opened. Raises
    ValueError if `kubectl` is not a release.
    """
    from kubeconv.kubeconfig.view import parse_tolerantly
    from kubeconv.machine.load import loaded_from
    from kubeconv.validation.audit import audit_files
    from kubeconv.validation.files import validate_files
    from kubeconv.validation.run import Asked

    release = taken.release(kubectl, "audit")
    source = taken.source_of(data, name, "audit")
    loaded = loaded_from(parse_tolerantly(source))
    (found,) = audit_files(validate_files([loaded], Asked((release,), untrusted=True)), release)
    return found


def convert(
    data: Data,
    *,
    to: Target = "exec",
    login: LoginMode | None = None,
    flags: Mapping[str, str] | None = None,
    keep_origin: bool = False,
    users: Sequence[str] = (),
    contexts: Sequence[str] = (),
    clusters: Sequence[str] = (),
    exclude: Sequence[str] = (),
    only: Sequence[Only] = (),
    oidc_to_exec: bool = False,
    any_plugin: bool = False,
    kubectl: str | None = None,
    name: str = "-",
) -> Conversion:
    """Convert the users of a kubeconfig whose login a kubectl (none: the newest that is known) does not know, or those that the
    arguments mean; `.data` of the result are the new bytes.

    `flags` are values by flag name of kubelogin without dashes ("tenant-id", and "azure-config-dir"), "true" or "false"
    for switches; with these, or a `login`, only Azure users are meant. `users`, `contexts` and `clusters` are names or glob
    patterns, and so is `exclude`, which are users or contexts that stay; `only` is any of "azure", "gcp", "oidc",
    "openstack", "v1alpha1", "v1". `oidc_to_exec` converts oidc auth-providers too, `any_plugin` exec plugins of which it is
    not known whether they answer in another version.

    Raises Refused like `load`, UnknownName for a user or context that is not there, ValueError for a wrong argument.
    """
    if flags is not None and not isinstance(flags, Mapping):
        raise TypeError(f"kubeconv.convert takes a dict of strings as flags, not {type(flags).__name__}")
    values = dict(flags or {})
    folder = values.pop("azure-config-dir", "")
    named = {"users": users, "contexts": contexts, "clusters": clusters, "exclude": exclude, "only": only}
    _check(to, login, values, named)
    if not isinstance(folder, str):
        raise ValueError('flags["azure-config-dir"] is a string')
    lists = {what: taken.texts(names, "convert", what) for what, names in named.items()}
    options = Options(
        to, login, values, folder, keep_origin, lists["users"], lists["contexts"], lists["clusters"], lists["exclude"],
        only=lists["only"], oidc_to_exec=oidc_to_exec, any_plugin=any_plugin, kubectl=taken.release(kubectl, "convert"),
    )  # fmt: skip
    if problem := disagreement(options):
        raise ValueError(problem)
    kubeconfig = taken.kubeconfig_of(data, name, "convert")
    used_by = contexts_by_user([kubeconfig])
    with taken.placing(kubeconfig.source):
        return convert_users(kubeconfig, used_by, selected_users([(kubeconfig, used_by)], options)[0], options)


def plan(data: Data, **arguments: Unpack[Wishes]) -> Sequence[Outcome]:
    """What `convert` with the same arguments would make of each selected user, and why; nothing is converted."""
    return convert(data, **arguments).outcomes


def diff(data: Data, new: Data | None = None, **arguments: Unpack[Wishes]) -> str:
    """The change from one kubeconfig to another as a unified diff in which secrets are `***`; '' if there is none. Without
    `new` it is the change that `convert` makes with these arguments. Raises like `convert`."""
    from kubeconv.report.diff import changed_lines, unified_diff

    if new is None:
        made = convert(data, **arguments)
        return unified_diff(made.source, made.edits, made.text, made.trees, uncut=True)
    name = arguments.pop("name", "-")
    if arguments:
        raise TypeError(f"kubeconv.diff takes {next(iter(arguments))} only without new")
    before, after = (taken.kubeconfig_of(each, name, "diff") for each in (data, new))
    edits = changed_lines(before.source, after.source.text)
    return unified_diff(before.source, edits, after.source.text, (before.document, after.document), uncut=True)


def diagnose(
    data: Data,
    *,
    kubectl: str | None = None,
    helm: str | None = None,
    kubelogin: str | None = None,
    az: str | None = None,
    environment: Mapping[str, str] | None = None,
    name: str = "-",
) -> list["Row"]:
    """Which contexts of a kubeconfig work with these clients, and why the others do not: a row for each context, with an answer
    for each client.

    A version looks like "1.30"; "none" means that the program is not installed, None that its version is unknown. Without
    kubectl and helm the client is the newest known kubectl. `environment` has all variables that are set (None: unknown).
    Nothing on this machine is looked at. Raises ValueError if one is not a version.
    """
    from kubeconv.api.described import around, programs_of
    from kubeconv.doctor.diagnosis import diagnose as rows_of
    from kubeconv.kubeconfig.view import parse_tolerantly
    from kubeconv.requirements.chain import decides
    from kubeconv.requirements.clients import clients_of
    from kubeconv.validation.run import Asked, validate_parsed

    programs = programs_of({"kubectl": kubectl, "helm": helm, "kubelogin": kubelogin, "az": az})
    clients = clients_of(programs)
    releases = list(dict.fromkeys(each.release for each in clients if each.release is not None))
    known = around(programs, environment)
    source = taken.source_of(data, name, "diagnose")
    report = validate_parsed(parse_tolerantly(source), Asked(releases, runs=decides))
    return rows_of([report], {}, clients, known)


def check_versions(
    data: Data | None = None,
    *,
    kubectl: str | None = None,
    helm: str | None = None,
    az: str | None = None,
    kubelogin: str | None = None,
    cluster: str | None = None,
    aks_show: Data | None = None,
    variables: Iterable[str] | None = None,
    policy: "Policy" = "aks",
    name: str = "-",
) -> list["Requirement"]:
    """What these versions require of each other, of a cluster, and of the logins of a kubeconfig, if one is given: each with
    its verdict ("ok", "fails", "needs" or "unknown"), the source, and what to do.

    A version looks like "1.30"; "none" means that the program is not installed, None that its version is unknown. `aks_show` is
    the output of `az aks show` or `az aks list`. `variables` are the names of all variables that are set (None: unknown).
    `policy` "kubernetes" leaves out what only AKS asks for. Raises ValueError for anything else.
    """
    from kubeconv.api.described import programs_of, users_that_log_in
    from kubeconv.requirements import Situation, check_requirements, kubelogin_uses
    from kubeconv.requirements.access import accesses
    from kubeconv.requirements.aks import read_aks_show
    from kubeconv.requirements.surroundings import Surroundings

    programs = programs_of({"kubectl": kubectl, "helm": helm, "az": az, "kubelogin": kubelogin})
    if policy not in ("aks", "kubernetes"):
        raise ValueError(f"policy is one of aks, kubernetes, not {quoted(plain(str(policy)))}")
    if cluster is not None:
        taken.release(cluster, "check_versions", "cluster")
    shown = read_aks_show(taken.content(aks_show, "check_versions", "az aks show")) if aks_show is not None else ()
    known = None if variables is None else frozenset(taken.texts(variables, "check_versions", "variables"))
    situation = Situation(programs, cluster or "", tuple(shown), policy=policy, variables=known)
    if data is not None:
        kubeconfig = taken.kubeconfig_of(data, name, "check_versions")
        users, used_by = users_that_log_in(kubeconfig)
        uses = kubelogin_uses(kubeconfig, Surroundings(named=known or frozenset()))
        situation = situation._replace(
            users=users,
            uses=[use for use in uses if used_by.get(use.user)],
            accesses=accesses([kubeconfig], users, merged=False) if shown else (),
            plugins=[(kubeconfig, user) for user in kubeconfig.users if user.exec and used_by.get(user.name)],
        )
    return check_requirements(situation)


def explain(text: str, data: Data | None = None, name: str = "-") -> list["Explanation | Manual"]:
    """What the messages of kubectl, helm, az, kubelogin … in a text mean, and what helps; none if none is known. With a
    kubeconfig its users, contexts and files are filled in. The code or the name of a rule gives its manual.

    Raises TypeError if `text` is not a string, and like `load`.
    """
    from kubeconv.explain.here import explain as explained
    from kubeconv.explain.here import users_here
    from kubeconv.explain.messages import MESSAGES
    from kubeconv.explain.search import Match, find_messages, find_rules
    from kubeconv.kubeconfig.view import Parsed
    from kubeconv.machine.load import loaded_from
    from kubeconv.validation.manual import find_manual

    if not isinstance(text, str):
        raise TypeError(f"kubeconv.explain takes a text, not {type(text).__name__}")
    wanted = text.strip()
    names = find_rules(text) or ([wanted] if wanted and len(wanted.split()) == 1 else [])
    manuals = [manual for manual in map(find_manual, names) if manual is not None]
    matches = [Match(row, {}) for row in MESSAGES if row.id == wanted] or find_messages(text, MESSAGES)
    loaded = []
    if data is not None:
        kubeconfig = taken.kubeconfig_of(data, name, "explain")
        loaded = [loaded_from(Parsed(kubeconfig))._replace(used_by=contexts_by_user([kubeconfig]))]
    return [*explained(matches, users_here(loaded), [each.path for each in loaded], text), *manuals]


def _check(to: str, login: object, flags: Mapping[str, object], named: Mapping[str, object]) -> None:
    if to not in TARGETS:
        raise ValueError(f"to is one of {', '.join(TARGETS)}, not {quoted(plain(str(to)))}")
    if login is not None and (not isinstance(login, str) or login not in LOGIN_MODES or to != "exec"):
        raise ValueError(
            f"login is for to='exec', and one of {', '.join(LOGIN_MODES)}, not {quoted(plain(str(login)))}"
        )
    for name, value in flags.items():
        if name not in FLAGS or name == "login":
            raise ValueError(f"flags has {quoted_key(str(name))}, which is not a flag of kubelogin convert-kubeconfig")
        if not isinstance(value, str) or (FLAGS[name].switch and value not in ("true", "false")):
            raise ValueError(f"flags[{quoted_key(name)}] is a string{', true or false' if FLAGS[name].switch else ''}")
    if any(isinstance(each, str) for each in named.values()):
        raise ValueError("users, contexts, clusters, exclude and only must be lists of names")
