"""The committed bundles are what their sources give."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_committed_bundles_equal_a_fresh_build() -> None:
    node = shutil.which("node")
    assert node, "Node is needed to build the widgets: run `make test`, which sets it up"
    result = subprocess.run(
        [node, "tools/build_widgets.mjs", "--check"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
