"""The kubeconfig files that the tests start from, as text: what a person has on the disk, comments included.

In: the server, and bodies of users. Out: YAML. The ids are the well-known ones of AKS, or made up of one digit each.
"""

from base64 import b64encode
from textwrap import indent

from .api_server import ApiServer

AKS_SERVER_ID = "6dae42f8-4368-4678-94ff-3960e28e3630"
AKS_CLIENT_ID = "80faf920-1908-4b52-b5ef-a8e7bedfc67a"
TENANT_ID = "11111111-1111-4111-8111-111111111111"
OWN_SERVER_ID = "22222222-2222-4222-8222-222222222222"
OWN_CLIENT_ID = "33333333-3333-4333-8333-333333333333"

LEGACY_MANAGED_USER = f"""\
auth-provider:
  config:
    apiserver-id: {AKS_SERVER_ID}
    client-id: {AKS_CLIENT_ID}
    config-mode: "1"
    environment: AzurePublicCloud
    tenant-id: {TENANT_ID}
  name: azure
"""

LEGACY_OWN_APP_USER = f"""\
auth-provider:
  name: azure
  config:
    apiserver-id: {OWN_SERVER_ID}
    client-id: {OWN_CLIENT_ID}
    tenant-id: {TENANT_ID}
    access-token: cached-access-token  # left by a login of last year
    expires-on: "1690000000"
"""

EXEC_AWS_USER = """\
exec:
  apiVersion: client.authentication.k8s.io/v1beta1
  command: aws
  args: [eks, get-token, --cluster-name, pear]  # the flow list is on purpose
  env:
  - name: AWS_PROFILE
    value: orchard
  interactiveMode: IfAvailable
  provideClusterInfo: false
"""

TOKEN_USER = """\
token: a-static-token
"""

CLIENT_CERTIFICATE_USER = f"""\
client-certificate-data: {b64encode(b"a certificate").decode()}
client-key-data: {b64encode(b"a key").decode()}
"""


def kubeconfig(server: ApiServer, **users: str) -> str:
    """A file with one cluster, these users in this order (name → body), a context for each, the first one current."""
    certificate_authority = b64encode(server.certificate_authority_pem).decode()
    contexts = "".join(f"- context: {{cluster: aks, user: {name}}}\n  name: at-{name}\n" for name in users)
    bodies = "".join(
        f"# how {name} logs in\n- name: {name}\n  user:\n{indent(body, '    ')}" for name, body in users.items()
    )
    return f"""\
# fetched for the tests; these comments are part of the file
apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority-data: {certificate_authority}
    server: {server.url}
  name: aks
contexts:
{contexts}current-context: at-{next(iter(users))}
preferences: {{}}
users:
{bodies}"""
