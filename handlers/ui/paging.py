"""Lists that are longer than a card: the buttons to the page before and after."""

from __future__ import annotations

from handlers.ui.screens import Button, Row, Text

PAGE = 8


def by_offset(
    action: str, *args: str | int, offset: int, shown: int, total: int | None = None,
    more: bool | None = None, size: int = PAGE,
) -> Row:  # fmt: skip
    """◀ and ▶ around the place in the list; the action gets `(*args, offset)` of the other page.

    Give `total`, or `more` where counting would be too dear. A list of one page has no row.
    """
    further = offset + shown < total if total is not None else bool(more)
    place = (
        Text("page-of", first=offset + 1, last=offset + shown, total=total)
        if total is not None
        else Text("page-from", first=offset + 1, last=offset + shown)
    )
    before = Button(Text("earlier"), action, (*args, max(offset - size, 0)))
    here = Button(place, action, (*args, offset))
    after = Button(Text("later"), action, (*args, offset + size))
    if not offset and not further:
        return ()
    return (*((before,) if offset else ()), here, *((after,) if further else ()))
