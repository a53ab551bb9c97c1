"""Case packs: folders of further cases that an option mounts, without a release."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

CasePacks = Annotated[
    list[Path] | None,
    typer.Option("--cases", help="A folder of further cases; may be given again.", file_okay=False),
]


def mount(packs: Sequence[Path] | None) -> None:
    """Mount the packs for this process and those that it starts. Without packs nothing changes."""
    from casebank.loader import PACKS

    if packs:
        os.environ[PACKS] = os.pathsep.join(str(pack.resolve()) for pack in packs)
