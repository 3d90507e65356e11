"""A small vote whose box hands its ballots to the trustees, with all that may be wrong in it."""

from dataclasses import dataclass, field, replace
from functools import cache
from zipfile import ZIP_DEFLATED, ZipFile

from tests.voting.core.protocol.town import BOARD_SEED, ELECTION, KEYS, manifest
from voting.core.ballots import Ballot
from voting.core.crypto import ed25519, hkdf, merkle, notes, rsabssa
from voting.core.protocol.board import write_board, write_checkpoints
from voting.core.protocol.client import Voter
from voting.core.protocol.layout import digest, label
from voting.core.protocol.leaves import ClosingLeaf, PaperLeaf, read_ballot_leaf, sealed_hash_of
from voting.core.protocol.parties import Trustees
from voting.core.protocol.plain import encode_plain
from voting.core.protocol.sealing import commitment_of, opening_of, seal
from voting.setup.seal_key.core import parse_seal_key

PLAINS = [encode_plain({"1": Ballot((code,))}) for code in ("12", "7", "9")]


@cache
def voter(name):
    """Give a voter of the whole city with a credential; always the same for one name."""
    one = Voter(digest(name.encode())[:16], ELECTION)
    blind = rsabssa.blind_sign(KEYS[0], one.request(0, KEYS[0].public), 12345)
    return one, one.credential(0, KEYS[0].public, blind)


def signed(name, leaf):
    """Sign a leaf as its voter."""
    seed = hkdf.derive(voter(name)[0].seed, ELECTION, label("key"), 32)
    return replace(leaf, signature=ed25519.sign(seed, leaf.signed(ELECTION)))


@dataclass
class BallotBox:
    """What the box holds: leaves of ballots, each with its sealed ballot, in order."""

    town: object
    ballots: list[tuple[bytes, bytes]] = field(default_factory=list)

    @classmethod
    def of(cls, seal_key):
        """Open a box for ballots that are sealed to the key of a ceremony."""
        key = parse_seal_key(seal_key.read_bytes())
        hashes = tuple(map(bytes.fromhex, key.share_hashes))
        trustees = Trustees(key.k, key.n, hashes)
        return cls(manifest(seal_pk=bytes.fromhex(key.seal_pk), trustees=trustees))

    def cast(self, name, plain, ctr=1):
        """Cast a ballot; gives its commitment in hexadecimal."""
        one, credential = voter(name)
        town = self.town
        leaf, sealed = one.ballot(0, credential, ctr, plain, town.pad, town.seal_pk)
        self.ballots.append((leaf, sealed))
        return read_ballot_leaf(leaf).commitment.hex()

    def take_back(self, name):
        """Cast a void."""
        one, credential = voter(name)
        self.ballots.append((one.void(0, credential), b""))

    def cast_opening(self, name, change, plain=b"{}", seal_pk=None):
        """Cast a ballot whose opening a voter changed before it was sealed."""
        leaf, _sealed = self._last(name)
        nonce = bytes(32)
        commitment = commitment_of(ELECTION, leaf.pk, leaf.ctr, nonce, plain)
        leaf = replace(leaf, commitment=commitment)
        opening = change(opening_of(nonce, plain, self.town.pad))
        key = seal_pk or self.town.seal_pk
        sealed = seal(key, leaf.context(ELECTION), opening, digest(b"once", opening))
        leaf = signed(name, replace(leaf, sealed_hash=sealed_hash_of(sealed)))
        self.ballots.append((leaf.encode(), sealed))
        return commitment.hex()

    def copy(self, name, original):
        """Cast the commitment and the sealed ballot of another voter as one's own."""
        theirs, sealed = self.ballots[original]
        theirs = read_ballot_leaf(theirs)
        leaf, _sealed = self._last(name)
        leaf = replace(leaf, commitment=theirs.commitment, sealed_hash=theirs.sealed_hash)
        self.ballots.append((signed(name, leaf).encode(), sealed))

    def _last(self, name):
        self.cast(name, PLAINS[0])
        leaf, sealed = self.ballots.pop()
        return read_ballot_leaf(leaf), sealed

    @property
    def leaves(self):
        """Give the leaves of the board, closed."""
        closing, paper = ClosingLeaf(5, 0, 0, 1, 0, bytes(32)), PaperLeaf(0, bytes(32))
        return [*(leaf for leaf, _sealed in self.ballots), closing.encode(), paper.encode()]

    def files(self, seed=BOARD_SEED, sizes=(1, 0)):
        """Give the four files; `sizes` are those of the checkpoints, 0 for the whole board."""
        leaves = self.leaves
        tree = merkle.Tree(map(merkle.leaf_hash, leaves))
        points = [self._checkpoint(tree, size or len(leaves), seed) for size in sizes]
        sealed = b"".join(len(each).to_bytes(4, "big") + each for _leaf, each in self.ballots)
        return {
            "manifest.json": self.town.write().encode(),
            "board.bin": write_board(leaves),
            "checkpoints.txt": write_checkpoints(points),
            "sealed.bin": sealed,
        }

    def _checkpoint(self, tree, size, seed):
        text = notes.Checkpoint(self.town.origin, size, tree.root(size)).text
        return notes.Note(text, (notes.sign(text, self.town.origin, seed),))


def packed(files, path):
    """Pack the files for the trustees."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
