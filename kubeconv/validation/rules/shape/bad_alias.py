"""An alias cannot be resolved.

`*name` stands for the value marked `&name`, which must come before it, must not contain it, and must not make the document
grow without measure. A value that begins with a star or an ampersand, such as a password, is taken for one: put it in
quotes.

Bad:

    users:
    - name: u
      user:
        username: me
        password: *star

Good:

    users:
    - name: u
      user:
        tokenFile: "*star"

Since: every kubectl (https://github.com/yaml/go-yaml/blob/v2/decode.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC004"
NAME: Final = "bad-alias"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"


def check(_case: Case) -> Iterator[Hit]:
    """Nothing: such a file is refused when it is read, before rules run."""
    return iter(())
