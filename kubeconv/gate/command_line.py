"""A whole command line as `audit` shows it: people must see what a file would run, so only what has the shape of a secret,
or follows a flag for a secret, is `***`."""

import re
import shlex
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from kubeconv.gate import code_runner, shown, words
from kubeconv.gate.choices import closest
from kubeconv.gate.code_runner import NOTHING, SCRIPT, WORDS, Before
from kubeconv.gate.ids import KNOWN_ID
from kubeconv.gate.regex import regex
from kubeconv.gate.secret import MASK, hidden, is_secret
from kubeconv.gate.shown import Shown

#: A word is shown up to so many characters, far more than people write; and what stands for more of them than that.
LONGEST_WORD: Final = 8_000
_CUT: Final = " …"
#: How many words and commands are remembered: those of scripts are alike.
_KNOWN: Final = 32_768
#: What of a word may be left out: nobody reads base64.
_CODED: Final = regex(r"(?:-{1,2}[\w-]{1,100}=)?[A-Za-z0-9+/_-]*={0,2}\s*")

#: Short flags after which many programs take a password, a token or a header.
_SECRET_SHORT: Final = frozenset(("-p", "-P", "-H", "-u", "-U", "-b", "-a", "-k", "-w"))
#: What such flags are called, to know them misspelt.
_SECRET_NAMES: Final = ("client-secret", "password", "passphrase", "token", "secret", "api-key", "credential", "header")
#: What people call a secret besides, where it is no path and no URL.
_CALLED: Final = regex(
    r"(?:^|-)(?:pw|psw|psk|tok|sas|jwt|creds?|key|salt|seed|hmac|nonce|oauth|verifier|challenge|totp|authz|conn(?:ection)?-?str(?:ing)?|(?:device|auth|mfa|totp)-code)$"
    r"|(?:pass(?<!askpass)(?<!bypass)|pw|passkey|pskey)$|phrase$|authorization|signature|mnemonic|assertion|securestring"
)
#: Variables whose value a program runs: GIT_SSH_COMMAND, LESSOPEN, PS4.
_RUN_BY_PROGRAMS: Final = regex(
    r"(?i)\w*(?:COMMAND|CMD|OPEN|CLOSE|EDITOR|PAGER|BROWSER|ASKPASS|_[RS]?SH|WRAPPER|INIT)|PS[0-4]|PERL5DB|BASH_FUNC_.*"
)
#: Flags after which a name may have its password with it: `--user me:PASSWORD`.
_USERS: Final = regex(r"(?:^|-)(?:user|login|account|userpass|basic|creds?)$")
_WITH_PASSWORD: Final = regex(r"(?s)(?!system:|arn:)([^:/@\s]{1,100}):.+")
#: A name and its value, as in `{"password": "S"}`, `/pass:S` and `PW=S`; a value by itself.
_SETTING: Final = regex(r"(?<![\w.])([A-Za-z][\w.-]{0,60})[\"']?\]?\s{0,2}[:=]\s{0,2}")
_SET: Final = regex(r"\"(?:(?!\$\(|`)[^\"])*\"?|'[^']*'?|[^\s\"'`,;&|<>(){}\[\]\\]+")
#: A value in a script, up to what another command may follow: no secret is to hide one.
_VALUE: Final = regex(r"\"(?:(?!\$\(|`)[^\"])*\"?|'[^']*'?|[^\"'`;&|<>()]+")
#: A name with its password before a host without a scheme: me:PASSWORD@host.
_AT_HOST: Final = regex(r"(?<![\w/:])([A-Za-z][\w.-]{0,60}:)[^\s:/@\"']{1,200}(?=@[A-Za-z0-9\[])")
#: What a script has from elsewhere: $TOKEN, $(curl ...).
_FROM_ELSEWHERE: Final = regex(r"[\"']?(?:\$[({A-Z_]|`)")
#: What may stand between the name of a secret and the secret.
_BETWEEN: Final = regex(r"(?i)basic|bearer|token|digest|negotiate|apikey|is|was|[:=]+|<<<")
_FLAG: Final = regex(r"-{1,2}[A-Za-z][^=\s]*")
#: One that may stand where a secret is awaited; other words that begin with a dash may be the secret.
_NEXT_FLAG: Final = regex(r"-{1,2}[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*(?:[=:].*)?", re.DOTALL)
#: A flag of more than a letter, also behind one dash.
_LONG_FLAG: Final = regex(r"-{1,2}[A-Za-z]{2,30}(?:[-_.][A-Za-z]{1,30})*")
#: What a shell runs comes behind such a flag.
_SCRIPT_FLAG: Final = regex(r"(?i)-[a-z]{0,3}[ce]|/[ck]|--?command|--eval|--exec")
#: One word that holds a flag with its value: `--client-secret:S`, `--client-secret S S --other`.
_ASKED: Final = regex(
    r"(?s)(--?[A-Za-z][\w.-]{1,60})(?:(\s{0,9}:\s{0,9}).+|(\s{1,9})(?![\s|;&<>:]).+?(?=\s--?[A-Za-z]|\Z))"
)
#: What is no secret behind the name of one: `credentials --cluster=x`.
_FLAG_WITH_VALUE: Final = regex(r"--[A-Za-z][\w-]*=.*", re.DOTALL)
_URL: Final = r"[A-Za-z][A-Za-z0-9+.-]{1,15}://[^\s\"'`<>|;)]+"
_ANY_URL: Final = regex(_URL)
#: One word without quotes, a URL or a value of its own.
_ONE_WORD: Final = regex(r"(?:--)?[\w.,/@+%](?:[\w.,/@+%-]|:(?!//))*", re.ASCII)
#: A word of a script: quotes hold it together.
_SCRIPT: Final = r"\s+|(?:\"[^\"]*\"|'[^']*'|\\.|[^\s\"'\\]+|[\"'\\])+"
#: A command of a script, and what parts it from the next one. In quotes nothing does but what runs there.
_COMMAND: Final = regex(
    r"((?:(?<![^\s;|&()`])#[^\n]*|\\.|'[^']*'|\"(?:\\.|(?!\$\()[^\"\\`])*+\"|[^\\'\"`;|&\n()$#]+|(?<=[<>])(?<!\\.)(?:&\|?|\|)"
    r"|\$(?!\()|['\"\\#])*+)"
    r"(\$\(|[`;|&\n()]+|\Z)",
    re.DOTALL,
)
#: Where a shell redirects to or from, at the start of a word: `2>`, `{fd}<<<`, `>|`.
_REDIRECTED: Final = regex(r"(?:\d+|\{\w+\})?[<>]+[&|!-]{0,2}")
#: A word of a script up to what is in quotes.
_UP_TO_QUOTE: Final = regex(r"[^\"']*[\"']")
#: A variable that is set to nothing before a program: `TOKEN= evil`. What may make a word lead to the program behind it.
_SET_TO_NOTHING: Final = regex(r"[A-Za-z_]\w*\+?=")
_MAY_LEAD: Final = regex(r"=\s|[<>]|\\[\s;|&()]|-\w{0,3}[ce]\s|--eval\s|--exec\s|--?command\s|/[ck]\s")
#: The name of what a script runs: `$X`, `eval "$X"`, `sh -c $X`, that of an alias. And where a variable or an alias is set.
_RUN_BY_NAME: Final = regex(
    rf"(?:(?:\A|[;|&\n(`{{]|\b(?:eval|exec|source|sudo|env|xargs|then|do|else|if|while|until|{words.SHELL_NAMES})\b)(?:\s{{1,9}}-\w{{1,9}})*"
    r"\s{0,9}[\"']?\$\{?|\balias\s{1,9}(?=[\w-]{1,60}=))([A-Za-z_][\w-]{0,60})"
)
_SETS: Final = regex(r"(?<![\w.$-])([A-Za-z_][\w-]{0,60}+\+?=)(?=[^\s;|&)])")
#: A key in PEM, as far as a shell could not take it for the name of a program.
_KEY: Final = regex(r"-----BEGIN [A-Z0-9 ]{0,60}-----(?:(?:\\n|\s)*[A-Za-z0-9+/]{16,}={0,2})+")
#: What needs no quotes for a shell.
_BARE: Final = regex(r"[\w@%+=:,./*-]+")
#: Letters and digits without a sign between them, and an id.
_RUN: Final = regex(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[^\W_]+")
#: A name of words and numbers: acme-prod-admin2.
_NUMBERED: Final = regex(r"(?:\d{12}_)?[A-Za-z]{1,20}\d{0,4}(?:[._/-][A-Za-z]{0,20}\d{0,4}){0,12}")
#: Letters and digits that are no password: numbers, versions, ids, names that end in a number, and escapes (x2f).
_KNOWN_RUN: Final = regex(
    r"[A-Za-z]+|\d{1,5}|(?=\d)(?:\d{1,4}[smhdkKMG]|(?:\d{1,3}[hms]){2,3}|\d{1,4}[KMGT]i?B?|\d\dT\d\d|\d\dZ|256color)"
    r"|(?=[A-Za-z])(?:[vVk]\d{1,3}s?(?:(?:alpha|beta)\d)?|x86|x64|amd64|arm64|i[3-6]86|[A-Za-z]{1,4}\d{1,2}|x[0-9A-Fa-f]{2}"
    r"|(?:python|node|perl|ruby|php|lua|sha|md|base|utf|ipv|oauth|http|aes|rsa|gpg|pip|bzip|s|ec|route|win|kernel|system)\d{1,3}"
    r"(?:sum)?(?:dll)?|(?:admin|cluster|region|server|master|worker|stag(?:e|ing)|tenant|account|service|gateway|bastion|proxy"
    r"|project|profile|context)\d{1,3}|(?:azm)?k8s[A-Za-z]{0,8}|x509[A-Za-z]{0,24}|[HREP]?S(?:256|384|512)|int128|awscli2)"
    rf"|(?=.{{20}}\Z)(?:{KNOWN_ID})|[0-9A-Fa-f]{{8}}-(?:[0-9A-Fa-f]{{4}}-){{3}}[0-9A-Fa-f]{{12}}"
)


def command_line(command: str, arguments: Sequence[str]) -> str:
    """Program and arguments as one line, quoted for a shell as needed."""
    return " ".join(map(quoted, [program(command), *shown_arguments(arguments, command)]))


def program(command: str) -> Shown:
    """The program that is run. If somebody wrote a whole command line in its place, all of that."""
    found = shown.command(command)
    return found if MASK not in found else _script(command)


def shown_arguments(arguments: Sequence[str], command: str = "") -> list[Shown]:
    """The arguments, one for one."""
    found, since, previous = [], code_runner.behind_program(command), ""
    for number, each in enumerate(arguments):
        found.append(word(each, words.word_before(arguments, number), since))
        since, previous = code_runner.behind(since, each, previous), each
    return found


def word(text: str, before: str = "", since: Before = NOTHING) -> Shown:
    """One argument. `before` is the one before it, which may be a flag; `since` says what program that is a flag of."""
    before = "" if code_runner.leads_to_nothing(since, before) else before
    strict = words.shown_word(text, before)
    if MASK not in strict:
        return strict
    if code_runner.is_code(since, text) and text[:1] == "-" and text[1:2].isalpha() and len(text) > 2:
        return Shown(f"{text[:2]}{_script(text[2:])}")
    is_flag = text[:1] == "-" and _NEXT_FLAG.fullmatch(text)
    if not is_flag and _is_asked(before, text, since) and not _is_open(before, text):
        return Shown(MASK)
    if code_runner.is_called(since) and shown.is_program(text):
        return Shown(shown.visible(text))
    is_script = ("!" in text or any(map(str.isspace, text))) and _SCRIPT_FLAG.fullmatch(before) is not None
    if is_script or (since.is_own and not is_flag):
        return _commands(text)
    if text.isalnum():  # as most are
        return _known_words(text)
    if named := _with_password(before, text):
        return Shown(named)
    head, sign, value = text.partition("=")
    if sign and (named := _with_password(head, value)):
        return Shown(f"{_known_words(head)}={named}")
    is_short = text[:1] == "-" and text[1:2].isalpha() and len(text) > 2
    is_asked = is_short and text[:2] in _SECRET_SHORT
    is_glued = is_asked and (not value.strip("=") or not _LONG_FLAG.fullmatch(head))  # -pS, and not -password=S
    if is_glued or (is_short and is_secret(text[2:])):
        return Shown(f"{text[:2]}{MASK}")
    is_one = ":" not in text and " " not in text and text.isprintable()
    if not is_one and (asked := _ASKED.match(text)) and _asks_secret(asked[1]):
        rest = text[asked.end() :]
        return Shown(f"{asked[1]}{asked[2] or asked[3]}{MASK}{_known_words(rest) if rest else ''}")
    if sign and _FLAG.fullmatch(head):
        return Shown(f"{_flag(head)}={MASK if _asks_secret(head) else _known_words(value) if value else ''}")
    return _flag(text)


def _flag(text: str) -> Shown:
    """A flag, or any other word."""
    name = shown.before_glued(text) if text[:1] == "-" and len(text) < LONGEST_WORD else ""
    return Shown(f"{name}{MASK}") if name else _known_words(text)


def value(text: str) -> Shown:
    """Any value that a program gets."""
    return _known_words(text)


def script(text: str) -> Shown:
    """A command that a shell runs."""
    return _known_script(text)


def variable(name: str, text: str) -> Shown:
    """The value of a variable: nothing of it if the name sounds like a secret."""
    words_of_name = name.lower().replace("_", "-")
    if words_of_name.endswith("credentials") and text[:1] in "/~" and shown.is_path(text):
        return Shown(text)
    if _is_called_secret(words_of_name) or re.search(r"\b(?:pw|key|pat|creds?)\b", words_of_name):
        return Shown(MASK)
    if shown.is_id(text) and shown.is_called_id(name):
        return Shown(text)
    is_name = words_of_name.rpartition("-")[2] in words.NAMES and _NUMBERED.fullmatch(text) and not is_secret(text)
    is_open = is_name or (words_of_name == "no-proxy" and shown.is_hosts(text))
    if is_open:
        return Shown(shown.visible(text))
    return _commands(text) if _RUN_BY_PROGRAMS.fullmatch(name[:100]) else _known_words(text)


def is_cut(text: str, seen: str) -> bool:
    """True if not all of a word is seen, where somebody may have put what nobody is to see."""
    return len(text) > LONGEST_WORD and seen.endswith(_CUT) and not _CODED.fullmatch(text)


def quoted(text: str) -> str:
    """A word as a shell takes it. A mask needs no quotes."""
    return text if _BARE.fullmatch(text) else shlex.quote(text)


@lru_cache(_KNOWN)
def _leads_to_secret(before: str) -> bool:
    """True for a word after which a secret comes: a flag for one, or its name."""
    return _asks_secret(before) if before.startswith("-") or before.endswith("=") else _names_secret(before)


@lru_cache(_KNOWN)
def _asks_secret(flag: str) -> bool:
    """True for a flag whose value is a secret, also one that is misspelt."""
    if flag in _SECRET_SHORT or flag.endswith("="):
        return True
    if not flag.startswith("-") or not _FLAG.fullmatch(flag):
        return False
    name = flag.lstrip("-").lower()
    return _is_called_secret(name) or (len(name) < 30 and bool(closest(name, _SECRET_NAMES, 0.8)))


def _is_called_secret(name: str) -> bool:
    plain = name.lower().replace("_", "-").replace(".helper", "-helper")
    return len(name) < 80 and (words.is_secret_flag(plain) or _CALLED.search(plain) is not None)


def _is_open(before: str, text: str) -> bool:
    """True for what is no secret although one may stand there: the name of a user, the path behind `-p`, another flag."""
    if before in _SECRET_SHORT:
        is_path = (text.startswith(("/", "~/", "./", "../")) or "/" not in text) and shown.is_path(text)
        return is_path or (before == "-u" and shown.is_plain(text)) or _ANY_URL.fullmatch(text) is not None
    is_shown = _FLAG_WITH_VALUE.fullmatch(text) or _ANY_URL.fullmatch(text)
    return not before.startswith("-") and (
        is_shown is not None or (text.islower() and not words.VERBS.isdisjoint(text.split("-")))
    )


def _is_strict(before: str) -> bool:
    """False for what may also be followed by a path: `--key /etc/k.pem`."""
    return not before.startswith("-") or words.is_secret_flag(before.lstrip("-").lower())


def _with_password(flag: str, value: str) -> str:
    """The value of a flag for a user as it may be shown, if a password is in it; else ''."""
    is_user = ":" in value and flag.startswith("-") and len(flag) < 80 and _USERS.search(flag.lstrip("-").lower())
    found = _WITH_PASSWORD.fullmatch(value) if is_user else None
    return f"{_letters(found[1])}:{MASK}" if found else ""


def _names_secret(text: str) -> bool:
    """True for what leads to a secret in a script: `token`, `Basic`, `X-Auth:`."""
    name = text.strip("\"':").lower()
    is_set = "=" in text.rstrip("=")  # TOKEN=x has its value
    is_name = (
        len(text) < 60 and not text.startswith(("-", "$", "<", ">")) and "/" not in text and not is_set
    )  # /etc/passwd is a file
    return is_name and (words.is_secret_flag(name) or "securestring" in name)


def _without_settings(text: str) -> str:
    """The text without the values of what is called a secret in it."""
    text = _AT_HOST.sub(rf"\1{MASK}", text) if "@" in text else text
    parts, at = [], 0
    for found in _SETTING.finditer(text):
        if found.start() < at or not _is_called_secret(found[1]) or _FROM_ELSEWHERE.match(text, found.end()):
            continue
        value = _SET.match(text, found.end())  # up to the end of the text, as often as it is looked for
        if value is None or not any(map(str.isalnum, value[0])):
            continue
        if words.is_secret_flag(found[1].lower().replace("_", "-")) or not (
            "://" in value[0] or shown.is_path(value[0])
        ):
            parts += [text[at : found.end()], MASK]
            at = value.end()
    return "".join([*parts, text[at:]])


def _commands(text: str) -> Shown:
    """A script. No command of it is hidden by a secret in another one: each is looked at alone, with what parts them."""
    cut = words.without_piped(_KEY.sub(MASK, text[: 2 * LONGEST_WORD]))
    parts = _COMMAND.sub(_command, _with_what_is_run(cut) if "=" in cut and ("$" in cut or "alias" in cut) else cut)
    return Shown(parts if len(text) <= LONGEST_WORD else f"{parts[:LONGEST_WORD]}{_CUT}")


def _with_what_is_run(text: str) -> str:
    """A script that sets something to what it runs, as in `TOKEN=evil; $TOKEN`: there the value begins with empty quotes, which
    are nothing to a shell, but show that it is no secret."""
    run = frozenset(name for name in _RUN_BY_NAME.findall(text) if _is_called_secret(name))
    return _SETS.sub(lambda set_: f'{set_[1]}""' if set_[1].rstrip("+=") in run else set_[0], text) if run else text


def _command(found: re.Match[str]) -> str:
    text = found[1]
    seen = _known_script(text) if text else ""
    if MASK in seen and (_MAY_LEAD.search(text) or code_runner.HINT.search(text)):
        seen = _with_scripts(text)
    return f"{seen}{shown.visible(found[2])}"


@lru_cache(_KNOWN)
def _with_scripts(text: str) -> str:
    """A command that may have others in it, or behind what sounds like a secret."""
    # Signs that are nowhere else keep words from being taken for the names of what follows, and stand for scripts in it.
    used = set(text)
    signs = (each for each in map(chr, range(0x2190, 0xFFFF)) if each.isprintable() and each not in used)
    apart, scripts = next(signs), dict[str, str]()
    seen = _script(_apart(text, apart, signs, scripts)).replace(apart, "")
    for sign, script in scripts.items():
        seen = seen.replace(sign, script)
    return seen


def _apart(text: str, apart: str, signs: Iterator[str], scripts: dict[str, str]) -> str:
    """A command with a sign behind each word that calls nothing a secret, as a program may stand behind it, and with a sign for
    each script in quotes."""
    parts, before, redirection, since = [], "", "", SCRIPT
    for found in re.finditer(_SCRIPT, text):
        each = found[0]
        if each.isspace():
            parts.append(each)
            continue
        redirected = None if redirection else _REDIRECTED.match(each)
        is_input = redirection.endswith("<<<") or (redirected is not None and redirected[0].endswith("<<<"))
        is_script = since.is_own or is_input or _SCRIPT_FLAG.fullmatch(before) is not None
        quote = _quote(each) if is_script else None
        is_target, is_called = bool(redirected or redirection), code_runner.is_called(since)
        redirection = each if redirected and redirected.end() == len(each) else ""
        if not is_target:
            since, before = code_runner.behind_word(since, each, before), each
        if quote is not None:
            sign = next(signs, "")
            scripts[sign] = _commands(quote[1]) if sign else ""
            each = f"{quote[0]}{sign}{quote[2]}"
        elif is_target:
            each = each if redirection else f"{each[:-1]}{apart}{each[-1]}" if each[-1] in ":=" else f"{each}{apart}"
        elif is_called and _SET_TO_NOTHING.fullmatch(each):
            each = f"{each[:-1]}{apart}="
        elif "\\" in each and (value := each.partition("="))[1] and _is_called_secret(value[0].rstrip("+")):
            each = f"{value[0]}={value[2] if _FROM_ELSEWHERE.match(value[2]) else MASK}"  # with escaped blanks
        elif each.isalnum() and _names_secret(each) and code_runner.leads_to_nothing(since, each):
            each = f"{each}{apart}"
        parts.append(each)
    return "".join(parts)


def _script(text: str, since: Before = SCRIPT) -> Shown:
    """Text in which each word is shown unless it may be a secret. `since`: what its first word is."""
    cut = text
    if len(text) > LONGEST_WORD:  # no secret is to be cut to what does not look like one
        cut = f"{hidden(text[: 2 * LONGEST_WORD])[:LONGEST_WORD]}{_CUT}"
    cut = _without_settings(words.without_piped(cut)) if ":" in cut or "=" in cut or "|" in cut else cut
    if _ONE_WORD.fullmatch(cut):
        letters = _letters(seen := hidden(cut))
        return Shown(letters if letters == seen == cut else hidden(letters))
    return Shown(shown.visible(hidden("".join(_script_words(hidden(cut), since)))))


#: The value of a variable may be a file or a host too.
_known_script: Final = lru_cache(_KNOWN)(_script)


@lru_cache(_KNOWN)
def _known_words(text: str) -> Shown:
    """Text of which the first word is no program, but may be a secret."""
    return _script(text, WORDS)


def _script_words(text: str, since: Before = SCRIPT) -> Iterator[str]:
    before, is_awaited, redirection = "", False, ""
    for found in re.finditer(_SCRIPT, text):
        each = found[0]
        if each.isspace():
            yield each
            continue
        is_asked = is_awaited or _is_asked(before, each, since)
        redirected = _REDIRECTED.match(each) if each[0] in "<>{" or each[0].isdigit() else None
        if redirection or redirected:  # the words around it belong together
            sign = redirection or (redirected[0] if redirected else "")
            target = each if redirection else each[len(sign) :]
            is_hidden = is_asked and sign.endswith("<<<")
            yield each[: len(each) - len(target)]
            yield MASK if target and is_hidden else _in_quotes(target)
            redirection, is_awaited = "" if target else sign, is_awaited and not (target and is_hidden)
            continue
        flag, sign, behind = each.partition("=")
        is_code, is_called = code_runner.is_code(since, each), code_runner.is_called(since)
        since = code_runner.behind_word(since, each, before)
        is_open = is_asked and (_is_open(before, each) or (not _is_strict(before) and shown.is_path(each)))
        if is_asked and not _FLAG.fullmatch(each) and not is_open:
            is_awaited = _BETWEEN.fullmatch(each) is not None
            yield each if is_awaited else _masked(each)
            each = ""
        elif named := _with_password(before, each):
            yield named
        elif (
            sign
            and behind
            and not behind.startswith('""')
            and re.fullmatch(r"[\w-]+", flag)
            and (_asks_secret(flag) or _names_secret(flag.lower().replace("_", "-")))
        ):
            yield f"{_plain(flag)}={_masked(behind)}"
            each = "" if len(parts := re.split("[;&|]", each)) == 1 else parts[-1]
        elif each[:2] in _SECRET_SHORT and len(each) > 2 and not is_code:
            yield f"{each[:2]}{_masked(each[2:])}"
        elif is_called and shown.is_program(each):
            yield shown.visible(each)
        else:
            yield _in_quotes(each) if each != text else _plain(each)
        before = each


def _is_asked(before: str, each: str, since: Before) -> bool:
    """True where a secret is awaited, by the word before this one."""
    if not _leads_to_secret(before) or code_runner.leads_to_nothing(since, before):
        return False
    return before not in _SECRET_SHORT or not code_runner.is_code(since, each)


def _in_quotes(text: str) -> str:
    """A word of a script, which may have others in quotes."""
    quote = _quote(text)
    return f"{_plain(quote[0])}{''.join(_script_words(quote[1]))}{quote[2]}" if quote else _plain(text)


def _quote(text: str) -> tuple[str, str, str] | None:
    """What stands before words in quotes, the words, and the last quote."""
    head = _UP_TO_QUOTE.match(text) if text.endswith(('"', "'")) and not text.isalnum() else None
    if head is None or head.end() == len(text) or not any(map(str.isspace, text[head.end() :])):
        return None
    return head[0], text[head.end() : -1], text[-1]


def _masked(text: str) -> str:
    found = None if _FROM_ELSEWHERE.match(text) else _VALUE.match(text)
    return f"{MASK}{_plain(text[found.end() :])}" if found else _plain(text)


@lru_cache(_KNOWN)
def _plain(text: str) -> str:
    if "://" not in text:
        return _letters(text)
    parts, at = [], 0
    for found in re.finditer(_URL, text):
        url = shown.url(found[0])
        parts += [
            _letters(text[at : found.start()]),
            f"{found[0].partition('://')[0]}://{MASK}" if MASK in url[:4] else url,
        ]
        at = found.end()
    return "".join([*parts, _letters(text[at:])])


def _letters(text: str) -> str:
    if text.isalnum():
        return text if _KNOWN_RUN.fullmatch(text) else MASK
    return _RUN.sub(_letter_run, text)


def _letter_run(found: re.Match[str]) -> str:
    run = found[0]
    if _KNOWN_RUN.fullmatch(run):
        return run
    is_account = len(run) == 12 and run.isdecimal() and found.string[: found.start()].endswith("::")  # of AWS
    return run if is_account else MASK
