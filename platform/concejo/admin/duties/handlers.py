"""The first page of the back office."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role
from concejo.admin.duties import services
from concejo.admin.page import office


async def home(request: Request) -> Response:
    """Show what needs the visitor today."""
    visitor = guards.with_role_anywhere(request, *Role)
    return office(request, "admin/home.html", visitor, duties=await services.list_duties(visitor))
