"""A town that votes by pb1: its manifest, and the keys that only a test has."""

import json
from datetime import date
from pathlib import Path

from voting.core.ballots import BallotForm, Kind, Project
from voting.core.crypto.keys import PrivateKey
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance, Quota
from voting.core.protocol.contests import Contest
from voting.core.protocol.manifest import Manifest
from voting.core.protocol.parties import SetUp, Style, Trustees, Witness
from voting.core.protocol.plain import pad_of
from voting.core.rules import settled
from voting.core.ties import TieKey, Ties

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())

#: The issuing key of each style, with which a test signs.
KEYS = tuple(PrivateKey(int(key["p"], 16), int(key["q"], 16)) for key in VECTORS["keys"])
SEAL_PRIVATE = bytes.fromhex(VECTORS["seal"]["private"])
SEAL_PK = bytes.fromhex(VECTORS["seal"]["public"])
BOARD_SEED = bytes.fromhex(VECTORS["board"]["seed"])
BOARD_KEY = bytes.fromhex(VECTORS["board"]["public"])
ELECTION = bytes.fromhex(VECTORS["voters"][0]["election_id"])

CITY = Contest(
    "1",
    "Toda la ciudad",
    Instance(
        (Project("12", 50_000, "Árboles"), Project("7", 20_000, "Fuente"), Project("9", 10)),
        60_000,
        conflicts=(("7", "12"),),
        quotas=(Quota("Verde", ("12",), 50_000, 10_000), Quota("Agua", ("7", "9"))),
    ),
)
NORTH = Contest("2", "Norte", Instance((Project("3", 100), Project("5", 200)), 250))
FORM = BallotForm(Kind.KNAPSACK, allows_blank=True)
CONTESTS = (CITY, NORTH)


def manifest(**changes):
    """Give the town's manifest, with what a test wants otherwise."""
    values = {
        "election_id": ELECTION,
        "process": "presupuestos-2027",
        "opened_on": date(2026, 11, 25),
        "eligible": 5,
        "origin": f"vota.olmeda.example/vote/{ELECTION.hex()[:16]}",
        "opens": 1_795_590_000,
        "issue_closes": 1_796_799_600,
        "cast_closes": 1_796_800_500,
        "styles": (
            Style("Ciudad", KEYS[0].public, ("1",)),
            Style("Ciudad y Norte", KEYS[1].public, ("1", "2")),
        ),
        "contests": CONTESTS,
        "form": FORM,
        "rule": settled(RuleSpec("greedy", {"threshold": 1})),
        "ties": Ties((TieKey.CHEAPEST, TieKey.LOT), "una semilla pública"),
        "pad": pad_of(FORM, [(CITY,), (CITY, NORTH)]),
        "seal_pk": SEAL_PK,
        "trustees": Trustees(
            3, 5, tuple(bytes.fromhex(share["hash"]) for share in VECTORS["shares"])
        ),
        "board_key": BOARD_KEY,
        "witnesses": (Witness("gaceta.example", BOARD_KEY),),
        "roll_hash": bytes(range(32)),
        "setup": SetUp.TWO_HOUSES,
        "client_sha384": bytes(range(48)),
        "verifier_sha256": bytes(range(32)),
    }
    return Manifest(**{**values, **changes})


def flipped(octets, bit):
    """Give the bytes with one bit the other way."""
    changed = bytearray(octets)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
