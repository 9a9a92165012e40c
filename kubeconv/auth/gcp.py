"""Google logins: the legacy `auth-provider: gcp`, the exec plugin gke-gcloud-auth-plugin, and the way between them.

Sources: client-go v0.25, plugin/pkg/client/auth/gcp/gcp.go (the provider); lib/googlecloudsdk/api_lib/container/kubeconfig.py
of the Google Cloud SDK (what `gcloud container clusters get-credentials` writes); the flags of the plugin:
https://github.com/kubernetes/cloud-provider-gcp/blob/master/cmd/gke-gcloud-auth-plugin/cred.go
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kubeconv.auth.azure import API_VERSION
from kubeconv.auth.kubelogin import program_of
from kubeconv.auth.login import Converted, Unconvertible, odd_settings, strings
from kubeconv.auth.plugins import GKE
from kubeconv.gate import shown

PROVIDER: Final = "gcp"
PLUGIN: Final = GKE
INSTALL_HINT: Final = (
    "Install gke-gcloud-auth-plugin for use with kubectl by following "
    "https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin"
)
_SECTION: Final[Mapping[str, Any]] = {
    "apiVersion": API_VERSION,
    "command": PLUGIN,
    "installHint": INSTALL_HINT,
    "provideClusterInfo": True,
}
#: How the provider asks gcloud for a token, as gcloud wrote it.
_COMMAND: Final = "config config-helper"
_CONFIG: Final = {
    "cmd-args": f"{_COMMAND} --format=json",
    "cmd-path": "gcloud",
    "expiry-key": "{.credential.token_expiry}",
    "token-key": "{.credential.access_token}",
}
_CREDENTIALS_OF_THE_APPLICATION: Final = "--use_application_default_credentials"
#: Flag of gcloud to the flag of the plugin that hands it on.
_FLAGS: Final = {
    "--account": "--account",
    "--impersonate-service-account": "--impersonate_service_account",
    "--project": "--project",
}
#: Flags that take a value: https://cloud.google.com/sdk/gcloud/reference
_WITH_VALUE: Final = frozenset(
    (
        *_FLAGS,
        *_FLAGS.values(),
        "--access-token-file",
        "--billing-project",
        "--configuration",
        "--flags-file",
        "--format",
        "--min-expiry",
        "--verbosity",
    )
)
#: Where the output of `gcloud config config-helper` has the access token; without a token-key the provider looks for
#: ".access_token", which does not exist.
_TOKENS: Final = ("", ".credential.access_token", ".access_token")
#: https://cloud.google.com/sdk/docs/configurations: the variable says what `--configuration` says.
_CONFIGURATION, _CONFIGURATION_VARIABLE = "--configuration", "CLOUDSDK_ACTIVE_CONFIG_NAME"


def to_exec(config: Mapping[str, str]) -> Converted:
    """The exec section for the config of a gcp auth-provider, keys in the order that gcloud writes. Raises Unconvertible
    if something else than `gcloud config config-helper` gives the token."""
    section = dict(_SECTION)
    arguments: list[str] = []
    lost = [key for key in config if config[key] and key != "cmd-args"]
    notes: tuple[str, ...] = ()
    if "cmd-path" in config:
        for name, value in _asked(config):
            if name in _FLAGS and value:
                arguments.append(f"{_FLAGS[name]}={value}")
            elif name == _CONFIGURATION and value:
                section["env"] = [{"name": _CONFIGURATION_VARIABLE, "value": value}]
                notes = (f"the cache of {PLUGIN} distinguishes accounts and projects, but not gcloud configurations",)
            elif name != "--format":
                lost.append(name)
    else:
        arguments = [_CREDENTIALS_OF_THE_APPLICATION]
        notes = ("without cmd-path it used the application default credentials, and so it does now",)
    if arguments:
        section["args"] = arguments
    return Converted(dict(sorted(section.items())), tuple(lost), notes)


def to_provider(section: Mapping[str, Any]) -> Converted:
    """The gcp auth-provider that logs in like this exec section. Raises Unconvertible if none can."""
    lost, words = odd_settings(section), [_CONFIG["cmd-args"]]
    if configuration := _configuration(section.get("env")):
        words.append(f"{_CONFIGURATION}={configuration}")
        lost.remove("env")
    flags = [*_parsed(strings(section.get("args")))]
    if flags == [(_CREDENTIALS_OF_THE_APPLICATION, "")] and len(words) == 1:
        return Converted({"name": PROVIDER}, tuple(lost))
    back = {ours: theirs for theirs, ours in _FLAGS.items()}
    for name, value in flags:
        if name not in back or len(value.split()) != 1:
            raise Unconvertible(f"the gcp auth-provider cannot do what {shown.flag(name)} asks for", f"keep {PLUGIN}")
        words.append(f"{back[name]}={value}")
    return Converted({"config": {**_CONFIG, "cmd-args": " ".join(words)}, "name": PROVIDER}, tuple(lost))


def _configuration(env: Any) -> str:
    """The gcloud configuration that the one variable of an exec section names; '' if it says anything else."""
    match env:
        case [{"name": name, "value": str(value), **others}] if name == _CONFIGURATION_VARIABLE and not others:
            return value if len(value.split()) == 1 else ""
    return ""


def command_of(config: Mapping[str, str]) -> tuple[str, Sequence[str]]:
    """The program that gives the token, and its arguments: without `cmd-args` both stand in `cmd-path`."""
    if "cmd-args" in config:
        return config["cmd-path"], config["cmd-args"].split()
    program, *words = config["cmd-path"].split() or [""]
    return program, words


def _asked(config: Mapping[str, str]) -> list[tuple[str, str]]:
    """The flags with which gcloud is asked for a token. Raises Unconvertible if the plugin would ask for another one."""
    program, words = command_of(config)
    asked = [*_parsed(words)]
    command = " ".join(name for name, _ in asked if not name.startswith("-"))
    key = config.get("token-key", "").strip("{} ").removeprefix("$")
    source = ""
    if program_of(program).removesuffix(".cmd") != "gcloud":
        source = shown.command(program) if program else "an empty cmd-path"
    elif command not in ("", _COMMAND):
        source = "another command of gcloud"
    elif key not in _TOKENS:
        source = "its token-key"
    if source:
        raise Unconvertible(
            f"{source} gives a different token, and {PLUGIN} takes the access token of gcloud {_COMMAND} only",
            "write cmd-path: gcloud without token-key and cmd-args if that will do, delete all three for the "
            "application default credentials, or make it an exec plugin",
        )
    return [(name, value) for name, value in asked if name.startswith("-")]


def _parsed(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The flags of a command line with their values, which stand after a sign or a blank, and the other words with none."""
    rest = iter(words)
    for word in rest:
        name, _, value = word.partition("=") if word.startswith("-") else (word, "", "")
        yield name, next(rest, "") if word in _WITH_VALUE else value
