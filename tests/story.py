"""Stories of engineers as scripts: `tests/stories/NAME.story` is the machine and the commands, `NAME.out` what is seen.

A story begins with what the engineer wants, as comments. Then each line is a thing that is there before (a row of `SETUP`), or
with `$ ` in front a command. Commands of kubeconv run in this process; others are for the end-to-end tests.
"""

import json
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import yaml
from test_cli_doctor import kubectl
from test_cli_usage import AKS_CLIENT, AKS_SERVER, Machine

STORIES: Final = sorted((Path(__file__).parent / "stories").glob("*.story"))
#: Made up of one digit each.
TENANT, OTHER_TENANT, OWN_SERVER, OWN_CLIENT = (
    f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "1523"
)


def legacy(server: str = AKS_SERVER, client: str = AKS_CLIENT, environment: str = "AzurePublicCloud") -> str:
    """The login that az wrote until 2022."""
    return (
        f"    auth-provider:\n      config:\n        apiserver-id: {server}\n        client-id: {client}\n"
        f'        config-mode: "1"\n        environment: {environment}\n        tenant-id: {TENANT}\n      name: azure\n'
    )


def exec_(command: str, *arguments: str, version: str = "v1beta1") -> str:
    """A login by a plugin."""
    listed = "".join(f"      - {each}\n" for each in arguments)
    return (
        f"    exec:\n      apiVersion: client.authentication.k8s.io/{version}\n      args:\n{listed}"
        f"      command: {command}\n      env: null\n      provideClusterInfo: false\n"
    )


def kubelogin(mode: str, version: str = "v1beta1") -> str:
    """The login that az writes today, in this login mode."""
    who = () if mode in ("azurecli", "msi") else ("--client-id", AKS_CLIENT, "--tenant-id", TENANT)
    return exec_("kubelogin", "get-token", "--login", mode, "--server-id", AKS_SERVER, *who, version=version)


#: What a context is called in a story to the body of its user.
LOGINS: Final[Mapping[str, str]] = {
    "legacy": legacy(),
    "legacy-own-app": legacy(OWN_SERVER, OWN_CLIENT),
    "legacy-usgov": legacy(environment="AzureUSGovernmentCloud"),
    "legacy-china": legacy(environment="AzureChinaCloud"),
    "legacy-german": legacy(environment="AzureGermanCloud"),
    "devicecode": kubelogin("devicecode"),
    "azurecli": kubelogin("azurecli"),
    "devicecode-v1alpha1": kubelogin("devicecode", version="v1alpha1"),
    "aws-v1alpha1": exec_("aws", "eks", "get-token", "--cluster-name", "shop", version="v1alpha1"),
    "token": "    token: t0k3n\n",
}


def kubeconfig(contexts: Mapping[str, str], server: str = "https://{}.example:443", authority: str = "") -> str:
    """A kubeconfig with these contexts (name to login), the first one current, as `az aks get-credentials` makes them."""
    names = [*contexts]
    ca = f"    certificate-authority-data: {authority}\n" if authority else ""
    clusters = "".join(f"- cluster:\n{ca}    server: {server.format(name)}\n  name: {name}\n" for name in names)
    pairs = "".join(f"- context:\n    cluster: {name}\n    user: user_{name}\n  name: {name}\n" for name in names)
    users = "".join(f"- name: user_{name}\n  user:\n{LOGINS[login]}" for name, login in contexts.items())
    return (
        f"apiVersion: v1\nclusters:\n{clusters}contexts:\n{pairs}current-context: {names[0]}\nkind: Config\n"
        f"preferences: {{}}\nusers:\n{users}"
    )


class Scene:
    """The machine of a story while it is told, and the variables of its shell."""

    def __init__(self, machine: Machine, make: Callable[[Mapping[str, str]], str] = kubeconfig) -> None:
        self.machine, self.make, self.variables, self.signed_in = machine, make, dict[str, str](), list[str]()

    def clients(self, *programs: str) -> None:
        """`NAME=VERSION …`: the programs on PATH."""
        for name, version in (each.split("=") for each in programs):
            self.machine.program(name, _PROGRAMS[name](version))

    def az(self, *clouds: str) -> None:
        """Somebody is logged in with az, in AzureCloud or the clouds that are named."""
        self.machine.program("az", "exit 1")
        accounts = [
            {
                "isDefault": not number,
                "tenantId": TENANT,
                "environmentName": cloud,
                "name": f"subscription-{number + 1}",
            }
            for number, cloud in enumerate(clouds or ("AzureCloud",))
        ]
        self.machine.file(".azure/azureProfile.json", json.dumps({"subscriptions": accounts}))

    def variable(self, *assignments: str) -> None:
        """`NAME=VALUE …`: variables of the shell; $HOME and $TENANT are known."""
        for each in assignments:
            name, _, value = each.partition("=")
            self.variables[name] = value.replace("$HOME", str(self.machine.home)).replace("$TENANT", TENANT)

    def kubeconfig(self, path: str, *contexts: str) -> None:
        """`PATH CONTEXT=LOGIN …`: a kubeconfig."""
        self.machine.file(path, self.make(dict(each.split("=") for each in contexts)))

    def file(self, path: str, *lines: str) -> None:
        """`PATH LINE …`: another file."""
        self.machine.file(path, "".join(f"{line}\n" for line in lines))

    def signs_in(self, *contexts: str) -> None:
        """`CONTEXT …`: with these contexts kubectl gets in afterwards, which only the end-to-end tests try."""
        self.signed_in += contexts

    def state(self) -> str:
        """Each kubeconfig, with the login of each context as it is written."""
        files = sorted(path for path in self.machine.home.rglob("*") if path.is_file() and ".azure" not in path.parts)
        return "".join(f"  {self.shown(str(path))}\n{_logins(path)}" for path in files)

    def shown(self, text: str) -> str:
        """A text without the folders of the test."""
        return text.replace(str(self.machine.home), "~").replace(str(self.machine.programs), "/usr/local/bin")


def _logins(path: Path) -> str:
    try:
        data = yaml.safe_load(path.read_text())
        users = {each["name"]: each["user"] for each in data["users"]}
        return "".join(
            f"    {each['name']}: {_login(users[each['context']['user']])}\n" for each in data.get("contexts") or ()
        )
    except (yaml.YAMLError, TypeError, KeyError):
        return "    (no kubeconfig that can be read)\n"


def _login(user: Mapping[str, object]) -> str:
    section = user.get("exec") or user.get("auth-provider")
    if not isinstance(section, dict):
        return "a token"
    if "name" in section:
        return f"auth-provider {section['name']}"
    version = str(section["apiVersion"]).rpartition("/")[2]
    return f"{section['command']} {' '.join(section['args'])} ({version})"


_PROGRAMS: Final[Mapping[str, Callable[[str], str]]] = {
    "aws": lambda version: f"echo aws-cli/{version}",
    "kubectl": kubectl,
    "helm": lambda version: f"echo v{version}+gabcdef",
    "kubelogin": lambda version: f"printf 'kubelogin version\\ngit hash: v{version}/abc\\nGo version: go1.23\\n'",
}

#: The words that a line of a story may begin with.
SETUP: Final = ("clients", "az", "variable", "kubeconfig", "file", "signs_in")


class Story(NamedTuple):
    """What the engineer wants, what is there before (a row of `SETUP` and its arguments), and the commands."""

    wish: str
    setup: list[list[str]]
    commands: list[str]


def read(path: Path) -> Story:
    """A story from its file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    wish = " ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#"))
    rest = [line for line in lines if line and not line.startswith("#")]
    setup = [shlex.split(line.replace("signs-in", "signs_in", 1)) for line in rest if not line.startswith("$ ")]
    return Story(wish, setup, [line.removeprefix("$ ") for line in rest if line.startswith("$ ")])


def prepared(story: Story, scene: Scene) -> Scene:
    """The scene with all that is there before."""
    for word, *arguments in story.setup:
        assert word in SETUP, word
        getattr(scene, word)(*arguments)
    return scene


def told(story: Story, scene: Scene) -> str:
    """The story as it happens: before, what each command prints, after."""
    parts = [f"before:\n{scene.state()}"]
    for command in story.commands:
        words = shlex.split(command)
        assert words[0] == "kubeconv", command
        ended = scene.machine.call(*words[1:], **scene.variables)
        code = f"[exit code {ended.code}]\n" if ended.code else ""
        parts.append(scene.shown(f"$ {command}\n{ended.err}{ended.out}{code}"))
    return "\n".join([*parts, f"after:\n{scene.state()}"])
