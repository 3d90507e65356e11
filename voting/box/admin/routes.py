"""The addresses for the office, where the box stands in another house."""

from starlette.routing import BaseRoute, Route

import voting.box.routes  # noqa: F401 it registers the convertor that the addresses below have
from voting.box.admin import handlers

_URN = "/{election:octets}"

routes: list[BaseRoute] = [
    Route("/", handlers.greet, methods=["GET"]),
    Route("/open", handlers.open_box, methods=["POST"]),
    Route(_URN + "/prepare", handlers.prepare, methods=["POST"]),
    Route(_URN + "/cast", handlers.cast, methods=["POST"]),
    Route(_URN + "/envelopes", handlers.keep_envelopes, methods=["POST"]),
    Route(_URN + "/envelopes", handlers.unused_envelopes, methods=["GET"]),
    Route(_URN + "/envelopes/{voter:octets}", handlers.find_envelope, methods=["GET"]),
    Route(_URN + "/close", handlers.close, methods=["POST"]),
    Route(_URN + "/append", handlers.append, methods=["POST"]),
    Route(_URN + "/sign-close", handlers.sign_close, methods=["POST"]),
    Route(_URN + "/lines/{start:int}", handlers.lines, methods=["GET"]),
    Route(_URN + "/sealed", handlers.sealed, methods=["GET"]),
]
