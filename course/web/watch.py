"""`shizha serve --watch`, for authors: a change of the sources becomes new pages, a fault changes none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from casebank import Fault, FaultsError
from casebank.loader import packs_mounted, renew, survey
from course.web.assets import package_folder
from course.web.execute import mounted_packs
from course.web.prerender import read_manifest

LOOKS_EVERY = 0.2
READY = "正在留意源文件：保存之后，页面自己更新。"
_SETTLED = 0.12
_ENDS_WITHIN = 5.0
_SOURCES = (
    ("casebank", ("**/*.py", "data/**/*.yaml")),
    ("widgets", ("*.py", "static/*")),
    ("course", ("**/*.py", "practice/**/*.yaml", "authoring/*.md", "web/static/*", "web/templates/*")),
)
_PACK = ("*.yaml", "*/*.yaml")

Folders = Sequence[tuple[Path, Sequence[str]]]
"""Folders, and the patterns of the files in each that count."""
Snapshot = Mapping[Path, tuple[int, int]]
"""When each file was changed, and its size."""


def source_folders() -> Folders:
    """Everything from which pages are made, the mounted case packs included."""
    packages = [(package_folder(name), patterns) for name, patterns in _SOURCES]
    return (*packages, *((pack, _PACK) for pack in packs_mounted()))


def snapshot(folders: Folders) -> Snapshot:
    """The files as they are now; one that goes away meanwhile is not there."""
    found: dict[Path, tuple[int, int]] = {}
    for folder, patterns in folders:
        for pattern in patterns:
            for path in folder.glob(pattern):
                try:
                    state = path.stat()
                except OSError:
                    continue
                found[path] = (state.st_mtime_ns, state.st_size)
    return found


class Builder:
    """The warm process that builds the pages in `out`; started anew where it has ended."""

    def __init__(self, out: Path) -> None:
        self._out = out.resolve()
        self._process: subprocess.Popen[str] | None = None

    def build(self, changed: Collection[Path] = ()) -> tuple[Fault, ...]:
        """Build what is out of date; the faults, if any. Changed code is read by a new process only."""
        if any(path.suffix == ".py" for path in changed):
            self.close()
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise AssertionError("the pipes were asked for")
        try:
            process.stdin.write("build\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            self.close()
            return (Fault("pages", None, "the builder ended; its reason stands above"),)
        return tuple(Fault(path, line, message) for path, line, message in json.loads(answer))

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "course.web.rebuild", str(self._out)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                env={**os.environ, **mounted_packs(), "PYTHONUTF8": "1"},
            )
        return self._process

    def close(self) -> None:
        """End the process, in the middle of a build too: pages are put in place whole or not at all."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was not sent any more
                        pipe.close()


class Watcher:
    """Looks at the sources and has the pages built when they change."""

    def __init__(
        self,
        folders: Folders,
        build: Callable[[Collection[Path]], Sequence[Fault]],
        version: Callable[[], str],
        tell: Callable[[str], None] = lambda text: print(text, flush=True),
    ) -> None:
        self.faults: tuple[Fault, ...] = ()
        """What keeps the pages from showing the sources as they are."""
        self.version = version()
        """Changes once anything that is shown has changed."""
        self._folders, self._build, self._version, self._tell = folders, build, version, tell
        self._seen = snapshot(folders)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="shizha-watch", daemon=True)

    def look(self) -> bool:
        """Build if anything has changed since the last look; whether it had."""
        now = snapshot(self._folders)
        if now == self._seen:
            return False
        now = self._settled(now)
        changed = sorted(path for path in {*now, *self._seen} if now.get(path) != self._seen.get(path))
        self._seen = now
        begun = time.monotonic()
        self.faults = tuple(self._build(changed))
        self.version = self._version()
        self._tell(report(changed, self.faults, time.monotonic() - begun))
        return True

    def _settled(self, now: Snapshot) -> Snapshot:
        """The sources once nothing moves any more: an editor writes a file in several steps."""
        while not self._stop.wait(_SETTLED):
            before, now = now, snapshot(self._folders)
            if now == before:
                break
        return now

    def _watch(self) -> None:
        self.faults = tuple(self._build(()))  # warms the builder
        self.version = self._version()
        self._tell(report((), self.faults, 0) if self.faults else READY)
        while not self._stop.wait(LOOKS_EVERY):
            self.look()

    def start(self) -> None:
        """Look from now on, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()

    def join(self) -> None:
        """Wait until the last look has ended."""
        self._thread.join(_ENDS_WITHIN)


def report(changed: Iterable[Path], faults: Sequence[Fault], seconds: float) -> str:
    """What the author reads in the terminal."""
    if faults:
        told = "\n".join(f"  {fault}" for fault in faults)
        return f"源文件有 {len(faults)} 处问题，页面先保持原样：\n{told}"
    names = [f"{path.parent.name}/{path.name}" for path in changed]
    more = f" 等 {len(names)} 个文件" if len(names) > 3 else ""
    return f"页面已更新（{seconds:.1f} 秒）：{'、'.join(names[:3])}{more}"


@contextmanager
def watching(pages: Path) -> Iterator[Watcher]:
    """A watcher that keeps the pages in that folder up to date, and stops at the end."""
    builder = Builder(pages)

    def build(changed: Collection[Path]) -> tuple[Fault, ...]:
        if not changed:
            survey()  # parsed once: from here on only what changes is
        return builder.build(changed) or _reread(changed)

    def version() -> str:
        manifest = read_manifest(pages)
        return manifest.key[:16] if manifest else ""

    watcher = Watcher(source_folders(), build, version)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.stop()
        builder.close()
        watcher.join()


def _reread(changed: Collection[Path]) -> tuple[Fault, ...]:
    """Let this process, too, know the bank as the pages show it."""
    if not any(path.suffix == ".yaml" for path in changed):
        return ()
    try:
        renew()
    except FaultsError as error:  # it has changed again meanwhile
        return error.faults
    return ()
