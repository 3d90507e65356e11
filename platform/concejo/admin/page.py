"""The frame of the back office: every page with the menu of what is the visitor's to do."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts.core import Role, Visitor
from concejo.processes.services import ProcessView
from concejo.text import Text, _
from concejo.web import render

Entry = tuple[str, Text]


def office(
    request: Request,
    name: str,
    visitor: Visitor,
    process: ProcessView | None = None,
    status_code: int = 200,
    **context: object,
) -> Response:
    """Answer with a page of the back office, of one process or of none."""
    return render(
        request,
        name,
        None,
        status_code,
        menu=menu(request, visitor, process),
        process=process,
        **context,
    )


def menu(
    request: Request, visitor: Visitor, process: ProcessView | None
) -> list[tuple[object, list[Entry]]]:
    """List the pages of the back office that are open to this visitor."""

    def entry(route: str, label: Text, **params: str) -> Entry:
        return str(request.app.url_path_for(route, **params)), label

    everywhere = [entry("admin:home", _("What needs me today"))]
    if visitor.has_role_anywhere(Role.ADMINISTRATOR):
        everywhere.append(entry("admin:processes", _("Processes")))
        everywhere.append(entry("admin:roles", _("Roles")))
    if visitor.has_role(Role.ADMINISTRATOR, None):
        everywhere.append(entry("admin:rolls", _("Electoral rolls")))
    if visitor.has_role_anywhere(Role.ADMINISTRATOR) or visitor.has_role_anywhere(Role.BOARD):
        everywhere.append(entry("admin:log", _("Audit log")))
    groups: list[tuple[object, list[Entry]]] = [(_("Back office"), everywhere)]
    if process and visitor.has_role(Role.ADMINISTRATOR, process.id):
        pages = (
            ("admin:edit", _("Details")),
            ("admin:calendar", _("Calendar")),
            ("admin:areas", _("Areas and money")),
            ("voting:rule", _("Ballot and rule")),
            ("processes:show", _("Public page")),
        )
        groups.append(
            (process.title, [entry(r, label, process=process.slug) for r, label in pages])
        )
    return groups
