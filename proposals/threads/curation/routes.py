"""The addresses at which a comment is moderated."""

from starlette.routing import BaseRoute, Route

from proposals.threads.curation import handlers

routes: list[BaseRoute] = [
    Route("/", handlers.read, methods=["GET"], name="read"),
    Route("/", handlers.decide, methods=["POST"], name="decide"),
]
