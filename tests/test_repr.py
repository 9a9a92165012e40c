"""What a debugger or a log shows of the values that hold parts of a file: only the fields listed here, and no secret."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import kubeconv

#: Class to the fields that it shows. Every NamedTuple with a `__repr__` of its own is here.
SHOWN = {
    "auth.azure.AzureLogin": "",
    "auth.azure.Written": "filled restored",
    "auth.kubelogin.Argument": "",
    "auth.kubelogin_releases.KubeloginUse": "",
    "auth.kubelogin_run.Effective": "",
    "auth.login.Converted": "lost notes secrets",
    "conversion.azure.NewBody": "login kept",
    "conversion.options.Options": "to login users contexts only kubectl",
    "conversion.planned.Planned": "login notes secrets reason",
    "conversion.rewrite.BodyChange": "",
    "conversion.rewrite.Rewritten": "",
    "conversion.users.Conversion": "outcomes unselected",
    "conversion.users.Outcome": "user status before after contexts line reason help notes secrets",
    "doctor.plans.Plan": "fixes private",
    "explain.here.UserHere": "file line user login contexts is_current causes logs_in",
    "kubeconfig.structure.Mismatch": "keyword",
    "kubeconfig.view.AuthProvider": "",
    "kubeconfig.view.Exec": "",
    "machine.backups.Copy": "name second",
    "machine.seen.Seen": "path",
    "tree.source.Edit": "span",
    "validation.fixes.Fixed": "",
    "validation.fixes._Done": "",
    "validation.rules.plugins._kubelogin.Entry": "",
    "validation.rules.plugins._kubelogin.Placed": "",
    "validation.rules.server._fields.Material": "field span",
}


def classes() -> Iterator[type]:
    """The NamedTuples that say themselves what they show."""
    for module in pkgutil.walk_packages(kubeconv.__path__, "kubeconv."):
        if module.name != "kubeconv.__main__":
            for each in vars(importlib.import_module(module.name)).values():
                is_ours = isinstance(each, type) and bool(vars(each).get("_fields")) and each.__module__ == module.name
                if is_ours and each.__repr__.__module__ == module.name:
                    yield each


FOUND = {f"{each.__module__.removeprefix('kubeconv.')}.{each.__name__}": each for each in classes()}


def test_every_class_with_a_text_of_its_own_is_listed() -> None:
    assert FOUND.keys() == SHOWN.keys()


@pytest.mark.parametrize("name", SHOWN)
def test_a_value_shows_only_these_fields(name: str) -> None:
    fields: tuple[str, ...] = FOUND[name]._fields  # type: ignore[attr-defined]
    shown = ", ".join(f"{field}='the {field}'" for field in SHOWN[name].split())
    assert repr(FOUND[name](*(f"the {field}" for field in fields))) == f"{FOUND[name].__name__}({shown})"


def test_a_secret_in_such_a_field_is_not_shown() -> None:
    token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9"
    fields: tuple[str, ...] = FOUND["conversion.users.Outcome"]._fields  # type: ignore[attr-defined]
    assert token not in repr(FOUND["conversion.users.Outcome"](*(token for _ in fields)))
