"""What a login mode asks of the applications in Entra ID, and the ids of a login do not fit. Pure."""

from collections.abc import Iterator, Mapping

from kubeconv.auth import azure
from kubeconv.auth.kubelogin_run import variables_of
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.gate import shown
from kubeconv.gate.choices import one_of


def application_notes(mode: str, values: Mapping[str, str]) -> Iterator[str]:
    """What a person should know of the client and the server of a login in this mode; nothing for an unknown mode."""
    row, server = LOGIN_MODES.get(mode), values.get("server-id", "")
    if row is None:
        return
    if row.unattended and "client-id" in row.reads and azure.is_for_people(values.get("client-id", "")):
        best = variables_of("client-id", mode, values)[-1:]
        ways = one_of(["give --client-id ID", *(f"set {name} where kubectl runs" for name in best)])
        yield f"that client id is the one by which people log in, {mode} needs an application of your own: {ways}"
    if row.managed_only and server and not azure.is_managed(server):
        yield (
            f"{mode} works with the managed Entra ID integration only, and {shown.dashed('server-id')} is an application of "
            "your own"
        )
