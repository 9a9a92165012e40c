"""What is wrong around the files: locks, variables, several kubelogins, what az did by itself. With what helps. Pure."""

from collections.abc import Container, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from kubeconv.doctor.diagnosis import Row
from kubeconv.doctor.reason import Reason
from kubeconv.doctor.remedies import Remedy, file_word, kubectl_words
from kubeconv.gate import called
from kubeconv.gate.shown import name, quoted_name
from kubeconv.gate.value import NamedTuple
from kubeconv.machine.programs import Program
from kubeconv.releases.table import AZ_CONVERTS
from kubeconv.releases.version import is_at_least
from kubeconv.requirements import Note, Requirement
from kubeconv.requirements.cause import TOO_OLD
from kubeconv.requirements.kubelogin import BROKEN, KEYRING
from kubeconv.tree.finding import Severity

_OF_KUBELOGIN: Final = (BROKEN, KEYRING)
#: The requirements of `requirements` that are looked at, with other words if their own name users of a file.
_REQUIREMENTS: Final = {
    **dict.fromkeys(("kubectl-minimum", "helm-minimum", "az-minimum", "kubectl-skew", "helm-skew"), ""),
    **dict.fromkeys(_OF_KUBELOGIN, "the kubelogin on PATH is not known to be broken for a login mode in use"),
}

Found = tuple[Reason, Remedy | None]


class Around(NamedTuple):
    """What surrounds the files: the programs on PATH by name, the requirements on them, stale locks with what to say
    about each, what to know of the users, and the files of `$KUBECONFIG` that do not exist; `merged` is true if the files are
    that list."""

    programs: Mapping[str, Sequence[Program]] = MappingProxyType({})
    requirements: Sequence[Requirement] = ()
    locks: Mapping[str, str] = MappingProxyType({})
    notes: Sequence[Note] = ()
    missing: Sequence[str] = ()
    merged: bool = False


def machine_problems(rows: Sequence[Row], found: Sequence[Reason], around: Around) -> tuple[list[Reason], list[Remedy]]:
    """All that is wrong besides the reasons of `rows`, and what to do. `found` are findings."""
    stopped = {reason.name for row in rows for answer in row.answers for reason in answer.reasons}
    added = [
        *_of_clusters(rows, around.merged),
        *_of_locks(around.locks),
        *_of_requirements(around, stopped),
        *_of_kubelogins(around.programs.get("kubelogin", ())),
        *_of_az(rows, around.programs.get("az", ())),
        *_of_missing(around.missing),
        *_of_notes(around.notes),
    ]
    variables = [(reason, _unset(reason)) for reason in found if reason.name == "environment-overrides-login"]
    remedies = [remedy for _, remedy in (*variables, *added) if remedy]
    return [*found, *(reason for reason, _ in added)], list(dict.fromkeys(remedies))


def _of_clusters(rows: Sequence[Row], merged: bool) -> Iterator[Found]:
    for row in rows:
        if row.reached is False:
            message = f"the cluster of context {name(row.context)} did not report its version: kubectl {row.connected}"
            command = (*kubectl_words("" if merged else row.file), "--context", row.context, "version")
            yield (
                Reason("silent-cluster", "", "error", "A cluster does not report its version.", message, "", row.file),
                Remedy(command, f"{called.program()} explain says what its message means"),
            )


def _of_requirements(around: Around, stopped: Container[str]) -> Iterator[Found]:
    """The requirements that fail and that are not in the matrix: those about logins, and that kubelogin is there, are."""
    for each in around.requirements:
        is_wrong = each.verdict == "fails" or each.name == KEYRING
        if not is_wrong or each.name not in _REQUIREMENTS or not around.programs.get(each.program):
            continue
        if each.name in _OF_KUBELOGIN and TOO_OLD in stopped:
            continue
        title = f"Not so: {_REQUIREMENTS[each.name] or each.needed}."
        message = f"required: {each.needed}; found {each.found}: {each.why} ({each.source})"
        yield Reason(each.name, "", "warning", title, message, each.help), Remedy((), each.help)


def _of_locks(locks: Mapping[str, str]) -> Iterator[Found]:
    for path, message in locks.items():
        yield (
            Reason("stale-lock", "", "warning", "A kubeconfig has a leftover lock.", message, "", path),
            Remedy(
                ("rm", "-f", path),
                "kubectl cannot write the file until then; first check that no program is writing it",
                first=True,
            ),
        )


def _of_kubelogins(kubelogins: Sequence[Program]) -> Iterator[Found]:
    if len(kubelogins) > 1:
        told = ", then ".join(f"{each.path} ({_who(each)})" for each in kubelogins)
        title = f"{len(kubelogins)} programs called kubelogin are on PATH, and the first one counts."
        severity: Severity = "info" if kubelogins[0].is_right else "warning"
        yield Reason("several-kubelogins", "", severity, title, f"{title[:-1]}: {told}"), None
    for each in kubelogins:
        if each.problem:
            title = "A kubelogin on PATH does not report its version."
            yield Reason("silent-kubelogin", "", "warning", title, f"{each.path} {each.problem}"), None


def _who(program: Program) -> str:
    whose = {True: "Azure's", False: "int128's", None: "unknown"}[program.is_right]
    return f"{whose} {program.version}".rstrip()


def _of_az(rows: Sequence[Row], azs: Sequence[Program]) -> Iterator[Found]:
    try:
        converts = bool(azs) and is_at_least(azs[0].version, AZ_CONVERTS.release)
    except ValueError:
        return
    left = [row for row in rows if row.login and (row.login.format, row.login.mode) == ("kubelogin", "devicecode")]
    if not converts or not left:
        return
    first = next((row for row in left if row.is_current), left[0])
    tail = f"az {AZ_CONVERTS.release} and newer makes it azurecli by itself, but not without kubelogin, nor in the file of -f"
    message = f"the login of user {quoted_name(first.user)} is still devicecode: {tail}"
    yield (
        Reason(
            "not-converted-by-az", "", "info", f"A login is still devicecode: {tail}.", message, "", first.user_file
        ),
        Remedy(
            called.words("convert", "-l", "azurecli", "--user", first.user, file_word(first.user_file)),
            "only if az is to give the tokens",
        ),
    )


def _of_missing(missing: Sequence[str]) -> Iterator[Found]:
    for path in missing:
        title = "KUBECONFIG names a file that does not exist."
        yield Reason("missing-file-of-list", "", "warning", title, f"{title[:-1]}: {path}", "", path), None


def _of_notes(notes: Sequence[Note]) -> Iterator[Found]:
    for note in notes:
        title = "A user is for the Entra ID integration with an application of one's own, which AKS retired."
        yield Reason(note.name, "", "info", title, f"{note.text} ({note.source}): {note.help}"), None


def _unset(reason: Reason) -> Remedy | None:
    if not reason.variable:
        return None
    return Remedy(("unset", reason.variable), "the variable changes who logs in, or as what")
