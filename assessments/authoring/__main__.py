"""`python -m assessments.authoring` builds the forms; `--check` only says which are stale."""

import sys

from assessments.authoring.build import SOURCE, build_all, stale_forms

if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        stale = stale_forms()
        sys.exit(f"not what their items build, run `make notebooks`: {', '.join(stale)}" if stale else 0)
    build_all(SOURCE)
