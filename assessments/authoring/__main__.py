"""Builds the schemas for editors, the forms of the blueprint, then their notebooks.

`--check` only says what is stale. `--items DIR` builds the schemas and forms of a private folder instead. An
item that says something else under the same version is refused; `--afresh` takes all items as they are, for a
bank of which nothing has been released yet.
"""

import argparse
import os
import sys
from pathlib import Path

from assessments.authoring.build import SOURCE, build_all, record_editions, recorded_faults, stale_forms
from assessments.items.itembank import MOUNTED, NO_FOLDER, Shelf, shelves
from assessments.items.plan import blueprints, build_forms, planned_forms, stale_plans
from assessments.items.schema import stale_schemas, write_schemas
from casebank.errors import Fault, FaultsError


def main() -> int:
    """Build or look; 1 where something is stale or cannot be built."""
    parser = argparse.ArgumentParser(prog="python -m assessments.authoring", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say what is stale")
    parser.add_argument("--afresh", action="store_true", help="forget what the items said before")
    parser.add_argument("--items", type=Path, metavar="DIR", help="a folder of private items")
    chosen = parser.parse_args()
    if chosen.items:
        os.environ[MOUNTED] = str(chosen.items.resolve())
    try:
        return _check() if chosen.check else _build(private=chosen.items is not None, afresh=chosen.afresh)
    except FaultsError as error:
        print(error, file=sys.stderr)
        return 1


def _build(*, private: bool, afresh: bool) -> int:
    for shelf in shelves():
        if shelf.public is not private:
            _write_schemas(shelf)
    for shelf in blueprints():
        if shelf.public is not private:
            build_forms(shelf)
    for shelf in shelves():
        if shelf.public is not private:
            record_editions(shelf, afresh=afresh)
    if not private:
        build_all(SOURCE)
    return 0


def _write_schemas(shelf: Shelf) -> None:
    if not shelf.folder.is_dir():
        raise FaultsError([Fault(shelf.folder.name, None, NO_FOLDER)])
    write_schemas(shelf.folder)


def _check() -> int:
    faults = []
    for shelf in blueprints():
        forms, unmet = planned_forms(shelf)
        faults += [*unmet, *stale_plans(shelf, forms)]
    faults += recorded_faults()
    stale = [*stale_schemas(), *stale_forms()]
    for fault in faults:
        print(fault, file=sys.stderr)
    if stale:
        told = f"not what models and items build, run `make notebooks`: {', '.join(stale)}"
        print(told, file=sys.stderr)
    return 1 if faults or stale else 0


if __name__ == "__main__":
    sys.exit(main())
