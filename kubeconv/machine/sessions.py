"""Who is logged in on this machine to az and azd, and what else tells which login mode fits here. Nothing is run but
`kubelogin --version`, and no file that holds a token is read."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kubeconv.auth.fitting import Account, Evidence
from kubeconv.auth.kubelogin_run import NEWEST
from kubeconv.auth.login_modes import TOKEN_PROGRAMS
from kubeconv.machine.programs import Program, find_kubelogin, find_program
from kubeconv.releases.version import parse_version

#: What every virtual machine of Azure has there.
#: https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service
_CHASSIS: Final = "/sys/class/dmi/id/chassis_asset_tag"
_AZURE_TAG: Final = "7783-7084-3265-9085-8269-3286-77"


def az_profile(environment: Mapping[str, str], folder: str = "") -> str:
    """The path of the az profile; `folder` is another one than that of the environment."""
    folder = folder or environment.get("AZURE_CONFIG_DIR") or os.path.join(os.path.expanduser("~"), ".azure")
    return os.path.join(folder, "azureProfile.json")


def az_accounts(path: str) -> list[Account]:
    """The accounts in an az profile that can give a token, the default one first; none if there is no such file.

    https://github.com/Azure/azure-cli/blob/dev/src/azure-cli-core/azure/cli/core/_profile.py
    """
    shown = _json(path)
    subscriptions = shown.get("subscriptions") if isinstance(shown, dict) else None
    found = [_account(each) for each in (subscriptions if isinstance(subscriptions, list) else ())]
    return sorted(filter(None, found), key=lambda account: not account.is_default)


def _account(subscription: Any) -> Account | None:
    found = subscription if isinstance(subscription, dict) else {}
    tenant, cloud = found.get("tenantId"), found.get("environmentName")
    if not isinstance(tenant, str) or not tenant or not tenant.isascii() or not tenant.isprintable():
        return None
    return Account(tenant, cloud if isinstance(cloud, str) else "AzureCloud", bool(found.get("isDefault")))


def default_tenant(environment: Mapping[str, str]) -> tuple[str, str]:
    """The tenant of the default subscription in the az profile of this machine, '' if there is none; and the path of that
    file."""
    path = az_profile(environment)
    return next((account.tenant for account in az_accounts(path) if account.is_default), ""), path


def evidence_here(
    environment: Mapping[str, str], az_folder: str = "", kubelogins: Sequence[Program] | None = None
) -> Evidence:
    """What tells on this machine which login mode fits. `az_folder` is another folder of az than that of the environment,
    `kubelogins` are those on PATH, if they have been asked already."""
    search_path = environment.get("PATH", "")
    kubelogin = find_kubelogin(search_path) if kubelogins is None else next(iter(kubelogins), None)
    try:
        release = parse_version(kubelogin.version) if kubelogin and kubelogin.is_right else NEWEST
    except ValueError:
        release = NEWEST
    return Evidence(
        {**environment},  # os.environ decodes at each look
        az_accounts(az_profile(environment, az_folder)),
        frozenset(name for name in TOKEN_PROGRAMS if find_program(name, search_path)),
        _has_azd_session(environment),
        _is_azure_machine(),
        sys.platform in ("win32", "darwin"),
        release,
    )


def _has_azd_session(environment: Mapping[str, str]) -> bool:
    """True if somebody is logged in to azd. https://github.com/Azure/azure-dev/blob/main/cli/azd/pkg/auth/manager.go"""
    folder = environment.get("AZD_CONFIG_DIR") or os.path.join(os.path.expanduser("~"), ".azd")
    found: Any = _json(os.path.join(folder, "auth.json"))
    for name in ("auth", "account", "currentUser"):
        found = found.get(name) if isinstance(found, dict) else None
    return isinstance(found, dict) and bool(found)


def _is_azure_machine() -> bool:
    try:
        with open(_CHASSIS, encoding="ascii") as file:
            return file.read(100).strip() == _AZURE_TAG
    except (OSError, ValueError):
        return False


def _json(path: str) -> Any:
    """What a JSON file holds, None if it cannot be read."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            import json  # mostly there is no such file

            return json.load(file)
    except (OSError, ValueError, RecursionError):
        return None
