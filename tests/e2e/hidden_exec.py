"""Kubeconfigs with an exec section that does not look like one: another spelling of the key, merged in, behind an anchor, twice
or in other letters, behind odd heads and line ends.

In: a `Random`. Out: the text of one file.
"""

from random import Random

EVIL = "{apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: /bin/evil}"
BODIES = (
    EVIL,
    EVIL,
    "null",
    "{}",
    "{command: a, args: [x]}",
    "x",
    "[]",
    "*a",
    "{<<: *a}",
    f"!!map {EVIL}",
    f"!!str {EVIL}",
)

#: Ways to write `exec`, and what is only like it. An explicit key ends with the indentation of its colon.
KEYS = (
    "exec",
    '"exec"',
    "'exec'",
    "!!str exec",
    "! exec",
    "!x exec",
    "!!binary ZXhlYw==",
    '!!binary "ZXhlYw=="',
    '!!binary "Z X\\nhl Yw=="',
    "&k exec",
    "&k !!str exec",
    "!!str &k exec",
    "!<tag:yaml.org,2002:binary> ZXhlYw==",
    "!<!binary> ZXhlYw==",
    '"\\x65xec"',
    '"\\U00000065xec"',
    '"e\\\n        xec"',
    "!!int exec",
    "!!null exec",
    "!!bool exec",
    "!!timestamp exec",
    "!!merge exec",
    "!!set exec",
    "Exec",
    "EXEC",
    "e\u017fec",
    "exec ",
    "exec\t",
    '"exec "',
    '"exec\\0"',
    '"exec\\n"',
    "\ufeffexec",
    "exec\u00a0",
    "? exec\n      ",
    '? "exec"\n      ',
    "? |-\n        exec\n      ",
    "? !!binary |\n        ZXhlYw==\n      ",
    "? &a !!str exec\n      ",
    "*k ",
    "*a ",
    "!e!binary ZXhlYw==",
    "!!%62inary ZXhlYw==",
)
MERGES = (
    "<<",
    '"<<"',
    "'<<'",
    "!!merge <<",
    '!!merge "<<"',
    "!!str <<",
    "! <<",
    "!!merge x",
    "!!binary PDw=",
    "&m <<",
    "? <<\n      ",
    "? !!merge <<\n      ",
    "!<tag:yaml.org,2002:merge> <<",
    "? |-\n        <<\n      ",
    '"\\x3c<"',
    "!x <<",
    "!!null <<",
    '!!merge ""',
    "!e!merge <<",
    "*m ",
)
MERGED = (
    "*a",
    "[*a]",
    "[*a, *b]",
    "[*b, *a]",
    "[[*a]]",
    "!!map *a",
    "null",
    "[]",
    "[null]",
    "{}",
    "x",
    "&c [*a]",
    "!!seq [*a]",
    "[*a, {exec: null}]",
    "[{exec: null}, *a]",
    "{<<: *a}",
    "{<<: {<<: *a}}",
    "{exec: null, <<: *a}",
    "[{<<: *a}]",
    '"*a"',
    "*z",
    f"!!omap [exec: {EVIL}]",
    "!!set {exec}",
    "&a {<<: *a}",
    f"[{{exec: {EVIL}}}]",
    f"!!str {{exec: {EVIL}}}",
)
HEADS = (
    "---\n",
    "--- \n",
    "---\t\n",
    "---\n---\n",
    "...\n---\n",
    "# c\n---\n",
    "%YAML 1.1\n---\n",
    "%YAML 1.2\n---\n",
    "%YAML 2.0\n---\n",
    "%TAG ! tag:yaml.org,2002:\n---\n",
    "%TAG !! tag:x,2000:\n---\n",
    "%TAG !e! tag:yaml.org,2002:\n---\n",
    "%TAG !e! tag:yaml.org,2002:bin\n---\n",
    "%FOO bar\n---\n",
    "%YAML 1.1\n",
    "\ufeff",
    "\ufeff---\n",
    "---\n\ufeff",
    "\ufeff\ufeff",
    "\n\ufeff",
    "\t\n",
    "--- &a\n",
    "--- !!map\n",
    "--- !x\n",
    "{}\n---\n",
    "null\n---\n",
    "---\n...\n---\n",
    "\r",
    "\x85",
    "\u2028",
    "# a\r",
    "# a\x85",
    "# a\u2028",
    "---#\n",
    "\x0c",
    "\x1e",
    "\u00a0",
    "\u200b",
)
ENDS = ("\r", "\r\n", "\x85", "\u2028", "\u2029", "\n\r", "\x0b", "\x0c", " \n", "\t\n", " # c\n", "\n\n", "\n\t\n")
ANCHORS = (
    f"x: &a {{exec: {EVIL}}}\ny: &b {{exec: null, token: q}}\nk: &k exec\nm: &m <<\n",
    f"x: &a {{exec: null}}\nz: &a {{exec: {EVIL}}}\ny: &b {{}}\nk: &k !!binary ZXhlYw==\nm: &m !!merge <<\n",
    f'x: &a\n  exec: {EVIL}\ny: &b [*a]\nk: &k [exec]\nm: &m "<<"\n',
)


def hidden(random: Random) -> str:
    """One text."""
    lines = [f"{random.choice(KEYS)}: {random.choice(BODIES)}" for _ in range(random.choice((0, 1, 1, 2)))]
    lines += [f"{random.choice(MERGES)}: {random.choice(MERGED)}" for _ in range(random.choice((0, 1, 1, 2)))]
    lines += ["token: t"] * random.choice((0, 1, 1))
    random.shuffle(lines)
    if random.random() < 0.3 and not any("\n" in line for line in lines):
        user = f"  user: {{{', '.join(lines)}}}\n"
    else:
        user = "  user:\n" + "".join(f"      {line}\n" for line in lines)
    users = random.choice(("users", "users", "Users", "? users\n"))
    text = f"{random.choice(ANCHORS)}{users}:\n- name: u\n{user}"
    text = random.choice(HEADS) + text if random.random() < 0.3 else text
    if random.random() < 0.2:
        end = random.choice(ENDS)
        parts = text.split("\n")
        at = random.randrange(len(parts))
        everywhere = random.random() < 0.5
        text = end.join(parts) if everywhere else "\n".join(parts[: at + 1]) + end + "\n".join(parts[at + 1 :])
    return text
