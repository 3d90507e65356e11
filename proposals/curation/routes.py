"""The addresses of the moderators."""

from starlette.routing import BaseRoute, Route

from proposals.curation import handlers

routes: list[BaseRoute] = [
    Route("/", handlers.queue, methods=["GET"], name="queue"),
    Route("/{proposal:int}", handlers.read, methods=["GET"], name="read"),
    Route("/{proposal:int}", handlers.decide, methods=["POST"], name="decide"),
]
