"""At which users of kubeconfigs a rule stops a client: of many logins a message is about those."""

import os
from collections.abc import Iterator, Sequence

from kubeconv.kubeconfig.view import Context, Kubeconfig
from kubeconv.machine.load import Loaded
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.requirements.next_steps import is_asked_to_log_in
from kubeconv.requirements.surroundings import Surroundings
from kubeconv.tree.finding import Finding, Subject
from kubeconv.validation.rule import Case
from kubeconv.validation.rules import rule_of
from kubeconv.validation.run import run_rules


def stopped_by(code: str, loaded: Sequence[Loaded], around: Surroundings) -> set[tuple[str, str]]:
    """The users, each with its file, at whom the rule of this code stops a client: at them, or at a context or cluster of
    theirs."""
    found = set()
    for each in loaded:
        if each.kubeconfig is not None and (stops := _stops(code, each.kubeconfig, around)):
            known = each.kubeconfig.contexts_by_name
            for user in each.kubeconfig.users_by_name:
                contexts = [known[name] for name in each.used_by.get(user, ()) if name in known]
                logs_in = is_asked_to_log_in(each.kubeconfig, [context.name for context in contexts])
                of_all = {subject for subject in _about(user, contexts) if subject in stops}
                if any(logs_in or not stops[subject].https_only for subject in of_all):
                    found.add((each.path, user))
    return found


def _stops(code: str, kubeconfig: Kubeconfig, around: Surroundings) -> dict[Subject, Finding]:
    path, machine = kubeconfig.source.name, around.machine
    case = Case(kubeconfig, NEWEST_KUBECTL, path, os.path.dirname(path) or ".", machine, disk=machine)
    found = (each for each in run_rules(case, [rule_of(code)]) if each.effect == "use")
    return {each.subject: each for each in found if each.subject is not None}


def _about(user: str, contexts: Sequence[Context]) -> Iterator[Subject]:
    yield Subject("user", user)
    for context in contexts:
        yield Subject("context", context.name)
        yield Subject("cluster", context.cluster)
