"""Convert the users of a kubeconfig between login formats. Pure: a kubeconfig in, edits and outcomes out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from kubeconv.auth.login import Unconvertible
from kubeconv.conversion.alike import BodyForm, Models, form_of, told
from kubeconv.conversion.options import Options
from kubeconv.conversion.plan import plan
from kubeconv.conversion.planned import Planned, Unchanged
from kubeconv.conversion.rewrite import BodyChange, rewrite
from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.login import Login, login_of
from kubeconv.kubeconfig.view import Kubeconfig, UsedBy, User, view
from kubeconv.tree.parse import Document, parse
from kubeconv.tree.source import Edit, Source

Status = Literal["converted", "unchanged", "skipped", "refused"]


class Outcome(NamedTuple):
    """What became of one user. `reason` says why, or what changed if the login stays the same; `help` is the way out
    if it was not converted, `notes` what else to know, `secrets` the flags whose secret value now stands in the file,
    `command` the program that the new login runs, `missing` the flag of kubelogin whose value would have been enough, `lost`
    what the new login cannot hold, but for what comes back by itself, `risks` what speaks against the
    login mode that was chosen."""

    user: str
    status: Status
    before: Login
    after: Login
    contexts: tuple[str, ...]
    line: int
    reason: str = ""
    help: str = ""
    notes: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    command: str = ""
    missing: str = ""
    lost: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return brief(
            self, "user", "status", "before", "after", "contexts", "line", "reason", "help", "notes", "secrets"
        )

    @property
    def change(self) -> str:
        """What changed for a user that was converted."""
        is_same = self.reason and self.before == self.after
        what = str(self.before) if is_same else f"{self.before} -> {self.after}"
        return f"{what}: {self.reason}" if self.reason else what


#: Is told of a file, before it is written, which users lose what does not come back by itself.
Tell = Callable[[str, Sequence[Outcome]], None]


def lossy(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Those of users that lose something."""
    return [outcome for outcome in outcomes if outcome.lost]


class Conversion(NamedTuple):
    """The edits of one file, which is `kubeconfig`, and the outcome for each selected user; `unselected` counts the others.
    `bodies` is what the converted users hold now, as plain data; `document` the tree of the new text, if that is known."""

    kubeconfig: Kubeconfig
    edits: Sequence[Edit]
    text: str
    outcomes: Sequence[Outcome]
    unselected: int
    bodies: Mapping[str, Mapping[str, Any]]
    document: Document | None

    def __repr__(self) -> str:
        return brief(self, "outcomes", "unselected")

    @property
    def source(self) -> Source:
        """The old file."""
        return self.kubeconfig.source

    @property
    def trees(self) -> tuple[Document, Document]:
        """Those of the old and the new text."""
        return self.kubeconfig.document, self.document or parse(self.text)

    @property
    def data(self) -> bytes:
        """The converted file; the very bytes of the old one if nothing changed."""
        return self.source.encode(self.text)

    def parts(self) -> Iterator[bytes]:
        """The same bytes in parts, of which only one is held at a time."""
        return self.source.parts(self.text)


def converted(conversion: Conversion) -> Kubeconfig:
    """The converted file, as it was read again."""
    return view(conversion.source.changed(conversion.text), conversion.trees[1])


#: The login of a user, and what it is to become.
_Plan = tuple[Login, Planned | Unchanged]


def convert_users(
    kubeconfig: Kubeconfig, used_by: UsedBy, selected: set[str], options: Options, *, keep_tree: bool = False
) -> Conversion:
    """Convert the selected users of one file. `used_by` are the contexts of each user name. `keep_tree` is for who asks for
    the `trees`.

    Raises Refused if the result, read again, is not what was planned; nothing but this file is lost by that.
    """
    outcomes: dict[str, Outcome] = {}
    planned: dict[str, BodyChange] = {}
    models = Models(_told)
    for user in kubeconfig.users:
        if user.name not in selected:
            continue
        contexts = tuple(used_by.get(user.name, ()))
        asked = options.for_user(user.name, contexts, kubeconfig)
        may_be_alike = asked is options and len(selected) > 1
        body = form_of(kubeconfig, user, options) if may_be_alike else BodyForm(user.name)
        (before, found), like = models.find(body, partial(_plan, user, asked))
        line = kubeconfig.source.position(user.entry.start).line
        unchanged = Outcome(user.name, "unchanged", before, before, contexts, line)
        outcomes[user.name] = _outcome(unchanged, found)
        if isinstance(found, Planned) and found.new != found.old:
            planned[user.name] = BodyChange(found.old, found.new, like)
    edits, text, document, unwritable = rewrite(kubeconfig, planned, keep_tree=keep_tree)
    for name, reason in unwritable.items():
        outcome = outcomes[name]
        outcomes[name] = outcome._replace(
            status="refused", after=outcome.before, reason=reason, help="rewrite this user in plain YAML", notes=()
        )
    unselected = len(kubeconfig.users) - len(outcomes)
    bodies = {name: change.new for name, change in planned.items() if name not in unwritable}
    return Conversion(kubeconfig, edits, text, [*outcomes.values()], unselected, bodies, document)


def _plan(user: User, options: Options) -> _Plan:
    before, _ = login_of(user)
    try:
        return before, plan(user, before, options)
    except Unconvertible as error:
        return before, Unchanged("refused", str(error), error.help, missing=error.missing)


def _told(plan: _Plan, own: Mapping[str, str]) -> _Plan:
    """What becomes of a user like this one, with values of its own."""
    before, found = plan
    return (
        (before, found._replace(old=told(found.old, own), new=told(found.new, own)))
        if isinstance(found, Planned)
        else plan
    )


def _outcome(unchanged: Outcome, found: Planned | Unchanged) -> Outcome:
    """The same for people."""
    if isinstance(found, Unchanged):
        status, reason, help, notes, missing = found
        return unchanged._replace(status=status, reason=reason, help=help, notes=notes, missing=missing)
    old, new, after, notes, secrets, reason, lost, risks = found
    if new == old:
        return unchanged._replace(reason=f"already {after}{f': {reason}' if reason else ''}", notes=notes)
    return unchanged._replace(
        status="converted",
        after=after,
        reason=reason,
        notes=notes,
        secrets=secrets,
        command=str((new.get("exec") or {}).get("command") or ""),
        lost=lost,
        risks=risks,
    )
