"""`kubeconv schema`: the JSON Schema of kubeconfig files."""

import kubeconv.schemas
from kubeconv.commands import output


def command() -> None:
    """Print the JSON Schema (2020-12) of kubeconfig v1, for editors and for check-jsonschema.

    Example: kubeconv schema > kubeconfig-v1.schema.json
    """
    output.data(kubeconv.schemas.text("kubeconfig-v1"))
