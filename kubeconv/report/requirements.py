"""The requirements of `kubeconv versions` as text for people, and as JSON (`schemas/versions-output.schema.json`)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kubeconv.gate.shown import variable
from kubeconv.gate.value import NamedTuple
from kubeconv.machine.programs import PROGRAMS, Program
from kubeconv.report.line import Line, Role
from kubeconv.report.looked_over import dumped
from kubeconv.report.place import shown
from kubeconv.requirements import Note, Requirement, RequirementVerdict, Situation, notes
from kubeconv.requirements.access import Matched, matched
from kubeconv.requirements.aks import AksIntegration
from kubeconv.requirements.recommended import recommended
from kubeconv.requirements.situation import listed

#: Verdict to how it looks, and the role it is painted in. What fails comes first.
_LOOKS: Final[Mapping[RequirementVerdict, tuple[str, Role]]] = {
    "fails": ("FAILS", "error"),
    "unknown": ("unknown", "warning"),
    "needs": ("needs", "warning"),
    "ok": ("ok", ""),
}
_WIDTH: Final = 9
_INTEGRATIONS: Final[Mapping[AksIntegration | None, str]] = {
    "managed": ", AKS-managed Entra ID",
    "legacy": ", legacy Entra ID integration",
    "none": ", without Entra ID",
    None: "",
}
_BY: Final = {"host": ", by the host of the server", "only cluster": ", as there is no other cluster", "": ""}


class FileRead(NamedTuple):
    """A kubeconfig that was looked at, and why it could not be read, '' if it could."""

    path: str
    problem: str = ""


def worst(requirements: Sequence[Requirement]) -> RequirementVerdict:
    """`fails` if one fails, else `unknown` if one could not be determined, else `needs`, else `ok`."""
    return next((verdict for verdict in _LOOKS if any(each.verdict == verdict for each in requirements)), "ok")


def names(requirements: Sequence[Requirement]) -> Iterator[Line]:
    """The names of what is required, worst first."""
    worst_first = (each.name for verdict in _LOOKS for each in requirements if each.verdict == verdict)
    for name in dict.fromkeys(worst_first):
        yield [(name, "")]


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
                if role:
                    yield from _more(("why", each.why), ("source", each.source), ("help", each.help))
    for note in notes(situation):
        yield [("note".ljust(_WIDTH), "info"), (note.text, "")]
        yield from _more(("source", note.source), ("help", note.help))
    yield [("", "")]
    for name in PROGRAMS:
        none = "not on PATH" if name in situation.programs else "nothing is said of it"
        yield [
            (f"{name.ljust(_WIDTH)} ", ""),
            (", then ".join(map(_program, situation.programs.get(name, ()))) or none, ""),
        ]
    if situation.variables is not None:
        yield [(f"{'variables'.ljust(_WIDTH)} {', '.join(map(variable, sorted(situation.variables))) or 'none'}", "")]
    yield from _clusters(situation)
    read = [each.path for each in files if not each.problem]
    none = "none of them can be read" if files else "no kubeconfig"
    rest = f" and {len(read) - 3} more" if len(read) > 3 else ""
    yield [(f"{'files'.ljust(_WIDTH)} {', '.join(map(shown, read[:3])) or none}{rest}", "")]
    yield from _recommended(situation)
    counts = {verdict: sum(each.verdict == verdict for each in requirements) for verdict in _LOOKS}
    number = situation.unselected
    rest = f"; {number} context{'' if number == 1 else 's'} not looked at" if number else ""
    yield [(", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count) + rest, "")]


def _recommended(situation: Situation) -> Iterator[Line]:
    """The one set of versions that satisfies all, or what contradicts what."""
    found = recommended(situation)
    if found.versions:
        yield [("recommended ", ""), (", ".join(_recommended_words(situation, found.versions)), "place")]
    for each in found.contradictions:
        both = "both" if each.needed[1:] else "this"
        yield [("recommended ", ""), (f"no {each.program} satisfies {both}: {'; '.join(each.needed)}", "error")]
        yield from _more(("help", each.help))


def _recommended_words(situation: Situation, versions: Mapping[str, str]) -> Iterator[str]:
    for name, version in versions.items():
        programs = situation.programs.get(name, ())
        now = programs[0].version if programs and programs[0].is_right is not False else ""
        if now == version:
            yield f"{name} {version}"
        else:
            newer = " or newer" if name == "az" else ""
            yield f"{name} {version}{newer}{f' (now {now})' if now else ''}"


def _more(*said: tuple[str, str]) -> Iterator[Line]:
    """What belongs to the line above, each after its key."""
    for key, text in said:
        if text:
            yield [(f"{'':{_WIDTH}}{key}: ", "faint"), (text, "whole" if key == "help" else "faint")]


def _clusters(situation: Situation) -> Iterator[Line]:
    """The clusters, with the users that each says something of."""
    if not situation.aks and situation.cluster:
        yield [(f"{'cluster'.ljust(_WIDTH)} {situation.cluster}", "")]
    matches = matched(situation.aks, situation.accesses)
    reached = [match for match in matches if match.by] or matches
    for cluster, users, by in reached:
        version = situation.cluster or cluster.version or "unknown version"
        called = f"{cluster.name} " if cluster.name else ""
        yield [(f"{'cluster'.ljust(_WIDTH)} {called}{version}{_INTEGRATIONS[cluster.integration]}", "")]
        if users:
            contexts = [context for each in users for context in each.user.contexts]
            whose = f"{listed([each.user.user for each in users])} ({listed(contexts, 'context')})"
            yield [(f"{'':{_WIDTH}} of {whose}{_BY[by]}", "")]
    if others := len(matches) - len(reached):
        yield [
            (
                f"{'':{_WIDTH}} no context reaches the other {others} cluster{'s' if others > 1 else ''} of --aks-show",
                "",
            )
        ]
    if left := _not_matched(situation, matches):
        yield [(f"{'':{_WIDTH}} says nothing of {listed(left)}, who reach{'' if left[1:] else 'es'} other hosts", "")]


def _not_matched(situation: Situation, matches: Sequence[Matched]) -> list[str]:
    """The users of whom no cluster says anything."""
    known = {id(each) for match in matches for each in match.users}
    return [each.user.user for each in situation.accesses if id(each) not in known] if matches else []


def as_json(
    requirements: Sequence[Requirement], situation: Situation, cluster_source: str, files: Sequence[FileRead]
) -> str:
    """The requirements as data. `cluster_source` is where the version of the cluster comes from, '' without one."""
    matches, found = matched(situation.aks, situation.accesses), recommended(situation)
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
                for program in situation.programs.get(name, ())
            ]
            for name in PROGRAMS
        },
        "variables": None if situation.variables is None else [variable(each) for each in sorted(situation.variables)],
        "cluster": _the_cluster(situation, cluster_source),
        "clusters": [_cluster(each, situation) for each in matches],
        "not_matched": _not_matched(situation, matches),
        "files": [{"path": each.path, "problem": each.problem or None} for each in files],
        **({"unselected": situation.unselected} if situation.unselected else {}),
        "checks": [_requirement(each) for each in requirements],
        "notes": [_note(each) for each in notes(situation)],
        "recommended": {name: found.versions.get(name) for name in PROGRAMS},
        "contradictions": [
            {"program": each.program, "requirements": each.needed, "help": each.help or None}
            for each in found.contradictions
        ],
    }
    return dumped(document)


def _the_cluster(situation: Situation, source: str) -> dict[str, str | None]:
    """The cluster that all is about; what is not the same for all of several is null."""
    versions = {situation.cluster or each.version for each in situation.aks} or {situation.cluster}
    integrations = {each.integration for each in situation.aks} or {None}
    return {
        "version": (versions.pop() or None) if len(versions) == 1 else None,
        "source": source or None,
        "integration": integrations.pop() if len(integrations) == 1 else None,
    }


def _cluster(match: Matched, situation: Situation) -> dict[str, Any]:
    cluster, users, by = match
    return {
        "name": cluster.name or None,
        "resource_group": cluster.group or None,
        "version": situation.cluster or cluster.version or None,
        "integration": cluster.integration,
        "tenant": cluster.tenant or None,
        "hosts": cluster.hosts,
        "matched_by": by or None,
        "users": [each.user.user for each in users],
        "contexts": [context for each in users for context in each.user.contexts],
    }


def _note(each: Note) -> dict[str, str | None]:
    return {"name": each.name, "text": each.text, "source": each.source, "help": each.help or None}


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
