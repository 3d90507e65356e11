"""The front page."""

from starlette.routing import BaseRoute, Route

from concejo.front import handlers

routes: list[BaseRoute] = [
    Route("/", handlers.home, methods=["GET"], name="home"),
]
