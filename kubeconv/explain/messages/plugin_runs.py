"""What client-go says about exec plugins that cannot be run, or that failed."""

from typing import Final

from kubeconv.explain.messages.message import Message

_EXEC: Final = "https://github.com/kubernetes/client-go/blob/master/plugin/pkg/client/auth/exec/exec.go"

MESSAGES: Final = (
    Message(
        "exec-path-not-found",
        (
            "fork/exec {command}: no such file or directory",
            "fork/exec {command}: The system cannot find the",
        ),
        "The program {command} of the exec plugin does not exist.",
        "The kubeconfig names it by its path, which is of another machine, or the file was removed. A script gives "
        "the same message if the program in its first line is missing.",
        "Install it there, or write only its name, so that the client searches PATH.",
        _EXEC,
        (
            "kubectl config set-credentials {user} --exec-command={plugin} --kubeconfig {file}",
            "kubeconv validate {file}",
        ),
        affects=("exec", "kubelogin"),
        rule="KC305",
    ),
    Message(
        "exec-not-executable",
        (
            "fork/exec {command}: permission denied",
            "fork/exec {command}: exec format error",
            "fork/exec {command}: Access is denied",
            "fork/exec {command}: %1 is not a valid Win32 application",
        ),
        "The program {command} of the exec plugin cannot be run.",
        "The file has no permission to be executed, lies on a file system without it, or is made for another "
        "processor.",
        "Make it executable, or install the right one.",
        _EXEC,
        ("chmod +x {command}",),
        affects=("exec", "kubelogin"),
    ),
    Message(
        "exec-not-found",
        (
            "exec: executable {command} not found",
            'exec: "{command}": executable file not found in',
            "ERROR:root:[Errno 2] No such file or directory: '{command}'",
        ),
        "The program {command} of the exec plugin is not on PATH.",
        "The user logs in with this program, and the program that ran (kubectl, helm, k9s, an IDE) does not find it. "
        "Under sudo, cron, snap or a desktop the PATH is another one.",
        "Install it: the lines below the message, or installHint in the kubeconfig, may say from where.",
        _EXEC,
        ("command -v {command}", "kubeconv validate {file}"),
        affects=("exec", "kubelogin"),
        rule="KC305",
    ),
    Message(
        "exec-not-installed",
        ("It looks like you are trying to use a client-go credential plugin that is not installed",),
        "The program of an exec plugin is not on PATH.",
        "The user logs in with a program that the client cannot find.",
        "Install it: installHint in the kubeconfig may say from where.",
        _EXEC,
        ("kubeconv validate {file}",),
        affects=("exec", "kubelogin"),
        rule="KC305",
        wraps=1,
    ),
    Message(
        "kubelogin-access-denied",
        (
            "Program 'kubelogin.exe' failed to run",
            "Program 'kubelogin' failed to run",
            "kubelogin.exe: Access is denied",
            "kubelogin: Permission denied",
            "permission denied: kubelogin",
            "kubelogin: cannot execute binary file",
            '"kubelogin" cannot be opened because',
            "killed     kubelogin",
        ),
        "The system does not let kubelogin run.",
        "The file is not executable, is for another processor, or was downloaded and not released: macOS has it in "
        "quarantine; on Windows "
        "AppLocker, Smart App Control or an antivirus program forbids it.",
        "Install it with a package manager, make it executable, or let your administrator allow it.",
        "https://github.com/Azure/kubelogin/issues/192",
        ("type -a kubelogin", "az aks install-cli"),
        affects=("kubelogin",),
    ),
    Message(
        "kubelogin-failed-to-authenticate",
        (
            "failed to authenticate:",
            "failed to get token:",
            "failed to create azidentity credential:",
            "failed to create PoP token",
            "failed to create OAuth config:",
            "failed to create service principal token using secret",
            "failed to create device code credential",
            "failed to create interactive browser credential",
            "failed to create username password credential",
            "failed to create client secret credential",
            "failed to create azure cli credential",
            "failed to create azure developer cli credential",
            "failed to create azure pipelines credential",
            "failed to create github actions credential",
            "unable to create confidential",
            "unable to create public client",
            "unable to construct authority URL",
            "could not write the ExecCredential:",
        ),
        "kubelogin got no token.",
        "kubeconv does not know the reason that follows the colon. It comes from Microsoft Entra ID, or from the program or "
        "the machine that the login mode asks.",
        "Check the arguments, then clear the cache and log in again; run kubelogin with -v 5 to see each step.",
        "https://github.com/Azure/kubelogin/blob/main/pkg/internal/token/execCredentialPlugin.go",
        ("kubeconv validate {file}", "kubelogin remove-cache-dir"),
        affects=("kubelogin",),
        wraps=1,
    ),
    Message(
        "kubelogin-failed",
        ("executable kubelogin failed with exit code", "executable kubelogin.exe failed with exit code"),
        "kubelogin ran and failed.",
        "client-go only reports the exit code, and this text has no line of kubelogin that kubeconv knows: it stands above, "
        "or the program that ran hides it. Variables of the shell (AAD_LOGIN_METHOD, AZURE_CLIENT_ID, ...) may have replaced "
        "what the "
        "kubeconfig says.",
        "Let kubeconv look at the whole login, then log in again; run kubectl on a terminal to see what kubelogin says.",
        _EXEC,
        ("kubeconv doctor {file}", "kubelogin remove-cache-dir", "az login --tenant {tenant}"),
        affects=("kubelogin",),
        wraps=1,
    ),
    Message(
        "exec-failed",
        ("exec: executable {command} failed with exit code", "getting credentials: exec: exit status"),
        "The exec plugin ran and failed.",
        "client-go only reports the exit code, and this text has no line of the plugin that kubeconv knows: it stands above, "
        "or the program that ran hides it.",
        "See which command it is, and run it alone with its arguments.",
        _EXEC,
        ("kubeconv doctor {file}", "kubeconv audit {file}"),
        affects=("exec",),
        wraps=1,
    ),
)
