"""What an untrusted kubeconfig would do, as text: a page for each context, then the verdict on trust."""

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Final

from kubeconv.auth.trust import worst
from kubeconv.gate.shown import quoted_name
from kubeconv.report.line import Line
from kubeconv.report.place import shown
from kubeconv.tree.finding import among_the_worst
from kubeconv.validation.audit import MANY_REASONS, Audit, Deed, Page
from kubeconv.validation.files import Validation

#: What it does, and what to say if it does nothing of the kind.
NOTHING: Final = {"run": "nothing", "read": "nothing but this file", "contact": "nobody"}

#: How many paths are shown that were left out for one reason.
_FEW: Final = 5

#: How many pages, and how many things on all of them, somebody may want to read. JSON has all.
MAX_PAGES: Final = 250
MAX_DEEDS: Final = 500
_ALL: Final = "(--format json shows all)"


def lines(audits: Sequence[Audit]) -> Iterator[Line]:
    """The worst pages of all files, with the worst that is on them, in their order; and how many more there are."""
    are_shown = iter(among_the_worst([page.grade for each in audits for page in each.pages], MAX_PAGES))
    pages = [[page for page in each.pages if next(are_shown)] for each in audits]
    deeds = [deed for some in pages for page in some for deed in page.deeds]
    is_shown = iter(among_the_worst([deed.grade for deed in deeds], MAX_DEEDS))
    for each, some in zip(audits, pages, strict=True):
        if each.unseen:
            yield [(f"{shown(each.path)}: ", "place"), ("error", "error"), (f" {unseen_words(each)}", "")]
            yield [("", "")]
        for page in some:
            yield [(f"{shown(each.path)}: ", "place"), (title(page), "")]
            yield from _page(page, [next(is_shown) for _ in page.deeds])
            yield [("", "")]
    if hidden := sum(len(each.pages) for each in audits) - sum(map(len, pages)):
        yield [(f"{hidden:,} more pages, none of them worse {_ALL}", "")]
        yield [("", "")]


def left_out_lines(validation: Validation) -> Iterator[str]:
    """What was not audited, and why: the first few of each reason, and how many more."""
    by_reason: dict[str, list[str]] = {}
    for each in validation.skipped:
        by_reason.setdefault(each.skipped, []).append(each.path)
    for reason, paths in by_reason.items():
        for path in paths[:_FEW]:
            yield f"left out: {shown(path)}: {reason}"
        if len(paths) > _FEW:
            yield f"left out: {len(paths) - _FEW:,} more: {reason}"


def title(page: Page) -> str:
    """What a page is about."""
    if page.context is None and page.is_current:
        return "without a context: the cluster and the user that have no name"
    if page.context is None:
        # Nothing but a cluster has a server, and each one is told.
        is_cluster = page.cluster or (not page.user and page.deeds[-1].by in ("server", "proxy-url"))
        what = f"cluster {quoted_name(page.cluster)}" if is_cluster else f"user {quoted_name(page.user)}"
        return f"{what}, which no context uses"
    parts = f"cluster {quoted_name(page.cluster)}, user {quoted_name(page.user)}"
    return f"context {quoted_name(page.context)}{' (current)' if page.is_current else ''}: {parts}"


def unseen_words(audit: Audit) -> str:
    """Why the pages may lack something."""
    return f"kubeconv cannot show all that this file would do: {audit.unseen}"


def trust_words(audits: Sequence[Audit]) -> str:
    """The verdict on trust, and how much of the files it is not about."""
    unselected = sum(each.unselected for each in audits)
    pages = f"; {unselected:,} more {'page' if unselected == 1 else 'pages'} not looked at" if unselected else ""
    return f"{_trust(audits)}{pages}"


def _trust(audits: Sequence[Audit]) -> str:
    if not audits:
        return "trust: nothing was audited"
    if any(each.unseen for each in audits):
        return "trust: do not use this file: kubeconv cannot show all that it would do"
    deeds = [deed for each in audits for page in each.pages for deed in page.deeds]
    grade = worst(deed.grade for deed in deeds)
    counts = [
        f"{words} ({number})"
        for does, words in (("run", "what it runs"), ("read", "files it reads"), ("contact", "hosts it talks to"))
        if (number := len({deed.what for deed in deeds if deed.does == does and deed.grade != "info"}))
    ]
    if grade == "error":
        return f"trust: do not use this file before you trust its author: look at {', '.join(counts)}"
    if grade == "warning":
        return f"trust: do not use this file before you know what it does: look at {', '.join(counts)}"
    if any(deed.does == "run" for deed in deeds):
        return "trust: it runs known plugins only, and sends what they give to the servers above"
    return "trust: it runs no program and reads no other file"


def _page(page: Page, is_shown: Sequence[bool]) -> Iterator[Line]:
    for text in page.missing:
        yield [("  note: ", "faint"), (text, "")]
    for does, nothing in NOTHING.items():
        if not any(each.does == does for each in page.deeds):
            yield [("  ", ""), ("info", "info"), (f" would {does} {nothing}", "")]
        for deed in compress(page.deeds, is_shown):
            if deed.does == does:
                yield from _deed(deed)
    if hidden := len(page.deeds) - sum(is_shown):
        yield [("  note: ", "faint"), (f"{hidden:,} more, none of them worse {_ALL}", "")]


def _deed(deed: Deed) -> Iterator[Line]:
    what: Line = [(deed.what, "script" if deed.does == "run" else "")]
    yield [("  ", ""), (deed.grade, deed.grade), (f" would {deed.does} ", ""), *what, (f" ({deed.by})", "")]
    for reason in deed.reasons[:MANY_REASONS]:
        yield [("    = ", "faint"), (reason, "")]
    if len(deed.reasons) > MANY_REASONS:
        yield [
            ("    = ", "faint"),
            (f"{len(deed.reasons) - MANY_REASONS:,} more reasons, none of them worse {_ALL}", ""),
        ]
    if deed.idle:
        yield [("    = ", "faint"), (f"would not {deed.does} now: {deed.idle}", "")]
