"""`python -m course.authoring` builds the notebooks; `--check` only says which are stale."""

import sys

from course.authoring.build import build_all, stale_notebooks

if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        stale = stale_notebooks()
        sys.exit(f"not what their text builds, run `make notebooks`: {', '.join(stale)}" if stale else 0)
    build_all()
