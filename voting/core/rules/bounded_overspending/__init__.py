"""Equal shares with bounded overspending: supporters pay for a part, the budget lends the rest.

Papasotiropoulos, Pishbin, Skibski, Skowron and Wąs, "Method of Equal Shares with Bounded
Overspending" (arXiv:2409.15005), counted exactly. As in the method of equal shares every voter has
the same share of the budget. A project can be bought by supporters who have too little, however:
each time that project, part alpha (at most the whole) and price rho are taken with the least
rho/alpha at which the supporters, paying alpha · rho for each unit of satisfaction or all they have
left, together pay alpha times the cost. Then they pay rho, or all they have left, and the project
is funded. So who would have to be lent much comes late, and what is lent is paid by nobody.

What is to be settled beyond that, and how it is settled here:

* A project is considered only while its whole cost fits in what the winners leave of the budget,
  as in the paper; what does not fit once never fits later.
* Satisfaction is by cost (a unit for each unit of cost and point given) or by number (a unit for
  each point given; a vote is one point).
* Of two parts of one project with the same rho/alpha the greater is taken, and of two projects the
  one that goes first by the declared order for ties.
* Who supports nothing has no share, unless the rule says so. A project that costs nothing is
  funded as soon as somebody supports it, and one is never funded that nobody supports or whose
  supporters have nothing left: there is no completion.
"""

from fractions import Fraction
from heapq import heapify, heappop, heappush

from concejo.text import Text, _
from voting.core.limits import Room
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Ballots, Instance, Profile, Standing, supporters_of
from voting.core.rules import entry
from voting.core.rules.bounded_overspending.accounts import Accounts, Amount
from voting.core.rules.bounded_overspending.offers import Offer, Offers
from voting.core.rules.spec import Parameter, Rule
from voting.core.steps import BoughtOnCredit, SharesSet, SkippedOverBudget, Step, Unaffordable
from voting.core.ties import Ties

PARAMETERS = (
    *entry.PARAMETERS,
    Parameter("satisfaction", "cost", choices=("cost", "cardinality")),
    Parameter("blank_has_share", False),
)

#: The best offer for a project, with its rho/alpha.
_Found = tuple[Offer, Amount]


class Market:
    """Let the voters buy, whole projects or parts of them."""

    def __init__(
        self, start: entry.Entry, profile: Profile, share: Fraction, bits: int | None = None
    ) -> None:
        """Begin with a share for each voter; upon the bits depends only how long it takes."""
        self._order, self._left = start.order, start.instance.budget
        self._room = Room(start.limits)
        self._waiting = {item.project: item for item in start.candidates}
        self._supporters = supporters_of(profile, start.scoring, start.candidates)
        sizes = tuple(number for _ballot, number in profile.groups)
        # With each purchase the error grows by some three bits.
        self._accounts = Accounts(sizes, share, bits or 192 + 3 * len(start.candidates))
        self._offers = Offers(self._accounts, start.spec.parameters["satisfaction"] == "cost")
        # What a unit of satisfaction costs never falls: once found, it is a bound from below.
        self._bounds = [(0, place, code) for place, code in enumerate(self._waiting)]
        heapify(self._bounds)
        self.winners: list[str] = []
        self.steps: list[Step] = []

    def trade(self) -> None:
        """Buy one project after the other until no supporter has anything left for any."""
        self._shut_out()
        while equals := self._cheapest():
            code, tie = self._order.first(list(equals))
            self.steps += tie
            for other, (bound, place, _offer) in equals.items():
                if other != code:
                    heappush(self._bounds, (bound, place, other))
            self._buy(self._waiting.pop(code), equals[code][2])
            self._shut_out()
        for code, item in self._waiting.items():
            self.steps.append(Unaffordable(code, item.cost, item.supporters, 0))

    def _shut_out(self) -> None:
        """Forget the projects for which there is no room or no money any more, and say why."""
        for code, item in list(self._waiting.items()):
            obstacle = self._room.obstacle(code, item.score)
            if obstacle is None and item.cost > self._left:
                obstacle = SkippedOverBudget(code, item.score, item.cost, self._left)
            if obstacle is not None:
                self.steps.append(obstacle)
                del self._waiting[code]

    def _cheapest(self) -> dict[str, tuple[int, int, Offer]]:
        """Take all projects of the least rho/alpha off the heap, with bound, place and offer."""
        seen: list[tuple[int, str, _Found]] = []
        best: _Found | None = None
        while self._bounds and (best is None or self._bounds[0][0] <= best[1].high):
            _bound, place, code = heappop(self._bounds)
            found = self._find(code)
            if found is not None:
                best = found if best is None or _compare(found, best) < 0 else best
                seen.append((place, code, found))
        equals = {}
        for place, code, (offer, rank) in seen:
            if best is not None and _compare((offer, rank), best) == 0:
                equals[code] = rank.low, place, offer
            else:
                heappush(self._bounds, (rank.low, place, code))
        return equals

    def _find(self, code: str) -> _Found | None:
        if code not in self._waiting or not self._supporters[code]:
            return None
        return self._offers.best(self._supporters[code], self._waiting[code].cost)

    def _buy(self, item: Standing, offer: Offer) -> None:
        accounts, price, share = self._accounts, offer.price(), offer.share()
        supporters, rests_on = self._supporters[item.project], offer.rests_on()
        short = accounts.short(rests_on, price)
        paid, in_full = accounts.pay(supporters, price, short)
        self.steps.append(
            BoughtOnCredit(
                item.project,
                item.cost,
                accounts.told(price, short),
                accounts.told(share, accounts.short(rests_on, share)),
                paid,
                item.supporters,
                in_full if item.cost else item.supporters,
            )
        )
        self.winners.append(item.project)
        self._room.take(item.project)
        self._left -= item.cost


def _compare(one: _Found, other: _Found) -> int:
    # The same offer is as good, which spares its exact amounts where projects are twins.
    return 0 if one[0] == other[0] else one[1].compare(other[1])


def count(spec: RuleSpec, instance: Instance, ballots: Ballots, ties: Ties) -> Outcome:
    """Let the voters buy with equal shares and on credit."""
    start = entry.enter(spec, instance, ballots, ties)
    voters = ballots.voters if spec.parameters["blank_has_share"] else ballots.filled
    share = Fraction(instance.budget, max(voters, 1))
    market = Market(start, ballots.profile(instance), share)
    market.trade()
    return start.outcome(market.winners, [SharesSet(share, voters), *market.steps])


def describe(spec: RuleSpec, _currency: str) -> tuple[Text, ...]:
    """Tell a resident how winners are chosen."""
    parameters = spec.parameters
    return (
        *entry.describe_entry(spec),
        _("The budget is divided equally among all who voted.")
        if parameters["blank_has_share"]
        else _("The budget is divided equally among all whose ballot is not blank."),
        _("Those who support a project pay its cost together, from what they have left."),
        _("If they have too little, they pay a part and the common budget lends the rest."),
        _("They pay the same for each vote or point, or all that they have left."),
        _(
            "The project comes first that costs its supporters least for its cost; the smaller the"
            " part that they can pay, the later it comes."
        )
        if parameters["satisfaction"] == "cost"
        else _(
            "The project comes first that costs each of its supporters least; the smaller the part"
            " that they can pay, the later it comes."
        ),
        _("A project is only considered while its whole cost still fits in the budget."),
        _("The count ends when nobody has anything left for a project that fits."),
    )


RULE = Rule("bounded_overspending", _("Equal shares with credit"), PARAMETERS, describe, count)
