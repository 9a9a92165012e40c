"""Printing: data to standard output, talk beside it to standard error, never a control character from a file."""

import re
import sys


def data(text: str | bytes) -> None:
    """Print data as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text)
    sys.stdout.buffer.flush()


def line(text: str, *, to_stderr: bool = False) -> None:
    """Print one line of talk. What a terminal would obey (escape sequences, line ends inside names) is shown instead."""
    if not text.isprintable():
        text = re.sub(r"[^ -~]", lambda found: found[0] if found[0].isprintable() else ascii(found[0])[1:-1], text)
    print(text, file=sys.stderr if to_stderr else sys.stdout)


def error(text: str) -> None:
    """Print one line about a problem, to standard error."""
    line(f"kubeconv: {text}", to_stderr=True)
