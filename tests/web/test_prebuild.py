"""Every page built in one process: that it is done and noticed. What kernels give is compared elsewhere."""

import subprocess
from pathlib import Path

import pytest

from casebank import Fault, FaultsError
from course.web import app, catalog, prebuild
from course.web.app import prepare_pages
from course.web.lift import CellFault, PortabilityError
from course.web.prerender import read_manifest, up_to_date

FAULT = CellFault("05_order_brushing.ipynb", 4, "fails with KeyError: '05-p9'")


def test_a_faulty_cell_is_told_across_the_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise PortabilityError((FAULT,))

    monkeypatch.setattr(prebuild, "build_pages", fails)
    monkeypatch.setattr("course.web.quick_run.QuickRun", object)
    status = prebuild.main(tmp_path)
    said = capfd.readouterr().out.encode("utf-8")
    answer = subprocess.CompletedProcess([], status, said, b"")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    with pytest.raises(PortabilityError, match=r"05_order_brushing\.ipynb, cell 4: fails with KeyError"):
        prebuild.prebuild(tmp_path)


def test_faulty_paths_stop_the_start_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "path_faults", lambda _: [Fault("paths.yaml", 7, "no lesson '77'")])
    with pytest.raises(FaultsError, match=r"paths\.yaml:7: no lesson '77'"):
        prepare_pages(tmp_path / "pages")
    assert not (tmp_path / "pages").exists()


@pytest.mark.slow
def test_all_pages_are_built_without_a_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr("course.web.sources.execute", never)
    folder = tmp_path / "pages"
    assert not up_to_date(folder, catalog.everything())
    prepare_pages(folder)
    assert up_to_date(folder, catalog.everything())
    manifest = read_manifest(folder)
    assert manifest is not None
    assert set(manifest.pages) == {page.id for page in catalog.everything()}


@pytest.mark.slow
def test_where_that_process_fails_kernels_are_asked_for_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def kernel(path: Path) -> None:
        asked.append(path)
        raise PortabilityError((FAULT,))

    monkeypatch.setattr("course.web.sources.execute", kernel)
    blocked = tmp_path / "pages"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    assert not prebuild.prebuild(blocked)
    with pytest.raises(PortabilityError, match="fails with KeyError"):
        prepare_pages(blocked)
    assert len(asked) == 1
