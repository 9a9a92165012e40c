"""Hosts that are inside of the machine that uses a kubeconfig, as Go finds them."""

from functools import lru_cache
from typing import Final

from kubeconv.validation.go.host import addresses, is_local_address, is_local_name, looked_up

#: Names and addresses of metadata services that are not link-local, where a cloud has such: Google, AWS, Tencent, IBM; AWS,
#: Google and Alibaba, Oracle, Azure.
METADATA_NAMES: Final = frozenset(
    (
        "metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal",
        "metadata.tencentyun.com", "api.metadata.cloud.ibm.com",
    )
)  # fmt: skip
_METADATA_ADDRESSES: Final = frozenset(
    ("fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "100.100.100.200", "192.0.0.192", "168.63.129.16")
)


@lru_cache(65536)  # a rule and the audit ask about the same host
def inside(hostname: str) -> tuple[str, str] | None:
    """A host that is inside of the machine, as its address if it has one, and what it is; None for one outside."""
    name = looked_up(hostname)
    if is_local_name(name):
        return name, "the machine that uses the file"
    if name in METADATA_NAMES:
        return name, "the metadata service of the cloud"
    for address in addresses(name):
        text = str(address).partition("%")[0]
        host = "[" + text + "]" if address.version == 6 else text
        if is_local_address(address):
            return host, "the machine that uses the file"
        if text in _METADATA_ADDRESSES:
            return host, "the metadata service of the cloud"
        if address.is_link_local:
            return host, "a link-local address, as metadata services have"
    return None
