"""The addresses of the moderators."""

from starlette.routing import BaseRoute, Route

from proposals.curation import handlers

routes: list[BaseRoute] = [
    Route("/", handlers.queue, methods=["GET"], name="queue"),
    Route("/{proposal:row}", handlers.read, methods=["GET"], name="read"),
    Route("/{proposal:row}", handlers.decide, methods=["POST"], name="decide"),
]
