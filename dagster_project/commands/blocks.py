"""How lists are shown on a terminal of 80 columns: tables of few columns, and blocks where there is much to say."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text


def whole_table(*columns: str, numbers: Sequence[str] = (), title: str | None = None) -> Table:
    """A table that cuts nothing off: what does not fit is wrapped between words. `numbers` stand on the right."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        if column in numbers:
            table.add_column(column, justify="right", no_wrap=True)
        else:
            table.add_column(column, overflow="fold")
    return table


def block(title: str, lines: Iterable[tuple[str, str]], *, style: str = "") -> Group:
    """A title and labelled texts below it, those that are empty left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for label, text in lines:
        if text:
            grid.add_row(label, Text(text))
    return Group(Text(title, style=f"bold {style}".strip()), Padding(grid, (0, 0, 1, 2)))
