"""Cut a long list into pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from concejo.typed import read_number

Item = TypeVar("Item")
#: Times the size of a page it still fits a database.
PAGES_MAX = 999_999


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
    return read_number(request.query_params.get("page"), PAGES_MAX) or 1


def page_start(request: Request, size: int) -> int:
    """Tell how many items stand before the page that is asked for."""
    return (page_number(request) - 1) * size


def make_page(
    request: Request,
    items: Sequence[Item],
    total: int,
    size: int,
    query: Sequence[tuple[str, str]] | None = None,
) -> Page[Item]:
    """Put the items of the asked page between its neighbours, which keep the rest of the address.

    `query` is that rest where it is not simply what was asked.
    """
    if query is None:
        query = [pair for pair in request.query_params.multi_items() if pair[0] != "page"]
    pages = max(1, -(-total // size))
    return Page(items, page_number(request), pages, total, request.url.path, tuple(query))
