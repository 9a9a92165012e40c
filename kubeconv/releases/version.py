"""Version numbers of programs: read, compared, and as ranges. Which release does what stands in `releases`."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from kubeconv.gate.regex import regex
from kubeconv.gate.shown import plain, quoted, quoted_name
from kubeconv.gate.value import NamedTuple


class Version(NamedTuple):
    """A release as far as it matters here."""

    major: int
    minor: int
    patch: int = 0

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


_NUMBERS: Final = regex(r"v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9})(?:\.[.\w]+)?)?(?:[-+~_A-Za-z][-+~.\w]*)?", re.ASCII)
#: What Kubernetes calls its minor version if a vendor has built it.
_MINOR: Final = regex(r"(\d{1,9})\+", re.ASCII)


@lru_cache(maxsize=1024)
def parse_version(text: str) -> Version:
    """A version as people and programs write it: `1.27`, `v1.27.3-gke.100`, `1.28+`, and `27+` for the 1.27 of a vendor.
    Raises ValueError for anything else."""
    if minor := _MINOR.fullmatch(text.strip()):
        return Version(1, int(minor[1]))
    if found := _NUMBERS.fullmatch(text.strip()):
        return Version(*map(int, found.groups("0")))
    is_like_one = re.fullmatch(r"(?:[vV]?\d{1,3}[.,].{0,20})?", text)  # 1.27.x
    told = quoted_name(text) if is_like_one else quoted(plain(text))
    raise ValueError(f"{told} is not a version such as 1.27 or v1.27.3")


def is_at_least(found: str, minimum: str) -> bool:
    """True if a version is the minimum or newer; a candidate of a release comes before it. A vendor's tail
    (`-gke.100`, `-eks-5e0fdde`, `+k3s1`, `-dispatcher`, the `+` of `1.27+`) counts for nothing. Raises ValueError."""
    one, other = parse_version(found), parse_version(minimum)
    candidates = [re.search(r"\d-?((?:alpha|beta|rc)\.?\d+)", text) for text in (found, minimum)]
    if one != other or not any(candidates):
        return one >= other
    from packaging.version import Version as Ordered

    ordered = [Ordered(f"{one}-{candidate[1]}" if candidate else str(one)) for candidate in candidates]
    return ordered[0] >= ordered[1]


class Releases(NamedTuple):
    """The releases in which something works: from `since` on (none: always) up to, but not with, `removed` (none: still)."""

    since: str | None = None
    removed: str | None = None

    def __str__(self) -> str:
        if self.since == self.removed is not None:
            return "none"
        parts = [f">={self.since}" if self.since else "", f"<{self.removed}" if self.removed else ""]
        return ",".join(part for part in parts if part) or "all"

    @property
    def words(self) -> str:
        """The range as words after the name of a program."""
        if self.since and self.removed:
            major, minor, patch = parse_version(self.removed)
            if not patch and (major, minor - 1) > parse_version(self.since)[:2] and minor:
                return f"{self.since}–{major}.{minor - 1}"  # noqa: RUF001 - a range
        parts = [f"{self.since} or newer" if self.since else "", f"older than {self.removed}" if self.removed else ""]
        return ", but ".join(part for part in parts if part) or "any"

    def contains(self, version: str | Version) -> bool:
        """True if it works in this version; a candidate of a release is taken for it. Raises ValueError."""
        found = parse_version(version) if isinstance(version, str) else version
        after = self.since is None or found >= parse_version(self.since)
        return after and (self.removed is None or found < parse_version(self.removed))


class WorksWith(NamedTuple):
    """The clients in which a login works."""

    kubectl: Releases = Releases()
    helm: Releases = Releases()


NEVER: Final = Releases("0.0", "0.0")


def common(*found: WorksWith) -> WorksWith:
    """The clients that are in all of them."""
    return WorksWith(*(_overlap(releases) for releases in zip(EVERY_CLIENT, *found, strict=True)))


def _overlap(ranges: Iterable[Releases]) -> Releases:
    ranges = [*ranges]
    since = max((each.since for each in ranges if each.since), key=parse_version, default=None)
    removed = min((each.removed for each in ranges if each.removed), key=parse_version, default=None)
    is_empty = since is not None and removed is not None and parse_version(since) >= parse_version(removed)
    return NEVER if is_empty else Releases(since, removed)


#: Logins that need nothing of a client but to pass them on.
EVERY_CLIENT: Final = WorksWith()
NO_CLIENT: Final = WorksWith(NEVER, NEVER)
