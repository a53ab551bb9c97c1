"""What a list on the terminal looks like: a table for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from course.packs import CasePacks, mount

if TYPE_CHECKING:
    from casebank.bank import Bank
    from casebank.model import Model

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Rows = Iterable[Sequence[str]]
PIPED_WIDTH = 240
"""Columns of a table that is not shown on a terminal: nothing is cut for want of room."""


def mounted_bank(packs: CasePacks) -> Bank:
    """The bank with these packs."""
    from casebank import load_bank

    mount(packs)
    return load_bank()


def show(records: Iterable[Model], as_json: bool, heads: Sequence[str], rows: Rows) -> None:
    """Records as a table, or as the JSON of their models."""
    if as_json:
        print_json([record.model_dump(mode="json") for record in records])
    else:
        table(heads, rows)


def print_json(rows: Any) -> None:
    """Rows as JSON."""
    typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def table(heads: Sequence[str], rows: Rows) -> None:
    """Rows below their headings."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED_WIDTH)
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for n, head in enumerate(heads):
        grid.add_column(head, no_wrap=n == 0, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    console.print(grid)


def plain(text: str) -> str:
    """A stranger's text, as a folder's name, on one line and so that it does nothing to a terminal."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)
