"""Control character in a token or in the name of an impersonated user.

Both are sent in an HTTP header, which may not contain a line end or another control character: "net/http: invalid
header field value". A block scalar `|` ends with a line end, and is the usual cause. A token file is trimmed, a token
is not.

Bad:

    users:
    - name: u
      user:
        token: |
          abc

Good:

    users:
    - name: u
      user:
        token: abc

Since: all versions (https://pkg.go.dev/golang.org/x/net/http/httpguts#ValidHeaderFieldValue)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.kubeconfig.acceptance import accepts
from kubeconv.kubeconfig.view import User
from kubeconv.releases.table import UID_ALONE
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import Node, fields, items, string, value_of
from kubeconv.validation.go.host import has_userinfo
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import content_of, words

CODE: Final = "KC421"
NAME: Final = "control-character-in-header"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users with such a value."""
    for user in case.kubeconfig.users_with("token", "tokenFile", "as"):
        subject = Subject("user", user.name)
        for key, node in _sent(case, user):
            if _has_control_character(string(node)) and (key != "token" or _is_sent(case, user)):
                yield Hit(
                    node.span,
                    f"{shown.key(key)} of {words(subject)} has a line end or another control character: no HTTP header may",
                    "write it on one line; instead of | use quotes, or |-",
                    subject,
                    https_only=key == "token",
                )
        if user.string("tokenFile") and _has_control_character(_read(case, user)):
            yield Hit(
                user.fields["tokenFile"].value.span,
                f"the tokenFile of {words(subject)} holds a line end or another control character that client-go sends",
                "write the token alone into it, on one line",
                subject,
                https_only=True,
            )


def _sent(case: Case, user: User) -> Iterator[tuple[str, Node]]:
    """What is sent in headers as it stands in the kubeconfig."""
    token = value_of(user.fields, "token")
    # What the token file holds is sent instead of the token.
    if token is not None and not (user.string("tokenFile") and _read(case, user).strip()):
        yield "token", token
    if user.string("as"):
        groups = items(value_of(user.fields, "as-groups"))
        extra = value_of(user.fields, "as-user-extra")
        values = [item for pair in fields(extra).values() for item in items(pair.value.real)] if extra else []
        named = [("as-groups", each) for each in groups] + [("as-user-extra", each) for each in values]
        uid = None if accepts(case.kubectl, UID_ALONE) else value_of(user.fields, "as-uid")
        for key, node in [("as", value_of(user.fields, "as")), ("as-uid", uid), *named]:
            if node is not None:
                yield key, node


def _read(case: Case, user: User) -> str:
    """What client-go sends of a token file: without blanks around it, unless there is nothing else."""
    content = (content_of(case, user.string("tokenFile")) or b"").decode("latin-1")
    trimmed = content.strip(" \t\n\v\f\r")
    return trimmed or ("" if user.string("token") else content)


def _is_sent(case: Case, user: User) -> bool:
    """False if every server that the user is sent to has credentials in its URL, which win over the token."""
    found = [context for context in case.kubeconfig.contexts if context.user == user.name]
    clusters = [case.cluster_of(context) for context in found]
    return not clusters or any(
        each is None or not has_userinfo(each.string("server"), case.kubectl) for each in clusters
    )


def _has_control_character(text: str) -> bool:
    return any((each < " " and each != "\t") or each == "\x7f" for each in text)
