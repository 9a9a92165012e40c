"""Requirements on kubelogin: it is installed, it is Azure's, and its release is new enough for the logins."""

from collections.abc import Iterator, Sequence
from typing import Final

from kubeconv.auth.kubelogin_releases import SOURCE, KubeloginUse, Need, broken_for, kubelogin_use, unmet_needs
from kubeconv.auth.plugins import INSTALL
from kubeconv.kubeconfig.acceptance import variables_of
from kubeconv.kubeconfig.login import login_of
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.releases.table import AKS_EXEC_SINCE, AKS_EXEC_SOURCE, BROKEN_KUBELOGINS, NEWEST_KUBELOGIN
from kubeconv.releases.version import Version, parse_version
from kubeconv.requirements.aks import AksCluster, AksIntegration
from kubeconv.requirements.situation import (
    Requirement,
    RequirementVerdict,
    Situation,
    accepted_by,
    clusters_at_hand,
    found_first,
    help_for,
    listed,
    parsed,
)
from kubeconv.requirements.surroundings import POLICY, Surroundings

#: The names of requirements: on a release that does not work, and on one that does with a system keyring only.
BROKEN: Final = "kubelogin-broken"
KEYRING: Final = "kubelogin-keyring"
_ENTRA: Final = frozenset(("managed", "legacy"))
_HELP: Final = f"az aks install-cli, or {INSTALL['kubelogin']}"


def kubelogin_uses(kubeconfig: Kubeconfig, around: Surroundings = POLICY) -> list[KubeloginUse]:
    """What each user of a kubeconfig that logs in by Azure's kubelogin asks of it, in the environment that is known; one with a
    token beside it never runs it. One whose login mode is given by a variable that is not known asks for kubelogin only."""
    uses = []
    for user in kubeconfig.users:
        login, is_not_run = login_of(user)
        if (exec_ := user.exec) is not None and login.format == "kubelogin" and not is_not_run:
            own = variables_of(exec_)
            if around.hides_mode(own):
                uses.append(KubeloginUse(user.name, None, (), {}, "", exec_.command))
                continue
            variables = around.variables(own)
            uses.append(kubelogin_use(user.name, exec_.command, exec_.arguments, exec_.api_version, variables))
    return uses


def is_on_path(situation: Situation) -> Iterator[Requirement]:
    """Azure's kubelogin is the first one on PATH, if a user needs it."""
    programs = situation.programs.get("kubelogin", ())
    is_right = programs[0].is_right if programs else False
    missing, why = _need(situation)
    if missing == "ok" and not programs:
        return
    needed = "Azure's kubelogin is the first kubelogin on PATH"
    if missing == "ok" and not is_right:
        needed = "no user needs Azure's kubelogin"
    verdict: RequirementVerdict = "ok" if is_right else missing
    if missing == "fails" and "kubelogin" not in situation.programs:
        verdict = "needs"
    elif missing == "fails" and is_right is None:
        verdict = "unknown"
    found, _ = found_first(situation, "kubelogin")
    others = f"; after it on PATH: {', '.join(program.path for program in programs[1:])}" if programs[1:] else ""
    azures = next((program.path for program in programs if program.is_right), "")
    help = f"put the folder of {azures} first on PATH" if azures else help_for(situation, "kubelogin", _HELP)
    yield Requirement("kubelogin", "kubelogin", needed, found + others, verdict, why, AKS_EXEC_SOURCE, help)


def _need(situation: Situation) -> tuple[RequirementVerdict, str]:
    """The verdict if kubelogin is missing, and why it is needed."""
    if users := [use.user for use in situation.uses if use.is_on_path]:
        return "fails", f"{listed(users)} log{'' if users[1:] else 's'} in by it"
    clusters = _giving_exec(situation)
    has_users = any(user.integration in _ENTRA for user in situation.users)
    if not clusters or situation.policy != "aks" or (situation.users and not has_users):
        return "ok", "no user needs it"
    why = f"AKS gives kubeconfigs in exec format from Kubernetes {AKS_EXEC_SINCE} on, which run kubelogin"
    if has_users and _work_as_they_are(situation):
        return "ok", "no user needs it: the clients know the logins as they are"
    is_known = has_users or not _ENTRA.isdisjoint(clusters)
    return ("fails", why) if is_known else ("unknown", f"{why}: needed if the cluster is one of AKS with Entra ID")


def _giving_exec(situation: Situation) -> list[AksIntegration | None]:
    """The integrations of the clusters for which AKS gives kubeconfigs in exec format, as far as they have any; None for one
    that is not known."""
    since = parse_version(AKS_EXEC_SINCE)
    clusters = clusters_at_hand(situation) or (AksCluster(),)
    return [
        each.integration
        for each in clusters
        for version in [parsed(situation.cluster or each.version)]
        if version is not None and version >= since and each.integration != "none"
    ]


def _work_as_they_are(situation: Situation) -> bool:
    """True if the installed clients know the logins of all users of Entra ID as they are."""
    found = [(name, found_first(situation, name)[1]) for name in ("kubectl", "helm") if situation.programs.get(name)]
    return any(name == "kubectl" for name, _ in found) and all(
        version and accepted_by(user, name).contains(version)
        for name, version in found
        for user in situation.users
        if user.contexts and user.integration in _ENTRA
    )


def will_do(situation: Situation) -> Iterator[Requirement]:
    """The release of kubelogin is new enough for the login modes and flags, and not broken for them."""
    programs = situation.programs.get("kubelogin", ())
    if not programs or programs[0].is_right is not True:
        return
    found, version = found_first(situation, "kubelogin")
    uses = [use for use in situation.uses if use.is_on_path]
    if version:
        yield from _is_new_enough(uses, parse_version(version), found)
        yield from _is_not_broken(uses, parse_version(version), found)
    elif uses:
        needed = "kubelogin is new enough for the login modes and flags"
        help = help_for(situation, "kubelogin", _HELP)
        why = "older ones stop at newer flags and modes"
        yield Requirement("kubelogin-release", "kubelogin", needed, found, "unknown", why, SOURCE, help)


def _is_new_enough(uses: Sequence[KubeloginUse], version: Version, found: str) -> Iterator[Requirement]:
    needed, why = "kubelogin is new enough for the login modes and flags", "older ones stop at newer flags and modes"
    unmet = dict.fromkeys(need for use in uses for need in unmet_needs(use, version))
    if later := [parse_version(need.since) for need in unmet if need.since]:
        needed = f"kubelogin {max(later)} or newer"
    if unmet:
        why = "; ".join(_came_with(need) for need in unmet)
    # A release that is newer than this table may know what no older one does.
    is_newer = not later and version > parse_version(NEWEST_KUBELOGIN)
    verdict: RequirementVerdict = "ok" if not unmet else "unknown" if is_newer else "fails"
    if uses:
        yield Requirement("kubelogin-release", "kubelogin", needed, found, verdict, why, SOURCE, _HELP)


def _came_with(need: Need) -> str:
    return f"{need.what} came with {need.since}" if need.since else f"no release knows {need.what}"


def _is_not_broken(uses: Sequence[KubeloginUse], version: Version, found: str) -> Iterator[Requirement]:
    """Without a known use, only what is broken for whole login modes is reported: perhaps nobody uses them. Whether a keyring
    can be used is not known."""
    if uses:
        concerned = {each: [use for use in uses if each in broken_for(use, version)] for each in BROKEN_KUBELOGINS}
        bad = {each: its for each, its in concerned.items() if its}
    else:
        bad = {each: [] for each in BROKEN_KUBELOGINS if each.releases.contains(version) and not each.flag}
    for each, its in bad.items():
        whose = f", for {listed([use.user for use in its])}" if its else ""
        ways = sorted({use.mode for use in its if use.mode} or each.modes)
        how = f" (login mode {' or '.join(ways)}{each.flag_text})" if each.modes else ""
        needed = f"kubelogin {each.releases.removed} or newer, or older than {each.releases.since}{whose}"
        verdict: RequirementVerdict = "fails" if its and not each.without_keyring else "unknown"
        name = KEYRING if its and each.without_keyring else BROKEN
        yield Requirement(name, "kubelogin", needed, found, verdict, f"it {each.what}{how}", each.source, _HELP, needed)
    if not bad:
        why = "some releases fail with some login modes"
        yield Requirement(
            BROKEN, "kubelogin", "no kubelogin release that is known to be broken", found, "ok", why, SOURCE
        )
