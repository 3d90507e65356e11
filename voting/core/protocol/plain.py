"""Plain ballots: what a voter chose in every contest of a style, in the one way it is spelt."""

import json
from collections.abc import Mapping, Sequence

from voting.core.ballots import (
    Ballot,
    BallotForm,
    Kind,
    NotABallot,
    Project,
    check,
    decode,
    encode,
)
from voting.core.protocol.contests import Contest
from voting.core.protocol.layout import Unreadable, canonical, parsed
from voting.core.protocol.sealing import MOST_PAD, OVERHEAD


class Endless(ValueError):
    """The form lets a ballot be as long as anybody likes, or longer than can be sealed."""


def encode_plain(ballots: Mapping[str, Ballot]) -> str:
    """Write the ballots of all contests of a style, by their ids."""
    spelt = (f"{_text(contest)}:{encode(ballots[contest])}" for contest in sorted(ballots))
    return "{" + ",".join(spelt) + "}"


def decode_plain(text: str) -> dict[str, Ballot]:
    """Read a plain ballot, or raise NotABallot where `encode_plain` would not have written it."""
    try:
        value = parsed(text)
    except Unreadable as error:
        raise NotABallot("not canonical JSON") from error
    if not isinstance(value, dict):
        raise NotABallot("not an object of contests")
    return {contest: decode(canonical(each)) for contest, each in value.items()}


def ballots_of(
    text: str, contests: Sequence[Contest], form: BallotForm
) -> dict[str, Ballot] | None:
    """Give the ballots of a plain ballot of these contests; None where it is a null vote.

    It is null in all its contests where it is none, or one of them is not allowed.
    """
    try:
        ballots = decode_plain(text)
    except NotABallot:
        return None
    if ballots.keys() != {contest.id for contest in contests}:
        return None
    is_allowed = not any(
        check(ballots[contest.id], contest.form(form), contest.instance.projects)
        for contest in contests
    )
    return ballots if is_allowed else None


def pad_of(form: BallotForm, styles: Sequence[Sequence[Contest]]) -> int:
    """Give the length of every opening: room for the longest plain ballot of any style.

    Raises Endless where no length is enough.
    """
    pad = OVERHEAD + max(longest(form, contests) for contests in styles)
    if pad > MOST_PAD:
        raise Endless(f"a ballot of {pad - OVERHEAD} bytes cannot be sealed")
    return pad


def longest(form: BallotForm, contests: Sequence[Contest]) -> int:
    """Give a length in bytes that no allowed plain ballot of these contests exceeds."""
    each = [
        _bytes(_text(contest.id)) + 1 + _longest_ballot(contest.form(form), contest)
        for contest in contests
    ]
    return 2 + sum(each) + max(len(each) - 1, 0)


def _longest_ballot(form: BallotForm, contest: Contest) -> int:
    most = _most_choices(form, contest.instance.projects)
    lengths = sorted((_bytes(_text(p.code)) for p in contest.instance.projects), reverse=True)
    commas = max(most - 1, 0)
    choices = sum(lengths[:most]) + commas
    points = sum(_digits(form, most)) + commas if form.kind.has_points else 0
    return _bytes(encode(Ballot())) + choices + points


def _most_choices(form: BallotForm, projects: Sequence[Project]) -> int:
    """Count how many projects a ballot may name at most, going by each limit for itself."""
    if form.kind is Kind.QUESTION:
        return min(1, len(projects))
    limits = [len(projects)]
    if form.max_length is not None:
        limits.append(form.max_length)
    if form.kind is Kind.CUMULATIVE and form.max_sum_points is not None:
        # Each project that is named takes a point at least.
        limits.append(form.max_sum_points)
    for money in (form.max_sum_cost, form.budget):
        if money is not None:
            limits.append(_affordable(money, projects))
    return max(min(limits), 0)


def _affordable(money: int, projects: Sequence[Project]) -> int:
    """Count how many of the cheapest projects the money is enough for."""
    total = 0
    for number, cost in enumerate(sorted(project.cost for project in projects)):
        total += cost
        if total > money:
            return number
    return len(projects)


def _digits(form: BallotForm, most: int) -> Sequence[int]:
    """Give how many characters the number of each choice takes at most."""
    if form.kind is Kind.WEAK_ORDER:
        return [len(str(place)) for place in range(1, most + 1)]
    greatest = [form.max_points]
    if form.kind is Kind.CUMULATIVE:
        greatest.append(form.max_sum_points)
    known = [bound for bound in greatest if bound is not None]
    least = form.min_points if form.kind is Kind.SCORES else 1
    if not known or least is None:
        raise Endless("the form does not say how many points a project may get")
    return [max(len(str(min(known))), len(str(least)))] * most


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _bytes(text: str) -> int:
    return len(text.encode())
