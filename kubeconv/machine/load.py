"""The one way to load kubeconfig files: each is read once and parsed once, and what is no kubeconfig is left out. And the one
way to hold a file while it is changed."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import MappingProxyType
from typing import Literal, NamedTuple

from kubeconv.kubeconfig.view import Kubeconfig, Parsed, UsedBy, contexts_by_user, parse_tolerantly, refuse_malformed
from kubeconv.machine import files
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, Paths
from kubeconv.machine.lock import locked
from kubeconv.machine.seen import Seen, see
from kubeconv.tree.finding import Refused
from kubeconv.tree.source import Source

#: What happens to files that are no kubeconfig: those found in a folder are left out (`found`), those named too (`skip`),
#: with or without the templates of kubeconfigs, or none (`check`).
Others = Literal["found", "skip", "skip with templates", "check"]


class Loaded(NamedTuple):
    """One file, read once and parsed once. `parsed` is its view, whatever is wrong with it; None if it cannot be read.
    `kubeconfig` is the same view if its users can be told apart; else `problem` says why not, or why the file cannot be read.
    `used_by` are the contexts of its user names, `skipped` says why it is left out. `seen` is there while its lock is held: it
    may be replaced then."""

    path: str
    parsed: Parsed | None = None
    kubeconfig: Kubeconfig | None = None
    problem: FileProblem | None = None
    used_by: UsedBy = MappingProxyType({})
    skipped: str = ""
    seen: Seen | None = None

    @property
    def unreadable(self) -> FileProblem | None:
        """Why the file cannot be read; None if it was read, whatever is in it."""
        return self.problem if self.parsed is None else None


def load_files(
    paths: Paths,
    others: Others = "found",
    *,
    walk: bool = False,
    held: ExitStack | None = None,
    lock_timeout: float = 0,
) -> list[Loaded]:
    """Read all files; with `walk`, of a folder the kubeconfigs under it. In a KUBECONFIG list the contexts of all of them
    count, and only the first user of a name has any. With `held` each file is locked before it is read, and stays so until
    that ends; each lock is waited for up to `lock_timeout` seconds."""
    named = {*paths.files}
    wanted = _walked(paths.files) if walk else paths.files
    found = {}
    # Locked always in the same order: two runs over the same files must not wait for each other.
    for path in wanted if held is None else sorted(wanted, key=files.real_path):
        which: Others = "check" if others == "found" and path in named else others
        found[path] = _load(path, which) if held is None else _load_held(path, which, held, lock_timeout)
    # Whatever else lies in a folder is not worth a word.
    loaded = [found[path] for path in wanted if path in named or not found[path].skipped]
    return _with_contexts(loaded, merged=paths.merged)


@contextmanager
def hold(path: str, timeout: float, before: Loaded | None = None) -> Iterator[Loaded]:
    """Hold the lock of a file, and give the file as it is now: with the view of `before` if its bytes are still the same. Waits
    up to `timeout` seconds. Raises FileProblem if the lock is not to be had or the file cannot be read."""
    with locked(path, timeout) as held:
        seen = see(path, held)
        now = before if before is not None and _has(before, seen.data) else None
        yield (now or loaded_from(parse_tolerantly(Source(seen.data, path))))._replace(seen=seen)


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


def _walked(named: Sequence[str]) -> Sequence[str]:
    """The files, and those under the folders; each once, whatever leads to it."""
    from kubeconv.machine.folders import files_under

    found = [
        path
        for each in named
        for path in (files_under(each) if each != STANDARD_INPUT and files.is_folder(each) else (each,))
    ]
    return found if len(named) == 1 else files.each_once(found)


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


def _load_held(path: str, others: Others, held: ExitStack, timeout: float) -> Loaded:
    # What may be left out is looked at first: else a lock would stand beside every YAML file of a folder.
    before = _load(path, others) if others != "check" or not files.is_file(path) else None
    if before is not None and (before.parsed is None or not files.is_file(path)):
        return before
    try:
        return held.enter_context(hold(path, timeout, before))
    except FileProblem as problem:
        return Loaded(path, problem=problem)


def _has(loaded: Loaded, data: bytes) -> bool:
    if loaded.parsed is None:
        return False
    source = loaded.parsed.kubeconfig.source
    return source.encode(source.text) == data


def _with_contexts(loaded: Sequence[Loaded], *, merged: bool) -> list[Loaded]:
    together = contexts_by_user(each.kubeconfig for each in loaded if each.kubeconfig) if merged else {}
    seen: set[str] = set()
    result = []
    for each in loaded:
        if each.kubeconfig is not None:
            used_by: UsedBy
            if merged:
                used_by = {user: contexts for user, contexts in together.items() if user not in seen}
                seen |= {user.name for user in each.kubeconfig.users}
            else:
                used_by = contexts_by_user([each.kubeconfig])
            each = each._replace(used_by=used_by)
        result.append(each)
    return result
