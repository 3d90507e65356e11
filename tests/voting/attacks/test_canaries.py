"""After votes through the real server, no file anywhere holds what must be kept nowhere.

Every secret of the voters is known here, and is looked for in all files: databases, journals and
write-ahead logs, keys, the server's log and its temporary files; raw, in hexadecimal, in base64.
"""

import asyncio
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import httpx2

from concejo.db import dialect, execute, fetch
from concejo.sessions.services import open_session
from tests.people import Browser, make_account
from tests.voting.attacks.hands import Hand, make_hand, rows
from tests.voting.attacks.served import Server, served
from tests.voting.attacks.test_door import body_of
from tests.voting.desks import document, put_on_roll
from tests.voting.elections import choose, fields_of
from tests.voting.test_booth import CAST, REVIEW, secret_in
from voting.booth.services import find_voter
from voting.box import services as box
from voting.core.ballots import Ballot
from voting.core.protocol.client import Voter
from voting.core.protocol.code import code_of, seed_of
from voting.core.protocol.leaves import hash_of
from voting.core.protocol.plain import encode_plain
from voting.core.protocol.receipts import Receipt
from voting.credentials.keys import services as issuing
from voting.setup.services import ElectionView

AGENT, FORWARDED, ADDRESS = "Canary/7.31 (kestrel)", "203.0.113.77", "127.0.0.99"
NUMBER = 48151623
TYPED: dict[str, object] = {
    "document": document(NUMBER),
    "birth_date": "17/05/1980",
    "postcode": "40001",
}
Choices = dict[int, Ballot]
VERIFICATION = "/accounts/verification/"


def spelled(value: bytes) -> set[bytes]:
    """Give the ways in which a value might have been written down."""
    hexadecimal = value.hex().encode()
    return {
        value,
        hexadecimal,
        hexadecimal.upper(),
        b64encode(value).rstrip(b"="),
        urlsafe_b64encode(value).rstrip(b"="),
        repr(value)[2:-1].encode(),
    }


Files = dict[str, bytes]


def holding(needles: Iterable[bytes], *looks: Files) -> list[tuple[str, bytes]]:
    """Give every file that holds one of these, and which; each content is looked through once."""
    contents = {octets: path for files in looks for path, octets in files.items()}
    return [
        (path, needle[:40])
        for needle in needles
        for octets, path in contents.items()
        if needle in octets
    ]


@dataclass(frozen=True)
class Canaries:
    """What one voter must be able to rely on to be nowhere."""

    hand: Hand
    plain: str

    def secrets(self) -> set[bytes]:
        """Give what nobody but the voter may have, ever."""
        hand, election = self.hand.voter, self.hand.election
        style, key = self.hand.style, election.protocol.keys[self.hand.style]
        request = hand.request(style, key)
        answer = issuing.sign(election.protocol.election_id, style, request)
        values = {
            hand.seed,
            hand._key,
            hand.blinding_factor(key).to_bytes(key.size, "big"),
            hand.nonce(1, self.plain),
            hand.ephemeral(1, self.plain),
            request,
            answer,
        }
        code = code_of(hand.seed)
        texts = {self.plain, self.plain[3:], code, code.replace("-", ""), code.lower()}
        return set[bytes]().union(*map(spelled, values), (text.encode() for text in texts))

    def public(self) -> set[bytes]:
        """Give what the box may have, and whoever knows the voter may not."""
        leaf_hash = hash_of(self.hand.ballot(1, self.plain).leaf)
        receipt = Receipt.sign(self.hand.voter.election_id, leaf_hash, bytes(32))
        values = {self.hand.voter.pk, self.hand.voter.prefix, self.hand.credential, leaf_hash}
        codes = {receipt.code.encode(), receipt.code.replace("-", "").encode()}
        return set[bytes]().union(*map(spelled, values), codes)


def browser_at(server: Server, token: str) -> Browser:
    """Give a browser that says who and where it is, as canaries."""
    client = httpx2.AsyncClient(
        transport=httpx2.AsyncHTTPTransport(local_address=ADDRESS),
        base_url=server.url,
        headers={
            "user-agent": AGENT,
            "x-forwarded-for": FORWARDED,
            "forwarded": f"for={FORWARDED}",
        },
    )
    return Browser(client, token)


async def next_second() -> None:
    """Wait for a second in which nothing has happened yet."""
    await asyncio.sleep(1.05 - time.time() % 1)


async def vote_on_pages(browser: Browser, election: ElectionView, choices: Choices) -> bytes:
    """Vote without JavaScript, with a failure of the server on the way; give the seed."""
    fields = fields_of(election, choices) | {"counter": "1"}
    page = await browser.submit(REVIEW, fields)
    code = secret_in(page.text)
    await execute("ALTER TABLE pending RENAME TO lost", connection="box")
    failed = await browser.submit(CAST, fields, code=code)
    await execute("ALTER TABLE lost RENAME TO pending", connection="box")
    wrong = await browser.submit(CAST, fields, code=code_of(bytes(16)))
    await next_second()
    done = await browser.submit(CAST, fields, code=code)
    await next_second()
    assert [page.status_code, failed.status_code, wrong.status_code] == [200, 500, 409]
    assert done.status_code == 200
    return seed_of(code)


async def vote_at_the_box(browser: Browser, canaries: Canaries) -> None:
    """Cast at the box's own address, at first a body that is cut short."""
    hand = canaries.hand
    body = body_of(hand.ballot(1, canaries.plain))
    address = f"/box/{hand.election.uid}"
    cut = await browser.client.post(f"{address}/cast", content=body[:-9])
    done = await browser.client.post(f"{address}/cast", content=body)
    counter = await browser.client.get(f"{address}/counter/{hand.voter.pk.hex()}")
    assert [cut.status_code, done.status_code] == [409, 200]
    assert counter.json() == {"counter": 1}


async def test_no_file_holds_a_secret_of_a_voter_nor_where_they_were(
    any_database, election, roll, ines, tmp_path
):
    person = await put_on_roll(roll, NUMBER)
    lola = await make_account("Lola")
    token = await open_session(lola.id)
    choices = choose(election, CIUDAD=("Un parque", "Diez fuentes"), D01=("Un ascensor",))
    others = choose(election, CIUDAD=("Un carril bici",), D02=("Árboles en la ribera",))
    inesas = Canaries(await make_hand(election, ines.person_id), plain_of(election, others))

    with served(any_database, election.uid, tmp_path) as server:
        browser = browser_at(server, token)
        assert (await browser.submit(VERIFICATION, TYPED)).status_code == 303
        began = int(time.time())
        before = await rows()
        seed = await vote_on_pages(browser, election, choices)
        await vote_at_the_box(browser, inesas)
        changed = {place for place, kept in (await rows()).items() if kept != before[place]}
        during = await server.files()
        await box.flush(election.protocol.election_id, at_least=1)
        after = await server.files()
        await browser.client.aclose()
    ended = await server.files()

    assert changed == {("default", "mark"), ("box", "pending")}
    lolas = await canaries_of(election, person.id, seed, plain_of(election, choices))
    secrets = lolas.secrets() | inesas.secrets() | whereabouts() | {token.encode()}
    assert holding(secrets, during, after, ended) == []
    demand_sight(during, inesas)
    # Before the batch went, not even the keys of the voters were anywhere to be read.
    public = lolas.public() | inesas.public()
    assert holding(public, during) == []
    assert {needle for _path, needle in holding(public, after)} != set()
    times = [moment(began + second) for second in range(1, int(time.time()) - began)]
    databases = {path: octets for path, octets in during.items() if ".sqlite3" in path}
    assert holding(times, databases) == []
    await demand_nothing_joins(lolas, inesas)
    log = server.log.read_text()
    assert "OperationalError" in log or "UndefinedTableError" in log


def plain_of(election: ElectionView, choices: Choices) -> str:
    return encode_plain({c.key: choices[c.id] for c in election.contests if c.id in choices})


async def canaries_of(election: ElectionView, person_id: int, seed: bytes, plain: str) -> Canaries:
    """Give the canaries of whoever voted with this seed on the pages."""
    hand = Voter(seed, election.protocol.election_id)
    style = (await find_voter(election, person_id)).style_number
    key = election.protocol.keys[style]
    answer = issuing.sign(hand.election_id, style, hand.request(style, key))
    credential = hand.credential(style, key, answer)
    return Canaries(Hand(election, person_id, hand, style, credential), plain)


def whereabouts() -> set[bytes]:
    """Give what tells of a device, a place or a document."""
    words = (AGENT, "kestrel", FORWARDED, ADDRESS, document(NUMBER), str(NUMBER))
    return {word.encode() for word in words}


def moment(second: int) -> bytes:
    return datetime.fromtimestamp(second, UTC).strftime("%H:%M:%S").encode()


def demand_sight(files: Files, canaries: Canaries) -> None:
    """Demand that what is in the databases would have been seen: in the log of writes, too."""
    hand, key = canaries.hand, canaries.hand.election.protocol.keys[canaries.hand.style]
    digest = sha256(hand.voter.request(hand.style, key)).digest()
    seen = [path for path, _needle in holding([digest], files)]
    assert any("wal" in path for path in seen)
    assert any("wal" not in path for path in seen) or dialect() == "sqlite"
    assert any(path.endswith("server.log") for path in files)


async def demand_nothing_joins(*voted: Canaries) -> None:
    """Demand that the main database knows no ballot, and the box no person."""
    kept = await rows()
    main = " ".join(row for place, lines in kept.items() for row in lines if place[0] == "default")
    boxed = " ".join(row for place, lines in kept.items() for row in lines if place[0] == "box")
    public = set[bytes]().union(*(one.public() for one in voted))
    assert in_text(public, main) == []
    assert in_text(public, boxed) != []
    persons = await fetch(
        "SELECT e.document_hash AS document, l.salt AS salt, m.request AS request"
        " FROM roll_entry e JOIN roll_line l ON l.person_id = e.id"
        " JOIN mark m ON m.person_id = e.id"
    )
    assert len(persons) == len(voted)
    values = [row.octets(name) for row in persons for name in ("salt", "request")]
    known = set[bytes]().union(*map(spelled, values))
    known |= {row.text("document").encode() for row in persons}
    assert in_text(known, boxed) == []


def in_text(needles: Iterable[bytes], text: str) -> list[bytes]:
    """Give the needles that are in the spelled out rows of a database."""
    octets = text.encode()
    return [needle for needle in needles if needle in octets]
