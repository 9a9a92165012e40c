"""`kubeconv.merge` against what real kubectl makes of two files in `$KUBECONFIG`."""

import os
import random
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from packed import unpacked

import kubeconv

from .programs import Program

PAIRS = 60

A = """\
current-context: ''
clusters: [{name: c, cluster: {server: https://a, insecure-skip-tls-verify: true}}, {name: z, cluster: {server: https://z}}]
contexts: [{name: x, context: {cluster: c, user: u, namespace: n}}]
users: [{name: u, user: {token: a}}]
extensions: [{name: e, extension: {a: 1}}]
"""
B = """\
current-context: x
clusters: [{name: c, cluster: {server: https://b, proxy-url: http://p}}, {name: b, cluster: {server: https://b}}]
contexts: [{name: x, context: {cluster: c, user: v}}, {name: y, context: {cluster: b, user: v}}]
users: [{name: u, user: {username: b, password: b}}, {name: v, user: {exec: {apiVersion: client.authentication.k8s.io/v1beta1,
  command: b, env: [{name: B, value: b}]}}}]
extensions: [{name: e, extension: {b: 2}}, {name: f, extension: 3}]
"""


def pairs() -> list[tuple[bytes, bytes]]:
    """Two files that say different things of the same names, and files of the corpus that kubectl reads, at random."""
    chosen, readable = random.Random(14), []
    for path in sorted((unpacked("client-go") / "cases").iterdir()):
        data = path.read_bytes()
        if len(data) < 10_000 and kubeconv.validate(data).loads:
            readable.append(data)
    found = [(A.encode(), B.encode()), (B.encode(), A.encode())]
    return found + [(chosen.choice(readable), chosen.choice([*readable, B.encode()])) for _ in range(PAIRS)]


@pytest.fixture(scope="module")
def cases() -> list[tuple[bytes, bytes]]:
    return pairs()


def test_a_list_is_merged_as_kubectl_does(kubectl: Program, cases: list[tuple[bytes, bytes]], tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    asked = 0
    for first, second in cases:
        one.write_bytes(first)
        other.write_bytes(second)
        environment = {"KUBECONFIG": f"{one}{os.pathsep}{other}", "HOME": str(tmp_path)}
        command = [str(kubectl.path), "config", "view", "--raw", "-o", "json"]
        seen = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        if seen.returncode:  # an older kubectl, which does not read one of them
            continue
        asked += 1
        merged = kubeconv.merge([first, second])
        # A null is nothing to merge for the older ones.
        printed = kubeconv.load(seen.stdout)
        assert without_nulls(merged) == without_nulls(printed), (first, second)
    assert asked > PAIRS // 2


def without_nulls(config: kubeconv.Kubeconfig) -> kubeconv.Kubeconfig:
    extensions = {name: value for name, value in config.extensions.items() if value is not None}
    return replace(config, extensions=extensions)
