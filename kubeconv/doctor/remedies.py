"""What to do about the findings of a diagnosis: commands to copy, the best first. Pure."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Final

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.plugins import INSTALL
from kubeconv.doctor.diagnosis import LOGIN_RULES, Row
from kubeconv.doctor.reason import Reason
from kubeconv.gate import called, pasting
from kubeconv.gate.shown import quoted_name
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.selection import Selection
from kubeconv.machine.files import STANDARD_INPUT
from kubeconv.requirements.cause import LACKS, NO_PROGRAM, NO_TOKEN_PROGRAM, PLUGIN_LACKS, TOO_OLD, WRONG_KUBELOGIN

#: Plugin to the command that installs it, if az or gcloud is installed.
INSTALLERS: Final[Mapping[str, tuple[str, ...]]] = {
    "kubelogin": ("az", "aks", "install-cli"),
    "gke-gcloud-auth-plugin": ("gcloud", "components", "install", "gke-gcloud-auth-plugin"),
}

#: So many further steps of a remedy are told.
_STEPS: Final = 3
#: The rules that a conversion helps against.
_OF_LOGINS: Final = LOGIN_RULES | {"incomplete-azure"}


class Refusal(NamedTuple):
    """Why a user is not converted as it is, what to do, the flag of kubelogin whose value is missing, and the others that are;
    `is_enough` is true if the login is converted with them."""

    why: str
    help: str
    missing: str = ""
    others: tuple[str, ...] = ()
    is_enough: bool = True


#: The refusals by file and user name.
Refusals = Mapping[tuple[str, str], Refusal]


class Remedy(NamedTuple):
    """What to do. `command` is empty if there is none to copy; `why` names nothing of any file, `detail` does; `mends` is
    how many contexts wait for it, `cures` how many of them need nothing else; `places` are the files and lines that a person is
    to change; `first` is true if others do not work before it. `folder` is to come first on PATH, by
    the command `export`. `is_enough` is false if nobody can log in with that alone. `converts` is the file that the command
    converts, '' if it is no conversion."""

    command: tuple[str, ...]
    why: str
    detail: str = ""
    mends: int = 0
    cures: int = 0
    places: tuple[tuple[str, int], ...] = ()
    first: bool = False
    folder: str = ""
    is_enough: bool = True
    converts: str = ""

    def __str__(self) -> str:
        return pasting.first_on_path(self.folder) if self.folder else pasting.command(self.command)


def file_word(path: str) -> str:
    """A path as a word of a command: never taken for an option."""
    return f"./{path}" if path.startswith("-") and path != STANDARD_INPUT else path


class Known(NamedTuple):
    """What a remedy may need to know: the programs on PATH that install plugins; whether and where Azure's kubelogin is
    after another one on PATH; a context that works, '' if there is not just one to name; and whether kubectl finds the
    files by itself: they are those of `$KUBECONFIG`, or the one at home; whether Azure's kubelogin is the first on PATH; and
    the options with which `convert` takes no login mode from a variable of the shell that names none."""

    installers: frozenset[str] = frozenset()
    right_kubelogin: str = ""
    good_context: str = ""
    is_default: bool = True
    has_kubelogin: bool = True
    no_login_mode: tuple[str, ...] = ()


#: What tells one remedy from another; empty for a reason that nothing is known against.
RemedyKey = tuple[object, ...]
#: The same contexts, each time after what was advised was done, with the refusals.
Rounds = Sequence[tuple[Sequence[Row], Refusals]]


def remedies(
    rows: Iterable[Row], refused: Refusals, known: Known, changed: Container[int] = frozenset(), later: Rounds = ()
) -> list[Remedy]:
    """What to do about the reasons of all rows: first what makes the most contexts work, then what the most wait for, and
    among these what is for the current one. A reason that nothing is known against has none. `changed` are the numbers of the
    rows that need the fixes of `--fix` too. The rounds `later` say what else a row needs once the first remedies are
    carried out."""
    rows = [*rows]
    first = _of_rows(rows, refused, known)
    found: dict[RemedyKey, Remedy] = {}
    waiting: dict[RemedyKey, set[int]] = {}
    places: dict[RemedyKey, dict[tuple[str, int], None]] = {}
    now: set[RemedyKey] = set()
    for number, keys in enumerate(first):
        for key, remedy in keys.items():
            if remedy is not None:
                found.setdefault(key, remedy)
                waiting.setdefault(key, set()).add(number)
                places.setdefault(key, {}).update(dict.fromkeys(remedy.places))
                now |= {key} if rows[number].is_current else set()
    cures: Counter[RemedyKey] = Counter()
    then: dict[RemedyKey, dict[str, None]] = {}
    helped: set[RemedyKey] = set()
    after = [_of_rows(*each, known) for each in later]
    for number, (row, keys) in enumerate(zip(rows, first, strict=True)):
        more = {key: remedy for each in after for key, remedy in each[number].items()}
        tried = [key for key, remedy in keys.items() if remedy is not None and can_be_tried(remedy)]
        # What was done and is advised again has not helped.
        if not more.keys() - (keys.keys() - tried) and len(keys) == 1 and number not in changed and row.works_if_read:
            cures.update(key for key in keys if key and found[key].is_enough)
        if later and not _said(row) <= _said(later[0][0][number]):
            helped.update(tried)
        for key in tried:
            steps = (_in_short(remedy) for other, remedy in more.items() if remedy is not None and other not in found)
            then.setdefault(key, {}).update(dict.fromkeys(steps))
    ranked = sorted(
        found, key=lambda key: (-cures[key], -len(waiting[key]), key not in now, not found[key].command)
    )  # fmt: skip
    return [
        _followed(
            found[key],
            then.get(key, ()),
            alone=not later or key in helped,
            after_fixes=all(number in changed for number in waiting[key]),
        )._replace(mends=len(waiting[key]), cures=cures[key], places=(*places[key],))
        for key in ranked
    ]


def _of_rows(rows: Sequence[Row], refused: Refusals, known: Known) -> list[dict[RemedyKey, Remedy | None]]:
    """What to do about the reasons of each row."""
    conversions = _conversions(rows, refused, known)
    found = []
    for row in rows:
        keys: dict[RemedyKey, Remedy | None] = {}
        for reason in dict.fromkeys(reason for answer in row.answers for reason in answer.reasons):
            remedy = conversions.get((reason.file, row.user)) if reason.name in _OF_LOGINS else None
            remedy = remedy or _unset(reason) or _SPECIAL.get(reason.name, _in_words)(reason, row, known)
            key: RemedyKey = (remedy.command, remedy.why, remedy.command or remedy.detail) if remedy else ()
            kept = keys.setdefault(key, remedy)
            if remedy is not None and kept is not None and kept is not remedy:
                keys[key] = kept._replace(places=(*dict.fromkeys((*kept.places, *remedy.places)),))
        found.append(keys)
    return found


def _said(row: Row) -> set[tuple[str, str, int]]:
    """What is said of a row."""
    return {(reason.name, reason.message, reason.line) for answer in row.answers for reason in answer.reasons}


def _in_short(remedy: Remedy) -> str:
    return str(remedy) or (f"{remedy.why}: {remedy.detail}" if remedy.detail else remedy.why)


def _followed(remedy: Remedy, steps: Iterable[str], *, alone: bool, after_fixes: bool) -> Remedy:
    """A remedy that says what has to be done before and after it. One that does nothing `alone` is no command to copy. Whatever
    is installed may be there before the fixes of `--fix`."""
    shown, is_tried = [*steps], can_be_tried(remedy)
    before = "after the fixes of doctor --fix" if is_tried and after_fixes else ""
    more = f" and {len(shown) - _STEPS} more" if len(shown) > _STEPS else ""
    told = f"then {'; then '.join(shown[:_STEPS])}{more}" if shown else ""
    is_command = alone or not is_tried
    detail = "; ".join(filter(None, ("" if is_command else str(remedy), remedy.detail, before, told)))
    return remedy._replace(detail=detail) if is_command else remedy._replace(command=(), detail=detail, folder="")


def can_be_tried(remedy: Remedy) -> bool:
    """True if what a remedy does can be worked out: a conversion, or a variable of the shell."""
    return bool(remedy.converts or remedy.folder) or remedy.command[:1] == ("unset",)


def _conversions(rows: Iterable[Row], refused: Refusals, known: Known) -> dict[tuple[str, str], Remedy]:
    """One command for all users of a file that lack the same value; words for those that no value helps."""
    failing = dict.fromkeys(
        (reason.file, row.user)
        for row in rows for answer in row.answers for reason in answer.reasons if reason.name in LOGIN_RULES
    )  # fmt: skip
    alike: dict[tuple[str, Refusal], list[str]] = {}
    for file, user in failing:
        if (file, user) in refused and file != STANDARD_INPUT:
            alike.setdefault((file, refused[file, user]), []).append(user)
    found = {}
    for (file, (why, help, missing, others, is_enough)), users in alike.items():
        detail = f"{why}; {help}" if help else why
        command = [word for user in users for word in ("--user", user)]
        remedy = Remedy((), "a login that is not converted as it is", f"user {quoted_name(users[0])}: {detail}")
        if missing:
            values = [word for flag in (missing, *others) for word in (f"--{flag}", FLAGS[flag].metavar)]
            words = called.words("convert", *known.no_login_mode, *command, *values, file_word(file))
            remedy = Remedy(
                words, "this login needs more than the file says", detail, is_enough=is_enough and known.has_kubelogin,
                converts=file,
            )  # fmt: skip
        found.update({(file, user): remedy for user in users})
    return found


def _unset(reason: Reason) -> Remedy | None:
    """What to do about a value that a variable of the shell brings."""
    cause = reason.cause
    if cause is None or not cause.variables or cause.name in (LACKS, PLUGIN_LACKS):
        return None
    return Remedy(("unset", cause.variables[0]), "the variable of this shell overrides the login")


def _in_words(reason: Reason, _row: Row, _known: Known) -> Remedy | None:
    if not (reason.help or reason.line):
        return None
    place = ((reason.file, reason.line),) if reason.line else ()
    return Remedy((), reason.title.rstrip("."), reason.help or "correct it", places=place)


def _conversion(reason: Reason, row: Row, known: Known) -> Remedy | None:
    """The command that the rule names."""
    if not reason.command or reason.file == STANDARD_INPUT:
        return _in_words(reason, row, known)
    words = (*reason.command, *known.no_login_mode, file_word(reason.file))
    return Remedy(words, reason.title.rstrip("."), converts=reason.file)


def _install(program: str, known: Known, why: str) -> Remedy:
    command = INSTALLERS.get(program, ())
    if command and command[0] in known.installers:
        return Remedy(command, why)
    return Remedy((), f"{why}: {INSTALL[program]}")


def _missing_program(reason: Reason, row: Row, known: Known) -> Remedy | None:
    if row.plugin in INSTALL:
        return _install(row.plugin, known, f"install {row.plugin}")
    return _in_words(reason, row, known)


def _wrong_kubelogin(reason: Reason, row: Row, known: Known) -> Remedy | None:
    if reason.severity == "error":  # the arguments are for the other one
        return _in_words(reason, row, known)
    if known.right_kubelogin:
        folder = known.right_kubelogin.rpartition("/")[0]
        return Remedy(("export",), "Azure's kubelogin comes after the other one on PATH", folder=folder)
    return _install("kubelogin", known, "install Azure's kubelogin and put it first on PATH")


def _too_old(_reason: Reason, _row: Row, known: Known) -> Remedy:
    return _install("kubelogin", known, "install a newer kubelogin")


def _token_program(reason: Reason, _row: Row, known: Known) -> Remedy:
    program = reason.cause.command if reason.cause else "az"
    return _install(program, known, f"install {program}, which kubelogin asks for a token")


def _no_such_context(reason: Reason, row: Row, known: Known) -> Remedy:
    kubectl = kubectl_words("" if known.is_default else row.file)
    why = "the current context is not in the file: choose another"
    if known.good_context:
        ends_options = ("--",) if known.good_context.startswith("-") else ()
        return Remedy((*kubectl, "config", "use-context", *ends_options, known.good_context), why)
    return Remedy((*kubectl, "config", "get-contexts"), f"{why}, with kubectl config use-context NAME", reason.help)


def kubectl_words(file: str) -> tuple[str, ...]:
    """kubectl for a file, or with '' for those that it finds by itself."""
    return ("kubectl", "--kubeconfig", file) if file and file != STANDARD_INPUT else ("kubectl",)


_SPECIAL: Final[Mapping[str, Callable[[Reason, Row, Known], Remedy | None]]] = {
    NO_PROGRAM: _missing_program,
    WRONG_KUBELOGIN: _wrong_kubelogin,
    TOO_OLD: _too_old,
    NO_TOKEN_PROGRAM: _token_program,
    "dangling-current-context": _no_such_context,
    **dict.fromkeys(("exec-v1alpha1", "unknown-exec-api-version", "oidc-without-token"), _conversion),
}


def ours(files: Sequence[str], selection: Selection, why: str, mends: int, cures: int) -> Remedy:
    """`kubeconv doctor --fix` for these files, none of them for those of `$KUBECONFIG`, and what is selected. It changes what
    is to be said of `mends` contexts, and `cures` of them work then."""
    words = [word for option, name in selection.words() for word in (option, name)]
    return Remedy(called.words("doctor", "--fix", *words, *map(file_word, files)), why, "", mends, cures)


def ranked(helps: Iterable[Remedy]) -> list[Remedy]:
    """What has to be done before all else, then what makes the most contexts work, then what the most wait for; a command
    once."""
    found = sorted(helps, key=lambda remedy: (not remedy.first, -remedy.cures, -remedy.mends))
    first = {remedy.command: remedy for remedy in reversed(found)}
    return [remedy for remedy in found if not remedy.command or first[remedy.command] is remedy]
