"""The back office, in the order of its menu."""

from starlette.routing import BaseRoute, Route

from concejo.admin.areas import handlers as areas
from concejo.admin.calendar import handlers as calendar
from concejo.admin.duties import handlers as duties
from concejo.admin.log import handlers as log
from concejo.admin.processes import handlers as processes
from concejo.admin.roles import handlers as roles
from concejo.admin.rolls import handlers as rolls

routes: list[BaseRoute] = [
    Route("/", duties.home, methods=["GET"], name="home"),
    Route("/processes", processes.index, methods=["GET"], name="processes"),
    Route("/processes/new", processes.new, methods=["GET"], name="new"),
    Route("/processes/new", processes.create, methods=["POST"], name="create"),
    Route("/processes/{process}", processes.edit, methods=["GET"], name="edit"),
    Route("/processes/{process}", processes.change, methods=["POST"], name="change"),
    Route("/processes/{process}/calendar", calendar.edit, methods=["GET"], name="calendar"),
    Route("/processes/{process}/calendar", calendar.change, methods=["POST"], name="set_calendar"),
    Route("/processes/{process}/start", calendar.confirm, methods=["GET"], name="confirm_start"),
    Route("/processes/{process}/start", calendar.start, methods=["POST"], name="start"),
    Route("/processes/{process}/areas", areas.edit, methods=["GET"], name="areas"),
    Route("/processes/{process}/areas", areas.change, methods=["POST"], name="set_areas"),
    Route("/processes/{process}/areas/file", areas.upload, methods=["POST"], name="upload_areas"),
    Route("/roles", roles.index, methods=["GET"], name="roles"),
    Route("/roles", roles.grant, methods=["POST"], name="grant"),
    Route("/roles/revoke", roles.revoke, methods=["POST"], name="revoke"),
    Route("/rolls", rolls.index, methods=["GET"], name="rolls"),
    Route("/rolls", rolls.create, methods=["POST"], name="create_roll"),
    Route("/rolls/file", rolls.upload, methods=["POST"], name="upload_roll"),
    Route("/log", log.show, methods=["GET"], name="log"),
]
