"""Long work that a button of the instructor starts: one at a time, in a thread, watched by the page."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from assessments.errors import AssessmentError
from casebank.errors import FaultsError

Kind = Literal["grade", "feedback"]
Progress = Callable[[int, int], None]
"""How many of how many are done."""

_FAILED = "没有做完，已经做好的都在。原因写在服务器那个窗口里，请管理服务器的人看一下，再点一次。"
_log = logging.getLogger(__name__)


@dataclass
class Job:
    """What is under way with a form, or came of it last."""

    kind: Kind
    form: str
    done: int = 0
    of: int = 0
    running: bool = True
    failed: bool = False
    told: str = ""
    """What came of it, in a sentence."""

    def progress(self, done: int, of: int) -> None:
        """So far."""
        self.done, self.of = done, of


@dataclass
class Jobs:
    """The work of one course directory."""

    _latest: dict[str, Job] = field(default_factory=dict)
    _held: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def latest(self, form: str) -> Job | None:
        """What is under way with a form, or came of it last; None where nothing was begun."""
        return self._latest.get(form)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nothing is under way; then nothing is begun meanwhile either."""
        with self._lock:
            free = not self._busy
            self._held = self._held or free
        try:
            yield free
        finally:
            if free:
                self._held = False

    @property
    def _busy(self) -> bool:
        return self._held or any(job.running for job in self._latest.values())

    def start(self, kind: Kind, form: str, work: Callable[[Progress], str]) -> bool:
        """Begin it, unless something else is under way; the thread ends with the server."""
        with self._lock:
            if self._busy:
                return False
            job = self._latest[form] = Job(kind, form)
        threading.Thread(target=_run, args=(job, work), name=f"shizha {kind}", daemon=True).start()
        return True


def _run(job: Job, work: Callable[[Progress], str]) -> None:
    """Do it; what nobody foresaw is a failure too, and the log has it."""
    job.failed, told = True, _FAILED
    try:
        told = work(job.progress)
        job.failed = False
    except (AssessmentError, FaultsError, OSError) as error:
        _log.error("%s %s: %s", job.kind, job.form, error)
    finally:
        job.told, job.running = told, False
