"""The JSON Schemas of kubeconv; installed as the package `kubeconv.schemas`."""


def text(name: str) -> str:
    """The text of a schema, such as `text("detect-output")`. Raises FileNotFoundError for an unknown name."""
    from importlib.resources import files

    return (files(__name__) / f"{name}.schema.json").read_text(encoding="utf-8")
