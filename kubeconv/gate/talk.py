"""What another program says to the person, as it may be passed on."""

import re
from typing import Final

from kubeconv.gate.regex import regex
from kubeconv.gate.secret import MASK, hidden
from kubeconv.gate.shown import Shown
from kubeconv.gate.shown import line as shown_line

#: A secret that is called so, also as a flag, a setting or in JSON: something with a digit in it that is no code of an error.
_SAID_VALUE: Final = regex(
    r"(?i)((?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[-_ ]?key)[\"']?"
    r"(?:\s{1,3}(?:is|was)\s{1,3}|\s{0,3}[:=]\s{0,3})[\"']?|--[\w-]{0,30}(?:password|secret|token)\s{1,3}[\"']?)"
    r"(?!(?-i:[A-Z]{4,9})\d{3,9}\b|[/~.])(?=[^\s\"']{0,60}\d)(?=[^\s\"']{0,60}[a-z])[^\s\"',;]{5,}"
)
#: A header that logs in, and a value in JSON: all of it.
_SAID_WHOLE: Final = regex(
    r"(?i)((?:authorization|(?:set-)?cookie|x-[a-z-]{0,20}(?:token|key|auth|secret)[a-z-]{0,10})\s{0,3}:\s{1,3}).+"
    r"|([\"'][\w-]{0,30}(?:token|secret|password|passphrase)[\"']\s{0,3}:\s{0,3}[\"'])[^\"']+"
)
#: A line of the base64 of a key, and what may stand before it in PEM.
_LINE_OF_KEY: Final = r"\s*(?:[A-Za-z0-9+/]*={0,2}|(?:Proc-Type|DEK-Info): .*)\s*"


class Talk:
    """All that one says, line by line."""

    def __init__(self) -> None:
        self._is_in_key = False

    def line(self, text: str) -> Shown:
        """The line as it may be shown: also without what is called a secret in it, or is a line of a private key."""
        is_of_key = self._is_in_key and re.fullmatch(_LINE_OF_KEY, text) is not None
        self._is_in_key = is_of_key or re.search("BEGIN [A-Z0-9 ]*PRIVATE KEY", text) is not None
        if is_of_key and text.strip():
            return Shown(MASK)
        return shown_line(_SAID_VALUE.sub(rf"\1{MASK}", _SAID_WHOLE.sub(rf"\1\2{MASK}", hidden(text))))
