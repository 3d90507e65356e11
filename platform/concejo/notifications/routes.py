"""The addresses of this room, for demonstrations only."""

from starlette.routing import BaseRoute, Route

from concejo.notifications.folder import handlers

routes: list[BaseRoute] = [
    Route("/mail", handlers.show, methods=["GET"], name="mail"),
]
