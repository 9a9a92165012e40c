"""What is done with each of many files as soon as it is loaded, perhaps by another process. Nothing is kept of a file but what
the output says of it: that is little, and it travels."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from kubeconv.gate.value import NamedTuple
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, is_file
from kubeconv.machine.helpers import make_all
from kubeconv.machine.load import Loaded
from kubeconv.tree.source import Source

if TYPE_CHECKING:
    from kubeconv.doctor.prospects import Prospects
    from kubeconv.kubeconfig.login import Detected
    from kubeconv.requirements.surroundings import Surroundings
    from kubeconv.validation.audit import Audit
    from kubeconv.validation.run import Asked, Report


class OneOfMany(NamedTuple):
    """One file, and what is known of it: what the rules say, what becomes of its logins, what it would do, and which login each
    of its users has."""

    loaded: Loaded
    report: "Report | None" = None
    prospects: "Prospects | None" = None
    audit: "Audit | None" = None
    users: "Sequence[Detected] | None" = None


#: By the paths of files.
OfMany = dict[str, OneOfMany]
Load = Callable[[str], Loaded]


def judged(
    paths: Sequence[str], load: Load, known: OfMany, asked: "Asked", around: "Callable[[str], Surroundings] | None"
) -> Iterator[Loaded]:
    """Load and judge each file, and add what is known of it to `known`: with `around` what becomes of its logins too, and if it
    is untrusted what it would do."""
    from kubeconv.validation.files import report_on

    def look(path: str) -> OneOfMany:
        loaded = load(path)
        if loaded.parsed is None or loaded.is_doubtful:
            return OneOfMany(loaded)
        try:
            report = report_on(path, loaded.parsed, asked)
        except FileProblem:  # its configuration is none: somebody will say so
            return OneOfMany(loaded)
        audit, prospects = None, None
        if asked.untrusted:
            from kubeconv.validation.audit import audit_of

            audit = audit_of(path, report, asked.kubectls[0])
        if around is not None:
            from kubeconv.doctor.prospects import prospects_of

            prospects = prospects_of(report, around(path))
        return OneOfMany(Loaded(path), _without_tree(report), prospects, audit)

    return _looked(paths, look, known)


def detected(paths: Sequence[str], load: Load, known: OfMany) -> Iterator[Loaded]:
    """Load each file, and add the logins of its users to `known`."""
    from kubeconv.kubeconfig.login import detect_users
    from kubeconv.kubeconfig.view import contexts_by_user

    def look(path: str) -> OneOfMany:
        loaded = load(path)
        if loaded.kubeconfig is None:
            return OneOfMany(loaded)
        users = detect_users(loaded.kubeconfig, contexts_by_user([loaded.kubeconfig]))
        return OneOfMany(Loaded(path), users=users)

    return _looked(paths, look, known)


def _without_tree(report: "Report") -> "Report":
    """The same without what the file holds: that is read again where a line of it is shown."""
    if report.findings:
        return report._replace(kubeconfig=None)
    clean = dict.fromkeys(report.found, ())
    return report._replace(source=Source(b"", report.source.name), kubeconfig=None, found=clean)


def _looked(paths: Sequence[str], look: Callable[[str], OneOfMany], known: OfMany) -> Iterator[Loaded]:
    def helped(path: str) -> OneOfMany | None:
        # What is no file can be read only once.
        found = look(path) if path != STANDARD_INPUT and is_file(path) else None
        return found if found and found.loaded.parsed is None and found.loaded.problem is None else None

    for each in make_all(paths, look, helped):
        known[each.loaded.path] = each
        yield each.loaded
