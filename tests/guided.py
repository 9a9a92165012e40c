"""`guided.py SECONDS SEED`: bytes that atheris makes, guided by what they reach in kubeconv, beginning with those in
fixtures/fuzz.
`guided.py FILE...`: the same looks at some files.

Looked at: no traceback, exit codes 0, 1 and 2 only, converting twice is converting once, and no secret that stands in the
bytes is in anything that is said of them. https://github.com/google/atheris
"""

import contextlib
import io
import os
import pkgutil
import sys
import zlib
from collections.abc import Iterator
from importlib import import_module, util
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

CORPUS = Path(__file__).parents[1] / "fixtures" / "fuzz"
#: A secret by its shape: it is not shown wherever a change of the bytes puts it.
CANARY = "eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOjF9.c2ln"
#: Longer inputs reach nothing that shorter ones do not.
LONGEST = 3000
#: How many seconds one input may take; the instruments slow it down.
PATIENCE = 20

#: Of these one run a file, chosen by its bytes.
RUNS = (
    ("detect",), ("detect", "--format", "json"), ("convert",), ("convert", "-l", "azurecli", "--diff"),
    ("convert", "-l", "devicecode", "--keep-origin"), ("convert", "--to", "azure", "--format", "json"),
    ("convert", "--skip-others", "--oidc-to", "exec"), ("validate", "--kubectl", "1.20", "--all-contexts"),
    ("validate", "--fix", "--format", "sarif"), ("validate", "--format", "github"), ("validate", "--format", "junit"),
    ("audit",), ("audit", "--format", "json", "--ignore", "KC0"), ("doctor", "--fix", "--yes"), ("doctor", "--redact"),
    ("versions", "--kubectl", "1.30", "--format", "json"), ("undo",),
)  # fmt: skip


class Wrong(AssertionError):
    """What may not be."""


def look(data: bytes, folder: Path) -> int:
    """Look at everything that is said of these bytes; how many texts these are. Raises Wrong."""
    texts = [*said(data), *ran(data, folder)]
    for told in texts:
        if CANARY in told:
            raise Wrong(f"a secret is shown: {told!r}")
    return len(texts)


def said(data: bytes) -> Iterator[str]:
    """What detect, validate, audit and convert say, without the command line before them."""
    import kubeconv
    from kubeconv.conversion.files import ConvertedFile
    from kubeconv.kubeconfig.view import parse_tolerantly
    from kubeconv.releases.table import NEWEST_KUBECTL
    from kubeconv.report import audit_text, conversion_text, findings_text, logins
    from kubeconv.report.diff import unified_diff
    from kubeconv.tree.finding import Refused
    from kubeconv.tree.source import Source
    from kubeconv.validation.audit import audit_files
    from kubeconv.validation.files import ValidatedFile, Validation
    from kubeconv.validation.run import Asked, validate_parsed

    report = validate_parsed(parse_tolerantly(Source(data, "config")), Asked(untrusted=True))
    validation = Validation([ValidatedFile("config", report)])
    audits = audit_files(validation, NEWEST_KUBECTL)
    for line in (*findings_text.lines(validation), *audit_text.lines(audits)):
        yield "".join(text for text, _ in line)
    if report.loads is None and not any(each.unseen for each in audits):
        raise Wrong("what is not judged does not stop the audit")
    for login in (None, "azurecli"):
        try:
            yield from ("".join(text for text, _ in line) for line in logins.lines(kubeconv.detect(data)))
            made = kubeconv.convert(data, login=login)
        except Refused as refused:
            yield f"{refused}"
            continue
        if kubeconv.convert(made.data, login=login).data != made.data:
            raise Wrong(f"converting twice is not converting once: {login}")
        if not made.edits and made.data != data:
            raise Wrong("no edits, and other bytes")
        yield unified_diff(made.source, made.edits, made.text, made.trees)
        yield from (text for text, _ in conversion_text.file_lines(ConvertedFile("config", made), looked_only=True))


def ran(data: bytes, folder: Path) -> Iterator[str]:
    """What one run of the command line prints. Raises Wrong for its exit code."""
    from kubeconv import commands

    arguments = RUNS[zlib.crc32(data) % len(RUNS)]
    config = folder / "config"
    config.write_bytes(data)
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    environment = {"HOME": str(folder), "PATH": str(folder), "LANG": "C.UTF-8"}
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch("os.fsync"),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = commands.run([*arguments, str(config)])
    (folder / "config.bak").unlink(missing_ok=True)
    if code not in (0, 1, 2):
        raise Wrong(f"exit code {code} of {arguments}")
    for stream in (out, err):
        buffer = stream.buffer
        assert isinstance(buffer, io.BytesIO)
        yield buffer.getvalue().decode()


def main(seconds: int, seed: int) -> None:
    """Try inputs until the seconds are over; ends this process, with another code than 0 where one input was wrong."""
    import atheris

    with atheris.instrument_imports(include=["kubeconv"]):
        package = util.find_spec("kubeconv")
        for module in pkgutil.walk_packages(package.submodule_search_locations if package else (), "kubeconv."):
            import_module(module.name)
    with TemporaryDirectory(prefix="kubeconv-fuzz-") as found, TemporaryDirectory(prefix="kubeconv-home-") as home:

        def one(data: bytes) -> None:
            look(data, Path(home))

        kept = os.environ.get("KUBECONV_CORPUS", found)
        options = [
            f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={LONGEST}", f"-timeout={PATIENCE}", "-rss_limit_mb=2048",
            f"-artifact_prefix={os.getcwd()}/wrong-", "-print_final_stats=1", f"-dict={CORPUS / 'words.dict'}",
        ]  # fmt: skip
        atheris.Setup([sys.argv[0], *options, kept, str(CORPUS / "corpus")], one)
        atheris.Fuzz()


if __name__ == "__main__":
    if all(word.isdigit() for word in sys.argv[1:]):
        main(*map(int, sys.argv[1:]))
    for name in sys.argv[1:]:
        with TemporaryDirectory() as place:
            look(Path(name).read_bytes(), Path(place))
