"""What a text is that stands where something else should, told without showing any of it: `a private key`, `12 characters`."""

import re


def kind_of(text: str) -> str:
    """A description of a text that is not shown, which reveals nothing of it: `a private key`, `12 characters`."""
    coded = decoded(text) if len(text) > 15 else ""
    if "PRIVATE KEY-----" in text[:200]:
        return "a private key"
    if "-----BEGIN" in text[:200]:
        return "PEM"
    if "-----BEGIN" in coded:
        return "base64 of a private key" if "PRIVATE KEY" in coded else "base64 of PEM"
    if coded and _is_kubeconfig(coded):
        return "base64 of a kubeconfig"
    if text.startswith("eyJ") and re.match(r"eyJ[\w-]{5,}\.[\w-]", text[:4000]):
        return "a token"
    if "\n" in text.strip():
        return f"{text.strip().count(chr(10)) + 1} lines"
    return f"{len(text):,} characters" if len(text) != 1 else "1 character"


def content_in(text: str) -> str:
    """The common name for a text that was given in place of a file path; '' if it may be a path."""
    kind = kind_of(text)
    if (kind[:1].isalpha() and kind[:1].islower()) or kind == "PEM":
        return "a kubeconfig in base64" if kind == "base64 of a kubeconfig" else kind
    head = text.lstrip()
    if ":" not in text and not head.startswith(("{", "[")):
        return _if_lines(text, kind)
    is_data = head[:1] in ("{", "[") or re.match(r"(?:- )?[\"']?[\w-]{2,40}[\"']?:(?:\s|$)", head)
    is_data = is_data or re.search(r":\s*\n|: ", head.partition("\n")[2])
    return "the content of a kubeconfig" if is_data else _if_lines(text, kind)


def _if_lines(text: str, kind: str) -> str:
    """The kind of a text that has too many lines for the name of a file; '' for others."""
    return kind if "\n" in text and text.strip().count("\n") > 1 else ""


def decoded(text: str) -> str:
    """The beginning of a text in base64, decoded; '' for any other."""
    head = "".join(text[:600].split())
    if len(head) < 16 or not re.fullmatch("[A-Za-z0-9+/]+=*", head):
        return ""
    from base64 import b64decode

    return b64decode(head[: len(head) // 4 * 4]).decode("utf-8", "replace")


def _is_kubeconfig(text: str) -> bool:
    return any(key in text for key in ("apiVersion", "clusters", "contexts", "current-context", "users:"))


def advice(text: str) -> str:
    """What to do about a text that was given in place of a kubeconfig; '' if nothing is known."""
    kind = kind_of(text)
    if kind == "base64 of a kubeconfig":
        return "this is base64 of a kubeconfig: base64 -d FILE > NEW_FILE gives the kubeconfig"
    if kind == "a token":
        return "this is a token, not a kubeconfig: it belongs in token of a user"
    return f"this is {kind}, not a kubeconfig" if "key" in kind or "PEM" in kind else ""
