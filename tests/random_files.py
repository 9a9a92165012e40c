"""Large files that are drawn: which section is large, what its entries have and how they are written, what their values look
like and how alike they are. The same for the same seed."""

import json
import random
import re
from base64 import b64encode
from collections.abc import Callable
from string import ascii_letters, digits
from typing import Any, Final, NamedTuple
from uuid import UUID

import yaml
from large_files import plugin, provider

Draw = random.Random
#: What is drawn from. %V stands for a value, %N for the number of an entry.
_LISTS: Final = """\
words token secret api cluster prod name key web-1 login password id data get
flags --server-id --tenant-id --login --token -p -l --x --cluster-name --client-secert
variables AWS_PROFILE LD_PRELOAD PATH AAD_LOGIN_METHOD TOKEN X HTTPS_PROXY A_URL %V
texts token tokenFile username client-certificate client-certificate-data client-key-data as
cluster certificate-authority certificate-authority-data proxy-url tls-server-name server Server
provider apiserver-id client-id tenant-id environment config-mode idp-issuer-url cmd-path k
odd Token tokn user exec auth-provider tokenFile extensions %V
names u%N clusterUser_rg-%N_aks-%N ns%N/api-c%N-example-com:6443/kube:admin arn:aws:eks:x:1:c/%N %V
"""
ANY: Final = {name: rest.split() for name, _, rest in (line.partition(" ") for line in _LISTS.splitlines())}


def of(draw: Draw, letters: str, least: int, most: int) -> str:
    return "".join(draw.choices(letters, k=draw.randint(least, most)))


def words(draw: Draw, joint: str, most: int = 6) -> str:
    return joint.join(draw.choices(ANY["words"], k=draw.randint(1, most)))


MIXED: Final = ascii_letters + digits
#: What values may look like.
LOOKS: Final[list[Callable[[Draw], str]]] = [
    lambda draw: f"{words(draw, '-', 3)}-{draw.randrange(10**5)}",
    lambda draw: words(draw, " ", 30),
    lambda draw: of(draw, "0123456789abcdef", 6, 64),
    lambda draw: of(draw, MIXED, 1, 7),
    lambda draw: of(draw, MIXED, 5, 40),
    lambda draw: b64encode(draw.randbytes(draw.randint(6, 90))).decode(),
    lambda draw: f"eyJ{of(draw, MIXED, 9, 30)}.eyJ{of(draw, MIXED, 9, 60)}.{of(draw, MIXED, 9, 40)}",
    lambda draw: draw.choice(["ghp_", "sk-", "xoxb-", "AKIA", "hvs."]) + of(draw, MIXED, 10, 40),
    lambda draw: str(UUID(int=draw.getrandbits(128))),
    lambda draw: draw.choice(["/", "~/", "./", "C:\\"]) + words(draw, "/") + of(draw, ascii_letters, 1, 6),
    lambda draw: f"http{draw.choice(['', 's'])}://{draw.choice(['', 'u:p@'])}{of(draw, 'abc.-', 3, 20)}:{draw.random()}/?a=b",
    lambda draw: draw.choice(ANY["flags"]) + draw.choice(["", "=", ":", " "]) + of(draw, MIXED, 0, 12),
    lambda draw: f"{words(draw, '_', 2)}{draw.choice('=:')}{of(draw, MIXED, 0, 20)}",
    lambda draw: draw.choice(["; ", " | ", " $(", "\n"]).join(f"curl -H '{words(draw, ' ', 3)}'" for _ in range(4)),
    lambda draw: "".join(f"%{draw.randrange(256):02x}" for _ in range(draw.randint(2, 20))),
    lambda draw: of(draw, "'\"`\\ ab$={}", 4, 40),
    lambda draw: of(draw, "@:/.-_=+~,;|&<>()[]{}*#!?^ aA1", 4, 50),
    lambda draw: draw.choice(".:@/-_=,").join(of(draw, MIXED, 1, 6) for _ in range(draw.randint(3, 30))),
    lambda draw: of(draw, "\x1b\u202e\u200b\xa0\t\x85ab\u00e9\u4e2d", 3, 30),
    lambda draw: draw.choice([f"{draw.random()}", "1e3", "0x1F", "yes", "null", "~", "2026-11-26"]),
    lambda draw: draw.choice(["{{ .%s }}", "${%s}", "<%s>", "$(%s)"]) % words(draw, "_", 2),
    lambda draw: f"-----BEGIN RSA PRIVATE KEY-----\n{of(draw, MIXED, 40, 64)}\n-----END RSA PRIVATE KEY-----\n",
    lambda draw: draw.choice(["ab ", "a.", "-", "/x", "a:b ", "eyJ", "%41", "'", "\\", "Aa1"]) * draw.randint(100, 4000),
]  # fmt: skip


def user(draw: Draw, some: int) -> dict[str, Any]:
    """A login with about so many fields, arguments or variables; %V stands for a value."""
    plugins = ["kubelogin get-token", "aws eks get-token", "sh -c", "%V"]
    kind = draw.choice(plugins if some > 50 else [*plugins, *plugins, "texts", "azure", "oidc", "gcp", "odd"])
    if kind in ("azure", "oidc", "gcp"):
        return provider(kind, **dict.fromkeys(draw.choices(ANY["provider"], k=some), "%V"))
    if kind == "texts":
        return dict.fromkeys(draw.choices(ANY["texts"], k=some), "%V")
    if kind == "odd":
        wrong = ("%V", ["%V"], {"a": "%V"}, None, True)
        return {each: draw.choice(wrong) for each in draw.choices(ANY["odd"], k=some)}
    command, *arguments = kind.split()
    flags = draw.choices(ANY["flags"], k=some if draw.random() < 0.5 else 0)
    variables = draw.choices(ANY["variables"], k=draw.choice([0, 0, 1, 5]))
    return plugin(command, *arguments, *flags, *["%V"] * some, **dict.fromkeys(variables, "%V"))


class RandomFile(NamedTuple):
    """The file of a seed, of any size."""

    seed: int

    def text(self, size: int) -> str:
        """As much of it as fits into `size` bytes, and more than half of that."""
        times = 100.0
        for _ in range(8):
            text = self._drawn(random.Random(self.seed), max(1, int(times)))
            if size // 2 < (length := len(text.encode())) <= size:
                break
            times *= min(size * 0.9 / length, 30)
        return text

    def _drawn(self, draw: Draw, times: int) -> str:
        looks, alike, known = (
            draw.sample(LOOKS, draw.choice([1, 1, 2, 3])),
            draw.choice([0, 0, 0, 1, 10, 300]),
            list[str](),
        )
        style, quotes = draw.choice(["json", "lines", "lines", "block", "block", "block"]), draw.choice(["", "'", '"'])
        some, name, gap = (
            draw.choice([1, 1, 2, 3, 5, 8, 20, max(51, times)]),
            draw.choice(ANY["names"]),
            draw.choice(["", "", "", "%V"]),
        )
        cluster = {
            "server": "https://c%N.example",
            **dict.fromkeys(draw.choices(ANY["cluster"], k=draw.choice([0, 0, 2, 4])), "%V"),
        }
        parts: dict[str, list[Any]] = {
            "users": [{"name": name, "user": user(draw, some)} for _ in range(draw.choice([1, 1, 2, 4]))],
            "clusters": [{"name": name, "cluster": cluster}],
            "contexts": [{"name": name, "context": {"cluster": gap or name, "user": name}}],
        }
        large = [] if some > 50 else draw.choice([["users"], ["clusters"], ["contexts"], *[[*parts]] * 4])

        def written(entry: Any) -> str:
            if style == "block":
                return yaml.safe_dump([entry], sort_keys=False, width=10**9)
            text = json.dumps(entry).replace(
                '"exec": {', draw.choice(['"exec": {', '"exec": {', '"tokenFile": "%V", "exec": {'])
            )
            return f"{text},\n" if style == "json" else f"- {text}\n"

        def value(_: object = None) -> str:
            if not alike or len(known) < alike:
                known.append(draw.choice(looks)(draw))
            text = known[-1] if not alike else draw.choice(known)
            if quotes == "'" and text.isprintable() and style != "json":
                return "'" + text.replace("'", "''") + "'"
            is_plain = not quotes and text.isalnum() and text.isascii() and style != "json"
            return text if is_plain else json.dumps(text, ensure_ascii=False)

        texts = []
        for key, entries in parts.items():
            forms = [written(each) for each in entries]
            body = "".join(draw.choice(forms).replace("%N", f"{n}") for n in range(times if key in large else 1))
            texts.append(f'"{key}": [{body[:-2]}]' if style == "json" else f"{key}:\n{body}")
        whole = f"{{{', '.join(texts)}}}\n" if style == "json" else "".join(["kind: Config\n", *texts])
        whole = re.sub(r"""(["'])%V\1|%V""", value, whole)
        return whole.replace("\n", draw.choice(["\n"] * 8 + ["\r\n", "\r"]))
