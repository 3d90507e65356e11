"""The addresses of those who make a proposal: write, preview, submit."""

from starlette.routing import BaseRoute, Route

from proposals.drafts import handlers

routes: list[BaseRoute] = [
    Route("/mine", handlers.mine, methods=["GET"], name="mine"),
    Route("/new", handlers.new, methods=["GET"], name="new"),
    Route("/new", handlers.start, methods=["POST"], name="start"),
    Route("/{proposal:row}/edit", handlers.edit, methods=["GET"], name="edit"),
    Route("/{proposal:row}/edit", handlers.change, methods=["POST"], name="change"),
    Route("/{proposal:row}/preview", handlers.preview, methods=["GET"], name="preview"),
    Route("/{proposal:row}/submit", handlers.submit, methods=["POST"], name="submit"),
    Route("/{proposal:row}/withdraw", handlers.ask_withdraw, methods=["GET"], name="ask_withdraw"),
    Route("/{proposal:row}/withdraw", handlers.withdraw, methods=["POST"], name="withdraw"),
]
