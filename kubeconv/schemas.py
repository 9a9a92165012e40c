"""The folder schemas/ of a checkout, for which this file stands. An installed kubeconv has the folder itself in its place."""

import os.path
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:

    def text(name: str) -> str:
        """As in the folder."""


_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "schemas")
_LOADER = SourceFileLoader(__name__, os.path.join(_FOLDER, "__init__.py"))
_SPEC = ModuleSpec(__name__, _LOADER, origin=_LOADER.path, is_package=True)
_SPEC.submodule_search_locations = [_FOLDER]
sys.modules[__name__] = _PACKAGE = module_from_spec(_SPEC)
_LOADER.exec_module(_PACKAGE)
