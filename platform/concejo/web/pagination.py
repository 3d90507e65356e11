"""Cut a long list into pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list: `number` counts from 1 to `pages`, `total` is all its items."""

    items: Sequence[Item]
    number: int
    pages: int
    total: int
    path: str
    query: tuple[tuple[str, str], ...]

    def url(self, number: int) -> str:
        """Give the address of another page of the same list."""
        return f"{self.path}?{urlencode([*self.query, ('page', number)])}"


def page_number(request: Request) -> int:
    """Read which page is asked for; anything that is not one is the first."""
    asked = request.query_params.get("page", "1")
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= 6
    return max(1, int(asked)) if is_number else 1


def make_page(request: Request, items: Sequence[Item], total: int, size: int) -> Page[Item]:
    """Put the items of the asked page between its neighbours."""
    query = tuple(
        (name, value) for name, value in request.query_params.multi_items() if name != "page"
    )
    return Page(
        items, page_number(request), max(1, -(-total // size)), total, request.url.path, query
    )
