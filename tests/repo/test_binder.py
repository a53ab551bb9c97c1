"""The Binder image: what repo2docker makes of binder/, and the same steps run in a clean environment."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="a Binder image is built on Linux"),
]

ROOT = Path(__file__).resolve().parents[2]
BASE = "/user/visitor/"
TOKEN = "one-visit-only"


@pytest.fixture(scope="module")
def dockerfile() -> str:
    """The Dockerfile that repo2docker renders; no container engine is asked."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    rendered = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return rendered.stdout + rendered.stderr


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is, or would be, committed."""
    copy = tmp_path_factory.mktemp("repository")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in filter(lambda name: (ROOT / name).is_file(), listed):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def image(dockerfile: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A clean environment in which every step that the Dockerfile takes for our repository was run."""
    home = tmp_path_factory.mktemp("image")
    prefix = home / "environment"
    venv.create(prefix, with_pip=True)
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("VIRTUAL_ENV", "PYTHON", "JUPYTER"))
    }
    environment = {
        **kept,
        "PATH": f"{prefix}/bin:{os.environ['PATH']}",
        "NB_PYTHON_PREFIX": str(prefix),
        "KERNEL_PYTHON_PREFIX": str(prefix),
        "REPO_DIR": str(repository),
        "SHIZHA_HOME": str(home / "visitor"),
        **{f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")},
    }
    for step in steps(dockerfile):
        done = subprocess.run(
            ["bash", "-c", step], cwd=repository, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{step}\n{done.stdout}\n{done.stderr}"
    return environment


def steps(dockerfile: str) -> list[str]:
    """The commands that work on the repository; the cache of this machine may help."""
    ours = dockerfile.partition("# Run assemble scripts!")[2]
    return [
        step.replace("--no-cache-dir", "") for step in re.findall(r"^RUN (.+)$", ours, flags=re.MULTILINE)
    ]


@pytest.fixture(scope="module")
def server(image: Mapping[str, str], repository: Path) -> Iterator[str]:
    """A stock server as Binder starts it, behind our start script; its course address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(repository / "binder" / "start"),
        "jupyter",
        "notebook",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--no-browser",
        "--allow-root",
        f"--ServerApp.base_url={BASE}",
        f"--IdentityProvider.token={TOKEN}",
    ]
    log = repository.parent / "server.log"
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(command, cwd=repository, env=dict(image), stdout=stream, stderr=stream)
        try:
            address = f"http://127.0.0.1:{port}{BASE}course/"
            wait_for(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until the server answers; its log where it does not."""
    for _ in range(300):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            httpx.get(address, timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(log.read_text(encoding="utf-8"))


@contextmanager
def visitor(address: str) -> Iterator[httpx.Client]:
    """A browser that followed the link of BinderHub."""
    with httpx.Client(follow_redirects=True, timeout=20) as client:
        client.get(address, params={"token": TOKEN}).raise_for_status()
        yield client


def test_the_dockerfile_takes_our_steps(dockerfile: str) -> None:
    assert '/bin/pip install --no-cache-dir -r "binder/requirements.txt"' in dockerfile
    assert "RUN ./binder/postBuild" in dockerfile
    assert 'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in dockerfile
    assert "environment-2epy-2d3-2e12-2dlinux" in dockerfile
    copied = dockerfile.index("COPY --chown=0:0 src/ ${REPO_DIR}/")
    assert copied < dockerfile.index(
        "pip install --no-cache-dir -r"
    )  # it names the lock, which must be there


def test_the_course_opens_without_an_account(server: str) -> None:
    with visitor(server) as browser:
        home = browser.get(server)
        lesson = browser.get(f"{server}lessons/01")
    assert 'lang="zh-CN"' in home.text
    assert lesson.status_code == 200
    assert 'data-item="01-p1"' in lesson.text


def test_a_staff_number_is_refused(server: str) -> None:
    with visitor(server) as browser:
        browser.get(f"{server}enter")
        fields = {"number": "1001", "_xsrf": browser.cookies.get("_xsrf", "")}
        refused = browser.post(f"{server}enter", data=fields)
        state = browser.get(f"{server}api/state/01").json()
    assert refused.status_code == 403
    assert "练习" in refused.text
    assert state["learner"]["kind"] == "anonymous"


def test_answers_can_be_downloaded(server: str) -> None:
    with visitor(server) as browser:
        answer = browser.get(f"{server}api/download/01")
    assert answer.status_code == 200
    assert answer.json()["schema"] == "shizha.answers/1"
