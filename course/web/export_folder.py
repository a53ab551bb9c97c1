"""Puts an export where it is wanted: whole or not at all, and never over anything that is not one of ours."""

from __future__ import annotations

import errno
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from course.web.export_page import ExportError

MARKER = "shizha-export.json"
_SCHEMA = "shizha.export/1"
_DAY = (2020, 1, 1, 0, 0, 0)
"""Every entry of a zip bears this day: equal exports are equal bytes."""


def replaceable(folder: Path) -> None:
    """Refuse a place that holds anything but an earlier export of ours. Raises ExportError."""
    if folder.is_symlink() or os.path.ismount(folder):
        raise ExportError(f"{folder} is a link or a drive of its own; name a folder on it.")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ExportError(f"{folder} is a file; name a folder.")
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    others = sorted(here - _listed(folder))
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise ExportError(
            f"{folder} holds what no export wrote ({others[0]}{more}); name an empty or a new folder."
        )


def replaceable_zip(file: Path) -> None:
    """Refuse to write over a file that is no zip of ours. Raises ExportError."""
    if not file.exists():
        return
    try:
        with zipfile.ZipFile(file) as archive:
            ours = any(name.endswith(f"/{MARKER}") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        ours = False
    if not ours:
        raise ExportError(f"{file} is there and is no export of ours; move it away first.")


def write_export(folder: Path, contents: Mapping[str, bytes], *, zipped: Path | None = None) -> None:
    """Write the files, and a zip of them beside; what was there is replaced in one step.

    Raises ExportError, and then what was there before is still there.
    """
    files = {**contents, MARKER: _marker(contents)}
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _scratch(folder, sum(map(len, files.values()))) as scratch:
        for name, data in files.items():
            target = scratch / "new" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if zipped is not None:
            _zip(scratch / "new.zip", zipped.stem, files)
        _swap(scratch / "new", folder, scratch / "old")
        if zipped is not None:
            (scratch / "new.zip").replace(zipped)


@contextmanager
def _scratch(folder: Path, size: int) -> Iterator[Path]:
    """A folder on the same disk, gone at the end. What the disk refuses is told in one sentence."""
    try:
        with tempfile.TemporaryDirectory(
            prefix=f".{folder.name}-", dir=folder.parent, ignore_cleanup_errors=True
        ) as name:
            yield Path(name)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        needs = f"about {size / 1e6:.0f} MB are needed; " if full else ""
        raise ExportError(f"{folder}: {error.strerror or error}; {needs}nothing was changed.") from error


def _swap(new: Path, folder: Path, old: Path) -> None:
    if not folder.exists():
        new.rename(folder)
        return
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise


def _zip(file: Path, top: str, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{top}/{name}", _DAY)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


def _marker(contents: Mapping[str, bytes]) -> bytes:
    told = {"schema": _SCHEMA, "files": sorted(contents)}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _listed(folder: Path) -> set[str]:
    """What an earlier export wrote there; nothing where there was none."""
    try:
        told = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        return {*map(str, told["files"]), MARKER} if told["schema"] == _SCHEMA else set()
    except (OSError, ValueError, LookupError, TypeError):
        return set()
