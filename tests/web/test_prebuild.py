"""Every page built in one process: that it is done and noticed. What kernels give is compared elsewhere."""

from pathlib import Path

import pytest

from course.web import catalog, prebuild
from course.web.app import prepare_pages
from course.web.prerender import read_manifest, up_to_date

pytestmark = pytest.mark.slow


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


def test_where_that_process_fails_the_reason_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "pages"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    assert not prebuild.prebuild(blocked)
    with pytest.raises(OSError, match="pages"):
        prepare_pages(blocked)
