"""What a run has printed so far; and what it prints as JSON if it was asked for that and came to nothing.

JSON is JSON for every exit code: wrong usage, no file, a signal. Its schema is `schemas/problem-output.schema.json`.
"""

from collections.abc import Sequence
from typing import Final

from kubeconv.commands.declared import parameters
from kubeconv.commands.known import ALIASES, COMMANDS, function_of
from kubeconv.commands.usual import names_in, options_of

#: The problems that were told to standard error.
PROBLEMS: Final[list[str]] = []
_PRINTED: Final = [False]


def begin() -> None:
    """Nothing is said yet."""
    PROBLEMS.clear()
    _PRINTED[0] = False


def note_data() -> None:
    """Something went to standard output."""
    _PRINTED[0] = True


def document(arguments: Sequence[str], code: int) -> str:
    """What is still to be printed by a run of this command line that ends with `code`; '' for nothing."""
    if not code or _PRINTED[0] or not _wants_json(arguments):
        return ""
    import json

    return json.dumps({"problem": "; ".join(PROBLEMS) or f"ended with exit code {code}"}, indent=2) + "\n"


def _wants_json(arguments: Sequence[str]) -> bool:
    """True if the last of the options that say the form says JSON, or YAML, which JSON is too; the command line may be wrong."""
    first = next(iter(arguments), "")
    name = ALIASES.get(first, first)
    takes = parameters(function_of(name)) if name in COMMANDS else []
    options = {name: option for each in takes for name, option in options_of(each)}
    saying = {name: getattr(option.declared, "completes", ()) for name, (option, _) in options.items()}
    saying = {name: forms for name, forms in saying.items() if "json" in forms}
    form, option_name, before = "", "", ""
    for word in arguments[not first.startswith("-") :]:
        if word == "--":
            break
        if before:
            form, option_name, before = word, before, ""
        elif len(word) > 1 and word[0] == "-":
            *_, (found, attached) = names_in(word, options)
            if found in saying or (found == "--format" and found not in options):
                form, option_name, before = (attached, found, "") if attached else (form, option_name, found)
    return form == "json" or (form == "yaml" and form in saying.get(option_name, ()))
