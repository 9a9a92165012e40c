"""Kubeconfigs that nobody would write, made from a random generator: with everything that YAML has, and with damage.

In: a `Random`. Out: the bytes of one file. The same state of the generator gives the same file.
"""

import json
from base64 import b64encode
from collections.abc import Sequence
from random import Random
from typing import Any

from packed import unpacked

from e2e.hidden_exec import hidden

CORPUS = unpacked("client-go") / "cases"

#: What is put together to short texts, and put into longer ones.
PIECES = (
    " ", "  ", "\n", "\n ", "\n  ", "\n- ", "- ", "-", "? ", "?", ": ", ":", "[", "]", "{", "}", ",",
    ", ", "a", "b", "c d", "'", '"',
    "''", "\\", "\\'", "\\/", "\\n", "\\u0041", "\\x4", "\\ud83d", "#", "# c", "\n#", "&a ", "&a",
    "&b", "*a", "*a ", "*b", "!", "!!",
    "!t ", "!!str ", "!!binary ", "!!binary ZXhlYw==", "!!null ", "!!int ", "!!float ", "!!bool ",
    "!!timestamp ", "!<x> ", "!a!b ",
    "!x,y ", "|", "|\n", ">", "|-\n", "|+2\n ", "|1", "%YAML 1.1\n", "%YAML 01.1\n---\n",
    "%TAG ! tag:x,\n", "%", "\n---\n", "---",
    "--- ", "\n...\n", "...", "\t", "\r", "\r\n", "\x85", "\u2028", "\ufeff", "<<: ", "<<", "~",
    "null", "1", "1e3", "0x1F", "010",
    "yes", ".inf", "-1", "18446744073709551615", "9" * 30, "@", "`", "é", "😀", "\x7f", "\x00",
    "a: b\n", "a: ", "- a\n", "{a: b}",
    "[a]", "x:,", "=", "%41", "a?b", "?a", ":a", "-a", "a" * 1030, " " * 500, "#" + "c" * 300 + "\n",
    "users", "exec", "name",
)  # fmt: skip

#: Bytes that do not belong into a file, or only at its start.
DAMAGE = (
    b"\x00", b"\xe9", b"\xc3", b"\xff", b"\xf0\x9f", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xef\xbb\xbf",
    b"\x7f", b"\xc2\x85",
    b"\xe2\x80\xa8", b"\xef\xbf\xbe", b"\n...\n", b"\n---\n", b"'", b'"', b"|\n", b"]", b"\r", b"\t",
)  # fmt: skip

TEXTS = (
    "a", "c", "u", "x y", "", "exec", "token", "1", "01", "1e3", "yes", "null", "~", "é", "😀", "a: b",
    "a #b", "- a", "it's", 'say "x"',
    "C:\\x", "a\nb", "a\n\nb\n", " a ", "\ta", "\x01", "\ufeff", "a\u2028b", "<<", "*a", "&a", "!a",
    "%a", "@a", "[", "{a}", "a?b", "https://c?x=1",
    "client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1", "Never", "v1", "Config",
    "2020-01-01", "12:30",
)  # fmt: skip
PLAIN = (
    "1", "-1", "010", "0x1F", "0o17", "0b11", "1e3", "1.5", "-0.0", "1e21", "1e-7", ".5", "1_000",
    "123456789012345678901234567890",
    "18446744073709551615", "9223372036854775808", "yes", "no", "on", "y", "N", "true", "~", "null",
    "", ".inf", ".nan", "2020-01-01",
)  # fmt: skip
BASE64 = (
    "",
    "YQ==",
    "YWI=",
    "YWJj",
    "QR==",
    "YQ",
    "Y Q==",
    "YQ\n==",
    "-_8=",
    "YQ===",
    "/+8=",
    "YQ==\n",
    "DATA+OMITTED",
    "=",
)


def file(random: Random) -> bytes:
    """One file."""
    make = random.choices((_soup, _written, _damaged, _hidden), (3, 5, 2, 2))[0]
    return make(random)


def _soup(random: Random) -> bytes:
    count = random.choice((2, 3, 4, 6, 8, 12, 20))
    return _encoded(random, "".join(random.choice(PIECES) for _ in range(count)))


def _written(random: Random) -> bytes:
    text = _Writer(random).file()
    while random.random() < 0.3:
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(PIECES) + text[at + random.choice((0, 0, 1, 5)) :]
    return _encoded(random, text)


def _hidden(random: Random) -> bytes:
    return _encoded(random, hidden(random))


def _damaged(random: Random) -> bytes:
    """A file with bytes that kubectl cannot read, mostly near the end of one of the pieces in which it reads."""
    source = random.choice(sorted(CORPUS.iterdir())).read_bytes() if random.random() < 0.5 else _written(random)
    data = bytearray(source[:4000])
    for _ in range(random.choice((0, 1, 1, 2, 3))):
        at = random.choice((0, 512, 1024, len(data), random.randrange(len(data) + 1))) + random.randrange(-6, 7)
        at = max(0, min(at, len(data)))
        data[at:at] = random.choice(DAMAGE)
    if random.random() < 0.2:
        del data[random.randrange(len(data) + 1) :]
    return bytes(data)


def _encoded(random: Random, text: str) -> bytes:
    mark = "\ufeff" * random.choices((0, 1, 2), (20, 2, 1))[0]
    codec = random.choices(("utf-8", "utf-16-le", "utf-16-be"), (20, 1, 1))[0]
    mark = "\ufeff" + mark if codec != "utf-8" and random.random() < 0.9 else mark
    data = (mark + text).encode(codec, "surrogatepass")
    return data[:-1] if random.random() < 0.02 else data


class _Writer:
    """Writes one kubeconfig, in block or flow style, its scalars in any way that YAML has."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.anchors: list[str] = []
        self.oddness = random.choice((0.0, 0.05, 0.3))

    def odd(self, factor: float = 1) -> bool:
        return self.random.random() < self.oddness * factor

    def file(self) -> str:
        config = self.config()
        if self.random.random() < 0.1:
            return json.dumps(config, ensure_ascii=self.random.random() < 0.5, indent=self.random.choice((None, 2)))
        head = (
            self.random.choice(("---\n", "%YAML 1.1\n---\n", "# x\n", "%TAG !e! tag:yaml.org,2002:\n---\n", "\n"))
            if self.odd()
            else ""
        )
        tail = self.random.choice(("...\n", "---\nfoo: 1\n", "...\n#\x00", "# x")) if self.odd() else ""
        flow = self.random.random() < 0.15
        text = self.flow(config) + "\n" if flow else "\n".join(self.block(config)) + "\n"
        text = head + text + tail
        return text.replace("\n", self.random.choice(("\r\n", "\r", "\x85"))) if self.odd(0.3) else text

    # what is written

    def config(self) -> dict[str, Any]:
        random = self.random
        config: dict[str, Any] = {"apiVersion": "v1", "kind": "Config", "current-context": self.text()}
        config["clusters"] = [{"name": name, "cluster": self.body(self.cluster())} for name in self.names()]
        config["users"] = [{"name": name, "user": self.body(self.user())} for name in self.names()]
        contexts = {"cluster": self.text, "user": self.text, "namespace": self.text, "extensions": self.extensions}
        config["contexts"] = [{"name": name, "context": self.body(contexts)} for name in self.names()]
        config["extensions"] = self.extensions()
        config["preferences"] = self.body({"colors": self.boolean, "extensions": self.extensions})
        items = list(config.items())
        random.shuffle(items)
        return dict(item for item in items if not self.odd(0.3))

    def names(self) -> list[str]:
        count = self.random.choice((0, 1, 1, 2, 3))
        return [self.text() if self.odd() else f"n{number}" for number in range(count)]

    def cluster(self) -> dict[str, Any]:
        return {
            "server": self.text, "tls-server-name": self.text, "insecure-skip-tls-verify": self.boolean,
            "proxy-url": self.text,
            "certificate-authority": self.text, "certificate-authority-data": self.base64,
            "disable-compression": self.boolean,
            "extensions": self.extensions,
        }  # fmt: skip

    def user(self) -> dict[str, Any]:
        exec = {
            "command": self.text, "args": self.texts, "apiVersion": self.text, "installHint": self.text,
            "interactiveMode": self.text,
            "env": lambda: [self.body({"name": self.text,
            "value": self.text}) for _ in range(self.random.choice((0, 1, 2)))],
            "provideClusterInfo": self.boolean,
        }  # fmt: skip
        return {
            "client-certificate": self.text, "client-certificate-data": self.base64, "client-key": self.text,
            "token": self.text,
            "client-key-data": self.base64, "tokenFile": self.text, "as": self.text, "as-uid": self.text,
            "as-groups": self.texts,
            "as-user-extra": lambda: {self.text(): self.texts() for _ in range(2)}, "username": self.text,
            "password": self.text,
            "auth-provider": lambda: self.body({"name": self.text,
            "config": lambda: {self.text(): self.text() for _ in range(2)}}),
            "exec": lambda: self.body(exec), "extensions": self.extensions,
        }  # fmt: skip

    def body(self, fields: dict[str, Any]) -> Any:
        if self.odd(0.3):
            return self.value(1)
        chosen = self.random.sample(sorted(fields), self.random.randrange(min(len(fields), 5) + 1))
        return {name: self.value(1) if self.odd(0.2) else fields[name]() for name in chosen}

    def text(self) -> Any:
        return self.random.choice(TEXTS) if self.random.random() < 0.7 else f"t{self.random.randrange(5)}"

    def texts(self) -> Any:
        return [self.text() for _ in range(self.random.choice((0, 1, 2)))]

    def boolean(self) -> Any:
        return self.random.random() < 0.5

    def base64(self) -> Any:
        random = self.random
        return random.choice(BASE64) if self.odd() else b64encode(random.randbytes(random.randrange(9))).decode()

    def extensions(self) -> Any:
        names = [name if self.odd() else f"e{number}" for number, name in enumerate(self.names())]
        return [{"name": name, "extension": self.value(3)} for name in names]

    def value(self, depth: int) -> Any:
        random = self.random
        kind = random.choice(("text", "plain", "list", "map")) if depth else random.choice(("text", "plain"))
        if kind == "list":
            return [self.value(depth - 1) for _ in range(random.choice((0, 1, 2)))]
        if kind == "map":
            return {self.text(): self.value(depth - 1) for _ in range(random.choice((0, 1, 2)))}
        return self.text() if kind == "text" else _Plain(random.choice(PLAIN))

    # how it is written

    def block(self, value: Any) -> list[str]:
        """A mapping or list as lines, each with its own indentation only."""
        if isinstance(value, dict) and value:
            lines: list[str] = []
            for key, each in self.pairs(value):
                lines += self.pair(key, each)
                lines += ["", "# c", " # c", "\t"][: self.random.randrange(5)] if self.odd(0.1) else []
            return lines
        if isinstance(value, list) and value:
            return [line for each in value for line in self.hung("- ", self.node(each))]
        return [self.flow(value)]

    def pair(self, key: Any, value: Any) -> list[str]:
        written = key if isinstance(key, _Plain) else self.scalar(str(key))
        if self.odd(0.2):
            return [*self.hung("? ", [written]), *self.hung(": ", self.node(value))]
        head, *lines = self.node(value, below=True)
        step = 0 if isinstance(value, list) and self.random.random() < 0.5 else self.random.choice((1, 2, 2, 4))
        return [
            f"{written}: {head}".rstrip(" ") if not head else f"{written}: {head}",
            *(" " * step + line if line else line for line in lines),
        ]

    def hung(self, sign: str, lines: Sequence[str]) -> list[str]:
        return [sign + lines[0], *(" " * len(sign) + line if line else line for line in lines[1:])]

    def node(self, value: Any, below: bool = False) -> list[str]:
        """Properties and value; the value begins in the next line for a collection that stands `below` its key."""
        if self.anchors and self.odd(0.2):
            return [f"*{self.random.choice(self.anchors)}"]
        head = self.properties()
        if isinstance(value, dict | list) and value and self.random.random() < 0.85:
            lines = self.block(value)
            return [head.rstrip(), *lines] if below or head else lines
        if isinstance(value, str) and not isinstance(value, _Plain) and self.odd(0.5):
            return self.literal(head, value)
        return [head + self.flow(value)]

    def properties(self) -> str:
        text = ""
        if self.odd(0.3):
            name = self.random.choice(("a", "b", "x-1"))
            self.anchors.append(name)
            text = f"&{name} "
        if self.odd(0.2):
            tag = self.random.choice(
                (
                    "!t ",
                    "! ",
                    "!!str ",
                    "!!map ",
                    "!!null ",
                    "!!int ",
                    "!!float ",
                    "!!bool ",
                    "!<tag:yaml.org,2002:str> ",
                )
            )
            text = tag + text if self.random.random() < 0.5 else text + tag
        return text

    def pairs(self, value: dict[Any, Any]) -> list[tuple[Any, Any]]:
        pairs = list(value.items())
        if pairs and self.odd(0.3):  # one of them twice
            pairs.insert(self.random.randrange(len(pairs) + 1), self.random.choice(pairs))
        if pairs and self.odd(0.4):  # some of them merged
            cut = self.random.randrange(len(pairs))
            merged: Any = dict(pairs[cut:])
            merged = [merged, dict(pairs[:1])] if self.random.random() < 0.3 else merged
            pairs = [*pairs[:cut], (_Plain("<<"), merged)]
            self.random.shuffle(pairs)
        if pairs and self.odd(0.1):
            pairs.append((_Plain(self.random.choice(PLAIN)), self.value(1)))
        return pairs

    def flow(self, value: Any) -> str:
        blank = self.random.choice(("", " ", "\n  ")) if self.odd(0.2) else " "
        if isinstance(value, dict):
            pairs = [
                f"{key if isinstance(key, _Plain) else self.scalar(str(key), True)}: {self.inner(each)}"
                for key, each in self.pairs(value)
            ]
            return "{" + f",{blank}".join(pairs) + self.random.choice(("", "", ",") if self.odd() else ("",)) + "}"
        if isinstance(value, list):
            return "[" + f",{blank}".join(map(self.inner, value)) + "]"
        if isinstance(value, bool):
            return self.random.choice(("true", "yes", "On", "Y") if value else ("false", "no", "OFF", "n"))
        return value if isinstance(value, _Plain) else self.scalar(str(value), True)

    def inner(self, value: Any) -> str:
        if self.anchors and self.odd(0.2):
            return f"*{self.random.choice(self.anchors)} "
        return self.properties() + self.flow(value)

    def scalar(self, text: str, in_flow: bool = False) -> str:
        random = self.random
        if self.odd(0.5) or (text.isalnum() and not text[0].isdigit() and text not in PLAIN):
            return random.choice((text, text, self.tagged(text) if self.odd() else text))
        if in_flow or random.random() < 0.7 or not text.isprintable():
            return self.double(text)
        return "'" + text.replace("'", "''") + "'"

    def tagged(self, text: str) -> str:
        encoded = b64encode(text.encode(errors="replace")).decode()
        return self.random.choice(
            (f"!!binary {encoded}", f'!!binary "{encoded}"', f"!!str {text}", f'! "{text}"', f"!t {text}")
        )

    def double(self, text: str) -> str:
        def written(character: str) -> str:
            number = ord(character)
            if character in '"\\' or not character.isprintable() or self.odd(0.1):
                if number < 0x80 and self.random.random() < 0.5:
                    return f"\\x{number:02x}"
                return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
            return "\\\n " if self.odd(0.02) else character

        return '"' + "".join(map(written, text)) + '"'

    def literal(self, head: str, text: str) -> list[str]:
        sign = self.random.choice(("|", "|-", "|+", ">", ">-", "|2", ">+"))
        return [head + sign, *(f"  {line}" for line in text.split("\n"))]


class _Plain(str):
    """Text to be written as it is."""
