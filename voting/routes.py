"""The addresses of this room, in the order in which a resident meets them."""

from starlette.routing import BaseRoute, Route

from voting.board import handlers as board
from voting.booth import handlers as booth
from voting.counting import handlers as counting
from voting.setup import handlers as setup

STORIES = "/results/{contest:row}/projects"

routes: list[BaseRoute] = [
    Route("/", booth.booth, methods=["GET"], name="booth"),
    Route("/review", booth.back, methods=["GET"]),
    Route("/review", booth.review, methods=["POST"], name="review"),
    Route("/cast", booth.back, methods=["GET"]),
    Route("/cast", booth.cast, methods=["POST"], name="cast"),
    Route("/results", board.results, methods=["GET"], name="results"),
    Route("/results/receipt", board.receipt, methods=["GET"], name="receipt"),
    Route("/results/receipts.txt", board.receipts, methods=["GET"], name="receipts"),
    Route("/results/{contest:row}", board.result, methods=["GET"], name="result"),
    Route(STORIES, board.projects, methods=["GET"], name="projects"),
    Route(STORIES + "/{project:row}", board.project, methods=["GET"], name="project"),
    Route("/results/{contest:row}.pb", board.ballots, methods=["GET"], name="ballots"),
    Route("/manifest.json", board.manifest, methods=["GET"], name="manifest"),
    Route("/rule", setup.show, methods=["GET"], name="rule"),
    Route("/rule", setup.save, methods=["POST"], name="prepare"),
    Route("/rule/preview", setup.back, methods=["GET"], name="preview"),
    Route("/rule/preview", setup.preview, methods=["POST"], name="preview"),
    Route("/board", counting.duty, methods=["GET"], name="duty"),
    Route("/board/close", counting.close, methods=["POST"], name="close"),
    Route("/board/count", counting.count, methods=["POST"], name="count"),
]
