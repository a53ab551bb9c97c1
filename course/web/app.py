"""Opens the course: one process, one port, for trainees in a browser."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from assessments.cohort.rosterbook import RosterBook
from casebank import FaultsError
from casebank.loader import renew
from course.path import path_faults
from course.web import catalog
from course.web.addresses import is_own_machine, own_address, welcome
from course.web.desk.door import Door, Password
from course.web.desk.office import Office, today
from course.web.entry import Desk
from course.web.execute import mounted_packs
from course.web.files import PageFiles
from course.web.forms import CourseForms
from course.web.identity import server_secret
from course.web.plan import Plan
from course.web.records import Records
from course.web.state import CourseState, now

if TYPE_CHECKING:
    from course.web.watch import Watcher

DEFAULT_PORT = 8866
VISITS_KEPT = timedelta(days=30)
_PORTS_TRIED = 50
_LOOKS = (20_000, 20, 20)
"""How seldom what requests leave behind is looked through for circles: a rush of visitors leaves few."""


class PortTaken(Exception):
    """The port that was asked for is in use; the text says so and what to do."""


def serve(
    course_dir: Path,
    *,
    port: int | None = None,
    roster: Path | None = None,
    host: str = "127.0.0.1",
    open_browser: bool = False,
    pages: Path | None = None,
    watch: bool = False,
    password: Password | None = None,
) -> None:
    """Serve the course until it is stopped.

    `port` None means 8866 or the next free one. `pages` holds the built pages, by default the folder
    ``pages`` of the course directory, in which they are built where they are missing or out of date.
    With `watch`, for authors, they are built anew whenever their sources change, and an open page follows.
    `password` opens the instructor's side from anywhere; without it only a link on this machine does.
    Raises ``PortTaken``, ``RosterError``, ``RecordsError``.
    """
    chosen = free_port(host, port)
    place = (host, chosen)
    state = open_course(
        course_dir, roster=roster, pages=pages or course_dir / "pages", place=place, password=password
    )
    if pages is None:
        prepare_pages(course_dir / "pages")
    try:
        with own_folder() as folder, _watched(course_dir / "pages", watch and pages is None) as watcher:
            _run(state, folder, host, chosen, open_browser=open_browser, watcher=watcher)
    finally:
        state.close()


def _watched(pages: Path, watch: bool) -> AbstractContextManager[Watcher | None]:
    """A watcher over the pages in that folder, where one is wanted."""
    if not watch:
        return nullcontext()
    from course.web.watch import watching

    return watching(pages)


def open_course(
    course_dir: Path,
    *,
    roster: Path | None,
    pages: Path,
    place: tuple[str, int] = ("127.0.0.1", 0),
    password: Password | None = None,
) -> CourseState:
    """Open the records, the rosters and the forms of a course directory, to be served at that place."""
    book = RosterBook(course_dir / "rosters", today)
    taken = book.take_in(roster, now()) if roster else None
    if roster and taken is None:
        print(f"名册：{roster.name} 没有变过，沿用课程文件夹里现在的那一份。", flush=True)
    course_dir.mkdir(parents=True, exist_ok=True)
    secret = server_secret(course_dir)
    door = Door(secret, own_machine=is_own_machine(place[0]), password=password)
    kept = Records.in_folder(course_dir)
    kept.forget_visits(now() - VISITS_KEPT)
    return CourseState(
        secret=secret,
        records=kept,
        desk=Desk(kept, book.present, [page.id for page in catalog.practised()]),
        files=PageFiles(pages),
        forms=CourseForms(course_dir),
        plan=Plan(course_dir),
        office=Office(course_dir, door, book, *place),
    )


def prepare_pages(folder: Path) -> None:
    """Build what is missing or out of date; says so where that takes a while.

    Raises FaultsError where the paths are at fault, PortabilityError where a notebook is.
    """
    from course.web.prebuild import prebuild
    from course.web.prerender import build_pages, read_manifest, up_to_date

    if faults := path_faults(catalog.lesson_minutes()):
        raise FaultsError(faults)
    pages = catalog.everything()
    if read_manifest(folder) is None:
        print("正在准备课程页面，第一次要等半分钟左右……", flush=True)
    if not up_to_date(folder, pages) and not prebuild(folder):
        renew()  # what could not be built there says why here
    build_pages(folder, pages)


def free_port(host: str, wanted: int | None) -> int:
    """The port that was asked for, else 8866 or the next free one."""
    if wanted is not None:
        if wanted and not _is_free(host, wanted):
            raise PortTaken(f"端口 {wanted} 已被占用。请换一个：--port {wanted + 1}，或者不写 --port。")
        return wanted
    for port in range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED):
        if _is_free(host, port):
            return port
    raise PortTaken(f"端口 {DEFAULT_PORT} 到 {port} 都被占用。请用 --port 指定一个空闲端口。")


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name != "nt":  # on Windows this option would share the port instead
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError:
        return False
    return True


def _run(
    state: CourseState, folder: Path, host: str, port: int, *, open_browser: bool, watcher: Watcher | None
) -> None:
    # Jupyter and Voila are slow to import and read these variables when they are
    _isolate(folder)
    from course.web.server import make_server

    server = make_server(state, folder, host=host, port=port, watcher=watcher)

    def ready() -> None:
        print("\n".join(welcome(host, server.port)), flush=True)
        if state.office:
            _show_the_way(state.office.door, own_address(host, server.port))
        if open_browser:
            Thread(target=webbrowser.open, args=(own_address(host, server.port),), daemon=True).start()

    server.ready = ready
    gc.collect()
    gc.freeze()  # what is loaded by now stays: no need to look through it again and again
    gc.set_threshold(*_LOOKS)
    server.start()


def _show_the_way(door: Door, course: str) -> None:
    """Tell whoever watches this window how an instructor comes in."""
    if door.own_machine:
        door.told = lambda key: print(
            f"管理台（给培训老师，只在这台机器上，用一次）：{course}desk/key/{key}", flush=True
        )
        door.new_key()
    if door.has_password:
        print(f"管理台（凭口令）：{course}desk", flush=True)
    elif not door.own_machine:
        print("管理台没有打开：要用就加 --desk-password-file 重新启动。", flush=True)


def _isolate(folder: Path) -> None:
    """Our Voila template is found; the user's own Jupyter settings are not."""
    templates = str(Path(__file__).parent / "voila")  # JUPYTER_PATH wants what is above voila/templates/
    paths = [templates, *filter(None, [os.environ.get("JUPYTER_PATH")])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(paths)
    os.environ.update(mounted_packs())
    os.environ["JUPYTER_CONFIG_DIR"] = str(folder / "config")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(folder / "runtime")
    os.environ["JUPYTER_DATA_DIR"] = str(folder / "data")
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
    for name in ("JUPYTER_TOKEN", "JUPYTER_TOKEN_FILE", "JUPYTER_CONFIG_PATH"):
        os.environ.pop(name, None)


@contextmanager
def own_folder() -> Iterator[Path]:
    """The server's own folder: the notebooks to show in ``root``, nothing of the course directory."""
    with tempfile.TemporaryDirectory(prefix="shizha-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        root = folder / "root"
        root.mkdir()
        for page in catalog.notebooks():
            source = catalog.notebook_of(page)
            if source.is_file():
                target = root / page.live_name
                shutil.copyfile(source, target)
                if sys.platform != "win32":  # a read-only file could not be removed there
                    target.chmod(0o444)
        yield folder
