"""`--baseline` and `--write-baseline`: findings that are known do not fail."""

import os
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kubeconv.commands import output
from kubeconv.gate.shown import path_of
from kubeconv.machine.config_files import absolute
from kubeconv.machine.files import FileProblem, is_missing, read

if TYPE_CHECKING:
    from kubeconv.report.baseline import KnownFinding, NewFindings
    from kubeconv.validation.files import Validation

_HELP: Final = "name a baseline, or write one there with --write-baseline"


def apply_baseline(path: str, validation: "Validation", *, lock_timeout: float, renewed: bool) -> "NewFindings":
    """The findings that are not in the baseline; with `renewed` after these have been written to it. Raises FileProblem."""
    from kubeconv.report.baseline import matched, relative_to

    folder = os.path.dirname(absolute(path))

    def called(file: str) -> str:
        return relative_to(folder, file if file == "-" else absolute(file))

    if renewed:
        known = _renewed(path, validation, called, lock_timeout)
        output.line(f"{path_of(path)}: {known.total()} known findings written", to_stderr=True)
    else:
        known = _read(path, _HELP)
    return matched(validation, known, called)


def _renewed(
    path: str, validation: "Validation", called: Callable[[str], str], lock_timeout: float
) -> "Counter[KnownFinding]":
    """What a baseline holds once these findings have been written to it: another run may be writing those of other files."""
    from kubeconv.machine.entries import in_one
    from kubeconv.machine.lock import locked
    from kubeconv.machine.replace import write
    from kubeconv.report.baseline import as_json, counted

    _known(path)  # what is no baseline needs no lock
    read_now = {called(each.path) for each in validation.files if each.report}
    folder = os.path.dirname(absolute(path))
    with locked(path, lock_timeout) as held:
        # Of other files nothing new is known, but that they are gone.
        kept = {
            each: times for each, times in _known(path).items()
            if each.file not in read_now and not is_missing(os.path.join(folder, each.file))
        }  # fmt: skip
        known = Counter(kept) + counted(validation, called)
        write(path, held, in_one(as_json(known).encode()), backup=False)
    return known


def _known(path: str) -> "Counter[KnownFinding]":
    return Counter() if is_missing(path) else _read(path, "name a baseline, or a file that is not there yet")


def tell_stale(path: str, found: "NewFindings") -> None:
    """Say what of the baseline is not there any more."""
    from kubeconv.report.baseline import stale_lines

    for text in stale_lines(found.stale):
        output.line(f"{path_of(path)}: {text}; --write-baseline removes it", to_stderr=True)


def _read(path: str, help: str) -> "Counter[KnownFinding]":
    from kubeconv.report.baseline import from_json

    try:
        return from_json(read(path, help).decode("utf-8"))
    except UnicodeDecodeError:
        raise FileProblem(path, "is not UTF-8", help) from None
    except ValueError as error:
        raise FileProblem(path, str(error), help) from None
