"""Build the notebooks from their text; with --check, only say whether those in the tree are up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILDERS = ("course.authoring", "assessments.authoring")


def build() -> None:
    """Run every builder."""
    for module in BUILDERS:
        subprocess.run([sys.executable, "-m", module], cwd=ROOT, check=True)


def stale() -> list[str]:
    """What a build would change, add or no longer make. It is built elsewhere: the tree is only read."""
    from assessments.authoring import stale_forms
    from course.authoring.build import stale_lessons

    lessons = [f"course/{name}" for name in stale_lessons()]
    return lessons + [f"assessments/source/{form}" for form in stale_forms()]


def main() -> int:
    """Build, or check."""
    if "--check" not in sys.argv[1:]:
        build()
        return 0
    found = stale()
    for name in found:
        print(f"{name} is not what its text builds: run `make notebooks` and commit.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
