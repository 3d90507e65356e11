"""The addresses of the shell itself."""

from starlette.routing import BaseRoute, Route

from concejo.web import handlers

routes: list[BaseRoute] = [
    Route("/language", handlers.choose_language, methods=["POST"], name="language"),
    Route("/privacy", handlers.privacy, methods=["GET"], name="privacy"),
    Route("/accessibility", handlers.accessibility, methods=["GET"], name="accessibility"),
    Route("/design", handlers.design, methods=["GET"], name="design"),
    Route("/health", handlers.health, methods=["GET"], name="health"),
]
