"""A stand-in for the Azure CLI and the Azure Developer CLI, as far as kubelogin asks them for tokens: both refuse what the real
ones refuse before they call the network.

Source: azure/cli/core/_profile.py of https://pypi.org/project/azure-cli-core (2.91.0),
https://github.com/Azure/azure-dev/blob/main/cli/azd/cmd/auth_token.go.

In-process: `answer(program, arguments, account)`. As a program: this file, called az or azd, beside a file `NAME.json` with the
fields of `Account`.
"""

import json
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Account(NamedTuple):
    """Who is logged in: nobody, or somebody with these subscriptions."""

    is_logged_in: bool = True
    subscriptions: Sequence[str] = ("one",)


def answer(program: str, arguments: Sequence[str], account: Account) -> str:
    """What the program refuses; '' if it would print a token."""
    options = dict(pairwise(arguments))
    if program == "azd":
        if list(arguments[:2]) != ["auth", "token"]:
            return "ERROR: unknown command"
        return "" if account.is_logged_in else "ERROR: not logged in, run `azd auth login` to login"
    if list(arguments[:2]) != ["account", "get-access-token"]:
        return "ERROR: unknown command"
    tenant, subscription = options.get("--tenant"), options.get("--subscription")
    if tenant and subscription:
        return "ERROR: Please specify only one of subscription and tenant, not both"
    if not account.is_logged_in:
        return "ERROR: Please run 'az login' to setup account."
    if subscription and subscription not in account.subscriptions:
        return f"ERROR: Subscription '{subscription}' not found. Check the ID or name and try again."
    return ""


def main() -> None:
    """The program."""
    path = os.path.abspath(sys.argv[0])
    with open(f"{path}.json", encoding="utf-8") as file:
        account = Account(**json.load(file))
    refused = answer(os.path.basename(path), sys.argv[1:], account)
    if refused:
        sys.exit(refused)
    print(json.dumps({"accessToken": "a", "token": "a", "expiresOn": "2126-01-01 00:00:00.000000"}))


if __name__ == "__main__":
    main()
