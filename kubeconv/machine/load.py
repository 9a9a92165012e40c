"""The one way to load kubeconfig files: each is read once and parsed once, and what is no kubeconfig is left out. And the one
way to hold a file while it is changed."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Final, Literal

from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig, Parsed, UsedBy, contexts_by_user, parse_tolerantly, refuse_malformed
from kubeconv.machine import files
from kubeconv.machine.entries import are_same
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, Paths
from kubeconv.machine.journal import counted
from kubeconv.machine.lock import locked
from kubeconv.machine.seen import Seen, see
from kubeconv.tree.finding import Refused
from kubeconv.tree.source import Source

#: What the text of a file is that has nothing for kubectl.
_NO_KEY: Final = "it has no key of a kubeconfig"

#: What happens to files that are no kubeconfig: those found in a folder are left out (`found`), those named too (`skip`),
#: with or without the templates of kubeconfigs, or none (`check`).
Others = Literal["found", "skip", "skip with templates", "check"]
#: With more files others help.
MANY: Final = 100


class Loaded(NamedTuple):
    """One file, read once and parsed once. `parsed` is its view, whatever is wrong with it; None if it cannot be read.
    `kubeconfig` is the same view if its users can be told apart; else `problem` says why not, or why the file cannot be read.
    `used_by` are the contexts of its user names, `skipped` says why it is left out. `seen` is there while its lock is held: it
    may be replaced then. `is_doubtful` is true if it may be left out if kubectl finds nothing in it."""

    path: str
    parsed: Parsed | None = None
    kubeconfig: Kubeconfig | None = None
    problem: FileProblem | None = None
    used_by: UsedBy = {}  # noqa: RUF012 - a field; unlike a mapping proxy it goes from one process to another
    skipped: str = ""
    seen: Seen | None = None
    is_doubtful: bool = False

    @property
    def unreadable(self) -> FileProblem | None:
        """Why the file cannot be read; None if it was read, whatever is in it."""
        return self.problem if self.parsed is None else None


#: What loads many files, and may leave out of each what nobody will ask for.
Many = Callable[[Sequence[str], Callable[[str], Loaded]], Iterator[Loaded]]


def load_files(
    paths: Paths,
    others: Others = "found",
    *,
    walk: bool = False,
    held: ExitStack | None = None,
    lock_timeout: float = 0,
    untrusted: bool = False,
    keep_skipped: bool = False,
    copies: bool = False,
    refuse_empty: bool = False,
    many: Many | None = None,
) -> list[Loaded]:
    """Read all files; with `walk`, of a folder the kubeconfigs under it, with `copies` the copies of old ones too that were
    kept, with `keep_skipped` the other files too; with `refuse_empty` a folder without any is a problem. In a KUBECONFIG
    list the contexts of all of them count, and only the first user of a name has any. With `held` each file is locked
    before it is read, and stays so until that ends; each lock is waited for up to `lock_timeout` seconds.

    With `untrusted` no name and no look of a file is believed: every file of a folder is read, what does not look like a
    kubeconfig is doubtful, and all that is left out comes back, also folders.
    """
    named = {*paths.files}
    left_out: dict[str, str] = {}
    wanted = _walked(paths.files, left_out if untrusted else None, copies or untrusted) if walk else paths.files
    found: dict[str, Loaded] = {}
    # Locked always in the same order: two runs over the same files must not wait for each other.
    in_order = wanted if held is None else sorted(wanted, key=files.real_path)

    def load(path: str) -> Loaded:
        which: Others = "check" if others == "found" and path in named else others
        if untrusted and which != "check":
            return _load_untrusted(path, is_named=path in named)
        return _load(path, which) if held is None else _load_held(path, which, held, lock_timeout)

    each_loaded = map(load, in_order) if many is None or len(in_order) <= MANY else many(in_order, load)
    for path in counted(in_order, "reading", "files"):
        found[path] = next(each_loaded)
    # Whatever else lies in a folder is not worth a word, unless somebody may hide something there.
    loaded = [found[path] for path in wanted if untrusted or keep_skipped or path in named or not found[path].skipped]
    loaded += [_left_out(path, why) for path, why in left_out.items()]
    if refuse_empty:
        loaded += [
            Loaded(path, problem=FileProblem(path, "a folder without a kubeconfig"))
            for path in paths.files
            if walk and path not in found and files.is_folder(path) and not _any_under(path, loaded)
        ]
    return _with_contexts(loaded, merged=paths.merged)


@contextmanager
def hold(path: str, timeout: float, before: Loaded | None = None) -> Iterator[Loaded]:
    """Hold the lock of a file, and give the file as it is now: with the view of `before` if its bytes are still the same. Waits
    up to `timeout` seconds. Raises FileProblem if the lock cannot be had or the file cannot be read."""
    with locked(path, timeout) as held:
        seen = see(path, held)
        now = before if before is not None and _has(before, seen.old()) else None
        now = now or loaded_from(parse_tolerantly(Source(b"".join(seen.old()), path)))
        if now.parsed:  # the bytes are held once, as text
            seen = seen._replace(old=now.parsed.kubeconfig.source.parts)
        yield now._replace(seen=seen)


def loaded_from(parsed: Parsed) -> Loaded:
    """A file that is read and parsed already."""
    source = parsed.kubeconfig.source
    try:
        if parsed.refused:
            raise Refused(parsed.refused)
        return Loaded(source.name, parsed, refuse_malformed(parsed.kubeconfig))
    except Refused as refused:
        return Loaded(source.name, parsed, problem=problem_at(source, refused))


def problem_at(source: Source, refused: Refused) -> FileProblem:
    """Why nothing can be done with a file, and the place in it."""
    finding = refused.finding
    line, column = source.position(finding.span.start) if finding.span else (0, 0)
    return FileProblem(source.name, finding.message, finding.help, finding.code, line, column)


def _walked(named: Sequence[str], left_out: dict[str, str] | None, copies: bool) -> Sequence[str]:
    """The files, and those under the folders, all of them with `left_out`; each once, whatever leads to it."""
    found: list[str] = []
    for each in named:
        if each != STANDARD_INPUT and files.is_folder(each):
            from kubeconv.machine.folders import files_under

            found += files_under(each, left_out, copies=copies)
        else:
            found.append(each)
    return found if len(named) == 1 else files.each_once(found)


def _left_out(path: str, why: str) -> Loaded:
    from kubeconv.machine.folders import UNREADABLE

    return Loaded(path, problem=FileProblem(path, why)) if why == UNREADABLE else Loaded(path, skipped=why)


def _any_under(folder: str, loaded: Sequence[Loaded]) -> bool:
    top = os.path.join(files.real_path(folder), "")
    return any(not each.skipped and files.real_path(each.path).startswith(top) for each in loaded)


def _load(path: str, others: Others) -> Loaded:
    try:
        source = Source(files.read(path), path)
    except FileProblem as problem:
        if files.is_folder(path):
            problem = FileProblem(path, "a folder, not a kubeconfig", problem.help)
        return Loaded(path, problem=problem)
    if others == "check":
        return loaded_from(parse_tolerantly(source))
    from kubeconv.kubeconfig.recognition import holds_kubeconfig, is_template, may_hold_kubeconfig

    parsed = parse_tolerantly(source) if may_hold_kubeconfig(source.text) else None
    if parsed is None or not holds_kubeconfig(parsed):
        return Loaded(path, skipped="not a kubeconfig")
    if others == "skip with templates" and is_template(parsed.kubeconfig.document.root):
        return Loaded(path, skipped="a template")
    return loaded_from(parsed)


def _load_untrusted(path: str, *, is_named: bool) -> Loaded:
    """A file of somebody else: it is left out only where its text has nothing for kubectl, or it is too large and nobody would
    take it for a kubeconfig."""
    from kubeconv.kubeconfig.recognition import holds_kubeconfig, may_hold_kubeconfig
    from kubeconv.machine.folders import may_be_kubeconfig

    try:
        source = Source(files.read(path), path)
    except FileProblem as problem:
        is_likely = is_named or may_be_kubeconfig(os.path.basename(path))
        return Loaded(path, problem=problem) if is_likely else Loaded(path, skipped=problem.message)
    if not may_hold_kubeconfig(source.text):
        return Loaded(path, skipped=_NO_KEY)
    parsed = parse_tolerantly(source)
    return loaded_from(parsed)._replace(is_doubtful=not holds_kubeconfig(parsed))


def _load_held(path: str, others: Others, held: ExitStack, timeout: float) -> Loaded:
    # What may be left out is looked at first: else a lock would stand beside every YAML file of a folder.
    before = _load(path, others) if others != "check" or not files.is_file(path) else None
    if before is not None and (before.parsed is None or not files.is_file(path)):
        return before
    try:
        return held.enter_context(hold(path, timeout, before))
    except FileProblem as problem:
        return Loaded(path, problem=problem)


def _has(loaded: Loaded, data: Iterable[bytes]) -> bool:
    return loaded.parsed is not None and are_same(loaded.parsed.kubeconfig.source.parts(), data)


class _Left(UsedBy):
    """The contexts of the user names that no file of a list before the one of this `number` has taken."""

    def __init__(self, contexts: UsedBy, taken: Mapping[str, int], number: int) -> None:
        self._contexts, self._taken, self._number = contexts, taken, number

    def __getitem__(self, user: str) -> Sequence[str]:
        if self._taken.get(user, self._number) < self._number:
            raise KeyError(user)
        return self._contexts[user]

    def __iter__(self) -> Iterator[str]:
        return (user for user in self._contexts if self._taken.get(user, self._number) >= self._number)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _with_contexts(loaded: Sequence[Loaded], *, merged: bool) -> list[Loaded]:
    together = contexts_by_user(each.kubeconfig for each in loaded if each.kubeconfig) if merged else {}
    taken: dict[str, int] = {}
    for number, each in enumerate(loaded):
        for user in each.kubeconfig.users if each.kubeconfig else ():
            taken.setdefault(user.name, number)
    return [
        each
        if each.kubeconfig is None
        else each._replace(used_by=_Left(together, taken, number) if merged else contexts_by_user([each.kubeconfig]))
        for number, each in enumerate(loaded)
    ]
