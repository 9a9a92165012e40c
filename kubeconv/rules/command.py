"""The commands that rules name as the way out."""

import os

from kubeconv.rule import Checked


def convert(checked: Checked, options: str = "") -> str:
    """The command that converts this file, with these options."""
    name = os.path.basename(checked.path) if checked.path else ""
    plain = checked.path and name and not any(sign in checked.path for sign in " '\"$`\\&;()<>|*?~#!\n\t")
    return " ".join(word for word in ("kubeconv convert", options, checked.path if plain else "FILE") if word)
