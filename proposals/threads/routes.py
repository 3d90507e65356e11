"""The addresses of comments, below a proposal."""

from starlette.routing import BaseRoute, Mount, Route

from proposals.threads import handlers
from proposals.threads.curation.routes import routes as curation

routes: list[BaseRoute] = [
    Route("/", handlers.comment, methods=["POST"], name="comment"),
    Route("/{comment:row}/answer", handlers.write_answer, methods=["GET"], name="write_answer"),
    Route("/{comment:row}/answer", handlers.answer, methods=["POST"], name="answer"),
    Mount("/{comment:row}/moderation", routes=curation, name="curation"),
]
