"""The stories of engineers with the real kubectl: what they leave on the disk is the same, and then kubectl gets in."""

from base64 import b64encode
from functools import partial
from pathlib import Path

import pytest
import test_cli_usage as usage
from story import STORIES, Scene, kubeconfig, prepared, read, told

from . import az_contract
from .api_server import ApiServer
from .azure_stand_ins import AzureStandIns, install
from .conftest import KUBECTLS, TOKEN
from .machine import Machine
from .programs import Program

TOLD = {path.stem: read(path) for path in STORIES}
#: Those in which somebody gets in, told with the kubectl that has no azure login any more, and the newest.
SIGNING_IN = [name for name, story in TOLD.items() if any(line[0] == "signs_in" for line in story.setup)]


class RealScene(Scene):
    """The machine of a story with the real kubectl, and the stand-ins for kubelogin and az that refuse as the real ones do."""

    def __init__(self, root: Path, kubectl: Program, server: ApiServer) -> None:
        authority = b64encode(server.certificate_authority_pem).decode()
        super().__init__(usage.Machine(root), partial(kubeconfig, server=server.url, authority=authority))
        self.kubectl, self._log = kubectl, root / "kubelogin-calls.jsonl"

    def clients(self, *programs: str) -> None:
        super().clients(*(each for each in programs if not each.startswith(("kubectl=", "kubelogin="))))
        (self.machine.programs / "kubectl").symlink_to(self.kubectl.path)
        for each in programs:
            if each.startswith("kubelogin="):
                AzureStandIns(self.machine.programs, self._log, TOKEN, each.partition("=")[2])

    def az(self, *clouds: str) -> None:
        super().az(*clouds)
        install(az_contract, self.machine.programs / "az", az_contract.Account()._asdict(), "az.json")

    def file_of(self, context: str) -> Path:
        """The kubeconfig that has a context."""
        found = [path for path in self.machine.home.rglob("*") if path.is_file() and path.suffix != ".bak"]
        return next(path for path in sorted(found) if f"  name: {context}\n" in path.read_text())


def after(name: str) -> str:
    """The end of the golden file: the logins afterwards."""
    golden = next(path for path in STORIES if path.stem == name).with_suffix(".out")
    return golden.read_text(encoding="utf-8").rpartition("\nafter:\n")[2]


@pytest.mark.parametrize("kubectl", [KUBECTLS[0], KUBECTLS[-1]], ids=str)
@pytest.mark.parametrize("name", SIGNING_IN)
def test_the_story_ends_well(name: str, kubectl: Program, server: ApiServer, tmp_path: Path) -> None:
    story = TOLD[name]
    scene = RealScene(tmp_path, kubectl, server)
    text = told(story, prepared(story, scene))
    assert scene.state() == after(name), text
    machine = Machine(scene.machine.home, scene.machine.programs)
    for context in scene.signed_in:
        file = scene.file_of(context)
        run = machine.run(
            kubectl, "--context", context, "get", "--raw", "/version", kubeconfig=file, variables=scene.variables
        )
        assert run.returncode == 0, f"{context}: {run.stderr}\n{text}"


def test_most_stories_end_with_somebody_who_gets_in() -> None:
    assert len(SIGNING_IN) >= 9
