"""List the proposals that anybody may read."""

from dataclasses import dataclass

from concejo.db import fetch
from concejo.processes.services import Envelope, ProcessView
from concejo.text import Text
from proposals.core.search import PRIME, patterns, shuffle
from proposals.core.status import NAMES, Status
from proposals.listing.forms import ListForm, Sort
from proposals.services import public_sql
from proposals.support.services import count_supports

#: `proposals.core.search.place` in SQL; nothing on its way is too large for 64 bits.
_PLACE = f"(((? * p.id + ?) % {PRIME} * p.id + ?) % {PRIME} * p.id + ?) % {PRIME}"
_SUPPORTS = "(SELECT COUNT(*) FROM support s WHERE s.proposal_id = p.id)"


@dataclass(frozen=True)
class Entry:
    """A proposal as it stands in the list."""

    id: int
    title: str
    summary: str
    author: str
    area: Envelope
    status: Status
    supports: int

    @property
    def status_name(self) -> Text:
        """Give the status in words."""
        return NAMES[self.status]


async def list_proposals(
    process: ProcessView, wish: ListForm, page: int, size: int
) -> tuple[list[Entry], int]:
    """List a page of the public proposals that a reader wishes for, with how many there are."""
    chosen, values = _chosen(process, wish)
    counted = await fetch(f"SELECT COUNT(*) AS n FROM proposal p WHERE {chosen}", *values)
    order, places = _order(wish)
    rows = await fetch(
        "SELECT p.id, p.title, p.summary, p.area_id, p.status, a.name AS author"
        " FROM proposal p JOIN account a ON a.id = p.author_id"
        f" WHERE {chosen} ORDER BY {order} LIMIT ? OFFSET ?",
        *(*values, *places, size, (page - 1) * size),
    )
    supports = await count_supports([row.integer("id") for row in rows])
    entries = [
        Entry(
            id=row.integer("id"),
            title=row.text("title"),
            summary=row.text("summary"),
            author=row.text("author"),
            area=process.area(row.integer("area_id")),
            status=Status(row.text("status")),
            supports=supports.get(row.integer("id"), 0),
        )
        for row in rows
    ]
    return entries, counted[0].integer("n")


def _chosen(process: ProcessView, wish: ListForm) -> tuple[str, list[str | int]]:
    """Give the condition in SQL, and its values."""
    public, statuses = public_sql(wish.statuses)
    parts = ["p.process_id = ?", public]
    values: list[str | int] = [process.id, *statuses]
    if wish.area_id is not None:
        parts.append("p.area_id = ?")
        values.append(wish.area_id)
    for pattern in patterns(wish.sought):
        parts.append("p.sought LIKE ? ESCAPE '\\'")
        values.append(pattern)
    return " AND ".join(parts), values


def _order(wish: ListForm) -> tuple[str, list[int]]:
    """Give the order in SQL, and its values; the number decides where all else is equal."""
    match wish.sort:
        case Sort.NEWEST:
            return "p.submitted_at DESC, p.id DESC", []
        case Sort.SUPPORTED:
            return f"{_SUPPORTS} DESC, p.id", []
        case Sort.RANDOM:
            return f"{_PLACE}, p.id", list(shuffle(wish.seed))
