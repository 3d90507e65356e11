"""Verify an election from its published files alone, without trusting whoever published them.

    python verify.py BUNDLE.zip [--fingerprint HEX] [--receipt CODE] [--checkpoint FILE]
                                [--lang es|en] [--fast] [--jobs N]

One file, no library beyond Python 3.11, nothing of the program that held the vote: it was written
from the page of formats (docs/protocol.md) and from the definitions of the counting rules. Read it
from top to bottom; whoever has read it knows what “verified” means. It ends with 0 if everything
is right and with 1 if anything is not, and the last line says which.

    1  hashes and canonical JSON         6  the board
    2  the Merkle tree and signed notes  7  the roll
    3  Ed25519 signatures                8  the ballots
    4  RSA credentials                   9  the count, one function a rule
    5  the files                        10  the report

`--fast` lets the library `cryptography`, where there is one, look first; what it refuses is judged
again here, so that the verdict is the same. Money is whole minor units, fractions are exact.
"""

import argparse
import base64
import hashlib
import heapq
import importlib.util
import io
import json
import math
import multiprocessing
import re
import secrets
import struct
import sys
import textwrap
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cmp_to_key
from itertools import chain, combinations, pairwise
from math import gcd, lcm
from pathlib import Path
from typing import Any, NamedTuple

#: What JSON holds. Nothing is assumed about it before `misfit` has looked at it.
Json = Any
#: What a sentence is filled with; a pair is Spanish and English.
Value = int | str | tuple[str, str]


class Fault(Exception):
    """Something is not as it has to be: the key of a sentence of WORDS, and what goes into it."""

    def __init__(self, key: str, **values: Value) -> None:
        super().__init__(key)
        self.key, self.values = key, values


# ───────────────────────────── 1  Hashes and canonical JSON ─────────────────────────────


def sha256(*parts: bytes) -> bytes:
    """Give the SHA-256 of the parts, one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def label(name: str) -> bytes:
    """Give what a hash or signature begins with, so that none can pass for another kind."""
    return name.encode() + b"\0"


def refuse(_number: str) -> int:
    """Refuse fractions, infinities and numbers longer than any amount of money."""
    raise ValueError("not a whole number of a sensible size")


def whole(digits: str) -> int:
    """Read a whole number that fits into 64 bits."""
    return int(digits) if len(digits) < 19 else refuse(digits)


_DECODER = json.JSONDecoder(parse_float=refuse, parse_int=whole, parse_constant=refuse)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def canonical(value: Json) -> bytes:
    """Write JSON in the one way in which it can be written here."""
    return _ENCODER.encode(value).encode()


def parsed(text: bytes) -> Json:
    """Read canonical JSON, or raise ValueError.

    Since it must be what `canonical` writes, no key can be there twice and nothing can be hidden.
    """
    try:
        value = _DECODER.decode(text.decode())
        if canonical(value) == text:
            return value
    except RecursionError:
        pass
    raise ValueError("not canonical JSON")


def misfit(value: Json, pattern: Json, at: str = "") -> str | None:
    """Compare JSON with a pattern, and name the place where they differ; None if nowhere.

    A dict asks for exactly its keys, a list for any number of what it holds, a tuple for one of its
    patterns, a type, a regular expression and a function for what fits; anything else for itself.
    """
    if isinstance(pattern, dict):
        if not isinstance(value, dict) or value.keys() != pattern.keys():
            return at or "{}"
        places = (misfit(value[key], part, f"{at}.{key}") for key, part in pattern.items())
        return next((place for place in places if place), None)
    if isinstance(pattern, list):
        if not isinstance(value, list):
            return at
        places = (misfit(item, pattern[0], f"{at}[{n}]") for n, item in enumerate(value))
        return next((place for place in places if place), None)
    if isinstance(pattern, tuple):
        return at if all(misfit(value, part, at or "?") for part in pattern) else None
    if isinstance(pattern, re.Pattern):
        return None if isinstance(value, str) and pattern.fullmatch(value) else at
    if isinstance(pattern, type):
        return None if type(value) is pattern else at
    if callable(pattern):
        return None if pattern(value) else at
    return None if type(value) is type(pattern) and value == pattern else at


def read_json(name: str, text: bytes, pattern: Json) -> Json:
    """Read a file of canonical JSON that has to have a form."""
    try:
        value = parsed(text)
    except ValueError as error:
        raise Fault("json.canonical", name=name) from error
    if place := misfit(value, pattern, name):
        raise Fault("json.form", place=place)
    return value


def read_lines(name: str, text: bytes) -> list[bytes]:
    """Part a file into its lines, each of which has to have an end."""
    lines = text.split(b"\n")
    if lines.pop():
        raise Fault("lines.cut", name=name)
    return lines


# ──────────────────────────── 2  The Merkle tree and signed notes ────────────────────────────


def roots(leaf_hashes: Sequence[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """Give the root of the tree (RFC 6962) of the first leaves, for each of the sizes.

    The peaks are the roots of full subtrees, from the largest to the smallest: after 6 leaves one
    of 4 and one of 2.
    """
    wanted, found = set(sizes), {}
    peaks: list[bytes] = []
    for size in range(len(leaf_hashes) + 1):
        if size:
            peaks.append(leaf_hashes[size - 1])
            for _level in range((size & -size).bit_length() - 1):
                right, left = peaks.pop(), peaks.pop()
                peaks.append(sha256(b"\1", left, right))
        if size in wanted:
            root = peaks[-1] if peaks else sha256()
            for peak in peaks[-2::-1]:
                root = sha256(b"\1", peak, root)
            found[size] = root
    return found


class Note(NamedTuple):
    """Be a checkpoint: what was signed, the size and root in it, and who signed with what."""

    text: str
    size: int
    root: bytes
    signatures: tuple[tuple[str, bytes], ...]


_NOTE = re.compile(r"(?P<text>[^\n]+\n(?P<size>0|[1-9]\d{0,17})\n(?P<root>[A-Za-z0-9+/]{43}=)\n)\n")
_SIGNATURE = re.compile(r"— (?P<name>[^ \n+]+) (?P<signature>[A-Za-z0-9+/]+=*)\n")


def read_note(text: str, origin: str) -> Note:
    """Read a signed note of C2SP, strictly."""
    head = _NOTE.match(text)
    tail = text[head.end() :] if head else ""
    lines = _SIGNATURE.findall(tail)
    if head is None or "".join(f"— {name} {signed}\n" for name, signed in lines) != tail:
        raise Fault("note.unreadable")
    if not text.startswith(f"{origin}\n"):
        raise Fault("note.origin", origin=origin)
    signatures = tuple((name, unbase64(signed)) for name, signed in lines)
    return Note(head["text"], int(head["size"]), unbase64(head["root"]), signatures)


def unbase64(text: str) -> bytes:
    """Read base64 that is written in the one way it can be."""
    try:
        value = base64.b64decode(text, validate=True)
    except ValueError:
        value = b""
    if base64.b64encode(value).decode() != text:
        raise Fault("base64")
    return value


def key_id(name: str, algorithm: int, key: bytes) -> bytes:
    """Name a key in four bytes, as signed notes do."""
    return sha256(name.encode(), b"\n", bytes([algorithm]), key)[:4]


def signed_by_board(note: Note, origin: str, key: bytes) -> bool:
    """Tell whether the board signed the checkpoint."""
    own = key_id(origin, 1, key)
    signatures = [sig[4:] for name, sig in note.signatures if (name, sig[:4]) == (origin, own)]
    return len(signatures) == 1 and is_signed(key, note.text.encode(), signatures[0])


def cosigned_by(note: Note, name: str, key: bytes) -> bool:
    """Tell whether a witness cosigned; a wrong cosignature of a named witness is a fault."""
    own = key_id(name, 4, key)
    cosignatures = [sig[4:] for who, sig in note.signatures if (who, sig[:4]) == (name, own)]
    for cosignature in cosignatures:
        seconds = int.from_bytes(cosignature[:8])
        message = f"cosignature/v1\ntime {seconds}\n{note.text}".encode()
        if not is_signed(key, message, cosignature[8:]):
            raise Fault("note.witness", name=name)
    return bool(cosignatures)


# ───────────────────────────────── 3  Ed25519 signatures ─────────────────────────────────
#
# The curve is -x² + y² = 1 + d·x²·y² over the numbers modulo P (RFC 8032). Which signatures are
# valid is said exactly in docs/protocol.md: canonical points of no small order, S below the order
# L, and 8·(S·B - R - k·A) = 0. Because of the 8, the sum of many such equations, each times a
# random number, is zero if all of them are, and else with a probability of 2⁻¹²⁷ only: so 100,000
# signatures are checked at once, many times faster than one by one.

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
L = 2**252 + 27742317777372353535851937790883648493
_ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
#: The y of the eight points whose order is 1, 2, 4 or 8.
_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
SMALL_ORDER = frozenset({0, 1, P - 1, _ORDER_8, P - _ORDER_8})
_HINT = struct.Struct("32s32s")

#: X, Y, Z and T with x = X/Z, y = Y/Z and T = XY/Z.
Point = tuple[int, int, int, int]
#: A point as it is quickly added: y + x, y - x and 2dxy.
Addend = tuple[int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def square_root_x(y: int, sign: int) -> int | None:
    """Find the x of a point from its y and the last bit of x; None if there is no such point."""
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * _ROOT_OF_MINUS_ONE % P
    if (v * x * x - u) % P or (not x and sign):
        return None
    return x if x & 1 == sign else P - x


def addend(encoded: bytes, x: int | None) -> Addend | None:
    """Read a point, given its x as a hint; None if the hint is wrong or the point not allowed."""
    number = int.from_bytes(encoded, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    if y >= P or y in SMALL_ORDER:
        return None
    x = square_root_x(y, sign) if x is None else x
    if x is None or x >= P or x & 1 != sign:
        return None
    square = y * y % P
    if (x * x * (D * square + 1) - square + 1) % P:
        return None
    return y + x, y - x, 2 * D * x * y % P


_BASE = addend(bytes([0x58]) + bytes([0x66]) * 31, None) or (0, 0, 0)


class Equation(NamedTuple):
    """Be what a signature claims: s·B = R + k·A."""

    key: Addend
    commitment: Addend
    k: int
    s: int


def equation(
    key: bytes, message: bytes, signature: bytes, hint: bytes | None = None
) -> Equation | None:
    """Read a signature; None if it is malformed. The hint is the x of the key and that of R."""
    if len(key) != 32 or len(signature) != 64:
        return None
    xs = (None, None) if hint is None else [int.from_bytes(x) for x in _HINT.unpack(hint)]
    s = int.from_bytes(signature[32:], "little")
    a, r = addend(key, xs[0]), addend(signature[:32], xs[1])
    if s >= L or a is None or r is None:
        return None
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    return Equation(a, r, int.from_bytes(digest, "little") % L, s)


def add(one: Point, other: Point) -> Point:
    """Add two points."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(point: Point) -> Point:
    """Add a point to itself."""
    x, y, z, _t = point
    a, b = x * x % P, y * y % P
    h, g = a + b, a - b
    e, f = h - (x + y) ** 2, 2 * z * z + g
    return e * f % P, g * h % P, f * g % P, e * h % P


#: Points to be multiplied, their numbers, and how many bits the numbers have.
Terms = tuple[Sequence[Addend], Sequence[int], int]


def fill_buckets(terms: Terms, width: int, place: int, buckets: list[Point]) -> None:
    """Add each point to the bucket of the digit that its number has at a place.

    Digits go from -half to half - 1; those below zero count against their positive bucket.
    """
    points, numbers, _bits = terms
    shift, mask, half = place * width, (1 << width) - 1, 1 << width - 1
    for (plus, minus, twice), number in zip(points, numbers, strict=True):
        digit = (number >> shift & mask) - half
        if digit < 0:
            digit, plus, minus, twice = -digit, minus, plus, -twice
        x, y, z, t = buckets[digit]
        a, b, c = (y - x) * minus, (y + x) * plus, t * twice % P
        e, h, f, g = (b - a) % P, (b + a) % P, 2 * z - c, 2 * z + c
        buckets[digit] = e * f % P, g * h % P, f * g % P, e * h % P


def sum_of_products(many: Sequence[Terms]) -> Point:
    """Add up points times numbers, digit by digit (Pippenger's method)."""
    count = sum(len(points) for points, _numbers, _bits in many)
    width = max(3, min(15, count.bit_length() - 2))
    half = 1 << width - 1
    lengths = [(bits + 1) // width + 1 for _points, _numbers, bits in many]
    # With half added at each place, digits from -half to half - 1 become 0 to 2·half - 1.
    shifted = [
        (points, [n + sum(half << width * at for at in range(length)) for n in numbers], bits)
        for (points, numbers, bits), length in zip(many, lengths, strict=True)
    ]
    total = NEUTRAL
    for place in range(max(lengths) - 1, -1, -1):
        for _bit in range(width):
            total = double(total)
        buckets = [NEUTRAL] * (half + 1)
        for terms, length in zip(shifted, lengths, strict=True):
            if place < length:
                fill_buckets(terms, width, place, buckets)
        running = inside = NEUTRAL
        for bucket in reversed(buckets[1:]):
            running = add(running, bucket)
            inside = add(inside, running)
        total = add(total, inside)
    return total


def all_hold(equations: Sequence[Equation]) -> bool:
    """Tell whether all equations hold, by one random combination of them."""
    factors = [secrets.randbits(128) - (1 << 127) for _equation in equations]
    of_keys = [z * one.k % L for z, one in zip(factors, equations, strict=True)]
    of_base = -sum(z * one.s for z, one in zip(factors, equations, strict=True)) % L
    numbers = [n - L if n > L // 2 else n for n in (*of_keys, of_base)]
    sum_ = sum_of_products(
        [
            ([one.commitment for one in equations], factors, 127),
            ([*(one.key for one in equations), _BASE], numbers, 252),
        ]
    )
    x, y, z, _t = double(double(double(sum_)))
    return not x and y == z


def false_ones(equations: Sequence[tuple[int, Equation]], most: int) -> list[int]:
    """Find the numbers of equations that do not hold, about `most` at most, by halving."""
    if most <= 0 or all_hold([one for _number, one in equations]):
        return []
    return _false_among(equations, most)


def _false_among(equations: Sequence[tuple[int, Equation]], most: int) -> list[int]:
    """Find the false ones where it is known that there are some."""
    if len(equations) == 1:
        return [equations[0][0]]
    first, second = equations[: len(equations) // 2], equations[len(equations) // 2 :]
    if all_hold([one for _number, one in first]):
        return _false_among(second, most)
    found = _false_among(first, most)
    return found + false_ones(second, most - len(found))


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether one signature is valid."""
    one = equation(key, message, signature)
    return one is not None and all_hold([one])


# ────────────────────────────────── 4  RSA credentials ──────────────────────────────────

RSA_BITS = 3072
RSA_BYTES = RSA_BITS // 8


def sha384(data: bytes) -> bytes:
    """Give the SHA-384."""
    return hashlib.sha384(data).digest()


def padded(message: bytes) -> int:
    """Give the number that signs a message: EMSA-PSS (RFC 8017) with SHA-384 and no salt.

    Without salt there is one such number only, so that a signature is simply compared with it.
    """
    digest = sha384(bytes(8) + sha384(message))
    length = RSA_BYTES - len(digest) - 1
    mask = b"".join(sha384(digest + bytes([0, 0, 0, n])) for n in range(-(-length // 48)))
    masked = (int.from_bytes(mask[:length]) ^ 1) & (1 << 8 * length - 1) - 1
    return (masked << 8 * len(digest) | int.from_bytes(digest)) << 8 | 0xBC


def is_credential(modulus: int, message: bytes, credential: bytes) -> bool:
    """Tell whether the holder of a key of 3072 bits signed the message (RFC 9474, PSSZERO)."""
    number = int.from_bytes(credential)
    return number < modulus and pow(number, 65537, modulus) == padded(message)


# ────────────────────────────────────── 5  The files ──────────────────────────────────────

CHECKED = (
    "manifest.json",
    "board.bin",
    "hints.bin",
    "checkpoints.txt",
    "opened.jsonl",
    "unopened.jsonl",
    "paper.jsonl",
    "roll_before.csv",
    "roll.csv",
    "result.json",
    "close.json",
)
UNCHECKED = ("verify.py", "README.txt")
#: So much may a bundle hold unpacked: an honest one hardly gets smaller when it is packed.
MOST_BYTES, MOST_TIMES = 4 << 30, 60

_HASH = re.compile(r"[0-9a-f]{64}")
_TEXTS = [str]


def amount(value: Json) -> bool:
    """Tell whether this is a number that is not negative."""
    return type(value) is int and value >= 0


_OPTIONAL = (None, int)
_MODULUS = re.compile(rf"[89a-f][0-9a-f]{{{RSA_BITS // 4 - 1}}}")
_PROJECT = {"code": str, "name": str, "cost": amount}
_QUOTA = {"name": str, "projects": _TEXTS, "most": (None, amount), "reserved": amount}
_CONTEST = {
    "id": str,
    "name": str,
    "budget": amount,
    "currency": str,
    "projects": [_PROJECT],
    "conflicts": [_TEXTS],
    "quotas": [_QUOTA],
}
_BALLOT = {
    "kind": ("approval", "knapsack", "cumulative", "scores", "ordinal", "weak_order", "question"),
    "min_length": int,
    "allows_blank": bool,
    "default_score": int,
    **dict.fromkeys(("max_length", "min_sum_cost", "max_sum_cost"), _OPTIONAL),
    **dict.fromkeys(("min_points", "max_points"), _OPTIONAL),
    **dict.fromkeys(("min_sum_points", "max_sum_points"), _OPTIONAL),
}
MANIFEST = {
    "v": "pb1",
    "election_id": _HASH,
    "process": str,
    "opened_on": re.compile(r"\d{4}-\d\d-\d\d"),
    "eligible": amount,
    "origin": re.compile(r"[^\s+]+"),
    "opens": amount,
    "issue_closes": amount,
    "cast_closes": amount,
    "styles": [{"name": str, "n": _MODULUS, "contests": _TEXTS}],
    "contests": [_CONTEST],
    "ballot": _BALLOT,
    "rule": {"name": str, "parameters": dict},
    "ties": {"order": _TEXTS, "seed": str},
    "pad": amount,
    "seal_pk": _HASH,
    "trustees": {"k": amount, "n": amount, "share_hashes": [_HASH]},
    "board_key": _HASH,
    "witnesses": [{"name": str, "key": _HASH}],
    "roll_hash": _HASH,
    "setup": ("A", "B"),
    "client_sha384": str,
    "verifier_sha256": _HASH,
}
CLOSE = {
    "v": "pb1",
    "election": _HASH,
    "files": {name: _HASH for name in CHECKED if name != "close.json"},
    "signature": re.compile(r"[0-9a-f]{128}"),
    "size": amount,
    "root": _HASH,
}


# All that Python raises for a file that is not there, no zip, damaged, encrypted or of a new kind.
NO_SOUND_ZIP = (
    *(OSError, ValueError, EOFError, RuntimeError, NotImplementedError, OverflowError),
    *(zipfile.BadZipFile, zlib.error, struct.error),
)


def unpack(path: Path) -> dict[str, bytes]:
    """Read the files of a bundle, none missing and none too many."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            compare_names([entry.filename for entry in entries])
            size = sum(entry.file_size for entry in entries)
            if not {entry.compress_type for entry in entries} <= {0, zipfile.ZIP_DEFLATED}:
                raise unreadable(path)
            if size > min(MOST_BYTES, path.stat().st_size * MOST_TIMES + (1 << 24)):
                raise Fault("zip.bomb", size=size)
            return {name: archive.read(name) for name in CHECKED}
    except NO_SOUND_ZIP as error:
        raise unreadable(path) from error


def unreadable(path: Path) -> Fault:
    """Say that a file is not a bundle."""
    return Fault("zip.unreadable", path=str(path))


def compare_names(names: Sequence[str]) -> None:
    """Refuse a bundle in which a file is missing, there twice, or not provided for."""
    if missing := [name for name in CHECKED if name not in names]:
        raise Fault("zip.missing", name=missing[0])
    more = Counter(names) - Counter((*CHECKED, *UNCHECKED))
    if more:
        raise Fault("zip.extra", name=min(more))


def check_closing(files: Mapping[str, bytes], manifest: Json) -> Json:
    """Check what the board signed at the close: the hash of every file."""
    close = read_json("close.json", files["close.json"], CLOSE)
    unsigned = {key: value for key, value in close.items() if key != "signature"}
    message, signature = label("pb1/close") + canonical(unsigned), close["signature"]
    key = bytes.fromhex(manifest["board_key"])
    if not is_signed(key, message, bytes.fromhex(signature)):
        raise Fault("close.signature")
    if close["election"] != manifest["election_id"]:
        raise Fault("close.election")
    for name, digest in close["files"].items():
        if sha256(files[name]).hex() != digest:
            raise Fault("close.file", name=name)
    return close


def read_manifest(text: bytes) -> Json:
    """Read the manifest and see that it makes sense, so that nobody has to ask again."""
    manifest = read_json("manifest.json", text, MANIFEST)
    contests = {contest["id"]: contest for contest in manifest["contests"]}
    named = chain.from_iterable(style["contests"] for style in manifest["styles"])
    sound = (
        len(contests) == len(manifest["contests"])
        and contests.keys() == set(named)
        and all(map(is_sound_contest, manifest["contests"]))
        and all(len(set(one["contests"])) == len(one["contests"]) for one in manifest["styles"])
        and 1 <= len(manifest["styles"]) < 1 << 16
        and manifest["pad"] < 1 << 16
    )
    if not sound:
        raise Fault("manifest.unsound")
    return manifest


def is_sound_contest(contest: Json) -> bool:
    """Tell whether projects have different codes and limits are about them."""
    codes = [project["code"] for project in contest["projects"]]
    quotas = contest["quotas"]
    limited = chain(*contest["conflicts"], *(quota["projects"] for quota in quotas))
    reserved = [quota["reserved"] for quota in quotas if quota["reserved"]]
    return (
        len(set(codes)) == len(codes)
        and set(limited) <= set(codes)
        and sum(reserved) <= contest["budget"]
        and len(reserved) <= 8
    )


# ────────────────────────────────────── 6  The board ──────────────────────────────────────

BALLOT, PAPER, CLOSING = 1, 2, 3
VOID = 0xFFFFFFFF
_LEAF = struct.Struct(f">BH32s32s{RSA_BYTES}sI32s32s64s")
_PAPER = struct.Struct(">BI32s")
_CLOSING = struct.Struct(">BIIIII32s")


class Leaf(NamedTuple):
    """Be a ballot as it stands on the board, still closed."""

    kind: int
    style: int
    key: bytes
    prefix: bytes
    credential: bytes
    counter: int
    commitment: bytes
    sealed: bytes
    signature: bytes


class Board(NamedTuple):
    """Be the board: every leaf hash, the ballots in order, and what was put on it at the end."""

    hashes: list[bytes]
    raw: list[bytes]
    leaves: list[Leaf]
    sheets: int
    paper_hash: bytes
    marks: dict[str, int]
    roll_hash: bytes


def read_board(text: bytes) -> Board:
    """Part the board into leaves: ballots, then the closing one, then at most one of paper."""
    raw = list(_parts(text))
    ballots = [leaf for leaf in raw if len(leaf) == _LEAF.size and leaf[0] == BALLOT]
    end = raw[len(ballots) :]
    closings, papers = end[:1], end[1:]
    is_right = (
        raw[: len(ballots)] == ballots
        and len(papers) <= 1
        and [len(leaf) for leaf in closings] == [_CLOSING.size]
        and all(leaf[0] == CLOSING for leaf in closings)
        and all(len(leaf) == _PAPER.size and leaf[0] == PAPER for leaf in papers)
    )
    if not is_right:
        raise unreadable_board()
    _kind, sheets, paper_hash = _PAPER.unpack(papers[0]) if papers else (PAPER, 0, sha256())
    _kind, *marks, roll_hash = _CLOSING.unpack(closings[0])
    names = ("online", "code", "paper", "surrendered", "unused")
    return Board(
        [sha256(b"\0", leaf) for leaf in raw],
        ballots,
        [Leaf._make(_LEAF.unpack(leaf)) for leaf in ballots],
        sheets,
        paper_hash,
        dict(zip(names, marks, strict=True)),
        roll_hash,
    )


def _parts(text: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(text):
        length = int.from_bytes(text[at : at + 2])
        leaf = text[at + 2 : at + 2 + length]
        if not leaf or len(leaf) < length:
            raise unreadable_board()
        yield leaf
        at += 2 + length


def unreadable_board() -> Fault:
    """Say that the board is not made of leaves as the protocol has them."""
    return Fault("board.unreadable")


def check_tree(board: Board, notes: Sequence[Note], close: Json) -> None:
    """Check that every checkpoint is of this board, each with no less than the one before."""
    found = roots(board.hashes, (note.size for note in notes))
    for before, note in zip((None, *notes), notes, strict=False):
        if found.get(note.size) != note.root or (before and before.size > note.size):
            raise Fault("tree.root", size=note.size)
    last = (notes[-1].size, notes[-1].root.hex()) if notes else (-1, "")
    if not last == (close["size"], close["root"]) == (len(board.hashes), last[1]):
        raise Fault("tree.last")


def read_checkpoints(text: bytes, manifest: Json) -> list[Note]:
    """Read all checkpoints and check that the board signed each."""
    try:
        *texts, rest = text.decode().split("---\n")
    except UnicodeDecodeError as error:
        raise Fault("notes.text") from error
    origin = manifest["origin"]
    notes = [read_note(one, origin) for one in texts]
    if rest or not notes:
        raise Fault("notes.cut")
    key = bytes.fromhex(manifest["board_key"])
    for note in notes:
        if not signed_by_board(note, origin, key):
            raise Fault("note.board", size=note.size)
    return notes


def count_cosignatures(notes: Sequence[Note], witnesses: Json) -> dict[str, int]:
    """Count the checkpoints that each witness cosigned."""
    return {
        witness["name"]: sum(
            cosigned_by(note, witness["name"], bytes.fromhex(witness["key"])) for note in notes
        )
        for witness in witnesses
    }


class Task(NamedTuple):
    """Be some ballots to be judged by one process; `first` is the place of the first one."""

    election: bytes
    moduli: tuple[int, ...]
    first: int
    raw: Sequence[bytes]
    hints: Sequence[bytes]
    is_fast: bool


#: The place of a leaf, and what is wrong with it.
Wrong = tuple[int, str]
#: So many wrong leaves are named.
MOST_NAMED = 10


def judge(task: Task) -> list[Wrong]:
    """Check style, credential and signature of ballots; give the places of the wrong ones."""
    quick = Quick(task.moduli) if task.is_fast else None
    wrong: list[Wrong] = []
    equations: list[tuple[int, Equation]] = []
    for place, (raw, hint) in enumerate(zip(task.raw, task.hints, strict=True), task.first):
        leaf = Leaf._make(_LEAF.unpack(raw))
        if leaf.style >= len(task.moduli):
            wrong.append((place, "style"))
            continue
        text = label("pb1/cred") + task.election + raw[1:3] + leaf.key
        signed = leaf.prefix + text
        is_right = quick is not None and quick.is_credential(leaf.style, signed, leaf.credential)
        if not (is_right or is_credential(task.moduli[leaf.style], signed, leaf.credential)):
            wrong.append((place, "credential"))
        message = label("pb1/ballot") + task.election + raw[:-64]
        one = equation(leaf.key, message, leaf.signature, hint)
        if one is None:
            wrong.append((place, "signature"))
        elif not (quick and quick.is_signed(leaf.key, message, leaf.signature)):
            equations.append((place, one))
    if equations:
        wrong += [(place, "signature") for place in false_ones(equations, MOST_NAMED)]
    return sorted(wrong)


class Quick:
    """Let a library look first. It refuses more than is wrong, and accepts nothing that is.

    OpenSSL asks for S·B = R + k·A without the 8, so whatever it accepts holds with it too;
    canonical points and small orders are looked at by `equation`, before.
    """

    def __init__(self, moduli: Iterable[int]) -> None:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
        from cryptography.hazmat.primitives.hashes import SHA384

        self._invalid, self._hash = InvalidSignature, SHA384()
        self._load = ed25519.Ed25519PublicKey.from_public_bytes
        self._padding = padding.PSS(padding.MGF1(SHA384()), 0)
        self._keys = [
            rsa.RSAPublicNumbers(65537, n).public_key() if n & 1 else None for n in moduli
        ]

    @staticmethod
    def is_there() -> bool:
        """Tell whether there is such a library."""
        return importlib.util.find_spec("cryptography") is not None

    def is_credential(self, style: int, message: bytes, credential: bytes) -> bool:
        """Tell whether the library accepts a credential."""
        key = self._keys[style]
        try:
            if key:
                key.verify(credential, message, self._padding, self._hash)
            return bool(key)
        except (self._invalid, ValueError):
            return False

    def is_signed(self, key: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether the library accepts a signature."""
        try:
            self._load(key).verify(signature, message)
            return True
        except (self._invalid, ValueError):
            return False


def check_leaves(board: Board, hints: bytes, manifest: Json, jobs: int, is_fast: bool) -> None:
    """Check every ballot on the board, in one process or several."""
    number = len(board.leaves)
    if len(hints) != 64 * number:
        raise Fault("hints.length")
    each = [hints[at : at + 64] for at in range(0, len(hints), 64)]
    election = bytes.fromhex(manifest["election_id"])
    moduli = tuple(int(style["n"], 16) for style in manifest["styles"])
    size = min(-(-number // jobs), 100_000) or 1
    tasks = [
        Task(election, moduli, at, board.raw[at : at + size], each[at : at + size], is_fast)
        for at in range(0, number, size)
    ]
    if jobs > 1 and len(tasks) > 1:
        with multiprocessing.Pool(jobs) as pool:
            found = pool.map(judge, tasks, 1)
    else:
        found = [judge(task) for task in tasks]
    name_wrong(board, [wrong for part in found for wrong in part] + reused(board))


def reused(board: Board) -> list[Wrong]:
    """Find the ballots whose counter is not allowed, or was used before with the same key."""
    seen: set[tuple[bytes, int]] = set()
    wrong = []
    for place, leaf in enumerate(board.leaves):
        is_void = leaf.counter == VOID
        is_allowed = leaf.counter and (not is_void or leaf.commitment + leaf.sealed == bytes(64))
        if not is_allowed or (leaf.key, leaf.counter) in seen:
            wrong.append((place, "counter"))
        seen.add((leaf.key, leaf.counter))
    return wrong


def name_wrong(board: Board, wrong: Sequence[Wrong]) -> None:
    """Raise a fault that names the first wrong ballots by their receipt codes."""
    if wrong:
        named = [f"{receipt_code(board.hashes[at])} ({what})" for at, what in wrong[:MOST_NAMED]]
        raise Fault("leaves.false", number=len(wrong), named=", ".join(named))


CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def receipt_code(leaf_hash: bytes) -> str:
    """Write the first 160 bits of a leaf hash as the code of a receipt."""
    number = int.from_bytes(leaf_hash[:20])
    signs = "".join(CROCKFORD[number >> shift & 31] for shift in range(155, -1, -5))
    return "-".join(signs[at : at + 4] for at in range(0, 32, 4))


def counting_leaves(board: Board) -> dict[bytes, Leaf]:
    """Give the ballot of each key that counts: the last one, and none of a key that is void."""
    last: dict[bytes, Leaf] = {}
    for leaf in board.leaves:
        if leaf.key not in last or leaf.counter > last[leaf.key].counter:
            last[leaf.key] = leaf
    return {key: leaf for key, leaf in last.items() if leaf.counter != VOID}


# ────────────────────────────────────── 7  The roll ──────────────────────────────────────

STATES = ("none", "online", "code", "paper", "surrendered")
_PERSON = re.compile(rb"[0-9a-f]{64},(?:0|[1-9]\d{0,4})")
_STATE = re.compile(rb"(?P<person>[0-9a-f]{64},\d{1,5}),(?P<state>[a-z]+)")


def read_roll(files: Mapping[str, bytes], manifest: Json, board: Board) -> list[Counter[str]]:
    """Check that the roll is that of before the vote, and count the states of each style."""
    before, after = files["roll_before.csv"], files["roll.csv"]
    if sha256(before).hex() != manifest["roll_hash"] or sha256(after) != board.roll_hash:
        raise Fault("roll.hash")
    persons = read_lines("roll_before.csv", before)
    hashes = [line[:64] for line in persons]
    is_right = (
        all(map(_PERSON.fullmatch, persons))
        and all(one < other for one, other in pairwise(hashes))
        and len(persons) == manifest["eligible"]
    )
    lines = [_STATE.fullmatch(line) for line in read_lines("roll.csv", after)]
    if not is_right or [line and line["person"] for line in lines] != persons:
        raise Fault("roll.persons")
    states: list[Counter[str]] = [Counter() for _style in manifest["styles"]]
    for line in filter(None, lines):
        style, state = int(line["person"][65:]), line["state"].decode()
        if style >= len(states) or state not in STATES:
            raise Fault("roll.word", style=style, state=state)
        states[style][state] += 1
    return states


class Style(NamedTuple):
    """Be the numbers of one style: marks by their kind, keys that voted or count, voids, sheets."""

    name: str
    marks: Counter[str]
    voted: int
    counted: int
    voids: int
    sheets: int

    @property
    def unused(self) -> int:
        """Count the marks on the web and by code without a ballot."""
        return self.marks["online"] + self.marks["code"] - self.counted

    @property
    def unused_paper(self) -> int:
        """Count the marks for paper without a sheet."""
        return self.marks["paper"] + self.marks["surrendered"] - self.sheets


def check_marks(board: Board, styles: Sequence[Style]) -> None:
    """Check that nobody voted without a mark: marks are persons, and ballots are no more."""
    for state in STATES[1:]:
        marked = sum(style.marks[state] for style in styles)
        if marked != board.marks[state]:
            raise Fault("marks.state", closing=board.marks[state], state=state, marked=marked)
    void = sum(style.voids for style in styles)
    due = voids_due(board)
    # More may be: whoever has a code can take back what was cast with it, and take no sheet.
    if void < due or any(style.voids < style.marks["surrendered"] for style in styles):
        raise Fault("marks.voids", void=void, due=due)
    for style in styles:
        check_style(style)


def voids_due(board: Board) -> int:
    """Give how many keys have to be void: of surrendered votes and of unused envelopes."""
    return board.marks["surrendered"] + board.marks["unused"]


def check_style(style: Style) -> None:
    """Check that the ballots and sheets of a style are no more than its marks.

    Who gave up the web has a void key, so that of the others no more count than have a mark.
    """
    web, given_up = style.marks["online"] + style.marks["code"], style.marks["surrendered"]
    for where, found, most in (
        (("por web", "by web"), style.voted, web + given_up),
        (("por web que cuentan", "by web that count"), style.counted, web),
        (("en papel", "on paper"), style.sheets, style.marks["paper"] + given_up),
    ):
        if found > most:
            raise Fault("marks.style", style=style.name, where=where, found=found, most=most)


def styles_of(
    board: Board, manifest: Json, states: Sequence[Counter[str]], sheets: Counter[int]
) -> list[Style]:
    """Put together the numbers of each style."""
    voted = Counter(
        style for _key, style in {(o.key, o.style) for o in board.leaves if o.counter != VOID}
    )
    counted = Counter(leaf.style for leaf in counting_leaves(board).values())
    voids = Counter(leaf.style for leaf in board.leaves if leaf.counter == VOID)
    return [
        Style(style["name"], states[at], voted[at], counted[at], voids[at], sheets[at])
        for at, style in enumerate(manifest["styles"])
    ]


# ───────────────────────────────────── 8  The ballots ─────────────────────────────────────

#: What a ballot says in one contest: the choices, and the points of each where it gives points.
Vote = tuple[tuple[str, ...], tuple[int, ...]]
_VOTE = {"choices": [str], "points": [int]}
_NONCE = re.compile(r"[0-9a-f]{64}")
_OPENED = {"commit": _HASH, "nonce": _NONCE, "plain": str}
_UNOPENED = {"commit": _HASH, "reason": str}
_SHEET = {"plain": str, "style": amount}


class Votes:
    """Hold the ballots of a contest: each different one with its number, and how many are null."""

    def __init__(self) -> None:
        self.filled: Counter[Vote] = Counter()
        self.blank = self.null = 0


class Reader:
    """Read plain ballots by the manifest; the same text is read once."""

    def __init__(self, manifest: Json) -> None:
        self._styles = [style["contests"] for style in manifest["styles"]]
        self._contests = {contest["id"]: contest for contest in manifest["contests"]}
        self._cost = {
            contest["id"]: {project["code"]: project["cost"] for project in contest["projects"]}
            for contest in manifest["contests"]
        }
        self._form = manifest["ballot"]
        self._known: dict[tuple[int, str], dict[str, Vote] | None] = {}
        self.votes = {contest: Votes() for contest in self._contests}

    def take(self, style: int, plain: str) -> None:
        """Count a ballot for each contest of its style; what is no valid ballot is null in all."""
        if (style, plain) not in self._known:
            self._known[style, plain] = self._read(style, plain)
        said = self._known[style, plain]
        for contest in self._styles[style]:
            votes = self.votes[contest]
            if said is None:
                votes.null += 1
            elif said[contest][0]:
                votes.filled[said[contest]] += 1
            else:
                votes.blank += 1

    def _read(self, style: int, plain: str) -> dict[str, Vote] | None:
        try:
            value = parsed(plain.encode())
        except ValueError:
            return None
        if misfit(value, dict.fromkeys(self._styles[style], _VOTE)):
            return None
        said = {one: (tuple(v["choices"]), tuple(v["points"])) for one, v in value.items()}
        is_valid = all(self.is_allowed(self._contests[one], vote) for one, vote in said.items())
        return said if is_valid else None

    def is_allowed(self, contest: Json, vote: Vote) -> bool:
        """Tell whether the manifest allows this vote in a contest."""
        choices, points = vote
        kind = self._form["kind"]
        cost = self._cost[contest["id"]]
        if not choices:
            return self._form["allows_blank"] and not points
        if len(set(choices)) < len(choices) or not cost.keys() >= set(choices):
            return False
        if kind in ("cumulative", "scores", "weak_order"):
            is_right = len(points) == len(choices)
        else:
            is_right = not points
        if not is_right or not is_in_order(kind, choices, points):
            return False
        if kind == "question":
            return len(choices) == 1
        total = sum(cost[code] for code in choices)
        return (
            self._is_within("length", len(choices))
            and self._is_within("sum_cost", total)
            and (kind != "knapsack" or total <= contest["budget"])
            and (kind not in ("cumulative", "scores") or self._has_right_points(kind, points))
        )

    def _is_within(self, what: str, number: int) -> bool:
        least, most = self._form[f"min_{what}"], self._form[f"max_{what}"]
        return (least is None or number >= least) and (most is None or number <= most)

    def _has_right_points(self, kind: str, points: Sequence[int]) -> bool:
        if not all(self._is_within("points", one) for one in points):
            return False
        return kind == "scores" or (min(points) >= 1 and self._is_within("sum_points", sum(points)))


def is_in_order(kind: str, choices: Sequence[str], points: Sequence[int]) -> bool:
    """Tell whether what says the same is written the same: no order that means nothing."""
    if kind == "ordinal":
        return True
    if kind != "weak_order":
        return sorted(choices) == list(choices)
    places = sorted(set(points))
    pairs = list(zip(points, choices, strict=True))
    return places == list(range(1, len(places) + 1)) and pairs == sorted(pairs)


def check_openings(
    files: Mapping[str, bytes], manifest: Json, counting: Iterable[Leaf], reader: Reader
) -> Counter[str]:
    """Check that every ballot that counts was opened to what it committed to, or is said not to be.

    Gives the reasons why some were not opened. Somebody may have copied the commitment of another
    ballot, which cannot be opened for a second key: so one commitment may stand on several leaves.
    """
    election = bytes.fromhex(manifest["election_id"])
    waiting: dict[str, list[Leaf]] = defaultdict(list)
    for leaf in counting:
        waiting[leaf.commitment.hex()].append(leaf)
    before = ""
    for line in read_lines("opened.jsonl", files["opened.jsonl"]):
        one = read_json("opened.jsonl", line, _OPENED)
        nonce, plain = bytes.fromhex(one["nonce"]), one["plain"].encode()
        start = label("pb1/open") + election
        leaves = [
            leaf
            for leaf in waiting[one["commit"]]
            if sha256(start, leaf.key, leaf.counter.to_bytes(4), nonce, plain) == leaf.commitment
        ]
        if not leaves or one["commit"] <= before or len(plain) + 34 > manifest["pad"]:
            raise Fault("opened.false", commit=one["commit"])
        before = one["commit"]
        waiting[before].remove(leaves[0])
        reader.take(leaves[0].style, one["plain"])
    return check_unopened(files["unopened.jsonl"], waiting)


def check_unopened(text: bytes, waiting: dict[str, list[Leaf]]) -> Counter[str]:
    """Check that exactly the ballots that were not opened are said not to be, and give reasons."""
    reasons: Counter[str] = Counter()
    left = Counter({commit: len(leaves) for commit, leaves in waiting.items() if leaves})
    said: Counter[str] = Counter()
    for line in read_lines("unopened.jsonl", text):
        one = read_json("unopened.jsonl", line, _UNOPENED)
        said[one["commit"]] += 1
        reasons[one["reason"]] += 1
    if said != left:
        different = min((said - left) + (left - said))
        raise Fault("opened.missing", commit=different)
    return reasons


def read_paper(text: bytes, board: Board, manifest: Json, reader: Reader) -> Counter[int]:
    """Check that the sheets are those that were put on the board, and count them by style."""
    sheets: Counter[int] = Counter()
    lines = read_lines("paper.jsonl", text)
    if sha256(text) != board.paper_hash or len(lines) != board.sheets or sorted(lines) != lines:
        raise Fault("paper.hash")
    for line in lines:
        sheet = read_json("paper.jsonl", line, _SHEET)
        if sheet["style"] >= len(manifest["styles"]):
            raise Fault("paper.style", style=sheet["style"])
        sheets[sheet["style"]] += 1
        reader.take(sheet["style"], sheet["plain"])
    return sheets


# ───────────────────────────────────── 9  The count ─────────────────────────────────────
#
# What each rule is: every rule gets the projects with enough support, with their scores, and gives
# the winners in the order in which they win.

_SCORING = ("votes", "points", "borda")
_EVERY = {
    "scoring": _SCORING,
    "threshold": amount,
    "support_permille": amount,
    "support_budgets": amount,
    "exclusive": bool,
}
RULES = {
    "greedy": {
        **_EVERY,
        "by": ("score", "score_per_cost"),
        "over_budget": ("skip", "stop"),
        "reserve_percent": amount,
    },
    "equal_shares": {
        **_EVERY,
        "satisfaction": ("cost", "cardinality"),
        "completion": ("none", "add1", "utilitarian", "add1u"),
        "step": lambda step: amount(step) and step > 0,
        "start": ("exact", "floor"),
        "exhaustive_stop": bool,
        "fits": ("any", "supported"),
        "blank_has_share": bool,
        "comparison": ("none", "number", "any"),
    },
    "phragmen": {**_EVERY, "over_budget": ("stop", "skip")},
    "max_welfare": {**_EVERY, "utility": ("score", "score_times_cost")},
    "bounded_overspending": {
        **_EVERY,
        "satisfaction": ("cost", "cardinality"),
        "blank_has_share": bool,
    },
}
#: What decides between equals: the lowest of these numbers goes first.
TIES: dict[str, Callable[[int, int, int, int], int]] = {
    "cheapest": lambda cost, _score, _place, _lot: cost,
    "dearest": lambda cost, _score, _place, _lot: -cost,
    "most_votes": lambda _cost, score, _place, _lot: -score,
    "published_order": lambda _cost, _score, place, _lot: place,
    "lot": lambda _cost, _score, _place, lot: lot,
}


class Room:
    """Keep what conflicts, quotas and reserves leave to the projects that are still to win."""

    def __init__(self, contest: Json, has_conflicts: bool) -> None:
        cost = {project["code"]: project["cost"] for project in contest["projects"]}
        #: Each limit: what every project takes of it, and what there is.
        self.limits: list[tuple[dict[str, int], int]] = []
        if has_conflicts:
            self.limits += [(dict.fromkeys(group, 1), 1) for group in contest["conflicts"]]
        for quota in contest["quotas"]:
            if quota["most"] is not None:
                self.limits.append(
                    ({code: cost[code] for code in quota["projects"]}, quota["most"])
                )
        reserves = [quota for quota in contest["quotas"] if quota["reserved"]]
        # What is outside of some groups may not touch the money that is kept for these groups.
        for some in chain(*(combinations(reserves, n + 1) for n in range(len(reserves)))):
            inside = set(chain(*(quota["projects"] for quota in some)))
            outside = {code: cost[code] for code in cost if code not in inside}
            kept = sum(quota["reserved"] for quota in some)
            self.limits.append((outside, contest["budget"] - kept))
        self._left = [room for _takes, room in self.limits]

    def __contains__(self, code: str) -> bool:
        """Tell whether there is room for a project."""
        pairs = zip(self.limits, self._left, strict=True)
        return all(takes.get(code, 0) <= left or code not in takes for (takes, _), left in pairs)

    def take(self, codes: Iterable[str]) -> None:
        """Let projects take their room."""
        for code in codes:
            for at, (takes, _room) in enumerate(self.limits):
                self._left[at] -= takes.get(code, 0)


class Count:
    """Be what every rule begins with: costs, scores, supporters, and who has enough support."""

    def __init__(self, contest: Json, votes: Votes, rule: Json, ties: Json) -> None:
        self.parameters: Json = rule["parameters"]
        self.contest, self.budget, self.votes = contest, contest["budget"], votes
        self.cost: dict[str, int] = {one["code"]: one["cost"] for one in contest["projects"]}
        self.filled = votes.filled.total()
        self.voters = self.filled + votes.blank
        #: Each different ballot: what it gives to whom, and how many cast it.
        self.groups = [(self._gives(vote), number) for vote, number in sorted(votes.filled.items())]
        self.score, self.supporters = dict.fromkeys(self.cost, 0), dict.fromkeys(self.cost, 0)
        for gives, number in self.groups:
            for code, points in gives:
                self.score[code] += points * number
                self.supporters[code] += number if points > 0 else 0
        self.candidates = [code for code in self.cost if self._has_support(code)]
        self.order = self._order(ties)

    def _gives(self, vote: Vote) -> list[tuple[str, int]]:
        choices, points = vote
        scoring = self.parameters["scoring"]
        if scoring == "points":
            return [(code, n) for code, n in zip(choices, points, strict=True) if n]
        if scoring == "borda":
            return [(code, len(choices) - place) for place, code in enumerate(choices)]
        return [(code, 1) for code in choices]

    def _has_support(self, code: str) -> bool:
        parameters, supporters = self.parameters, self.supporters[code]
        of_budgets = parameters["support_budgets"] * self.budget
        return (
            self.score[code] >= parameters["threshold"]
            and supporters * 1000 >= parameters["support_permille"] * self.voters
            and (not of_budgets or supporters * of_budgets >= self.voters * self.cost[code])
        )

    def _order(self, ties: Json) -> dict[str, tuple[int, ...]]:
        """Give each project the numbers by which it stands among equals: lower goes first."""
        seed = ties["seed"]
        drawn = sorted(self.cost, key=lambda code: sha256(f"{seed}\0{code}".encode()))
        lot = {code: place for place, code in enumerate(drawn)}
        return {
            code: tuple(
                TIES[key](cost, self.score[code], place, lot[code]) for key in ties["order"]
            )
            for place, (code, cost) in enumerate(self.cost.items())
        }

    def first(self, equals: Iterable[str]) -> str:
        """Pick who goes first among equals."""
        return min(equals, key=self.order.__getitem__)

    def room(self) -> Room:
        """Give the room that there is before anybody has won."""
        return Room(self.contest, self.parameters["exclusive"])

    def spent(self, winners: Iterable[str]) -> int:
        """Add up what projects cost."""
        return sum(self.cost[code] for code in winners)


def by_turns(
    count: Count, candidates: Iterable[str], left: int, room: Room, per_cost: bool = False
) -> Iterator[tuple[str, bool, int]]:
    """Let projects have their turn from the highest score down.

    Gives of each for which there is room whether the money was enough, and what there was before.
    """

    def value(code: str) -> Fraction:
        """Give what a project is chosen by: its score, or its score for each unit of cost."""
        if not per_cost:
            return Fraction(count.score[code])
        # What costs nothing gives more for its money than anything else can.
        cost = count.cost[code]
        return Fraction(count.score[code], cost) if cost else Fraction(count.score[code] + 10**30)

    for code in sorted(candidates, key=lambda code: (-value(code), count.order[code])):
        if code in room:
            fits = count.cost[code] <= left
            yield code, fits, left
            if fits:
                left -= count.cost[code]
                room.take([code])


def greedy(count: Count) -> list[str]:
    """Fund by score; at the first project that does not fit, go on or stop.

    Before it stops, a reserve may pay what lacks to a project of whose cost nearly all is left.
    """
    stops = count.parameters["over_budget"] == "stop"
    percent = count.parameters["reserve_percent"]
    winners = []
    per_cost = count.parameters["by"] == "score_per_cost"
    for code, fits, left in by_turns(count, count.candidates, count.budget, count.room(), per_cost):
        if fits or (stops and percent and left * 100 >= count.cost[code] * percent):
            winners.append(code)
        if stops and not fits:
            break
    return winners


#: No rounded sum, product or quotient is wrong by so large a part (2⁻⁵³ is the truth).
TINY = 2.0**-51
#: The lowest rank that a project may have, its place, and its code: a heap.
Bounds = list[tuple[Fraction, int, str]]
#: The voters who give a project so many points: points, how many voters each group has, groups.
Backing = list[tuple[int, int, list[int]]]


def backings(count: Count) -> dict[str, Backing]:
    """Tell of each project that somebody supports which groups of voters do."""
    found: dict[str, dict[tuple[int, int], list[int]]] = {code: {} for code in count.candidates}
    for group, (gives, number) in enumerate(count.groups):
        for code, points in gives:
            if points > 0 and code in found:
                found[code].setdefault((points, number), []).append(group)
    return {
        code: [(points, number, groups) for (points, number), groups in by_kind.items()]
        for code, by_kind in found.items()
        if by_kind
    }


def kinds_in(backing: Backing, kind_of: Sequence[int]) -> Counter[tuple[int, int]]:
    """Count the supporters of a project by their kind and the points that they give."""
    found: Counter[tuple[int, int]] = Counter()
    for points, number, groups in backing:
        for kind, times in Counter(map(kind_of.__getitem__, groups)).items():
            found[kind, points] += times * number
    return found


def lowest(
    bounds: Bounds, find: Callable[[str], Fraction | None]
) -> tuple[Fraction | None, list[str]]:
    """Take all projects of the lowest rank off the heap; those that `find` has no rank for go too.

    Ranks never fall while projects win, so that a rank once found is a bound later on, and only
    those with a low bound have to be looked at again.
    """
    best: Fraction | None = None
    seen: Bounds = []
    while bounds and (best is None or bounds[0][0] <= best):
        _bound, place, code = heapq.heappop(bounds)
        rank = find(code)
        if rank is not None:
            seen.append((rank, place, code))
            best = rank if best is None else min(best, rank)
    for entry in seen:
        if entry[0] != best:
            heapq.heappush(bounds, entry)
    return best, [code for rank, _place, code in seen if rank == best]


class Purses:
    """Hold what every voter has left, exactly; voters who have the same are one kind.

    The money of a kind is a whole number over a denominator that all kinds share. Kind 0 has none.
    """

    def __init__(self, groups: int, share: Fraction) -> None:
        self.kind_of = [1] * groups
        self._money, self._members = {0: 0, 1: share.numerator}, Counter({0: 1, 1: groups})
        self._denominator, self._next = share.denominator, 2

    def price(self, backing: Backing, cost: int) -> Fraction | None:
        """Find the price of a point at which the supporters pay the cost; None if they cannot.

        Who has less than the price of the points given pays all there is.
        """
        kinds = kinds_in(backing, self.kind_of)
        scale = lcm(*{points for _kind, points in kinds})
        money = self._money
        weights = [(money[kind], points, n) for (kind, points), n in kinds.items()]
        weights.sort(key=lambda weight: weight[0] * (scale // weight[1]))
        owed = cost * self._denominator
        left = sum(points * n for _money, points, n in weights)
        for held, points, n in weights:
            if held * left >= owed * points:
                return Fraction(owed, left * self._denominator)
            owed -= held * n
            left -= points * n
        return None

    def pay(self, backing: Backing, price: Fraction) -> None:
        """Take the price of each point from the supporters, or all that they have."""
        factor = price.denominator // gcd(price.denominator, self._denominator)
        if factor > 1:
            self._denominator *= factor
            self._money = {kind: money * factor for kind, money in self._money.items()}
        each = price.numerator * (self._denominator // price.denominator)
        moved: dict[tuple[int, int], int] = {}
        for points, _number, groups in backing:
            old = [self.kind_of[group] for group in groups]
            for kind, times in Counter(old).items():
                target = moved.get((kind, points))
                if target is None:
                    target = moved[kind, points] = self._open(self._money[kind] - each * points)
                self._members[target] += times
                self._members[kind] -= times
            for group, kind in zip(groups, old, strict=True):
                self.kind_of[group] = moved[kind, points]
        for kind, _points in moved:
            if not self._members[kind]:
                self._money.pop(kind, None)

    def _open(self, money: int) -> int:
        if money <= 0:
            return 0
        self._next += 1
        self._money[self._next] = money
        return self._next


class Run(NamedTuple):
    """Be one count by equal shares: who wins, what that costs, and what each rank was at most.

    `bounds` are the least ranks of all projects before each purchase, as far as they were looked
    at. `is_clear`: at each purchase all others were above the floor that was given.
    """

    winners: list[str]
    spent: int
    ranks: list[float]
    bounds: list[dict[str, float]]
    is_clear: bool


class Stage(NamedTuple):
    """Be the voters after some purchases, by what they bought: kinds, and how these came about.

    This depends on the order of purchases only, not on amounts: the next count finds it as it is.
    """

    kind_of: list[int]
    bought: str
    moves: list[tuple[int, int]]
    supporters: dict[str, list[tuple[int, int, int]]]


class Market:
    """Let voters buy with equal shares, again and again."""

    def __init__(self, count: Count) -> None:
        self.count, self.backing = count, backings(count)
        by_cost = count.parameters["satisfaction"] == "cost"
        #: What a point for a project is worth: its cost, or one.
        self.unit = {code: (by_cost and count.cost[code]) or 1 for code in self.backing}
        self.given = {
            code: sum(points * number * len(groups) for points, number, groups in backing)
            for code, backing in self.backing.items()
        }
        #: The rank of a project if all supporters pay the same for each point: it is never less.
        self.least = {
            code: Fraction(count.cost[code], given * self.unit[code])
            for code, given in self.given.items()
        }
        self._stages = [Stage([0] * len(count.groups), "", [], {})]

    def run(self, share: Fraction, floors: Sequence[float] = (), guide: Run | None = None) -> Run:
        """Give each voter the share and buy what costs least for its worth, until nobody can.

        A run that spends more than the budget is broken off. Rounded numbers are tried first. The
        guide is a run with a higher share: as long as the same is bought, nothing is cheaper here.
        """
        try:
            return self._rounded_run(share, floors, guide)
        except Unsure:
            return self._exact_run(share)

    def _exact_run(self, share: Fraction) -> Run:
        count, room, winners = self.count, self.count.room(), list[str]()
        places = {code: place for place, code in enumerate(self.least)}
        bounds = [(rank, places[code], code) for code, rank in self.least.items()]
        heapq.heapify(bounds)
        purses, prices = Purses(len(count.groups), share), dict[str, Fraction]()

        def find(code: str) -> Fraction | None:
            """Give the cost of a unit, None where none can be had; note the price of a point."""
            price = purses.price(self.backing[code], count.cost[code]) if code in room else None
            if price is None:
                return None
            prices[code] = price
            return price / self.unit[code]

        while (spent := count.spent(winners)) <= count.budget:
            rank, equals = lowest(bounds, find)
            if rank is None:
                break
            code = count.first(equals)
            for other in equals:
                if other != code:
                    heapq.heappush(bounds, (rank, places[other], other))
            purses.pay(self.backing[code], prices[code])
            room.take([code])
            winners.append(code)
        return Run(winners, spent, [math.inf] * len(winners), [], False)

    def _rounded_run(self, share: Fraction, floors: Sequence[float], guide: Run | None) -> Run:
        count, buyers = self.count, Rounded(self, share)
        found, known, is_clear = list[str](), list[dict[str, float]](), True
        ranks: list[float] = []
        while (spent := count.spent(found)) <= count.budget:
            bought = len(found)
            if guide and bought < len(guide.bounds) and guide.winners[:bought] == found:
                buyers.follow(guide.bounds[bought])
            floor = floors[bought] if bought < len(floors) else 0.0
            cheapest = buyers.cheapest(bought, floor)
            known.append(dict(buyers.bounds))
            if cheapest is None:
                break
            is_clear = is_clear and sum(low <= floor for low in buyers.bounds.values()) <= 1
            buyers.buy(*cheapest, self._stage(bought, cheapest[0]).moves)
            found.append(cheapest[0])
            ranks.append(cheapest[1].high)
        return Run(found, spent, ranks, known, is_clear)

    def supporters(self, code: str, bought: int) -> list[tuple[int, int, int]]:
        """List the supporters of a project after some purchases: kind, points, how many."""
        stage = self._stages[bought]
        if code not in stage.supporters:
            kinds = kinds_in(self.backing[code], stage.kind_of)
            stage.supporters[code] = [(kind, points, n) for (kind, points), n in kinds.items()]
        return stage.supporters[code]

    def _stage(self, bought: int, code: str) -> Stage:
        """Give the stage after one more purchase; what was known of another order is forgotten."""
        if len(self._stages) > bought + 1 and self._stages[bought + 1].bought == code:
            return self._stages[bought + 1]
        del self._stages[bought + 1 :]
        kind_of = list(self._stages[bought].kind_of)
        first = 1 + sum(len(stage.moves) for stage in self._stages)
        moved: dict[tuple[int, int], int] = {}
        for points, _number, groups in self.backing[code]:
            for group in groups:
                kind_of[group] = moved.setdefault((kind_of[group], points), first + len(moved))
        self._stages.append(Stage(kind_of, code, list(moved), {}))
        return self._stages[-1]


class Unsure(Exception):
    """Rounded numbers cannot tell what happens, so that exact ones have to."""


class Offer(NamedTuple):
    """Be what a project would cost its supporters for each point, as far as rounding lets know.

    The price is wrong by the error at most, and the rank from `low` to `high`. `is_shared`: all
    supporters pay the same, so that the exact rank is known.
    """

    price: float
    error: float
    low: float
    high: float
    is_shared: bool


class Rounded:
    """Let voters buy with rounded numbers of bounded error; raise Unsure where it matters.

    A voter of a kind has what is `held`, wrong by no more than the `doubt` of the kind; no doubt is
    greater than the first. No project has a rank below its bound.
    """

    def __init__(self, market: Market, share: Fraction) -> None:
        self._market, self._room = market, market.count.room()
        self._rounding = float(share) * TINY
        self._held, self._doubt = [float(share)], [self._rounding]
        self.bounds = {code: float(rank) * (1 - TINY) for code, rank in market.least.items()}

    def follow(self, guide: Mapping[str, float]) -> None:
        """Take over the bounds of the same moment with a higher share, and what was too dear."""
        own = self.bounds
        self.bounds = {code: max(own[code], low) for code, low in guide.items() if code in own}

    def cheapest(self, bought: int, floor: float) -> tuple[str, Offer] | None:
        """Give the project that is bought next; all with a bound up to the floor are looked at.

        Where several can be the least, they are compared exactly if all their supporters can pay.
        """
        offers: dict[str, Offer] = {}
        highest = sys.float_info.max
        while waiting := [code for code in self.bounds if code not in offers]:
            code = min(waiting, key=self.bounds.__getitem__)
            if self.bounds[code] > max(highest, floor):
                break
            offer = self._offer(code, bought) if code in self._room else None
            if offer is None:
                del self.bounds[code]
                continue
            offers[code], self.bounds[code] = offer, max(offer.low, self.bounds[code])
            highest = min(highest, offer.high)
        close = [code for code, offer in offers.items() if offer.low <= highest]
        if len(close) > 1:
            if not all(offers[code].is_shared for code in close):
                raise Unsure
            least = min(self._market.least[code] for code in close)
            close = [code for code in close if self._market.least[code] == least]
        code = self._market.count.first(close) if close else ""
        return (code, offers[code]) if close else None

    def _offer(self, code: str, bought: int) -> Offer | None:
        """Find the price of a point for a project; None if its supporters cannot pay the cost.

        The price is where what the supporters pay meets the cost. Below it they pay less by as much
        a step as all that can pay it together, so an error of the sum is parted among them.
        """
        held, market = self._held, self._market
        cost, left = market.count.cost[code], market.given[code]
        supporters = market.supporters(code, bought)
        supporters.sort(key=lambda one: held[one[0]] / one[1])
        owed, wrong = float(cost), cost * TINY * (len(supporters) + 1)
        for place, (kind, points, number) in enumerate(supporters):
            has = held[kind]
            if has * left >= owed * points:
                price = owed / left
                error = wrong / left + price * TINY
                # Who can pay it has to be certain, or the sum is parted among fewer.
                if cost and has / points - self._doubt[0] <= price + error:
                    raise Unsure
                unit = market.unit[code]
                low, high = (price - error) / unit * (1 - TINY), (price + error) / unit * (1 + TINY)
                return Offer(price, error, low, high, not place)
            owed -= has * number
            wrong += self._doubt[kind] * number
            left -= points * number
        if owed <= wrong:
            raise Unsure
        return None

    def buy(self, code: str, offer: Offer, moves: Iterable[tuple[int, int]]) -> None:
        """Let the supporters pay; those of a kind who give as many points become a kind."""
        for kind, points in moves:
            left = self._held[kind] - offer.price * points
            error = self._doubt[kind] + offer.error * points + self._rounding
            self._held.append(max(0.0, left))
            self._doubt.append(error if left > -error else 0.0)
        self._doubt[0] = max(self._doubt)
        self._room.take([code])
        del self.bounds[code]


def add_one(count: Count, market: Market, share: Fraction) -> Run:
    """Count again with a step more for each voter, as long as the budget is enough.

    Some steps at once, from the highest share down, so that each run guides the next. And where
    nothing changes, leap: with more for everybody nobody pays more for the same. So if far ahead
    the same is bought, and even then everything else costs more than what was bought did here,
    nothing can be different in between.
    """
    step, run, ahead = count.parameters["step"], market.run(share), 4
    while not is_finished(count, run.winners):
        top = market.run(share + ahead * step, run.ranks)
        if top.is_clear and top.winners == run.winners:
            run, share, ahead = top, share + ahead * step, ahead * 2
        elif ahead > 16:
            ahead = 16
        else:
            runs = [top]
            for steps in range(ahead - 1, 0, -1):
                runs.append(market.run(share + steps * step, (), runs[-1]))
            for further in reversed(runs):
                if further.spent > count.budget or is_finished(count, run.winners):
                    return run
                run, share = further, share + step
            ahead = 8
    return run


def is_finished(count: Count, winners: Sequence[str]) -> bool:
    """Tell whether more money could not buy more, or nothing more fits in the budget."""
    room = count.room()
    room.take(winners)
    open_ = [code for code in count.candidates if code in room and code not in winners]
    if not any(count.cost[one] <= count.budget for one in open_ if count.supporters[one]):
        return True
    left = count.budget - count.spent(winners)
    counts_all = count.parameters["fits"] == "any"
    fitting = [one for one in open_ if counts_all or count.supporters[one]]
    stops = count.parameters["exhaustive_stop"]
    return stops and not any(count.cost[one] <= left for one in fitting)


def equal_shares(count: Count) -> list[str]:
    """Give all voters the same part of the money, with which they buy (arXiv:2008.13276).

    `add1` counts again with more for everybody, `utilitarian` goes on by score; the comparison
    gives way to the winners by score if more voters have more of their projects among them.
    """
    parameters = count.parameters
    voters = count.voters if parameters["blank_has_share"] else count.filled
    share, step = Fraction(count.budget, max(voters, 1)), parameters["step"]
    if parameters["start"] == "floor":
        share = Fraction(share // step * step)
    market = Market(count)
    repeats = parameters["completion"] in ("add1", "add1u")
    winners = (add_one(count, market, share) if repeats else market.run(share)).winners
    if parameters["completion"] in ("utilitarian", "add1u"):
        room, left = count.room(), count.budget - count.spent(winners)
        room.take(winners)
        others = [code for code in count.candidates if code not in winners]
        winners = winners + [code for code, fits, _ in by_turns(count, others, left, room) if fits]
    if parameters["comparison"] == "none":
        return winners
    turns = by_turns(count, count.candidates, count.budget, count.room())
    by_score = [code for code, fits, _left in turns if fits]
    return by_score if prefer(count, by_score, winners) else winners


def prefer(count: Count, these: Collection[str], those: Collection[str]) -> bool:
    """Tell whether more voters have more of their projects among these than the reverse."""
    most = 1 if count.parameters["comparison"] == "any" else len(count.cost)
    balance = 0
    for (choices, points), number in count.votes.filled.items():
        own = {c for c, n in zip(choices, points or (1,) * len(choices), strict=True) if n > 0}
        one, other = min(most, len(own & set(these))), min(most, len(own & set(those)))
        balance += number * ((one > other) - (one < other))
    return balance > 0


def phragmen(count: Count) -> list[str]:
    """Fund the project next with which its supporters carry the least, spread over them evenly.

    With `stop` the count ends as soon as one of the least load does not fit in what is left.
    """
    backing, kind_of, loads = backings(count), [0] * len(count.groups), [Fraction(0)]
    room, left, winners = count.room(), count.budget, list[str]()
    bounds: Bounds = [(Fraction(0), 0, code) for code in backing if count.cost[code] <= left]

    def find(code: str) -> Fraction:
        """Give the load that each supporter of a project would carry once it is bought."""
        kinds = kinds_in(backing[code], kind_of).items()
        carried = sum((loads[kind] * number for (kind, _points), number in kinds), Fraction(0))
        return (count.cost[code] + carried) / count.supporters[code]

    while True:
        load, equals = lowest(bounds, lambda code: find(code) if code in room else None)
        fitting = [code for code in equals if count.cost[code] <= left]
        if load is None or (fitting != equals and count.parameters["over_budget"] == "stop"):
            return winners
        if fitting:
            code = count.first(fitting)
            others = [(load, 0, other) for other in fitting if other != code]
            bounds = sorted([*bounds, *others])
            for group in chain.from_iterable(groups for *_points, groups in backing[code]):
                kind_of[group] = len(loads)
            loads.append(load)
            winners.append(code)
            room.take([code])
            left -= count.cost[code]


def max_welfare(count: Count) -> list[str]:
    """Find the choice of projects with the highest total score, of those the cheapest.

    If they cost the same too, the one wins that has the first project, in the order for ties, that
    not all of them have. All three are one number: score, then cost, then a bit for each project.
    """
    codes = sorted(count.candidates, key=count.order.__getitem__)
    bits, number = count.spent(codes).bit_length(), len(codes)
    by_cost = count.parameters["utility"] == "score_times_cost"
    values = []
    for place, code in enumerate(codes):
        cost = count.cost[code]
        score = count.score[code] * (cost if by_cost else 1)
        values.append(((score << bits) - cost << number) + (1 << number - 1 - place))
    limits = [(count.cost, count.budget), *count.room().limits]
    takes = [[taken.get(code, 0) for taken, _room in limits] for code in codes]
    best = best_choice(values, takes, [room for _taken, room in limits])
    chosen = [code for place, code in enumerate(codes) if best >> number - 1 - place & 1]
    return sorted(chosen, key=lambda code: -count.score[code])


def best_choice(values: list[int], takes: list[list[int]], room: list[int]) -> int:
    """Find the highest sum of values that keeps to every limit (branch and bound).

    With a price on what each limit has room for, a project is worth its value less what it takes
    of all rooms. Whatever the prices are, no choice can be better than the `ceiling`: all projects
    that are worth anything, and all room sold. With good prices the best choice comes close to it.
    """
    able = [
        at
        for at, value in enumerate(values)
        if value > 0 and all(taken <= there for taken, there in zip(takes[at], room, strict=True))
    ]
    prices = good_prices([values[at] for at in able], [takes[at] for at in able], room)

    def worth(at: int) -> int:
        """Give the value of an item less what it takes at the prices of the limits."""
        return values[at] - sum(p * taken for p, taken in zip(prices, takes[at], strict=True))

    able.sort(key=lambda at: -abs(worth(at)))
    items = [(values[at], takes[at], worth(at)) for at in able]
    least = search(items, prices, room, 0, 500)
    return search(items, prices, room, least, None)


def good_prices(values: list[int], takes: list[list[int]], room: list[int]) -> list[int]:
    """Find for one limit after the other the price at which what is worth it just fits."""
    prices, worths = [0] * len(room), list(values)
    for at in [*range(len(room))] * 4:
        for item, taken in enumerate(takes):
            worths[item] += prices[at] * taken[at]
        offers = [(w // t[at], t[at]) for w, t in zip(worths, takes, strict=True) if t[at]]
        prices[at], left = 0, room[at]
        for offer, taken_here in sorted(offers, reverse=True):
            left -= taken_here
            if left < 0 or offer <= 0:
                prices[at] = max(0, offer)
                break
        for item, taken in enumerate(takes):
            worths[item] -= prices[at] * taken[at]
    return prices


#: Choices that may be open at once before a count is given up as too hard to check.
MOST_OPEN = 400_000


def search(
    items: list[tuple[int, list[int], int]],
    prices: list[int],
    room: list[int],
    best: int,
    width: int | None,
) -> int:
    """Follow all choices that can still be better than the best; with a width only the likeliest.

    A choice is what is left of each room, and its value. First those projects are decided of which
    it is clearest.
    """
    rest = sum(max(0, worth) for _value, _taken, worth in items)
    needed = [sum(taken[at] for _v, taken, _w in items) for at in range(len(room))]
    choices = {tuple(room): 0}
    for value, taken, worth in items:
        rest -= max(0, worth)
        needed = [most - part for most, part in zip(needed, taken, strict=True)]
        ranked = []
        for left, sum_ in with_and_without(choices, value, taken):
            kept = tuple(map(min, left, needed))
            ceiling = sum_ + rest + sum(p * k for p, k in zip(prices, kept, strict=True))
            best = max(best, sum_)
            if ceiling > best or sum_ == best:
                ranked.append((ceiling, kept, sum_))
        choices = undominated(sorted(ranked, reverse=True)[:width])
        if len(choices) > MOST_OPEN:
            raise Fault("rule.hard")
    return best


def with_and_without(
    choices: Mapping[tuple[int, ...], int], value: int, taken: Sequence[int]
) -> Iterator[tuple[tuple[int, ...], int]]:
    """Give each choice as it is, and with one more project if there is room for that."""
    for left, sum_ in choices.items():
        yield left, sum_
        after = tuple(there - part for there, part in zip(left, taken, strict=True))
        if min(after) >= 0:
            yield after, sum_ + value


def undominated(ranked: list[tuple[int, tuple[int, ...], int]]) -> dict[tuple[int, ...], int]:
    """Drop choices beside which another one has no less left of any room and no less value."""
    kept: dict[tuple[int, ...], int] = {}
    best: dict[tuple[int, ...], int] = {}
    for _ceiling, left, sum_ in sorted(ranked, key=lambda one: (one[1], one[2]), reverse=True):
        if sum_ > best.get(left[1:], -1):
            kept[left] = best[left[1:]] = sum_
    return kept


class Undecided(Exception):
    """Two amounts are too close to tell which is more with so many digits."""


class Span:
    """Be a number that is known exactly as long as its fraction is short, and else between two.

    Credit makes fractions twice as long with each purchase: millions of digits in a city.
    """

    def __init__(self, low: Fraction, high: Fraction, bits: int) -> None:
        if max(low.denominator, high.denominator).bit_length() > bits:
            scale = 1 << bits
            low, high = Fraction(low * scale // 1, scale), Fraction(-(-high * scale // 1), scale)
        self.low, self.high, self.bits = low, high, bits

    def plus(self, other: "Span", times: int = 1) -> "Span":
        """Add the other, so many times; times may be negative."""
        ends = (other.low * times, other.high * times)
        return Span(self.low + min(ends), self.high + max(ends), self.bits)

    def over(self, other: "Span") -> "Span":
        """Divide one positive number by another."""
        if other.low <= 0:
            raise Undecided
        return Span(self.low / other.high, self.high / other.low, self.bits)

    def times(self, other: "Span") -> "Span":
        """Multiply two positive numbers."""
        return Span(self.low * other.low, self.high * other.high, self.bits)

    def compare(self, other: "Span") -> int:
        """Tell whether this is less (-1), equal (0) or more (1)."""
        if self is other or self.low == self.high == other.low == other.high:
            return 0
        if self.high < other.low or other.high < self.low:
            return 1 if self.low > other.high else -1
        raise Undecided


#: Rounded numbers that differ by a larger part are in the right order for certain.
NEAR = 1e-6
#: What a project costs for what is paid: the rank (rho/alpha), and the price of a point (rho).
Loan = tuple[Span, Span]


class Accounts:
    """Hold what every voter has left where they buy on credit; kind 0 has nothing."""

    def __init__(self, groups: int, share: Fraction, bits: int) -> None:
        self._bits, self._kind_of = bits, [int(share > 0)] * groups
        self._money = [self.exactly(Fraction(0)), self.exactly(share)]
        self._near = [0.0, float(share)]
        self._kinds = {Fraction(0): 0, share: int(share > 0)}
        self._offers: dict[tuple[int, frozenset[tuple[tuple[int, int], int]]], Loan] = {}

    def exactly(self, number: Fraction) -> Span:
        """Give a number as it is."""
        return Span(number, number, self._bits)

    def offer(self, backing: Backing, cost: int, by_cost: bool) -> Loan | None:
        """Find the best offer for a project; None where no supporter has anything left.

        The same supporters with the same money make the same offer, which is then one and the same.
        """
        kinds = kinds_in(backing, self._kind_of)
        able = {key: number for key, number in kinds.items() if key[0]}
        key = cost, frozenset(able.items())
        if not cost:
            return self.exactly(Fraction(0)), self.exactly(Fraction(0))
        if able and key not in self._offers:
            rank, price = self._best(able, cost)
            unit = self.exactly(Fraction(cost if by_cost else 1))
            self._offers[key] = rank.over(unit), price
        return self._offers[key] if able else None

    def _best(self, able: Mapping[tuple[int, int], int], cost: int) -> Loan:
        """Let supporters pay up to a price y for each point, which collects C(y).

        With alpha = C(y)/cost, rho/alpha = y·cost²/C(y)² is least where somebody has just y for
        each point, or where the whole cost is collected. Of equals the greater part is taken.
        """
        weights = self._in_order(able)
        near = self._near_ranks(weights, cost)
        hopeful = min(rank for _collected, rank in near) * (1 + NEAR)
        whole_cost, fixed = self.exactly(Fraction(cost)), self.exactly(Fraction(0))
        rest = sum(points * number for _kind, points, number in weights)
        best: Loan | None = None
        for (kind, points, number), (about, rank_about) in zip(weights, near, strict=False):
            if rank_about <= hopeful or about >= cost * (1 - NEAR):
                y = self._per(kind, points)
                collected = fixed.plus(y, rest)
                if collected.compare(whole_cost) >= 0:
                    price = whole_cost.plus(fixed, -1).over(self.exactly(Fraction(rest)))
                    return best if best and best[0].compare(price) < 0 else (price, price)
                part = collected.over(whole_cost)
                price = y.over(part)
                rank = price.over(part)
                best = best if best and best[0].compare(rank) < 0 else (rank, price)
            fixed, rest = fixed.plus(self._money[kind], number), rest - points * number
        assert best is not None, "somebody has something left"
        return best

    def _near_ranks(
        self, weights: Sequence[tuple[int, int, int]], cost: int
    ) -> list[tuple[float, float]]:
        """Give about what is collected and the rank where each kind has just enough.

        All is sums of what is positive, so that it is nearly right: what is not about as low as the
        lowest is not the lowest. The list ends where more than the whole cost is collected.
        """
        fixed, rest = 0.0, sum(points * number for _kind, points, number in weights)
        found = []
        for kind, points, number in weights:
            y = self._near[kind] / points
            collected = fixed + y * rest
            if collected >= cost:
                found.append((collected, (cost - fixed) / rest / cost / cost))
                if collected > cost * (1 + NEAR):
                    break
            else:
                found.append((collected, y / collected / collected))
            fixed, rest = fixed + self._near[kind] * number, rest - points * number
        return found

    def _in_order(self, able: Mapping[tuple[int, int], int]) -> list[tuple[int, int, int]]:
        """Sort supporters by what they have for each point: kind, points, number."""
        weights = [(*key, number) for key, number in able.items()]
        weights.sort(key=lambda one: self._near[one[0]] / one[1])
        nears = [self._near[kind] / points for kind, points, _number in weights]
        if any(less * (1 + NEAR) >= more for less, more in pairwise(nears)):
            weights.sort(key=cmp_to_key(self._compare))
        return weights

    def _compare(self, one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
        return self._per(one[0], one[1]).compare(self._per(other[0], other[1]))

    def _per(self, kind: int, points: int) -> Span:
        held = self._money[kind]
        return held.over(self.exactly(Fraction(points))) if points > 1 else held

    def pay(self, backing: Backing, price: Span) -> None:
        """Take the price of each point from the supporters, or all that they have."""
        moved = {
            (kind, points): self._after(kind, points, price) if kind else 0
            for kind, points in kinds_in(backing, self._kind_of)
        }
        for points, _number, groups in backing:
            for group in groups:
                self._kind_of[group] = moved[self._kind_of[group], points]

    def _after(self, kind: int, points: int, price: Span) -> int:
        held, due = self._money[kind], price.times(self.exactly(Fraction(points)))
        if held.compare(due) <= 0:
            return 0
        left = held.plus(due, -1)
        if (left.high - left.low) * 10**9 > left.high:
            raise Undecided
        new = len(self._money)
        if left.low == left.high:
            new = self._kinds.setdefault(left.low, new)
        if new == len(self._money):
            self._money.append(left)
            self._near.append(float(left.low))
        return new


def on_credit(count: Count, bits: int) -> list[str]:
    """Buy with amounts that are known to so many bits."""
    parameters, backing = count.parameters, backings(count)
    voters = count.voters if parameters["blank_has_share"] else count.filled
    accounts = Accounts(len(count.groups), Fraction(count.budget, max(voters, 1)), bits)
    room, left, winners = count.room(), count.budget, list[str]()
    by_cost = parameters["satisfaction"] == "cost"
    bounds: Bounds = [(Fraction(0), 0, code) for code in backing]
    while True:
        best: Loan | None = None
        loans: dict[str, Loan] = {}
        while bounds and (best is None or bounds[0][0] <= best[0].high):
            code = heapq.heappop(bounds)[2]
            has_room = code in room and count.cost[code] <= left
            loan = accounts.offer(backing[code], count.cost[code], by_cost) if has_room else None
            if loan:
                loans[code] = loan
                best = loan if best is None or loan[0].compare(best[0]) < 0 else best
        if best is None:
            return winners
        code = count.first([one for one, loan in loans.items() if not loan[0].compare(best[0])])
        accounts.pay(backing[code], loans.pop(code)[1])
        bounds = sorted([*bounds, *((loan[0].low, 0, one) for one, loan in loans.items())])
        winners.append(code)
        room.take([code])
        left -= count.cost[code]


def bounded_overspending(count: Count) -> list[str]:
    """Give all the same part, with which they buy; what lacks is lent by all (arXiv:2409.15005).

    Each time the project is bought that costs least for its worth, the dearer the smaller the part
    is that its supporters can pay. Its whole cost has to fit in what is left of the budget.
    """
    bits = 512
    while True:
        try:
            return on_credit(count, bits)
        except Undecided:
            bits *= 4
            if bits > 1 << 16:
                raise Fault("rule.hard") from None


COUNTS: dict[str, Callable[[Count], list[str]]] = {
    "greedy": greedy,
    "equal_shares": equal_shares,
    "phragmen": phragmen,
    "max_welfare": max_welfare,
    "bounded_overspending": bounded_overspending,
}


def check_terms(manifest: Json) -> None:
    """Refuse a rule or an order for ties that this program does not know."""
    rule, keys = manifest["rule"], manifest["ties"]["order"]
    pattern: Json = RULES.get(rule["name"], lambda _parameters: False)
    place = misfit(rule["parameters"], pattern, f"rule.{rule['name']}")
    if not keys or keys[-1] not in ("published_order", "lot") or not set(keys) <= TIES.keys():
        place = "ties"
    elif not place and rule["parameters"]["scoring"] == "points":
        kind = manifest["ballot"]["kind"]
        place = None if kind in ("cumulative", "scores") else "rule.scoring"
    if place or len(set(keys)) < len(keys):
        raise Fault("rule.unknown", place=place or "ties")


def recount(manifest: Json, reader: Reader) -> dict[str, Json]:
    """Count every contest by the rule of the manifest, and write it as result.json has it."""
    check_terms(manifest)
    results = {}
    for contest in manifest["contests"]:
        votes = reader.votes[contest["id"]]
        count = Count(contest, votes, manifest["rule"], manifest["ties"])
        winners = COUNTS[manifest["rule"]["name"]](count)
        results[contest["id"]] = {
            "blank": votes.blank,
            "null": votes.null,
            "spent": count.spent(winners),
            "votes": count.score,
            "voters": count.voters,
            "winners": winners,
        }
    return results


def check_result(text: bytes, results: Json, contests: Json) -> None:
    """Compare what was published with what was counted here."""
    published = read_json("result.json", text, {"contests": dict})["contests"]
    for contest in contests:
        own, theirs = results[contest["id"]], published.get(contest["id"])
        if own != theirs:
            known = theirs if isinstance(theirs, dict) else {}
            raise Fault(
                "result.differs",
                name=contest["name"],
                what=", ".join(key for key in own if known.get(key) != own[key]) or "+",
            )
    if published.keys() != results.keys():
        raise Fault("result.extra")


# ──────────────────────────────────── 10  The report ────────────────────────────────────


def read_words(table: str) -> dict[str, tuple[str, str]]:
    """Read sentences: a key, then the Spanish and the English one, each with its further lines."""
    words: dict[str, list[str]] = {}
    for line in table.strip().split("\n"):
        if not line.startswith(" "):
            key = line
            words[key] = []
        elif line.startswith("    "):
            words[key][-1] += " " + line.strip()
        else:
            words[key].append(line.strip())
    return {key: (spanish, english) for key, (spanish, english) in words.items()}


#: Every sentence. Those with “ok.” tell what was checked; what begins small is a fault.
WORDS = read_words("""
head
  Verificación de la votación «{process}», abierta el {day}.
  Verification of the vote “{process}”, opened on {day}.
fingerprint
  Huella del manifiesto:
  Fingerprint of the manifest:
fingerprint.same
  Es la huella que se dio.
  It is the fingerprint that was given.
fingerprint.compare
  Tiene que ser la de los carteles y del acta.
  It has to be that of the posters and the minutes.
fast.missing
  La biblioteca «cryptography» no está: se comprueba sin ella, que tarda más.
  The library “cryptography” is not there: it is done without, which takes longer.
ok.files
  Archivos: {number}, tal como se firmaron al cierre; ninguno falta ni sobra.
  Files: {number}, as they were signed at the close; none is missing and none too many.
ok.program
  Programa: este verificador es el que nombra el manifiesto.
  Program: this verifier is the one that the manifest names.
program.other
  Programa: no es el verificador que nombra el manifiesto. No es un fallo; conviene que sea de
    confianza.
  Program: this is not the verifier that the manifest names. That is no fault; it should be one
    that you trust.
ok.board
  Tablón: {leaves} hojas; {notes} puntos de control firmados, ninguno contradice a otro.
  Board: {leaves} leaves; {notes} signed checkpoints, none contradicts another.
ok.witness
  Testigo: {name} firmó {number} puntos de control.
  Witness: {name} cosigned {number} checkpoints.
warn.witness
  Nadie más firmó el tablón: solo los recibos y los puntos de control guardados impiden enseñar
    tablones distintos.
  Nobody else signed the board: only receipts and kept checkpoints keep different boards from
    being shown.
ok.leaves
  Papeletas: {number} en el tablón, todas con credencial y firma válidas; {counted} cuentan,
    {replaced} fueron sustituidas o anuladas, {voids} son anulaciones.
  Ballots: {number} on the board, all with a valid credential and signature; {counted} count,
    {replaced} were replaced or void, {voids} are voids.
ok.receipt
  Recibo {code}: la papeleta está en el tablón, y {state}.
  Receipt {code}: the ballot is on the board, and {state}.
ok.checkpoint
  Punto de control guardado ({size} hojas): es de este mismo tablón.
  Kept checkpoint ({size} leaves): it is of this very board.
ok.opened
  Apertura: {opened} abiertas, cada una igual a lo que se depositó.
  Opening: {opened} opened, each is what was cast.
warn.unopened
  Sin abrir: {number} papeletas que cuentan ({reason}). Quien votó puede abrir la suya con su
    código.
  Not opened: {number} ballots that count ({reason}). Whoever voted can open the own one with the
    code.
ok.paper
  Papel: {number} hojas, las que constan en el tablón.
  Paper: {number} sheets, those that stand on the board.
ok.roll
  Censo: {number} personas, las mismas antes y después; votaron {online} por web, {code} con
    código, {paper} en papel, {surrendered} en papel tras renunciar a la web.
  Roll: {number} persons, the same before and after; {online} voted by web, {code} by code,
    {paper} on paper, {surrendered} on paper after giving up the web.
ok.marks
  Marcas: en ninguna modalidad hay más votos que personas marcadas; no falta ninguna anulación.
  Marks: in no style are there more votes than persons marked; no void is missing.
ok.count
  Recuento por la regla «{rule}»: votos y proyectos elegidos son los publicados.
  Count by the rule “{rule}”: votes and winners are those published.
contest
  {name}: {voters} votos válidos ({blank} en blanco) y {null} nulos; {winners} proyectos por
    {spent} de {budget} {currency}.
  {name}: {voters} valid votes ({blank} blank) and {null} null; {winners} projects for {spent} of
    {budget} {currency}.
limits
  Lo que ningún archivo puede decir:
  What no file can tell:
unused.style
  Marcas sin papeleta en «{name}»: {web} por web o código, {paper} en papel. Quien emite las
    credenciales podría haberlas usado.
  Marks without a ballot in “{name}”: {web} by web or code, {paper} on paper. Whoever issues the
    credentials could have used them.
margin
  {name}: {unused} marcas sin papeleta, y {margin} votos o puntos entre «{last}», el último que se
    paga, y «{next}», el primero que no.{warning}
  {name}: {unused} marks without a ballot, and {margin} votes or points between “{last}”, the last
    that is paid, and “{next}”, the first that is not.{warning}
margin.none
  {name}: {unused} marcas sin papeleta; se pagan todos los proyectos o ninguno.
  {name}: {unused} marks without a ballot; all projects are paid, or none.
margin.other
  {name}: {unused} marcas sin papeleta; «{last}» se paga con {behind} votos o puntos menos que
    «{next}», que no: la regla no va solo por votos, y esta cifra no dice cuántos votos habrían
    cambiado algo.
  {name}: {unused} marks without a ballot; “{last}” is paid with {behind} votes or points less
    than “{next}”, which is not: the rule does not go by votes alone, and this does not tell how
    many would have changed anything.
unused.voids
  Anulaciones sin renuncia ni sobre sin usar: {number}. Quien tiene un código puede anular lo que
    se votó con él; los de los sobres los conoció también quien los imprimió.
  Voids without a surrender or an unused envelope: {number}. Whoever has a code can void what was
    voted with it; those of envelopes were known to who printed them, too.
people
  Si alguien votó por quien no votó: cada persona puede buscar su línea en roll.csv ({none}
    constan sin votar, {marked} como que votaron), y se puede preguntar por carta a una muestra.
  Whether somebody voted for others who did not: everybody can look up the own line in roll.csv
    ({none} stand as not having voted, {marked} as having), and a sample can be asked by letter.
register
  Si existen las {number} personas del censo: lo sabe el padrón.
  Whether the {number} persons on the roll exist: the municipal register knows.
devices
  Si cada dispositivo depositó lo que se quería: lo dice el código, en otro dispositivo. Si
    alguien apuntó quién enviaba qué: ninguna cuenta lo excluye.
  Whether each device cast what was wanted: the code tells, on another device. Whether somebody
    noted who sent what: no count rules it out.
end.true
  VERIFICADO: los {ballots} votos son de quien tenía derecho, están como se depositaron y dan el
    resultado publicado.
  VERIFIED: the {ballots} votes are from holders of a right to vote, are as they were cast, and
    give the published result.
end.unopened
  VERIFICADO, menos {unopened} papeletas sin abrir: los otros {ballots} votos son de quien tenía
    derecho, están como se depositaron y dan el resultado publicado.
  VERIFIED, but for {unopened} ballots not opened: the other {ballots} votes are from holders of a
    right to vote, are as they were cast, and give the published result.
end.false
  NO VERIFICADO: {why}
  NOT VERIFIED: {why}
fingerprint.other
  la huella es otra: este paquete no es el de la votación que se anunció.
  the fingerprint is another one: this bundle is not that of the vote that was announced.
receipt.missing
  la papeleta del recibo {code} no está en el tablón. Si el recibo lleva la firma de la urna,
    prueba que se quitó.
  the ballot of the receipt {code} is not on the board. If the receipt has the box's signature, it
    proves that it was removed.
checkpoint.other
  el punto de control guardado ({size} hojas) no es de este tablón: lo que había se cambió.
  the kept checkpoint ({size} leaves) is not of this board: what was there was altered.
file.unreadable
  no se puede leer {path}.
  {path} cannot be read.
json.form
  lo que dice {place} no es lo que prevé el protocolo.
  what {place} says is not what the protocol provides for.
json.canonical
  {name} no es JSON en la única forma que vale.
  {name} is not JSON in the one form that counts.
lines.cut
  la última línea de {name} está cortada.
  the last line of {name} is cut.
note.unreadable
  checkpoints.txt no es legible: falta o sobra algo en un punto de control.
  checkpoints.txt cannot be read: something is missing or too much in a checkpoint.
note.origin
  un punto de control es de otro tablón, no de {origin}.
  a checkpoint is of another board, not of {origin}.
base64
  una firma o raíz no es base64.
  a signature or root is not base64.
note.witness
  la firma de {name}, testigo, en un punto de control es falsa.
  the signature of {name}, a witness, on a checkpoint is false.
zip.bomb
  el paquete se hincharía hasta {size} bytes: no es honrado.
  the bundle would swell to {size} bytes: it is not honest.
zip.unreadable
  no se puede leer {path}: no existe o no es un zip sano. Conviene descargarlo otra vez.
  {path} cannot be read: it is not there or not a sound zip. Download it again.
zip.missing
  falta {name} en el paquete.
  {name} is missing in the bundle.
zip.extra
  en el paquete sobra {name}.
  there is {name} in the bundle, which does not belong there.
close.signature
  la firma de close.json no es del tablón.
  the signature of close.json is not the board's.
close.election
  close.json es de otra votación.
  close.json is of another election.
close.file
  {name} no es el archivo que se firmó al cierre.
  {name} is not the file that was signed at the close.
manifest.unsound
  el manifiesto se contradice: un concurso, un proyecto o un límite no cuadra.
  the manifest contradicts itself: a contest, a project or a limit does not fit.
board.unreadable
  board.bin no es legible: una hoja está cortada, fuera de lugar o falta la de cierre.
  board.bin cannot be read: a leaf is cut or out of place, or the closing one is missing.
tree.last
  el último punto de control no es el del cierre.
  the last checkpoint is not that of the close.
tree.root
  el punto de control con {size} hojas no es de este tablón: algo se quitó o cambió.
  the checkpoint of {size} leaves is not of this board: something was removed or changed.
notes.cut
  checkpoints.txt está cortado.
  checkpoints.txt is cut.
notes.text
  checkpoints.txt no es texto.
  checkpoints.txt is no text.
note.board
  el punto de control con {size} hojas no lleva la firma del tablón.
  the checkpoint of {size} leaves does not have the board's signature.
hints.length
  hints.bin no tiene 64 bytes por papeleta.
  hints.bin does not have 64 bytes for each ballot.
leaves.false
  hay papeletas falsas en el tablón ({number} o más): {named}.
  there are false ballots on the board ({number} or more): {named}.
roll.hash
  el censo no es el que se fijó: no coincide con el manifiesto o con el cierre.
  the roll is not the one that was fixed: it does not match the manifest or the close.
roll.persons
  en el censo de después no están las mismas personas que en el de antes.
  the roll of after does not have the same persons as that of before.
roll.word
  el censo nombra la modalidad {style} o el estado {state}, que no existen.
  the roll names the style {style} or the state {state}; there is no such.
marks.voids
  hay {void} anulaciones y deberían ser al menos {due}: renuncias y sobres sin usar.
  there are {void} voids and there should be at least {due}: surrenders and unused envelopes.
marks.state
  el cierre declara {closing} marcas «{state}» y el censo tiene {marked}.
  the close declares {closing} “{state}” marks and the roll has {marked}.
marks.style
  en «{style}» hay {found} papeletas {where} y solo {most} marcas: sobran votos.
  in “{style}” there are {found} ballots {where} and only {most} marks: too many votes.
opened.false
  una papeleta abierta no es la que se depositó: {commit}.
  an opened ballot is not the one that was cast: {commit}.
opened.missing
  una papeleta que cuenta ni se abrió ni consta como no abierta, o ambas: {commit}.
  a ballot that counts was neither opened nor listed as unopened, or both: {commit}.
paper.hash
  paper.jsonl no es lo que consta en el tablón.
  paper.jsonl is not what stands on the board.
paper.style
  una hoja de papel es de la modalidad {style}, que no existe.
  a sheet of paper is of the style {style}; there is no such.
rule.unknown
  este programa no conoce la regla del manifiesto: {place}.
  this program does not know the rule of the manifest: {place}.
rule.hard
  la regla del manifiesto no se puede comprobar en un tiempo razonable.
  the rule of the manifest cannot be checked in reasonable time.
result.extra
  result.json nombra un concurso que no existe.
  result.json names a contest that does not exist.
result.differs
  el resultado publicado de «{name}» no es el que sale al contar: {what}.
  the published result of “{name}” is not what comes of counting: {what}.
""")


class Options(NamedTuple):
    """Be what was asked for on the command line."""

    bundle: Path
    fingerprint: str
    language: str
    is_fast: bool
    jobs: int
    receipt: str
    checkpoint: Path | None


#: Currencies that have no minor unit, and those whose minor unit is a thousandth (ISO 4217).
NO_CENTS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
THREE_PLACES = "BHD IQD JOD KWD LYD OMR TND"


class Report:
    """Tell what was checked, sentence after sentence."""

    def __init__(self, language: str) -> None:
        self._language = language

    def say(self, key: str, **values: Value) -> None:
        """Print a sentence, with a mark that tells what kind it is."""
        mark = {"ok": "✓", "warn": "⚠", "unused": "·", "margin": "·"}.get(key.split(".")[0], "")
        text, indent = self.told(key, values), "  " if mark else ""
        print(textwrap.fill(f"{mark} {text}".strip(), 96, subsequent_indent=indent), flush=True)

    def end(self, key: str, **values: Value) -> None:
        """Print the last line, as one line whatever its length."""
        print("\n" + self.told(key, values), flush=True)

    def told(self, key: str, values: Mapping[str, Value]) -> str:
        """Give a sentence; what comes from the files is made harmless for a screen."""
        shown = {name: self._shown(value) for name, value in values.items()}
        return WORDS[key][self._language == "en"].format(**shown)

    def _shown(self, value: Value) -> str:
        if isinstance(value, tuple):
            value = value[self._language == "en"]
        if isinstance(value, int):
            return f"{value:,}" if self._language == "en" else f"{value:,}".replace(",", ".")
        plain = "".join(
            sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in value
        )
        return plain if len(plain) < 800 else plain[:800] + "…"


def verify(options: Options, report: Report) -> tuple[int, int]:
    """Check everything, in the order of docs/protocol.md; raise a fault at the first.

    Gives how many votes count, and how many ballots that count were not opened.
    """
    files = unpack(options.bundle)
    manifest = read_manifest(files["manifest.json"])
    report.say("head", process=manifest["process"], day=manifest["opened_on"])
    tell_fingerprint(sha256(files["manifest.json"]).hex(), options.fingerprint, report)
    close = check_closing(files, manifest)
    report.say("ok.files", number=len(CHECKED))
    own = sha256(Path(__file__).read_bytes()).hex()
    report.say("ok.program" if own == manifest["verifier_sha256"] else "program.other")
    board = verify_board(files, manifest, close, options, report)
    reader, counting = Reader(manifest), counting_leaves(board)
    reasons = check_openings(files, manifest, counting.values(), reader)
    report.say("ok.opened", opened=len(counting) - reasons.total())
    for reason, number in sorted(reasons.items()):
        report.say("warn.unopened", number=number, reason=reason)
    sheets = read_paper(files["paper.jsonl"], board, manifest, reader)
    report.say("ok.paper", number=sheets.total())
    styles = verify_people(files, manifest, board, sheets, report)
    results = recount(manifest, reader)
    check_result(files["result.json"], results, manifest["contests"])
    tell_results(manifest, results, report)
    tell_limits(manifest, results, styles, report)
    more = sum(style.voids for style in styles) - voids_due(board)
    if more:
        report.say("unused.voids", number=more)
    return len(counting) - reasons.total() + sheets.total(), reasons.total()


def verify_people(
    files: Mapping[str, bytes], manifest: Json, board: Board, sheets: Counter[int], report: Report
) -> list[Style]:
    """Check the roll, and that nobody voted who was not marked; give the numbers of each style."""
    styles = styles_of(board, manifest, read_roll(files, manifest, board), sheets)
    marks = marks_of(styles)
    report.say("ok.roll", number=marks.total(), **{state: marks[state] for state in STATES})
    check_marks(board, styles)
    report.say("ok.marks")
    return styles


def marks_of(styles: Iterable[Style]) -> Counter[str]:
    """Add up the marks of all styles."""
    return sum((style.marks for style in styles), Counter())


def verify_board(
    files: Mapping[str, bytes], manifest: Json, close: Json, options: Options, report: Report
) -> Board:
    """Check the board, its checkpoints and every ballot on it, and what the voter kept of it."""
    notes = read_checkpoints(files["checkpoints.txt"], manifest)
    board = read_board(files["board.bin"])
    check_tree(board, notes, close)
    report.say("ok.board", leaves=len(board.hashes), notes=len(notes))
    cosigned = count_cosignatures(notes, manifest["witnesses"])
    for name, number in cosigned.items():
        report.say("ok.witness", name=name, number=number)
    if not any(cosigned.values()):
        report.say("warn.witness")
    is_fast = options.is_fast and Quick.is_there()
    if options.is_fast and not is_fast:
        report.say("fast.missing")
    check_leaves(board, files["hints.bin"], manifest, options.jobs, is_fast)
    counted, voids = len(counting_leaves(board)), sum(o.counter == VOID for o in board.leaves)
    number = len(board.leaves)
    replaced = number - counted - voids
    report.say("ok.leaves", number=number, counted=counted, replaced=replaced, voids=voids)
    if options.receipt:
        report.say("ok.receipt", code=options.receipt, state=find_receipt(board, options.receipt))
    if options.checkpoint:
        report.say("ok.checkpoint", size=check_kept(board, options.checkpoint, manifest))
    return board


def tell_fingerprint(found: str, given: str, report: Report) -> None:
    """Show the fingerprint in 16 groups of 4, and compare it with the one that was given."""
    groups = [found[at : at + 4] for at in range(0, 64, 4)]
    report.say("fingerprint")
    print("", *groups[:8], "", *groups[8:])
    if given and given != found:
        raise Fault("fingerprint.other")
    report.say("fingerprint.same" if given else "fingerprint.compare")


def find_receipt(board: Board, code: str) -> tuple[str, str]:
    """Tell what became of the ballot of a receipt."""
    for leaf, leaf_hash in zip(board.leaves, board.hashes, strict=False):
        if receipt_code(leaf_hash) == code:
            if counting_leaves(board).get(leaf.key) == leaf:
                return "cuenta", "it counts"
            return "no cuenta: hay otra posterior o se anuló", "does not count: replaced or void"
    raise Fault("receipt.missing", code=code)


def check_kept(board: Board, path: Path, manifest: Json) -> int:
    """Check that a checkpoint that somebody kept is of this board; give its size."""
    try:
        text = path.read_text(encoding="utf-8").removesuffix("---\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Fault("file.unreadable", path=str(path)) from error
    note = read_note(text, manifest["origin"])
    if not signed_by_board(note, manifest["origin"], bytes.fromhex(manifest["board_key"])):
        raise Fault("note.board", size=note.size)
    if roots(board.hashes, [note.size]).get(note.size) != note.root:
        raise Fault("checkpoint.other", size=note.size)
    return note.size


def tell_results(manifest: Json, results: Json, report: Report) -> None:
    """Tell the result of each contest in a line."""
    report.say("ok.count", rule=manifest["rule"]["name"])
    for contest in manifest["contests"]:
        result = results[contest["id"]]
        numbers = {key: result[key] for key in ("voters", "blank", "null")}
        report.say(
            "contest",
            name=contest["name"],
            winners=len(result["winners"]),
            spent=money(result["spent"], contest["currency"]),
            budget=money(contest["budget"], contest["currency"]),
            currency=contest["currency"],
            **numbers,
        )


def money(amount: int, currency: str) -> Value:
    """Write an amount of minor units in major ones, in both languages."""
    places = 0 if currency in NO_CENTS.split() else 3 if currency in THREE_PLACES.split() else 2
    whole, rest = divmod(amount, 10**places)
    cents = f"{rest:0{places}}" if rest else ""
    english = f"{whole:,}" + (f".{cents}" if cents else "")
    return english.translate(str.maketrans(",.", ".,")), english


def tell_limits(manifest: Json, results: Json, styles: Sequence[Style], report: Report) -> None:
    """Tell what cannot be verified, with numbers."""
    marks = marks_of(styles)
    print()
    report.say("limits")
    for style in styles:
        report.say("unused.style", name=style.name, web=style.unused, paper=style.unused_paper)
    for contest in manifest["contests"]:
        unused = sum(
            style.unused + style.unused_paper
            for style, said in zip(styles, manifest["styles"], strict=True)
            if contest["id"] in said["contests"]
        )
        tell_margin(contest, results[contest["id"]], unused, report)
    report.say("people", none=marks["none"], marked=marks.total() - marks["none"])
    report.say("register", number=marks.total())
    report.say("devices")


def tell_margin(contest: Json, result: Json, unused: int, report: Report) -> None:
    """Put the unused marks of a contest beside the margin of the last project that is paid."""
    name, votes, winners = contest["name"], result["votes"], set(result["winners"])
    losers = votes.keys() - winners
    if not winners or not losers:
        report.say("margin.none", name=name, unused=unused)
        return
    last = min(sorted(winners), key=votes.__getitem__)
    next_ = max(sorted(losers), key=votes.__getitem__)
    margin = votes[last] - votes[next_]
    named: dict[str, Value] = {"name": name, "unused": unused, "last": last, "next": next_}
    if margin < 0:
        report.say("margin.other", behind=-margin, **named)
        return
    warning = (
        (" ⚠ ¡Podrían haber decidido!", " ⚠ They could have decided!")
        if unused and unused >= margin
        else ("", "")
    )
    report.say("margin", margin=margin, warning=warning, **named)


def read_options(arguments: Sequence[str] | None) -> Options:
    """Read the command line; wrong usage ends the program with 2."""
    parser = argparse.ArgumentParser(prog="verify.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("bundle", type=Path, help="the zip with the published files")
    parser.add_argument("--fingerprint", default="", help="of the manifest, from a poster")
    parser.add_argument("--lang", choices=("es", "en"), default="es")
    parser.add_argument("--fast", action="store_true", help="let the library cryptography help")
    parser.add_argument("--jobs", type=int, default=1, help="so many processes at once")
    parser.add_argument("--receipt", default="", help="look for a ballot on the board")
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint that somebody kept")
    given = parser.parse_args(arguments)
    fingerprint = "".join(given.fingerprint.split()).lower()
    receipt = typed_code(given.receipt)
    if fingerprint and not _HASH.fullmatch(fingerprint):
        parser.error("a fingerprint has 64 letters and digits, in groups as you like")
    if receipt is None:
        parser.error("a receipt code has eight groups of four letters and digits")
    if not 1 <= given.jobs <= 256:
        parser.error("there can be 1 to 256 jobs")
    checkpoint = given.checkpoint
    return Options(
        given.bundle, fingerprint, given.lang, given.fast, given.jobs, receipt, checkpoint
    )


def typed_code(typed: str) -> str | None:
    """Read a receipt code as leniently as people type; None if it is none."""
    signs = re.sub(r"[\s-]", "", typed).upper().translate(str.maketrans("OILU", "011V"))
    if not signs:
        return "" if not typed else None
    if len(signs) != 32 or not set(signs) <= set(CROCKFORD):
        return None
    return "-".join(signs[at : at + 4] for at in range(0, 32, 4))


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify, and give 0 if everything is right and 1 if anything is not."""
    options = read_options(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    report = Report(options.language)
    try:
        ballots, unopened = verify(options, report)
    except Fault as fault:
        report.end("end.false", why=report.told(fault.key, fault.values))
        return 1
    except MemoryError:
        report.end("end.false", why=report.told("zip.bomb", {"size": MOST_BYTES}))
        return 1
    report.end("end.unopened" if unopened else "end.true", ballots=ballots, unopened=unopened)
    return 0


if __name__ == "__main__":
    sys.exit(main())
