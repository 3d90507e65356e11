"""Groups together: the best choice within the budget, with a choice from each group's list."""

from collections.abc import Sequence

from voting.core.rules.max_welfare.choices import NOTHING, Choice, plus, undominated
from voting.core.rules.max_welfare.groups import Group, Priced, first_price


def best_together(groups: Sequence[Group], budget: int) -> Choice | None:
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
    gap = _first_gap(priced, budget, price)
    while (found := _within(priced, budget, price, gap)) is None:
        gap = gap * 4 // 3 + 1
    return found


def _first_gap(priced: Sequence[Priced], budget: int, price: int) -> int:
    return max(sum(group.ceiling() for group in priced) + budget * price, 1) // 1024 + 1


def _within(priced: Sequence[Priced], budget: int, price: int, gap: int) -> Choice | None:
    """Find the best of the choices that lose no more than the gap in all; None without any."""
    lists = sorted((group.choices(gap) for group in priced), key=len)
    found: list[tuple[int, Choice]] = [(0, NOTHING)]
    for place, choices in enumerate(lists):
        later = lists[place + 1 :]
        if not choices or not all(later):
            return None
        least = sum(min(choice[0] for _loss, choice in items) for items in later)
        most = sum(max(choice[0] for _loss, choice in items) for items in later)
        found = _joined(found, choices, gap)
        found = [
            (loss, choice)
            for loss, choice in found
            if choice[0] + least <= budget and loss + (budget - choice[0] - most) * price <= gap
        ]
    fitting = [choice for _loss, choice in found]
    return min(fitting, key=lambda choice: choice[1], default=None)


def _joined(
    found: Sequence[tuple[int, Choice]], choices: Sequence[tuple[int, Choice]], gap: int
) -> list[tuple[int, Choice]]:
    loss_of: dict[Choice, int] = {}
    for loss, choice in found:
        for further, other in choices:
            if loss + further > gap:
                break
            loss_of[plus(choice, other)] = loss + further
    return [(loss_of[choice], choice) for choice in undominated(loss_of)]
