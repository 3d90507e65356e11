"""The addresses of supports, below a proposal."""

from starlette.routing import BaseRoute, Route

from proposals.support import handlers

routes: list[BaseRoute] = [
    Route("/", handlers.give, methods=["POST"], name="give"),
    Route("/withdraw", handlers.take_back, methods=["POST"], name="take_back"),
]
