"""Grant duties to people, and take them back."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import ROLE_NAMES, Role, Visitor
from concejo.admin.page import office
from concejo.admin.roles import services
from concejo.admin.roles.forms import GrantForm
from concejo.errors import Invalid, NotFound
from concejo.processes.services import list_processes
from concejo.text import _
from concejo.typed import read_row
from concejo.web import flash, read_form, redirect


async def index(request: Request) -> Response:
    """List who has which duty, and find people to give one to."""
    visitor = guards.with_role_anywhere(request, Role.ADMINISTRATOR)
    typed = {"q": request.query_params.get("q", "")}
    return await _page(request, visitor, Invalid({}, typed), 200)


async def grant(request: Request) -> Response:
    """Give somebody a duty, or say what is missing."""
    visitor = guards.with_role_anywhere(request, Role.ADMINISTRATOR)
    typed = await read_form(request)
    try:
        form = GrantForm.parse(typed)
        await services.grant(visitor, form.account_id, form.role, form.process_id)
    except Invalid as invalid:
        return await _page(request, visitor, Invalid(invalid.fields, invalid.typed or typed))
    flash(request, "success", _("The duty is granted."))
    return redirect(request, "admin:roles")


async def revoke(request: Request) -> Response:
    """Take a duty back."""
    visitor = guards.with_role_anywhere(request, Role.ADMINISTRATOR)
    grant_id = read_row((await read_form(request)).get("grant"))
    if grant_id is None:
        raise NotFound
    await services.revoke(visitor, grant_id)
    flash(request, "success", _("The duty was taken back."))
    return redirect(request, "admin:roles")


async def _page(
    request: Request, visitor: Visitor, invalid: Invalid, status_code: int = 422
) -> Response:
    theirs = [p for p in await list_processes() if visitor.has_role(Role.ADMINISTRATOR, p.id)]
    everywhere = [("all", _("All processes"))] if visitor.has_role(Role.ADMINISTRATOR, None) else []
    typed = str(invalid.typed.get("q", ""))
    return office(
        request,
        "admin/roles.html",
        visitor,
        status_code=status_code,
        typed=invalid.typed,
        errors=invalid.fields,
        people=await services.find_people(typed),
        grants=await services.list_grants(visitor),
        roles=list(ROLE_NAMES.items()),
        scopes=[*everywhere, *((p.id, p.title) for p in theirs)],
    )
