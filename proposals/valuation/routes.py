"""The addresses of the technical office."""

from starlette.routing import BaseRoute, Route

from proposals.valuation import handlers

routes: list[BaseRoute] = [
    Route("/", handlers.index, methods=["GET"], name="index"),
    Route("/{proposal:row}", handlers.read, methods=["GET"], name="read"),
    Route("/{proposal:row}", handlers.value, methods=["POST"], name="value"),
]
