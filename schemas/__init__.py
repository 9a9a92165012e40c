"""The JSON Schemas of kubeconv; installed as the package `kubeconv.schemas`."""

from importlib.resources import files


def text(name: str) -> str:
    """The text of a schema, such as `text("detect-output")`. Raises FileNotFoundError for an unknown name."""
    return (files(__name__) / f"{name}.schema.json").read_text(encoding="utf-8")
