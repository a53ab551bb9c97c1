"""The wheel alone, in an environment that does not know this tree: it serves the course."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from course.web import catalog

pytestmark = pytest.mark.slow


@dataclass
class Installed:
    """An environment with the wheel in it; its dependencies are those of this one."""

    folder: Path

    @property
    def scripts(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        return self.scripts / Path(sys.executable).name

    @property
    def environment(self) -> dict[str, str]:
        """Nothing that leads to the tree; the commands and data of the dependencies are this environment's."""
        here = Path(sysconfig.get_path("scripts"))
        kept = {
            name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")
        }
        data = str(Path(sys.prefix) / "share" / "jupyter")
        path = os.pathsep.join([str(self.scripts), str(here), kept.get("PATH", "")])
        return {**kept, "PATH": path, "JUPYTER_PATH": data}


@pytest.fixture(scope="module")
def installed(wheel_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    made = Installed(tmp_path_factory.mktemp("fresh") / "env")
    venv.create(made.folder, with_pip=False, symlinks=os.name != "nt")
    pip = [sys.executable, "-m", "pip", "--python", str(made.python), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-q", "--no-deps", "--no-index", str(wheel_file)], check=True)
    script = "import sysconfig; print(sysconfig.get_path('purelib'))"
    done = subprocess.run([made.python, "-c", script], capture_output=True, text=True, check=True)
    # a folder named in a .pth is searched, its own .pth files (the editable project's) are not read
    dependencies = Path(done.stdout.strip()) / "dependencies.pth"
    dependencies.write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def address(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`shizha serve`, typed in an empty folder."""
    empty, log = tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("log") / "log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [installed.scripts / "shizha", "serve", "--no-browser", "--port", str(port)],
            cwd=empty,
            env=installed.environment,
            stdout=stream,
            stderr=stream,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/course/api/ping", process, log)
        assert [path.name for path in empty.iterdir()] == ["my-course"]
        yield f"http://127.0.0.1:{port}/course/"
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            httpx.get(address, timeout=5, trust_env=False)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(log.read_text(encoding="utf-8"))


def test_it_is_not_the_tree_that_runs(installed: Installed, tmp_path: Path) -> None:
    script = "import course, assessments, casebank, widgets; print(course.__file__, assessments.__file__, casebank.__file__, widgets.__file__, sep='\\n')"
    done = subprocess.run(
        [installed.python, "-c", script],
        cwd=tmp_path,
        env=installed.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    places = [Path(line) for line in done.stdout.splitlines()]
    assert len(places) == 4
    assert [place for place in places if not place.is_relative_to(installed.folder)] == []


def test_the_home_page_opens(address: str) -> None:
    home = httpx.get(address, trust_env=False)
    assert home.status_code == 200
    assert all(page.title in home.text for page in catalog.lessons())


@pytest.mark.parametrize("page", catalog.lessons(), ids=lambda page: page.id)
def test_each_lesson_opens(address: str, page: catalog.CoursePage) -> None:
    lesson = httpx.get(f"{address}lessons/{page.id}", trust_env=False)
    assert lesson.status_code == 200
    assert f"<title>{page.title}" in lesson.text
    assert f'data-item="{page.id}-p1"' in lesson.text
