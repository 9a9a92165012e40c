"""Asking clusters for their version by kubectl, several side by side: this runs the exec plugins of the contexts."""

from collections.abc import Iterator, Sequence
from typing import Final

from kubeconv.doctor.diagnosis import Row
from kubeconv.machine.files import STANDARD_INPUT
from kubeconv.machine.programs import PassOn, Program, Running, start_asking_cluster, told_by_cluster
from kubeconv.requirements.clients import Client

#: Clusters that are asked side by side.
AT_ONCE: Final = 8


def connected(rows: Sequence[Row], clients: Sequence[Client], tell: PassOn, *, merged: bool) -> list[Row]:
    """The rows with the answers of the clusters, if kubectl accepts the context. `tell` takes what it says meanwhile."""
    index = next((number for number, each in enumerate(clients) if each.name == "kubectl" and each.path), None)
    if index is None:
        return [*rows]
    kubectl = clients[index].path
    asked = [
        row for row in rows if row.context and row.file != STANDARD_INPUT and row.answers[index].works is not False
    ]
    told: dict[Row, Program] = {}
    for together in _turns(asked):
        running: list[Running] = []
        try:
            running += (
                start_asking_cluster(kubectl, tell, row.context, () if merged else (row.file,)) for row in together
            )
            told.update((row, told_by_cluster(kubectl, each)) for row, each in zip(together, running, strict=True))
        finally:
            for each in running:
                each.stop()
    answers = [(row, told.get(row)) for row in rows]
    return [
        row._replace(connected=answer.version or answer.problem, reached=bool(answer.version)) if answer else row
        for row, answer in answers
    ]


def _turns(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The contexts whose clusters are asked at the same time. The first of those that run their plugin in the same way is asked
    alone: it may wait for a person, and the others then find its token."""
    first = {str(row.login): row for row in reversed(rows) if row.plugin}
    yield from ([row] for row in reversed(first.values()))
    left = [row for row in rows if row not in first.values()]
    for start in range(0, len(left), AT_ONCE):
        yield left[start : start + AT_ONCE]
