"""Groups together: the best choice within the budget, with a choice from each group's list."""

from collections.abc import Sequence

from voting.core.rules.max_welfare.choices import NOTHING, Choice, Effort, plus, undominated
from voting.core.rules.max_welfare.groups import Group, Priced, first_price

#: The gap that is tried first, as a part of what the budget can be worth at most.
_FIRST_PART = 1 << 16
#: With so many choices that lose least, a good one is found before the best one is looked for.
_FEW = 200

#: A choice and what it loses.
Losing = tuple[int, Choice]


def best_together(groups: Sequence[Group], budget: int, effort: Effort) -> Choice | None:
    """Find the best choice that keeps to the budget and to the groups' limits; None without any.

    What stands for its cost is what it holds of the budget, with the reserves.
    """
    if not all(group.is_possible() for group in groups):
        return None
    if sum(group.least() for group in groups) > budget:
        return None
    # Prices are whole numbers; at this scale that makes them as good as exact.
    scale = 1 << budget.bit_length() + 16
    prices = sorted({0, *(price for group in groups for price in group.prices(scale))})
    price = first_price(
        prices, lambda at: sum(group.held_at(at, scale) for group in groups) <= budget
    )
    priced = [Priced.of(group, price, scale) for group in groups]
    ceiling = sum(group.ceiling() for group in priced) + budget * price
    gap, good = ceiling // _FIRST_PART + 1, None
    while good is None:
        good = _within(priced, budget, price, gap, effort, _FEW)
        gap *= 2
    # Whatever is better loses no more than the good choice.
    return _within(priced, budget, price, ceiling - good[2] * scale, effort)


def _within(
    priced: Sequence[Priced],
    budget: int,
    price: int,
    gap: int,
    effort: Effort,
    width: int | None = None,
) -> Choice | None:
    """Find the best of the choices that lose no more than the gap in all; None without any.

    With a width, only so many choices are followed up, those that lose least.
    """
    lists = sorted((group.choices(gap, effort)[:width] for group in priced), key=len)
    found: list[Losing] = [(0, NOTHING)]
    for place, choices in enumerate(lists):
        later = lists[place + 1 :]
        if not choices or not all(later):
            return None
        least = sum(min(choice[0] for _loss, choice in items) for items in later)
        most = sum(max(choice[0] for _loss, choice in items) for items in later)
        found = [
            (loss, choice)
            for loss, choice in _joined(found, choices, gap, effort)
            if choice[0] + least <= budget and loss + (budget - choice[0] - most) * price <= gap
        ]
        if width is not None:
            found = sorted(found)[:width]
    fitting = [choice for _loss, choice in found]
    return min(fitting, key=lambda choice: choice[1], default=None)


def _joined(
    found: Sequence[Losing], choices: Sequence[Losing], gap: int, effort: Effort
) -> list[Losing]:
    """Put each choice together with each of another group, and keep what none is preferred to."""
    loss_of: dict[Choice, int] = {}
    for loss, choice in found:
        for further, other in choices:
            if loss + further > gap:
                break
            loss_of[plus(choice, other)] = loss + further
        effort.hold(len(loss_of))
    effort.spend(len(loss_of))
    return [(loss_of[choice], choice) for choice in undominated(loss_of)]
