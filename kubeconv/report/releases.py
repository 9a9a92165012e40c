"""Which client works with which login, and the other facts of `releases`: as text, JSON, and Markdown (`docs/releases.md`)."""

import json
from collections.abc import Iterator
from typing import Final

from kubeconv.auth.kubelogin import COMMAND, FLAGS
from kubeconv.auth.kubelogin_releases import SOURCE
from kubeconv.auth.kubelogin_run import variables_of
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.auth.plugins import PLUGINS
from kubeconv.auth.required_values import RequiredValue
from kubeconv.releases.table import (
    BROKEN_KUBELOGINS,
    CHANGES,
    CLIENTS,
    HELM_BUILT_FOR,
    HELM_SKEW,
    HELM_SKEW_SOURCE,
    MINIMUMS,
    NEWEST_KUBELOGIN,
    OLDEST_KUBELOGIN,
)
from kubeconv.report.line import Line
from kubeconv.report.table import ANYWHERE, Column, Screen, table
from kubeconv.report.table import markdown as _table

_COLUMNS: Final = (
    Column("CLIENT"), Column("LOGIN", least=24), Column("RELEASES"), Column("IN OTHERS IT", least=16, is_prose=True),
    Column("SOURCE", rank=1, least=30),
)  # fmt: skip


def text_lines(screen: Screen = ANYWHERE) -> Iterator[Line]:
    """The clients as the lines of a table."""
    return table(_COLUMNS, _clients(), screen)


def names() -> Iterator[Line]:
    """The names of the clients."""
    for name in dict.fromkeys(row.client for row in CLIENTS):
        yield [(name, "")]


def as_json() -> str:
    """The clients as data."""
    rows = [
        {
            "client": row.client,
            "login": row.login,
            "since": row.releases.since,
            "removed": row.releases.removed,
            "releases": str(row.releases),
            "otherwise": row.otherwise or None,
            "source": row.source,
        }
        for row in CLIENTS
    ]
    return json.dumps({"clients": rows}, indent=2) + "\n"


def as_markdown() -> str:
    """All facts as one document: `docs/releases.md`."""
    helm = (
        (f"{major}.{minor}", f"1.{newest - HELM_SKEW} to 1.{newest}")
        for (major, minor), newest in HELM_BUILT_FOR.items()
    )
    parts = [
        "# Releases\n",
        "Made by `make docs` from the tables in `kubeconv/releases/table.py`; `kubeconv versions --table` prints the "
        "first of them, `kubeconv versions` checks this machine against them.\n",
        "## Which client works with which login\n",
        _table(("client", "login", "releases", "in others it", "source"), _clients(linked=True)),
        "## Requirements for AKS\n",
        _table(
            ("program", "oldest release", "why", "source"),
            ((name, *row[:2], _link(row[2])) for name, row in MINIMUMS.items()),
        ),
        "## helm and Kubernetes\n",
        f"Source: {_link(HELM_SKEW_SOURCE)}, and the go.mod of each release.\n",
        _table(("helm", "Kubernetes"), helm),
        "## Releases of Azure's kubelogin that are known to be broken\n",
        _table(("releases", "login modes", "what", "source"), _broken()),
        "## The login modes of Azure's kubelogin\n",
        "What each needs besides `--server-id`: a flag, or a variable, which wins over the flag, the last one over the "
        "others; AZURESUBSCRIPTION ones count only if nothing else gives the value.\n",
        _table(("login mode", "since", "needs", "asks", "without a person", "AKS-managed only"), _modes()),
        f"## What came with which kubelogin (to {NEWEST_KUBELOGIN})\n",
        f"All else is as old as {OLDEST_KUBELOGIN}. Source: {_link(SOURCE)}, and the tags.\n",
        _table(("since", "flag or login mode"), _since()),
        "## What else changed\n",
        _table(("program", "release", "what", "source"), ((*row[:3], _link(row[3])) for row in CHANGES)),
    ]
    return "\n".join(parts)


def _clients(*, linked: bool = False) -> list[tuple[str, ...]]:
    return [
        (row.client, row.login, str(row.releases), row.otherwise, _link(row.source) if linked else row.source)
        for row in CLIENTS
    ]


def _broken() -> Iterator[tuple[str, ...]]:
    for row in BROKEN_KUBELOGINS:
        yield str(row.releases), (", ".join(sorted(row.modes)) or "all") + row.flag_text, row.what, _link(row.source)


def _modes() -> Iterator[tuple[str, ...]]:
    for mode, row in LOGIN_MODES.items():
        needs = [_needed(mode, need) for need in row.needs]
        unattended, managed_only = ("yes" if each else "no" for each in (row.unattended, row.managed_only))
        yield f"`{mode}`", row.since, "; ".join(needs) or "nothing", row.asks or "nothing", unattended, managed_only


def _needed(mode: str, need: RequiredValue) -> str:
    """A value that a login mode needs, and what else gives it."""
    ways = [", ".join((f"`--{flag}`", *variables_of(flag, mode, {}))) for flag in need.flags]
    return " or ".join([*ways, *([" and ".join(need.instead)] if need.instead else [])])


def _since() -> list[tuple[str, str]]:
    rows = [(flag.since, f"`--{name}`") for name, flag in FLAGS.items() if flag.since != OLDEST_KUBELOGIN]
    rows += [(row.since, f"login mode `{mode}`") for mode, row in LOGIN_MODES.items() if row.since != OLDEST_KUBELOGIN]
    rows.append((PLUGINS[COMMAND].v1_since, "`client.authentication.k8s.io/v1`"))
    return sorted(rows, key=lambda row: ([int(number) for number in row[0].split(".")], row[1]))


def _link(address: str) -> str:
    return f"<{address}>"
