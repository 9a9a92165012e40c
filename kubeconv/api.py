"""The functions of the library: bytes in, values out. No files, no network, no processes."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.conversion.options import TARGETS, Options, disagreement, selected_users
from kubeconv.conversion.users import Conversion, convert_users
from kubeconv.gate.shown import plain, quoted, quoted_key
from kubeconv.kubeconfig.login import Detected, detect_users
from kubeconv.kubeconfig.view import Kubeconfig, contexts_by_user, read
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import parse_version
from kubeconv.tree.source import Source

if TYPE_CHECKING:
    from kubeconv.validation.run import Report


def load(data: bytes, name: str = "-") -> Kubeconfig:
    """The typed view of the bytes of a kubeconfig; `name` is how messages call it.

    Raises Refused if they are no YAML or no kubeconfig.
    """
    return read(Source(data, name))


def detect(data: bytes, name: str = "-") -> list[Detected]:
    """The login of every user in the bytes of a kubeconfig, in the order of the file. Raises Refused like `load`."""
    kubeconfig = load(data, name)
    return detect_users(kubeconfig, contexts_by_user([kubeconfig]))


def validate(data: bytes, *, kubectl: Sequence[str] = (), context: str | None = None, name: str = "-") -> "Report":
    """What is wrong with the bytes of a kubeconfig, and what kubectl makes of them: `.findings`, `.loads`, `.usable`.

    `kubectl` are releases such as "1.26" (none: the newest that is known), `context` is judged instead of the current one.
    Nothing on this machine is looked at. Raises ValueError for a release that is none.
    """
    from kubeconv.validation.run import validate_source  # with all rules, which no other function needs

    releases = [parse_version(each) for each in kubectl] or [NEWEST_KUBECTL]
    return validate_source(Source(data, name), releases, context=context)


def convert(
    data: bytes,
    *,
    to: Literal["exec", "azure", "gcp", "oidc"] = "exec",
    login: str | None = None,
    flags: Mapping[str, str] | None = None,
    keep_origin: bool = False,
    users: Sequence[str] = (),
    contexts: Sequence[str] = (),
    only: Sequence[str] = (),
    oidc_to_exec: bool = False,
    any_plugin: bool = False,
    kubectl: str | None = None,
    name: str = "-",
) -> Conversion:
    """Convert the users in the bytes of a kubeconfig whose login a kubectl (none: the newest that is known) does not know,
    or those that the arguments mean; `.data` of the result are the new bytes.

    `flags` are values by flag name of kubelogin without dashes ("tenant-id", and "azure-config-dir"), "true" or "false"
    for switches; with these, or a `login`, only Azure users are meant. `users` and `contexts` are names or glob patterns,
    `only` is any of "azure", "gcp", "oidc", "openstack", "v1alpha1", "v1". `oidc_to_exec` converts oidc auth-providers too,
    `any_plugin` exec plugins of which it is not known whether they answer in another version.

    Raises Refused like `load`, UnknownName for a user or context that is not there, ValueError for arguments that are none.
    """
    values = dict(flags or {})
    folder = values.pop("azure-config-dir", "")
    _check(to, login, values, only, users, contexts)
    client = parse_version(kubectl) if kubectl is not None else NEWEST_KUBECTL
    options = Options(
        to, login, values, folder, keep_origin, users, contexts, only=only, oidc_to_exec=oidc_to_exec, any_plugin=any_plugin,
        kubectl=client,
    )  # fmt: skip
    if problem := disagreement(options):
        raise ValueError(problem)
    kubeconfig = load(data, name)
    used_by = contexts_by_user([kubeconfig])
    return convert_users(kubeconfig, used_by, selected_users([(kubeconfig, used_by)], options)[0], options)


def _check(to: str, login: str | None, flags: Mapping[str, object], *names: Sequence[str]) -> None:
    if to not in TARGETS:
        raise ValueError(f"to is one of {', '.join(TARGETS)}, not {quoted(plain(to))}")
    if login is not None and (login not in LOGIN_MODES or to != "exec"):
        raise ValueError(f"login is for to='exec', and one of {', '.join(LOGIN_MODES)}, not {quoted(plain(login))}")
    for name, value in flags.items():
        if name not in FLAGS or name == "login":
            raise ValueError(f"flags has {quoted_key(name)}, which is not a flag of kubelogin convert-kubeconfig")
        if not isinstance(value, str) or (FLAGS[name].switch and value not in ("true", "false")):
            raise ValueError(f"flags[{quoted_key(name)}] is a string{', true or false' if FLAGS[name].switch else ''}")
    if any(isinstance(each, str) for each in names):
        raise ValueError("users, contexts and only must be lists of names")
