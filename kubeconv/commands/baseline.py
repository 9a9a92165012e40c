"""`--baseline` and `--write-baseline`: findings that are known do not fail."""

import os
from collections import Counter
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
    from kubeconv.report.baseline import as_json, counted, matched, relative_to

    folder = os.path.dirname(absolute(path))

    def called(file: str) -> str:
        return relative_to(folder, file if file == "-" else absolute(file))

    help = "name a baseline, or a file that is not there yet" if renewed else _HELP
    known: Counter[KnownFinding] = Counter() if renewed and is_missing(path) else _read(path, help)
    if renewed:
        read_now = {called(each.path) for each in validation.files if each.report}
        # Of other files nothing new is known, but that they are gone.
        kept = {
            each: times for each, times in known.items()
            if each.file not in read_now and not is_missing(os.path.join(folder, each.file))
        }  # fmt: skip
        known = Counter(kept) + counted(validation, called)
        _write(path, as_json(known), lock_timeout)
        output.line(f"{path_of(path)}: {known.total()} known findings written", to_stderr=True)
    return matched(validation, known, called)


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


def _write(path: str, text: str, lock_timeout: float) -> None:
    from kubeconv.machine.entries import in_one
    from kubeconv.machine.lock import locked
    from kubeconv.machine.replace import write

    with locked(path, lock_timeout) as held:
        write(path, held, in_one(text.encode()), backup=False)
