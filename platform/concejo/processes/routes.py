"""The processes, and how it all works."""

from starlette.routing import BaseRoute, Route

from concejo.processes import handlers

routes: list[BaseRoute] = [
    Route("/how-it-works", handlers.guide, methods=["GET"], name="guide"),
    Route("/processes", handlers.index, methods=["GET"], name="index"),
    Route("/processes/{process}", handlers.show, methods=["GET"], name="show"),
]
