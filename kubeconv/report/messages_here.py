"""Explained messages as text and as JSON; its schema is `schemas/explain-output.schema.json`."""

import json
from collections.abc import Iterator, Sequence

from kubeconv.explain.here import Explanation, Place
from kubeconv.report.place import shown
from kubeconv.validation.manual import Manual

#: So many logins are listed of each message.
_MOST_PLACES = 5


def lines(explanations: Sequence[Explanation]) -> Iterator[str]:
    """Explained messages as lines, an empty one between two."""
    for number, each in enumerate(explanations):
        if number:
            yield ""
        yield f"{each.message.id}: {each.title}"
        yield f"  why: {each.cause}"
        yield from (f"  here: {_place(place)}" for place in each.places[:_MOST_PLACES])
        if len(each.places) > _MOST_PLACES:
            yield f"  here: and {len(each.places) - _MOST_PLACES} more logins"
        yield f"  do: {each.remedy}"
        yield from (f"      {command}" for command in each.commands)
        if each.message.since:
            yield f"  since: {each.message.since}"
        if each.message.rule:
            yield f"  rule: {each.message.rule}; kubeconv explain {each.message.rule} prints its manual"
        yield f"  source: {each.message.source}"


def as_json(explanations: Sequence[Explanation], manuals: Sequence[Manual]) -> str:
    """Explained messages, and the manuals of the rules in the text, as JSON."""
    return _dump({"messages": [_message(each) for each in explanations], "rules": [each._asdict() for each in manuals]})


def _place(place: Place) -> str:
    contexts = f"contexts {', '.join(place.contexts)}" if place.contexts else "used by no context"
    return f"{shown(place.file)}:{place.line}: user {place.user} ({place.login}); {contexts}"


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
                "user": place.user,
                "file": place.file,
                "line": place.line,
                "login": place.login,
                "contexts": [*place.contexts],
            }
            for place in each.places
        ],
        "commands": [*each.commands],
    }


def _dump(data: object) -> str:
    return json.dumps(data, indent=2) + "\n"
