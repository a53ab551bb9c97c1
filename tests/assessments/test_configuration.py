"""nbgrader_config.py of an older course: renewed while nobody touched it, else one sentence says what to do."""

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from assessments import configuration
from assessments.configuration import CONFIG, SHIPPED, TEMPLATE, renew, renew_untouched

EARLIER = "# an earlier template\nc = get_config()\n"


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """As though EARLIER had been the first template."""
    digest = hashlib.sha256(EARLIER.encode()).hexdigest()
    monkeypatch.setattr(configuration, "SHIPPED", {**SHIPPED, 1: digest})


def written(folder: Path, text: str) -> Path:
    path = folder / CONFIG
    path.write_text(text, encoding="utf-8")
    return path


def test_who_changes_the_template_gives_it_another_version() -> None:
    """Its digest stands in SHIPPED under the version that it says of itself; the earlier ones stay there."""
    text = TEMPLATE.read_text(encoding="utf-8")
    (version,) = re.findall(r"^# Version (\d+) of this file", text, re.MULTILINE)
    assert int(version) == max(SHIPPED)
    assert SHIPPED[int(version)] == hashlib.sha256(text.encode()).hexdigest()
    assert sorted(SHIPPED) == list(range(1, int(version) + 1))


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.usefixtures("shipped")
def test_an_untouched_one_is_renewed_and_kept(tmp_path: Path, ends: str) -> None:
    path = tmp_path / CONFIG
    path.write_bytes(EARLIER.replace("\n", ends).encode())
    (tmp_path / f"{CONFIG}.bak").write_text("kept before", encoding="utf-8")
    told = renew_untouched(tmp_path)
    assert told == f"{path} was renewed; the earlier one is {CONFIG}.bak1."
    assert path.read_bytes() == TEMPLATE.read_bytes()
    assert (tmp_path / f"{CONFIG}.bak1").read_bytes() == EARLIER.replace("\n", ends).encode()
    assert (tmp_path / f"{CONFIG}.bak").read_text(encoding="utf-8") == "kept before"
    assert renew_untouched(tmp_path) is None


@pytest.mark.usefixtures("shipped")
def test_an_edited_one_is_left_alone_and_told_in_one_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, EARLIER + "c.Exchange.root = '/srv/x'\n")
    told = renew_untouched(tmp_path)
    assert told is not None
    assert f"shizha renew-config {tmp_path}" in told
    assert "\n" not in told
    assert path.read_text(encoding="utf-8").endswith("'/srv/x'\n")
    assert [each.name for each in tmp_path.iterdir()] == [CONFIG]
    assert renew(tmp_path) == f"{path} was renewed; the earlier one is {CONFIG}.bak."
    assert "/srv/x" in (tmp_path / f"{CONFIG}.bak").read_text(encoding="utf-8")
    assert path.read_bytes() == TEMPLATE.read_bytes()


def test_the_present_one_edited_or_not_and_a_missing_one_say_nothing(tmp_path: Path) -> None:
    assert renew_untouched(tmp_path) is None
    shutil.copyfile(TEMPLATE, tmp_path / CONFIG)
    assert renew_untouched(tmp_path) is None
    assert renew(tmp_path) == f"{tmp_path / CONFIG} is the present one."
    written(tmp_path, TEMPLATE.read_text(encoding="utf-8") + "c.LimitOutput.max_lines = 9\n")
    assert renew_untouched(tmp_path) is None
    assert [each.name for each in tmp_path.iterdir()] == [CONFIG]
