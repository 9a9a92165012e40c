"""The requirements of `kubeconv versions` as text for people, and as JSON (`schemas/versions-output.schema.json`)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kubeconv.machine.programs import Program
from kubeconv.report.line import Line, Role
from kubeconv.report.looked_over import dumped
from kubeconv.report.place import shown
from kubeconv.requirements import Requirement, RequirementVerdict, Situation

#: Verdict to how it looks, and the role it is painted in. What fails comes first.
_LOOKS: Final[Mapping[RequirementVerdict, tuple[str, Role]]] = {
    "fails": ("FAILS", "error"),
    "unknown": ("unknown", "warning"),
    "ok": ("ok", ""),
}
_WIDTH: Final = 9


class FileRead(NamedTuple):
    """A kubeconfig that was looked at, and why it could not be read, '' where it could."""

    path: str
    problem: str = ""


def worst(requirements: Sequence[Requirement]) -> RequirementVerdict:
    """`fails` where one fails, `unknown` where one could not be told, else `ok`."""
    return next((verdict for verdict in _LOOKS if any(each.verdict == verdict for each in requirements)), "ok")


def lines(requirements: Sequence[Requirement], situation: Situation, files: Sequence[FileRead]) -> Iterator[Line]:
    """The requirements, worst first: one line for each, and below those that are not ok why, source and help. Then what was
    looked at: the programs, the cluster, the kubeconfigs."""
    for verdict, (word, role) in _LOOKS.items():
        for each in requirements:
            if each.verdict == verdict:
                yield [
                    (word.ljust(_WIDTH), role),
                    (each.needed, "place" if role else ""),
                    (f"; found {_found(each)}" if verdict == "fails" else f": {each.found}", ""),
                ]
                more = (("why", each.why), ("source", each.source), ("help", each.help)) if role else ()
                for key, text in more:
                    if text:
                        yield [(f"{'':{_WIDTH}}{key}: {text}", "faint")]
    yield [("", "")]
    for name, programs in situation.programs.items():
        yield [(f"{name.ljust(_WIDTH)} ", ""), (", then ".join(map(_program, programs)) or "not on PATH", "")]
    if situation.cluster or situation.integration:
        yield [(f"{'cluster'.ljust(_WIDTH)} {situation.cluster or 'unknown version'}{_integration(situation)}", "")]
    read = [each.path for each in files if not each.problem]
    none = "none of them can be read" if files else "no kubeconfig"
    rest = f" and {len(read) - 3} more" if len(read) > 3 else ""
    yield [(f"{'files'.ljust(_WIDTH)} {', '.join(map(shown, read[:3])) or none}{rest}", "")]
    counts = {verdict: sum(each.verdict == verdict for each in requirements) for verdict in _LOOKS}
    yield [(", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count), "")]


def as_json(
    requirements: Sequence[Requirement], situation: Situation, cluster_source: str, files: Sequence[FileRead]
) -> str:
    """The requirements as data. `cluster_source` is where the version of the cluster comes from, '' without one."""

    document = {
        "verdict": worst(requirements),
        "policy": situation.policy,
        "programs": {
            name: [
                {
                    "path": program.path or None,
                    "version": program.version or None,
                    "right": program.is_right,
                    "problem": program.problem or None,
                }
                for program in programs
            ]
            for name, programs in situation.programs.items()
        },
        "cluster": {
            "version": situation.cluster or None,
            "source": cluster_source or None,
            "integration": situation.integration,
        },
        "files": [{"path": each.path, "problem": each.problem or None} for each in files],
        "checks": [_requirement(each) for each in requirements],
    }
    return dumped(document)


def _requirement(each: Requirement) -> dict[str, str | None]:
    return {
        "name": each.name,
        "requirement": each.needed,
        "found": each.found,
        "verdict": each.verdict,
        "why": each.why,
        "source": each.source,
        "help": each.help or None,
    }


def _found(each: Requirement) -> str:
    """What was found, without the name of the program if the requirement ends with it."""
    return each.found.removeprefix(f"{each.program} ") if each.name == f"{each.program}-logins" else each.found


def _program(program: Program) -> str:
    version = program.version or f"of unknown version ({program.problem})"
    other = ", not Azure's but int128's OIDC helper" if program.is_right is False else ""
    return f"{version}{other} at {program.path}" if program.path else f"{version} (given)"


def _integration(situation: Situation) -> str:
    words = {
        "managed": ", AKS-managed Entra ID",
        "legacy": ", legacy Entra ID integration",
        "none": ", without Entra ID",
    }
    return words.get(situation.integration or "", "")
