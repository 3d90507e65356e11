"""The addresses of comments, below a proposal."""

from starlette.routing import BaseRoute, Mount, Route

from proposals.threads import handlers
from proposals.threads.curation.routes import routes as curation

routes: list[BaseRoute] = [
    Route("/", handlers.comment, methods=["POST"], name="comment"),
    Route("/{comment:int}/answer", handlers.write_answer, methods=["GET"], name="write_answer"),
    Route("/{comment:int}/answer", handlers.answer, methods=["POST"], name="answer"),
    Mount("/{comment:int}/moderation", routes=curation, name="curation"),
]
