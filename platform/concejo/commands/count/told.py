"""What a count found, as lines to be read and as JSON."""

import json
import sys
from collections.abc import Iterator, Sequence

from concejo.commands.count.clock import Clock
from concejo.commands.count.counted import Beside, Counted, Told
from concejo.text import Money

#: More notes on a file than these are counted, not shown.
_MOST_NOTES = 5


def print_notes(counted: Counted) -> None:
    """Say on the standard error what was mended or is doubtful in the file."""
    for note in counted.notes[:_MOST_NOTES]:
        print(f"note: {note}", file=sys.stderr)
    if len(counted.notes) > _MOST_NOTES:
        print(f"note: and {len(counted.notes) - _MOST_NOTES} more", file=sys.stderr)


def as_text(counted: Counted, clock: Clock, told: Told) -> Iterator[str]:
    """Give the winners in order, the money, the ties, how long it took, and what else is told."""
    funds = counted.funds
    currency = funds.currency if funds else ""
    standing = f"{counted.standing:,} {'projects' if funds else 'options'}"
    yield f"{counted.code}: {counted.voters:,} voters, {standing}"
    width = max((len(choice.code) for choice in counted.winners), default=0)
    for place, choice in enumerate(counted.winners, 1):
        cost = f"  {_amount(choice.cost, currency):>13}" if funds else ""
        line = f"{place:>4}  {choice.code:<{width}}  {choice.score:>8}{cost}"
        yield f"{line}  {_shown(choice.name)}".rstrip()
    number = f"{len(counted.winners)} winner{'' if len(counted.winners) == 1 else 's'}"
    if funds:
        amounts = (_amount(n, currency) for n in (funds.spent, funds.budget, funds.left))
        number += " cost {} {c} of {} {c}; {} {c} are left".format(*amounts, c=currency)
    yield number
    yield from _ties(counted)
    yield f"digest {counted.digest}"
    yield ", ".join(f"{part} {seconds:.3f} s" for part, seconds in clock.seconds.items())
    for code, sentences in told.explained.items():
        yield from (f"{code}:", *(f"  {sentence}" for sentence in sentences))
    yield from _table(told.compared, currency)


def _table(rules: Sequence[Beside], currency: str) -> Iterator[str]:
    if rules:
        yield f"{'':<32} winners  in common           cost  voters with one  own on average"
    for rule in rules:
        numbers = f"{len(rule.winners):>8}  {rule.in_common:>9}  {_amount(rule.cost, currency):>13}"
        shares = f"{100 * float(rule.represented):>13.1f} %  {float(rule.own_number):>8.2f}"
        own = Money(round(rule.own_cost), currency)
        yield f"{rule.code:<32}{numbers}  {shares}, {own}"


def _shown(name: str) -> str:
    """Leave out what a terminal would take for a command, and line breaks."""
    return "".join(letter if letter.isprintable() else " " for letter in name)


def _ties(counted: Counted) -> Iterator[str]:
    if not counted.ties:
        yield "no ties"
    for tie in counted.ties:
        others = ", ".join(code for code in tie.between if code != tie.winner)
        yield f"tie: {tie.winner} before {others}, by {tie.key}"


def as_json(counted: Counted, clock: Clock, told: Told) -> str:
    """Write everything as one object."""
    load, count = clock.seconds["load"], clock.seconds["count"]
    value: dict[str, object] = {
        "rule": counted.code,
        "parameters": {"rule": counted.rule.name, **counted.rule.parameters},
        "winners": [choice.code for choice in counted.winners],
        **_funds(counted),
        "voters": counted.voters,
        "ties": [
            {"between": tie.between, "winner": tie.winner, "key": tie.key} for tie in counted.ties
        ],
        "order_for_ties": [key.value for key in counted.order.order],
        "seconds": load + count,
        "load_seconds": load,
        "count_seconds": count,
        "import_seconds": clock.seconds["import"],
        "digest": counted.digest,
        "notes": len(counted.notes),
    }
    if told.explained:
        value["explained"] = {code: [*map(str, said)] for code, said in told.explained.items()}
    if told.compared:
        value["compared"] = [_beside(rule, counted) for rule in told.compared]
    return json.dumps(value, ensure_ascii=False)


def _beside(rule: Beside, counted: Counted) -> dict[str, object]:
    currency = counted.funds.currency if counted.funds else ""
    return {
        "rule": rule.code,
        "winners": rule.winners,
        "cost": _number(rule.cost, currency),
        "in_common": rule.in_common,
        "represented": float(rule.represented),
        "own_number": float(rule.own_number),
        "own_cost": float(rule.own_cost / 10 ** Money(0, currency).exponent),
    }


def _funds(counted: Counted) -> dict[str, object]:
    funds = counted.funds
    if funds is None:
        return {"cost": None, "budget": None, "left": None, "currency": None}
    return {
        "cost": _number(funds.spent, funds.currency),
        "budget": _number(funds.budget, funds.currency),
        "left": _number(funds.left, funds.currency),
        "currency": funds.currency,
    }


def _number(amount: int, currency: str) -> int | float:
    """Write an amount as the file does: in whole units, with decimals only where there are any."""
    whole, part = divmod(amount, 10 ** Money(0, currency).exponent)
    return float(Money(amount, currency).decimal) if part else whole


def _amount(amount: int, currency: str) -> str:
    return f"{_number(amount, currency):,}"
