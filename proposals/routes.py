"""The addresses of proposals, in the order in which a resident meets them."""

from starlette.routing import BaseRoute, Mount, Route

from proposals import handlers
from proposals.curation.routes import routes as curation
from proposals.drafts.routes import routes as drafts
from proposals.support.routes import routes as support
from proposals.threads.routes import routes as threads
from proposals.valuation.routes import routes as valuation

IMAGE = "/{proposal:row}/images/{name}.{size}.webp"

routes: list[BaseRoute] = [
    Route("/", handlers.index, methods=["GET"], name="index"),
    Route("/{proposal:row}", handlers.show, methods=["GET"], name="show"),
    Route(IMAGE, handlers.image, methods=["GET"], name="image"),
    Mount("/{proposal:row}/support", routes=support, name="support"),
    Mount("/{proposal:row}/comments", routes=threads, name="threads"),
    Mount("/moderation", routes=curation, name="curation"),
    Mount("/valuation", routes=valuation, name="valuation"),
    *drafts,
]
