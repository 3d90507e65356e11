"""The addresses of this room."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
