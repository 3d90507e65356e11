"""The addresses of this room."""

from starlette.routing import BaseRoute, Route

from concejo.commitments import handlers
from concejo.commitments.drafts import handlers as drafts

routes: list[BaseRoute] = [
    Route("/", handlers.index, methods=["GET"], name="index"),
    Route("/desk", handlers.desk, methods=["GET"], name="desk"),
    Route("/results/{project:row}", handlers.edit, methods=["GET"], name="edit"),
    Route("/results/{project:row}", handlers.decide, methods=["POST"], name="decide"),
    Route("/drafts/{commitment:row}", drafts.show, methods=["GET"], name="draft"),
    Route("/drafts/{commitment:row}/write", drafts.write, methods=["GET"], name="write"),
    Route("/drafts/{commitment:row}/write", drafts.save, methods=["POST"], name="save"),
]
