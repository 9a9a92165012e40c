"""A stand-in for Azure's kubelogin that refuses what the real one refuses: written from its Go source, release by release.

Source: https://github.com/Azure/kubelogin at the tags of `RELEASES`: pkg/cmd, pkg/token or pkg/internal/token. It knows nothing
of kubeconv's tables, so that the two can be compared. It stops where the real one would call the network: there it hands out
a token. `az` and `azd` it runs, as the real one does; `az_contract` is a stand-in for both.

In-process: `kubelogin(arguments, environment, release, ask)`. As a program: this file, called kubelogin, beside a
`kubelogin.json` with `release`, `token` and `log` (where each call is recorded).
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

Ask = Callable[[str, Sequence[str]], str]
Variables = Mapping[str, str]
Flag = tuple[str, str, str, str, str]

RELEASES = (
    "0.0.5",
    "0.0.9",
    "0.0.20",
    "0.0.26",
    "0.0.34",
    "0.1.4",
    "0.1.9",
    "0.2.0",
    "0.2.8",
    "0.2.11",
    "0.2.12",
    "0.2.19",
)
MODES = (
    ("devicecode", "0.0.1"), ("interactive", "0.0.21"), ("spn", "0.0.1"), ("ropc", "0.0.1"), ("msi", "0.0.4"),
    ("azurecli", "0.0.9"), ("azd", "0.1.1"), ("workloadidentity", "0.0.12"), ("azurepipelines", "0.2.11"),
)  # fmt: skip
#: name, shorthand, type, first release, and how Go's Options calls it: `AddFlags` and its copies.
FLAGS: tuple[Flag, ...] = (
    ("login", "l", "string", "0.0.1", "mode"), ("client-id", "", "string", "0.0.1", "client"),
    ("client-secret", "", "string", "0.0.1", "secret"), ("client-certificate", "", "string", "0.0.6", "cert"),
    ("client-certificate-password", "", "string", "0.0.21", "cert_password"),
    ("username", "", "string", "0.0.1", "username"), ("password", "", "string", "0.0.1", "password"),
    ("identity-resource-id", "", "string", "0.0.5", "identity"), ("server-id", "", "string", "0.0.1", "server"),
    ("federated-token-file", "", "string", "0.0.12", "token_file"), ("authority-host", "", "string", "0.0.12", "authority"),
    ("azure-pipelines-service-connection-id", "", "string", "0.2.11", "connection"),
    ("token-cache-dir", "", "string", "0.0.1", "cache"), ("cache-dir", "", "string", "0.2.0", "cache"),
    ("tenant-id", "t", "string", "0.0.1", "tenant"), ("subscription", "s", "string", "0.2.19", "subscription"),
    ("environment", "e", "string", "0.0.1", "cloud"), ("legacy", "", "bool", "0.0.1", "legacy"),
    ("use-azurerm-env-vars", "", "bool", "0.0.18", "terraform"), ("pop-enabled", "", "bool", "0.0.32", "pop"),
    ("timeout", "", "duration", "0.0.34", "timeout"), ("pop-claims", "", "string", "0.0.32", "claims"),
    ("disable-environment-override", "", "bool", "0.1.7", "fixed"),
    ("disable-instance-discovery", "", "bool", "0.1.9", "discovery"), ("redirect-url", "", "string", "0.2.9", "redirect"),
    ("login-hint", "", "string", "0.2.9", "hint"), ("help", "h", "bool", "0.0.1", "help"),
    ("v", "v", "int", "0.0.1", "v"), ("logtostderr", "", "bool", "0.0.1", "logtostderr"),
)  # fmt: skip
NO_TENANT = "invalid tenantID. You can locate your tenantID by following the instructions listed here: "
NO_TENANT += "https://learn.microsoft.com/partner-center/find-ids-and-domain-names"
PUBLIC = "https://login.microsoftonline.com/"


class Stopped(Exception):
    """What kubelogin says before it ends with 1."""


class Ended:
    """How a call ends: its code, what it says, and in `goal` what it goes on to ('' if it gives no token)."""

    def __init__(self, code: int, stderr: str = "", goal: str = "") -> None:
        self.code, self.stderr, self.goal = code, stderr, goal


def at_least(release: str, since: str) -> bool:
    """True for this release and newer ones."""
    return numbers(release) >= numbers(since)


def numbers(release: str) -> tuple[int, ...]:
    """A release as numbers."""
    return tuple(int(part) for part in release.split("."))


def kubelogin(arguments: Sequence[str], environment: Variables, release: str, ask: Ask) -> Ended:
    """One call. `ask(program, arguments)` runs az or azd and returns what it says where it fails, '' if it answers."""
    try:
        command, rest = find(list(arguments))
        if command in ("help", "completion", "convert-kubeconfig", "remove-tokens", "remove-cache-dir"):
            return Ended(0)
        if command not in ("", "get-token"):
            raise Stopped(f'unknown command "{command}" for "kubelogin"')
        options = Options(release, command == "get-token")
        options.parse(rest)
        if options.help or not command:
            return Ended(0)
        options.update_from_environment(environment)
        options.validate(environment)
        return Ended(0, goal=make(options, environment, ask))
    except Stopped as stopped:
        return Ended(1, f"Error: {stopped}")


def find(arguments: list[str]) -> tuple[str, list[str]]:
    """The subcommand as cobra's Find sees it, and the other words."""
    index = 0
    while index < len(arguments):
        word = arguments[index]
        if word == "--":
            break
        long = word[:2] == "--" and "=" not in word and word not in ("--help", "--logtostderr", "--version")
        short = word[:1] == "-" and word[:2] != "--" and "=" not in word and len(word) == 2 and word != "-h"
        if long or short:
            index += 2
            continue
        if word and word[0] != "-":
            return word, arguments[:index] + arguments[index + 1 :]
        index += 1
    return "", arguments


class Options:
    """Go's token.Options."""

    mode = "devicecode"
    cloud = "AzurePublicCloud"
    client = secret = cert = cert_password = username = password = identity = server = token_file = ""
    authority = connection = cache = tenant = subscription = claims = redirect = hint = ""
    legacy = terraform = pop = fixed = discovery = help = logtostderr = version = False
    v = "0"

    def __init__(self, release: str, is_token_command: bool) -> None:
        self.release = release
        self.flags = [
            flag for flag in FLAGS
            if at_least(release, flag[3]) and (is_token_command or flag[0] in ("help", "v", "logtostderr"))
        ]  # fmt: skip
        if not is_token_command:
            self.flags.append(("version", "", "bool", "0.0.1", "version"))
        self.timeout: float = 60 * 10**9 if at_least(release, "0.2.7") else 30 * 10**9

    def parse(self, arguments: Sequence[str]) -> None:
        """pflag's FlagSet.Parse."""
        words = list(arguments)
        while words:
            word = words.pop(0)
            if word[:1] != "-" or len(word) == 1:
                continue
            if word == "--":
                return
            if word[1] == "-":
                self.parse_long(word, words)
            else:
                self.parse_short(word[1:], words)

    def parse_long(self, word: str, words: list[str]) -> None:
        name, sign, value = word[2:].partition("=")
        if word[2] in "-=":
            raise Stopped(f"bad flag syntax: {word}")
        flag = next((each for each in self.flags if each[0] == name), None)
        if flag is None:
            raise Stopped(f"unknown flag: --{name}")
        if not sign and flag[2] == "bool":
            value = "true"
        elif not sign and words:
            value = words.pop(0)
        elif not sign:
            raise Stopped(f"flag needs an argument: {word}")
        self.set(flag, value)

    def parse_short(self, letters: str, words: list[str]) -> None:
        while letters:
            flag = next((each for each in self.flags if each[1] == letters[0]), None)
            if flag is None:
                raise Stopped(f"unknown shorthand flag: '{letters[0]}' in -{letters}")
            if len(letters) > 2 and letters[1] == "=":
                value, letters = letters[2:], ""
            elif flag[2] == "bool":
                value, letters = "true", letters[1:]
            elif len(letters) > 1:
                value, letters = letters[1:], ""
            elif words:
                value, letters = words.pop(0), ""
            else:
                raise Stopped(f"flag needs an argument: '{letters[0]}' in -{letters}")
            self.set(flag, value)

    def set(self, flag: Flag, value: str) -> None:
        name, short, kind, _, field = flag
        problem = ""
        read: str | bool | float | None = value
        if kind == "bool":
            read = value in ("1", "t", "T", "TRUE", "true", "True")
            if not read and value not in ("0", "f", "F", "FALSE", "false", "False"):
                problem = f'strconv.ParseBool: parsing "{value}": invalid syntax'
        elif kind == "int" and not re.fullmatch("[+-]?[0-9]+", value):
            problem = f'strconv.ParseInt: parsing "{value}": invalid syntax'
        elif kind == "duration":
            read = duration(value)
            problem = f'time: invalid duration "{value}"' if read is None else ""
        if problem:
            spelt = f"-{short}, --{name}" if short else f"--{name}"
            raise Stopped(f'invalid argument "{value}" for "{spelt}" flag: {problem}')
        setattr(self, field, read)

    def update_from_environment(self, variables: Variables) -> None:
        """UpdateFromEnv of the release."""
        release = self.release
        if self.fixed:
            return

        def take(field: str, name: str, since: str = "0.0.1") -> None:
            if at_least(release, since) and name in variables:
                setattr(self, field, variables[name])

        if self.terraform:
            take("client", "ARM_CLIENT_ID")
            take("secret", "ARM_CLIENT_SECRET")
            take("cert", "ARM_CLIENT_CERTIFICATE_PATH")
            take("cert_password", "ARM_CLIENT_CERTIFICATE_PASSWORD", "0.0.21")
            take("tenant", "ARM_TENANT_ID")
        else:
            take("client", "AAD_SERVICE_PRINCIPAL_CLIENT_ID")
            take("client", "AZURE_CLIENT_ID", "0.0.26")
            take("secret", "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET")
            take("secret", "AZURE_CLIENT_SECRET", "0.0.26")
            take("cert", "AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE", "0.0.6")
            take("cert", "AZURE_CLIENT_CERTIFICATE_PATH", "0.0.26")
            take("cert_password", "AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE_PASSWORD", "0.0.21")
            take("cert_password", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "0.0.26")
            take("tenant", "AZURE_TENANT_ID", "0.0.18")
        take("username", "AAD_USER_PRINCIPAL_NAME")
        take("username", "AZURE_USERNAME", "0.0.26")
        take("password", "AAD_USER_PRINCIPAL_PASSWORD")
        take("password", "AZURE_PASSWORD", "0.0.26")
        take("mode", "AAD_LOGIN_METHOD")
        if self.mode == "workloadidentity":
            take("client", "AZURE_CLIENT_ID", "0.0.12")
            if not at_least(release, "0.0.18"):
                take("tenant", "AZURE_TENANT_ID", "0.0.12")
            take("token_file", "AZURE_FEDERATED_TOKEN_FILE", "0.0.12")
            take("authority", "AZURE_AUTHORITY_HOST", "0.0.12")
        if self.mode == "azurepipelines":
            for field, name in (
                ("client", "CLIENT_ID"),
                ("tenant", "TENANT_ID"),
                ("connection", "SERVICE_CONNECTION_ID"),
            ):
                if not getattr(self, field):
                    take(field, f"AZURESUBSCRIPTION_{name}", "0.2.12")
        if at_least(release, "0.0.34") and (given := duration(variables.get("AZURE_CLI_TIMEOUT", ""))) is not None:
            self.timeout = given

    def validate(self, variables: Variables) -> None:
        """Validate of the release."""
        release = self.release
        known = [mode for mode, since in MODES if at_least(release, since)]
        if self.mode not in known:
            supported = ", ".join(known)
            raise Stopped(f"'{self.mode}' is not a supported login method. Supported method is one of {supported}")
        if at_least(release, "0.2.0") and not at_least(release, "0.2.5") and not self.server:
            raise Stopped("server-id is required")
        if at_least(release, "0.2.0") and self.authority:
            check_authority(self.authority)
        if self.pop and not self.claims:
            raise Stopped(
                "if enabling pop token mode, please provide the pop-claims flag containing the PoP token claims as a "
                "comma-separated string: `u=popClaimHost,key1=val1`"
            )
        if self.claims and not self.pop:
            raise Stopped(
                "pop-enabled flag is required to use the PoP token feature. Please provide both pop-enabled and "
                "pop-claims flags"
            )
        if at_least(release, "0.0.34") and self.timeout <= 0:
            raise Stopped("timeout must be greater than 0")
        if release == "0.2.11" and self.mode == "azurepipelines":
            if not self.tenant:
                raise Stopped("tenant ID is required for azurepipelines login method")
            if not self.connection:
                raise Stopped("--azure-pipelines-service-connection-id is required for --login azurepipelines")
            if not variables.get("SYSTEM_ACCESSTOKEN"):
                raise Stopped(
                    "environment variable SYSTEM_ACCESSTOKEN not set; "
                    'enable "Allow scripts to access the OAuth token" in the pipeline'
                )
            if not variables.get("SYSTEM_OIDCREQUESTURI"):
                raise Stopped(
                    "environment variable SYSTEM_OIDCREQUESTURI not set; "
                    "this should be automatically set by Azure Pipelines"
                )


def check_authority(host: str) -> None:
    """Validate's look at the authority host."""
    problem = uri_problem(host)
    if problem:
        raise Stopped(f'authority host "{host}" is not valid: parse "{host}": {problem}')
    scheme, sign, rest = host.partition("://")
    if not (sign and re.fullmatch("[A-Za-z][A-Za-z0-9+.-]*", scheme)) or not rest.partition("/")[0].rpartition("@")[2]:
        raise Stopped(f'authority host "{host}" is not valid')
    if not host.endswith("/"):
        raise Stopped(f'authority host "{host}" should have a trailing slash')


def uri_problem(text: str) -> str:
    """Why Go's url.ParseRequestURI refuses a text; '' if it does not. Only what the tests of this room use is told apart."""
    if any(ord(char) < 0x20 or ord(char) == 0x7F for char in text):
        return "net/url: invalid control character in URL"
    scheme, sign, rest = text.partition(":")
    if sign and not scheme:
        return "missing protocol scheme"
    if not (sign and re.fullmatch("[A-Za-z][A-Za-z0-9+.-]*", scheme)):
        rest, sign = text, ""
        if not text.startswith("/"):
            return "invalid URI for request"
    if sign and rest.startswith("//"):
        host, _, _ = rest[2:].partition("/")
        name, colon, port = host.rpartition(":")
        if colon and not name.endswith("]") and port and not port.isdigit():
            return f'invalid port ":{port}" after host'
        if re.search(r"[ #%^`{|}\\]", host):
            return "invalid character in host name"
    if re.search("%(?![0-9A-Fa-f]{2})", rest.partition("?")[0]):
        return "invalid URL escape"
    return ""


def duration(text: str) -> float | None:
    """time.ParseDuration in nanoseconds; None if it fails."""
    rest, sign = text, 1
    if rest[:1] in ("-", "+"):
        rest, sign = rest[1:], -1 if rest[0] == "-" else 1
    if rest == "0":
        return 0
    units = {"ns": 1, "us": 1e3, "µs": 1e3, "ms": 1e6, "s": 1e9, "m": 6e10, "h": 3.6e12}
    total = 0.0
    if not rest:
        return None
    while rest:
        number = rest[: len(rest) - len(rest.lstrip("0123456789."))]
        behind = rest[len(number) :]
        unit = behind[: len(re.split("[0-9.]", behind, maxsplit=1)[0])]
        if number in ("", ".") or number.count(".") > 1 or unit not in units:
            return None
        total += float(number) * units[unit]
        rest = rest[len(number) + len(unit) :]
    return sign * total


def parse_claims(text: str) -> None:
    """parsePoPClaims."""
    if not text.strip():
        raise Stopped("failed to parse PoP token claims: no claims provided")
    claims = {}
    for claim in text.split(","):
        pair = [part.strip() for part in claim.split("=")]
        if len(pair) < 2 or not pair[0] or not pair[1]:
            raise Stopped(
                "failed to parse PoP token claims. Ensure the claims are formatted as `key=value` with no extra whitespace"
            )
        claims[pair[0]] = pair[1]
    if not claims.get("u"):
        raise Stopped(
            "required u-claim not provided for PoP token flow. "
            "Please provide the ARM ID of the cluster in the format `u=<ARM_ID>`"
        )


def make(options: Options, variables: Variables, ask: Ask) -> str:
    """token.New and Do, up to the network. Returns what is asked there."""
    if not at_least(options.release, "0.2.0"):
        return make_adal(options, variables, ask)
    if not options.server:
        raise Stopped("server-id is required")
    try:
        goal = new_azidentity_credential(options, variables)
    except Stopped as stopped:
        raise Stopped(f"failed to create azidentity credential: {stopped}") from None
    return get_token(options, goal, ask)


def demand(*pairs: tuple[object, str]) -> None:
    """Stop at the first value that is empty."""
    for value, message in pairs:
        if not value:
            raise Stopped(message)


def new_azidentity_credential(options: Options, variables: Variables) -> str:
    """NewAzIdentityCredential of 0.2.0 and newer."""
    mode = options.mode
    who = ((options.client, "client ID cannot be empty"), (options.tenant, "tenant ID cannot be empty"))
    if mode == "msi":
        return mode
    if mode in ("azurecli", "azd"):
        return new_program_credential(options)
    if mode == "azurepipelines":
        return new_pipelines_credential(options, variables)
    demand(*who)
    if mode == "devicecode":
        return mode if options.legacy else checked(options, "device code", mode)
    if mode == "interactive":
        return pop(options, mode) if options.pop else checked(options, "interactive browser", mode)
    if mode == "ropc":
        demand((options.username, "username cannot be empty"), (options.password, "password cannot be empty"))
        return pop(options, mode) if options.pop else checked(options, "username password", mode)
    if mode == "spn":
        if options.cert:
            if options.pop and not options.legacy:
                pop(options, mode)
            if not options.legacy:
                read_certificate(options.cert)
            return mode if options.legacy or options.pop else checked(options, "client certificate", mode)
        demand((options.secret, "client secret cannot be empty"))
        if options.legacy:
            return mode
        return pop(options, mode) if options.pop else checked(options, "client secret", mode)
    if variables.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN") and variables.get("ACTIONS_ID_TOKEN_REQUEST_URL"):
        if not (options.authority or PUBLIC).lower().startswith("https:"):
            raise Stopped("failed to create github actions credential: authority must be https")
        return "github"
    demand((options.token_file, "federated token file cannot be empty"))
    return checked(options, "workload identity", mode)


def new_program_credential(options: Options) -> str:
    """newAzureCLICredential and newAzureDeveloperCLICredential."""
    what = "azure cli" if options.mode == "azurecli" else "azure developer cli"
    if not at_least(options.release, "0.2.6"):
        demand((options.tenant, "tenant ID cannot be empty"))
    if options.mode == "azurecli" and re.search(r"[^A-Za-z0-9\-_ .]", options.subscription):
        raise Stopped(f'failed to create {what} credential: Subscription "{options.subscription}" contains invalid')
    if options.tenant:
        check_tenant(options, what)
    return options.mode


def new_pipelines_credential(options: Options, variables: Variables) -> str:
    """newAzurePipelinesCredential, and azidentity's."""
    address = "SYSTEM_OIDCREQUESTURI"
    demand((variables.get("SYSTEM_ACCESSTOKEN"), "SYSTEM_ACCESSTOKEN environment variable not set"))
    try:
        check_tenant(options, "")
        demand(
            (options.client, "no client ID specified"),
            (options.connection, "no service connection ID specified"),
            (
                variables.get(address),
                f"no value for environment variable {address}. This should be set by Azure Pipelines",
            ),
        )
        check_https(options, "")
    except Stopped as stopped:
        raise Stopped(f"failed to create azure pipelines credential: {stopped}") from None
    return options.mode


def pop(options: Options, mode: str) -> str:
    """The PoP credentials: MSAL's clients, not azidentity's."""
    try:
        parse_claims(options.claims)
    except Stopped as stopped:
        raise Stopped(f"unable to parse PoP claims: {stopped}") from None
    if not (options.authority or PUBLIC).lower().startswith("https:"):
        raise Stopped("unable to create client: authority must be https")
    return mode


def checked(options: Options, what: str, mode: str) -> str:
    """What azidentity's constructors look at."""
    check_tenant(options, what)
    check_https(options, what)
    return mode


def check_tenant(options: Options, what: str) -> None:
    """validTenantID."""
    if not re.fullmatch(r"[0-9A-Za-z\-.]+", options.tenant):
        raise Stopped(f"failed to create {what} credential: {NO_TENANT}" if what else NO_TENANT)


def check_https(options: Options, what: str) -> None:
    """setAuthorityHost."""
    if options.authority and not options.authority.lower().startswith("https:"):
        text = "cannot use an authority host without https"
        raise Stopped(f"failed to create {what} credential: {text}" if what else text)


def get_token(options: Options, goal: str, ask: Ask) -> str:
    """GetToken, up to the network."""
    try:
        if goal in ("azurecli", "azd"):
            ask_program(options, goal, ask)
        elif goal == "spn" and options.cert and options.legacy:
            read_certificate(options.cert)
        elif goal == "workloadidentity":
            read(options.token_file, "")
    except Stopped as stopped:
        raise Stopped(f"failed to get token: {stopped}") from None
    return goal


def ask_program(options: Options, mode: str, ask: Ask) -> None:
    """Run az or azd as azidentity does."""
    if re.search(r"[^0-9A-Za-z\-.:/_]", options.server):
        raise Stopped("invalid scope")
    if mode == "azurecli":
        words = ["account", "get-access-token", "-o", "json", "--resource", options.server]
        if options.tenant and at_least(options.release, "0.0.18"):
            words += ["--tenant", options.tenant]
        if options.subscription:
            words += ["--subscription", options.subscription]
        problem = ask("az", words)
    else:
        words = ["auth", "token", "-o", "json", "--scope", f"{options.server}/.default"]
        problem = ask("azd", words + (["--tenant-id", options.tenant] if options.tenant else []))
    if problem:
        raise Stopped(problem)


def read_certificate(path: str) -> None:
    """readCertificate, as far as the tests of this room go."""
    try:
        text = read(path, f"failed to read the certificate file ({path}): ")
        if not path.endswith(".pfx") and "-----BEGIN PRIVATE KEY-----" not in text:
            raise Stopped("failed to decode a pem block from private key")
    except Stopped as stopped:
        raise Stopped(f"failed to read certificate: {stopped}") from None


def read(path: str, before: str) -> str:
    """os.ReadFile."""
    try:
        with open(path, encoding="latin-1") as file:
            return file.read()
    except OSError:
        raise Stopped(f"{before}open {path}: no such file or directory") from None


def make_adal(options: Options, variables: Variables, ask: Ask) -> str:
    """newTokenProvider and Do before 0.2.0."""
    mode = options.mode
    clouds = ("CHINACLOUD", "GERMANCLOUD", "CLOUD", "PUBLICCLOUD", "USGOVERNMENT", "USGOVERNMENTCLOUD")
    name = options.cloud.upper()
    is_stack = name == "AZURESTACKCLOUD" and variables.get("AZURE_ENVIRONMENT_FILEPATH")
    if name and name not in ["AZURE" + cloud for cloud in clouds] and not is_stack:
        legacy = "true" if options.legacy else "false"
        raise Stopped(
            f"failed to get oAuthConfig. isLegacy: {legacy}, err: failed to get environment: autorest/azure: There is no "
            f'cloud environment matching the name "{name}"'
        )
    if options.pop:
        parse_claims(options.claims)
    client = (options.client, "clientID cannot be empty")
    server = (options.server, "resourceID cannot be empty")
    tenant = (options.tenant, "tenantID cannot be empty")
    if mode in ("devicecode", "interactive"):
        demand(client, server, tenant)
    elif mode == "spn":
        demand(client)
        check_proof(options)
        demand(server, tenant)
    elif mode == "ropc":
        person = ((options.username, "username cannot be empty"), (options.password, "password cannot be empty"))
        demand(client, *person, server, tenant)
    elif mode == "workloadidentity":
        check_federated(options, variables, client, tenant)
    else:
        demand(server)
    try:
        return token_adal(options, ask)
    except Stopped as stopped:
        raise Stopped(f"failed to get token: {stopped}") from None


def check_proof(options: Options) -> None:
    """newServicePrincipalToken's look at secret and certificate."""
    release = options.release
    is_capital = not at_least(release, "0.0.25")
    is_new = at_least(release, "0.0.33") and not options.legacy
    if not at_least(release, "0.0.6"):
        demand((options.secret, "clientSecret cannot be empty"))
    if not options.secret and not options.cert:
        text = "oth clientSecret and clientcert cannot be empty" + (". One must be specified" if is_new else "")
        raise Stopped(("B" if is_capital else "b") + text)
    if options.secret and options.cert:
        only = "Only one can be specified" if is_new else "Only one has to be specified"
        text = f"lient secret and client certificate cannot be set at the same time. {only}"
        raise Stopped(("C" if is_capital else "c") + text)


def check_federated(options: Options, variables: Variables, *who: tuple[object, str]) -> None:
    """newWorkloadIdentityToken."""
    demand(*who)
    github = variables.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN") and variables.get("ACTIONS_ID_TOKEN_REQUEST_URL")
    if at_least(options.release, "0.0.34"):
        given = options.token_file or github
        text = "either ACTIONS_ID_TOKEN_REQUEST_TOKEN and ACTIONS_ID_TOKEN_REQUEST_URL environment variables have to be set "
        demand((given, text + "or federated token file has to be provided"))
    else:
        demand((options.token_file, "federatedTokenFile cannot be empty"))
    demand((options.authority, "authorityHost cannot be empty"), (options.server, "serverID cannot be empty"))
    if at_least(options.release, "0.0.34") and not options.authority.lower().startswith("https:"):
        raise Stopped("failed to create confidential client for federated workload identity. must have scheme https")


def token_adal(options: Options, ask: Ask) -> str:
    """The providers' Token, up to the network."""
    release, mode = options.release, options.mode
    no_tenant = f"unable to create credential. Received: {NO_TENANT}"
    has_bad_tenant = not re.fullmatch(r"[0-9A-Za-z\-.]*", options.tenant)
    if mode in ("azurecli", "azd"):
        if has_bad_tenant and at_least(release, "0.1.5"):
            raise Stopped(no_tenant)
        ask_program(options, mode, ask)
    elif mode == "spn":
        if options.cert:
            read(options.cert, f"failed to read the certificate file ({options.cert}): ")
        if has_bad_tenant and at_least(release, "0.0.30") and not options.legacy and not options.pop:
            raise Stopped(no_tenant)
    elif mode == "interactive" and has_bad_tenant and not options.pop:
        raise Stopped(no_tenant)
    elif mode == "workloadidentity" and options.token_file:
        read(options.token_file, "failed to read signed assertion from token file: ")
        if not options.authority.lower().startswith("https:"):
            raise Stopped("failed to create confidential client app. must have scheme https")
    return mode


def main() -> None:
    """The program: what is beside it says which release it is."""
    folder = os.path.dirname(os.path.abspath(sys.argv[0]))
    with open(os.path.join(folder, "kubelogin.json"), encoding="utf-8") as file:
        settings = json.load(file)
    variables = dict(os.environ)
    if settings.get("log"):
        with open(settings["log"], "a", encoding="utf-8") as log:
            log.write(json.dumps({"arguments": sys.argv[1:], "environment": variables}) + "\n")
    if sys.argv[1:] == ["--version"]:
        print(f"kubelogin version\ngit hash: v{settings['release']}/abc\nGo version: go1.26.4\nPlatform: linux/amd64")
        return
    ended = kubelogin(sys.argv[1:], variables, settings["release"], run)
    if ended.goal:
        info = json.loads(variables.get("KUBERNETES_EXEC_INFO") or "{}")
        asked = info.get("apiVersion") if at_least(settings["release"], "0.0.21") else None
        version = asked or "client.authentication.k8s.io/v1beta1"
        if version.rpartition("/")[2] not in ("v1beta1", "v1"):
            sys.exit(f"Error: failed to get token: api version: {version} is not supported")
        print(json.dumps({"kind": "ExecCredential", "apiVersion": version, "status": {"token": settings["token"]}}))
    if ended.stderr:
        print(ended.stderr, file=sys.stderr)
    sys.exit(ended.code)


def run(program: str, arguments: Sequence[str]) -> str:
    """Run az or azd from PATH."""
    try:
        ended = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return f"{program}: executable not found on path"
    return "" if ended.returncode == 0 else ended.stderr.strip() or f"{program} failed"


if __name__ == "__main__":
    main()
