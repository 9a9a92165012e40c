"""The messages that people meet with kubeconfigs: one row of data each, the causes before what only reports them."""

from collections.abc import Sequence

from kubeconv.explain.messages import (
    auth_providers,
    azure_cli,
    clients,
    clouds,
    connection,
    entra,
    kubeconfig_file,
    kubelogin,
    logins,
    oidc_login,
    plugins,
)
from kubeconv.explain.messages.message import Message

#: A place in a text belongs to the first row that knows it: special ones stand before general ones.
MESSAGES: Sequence[Message] = (
    *entra.MESSAGES,
    *azure_cli.MESSAGES,
    *kubelogin.MESSAGES,
    *oidc_login.MESSAGES,
    *clouds.MESSAGES,
    *plugins.MESSAGES,
    *auth_providers.MESSAGES,
    *kubeconfig_file.MESSAGES,
    *logins.MESSAGES,
    *connection.MESSAGES,
    *clients.MESSAGES,
)
