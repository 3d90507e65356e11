"""The addresses of this room."""

from starlette.routing import BaseRoute, Route

from concejo.commitments import handlers
from concejo.commitments.drafts import handlers as drafts

routes: list[BaseRoute] = [
    Route("/", handlers.index, methods=["GET"], name="index"),
    Route("/desk", handlers.desk, methods=["GET"], name="desk"),
    Route("/results/{project:int}", handlers.edit, methods=["GET"], name="edit"),
    Route("/results/{project:int}", handlers.decide, methods=["POST"], name="decide"),
    Route("/drafts/{commitment:int}", drafts.show, methods=["GET"], name="draft"),
    Route("/drafts/{commitment:int}/write", drafts.write, methods=["GET"], name="write"),
    Route("/drafts/{commitment:int}/write", drafts.save, methods=["POST"], name="save"),
]
