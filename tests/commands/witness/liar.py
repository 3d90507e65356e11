"""A box whose operator holds the board key, and shows whom he likes what he likes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from voting.core.crypto.merkle import Tree
from voting.core.crypto.notes import Checkpoint, Note, sign
from voting.core.protocol.board import write_board, write_checkpoints
from voting.core.protocol.layout import canonical
from voting.core.protocol.leaves import hash_of
from voting.core.protocol.manifest import Manifest


class Liar:
    """Be a box that signs whatever board it is told to show."""

    def __init__(self, manifest: Manifest, seed: bytes) -> None:
        self.manifest, self.seed = manifest, seed
        self.text = manifest.write()
        self.leaves: list[bytes] = []
        self.notes: list[Note] = []
        #: What it proves with instead of what it should.
        self.proof: list[bytes] | None = None
        self.cosignatures: list[str] = []
        self.url = ""

    def show(self, leaves: list[bytes]) -> Note:
        """Show this board from now on, signed; give its checkpoint."""
        self.leaves = leaves
        root = Tree(map(hash_of, leaves)).root()
        text = Checkpoint(self.manifest.origin, len(leaves), root).text
        note = Note(text, (sign(text, self.manifest.origin, self.seed),))
        self.notes.append(note)
        return note

    def answer(self, path: str) -> bytes | None:
        """Give what stands at an address."""
        name, *sizes = path.removeprefix(f"/{self.manifest.election_id.hex()}/").split("/")
        match name:
            case "manifest.json":
                return self.text.encode()
            case "checkpoint":
                return self.notes[-1].write().encode() if self.notes else b""
            case "checkpoints.txt":
                return write_checkpoints(self.notes)
            case "board.bin":
                return write_board(self.leaves)
            case "consistency":
                return self._proof(*map(int, sizes))
        return None

    def _proof(self, older: int, newer: int) -> bytes | None:
        proof = self.proof
        if proof is None:
            if not older <= newer <= len(self.leaves):
                return None
            tree = Tree(map(hash_of, self.leaves))
            proof = list(tree.consistency_proof(older, newer))
        return canonical({"hashes": [one.hex() for one in proof]}).encode()


@contextmanager
def listening(liar: Liar) -> Iterator[Liar]:
    """Have the box answer on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(liar.answer(self.path))

        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", 0))
            liar.cosignatures.append(self.rfile.read(length).decode())
            self._say(b"")

        def _say(self, content: bytes | None) -> None:
            self.send_response(404 if content is None else 200)
            self.send_header("content-length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        host = f"http://127.0.0.1:{server.server_address[1]}"
        liar.url = f"{host}/{liar.manifest.election_id.hex()}"
        yield liar
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
