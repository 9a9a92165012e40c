"""The kuberc file does not let kubectl run the exec command.

From 1.35 on kubectl obeys `credentialPluginPolicy` in the kuberc file: `DenyAll` runs no plugin at all, `Allowlist`
only those that `credentialPluginAllowlist` names. An entry without slash allows the program that PATH gives for the
name, one with a path that file only. kubectl 1.35 knows the key `name` of an entry, 1.36 and newer also `command`. A
user who also has a token, a password or a certificate is not affected: kubectl does not run the plugin for them. To
check this, give the kuberc file: `kubeconv validate --kuberc FILE`; what PATH gives for a name is looked up with
`--this-machine` only. With the policy `DenyAll`:

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: /opt/bin/plugin

Good:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token

Since: kubectl 1.35 (https://kubernetes.io/docs/reference/kubectl/kuberc/)
"""

import posixpath
from collections.abc import Iterator
from typing import Final

from kubeconv.auth.kubelogin import program_of
from kubeconv.gate.shown import command, known, quoted_command, quoted_name
from kubeconv.kubeconfig.view import Exec, User
from kubeconv.releases.table import KUBERC_COMMAND, KUBERC_POLICY
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import value_of
from kubeconv.validation.go.kuberc import (
    ALLOWLIST,
    DENY_ALL,
    PluginPolicy,
    clean,
    read_policy,
)
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC330"
NAME: Final = "kuberc-forbids-command"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"

#: With one of these client-go does not run the plugin.
_INSTEAD: Final = ("token", "tokenFile", "username", "client-certificate", "client-certificate-data")


def check(case: Case) -> Iterator[Hit]:
    """Each exec command that the policy forbids, or what is wrong with the policy itself."""
    if case.kuberc is None or case.kubectl < KUBERC_POLICY.since:
        return
    policy = read_policy(case.kuberc, case.kubectl)
    if policy is None:
        yield Hit(
            None,
            "the kuberc file holds no preferences that kubectl understands",
            "it starts with apiVersion: kubectl.config.k8s.io/v1beta1 and kind: Preference",
            severity="warning",
            effect="risk",
        )
    elif policy.problem:
        message = f"kubectl refuses the kuberc file: {policy.problem}"
        yield Hit(None, message, "correct the kuberc file", effect="risk")
    elif policy.kind in (DENY_ALL, ALLOWLIST):
        for user in case.kubeconfig.users_with("exec"):
            exec_ = user.exec
            if exec_ is None or not exec_.command or any(user.string(key) for key in _INSTEAD):
                continue
            if effect := _forbids(policy, exec_.command, case):
                yield _hit(user, exec_, policy, effect, case)


def _hit(user: User, exec_: Exec, policy: PluginPolicy, effect: Effect, case: Case) -> Hit:
    node = value_of(exec_.fields, "command") or exec_.node
    key = "command" if case.kubectl >= KUBERC_COMMAND.since else "name"
    entry = f'add "- {key}: {command(exec_.command)}" to credentialPluginAllowlist in the kuberc file'
    return Hit(
        node.span,
        f"user {quoted_name(user.name)}: the policy {known(policy.kind, (DENY_ALL, ALLOWLIST))} of the kuberc file "
        "forbids kubectl to run "
        f"{quoted_command(exec_.command)}",
        entry if policy.kind == ALLOWLIST else f"set credentialPluginPolicy: {ALLOWLIST}, and {entry}",
        Subject("user", user.name),
        effect=effect,
        https_only=True,
    )


def _forbids(policy: PluginPolicy, command: str, case: Case) -> Effect | None:
    """`use` if kubectl certainly refuses the command, `risk` if it does so with the PATH of this machine."""
    if policy.kind == DENY_ALL:
        return "use"
    allowed = policy.allowlist or ()
    on_path = "/" not in command
    path = command if on_path or command.startswith("/") else posixpath.join(case.folder, command)
    path = clean(path)
    if path in allowed:
        return None
    # Loosely, as a program of Windows has another form of path, and an ending that PATH leaves out.
    if program_of(path) not in map(program_of, allowed):
        return "use"
    machine = case.machine
    resolved = machine.which(path) if machine is not None and on_path else path
    if machine is None or resolved is None or not resolved.startswith("/"):
        return None  # it cannot be told, or there is nothing to run
    if resolved in allowed or any("/" not in each and machine.which(each) == resolved for each in allowed):
        return None
    return "risk"
