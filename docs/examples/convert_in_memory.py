"""Convert a kubeconfig in a deployment script, without a file in between: `az aks get-credentials … -f - | python …`.

Standard input is the kubeconfig, standard output the new one; what became of each user goes to standard error.
"""

import sys

import kubeconv


def main() -> int:
    """Convert what comes in; the exit code."""
    try:
        made = kubeconv.convert(sys.stdin.buffer.read(), login="azurecli")
    except kubeconv.Refused as refused:
        finding = refused.finding
        print(f"line {finding.line}, column {finding.column}: {finding.message}", file=sys.stderr)
        return 2
    for outcome in made.outcomes:
        print(f"{outcome.user}: {outcome.status}: {outcome.reason or outcome.change}", file=sys.stderr)
    if any(outcome.status == "refused" for outcome in made.outcomes):
        return 1
    sys.stdout.buffer.write(made.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
