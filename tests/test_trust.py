"""How far a command line, its variables and what it names are trusted: `kubeconv.auth.trust`, without a file around it."""

import shlex
import time

import pytest

from kubeconv.auth import trust
from kubeconv.auth.trust import Grade

KUBELOGIN = "kubelogin get-token --server-id s"
AWS = "aws eks get-token --cluster-name c"
OIDC = "kubelogin get-token --oidc-issuer-url=https://i.example --oidc-client-id=c"
DOCTL = "doctl kubernetes cluster kubeconfig exec-credential --version=v1beta1"

LINES: list[tuple[Grade, str]] = [
    # The words of the subcommand come first.
    ("info", f"aws --debug --region eu-west-1 {AWS[4:]}"),
    ("info", "rancher --debug token"),
    ("info", "pinniped login oidc --enable-concierge --issuer https://i.example"),
    ("error", "aws s3 cp eks get-token"),
    ("error", "aws --profile eks configure get-token"),
    ("error", "aws --region eks --profile get-token s3 rm x"),
    ("error", "rancher token delete all"),
    ("error", "aws eks get-token help"),
    ("info", "aws eks get-token --cluster-name help"),
    # So no flag that is not known may stand before them: it may be a switch, and the word after it the subcommand.
    ("info", "aws --profile p eks --region r get-token --cluster-name c"),
    ("info", f"aws --region=eu-west-1 --unknown=x {AWS[4:]}"),
    ("info", "aws-iam-authenticator -i c token"),
    ("info", "kubelogin -v 1 --logtostderr get-token --server-id s"),
    ("info", "kubectl oidc-login -v1 get-token --oidc-issuer-url i --oidc-client-id c"),
    ("error", "aws --debu ec2 --no-pag terminate-instances --instance-ids i eks get-token"),
    ("error", "aws --debu configure --no-pag set eks get-token"),
    ("error", "aws -- s3 eks get-token"),
    ("error", "rancher --debug ssh token rm x"),
    ("error", "rancher --unknown ssh token rm x"),
    ("error", "oci --raw-output os ce cluster generate-token"),
    ("error", "pinniped --unknown get login"),
    ("error", "kubectl oidc-login --logtostderr setup get-token"),
    ("error", "kubelogin --alsologtostderr convert-kubeconfig get-token"),
    ("error", "kubelogin --legacy remove-tokens get-token"),
    # A file is one by its flag, wherever it lies.
    ("error", f"{KUBELOGIN} --federated-token-file secrets.txt"),
    ("error", f"{KUBELOGIN} --client-certificate=cert.pfx"),
    ("error", f"{KUBELOGIN} --azure-config-dir evil"),
    ("warning", f"{KUBELOGIN} --cache-dir x"),
    ("error", f"{OIDC} --certificate-authority ca.pem"),
    ("error", f"{AWS} --ca-bundle x"),
    ("error", "aws-iam-authenticator token -i c -c x.yaml"),
    ("error", "aws-iam-authenticator token -i c -cx.yaml"),
    ("error", "oci ce cluster generate-token --cluster-id c --defaults-file x"),
    ("error", "rancher --config x token"),
    ("error", f"{DOCTL} -c x c"),
    ("error", "gcloud config config-helper --flags-file=x"),
    ("error", f"{AWS} --ca x"),
    ("error", "client-keystone-auth --key x"),
    ("error", "gcloud config config-helper --credential-file-override x"),
    ("error", "rancher token --cacerts x"),
    # So is a host.
    ("error", f"{AWS} --e evil.example"),
    ("error", f"{KUBELOGIN} --authority-host evil.example"),
    ("error", f"{KUBELOGIN} --authority-host=https:evil"),
    ("info", f"{KUBELOGIN} --authority-host login.microsoftonline.com"),
    ("error", f"{AWS} --endpoint-url evil.example"),
    ("error", f"{AWS} --endpoint-u evil.example"),
    ("error", f"{DOCTL} -u http://evil.example c"),
    ("error", "oci ce cluster generate-token --cluster-id c --proxy evil:80"),
    ("warning", "aws eks get-token --cluster-name http://evil.example/x"),
    ("warning", f"{AWS} --no-verify-ssl"),
    ("warning", f"{OIDC} --insecure-skip-tls-verify"),
    ("info", f"{OIDC} --insecure-skip-tls-verify=false"),
    # What becomes a part of a host must not be one.
    ("error", f"{AWS} --region x@evil.example/"),
    ("error", f"{AWS} --region=evil.example#"),
    ("error", f"{KUBELOGIN} --tenant-id evil.example/x?"),
    ("error", f"{KUBELOGIN} --tenant-id https://evil.example"),
    ("error", f"{AWS} --regio evil.example#"),
    ("error", f"{KUBELOGIN} -t evil.example/x?"),
    ("error", f"{KUBELOGIN} -tevil.example/x?"),
    ("info", f"{KUBELOGIN} -t tenant"),
    ("info", f"{AWS} --region eu-west-1"),
    ("info", f"{KUBELOGIN} --tenant-id ${{TENANT}}"),
    # So must that to which the answer of a login goes; the machine itself is none.
    ("error", f"{KUBELOGIN} --redirect-url http://evil.example:80"),
    ("error", f"{KUBELOGIN} --redirect-url http://localhost:80@evil.example"),
    ("info", f"{KUBELOGIN} --redirect-url http://localhost:8400/"),
    ("error", f"{OIDC} --oidc-redirect-url=https://evil.example"),
    ("error", f"{OIDC} --oidc-redirect-url-hostname=evil.example"),
    ("info", f"{OIDC} --oidc-redirect-url-hostname=localhost"),
    ("info", f"{OIDC} --oidc-redirect-url-authcode-keyboard=urn:ietf:wg:oauth:2.0:oob"),
    ("warning", f"{OIDC} --listen-address=0.0.0.0:8000"),
    ("warning", f"{OIDC} --listen-address :8000"),
    # A token for something else than a cluster: the server may use it there.
    ("error", "kubelogin get-token --server-id 797f4846-ba00-4fd7-ba43-dac1f8f63013"),
    ("error", "kubelogin get-token --server-id=00000003-0000-0000-C000-000000000000"),
    ("error", "kubelogin get-token --server-id https://management.azure.com/"),
    ("error", "kubelogin get-token --server-id https://x.vault.azure.net"),
    ("error", f"{OIDC} --oidc-use-access-token --oidc-extra-scope=https://graph.microsoft.com/.default"),
    ("info", "kubelogin get-token --server-id 6256c85f-0aad-4d50-b960-e6e9b21efe35"),
    ("info", "kubelogin get-token --server-id api://azure.com.example"),
    ("info", f"{OIDC} --oidc-extra-scope=email"),
    # A flag that turns something off does not name it.
    ("info", f"{OIDC} --skip-open-browser"),
    ("info", f"{OIDC} --listen-address=127.0.0.1:8000"),
    ("error", f"{OIDC} --browser-command=evil"),
    # A variable of whoever runs it is as good as a file.
    ("error", "pinniped login static --token-env AWS_SECRET_ACCESS_KEY"),
    ("info", "pinniped login static --token t"),
    # Anybody may write to some folders of Windows.
    ("error", "'C:\\Windows\\Temp\\kubelogin.exe' get-token"),
    ("error", "'C:\\Windows\\System32\\spool\\drivers\\color\\kubelogin.exe' get-token"),
    ("error", "'D:\\Program Files\\kubelogin.exe' get-token"),
    ("info", "'C:\\Windows\\System32\\kubelogin.exe' get-token"),
    ("info", "'C:\\Program Files\\Azure\\kubelogin.exe' get-token"),
    # A name that only looks like another one.
    ("error", "kub\u0435login get-token"),
    ("error", "kubelogin\u200b get-token"),
    # Other names, builds and spellings.
    *(
        ("error", name)
        for name in ("bash-static", "static-sh", "sh.distrib", "python3.13t", "python3-dbg", "pwsh-preview", "nc.openbsd",
                     "busybox64.exe", "'cmd.exe.'", "'sh\t'", "C:kubelogin", "/lib/ld-musl-x86_64.so.1", "ld-linux-x86-64.so.2",
                     "curlie", "mshta", "tsx", "ts-node", "apt-get", "nix-shell", "conda", "taskset", "gosu", "gsed",
                     "git-remote-ext", "PsExec64.exe", "cat", "head", "proxychains4", "xdg-open", "ldd", "command.com", "ngrok",
                     "pdflatex", "cdb.exe", "SyncAppvPublishServer.exe", "ffmpeg", "smbclient", "xdotool", "run-mailcap", "dc",
                     "vim.tiny", "x86_64-linux-gnu-gcc-13", "aarch64-linux-musl-ld",
                     "php-cgi8.2", "radare2", "sshfs",
                     "systemd-mount", "emerge", "kustomize", "shutdown", "DiskShadow.exe", "wine64", "gs-netcat")
    ),
    ("error", "corp-run sh -c x"),
    ("error", "corp-run -- /bin/bash -c x"),
    ("error", "corp-run --entrypoint=sh"),
    ("error", "corp-run --entrypoint=/bin/bash"),
    ("warning", "corp-run --shell"),
    ("warning", "corp-run --shell=fishery"),
    ("info", "aws eks get-token --cluster-name fish"),
    # What an unknown program may be told to run, to read and to talk to.
    ("error", "corp-run python3.13 x"),
    ("error", "corp-run -- curl -d x"),
    ("error", "corp-run /usr/bin/perl"),
    ("error", "corp-run 'sudo id'"),
    ("warning", "corp-run view get node https://x.example/curl"),
    *(("error", f"corp {word!r}") for word in ("a;ksh -c x", "$(id)", "<(id)", "x|bash", "x | sudo sh", "exec sh -c id")),
    ("error", "corp '`id`'"),
    ("warning", "corp '{.data.x}' '$HOME' 'a|b' '|shell' 'sh'x"),
    ("error", "corp LD_PRELOAD=x y"),
    ("error", "corp --set PYTHONPATH=x"),
    ("error", "corp -o ProxyCommand=x"),
    ("warning", "corp MODE=x path=y --set A_B=c"),
    *(("error", f"corp --{flag} x") for flag in ("eval", "remote-rsh", "askpass", "credential-helper", "on-success")),
    *(("error", f"corp --{flag} x") for flag in ("settings", "log-dest", "chdir", "chroot-root", "logfile")),
    ("error", "gcloud config config-helper --universe-domain=evil.example"),
    ("warning", "corp --bind 0.0.0.0:80"),
    ("warning", "kubelogin-corp get-token"),
    ("warning", "kube1ogin get-token"),
]  # fmt: skip


@pytest.mark.parametrize(("grade", "line"), LINES)
def test_a_command_line_has_its_grade(grade: Grade, line: str) -> None:
    command, *arguments = shlex.split(line)
    named = (*trust.files_named(command, arguments, {}), *trust.hosts_named(command, arguments, {}))
    assert trust.worst((trust.grade_of(command, arguments, {}), *(each.grade for each in named))) == grade


ERROR = """AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE AWS_LOGIN_CACHE_DIRECTORY AZURE_FEDERATED_TOKEN_FILE
    AZURE_EXTENSION_USE_DYNAMIC_INSTALL AZURE_CLI_DISABLE_CONNECTION_VERIFICATION AZURE_ENVIRONMENT_FILEPATH DIGITALOCEAN_CONFIG
    CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE CLOUDSDK_CORE_DISABLE_SSL_VALIDATION CLOUDSDK_CORE_UNIVERSE_DOMAIN GCE_METADATA_ROOT
    OCI_CLI_CONFIG_FILE OS_CLIENT_CONFIG_FILE RANCHER_CONFIG_DIR OS_CACERT SYSTEM_OIDCREQUESTURI SSH_AUTH_SOCK SOCKS_SERVER
    ZDOTDIR R_PROFILE JAVA_OPTS MAVEN_OPTS GRADLE_OPTS TAR_OPTIONS GREP_OPTIONS RSYNC_RSH SVN_SSH HGRCPATH HGEDITOR WGETRC
    CURL_HOME NETRC GNUPGHOME VIMINIT GTK_MODULES QT_PLUGIN_PATH PSModulePath COMPlus_Version SystemRoot RUSTC_WRAPPER MAKEFLAGS
    GOFLAGS GOPROXY GOCOVERDIR HELM_PLUGINS KREW_ROOT P11_KIT_CONFIG DISPLAY
    AZURE_CLIENT_CERTIFICATE_PATH CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE PINNIPED_SESSION_CACHE VK_ICD_FILENAMES GTK_RC_FILES
    SQLITE_HISTORY _MEIPASS2 __PYVENV_LAUNCHER__ CLOUDSDK_GSUTIL_PYTHON PEX_SCRIPT NIX_LD QEMU_LD_PREFIX WINELOADER MISE_ENV
    ASDF_AWSCLI_VERSION PYENV_VERSION __COMPAT_LAYER SystemDrive CLOUDSDK_PROXY_PORT AZURE_KUBERNETES_CA_DATA KUBERNETES_MASTER
    AZURE_CORE_INSTANCE_DISCOVERY FZF_DEFAULT_COMMAND SOPS_AGE_KEY_CMD GH_BROWSER DEBIAN_FRONTEND PS0 KSH_ENV HGMERGE RUSTC
    RUSTUP_TOOLCHAIN APPDOMAIN_MANAGER_ASM JULIA_PROJECT NVIM_APPNAME XZ_DEFAULTS ODBCSYSINI TNS_ADMIN TF_REATTACH_PROVIDERS
    ANSIBLE_LIBRARY NIX_REMOTE PIP_REQUIRE _RLD_LIST PGHOST GMON_OUT_PREFIX"""
WARNING = "AWS_ROLE_ARN AWS_SECRET_ACCESS_KEY CORP_MODE VAULT_TOKEN GOMAXPROCS CI"
INFO = "AWS_PROFILE AWS_USE_FIPS_ENDPOINT AZURE_CORE_OUTPUT CLOUDSDK_CORE_PROJECT AZURE_TENANT_ID LANG TZ"


@pytest.mark.parametrize(
    ("grade", "name"),
    [
        (grade, name)
        for grade, names in (("error", ERROR), ("warning", WARNING), ("info", INFO))
        for name in names.split()
    ],
)
def test_a_variable_has_its_grade(grade: Grade, name: str) -> None:
    assert trust.grade_of("aws", AWS.split()[1:], {name: "x"}) == grade


@pytest.mark.parametrize("name", ["AWS_CA_BUNDLE", "OS_CERT", "AZURE_CONFIG_DIR"])
def test_a_file_is_one_by_its_variable(name: str) -> None:
    assert [each.text for each in trust.files_named("aws", [], {name: "x"})] == ["x"]


@pytest.mark.parametrize(
    "host", ["1.2.3.4", "[::1]:80", "evil.example:443", "me@evil.example:/x", "ssh://evil", "tcp://x:1"]
)
def test_an_unknown_program_may_take_any_word_for_a_host(host: str) -> None:
    assert [*trust.hosts_named("corp", ["--x", host], {})] == [trust.Named(host, "--x", "warning")]
    assert [*trust.hosts_named("corp", ["a.b.c", "me@corp.example", "v1.2.3", "10:30", "api://x"], {})] == []


def test_a_time_zone_may_be_a_file() -> None:
    assert [each.text for each in trust.files_named("aws", [], {"TZ": ":/etc/x"})] == [":/etc/x"]
    assert [*trust.files_named("aws", [":8000"], {"TZ": "Europe/Berlin", "LANG": "C.UTF-8"})] == []


@pytest.mark.parametrize(
    ("name", "value", "grade"),
    [
        ("AWS_REGION", "eu-west-1", "info"),
        ("AWS_REGION", "evil.example/#", "error"),
        ("AZURE_TENANT_ID", "x@evil", "error"),
    ],
)
def test_a_place_is_no_host(name: str, value: str, grade: Grade) -> None:
    assert trust.worst(each.grade for each in trust.hosts_named("aws", AWS.split()[1:], {name: value})) == grade


def test_a_variable_ends_where_the_system_ends_it() -> None:
    """`name: LD_PRELOAD=/tmp/evil.so`, `value: x` sets LD_PRELOAD to /tmp/evil.so=x."""
    variables = {"LD_PRELOAD=/tmp/evil.so": "x"}
    assert [each.about for each in trust.doubts_of_variables(variables)] == [*variables]
    assert trust.grade_of("aws", AWS.split()[1:], variables) == "error"
    assert [*trust.files_named("aws", [], variables)] == [trust.Named("/tmp/evil.so=x", "LD_PRELOAD", "error")]


@pytest.mark.parametrize("word", ["-" + "cache" * 100_000 + "!", "ENDPOINT" * 60_000 + "!", "--" + "a-" * 250_000])
def test_long_words_take_no_time(word: str) -> None:
    started = time.process_time()
    trust.grade_of("corp", [word, word], {word: word})
    assert (
        [*trust.files_named("corp", [word], {word: word})] == [*trust.hosts_named("corp", [word], {word: word})] == []
    )
    assert time.process_time() - started < 1
