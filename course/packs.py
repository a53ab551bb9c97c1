"""Folders that an option mounts, without a release: case packs, and an organisation's own items."""

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
ItemFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--items",
        help="A folder of private items and forms; may be given again.",
        file_okay=False,
        exists=True,
    ),
]


def mount(packs: Sequence[Path] | None) -> None:
    """Mount the packs for this process and those that it starts. Without packs nothing changes."""
    from casebank.loader import PACKS

    if packs:
        os.environ[PACKS] = os.pathsep.join(str(pack.resolve()) for pack in packs)


def mount_items(folders: Sequence[Path] | None) -> None:
    """Mount folders of private items, as `mount` does with cases."""
    from assessments.items.itembank import MOUNTED

    if folders:
        os.environ[MOUNTED] = os.pathsep.join(str(folder.resolve()) for folder in folders)
