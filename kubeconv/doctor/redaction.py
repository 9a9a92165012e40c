"""An examination that can be shown to strangers: no names, paths, hosts or ids of this machine's clusters. Pure.

It is safe by construction, not by search and replace: every text that may hold a name of a file is left out and its general
form, the title, put in its place; every name, path and word of a command is replaced unless it is one of our own.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.kubelogin_run import VARIABLES
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.auth.plugins import INSTALL
from kubeconv.doctor.diagnosis import Answer, Row
from kubeconv.doctor.examine import Examination
from kubeconv.doctor.reason import Reason
from kubeconv.doctor.remedies import INSTALLERS, Remedy
from kubeconv.kubeconfig.login import Login
from kubeconv.machine.files import STANDARD_INPUT
from kubeconv.machine.programs import Program
from kubeconv.releases.version import parse_version
from kubeconv.requirements.cause import Cause
from kubeconv.requirements.clients import Client

#: Formats of logins that name nothing; the name of an auth-provider may be anybody's.
_FORMATS: Final = frozenset(
    (
        "azure", "kubelogin", "exec", "gcp", "oidc", "openstack", "client-certificate", "token", "token-file", "basic", "none",
        "conflict",
    )
)  # fmt: skip
#: Words of our commands.
_WORDS: Final = frozenset(
    (
        "kubeconv", "doctor", "--fix", "convert", "--user", "-l", "azurecli", "kubectl", "config", "use-context",
        "get-contexts", "--kubeconfig", "--context", "--cluster", "--exclude", "version", "rm", "-f", "unset", "export", "--",
        "--tenant-id", "--client-id", "--server-id", "ID", "--any-plugin", "--kubectl", "--oidc-to", "exec",
        *(word for words in INSTALLERS.values() for word in words),
    )
)  # fmt: skip
#: Folders that are the same on every machine.
_FOLDERS: Final = frozenset(
    ("/bin", "/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/homebrew/bin", "/home/linuxbrew/.linuxbrew/bin")
)


def redact(found: Examination, home: str) -> Examination:
    """The examination with a pseudonym for each context, user, cluster and file; the same thing has the same one. Versions,
    formats of logins, codes and lines stay. Plans are left out: a diff is full of names."""
    hidden = _Hidden(found, home)
    machine = found.machine
    return found._replace(
        paths=found.paths._replace(
            files=tuple(map(hidden.path, found.paths.files)), missing=tuple(map(hidden.path, found.paths.missing))
        ),
        unreadable={hidden.path(path): "cannot be read" for path in found.unreadable},
        machine=machine._replace(
            programs={name: tuple(map(hidden.program, each)) for name, each in machine.programs.items()},
            clients=[hidden.client(client) for client in machine.clients],
        ),
        rows=[hidden.row(row) for row in found.rows],
        problems=list(dict.fromkeys(map(hidden.reason, found.problems))),
        # One that was all about a name is no help without.
        remedies=list(dict.fromkeys(hidden.remedy(each) for each in found.remedies if each.command or not each.detail)),
        plans=[],
    )


class _Hidden:
    def __init__(self, found: Examination, home: str) -> None:
        self._home = home.rstrip("/") + "/"
        self._contexts = _numbered("context", (row.context for row in found.rows if row.context))
        self._users = _numbered("user", (row.user for row in found.rows if row.user))
        self._clusters = _numbered("cluster", (row.cluster for row in found.rows if row.cluster))
        #: By the identity of the answer, and by what is left of it: many contexts share one.
        self._answers: dict[int, Answer] = {}
        self._same: dict[Answer, Answer] = {}
        self._paths: dict[str, str] = {STANDARD_INPUT: STANDARD_INPUT, "": ""}
        for path in found.paths.files:
            self.path(path)

    def path(self, path: str) -> str:
        if path.endswith(".lock"):
            return f"{self.path(path[:-5])}.lock"
        if path not in self._paths:
            real = os.path.normpath(path)
            if real == f"{self._home}.kube/config":
                self._paths[path] = "~/.kube/config"
            else:
                folder = "~/" if real.startswith(self._home) else "/.../" if real.startswith(os.sep) else ""
                self._paths[path] = f"{folder}file-{len(self._paths) - 1}"
        return self._paths[path]

    def program(self, program: Program) -> Program:
        return program._replace(path=self._program_path(program.path), version=_version(program.version))

    def client(self, client: Client) -> Client:
        return client._replace(path=self._program_path(client.path), version=_version(client.version))

    def row(self, row: Row) -> Row:
        login = row.login
        if login is not None:
            login = Login(
                login.format if login.format in _FORMATS else "another auth-provider",
                login.mode if login.mode in (None, *LOGIN_MODES) else "another mode",
                login.program if login.program in INSTALL else "",
            )
        return Row(
            self._contexts.get(row.context, ""),
            self._users.get(row.user, ""),
            self._clusters.get(row.cluster, ""),
            login,
            self.path(row.file),
            self.path(row.user_file),
            row.is_current,
            tuple(map(self.answer, row.answers)),
            row.connected if row.reached is not False else "does not answer",
            row.reached,
            row.works_if_read,
        )

    def answer(self, answer: Answer) -> Answer:
        if id(answer) not in self._answers:
            left = self._answer(answer)
            self._answers[id(answer)] = self._same.setdefault(left, left)
        return self._answers[id(answer)]

    def _answer(self, answer: Answer) -> Answer:
        known = {
            id(each): self.reason(each) for each in (*answer.reasons, *answer.needs, answer.cause) if each is not None
        }
        reasons, needs = (
            tuple(dict.fromkeys(known[id(each)] for each in all_)) for all_ in (answer.reasons, answer.needs)
        )
        return answer._replace(reasons=reasons, needs=needs, cause=known.get(id(answer.cause)))

    def cause(self, cause: Cause) -> Cause:
        """The data of a cause: flags that we do not know may be anything."""
        return Cause(
            cause.name, None, self.path(cause.file), cause.line, cause.variables,
            tuple([each for each in cause.flags if each in FLAGS]), cause.command if cause.command in INSTALL else "", (),
            cause.mode if cause.mode in LOGIN_MODES else "", (_version(cause.versions[0]), cause.versions[1]),
        )  # fmt: skip

    def reason(self, reason: Reason) -> Reason:
        variable = reason.variable if reason.name == "environment-overrides-login" else ""
        message = f"{reason.title.rstrip('.')} ({variable})" if variable else reason.title.rstrip(".")
        cause = self.cause(reason.cause) if reason.cause is not None else None
        return Reason(
            reason.name, reason.code, reason.severity, reason.title, message, "", self.path(reason.file), reason.line,
            None, reason.variable, (), reason.missing, cause,
        )  # fmt: skip

    def remedy(self, remedy: Remedy) -> Remedy:
        words, folder = tuple(self._words(remedy.command)), "..." if remedy.folder else ""
        return remedy._replace(command=words, detail="", folder=folder, places=())

    def _words(self, command: Iterable[str]) -> Iterator[str]:
        """The words of a command: what follows an option that takes a name is one, whatever it looks like."""
        names = {
            "--user": self._users, "--context": self._contexts, "use-context": self._contexts,
            "--cluster": self._clusters, "--exclude": self._contexts,
        }  # fmt: skip
        pseudonyms: Mapping[str, str] | None = None
        before = ""
        for word in command:
            if pseudonyms is not None and not (word == "--" and before == "use-context"):
                yield pseudonyms.get(word, "...")
                pseudonyms = None
            elif word in _WORDS or word in VARIABLES or before == "--kubectl":
                yield word
                pseudonyms = names.get(word, pseudonyms)
            else:
                yield self.path(word.removeprefix("./") if word.startswith("./-") else word)
            before = word

    def _program_path(self, path: str) -> str:
        folder, name = os.path.split(path)
        if not path or folder in _FOLDERS:
            return path
        return f"~/.../{name}" if path.startswith(self._home) else f"/.../{name}"


def _numbered(kind: str, names: Iterable[str]) -> Mapping[str, str]:
    return {name: f"{kind}-{number}" for number, name in enumerate(dict.fromkeys(names), start=1)}


@lru_cache(256)  # each cause has one, and hardly any is another one
def _version(text: str) -> str:
    try:
        parse_version(text)
    except ValueError:
        return ""
    return text
