"""The addresses of this room, in the order in which a resident meets them."""

from starlette.routing import BaseRoute, Route

from voting.board import handlers as board
from voting.board.log import handlers as log
from voting.booth import handlers as booth
from voting.booth.client import handlers as client
from voting.bundle import handlers as bundle
from voting.desk import handlers as desk
from voting.duties import handlers as duties
from voting.paper import handlers as paper
from voting.setup import handlers as setup

URN = "/paper/urns/{urn:row}"
STORIES = "/results/{contest:row}/projects"

routes: list[BaseRoute] = [
    Route("/", booth.booth, methods=["GET"], name="booth"),
    Route("/again", booth.back, methods=["GET"]),
    Route("/again", booth.again, methods=["POST"], name="again"),
    Route("/review", booth.back, methods=["GET"]),
    Route("/review", booth.review, methods=["POST"], name="review"),
    Route("/cast", booth.back, methods=["GET"]),
    Route("/cast", booth.cast, methods=["POST"], name="cast"),
    Route("/issue", client.issue, methods=["POST"], name="issue"),
    Route("/check", client.check, methods=["GET"], name="check"),
    Route("/specimen", desk.specimens, methods=["GET"], name="specimens"),
    Route("/specimen/{style}", desk.specimen, methods=["GET"], name="specimen"),
    Route("/desk", desk.show, methods=["GET"], name="desk"),
    Route("/desk/open", desk.open_, methods=["POST"], name="open_desk"),
    Route("/desk/close", desk.close, methods=["POST"], name="close_desk"),
    Route("/desk/find", desk.back, methods=["GET"]),
    Route("/desk/find", desk.find, methods=["POST"], name="find_person"),
    Route("/desk/give", desk.back, methods=["GET"]),
    Route("/desk/give", desk.give, methods=["POST"], name="hand_over"),
    Route("/desk/envelope", desk.back, methods=["GET"]),
    Route("/desk/envelope", desk.envelope, methods=["POST"], name="draw_envelope"),
    Route("/desk/surrender", desk.back, methods=["GET"]),
    Route("/desk/surrender", desk.surrender, methods=["POST"], name="surrender"),
    Route("/desk/exchange", desk.back, methods=["GET"]),
    Route("/desk/exchange", desk.exchange, methods=["POST"], name="exchange"),
    Route("/desk/sheets/{style}", desk.sheet, methods=["GET"], name="sheet"),
    Route("/paper", paper.show, methods=["GET"], name="paper"),
    Route("/paper/urns", paper.open_urn, methods=["POST"], name="open_urn"),
    Route(URN + "/declare", paper.declare, methods=["POST"], name="declare_urn"),
    Route(URN + "/recount", paper.recount, methods=["POST"], name="recount_urn"),
    Route(URN + "/reopen", paper.reopen, methods=["POST"], name="reopen_sheet"),
    Route(URN + "/type", paper.type_, methods=["GET"], name="type_sheet"),
    Route(URN + "/type", paper.save, methods=["POST"], name="type_sheet"),
    Route(URN + "/sheets/{number:row}", paper.versions, methods=["GET"], name="versions"),
    Route(URN + "/sheets/{number:row}", paper.decide, methods=["POST"], name="decide_sheet"),
    Route("/results", board.results, methods=["GET"], name="results"),
    Route("/results/receipt", board.receipt, methods=["GET"], name="receipt"),
    Route("/results/receipts.txt", board.receipts, methods=["GET"], name="receipts"),
    Route("/results/bundle.zip", bundle.bundle, methods=["GET"], name="bundle"),
    Route("/results/verify.py", bundle.verifier, methods=["GET"], name="verifier"),
    Route("/results/{contest:row}", board.result, methods=["GET"], name="result"),
    Route(STORIES, board.projects, methods=["GET"], name="projects"),
    Route(STORIES + "/{project:row}", board.project, methods=["GET"], name="project"),
    Route("/results/{contest:row}.pb", board.ballots, methods=["GET"], name="ballots"),
    Route("/log", log.show, methods=["GET"], name="log"),
    Route("/my-line", board.own_line, methods=["GET"], name="own_line"),
    Route("/roll_before.csv", board.roll_before, methods=["GET"], name="roll_before"),
    Route("/roll.csv", board.roll_after, methods=["GET"], name="roll_after"),
    Route("/guarantees", board.guarantees, methods=["GET"], name="guarantees"),
    Route("/manifest.json", board.manifest, methods=["GET"], name="manifest"),
    Route("/rule", setup.show, methods=["GET"], name="rule"),
    Route("/rule", setup.save, methods=["POST"], name="prepare"),
    Route("/rule/preview", setup.back, methods=["GET"], name="preview"),
    Route("/rule/preview", setup.preview, methods=["POST"], name="preview"),
    Route("/board", duties.duty, methods=["GET"], name="duty"),
    Route("/board/to-open.zip", duties.to_open, methods=["GET"], name="to_open"),
    Route("/board/propose/{kind}", duties.propose, methods=["POST"], name="propose"),
    Route("/board/acts/{act:row}/confirm", duties.confirm, methods=["POST"], name="confirm"),
    Route("/board/acts/{act:row}/withdraw", duties.withdraw, methods=["POST"], name="withdraw"),
    Route("/board/acts/{act:row}/decline", duties.decline, methods=["POST"], name="decline"),
]
