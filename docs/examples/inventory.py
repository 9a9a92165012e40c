"""Which login has each user in the kubeconfigs of a folder, and does it still work? As CSV: `python inventory.py FOLDER`."""

import csv
import sys
from pathlib import Path

import kubeconv


def main(folder: str) -> None:
    """Write a line for each context of each file."""
    table = csv.writer(sys.stdout)
    table.writerow(["file", "context", "server", "user", "login", "verdict", "cause"])
    for path in sorted(Path(folder).rglob("*")):
        if not path.is_file():
            continue
        try:
            config = kubeconv.load(path)
            logins = {each.user: str(each.login) for each in kubeconv.detect(path)}
        except (kubeconv.Refused, kubeconv.FileProblem) as problem:
            table.writerow([path, "", "", "", "", "unreadable", problem])
            continue
        for row in kubeconv.diagnose(path, kubectl="1.30"):
            cluster = config.cluster(row.cluster)
            answer = row.answers[0]
            cause = answer.cause.message if answer.cause else ""
            server = cluster.server if cluster else ""
            table.writerow([path, row.context, server, row.user, logins.get(row.user, ""), answer.verdict, cause])


if __name__ == "__main__":
    main(sys.argv[1])
