"""Audit a kubeconfig that somebody uploaded, before anybody uses it: `python audit_upload.py FILE`.

Ends with 1 if it should not be used as it is. Nothing that the file names is run or opened.
"""

import sys
from pathlib import Path

import kubeconv


def main(path: str) -> int:
    """Print what the file would do; the exit code."""
    data = Path(path).read_bytes()  # in a web application: the body of the request
    audit = kubeconv.audit(data, name="upload")
    if audit.unseen:
        print(f"refused: {audit.unseen}")
        return 1
    for page in audit.pages:
        for deed in page.deeds:
            print(f"{deed.grade}: context {page.context} would {deed.does} {deed.what}")
    for finding in kubeconv.validate(data, untrusted=True, name="upload").findings:
        if finding.severity != "info":
            print(f"line {finding.line}, column {finding.column}: {finding.message} ({finding.code})")
    return 0 if audit.grade == "info" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
