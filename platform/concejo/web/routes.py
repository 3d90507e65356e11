"""The addresses of the shell itself."""

from starlette.routing import BaseRoute, Route

from concejo.web import handlers

routes: list[BaseRoute] = [
    Route("/language", handlers.choose_language, methods=["POST"], name="language"),
    Route("/design", handlers.design, methods=["GET"], name="design"),
    Route("/health", handlers.health, methods=["GET"], name="health"),
]
