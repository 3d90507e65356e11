"""The addresses of the box. In set-up B they stand on a host of their own."""

from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import BaseRoute, Route

from voting.box import handlers
from voting.box.code import handlers as code
from voting.box.cosigning import handlers as cosigning


class OctetsConvertor(Convertor[bytes]):
    """32 bytes in an address, in hexadecimal."""

    regex = "[0-9a-f]{64}"

    def convert(self, value: str) -> bytes:
        """Read the bytes."""
        return bytes.fromhex(value)

    def to_string(self, value: bytes) -> str:
        """Write the bytes."""
        return value.hex()


register_url_convertor("octets", OctetsConvertor())

_URN = "/{election:octets}"

routes: list[BaseRoute] = [
    Route(_URN + "/cast", handlers.cast, methods=["POST"]),
    Route("/code", code.choose, methods=["GET"]),
    Route(_URN + "/code", code.enter, methods=["GET"]),
    Route(_URN + "/code", code.ballot, methods=["POST"]),
    Route(_URN + "/code/review", code.back, methods=["GET"]),
    Route(_URN + "/code/review", code.review, methods=["POST"]),
    Route(_URN + "/code/cast", code.back, methods=["GET"]),
    Route(_URN + "/code/cast", code.cast, methods=["POST"]),
    Route(_URN + "/counter/{voter:octets}", handlers.counter, methods=["GET"]),
    Route(_URN + "/leaf/{voter:octets}", handlers.leaf, methods=["GET"]),
    Route(_URN + "/batch", handlers.batch, methods=["GET"]),
    Route(_URN + "/manifest.json", handlers.manifest, methods=["GET"]),
    Route(_URN + "/checkpoint", handlers.checkpoint, methods=["GET"]),
    Route(_URN + "/checkpoints.txt", handlers.checkpoints, methods=["GET"]),
    Route(_URN + "/board.bin", handlers.board, methods=["GET"]),
    Route(_URN + "/proof/{leaf:octets}", handlers.proof, methods=["GET"]),
    Route(_URN + "/consistency/{size:int}", handlers.consistency, methods=["GET"]),
    Route(_URN + "/consistency/{size:int}/{whole:int}", handlers.consistency, methods=["GET"]),
    Route(_URN + "/cosignature", cosigning.cosignature, methods=["POST"]),
]
