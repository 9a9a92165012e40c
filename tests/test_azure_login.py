"""What of an Azure login belongs to its cluster, and what the arguments of a login mode are completed with."""

from collections.abc import Mapping

import pytest

from kubeconv.auth.azure import AzureLogin, cluster_facts, update_arguments

VALUES = {"server-id": "s", "client-id": "c", "tenant-id": "t", "environment": "e", "legacy": "true"}


@pytest.mark.parametrize(
    ("mode", "values", "expected"),
    [
        ("", VALUES, {"server-id": "s", "tenant-id": "t", "environment": "e", "legacy": "true"}),
        ("", {}, {"legacy": "false"}),
        ("spn", VALUES, {"server-id": "s", "tenant-id": "t", "environment": "e", "legacy": "true"}),
        ("spn", {"server-id": "s"}, {"server-id": "s", "legacy": "false"}),
        ("msi", VALUES, {"server-id": "s"}),
    ],
)
def test_what_belongs_to_the_cluster(mode: str, values: Mapping[str, str], expected: Mapping[str, str]) -> None:
    assert cluster_facts(AzureLogin(mode, values)) == expected


def test_only_a_required_value_comes_from_a_kept_login() -> None:
    kept = {"tenant-id": "t", "client-id": "c", "environment": "e", "cache-dir": "d"}
    written = update_arguments(["get-token", "--login", "devicecode", "--server-id", "s"], {}, kept)
    assert written.arguments == [
        "get-token", "--login", "devicecode", "--server-id", "s", "--client-id", "c", "--tenant-id", "t",
    ]  # fmt: skip
    assert sorted(written.restored) == ["client-id", "tenant-id"]
