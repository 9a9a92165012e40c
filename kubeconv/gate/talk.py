"""What another program says to the person, as it may be passed on."""

import re
from typing import Final

from kubeconv.gate import command_line
from kubeconv.gate.regex import regex
from kubeconv.gate.secret import MASK, hidden
from kubeconv.gate.shown import Shown
from kubeconv.gate.shown import line as shown_line
from kubeconv.gate.so_called import OTHERWISE, SO_CALLED

#: A header that logs in, and a value in JSON: all of it.
_SAID_WHOLE: Final = regex(
    r"(?i)((?:authorization|(?:set-)?cookie|x-[a-z-]{0,20}(?:token|key|auth|secret)[a-z-]{0,10})\s{0,3}:\s{1,3}).+"
    r"|([\"'][\w-]{0,30}(?:token|secret|password|passphrase)[\"']\s{0,3}:\s{0,3}[\"'])[^\"']+"
)
#: A name with its password behind a flag for both, which are no numbers of a user and a group.
_USER: Final = regex(r"((?<!\S)(?:-u|--(?:proxy-)?user)[ =]{1,3}[\"']?(?!\d+:\d)[\w.@-]{1,60}:)[^\s\"']+")
#: A line of the base64 of a key, and what may stand before it in PEM.
_LINE_OF_KEY: Final = r"\s*(?:[A-Za-z0-9+/]*={0,2}|(?:Proc-Type|DEK-Info): .*)\s*"
#: What a shell says that was told to say what it runs: `set -x`.
_TRACE: Final = r"\++ (?=\S)"


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
        if run := re.match(_TRACE, text):
            return Shown(f"{run[0]}{command_line.script(text[run.end() :])}")
        return shown_line(
            SO_CALLED.sub(OTHERWISE, _SAID_WHOLE.sub(rf"\1\2{MASK}", _USER.sub(rf"\1{MASK}", hidden(text))))
        )
