"""Make vectors.json, by which every client, box and verifier of pb1 is held to the same bytes.

    python -m tests.voting.core.protocol.make_vectors > tests/voting/core/protocol/vectors.json

All of it comes of fixed words, so that it can be made again. It is frozen: a change of it is a
change of the protocol.
"""

import json
import sys
from hashlib import sha256
from math import gcd

from voting.core.ballots import Ballot
from voting.core.crypto import ed25519, hpke, rsabssa
from voting.core.crypto.keys import PrivateKey
from voting.core.crypto.shamir import split
from voting.core.protocol import code, leaves, receipts, sealing, shares
from voting.core.protocol.client import Voter
from voting.core.protocol.layout import digest
from voting.core.protocol.plain import encode_plain

PAD = 320
STYLES = 2
_PRIME_BITS = 1536

#: Each with a name for whoever reads the file, the style, and the ballots one after the other.
VOTERS = (
    ("one ballot", 0, [{"city": Ballot(("7", "12"))}]),
    (
        "two contests, three ballots",
        1,
        [
            {"city": Ballot(("12",)), "north": Ballot(("3", "5"), (2, 8))},
            {"city": Ballot(), "north": Ballot(("3",), (10,))},
            {"city": Ballot(), "north": Ballot()},
        ],
    ),
    (
        "texts beyond ASCII, quotes and controls",
        1,
        [{"añil": Ballot(('"\\', "\x7f", "é\n", "€", "𝛑"))}],
    ),
    ("points below zero", 0, [{"city": Ballot(("1", "2"), (-3, 0))}]),
    ("a seed of zeros", 0, [{"city": Ballot(("7",))}]),
)


def drawn(words, length):
    """Draw bytes from words."""
    blocks = (sha256(f"{words} {at}".encode()).digest() for at in range(-(-length // 32)))
    return b"".join(blocks)[:length]


def is_prime(number):
    """Miller and Rabin, with the first forty primes as witnesses."""
    small = [p for p in range(2, 174) if all(p % q for q in range(2, p))]
    if any(number % p == 0 for p in small):
        return False
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for witness in small:
        power = pow(witness, odd, number)
        if power not in (1, number - 1) and not any(
            (power := power * power % number) == number - 1 for _ in range(twos - 1)
        ):
            return False
    return True


def prime(words):
    """Give the first prime from a drawn number on whose product with another has all its bits."""
    start = int.from_bytes(drawn(words, _PRIME_BITS // 8), "big") | 3 << _PRIME_BITS - 2 | 1
    while gcd(start - 1, 65537) != 1 or not is_prime(start):
        start += 2
    return start


def made_keys():
    """Make an issuing key for each style."""
    return [PrivateKey(prime(f"p of {at}"), prime(f"q of {at}")) for at in range(STYLES)]


def key_vector(style, private):
    return {
        "style": style,
        "n": f"{private.public.n:0768x}",
        "e": private.e,
        "p": f"{private.p:x}",
        "q": f"{private.q:x}",
        "d": f"{private.d:x}",
    }


def voter_vector(at, keys, seal_pk, board_seed):
    name, style, cast = VOTERS[at]
    seed = bytes(16) if "zeros" in name else drawn(f"seed {at}", 16)
    voter = Voter(seed, drawn("election" if at else "another election", 32))
    private = keys[style]
    z = voter.request(style, private.public)
    blind_signature = rsabssa.blind_sign(private, z, 2 + at)
    credential = voter.credential(style, private.public, blind_signature)
    void = voter.void(style, credential)
    return {
        "name": name,
        "election_id": voter.election_id.hex(),
        "style": style,
        "seed": seed.hex(),
        "code": code.code_of(seed),
        "pk": voter.pk.hex(),
        "prefix": voter.prefix.hex(),
        "input_message": voter.input_message(style).hex(),
        "r": private.public.to_bytes(voter.blinding_factor(private.public)).hex(),
        "z": z.hex(),
        "request_hash": digest(z).hex(),
        "blind_signature": blind_signature.hex(),
        "credential": credential.hex(),
        "ballots": [
            ballot_vector(voter, style, credential, ctr, encode_plain(ballots), seal_pk, board_seed)
            for ctr, ballots in enumerate(cast, 1)
        ],
        "void_leaf": void.hex(),
        "void_leaf_hash": leaves.hash_of(void).hex(),
    }


def ballot_vector(voter, style, credential, ctr, plain, seal_pk, board_seed):
    leaf, sealed = voter.ballot(style, credential, ctr, plain, PAD, seal_pk)
    leaf_hash = leaves.hash_of(leaf)
    nonce = voter.nonce(ctr, plain)
    return {
        "ctr": ctr,
        "plain": plain,
        "nonce": nonce.hex(),
        "ephemeral": voter.ephemeral(ctr, plain).hex(),
        "commitment": voter.commitment(ctr, plain).hex(),
        "opening": sealing.opening_of(nonce, plain.encode(), PAD).hex(),
        "sealed": sealed.hex(),
        "sealed_hash": leaves.sealed_hash_of(sealed).hex(),
        "leaf": leaf.hex(),
        "leaf_hash": leaf_hash.hex(),
        "receipt_code": receipts.code_of(leaf_hash),
        "receipt": receipts.Receipt.sign(voter.election_id, leaf_hash, board_seed).write(),
    }


def vectors(keys):
    """Make everything but the issuing keys, which take long to find."""
    seal_private, board_seed = drawn("seal key", 32), drawn("board key", 32)
    seal_pk = hpke.public_key(seal_private)
    held = split(seal_private, 3, 5, drawn("coefficients", 64))
    return {
        "v": "pb1",
        "pad": PAD,
        "keys": [key_vector(style, private) for style, private in enumerate(keys)],
        "seal": {"private": seal_private.hex(), "public": seal_pk.hex()},
        "board": {"seed": board_seed.hex(), "public": ed25519.public_key(board_seed).hex()},
        "shares": [
            {
                "x": one.x,
                "y": one.y.hex(),
                "code": shares.code_of(one),
                "hash": shares.hash_of(one).hex(),
            }
            for one in held
        ],
        "voters": [voter_vector(at, keys, seal_pk, board_seed) for at in range(len(VOTERS))],
    }


def written(value):
    return json.dumps(value, ensure_ascii=True, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written(vectors(made_keys())))
