"""The front page, the processes and how it all works."""

from starlette.routing import BaseRoute, Route

from concejo.processes import handlers

routes: list[BaseRoute] = [
    Route("/", handlers.home, methods=["GET"], name="home"),
    Route("/how-it-works", handlers.guide, methods=["GET"], name="guide"),
    Route("/processes", handlers.index, methods=["GET"], name="index"),
    Route("/processes/{process}", handlers.show, methods=["GET"], name="show"),
]
