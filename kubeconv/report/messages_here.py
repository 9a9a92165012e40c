"""Explained messages as text and as JSON; its schema is `schemas/explain-output.schema.json`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kubeconv.explain.here import Explanation, UserHere
from kubeconv.gate import called
from kubeconv.gate.shown import name
from kubeconv.report.line import Line
from kubeconv.report.place import shown

if TYPE_CHECKING:  # it imports all rules
    from kubeconv.validation.manual import Manual

#: So many logins are listed of each message.
_MOST_USERS = 5


def lines(explanations: Sequence[Explanation]) -> Iterator[Line]:
    """Explained messages as lines, an empty one between two."""
    for number, each in enumerate(explanations):
        if number:
            yield []
        yield [(f"{each.message.id}: ", "place"), (each.title, "")]
        yield [("  why: ", "faint"), (each.cause, "")]
        for user in each.users[:_MOST_USERS]:
            yield [("  here: ", "faint"), (_user(user), "")]
        if len(each.users) > _MOST_USERS:
            yield [("  here: ", "faint"), (f"and {len(each.users) - _MOST_USERS} more logins", "")]
        yield [("  do: ", "faint"), (each.remedy, "")]
        yield from _commands(each)
        if each.message.since:
            yield [("  since: ", "faint"), (each.message.since, "")]
        if each.message.rule:
            manual = f"{each.message.rule}; {called.program()} explain {each.message.rule} prints its manual"
            yield [("  rule: ", "faint"), (manual, "")]
        yield [("  source: ", "faint"), (each.message.source, "faint")]


def _commands(each: Explanation) -> Iterator[Line]:
    """Steps are numbered; of alternatives one is enough."""
    groups = each.groups
    is_choice = each.message.alternatives and len(groups) > 1
    if is_choice:
        yield [("      one of:", "faint")]
    for number, group in enumerate(groups, 1):
        if is_choice and number > 1 and max(map(len, groups)) > 1:
            yield [("      or:", "faint")]
        first = "        " if is_choice else f"      {number}. " if len(groups) > 1 else "      "
        for at, command in enumerate(group):
            yield [(" " * len(first) if at else first, ""), (command, "command")]


def as_json(explanations: Sequence[Explanation], manuals: "Sequence[Manual]", shell: str, problem: str = "") -> str:
    """Explained messages, and the manuals of the rules in the text, as JSON. The commands are for this shell; `problem` says
    why nothing was found."""
    from kubeconv.report.looked_over import looked_over

    return _dump(
        {
            "messages": looked_over([_message(each) for each in explanations]),
            "rules": [each._asdict() for each in manuals],
            "shell": shell,
            "problem": problem or None,
        }
    )


def _user(user: UserHere) -> str:
    contexts = f"contexts {', '.join(map(name, user.contexts))}" if user.contexts else "used by no context"
    return f"{shown(user.file)}:{user.line}: user {name(user.user)} ({user.login}); {contexts}"


def _message(each: Explanation) -> dict[str, object]:
    row = each.message
    return {
        "id": row.id,
        "title": each.title,
        "cause": each.cause,
        "remedy": each.remedy,
        "since": row.since or None,
        "rule": row.rule or None,
        "source": row.source,
        "names": dict(each.names),
        "users": [
            {
                "user": user.user,
                "file": user.file,
                "line": user.line,
                "login": user.login,
                "contexts": [*user.contexts],
            }
            for user in each.users
        ],
        "commands": [command for group in each.groups for command in group],
        "groups": [[*group] for group in each.groups],
        "commands_are": ("alternatives" if row.alternatives else "steps") if len(each.groups) > 1 else None,
    }


def _dump(data: object) -> str:
    import json

    return json.dumps(data, indent=2) + "\n"
