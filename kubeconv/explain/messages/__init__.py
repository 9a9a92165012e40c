"""The messages that people meet with kubeconfigs: one row of data each, the causes before what only reports them."""

from collections.abc import Sequence

from kubeconv.explain.messages import (
    auth_providers,
    azure_access,
    azure_cli,
    certificates,
    clients,
    clouds,
    connection,
    desktop_and_terraform,
    entra,
    entra_applications,
    java_and_dotnet,
    kubeconfig_file,
    kubeconfig_text,
    kubelogin,
    kubelogin_runs,
    libraries,
    logins,
    no_kubeconfig,
    oidc_login,
    plugin_paths,
    plugin_runs,
    plugins,
    rust,
)
from kubeconv.explain.messages.message import Message

#: A place in a text belongs to the first row that knows it: special ones stand before general ones.
MESSAGES: Sequence[Message] = (
    *entra_applications.MESSAGES,
    *entra.MESSAGES,
    *azure_access.MESSAGES,
    *azure_cli.MESSAGES,
    *kubelogin_runs.MESSAGES,
    *kubelogin.MESSAGES,
    *oidc_login.MESSAGES,
    *plugin_paths.MESSAGES,
    *clouds.MESSAGES,
    *desktop_and_terraform.MESSAGES,
    *libraries.MESSAGES,
    *rust.MESSAGES,
    *java_and_dotnet.MESSAGES,
    *plugins.MESSAGES,
    *plugin_runs.MESSAGES,
    *auth_providers.MESSAGES,
    *kubeconfig_text.MESSAGES,
    *kubeconfig_file.MESSAGES,
    *no_kubeconfig.MESSAGES,
    *logins.MESSAGES,
    *certificates.MESSAGES,
    *connection.MESSAGES,
    *clients.MESSAGES,
)
