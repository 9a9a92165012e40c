"""Which login mode fits a login on a machine: what speaks for each mode, and what speaks against it. Pure.

Sources of the evidence: https://github.com/Azure/azure-sdk-for-go, sdk/azidentity/managed_identity_client.go (endpoints of
managed identities); https://docs.github.com/actions/reference/workflows-and-actions/variables and
https://learn.microsoft.com/azure/devops/pipelines/build/variables (CI systems);
https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service (a virtual machine of Azure tells itself by its
chassis tag); https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Final

from kubeconv.auth.azure import AKS_CLIENT, AKS_SERVER, AzureLogin, to_arguments
from kubeconv.auth.contract import TokenCall, get_token
from kubeconv.auth.kubelogin_run import NEWEST
from kubeconv.auth.login import Unconvertible
from kubeconv.auth.login_modes import DEFAULT_MODE, LOGIN_MODES
from kubeconv.auth.required_values import GITHUB
from kubeconv.gate.shown import plain
from kubeconv.gate.value import NamedTuple
from kubeconv.releases.version import Version, parse_version

#: What a CI system sets, each by its own documentation: `CI` is set by most of them.
CI_VARIABLES: Final = (
    "CI", "TF_BUILD", "GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "BUILD_ID", "TEAMCITY_VERSION", "BITBUCKET_BUILD_NUMBER",
    "CODEBUILD_BUILD_ID", "CIRCLECI", "BUILDKITE", "DRONE", "bamboo_buildKey", "TRAVIS", "APPVEYOR", "SEMAPHORE",
    "HARNESS_BUILD_ID", "ARGOCD_APP_NAME", "TEKTON_PIPELINE_RUN", "SPACELIFT", "TFC_RUN_ID", "ATLANTIS_TERRAFORM_VERSION",
)  # fmt: skip
#: Variables that say "a machine of the CI system's own", with how their values begin.
_HOSTED: Final[Mapping[str, str | tuple[str, ...]]] = {
    "RUNNER_ENVIRONMENT": "github-hosted",
    "AGENT_NAME": ("Azure Pipelines", "Hosted Agent"),
    "CODESPACES": "true",
}
#: The clouds, as `az` calls them, by the names that `--environment` knows.
_CLOUDS: Final = {
    "": "AzureCloud",
    "AZURECLOUD": "AzureCloud",
    "AZUREPUBLIC": "AzureCloud",
    "AZUREPUBLICCLOUD": "AzureCloud",
    "AZUREUSGOVERNMENT": "AzureUSGovernment",
    "AZUREUSGOVERNMENTCLOUD": "AzureUSGovernment",
    "AZURECHINACLOUD": "AzureChinaCloud",
    "AZUREGERMANCLOUD": "AzureGermanCloud",
}
_FALSE: Final = ("", "0", "false", "False", "FALSE")


class Account(NamedTuple):
    """An account that az is logged in to: its tenant, its cloud as az calls it, and whether it is the default one."""

    tenant: str
    cloud: str = "AzureCloud"
    is_default: bool = False


class Evidence(NamedTuple):
    """What is known about a machine and its environment. `accounts` are those of the az profile; `programs` are those on PATH
    that kubelogin asks for tokens; `azd_session` is true if somebody is logged in to azd; `is_azure_machine` if the machine has
    the chassis tag of Azure's virtual machines; `opens_windows` if its system shows windows without a variable that says so,
    as Windows and macOS do; `kubelogin` is the release on PATH, the newest known one if it is not known."""

    variables: Mapping[str, str] = MappingProxyType({})
    accounts: Sequence[Account] = ()
    programs: frozenset[str] = frozenset()
    azd_session: bool = False
    is_azure_machine: bool = False
    opens_windows: bool = False
    kubelogin: Version = NEWEST

    @property
    def ci(self) -> str:
        """The variable by which a CI system can be recognised, '' if none is set."""
        return next((name for name in CI_VARIABLES if self.variables.get(name, "") not in _FALSE), "")

    @property
    def has_display(self) -> bool:
        """True if a browser can be opened for the person who runs this."""
        if any(self.variables.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")):
            return False
        display, wayland = (self.variables.get(name, "") for name in ("DISPLAY", "WAYLAND_DISPLAY"))
        # sudo and su leave nothing of SSH but this: sshd forwards displays from number 10 on.
        is_forwarded = display.startswith("localhost:") and len(display.partition(":")[2].partition(".")[0]) > 1
        return self.opens_windows or bool(wayland) or (bool(display) and not is_forwarded)

    @property
    def is_hosted(self) -> bool:
        """True on a machine that a CI system lends for one job: it has no managed identity of yours."""
        return any(self.variables.get(name, "").startswith(begin) for name, begin in _HOSTED.items())


class Fit(NamedTuple):
    """How a login mode fits: what speaks for it ('' for nothing), its risks, and what rules it out. `flags` are the values
    that it is to be written with besides those that the login has."""

    mode: str
    reason: str = ""
    risks: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    flags: Mapping[str, str] = MappingProxyType({})

    @property
    def fits(self) -> bool:
        """True if it will do: something speaks for it, and nothing rules it out."""
        return bool(self.reason) and not self.objections


def fitting(login: AzureLogin, flags: Mapping[str, str], evidence: Evidence) -> list[Fit]:
    """All login modes for a login, the best first: those that will do, in the order of the evidence, then those that are ruled
    out. `flags` are values that are to replace those of the login. The first one always fits: it is the default login mode
    if nothing speaks for another."""
    values = {**login.values, **flags}
    found = [*_named(evidence), *_own(login, flags, evidence), *(each(values, evidence) for each in _MODES)]
    found = [_checked(fit, login, flags, evidence) for fit in found]
    best = next(number for number, fit in enumerate(found) if fit.fits or fit.mode == DEFAULT_MODE)
    found[best] = _with_near(found[best], found[:best])
    found.sort(key=lambda fit: not (fit.fits or fit.mode == DEFAULT_MODE))
    return [fit for number, fit in enumerate(found) if fit.mode not in {other.mode for other in found[:number]}]


#: The best fits for the evidence that was asked about last: users of one tenant are alike.
_known: list[tuple[Evidence, dict[tuple[object, ...], Fit]]] = []


def best_fit(login: AzureLogin, flags: Mapping[str, str], evidence: Evidence) -> Fit:
    """The first of `fitting`, found out once for all logins that are alike."""
    if not _known or _known[0][0] is not evidence:
        _known[:] = [(evidence, {})]
    found = _known[0][1]
    asked = login.mode, tuple(login.values.items()), tuple(flags.items())
    if asked not in found:
        found[asked] = _best_fit(login, flags, evidence)
    return found[asked]


def _best_fit(login: AzureLogin, flags: Mapping[str, str], evidence: Evidence) -> Fit:
    """Without a look at what cannot be it."""
    values = {**login.values, **flags}
    passed: list[Fit] = []
    for fit in chain(_named(evidence), _own(login, flags, evidence), (each(values, evidence) for each in _MODES)):
        if fit.reason or fit.mode == DEFAULT_MODE:
            checked = _checked(fit, login, flags, evidence)
            if checked.fits or checked.mode == DEFAULT_MODE:
                return _with_near(checked, passed)
            passed.append(checked)
    return fitting(login, flags, evidence)[0]


def _with_near(fit: Fit, passed: Sequence[Fit]) -> Fit:
    """The default login mode with those that something speaks for, and what they lack: one of them is likely meant."""
    if fit.mode != DEFAULT_MODE:
        return fit
    near = {each.mode: f"{each.mode} would fit, but {each.objections[0]}" for each in reversed(passed) if each.reason}
    return fit._replace(risks=(*fit.risks, *reversed(near.values())))


def _own(login: AzureLogin, flags: Mapping[str, str], evidence: Evidence) -> list[Fit]:
    """The current login mode, if it logs in as somebody of its own and has all that it needs: in another mode it would be
    somebody else."""
    row = LOGIN_MODES.get(login.mode)
    if row is None or row.identity == "machine" or not row.unattended:
        return []
    fit = Fit(login.mode, "it has all that it needs, and another mode would log in as somebody else")
    return [fit] if _checked(fit, login, flags, evidence).fits else []


def _checked(fit: Fit, login: AzureLogin, flags: Mapping[str, str], evidence: Evidence) -> Fit:
    """The same with what the table of login modes and kubelogin itself have against it."""
    row = LOGIN_MODES[fit.mode]
    objections = list(fit.objections)
    server = flags.get("server-id") or login.values.get("server-id", "")
    if row.managed_only and server and server.lower() != AKS_SERVER:
        objections.append("it works with the AKS-managed Entra ID integration only, and the server id is another one")
    if evidence.kubelogin < parse_version(row.since):
        objections.append(f"it came with kubelogin {row.since}, and {evidence.kubelogin} is on PATH")
    elif fit.reason and not objections:
        objections += _refused(fit, login, flags, evidence)
    if row.asks and row.asks not in evidence.programs:
        objections.append(f"{row.asks} is not on PATH")
    return fit._replace(objections=tuple(objections))


def _refused(fit: Fit, login: AzureLogin, flags: Mapping[str, str], evidence: Evidence) -> list[str]:
    """What kubelogin would stop at if the login were written in this mode."""
    known = {**fit.flags, **flags}
    try:
        if fit.mode == login.mode:  # then its arguments stay
            values = {**login.values, **known}
            arguments = ["get-token", "--login", fit.mode, *(f"--{name}={value}" for name, value in values.items())]
        else:
            arguments = to_arguments(login, fit.mode, known, {}).arguments
    except Unconvertible as error:
        return [str(error)]
    call = get_token(arguments, evidence.variables, evidence.kubelogin)
    if call.login.mode != fit.mode:
        return [f"{call.login.given_by['login']} makes it {plain(call.login.mode)}"]
    return [*(_lacks(call) if call.missing else []), *_borrowed(fit.mode, call)] or [
        each.message for each in call.objections[:1]
    ]


def _lacks(call: TokenCall) -> list[str]:
    names = [missing.variables[0] if missing.variables else " and ".join(missing.together) for missing in call.missing]
    flags = [f"--{missing.flags[0]}" for missing in call.missing if missing.flags]
    wanted = list(filter(None, names)) or flags
    return [f"{', '.join(dict.fromkeys(wanted))} {'is' if len(wanted) == 1 else 'are'} not set"]


def _borrowed(mode: str, call: TokenCall) -> list[str]:
    """An application logs in as itself: the public client of AKS is nobody's own."""
    borrows = (
        LOGIN_MODES[mode].identity == "application" and call.login.values.get("client-id", "").lower() == AKS_CLIENT
    )
    return ["the client id is that of the AKS client, not of an application of yours"] if borrows else []


def _named(evidence: Evidence) -> list[Fit]:
    """The login mode that kubelogin takes here whatever the arguments say."""
    named = evidence.variables.get("AAD_LOGIN_METHOD", "")
    return [Fit(named, "AAD_LOGIN_METHOD names it")] if named in LOGIN_MODES else []


def _azurecli(values: Mapping[str, str], evidence: Evidence) -> Fit:
    tenant, environment = values.get("tenant-id", ""), values.get("environment", "")
    cloud = _CLOUDS.get(environment.upper(), environment)
    usable = [each for each in evidence.accounts if cloud == each.cloud]
    if not evidence.accounts:
        return Fit("azurecli", objections=("az is not logged in here",))
    # Only the accounts of one cloud count at a time: those of the cloud that the default one is in.
    active = next((each.cloud for each in evidence.accounts if each.is_default), cloud)
    if not usable or active != cloud:
        return Fit("azurecli", objections=(f"az is logged in to another cloud: az cloud set --name {plain(cloud)}",))
    chosen = [each for each in usable if each.tenant.lower() == tenant.lower()] if tenant else usable
    if not chosen:
        help = f"az login --tenant {plain(tenant)}"
        return Fit("azurecli", objections=(f"az has no account of the tenant of this cluster: {help}",))
    account = next((each for each in chosen if each.is_default), chosen[0])
    risks = () if tenant else ("the login names no tenant: az takes the one of its default subscription",)
    # Without the flag kubelogin takes the tenant of the default subscription.
    flags = {"tenant-id": tenant} if tenant else {}
    return Fit("azurecli", f"az is logged in to the tenant {plain(account.tenant)}", risks, flags=flags)


def _azd(values: Mapping[str, str], evidence: Evidence) -> Fit:
    if not evidence.azd_session:
        return Fit("azd", objections=("azd is not logged in here",))
    tenant = values.get("tenant-id", "")
    return Fit("azd", "azd is logged in", flags={"tenant-id": tenant} if tenant else {})


def _workloadidentity(_values: Mapping[str, str], evidence: Evidence) -> Fit:
    if all(evidence.variables.get(name) for name in GITHUB):
        return Fit("workloadidentity", f"{GITHUB[1]} is set: GitHub Actions gives this job a federated token")
    if evidence.variables.get("AZURE_FEDERATED_TOKEN_FILE"):
        return Fit("workloadidentity", "AZURE_FEDERATED_TOKEN_FILE is set: a federated token is available")
    return Fit("workloadidentity", objections=("no federated token is there",))


def _azurepipelines(_values: Mapping[str, str], evidence: Evidence) -> Fit:
    if evidence.variables.get("SYSTEM_OIDCREQUESTURI"):
        return Fit("azurepipelines", "SYSTEM_OIDCREQUESTURI is set: Azure Pipelines gives this job a federated token")
    return Fit("azurepipelines", objections=("this is not a job of Azure Pipelines that may request a token",))


def _spn(values: Mapping[str, str], evidence: Evidence) -> Fit:
    secrets = (
        "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH",
        "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET", "AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE",
    )  # fmt: skip
    given = next((name for name in secrets if evidence.variables.get(name)), "")
    if given:
        return Fit("spn", f"{given} is set: the credential of a service principal")
    if values.get("client-secret") or values.get("client-certificate"):
        return Fit("spn", "its arguments hold the credential of a service principal")
    return Fit("spn", objections=("no variable holds the credential of a service principal",))


def _msi(_values: Mapping[str, str], evidence: Evidence) -> Fit:
    given = next((name for name in ("IDENTITY_ENDPOINT", "MSI_ENDPOINT") if evidence.variables.get(name)), "")
    if given:
        return Fit("msi", f"{given} is set: a managed identity answers there")
    if evidence.is_azure_machine and evidence.is_hosted:
        return Fit("msi", objections=("this machine is lent by a CI system: it has no identity of yours",))
    if evidence.is_azure_machine:
        return Fit("msi", "this is a virtual machine of Azure", ("not every virtual machine has a managed identity",))
    return Fit("msi", objections=("this is not an Azure machine, and no managed identity answers here",))


def _interactive(_values: Mapping[str, str], evidence: Evidence) -> Fit:
    if evidence.ci:
        return Fit("interactive", objections=(f"{evidence.ci} is set: nobody can log in",))
    if not evidence.has_display:
        return Fit("interactive", objections=("no browser can be opened here",))
    return Fit("interactive", "a browser can be opened here")


def _devicecode(_values: Mapping[str, str], evidence: Evidence) -> Fit:
    risks = ["Microsoft-managed Conditional Access policies block it"]
    if evidence.ci:
        risks.append(f"{evidence.ci} is set: nobody can type a code")
    return Fit("devicecode", "nothing suggests another login mode", tuple(risks))


#: How the evidence is read, the best login mode first. A password in a variable speaks for no mode: `ropc` is never proposed.
_MODES: Final[Sequence[Callable[[Mapping[str, str], Evidence], Fit]]] = (
    _azurecli, _azd, _workloadidentity, _azurepipelines, _spn, _msi, _interactive, _devicecode,
)  # fmt: skip
