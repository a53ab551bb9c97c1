"""Build the notebooks from their text; with --check, only say whether those in the tree are up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILDERS = ("course.authoring", "assessments.authoring")


def generated() -> dict[Path, bytes]:
    """Every file that the builders write, with its bytes."""
    files = [*ROOT.glob("course/*.ipynb"), *ROOT.glob("assessments/source/*/*")]
    return {path: path.read_bytes() for path in files if path.is_file()}


def build() -> None:
    """Run every builder."""
    for module in BUILDERS:
        subprocess.run([sys.executable, "-m", module], cwd=ROOT, check=True)


def stale() -> list[Path]:
    """The files that a build changes, adds or would no longer make; the tree is as before afterwards."""
    before = generated()
    try:
        for path in before:
            path.unlink()
        build()
        after = generated()
    finally:
        for path in generated().keys() - before.keys():
            path.unlink()
        for path, data in before.items():
            path.write_bytes(data)
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def main() -> int:
    """Build, or check."""
    if "--check" not in sys.argv[1:]:
        build()
        return 0
    paths = [path.relative_to(ROOT).as_posix() for path in stale()]
    for path in paths:
        print(f"{path} is not what its text builds: run `make notebooks` and commit.", file=sys.stderr)
    return 1 if paths else 0


if __name__ == "__main__":
    sys.exit(main())
