"""The addresses of this room."""

from starlette.routing import BaseRoute, Route

from concejo.accounts.verification import handlers

routes: list[BaseRoute] = [
    Route("/", handlers.show, methods=["GET"], name="show"),
    Route("/", handlers.verify, methods=["POST"], name="verify"),
]
