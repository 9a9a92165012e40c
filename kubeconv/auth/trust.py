"""What a command line, its variables and what they name may do to whoever runs it: how far a stranger may be trusted with it.

Known plugins that are asked for a credential are as good as their makers; nobody can say so of any other program. What runs
code or fetches it, and what makes another program do so, is an error, whoever uses it.

Programs that run others: https://gtfobins.github.io, https://lolbas-project.github.io. Variables: ld.so(8), dyld(1), and the
manuals of the interpreters.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal

from kubeconv.auth.kubelogin import is_looked_up, program_of
from kubeconv.auth.plugins import PLUGINS, plugin_of
from kubeconv.auth.token_commands import no_credential
from kubeconv.gate.regex import regex
from kubeconv.gate.value import NamedTuple

Grade = Literal["info", "warning", "error"]
RANK: Final[Mapping[str, int]] = {"info": 0, "warning": 1, "error": 2}


class Doubt(NamedTuple):
    """Something to know of it, and how bad it is. `about` says what of it is meant: "program" or the name of a variable."""

    grade: Grade
    why: str
    about: str = "program"


class Named(NamedTuple):
    """A file or a host that an argument or a variable names. `by` is the flag, the variable, or "an argument"."""

    text: str
    by: str
    grade: Grade


#: What programs are that are no plugins.
_KINDS: Final[Mapping[str, str]] = {
    "a shell": (
        "sh bash dash ash zsh ksh mksh fish csh tcsh rbash busybox toybox cmd command.com powershell pwsh nu elvish xonsh "
        "wsl"
    ),
    "an interpreter": (
        "python pythonw py pypy perl ruby irb node nodejs deno bun php lua luajit tclsh wish expect awk gawk mawk nawk sed "
        "ed osascript java jshell scala groovy kotlin r rscript julia ghci guile racket gdb lldb cscript wscript mshta "
        "rundll32 regsvr32 msbuild installutil dotnet go cargo make cmake ninja npm npx pnpm yarn pip pipx uv uvx gem "
        "bundle vi vim nvim emacs nano ex jq sqlite3 psql mysql"
    ),
    "a downloader": (
        "curl wget aria2c fetch lynx w3m http https xh nc ncat netcat socat telnet ftp tftp sftp scp rsync ssh openssl "
        "certutil bitsadmin iwr git svn hg"
    ),
    "a program that runs others or changes files": (
        "env sudo doas su runuser pkexec xargs find nohup setsid nice ionice timeout time watch stdbuf script flock chroot "
        "unshare nsenter docker podman nerdctl runc ctr crictl kubectl helm gcloud az start open xdg-open explorer forfiles "
        "wmic schtasks at batch crontab systemd-run systemctl launchctl tmux screen parallel tar zip unzip cp mv dd rm ln "
        "tee install cat base64 xxd eval exec source strace ltrace ld.so ld-linux"
    ),
}
_KIND_OF: Final = {name: kind for kind, names in _KINDS.items() for name in names.split()}

#: Variables by which code, a library or settings of somebody else get into a program.
_LOADERS: Final = regex(
    r"(?i)LD_\w+|DYLD_\w+|LIBPATH|SHLIB_PATH|PATH|PATHEXT|COMSPEC|SHELL|IFS|ENV|BASH_ENV|BASH_FUNC_.*|SHELLOPTS|BASHOPTS|PS4|"
    r"PROMPT_COMMAND|CDPATH|PYTHON\w*|NODE_\w+|NPM_CONFIG_\w+|PERL\w*|RUBY\w*|GEM_\w+|BUNDLE_\w+|LUA_\w+|PHP\w*|JAVA_\w*|"
    r"JDK_JAVA_OPTIONS|_JAVA_OPTIONS|CLASSPATH|DOTNET_\w+|CORECLR_\w+|COR_\w+|GCONV_PATH|LOCPATH|NLSPATH|GLIBC_TUNABLES|MALLOC_\w+|"
    r"GODEBUG|GOTRACEBACK|GIT_\w+|SSH_ASKPASS|SUDO_ASKPASS|EDITOR|VISUAL|PAGER|\w*_PAGER|\w*_EDITOR|BROWSER|LESSOPEN|LESSCLOSE|"
    r"MANPAGER|KUBECONFIG|KUBECTL_\w+|KUBERC|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|XDG_\w+|TMPDIR|TEMP|TMP|CLOUDSDK_(?:PYTHON|"
    r"CONFIG|ROOT)\w*|AZURE_CONFIG_DIR|AZURE_EXTENSION_DIR|AWS_(?:SHARED_CREDENTIALS|CONFIG|WEB_IDENTITY_TOKEN)_FILE|"
    r"AWS_DATA_PATH|GOOGLE_APPLICATION_CREDENTIALS|GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES|OPENSSL_\w+|SSL_\w+|"
    r"(?:REQUESTS|CURL|AWS)_CA_BUNDLE|SSLKEYLOGFILE|KRB5\w*|OP_\w+|DOCKER_\w+|TERMINFO\w*|TERMCAP|HOSTALIASES|RES_OPTIONS|"
    r"RESOLV_\w+"
)
#: Variables by which a program talks to another host.
_HOSTS: Final = regex(r"(?i)(?:\w*_)?PROXY|\w*ENDPOINT\w*|\w*AUTHORITY\w*|\w+_HOST|\w+_URL|\w+_URI|\w+_ADDR(?:ESS)?")
#: Variables that name a profile, a place or an id.
_HARMLESS: Final = regex(
    r"AWS_(?:DEFAULT_)?(?:PROFILE|REGION)|AWS_STS_REGIONAL_ENDPOINTS|AWS_SDK_LOAD_CONFIG|AAD_LOGIN_METHOD|AZURE_ENVIRONMENT|"
    r"(?:AAD|AZURE|ARM)\w*_(?:CLIENT|TENANT|SUBSCRIPTION)_ID|AZURE_CORE_\w+|CLOUDSDK_ACTIVE_CONFIG_NAME|CLOUDSDK_CORE_\w+|"
    r"USE_GKE_GCLOUD_AUTH_PLUGIN|OCI_CLI_(?:PROFILE|REGION|AUTH)|OS_(?:REGION|PROJECT|USER|PROJECT_DOMAIN|USER_DOMAIN)_\w+|"
    r"LANG|LC_\w+|TZ|TERM|NO_COLOR|DEBUG|LOG_LEVEL"
)
#: Folders in which nobody but the owner of the machine puts programs.
_SYSTEM: Final = (
    r"(?:/usr(?:/local)?|/opt/homebrew|/opt/local|/snap|/run/current-system/sw|/nix/store/[\w.+-]+)?/s?bin/[\w.+-]+"
    r"|/usr/(?:lib|libexec|share)/[\w.+/-]+|/opt/[\w.+/-]+"
    r"|[A-Za-z]:[\\/](?i:program files|program files \(x86\)|windows)[\\/].+"
)
#: Flags that run a program, or read settings that do.
_RUNS: Final = regex(
    r"-{1,2}(?!skip-|no-|disable-)(?:[\w-]*-)?"
    r"(?:command|exec|executable|program|plugin|process|hook|browser|editor|pager|config-file|cli-input-json|cli-input-yaml)"
)
_CACHE: Final = regex(r"-{1,2}[\w-]*cache[\w-]*")
_FILE: Final = regex(r"(?:fileb?:/*|@)?(?:/|~|\.{1,2}[/\\]|\$\{?\w+\}?[/\\]|%\w+%|[A-Za-z]:[/\\]|\\\\).*", re.DOTALL)
_URL: Final = regex(r"(?:https?|socks5h?|wss?|ftp)://.+", re.IGNORECASE)
#: Where Microsoft logs people in.
_ENTRA: Final = regex(
    r"https://(?:login\.microsoftonline\.(?:com|us|de)|login\.(?:partner\.microsoftonline|chinacloudapi)\.cn|login\.windows\.net"
    r"|sts\.windows\.net)(?:/[\w.-]*)*"
)


def worst(grades: Iterable[Grade]) -> Grade:
    """The worst of some grades; "info" if there is none."""
    return max(grades, key=RANK.__getitem__, default="info")


def doubts_of_program(command: str, arguments: Sequence[str]) -> tuple[Doubt, ...]:
    """What to say about a program that is run with these arguments; at least one thing."""
    return _doubts_of_program(command, tuple(arguments))


@lru_cache(256)
def _doubts_of_program(command: str, arguments: tuple[str, ...]) -> tuple[Doubt, ...]:
    return tuple(_program_doubts(command, arguments))


def _program_doubts(command: str, arguments: Sequence[str]) -> Iterator[Doubt]:
    if not command:
        yield Doubt("error", "names no program")
        return
    place, kind = _place(command), _kind(command, arguments)
    if place is not None:
        yield place
    if place is None or kind.grade != "info":
        yield kind
    for word in arguments:
        if _RUNS.fullmatch(word.partition("=")[0]):
            yield Doubt("error", "has a flag by which a plugin runs a program of the file's choice")
            return


def doubts_of_variables(variables: Mapping[str, str]) -> Iterator[Doubt]:
    """What to say about the variables that a program is given."""
    for name in variables:
        if _LOADERS.fullmatch(name):
            yield Doubt("error", "can make the program load code or settings of somebody else", name)
        elif _HOSTS.fullmatch(name) and not _HARMLESS.fullmatch(name):
            yield Doubt("error", "makes the program talk to another host", name)
        elif not _HARMLESS.fullmatch(name):
            yield Doubt("warning", "is a variable that kubeconv does not know", name)


def grade_of(command: str, arguments: Sequence[str], variables: Mapping[str, str]) -> Grade:
    """How bad it is to run this."""
    doubts = (*doubts_of_program(command, arguments), *doubts_of_variables(variables))
    return worst(each.grade for each in doubts)


def files_named(arguments: Sequence[str], variables: Mapping[str, str]) -> Iterator[Named]:
    """The files that arguments and variables name."""
    for flag, value in _values(arguments):
        if _FILE.fullmatch(value) and not _URL.fullmatch(value) and not value.startswith("/subscriptions/"):
            yield Named(value, flag or "an argument", "warning" if flag and _CACHE.fullmatch(flag) else "error")
    for name, value in variables.items():
        if _FILE.fullmatch(value):
            yield Named(value, name, "error")


def hosts_named(arguments: Sequence[str], variables: Mapping[str, str]) -> Iterator[Named]:
    """The URLs that arguments and variables name."""
    for flag, value in _values(arguments):
        if _URL.fullmatch(value):
            is_ours = "authority" not in flag or _ENTRA.fullmatch(value)
            diverts = not is_ours or "endpoint" in flag or "proxy" in flag
            yield Named(value, flag or "an argument", "error" if diverts else "warning" if not flag else "info")
    for name, value in variables.items():
        if _URL.fullmatch(value) or (value and _HOSTS.fullmatch(name) and not _HARMLESS.fullmatch(name)):
            yield Named(value, name, "error")


def kind_of(command: str) -> str:
    """What a program is that no plugin should be: "a shell"; '' for others. The numbers of versions do not matter."""
    name = re.sub(r"\.(?:exe|cmd|bat|com|ps1)$", "", program_of(command).strip(" ."))
    return _KIND_OF.get(name) or _KIND_OF.get(re.sub(r"[-\d.]+$", "", name), "")


def _kind(command: str, arguments: Sequence[str]) -> Doubt:
    """What the program is by its name."""
    plugin = plugin_of(command, arguments)
    if plugin in PLUGINS:
        other = no_credential(command, arguments, {})
        if other is not None and other.kind == "command":
            return Doubt("error", "is a known plugin, but is called for something other than a credential")
        return Doubt("info", "is a known plugin that provides a credential")
    name = program_of(command)
    if name.removesuffix(".cmd") == "gcloud" and [*arguments[:2]] == ["config", "config-helper"]:
        return Doubt("info", "is known, and provides a credential")
    if kind := kind_of(command):
        return Doubt("error", f"is {kind}, not a plugin")
    # "sh -c ...": a program with such a name is hardly meant.
    if " " in command.strip() and (kind := kind_of(command.split()[0])):
        return Doubt("error", f"is the command line of {kind}")
    return Doubt("warning", "is a program that kubeconv does not know")


def _place(command: str) -> Doubt | None:
    """What is wrong with its place; None if it is looked up on PATH, or lies where only the owner of the machine writes."""
    if is_looked_up(command) or (re.fullmatch(_SYSTEM, command) and ".." not in command):
        return None
    if re.match(r"[/\\]|[A-Za-z]:[/\\]", command):
        return Doubt("error", "lies in a folder that the file chose")
    return Doubt("error", "lies beside the file, whose author can put it there")


def _values(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The arguments that may name something, each with its flag ('' for none)."""
    before = ""
    for word in arguments:
        head, sign, value = word.partition("=")
        if word.startswith("-"):
            before = "" if sign else word
            if sign:
                yield head, value
        else:
            yield before, word
            before = ""
