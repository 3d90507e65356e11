"""What moderators decided, for everybody."""

from starlette.routing import BaseRoute, Route

from concejo.moderation import handlers

routes: list[BaseRoute] = [
    Route("/", handlers.index, methods=["GET"], name="index"),
]
