"""Ids that clouds and issuers of identities make: letters and digits without rhyme that are no secret."""

import re
from typing import Final

from kubeconv.gate.regex import regex

#: Known wherever they stand alone: applications, servers, users and groups of Okta; clusters, folders, accounts … of Yandex
#: (https://yandex.cloud/docs/api-design-guide/concepts/resources-identification).
KNOWN_ID: Final = r"(?:0oa|aus|00[ogu])[A-Za-z0-9]{17}|(?:cat|b1g|aje|ajo|bpf|enp|e9b|fd8)[0-9a-v]{17}"
#: Clients of Auth0 and of Cognito, which are public, but look like any secret: only where they are called so.
CLIENT_ID: Final = (
    r"(?:(?=[A-Za-z]{0,31}\d)(?=[A-Z\d]{0,31}[a-z])(?=[a-z\d]{0,31}[A-Z])[A-Za-z0-9]{32}"
    r"|(?=[a-z]{0,25}\d)(?=[a-f\d]{0,25}[g-z])[a-z0-9]{26})(?![A-Za-z0-9])"
)
_CALLED: Final = r"client[-_]?[Ii][Dd][\"']?\s{0,2}[=:,]?\s{0,2}[\"']?"
PUBLIC: Final = regex(rf"{_CALLED}({CLIENT_ID})")
#: These; a cluster of IBM behind its name, a client of Google, a stack of AWS CDK.
_ALONE: Final = regex(
    rf"(?<![A-Za-z0-9])(?:{KNOWN_ID}|(?<=[A-Za-z0-9]/)[cd][0-9a-v]{{19}}(?=/admin$|$)"
    r"|[0-9a-z]{32}(?=\.apps\.googleusercontent\.com$))(?![A-Za-z0-9])|(?<![A-Za-z0-9])[A-Za-z]{3,40}[0-9A-F]{8}-[0-9a-f]{32}(?![\w-])"
)
_UUID: Final = r"(?i)(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])"
#: https://docs.oracle.com/iaas/Content/General/Concepts/identifiers.htm
_OCID: Final = r"(?<![\w.-])ocid1\.[a-z0-9]{1,30}\.oc\d{1,2}\.[a-z0-9-]{0,30}\.[a-z0-9]{60}(?![\w.-])"
#: What clouds put into names of contexts and users: the id of a cluster of Alibaba, an account of IBM.
_IN_NAMES: Final = r"(?<=-)c[0-9a-f]{32}(?![\w-])|(?<=/)[0-9a-f]{32}(?=/iam\.cloud\.ibm\.com)"
#: Names of hosts have such labels: https://9F86D081884C7D659A2FEAA0C55AD015.gr7.eu-west-1.eks.amazonaws.com
_HOST: Final = (
    r"(?<![\w.~+-])(?:[0-9A-Fa-f]{32}|[a-z0-9-]{1,63})(?:\.c[0-9a-f]{32}(?=[a-z0-9.-]*\.aliyuncs\.com))?"
    r"(?:\.[a-z0-9-]{1,30}){2,8}(?![\w~+.])"
)
_COMMIT: Final = r"(?:(?<=/commit/)|(?<=/(?:blob|tree)/)|(?<=/raw/))[0-9a-f]{40}(?=/|$)"


def without_ids(word: str, *, has_long_run: bool) -> str:
    """The word with `-` in place of what is known to be an id, or a host. Most words have none, which is found out first."""
    if word.count("-") > 3:
        word = re.sub(_UUID, "-", word)
    if has_long_run:
        word = _ALONE.sub("-", word)
    if "ocid1." in word:
        word = re.sub(_OCID, "-", word)
    if "-c" in word or "ibm.com" in word:
        word = re.sub(_IN_NAMES, "-", word)
    if word.count(".") > 1:
        word = re.sub(_HOST, "-", word)
    return re.sub(_COMMIT, "-", word) if "://" in word and len(word) > 40 else word
