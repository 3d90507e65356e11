"""Read the audit log and check it."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role
from concejo.admin.log import services
from concejo.admin.log.services import Filter
from concejo.admin.page import office
from concejo.audit import services as audit
from concejo.web.pagination import make_page, page_start

PAGE_SIZE = 50


async def show(request: Request) -> Response:
    """Show the log, filtered; with `check` also whether its chain is whole."""
    visitor = guards.with_role_anywhere(request, Role.ADMINISTRATOR, Role.BOARD)
    asked = {name: request.query_params.get(name, "") for name in Filter.__dataclass_fields__}
    wanted = Filter(**{name: text.replace("\0", "").strip()[:120] for name, text in asked.items()})
    lines, total = await services.find_entries(wanted, page_start(request, PAGE_SIZE), PAGE_SIZE)
    verdict = await audit.verify() if "check" in request.query_params else None
    page = make_page(request, lines, total, PAGE_SIZE)
    return office(request, "admin/log.html", visitor, page=page, wanted=wanted, verdict=verdict)
