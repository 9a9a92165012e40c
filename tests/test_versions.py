"""Versions are read, compared and put into ranges as their vendors mean them."""

import pytest

from kubeconv.releases.version import NEVER, Releases, Version, is_at_least, parse_version


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1.27", (1, 27, 0)),
        ("v1.27.3", (1, 27, 3)),
        ("v1.27.3-gke.100", (1, 27, 3)),
        ("v1.28.5-eks-5e0fdde", (1, 28, 5)),
        ("v1.29.1+k3s1", (1, 29, 1)),
        ("1.27+", (1, 27, 0)),
        ("27+", (1, 27, 0)),
        ("1.28.0-alpha.1.123+abcdef", (1, 28, 0)),
        ("v1.26.0_2", (1, 26, 0)),
        ("2.29.0.post1", (2, 29, 0)),
        ("v1.32.4-dispatcher", (1, 32, 4)),
        ("v1.30.0-rc.1", (1, 30, 0)),
        ("v2.17.0+ga690bad", (2, 17, 0)),
        (" 2.29.0\n", (2, 29, 0)),
    ],
)
def test_a_version_is_read_as_its_vendor_writes_it(text: str, version: tuple[int, int, int]) -> None:
    assert parse_version(text) == Version(*version)


@pytest.mark.parametrize(
    "text",
    [
        "", "27", "v", "one.two", "1.", ".1", "unknown", "1.x", "-1.2", "+", "27++", "1.27 foo", "1.27;rm -rf", "1.3\x1b[31m",
        "1.27.3\n1.28", "1.27.", "1.27.x", "vv1.27", "\u0661.\u0662", "1." + "1" * 10, "1" * 5000 + ".1", "1.27.3/../x",
    ],
)  # fmt: skip
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is not a version such as") as caught:
        parse_version(text)
    assert len(str(caught.value)) < 150
    assert len(text) < 40 or text[:40] not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "is_shown"), [("1.27.x", True), ("latest", True), ("hunter2", False), ("1hunter2", False)]
)
def test_what_is_no_version_is_shown_if_it_is_no_secret(text: str, is_shown: bool) -> None:
    with pytest.raises(ValueError, match="is not a version such as") as caught:
        parse_version(text)
    assert (text in str(caught.value)) == is_shown


@pytest.mark.parametrize(
    ("releases", "words"),
    [
        (Releases(), "any"),
        (Releases("1.22"), "1.22 or newer"),
        (Releases(None, "1.26"), "older than 1.26"),
        (Releases("1.18.1", "1.26"), "1.18.1–1.25"),  # noqa: RUF001 - a range
        (Releases("1.18.1", "1.20"), "1.18.1–1.19"),  # noqa: RUF001 - a range
        (Releases("1.18.1", "1.19"), "1.18.1 or newer, but older than 1.19"),
        (Releases("0.2.0", "0.5.7"), "0.2.0 or newer, but older than 0.5.7"),
        (Releases("1.24", "2.0"), "1.24 or newer, but older than 2.0"),
    ],
    ids=str,
)
def test_a_range_as_words(releases: Releases, words: str) -> None:
    assert releases.words == words


@pytest.mark.parametrize(
    ("found", "minimum", "is_enough"),
    [
        ("1.18.1", "1.18.1", True),
        ("1.18.0", "1.18.1", False),
        ("1.9.9", "1.10", False),
        ("v3.3.0-rc.1", "3.3", False),
        ("v3.3.0-beta.1", "3.3.0", False),
        ("v3.3.1-rc.1", "3.3", True),
        ("v3.3.0", "3.3.0-rc.2", True),
        ("v3.3.0-rc.2", "3.3.0-rc.10", False),
        ("v3.3.0-alpha.3", "3.3.0-beta.1", False),
        ("2.29.0rc1", "2.29.0", False),
        ("v1.18.1-gke.100", "1.18.1", True),
        ("v1.18.1-eks-5e0fdde", "1.18.1", True),
        ("v1.18.1+k3s1", "1.18.1", True),
        ("v1.18.1-rc.1+k3s1", "1.18.1", False),
        ("v1.18.1-dispatcher", "1.18.1", True),
        ("1.18+", "1.18", True),
    ],
)
def test_a_candidate_comes_before_its_release_and_a_tail_counts_for_nothing(
    found: str, minimum: str, is_enough: bool
) -> None:
    assert is_at_least(found, minimum) is is_enough


def test_what_is_no_version_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="'new' is not a version"):
        is_at_least("new", "1.2")


@pytest.mark.parametrize(
    ("releases", "inside", "outside"),
    [
        (Releases(), ["0.1", "1.26", "9.9"], []),
        (Releases(None, "1.26"), ["1.0", "v1.25.16-gke.5"], ["1.26.0", "1.26.0-rc.1", "2.0"]),
        (Releases("1.22"), ["1.22.0", "1.100"], ["1.21.14", "1.3"]),
        (Releases("1.18.1", "1.26"), ["1.18.1", "1.25.9"], ["1.18.0", "1.26.0"]),
        (NEVER, [], ["0.0", "0.1", "1.26", "99.0"]),
    ],
    ids=str,
)
def test_a_range_contains_its_releases(releases: Releases, inside: list[str], outside: list[str]) -> None:
    assert [version for version in [*inside, *outside] if releases.contains(version)] == inside
    assert all(releases.contains(parse_version(version)) for version in inside)
