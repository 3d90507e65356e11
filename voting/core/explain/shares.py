"""Words for equal shares: what supporters paid together, and what they could not pay."""

from concejo.text import Text, _, ngettext
from voting.core.explain.notes import Notes
from voting.core.explain.tell import tell
from voting.core.steps import Bought, BoughtOnCredit, Compared, CompletedBy, Unaffordable


@tell.register
def _bought(step: Bought, notes: Notes) -> None:
    notes.head(step.project, _purchase(step, notes))
    _tell_poorer(step, notes)


@tell.register
def _bought_on_credit(step: BoughtOnCredit, notes: Notes) -> None:
    if step.share == 1:
        notes.head(step.project, _purchase(step, notes))
    else:
        notes.head(
            step.project,
            ngettext(
                "Funded: its {count} supporter paid {paid} of its cost, {cost}, and the common"
                " budget lent the rest.",
                "Funded: its {count} supporters together paid {paid} of its cost, {cost}, and the"
                " common budget lent the rest.",
                step.supporters,
                paid=notes.money(step.paid),
                cost=notes.money(step.cost),
            ),
        )
        notes.add(step.project, _most_paid(step, notes))
    _tell_poorer(step, notes)


def _purchase(step: Bought | BoughtOnCredit, notes: Notes) -> Text:
    price = notes.money(step.price)
    if notes.has_points:
        return ngettext(
            "Funded: its {count} supporter could pay its cost at {price} for each point.",
            "Funded: its {count} supporters could together pay its cost at {price} for each point.",
            step.supporters,
            price=price,
        )
    return ngettext(
        "Funded: its {count} supporter could pay its cost, {price}.",
        "Funded: its {count} supporters could together pay its cost at {price} each.",
        step.supporters,
        price=price,
    )


def _most_paid(step: BoughtOnCredit, notes: Notes) -> Text:
    price = notes.money(step.price)
    if notes.has_points:
        return _("For each point, {price} was paid.", price=price)
    return _("Each of them paid {price}.", price=price)


def _tell_poorer(step: Bought | BoughtOnCredit, notes: Notes) -> None:
    poorer = step.supporters - step.in_full
    if poorer:
        notes.add(
            step.project,
            ngettext(
                "{count} of them had less than that and paid all that was left.",
                "{count} of them had less than that and paid all that they had left.",
                poorer,
            ),
        )


@tell.register
def _unaffordable(step: Unaffordable, notes: Notes) -> None:
    notes.unaffordable[step.project] = step
    if not step.supporters:
        notes.head(step.project, _("Not funded: nobody supported it."))
        return
    notes.head(
        step.project,
        ngettext(
            "Not funded: it costs {cost}, and its {count} supporter had {money} left.",
            "Not funded: it costs {cost}, and its {count} supporters together had {money} left.",
            step.supporters,
            cost=notes.money(step.cost),
            money=notes.money(step.money),
        ),
    )


@tell.register
def _completed(_step: CompletedBy, notes: Notes) -> None:
    notes.is_completing = True


@tell.register
def _compared(step: Compared, notes: Notes) -> None:
    """Tell those whose fate the comparison changed; what follows it tells why they won or lost."""
    if not step.switched:
        return
    winners = set(notes.outcome.winners)
    for code in notes.standing:
        if code in winners and code not in notes.replaced:
            notes.add(code, _("The voters would not have bought it with equal shares."))
        elif code in notes.replaced and code not in winners:
            notes.add(code, _("With equal shares it would have been funded."))
        else:
            continue
        notes.add(code, told_comparison(step, notes))


def told_comparison(step: Compared, notes: Notes) -> Text:
    """Say how many voters are better off with which winners, and who stays therefore."""
    at_least_one = notes.outcome.rule.parameters.get("comparison") == "any"
    if step.switched and at_least_one:
        return _(
            "Votes alone decide: {for_greedy} voters have a project of theirs only among those"
            " that win so, and {for_this} only among those of equal shares.",
            for_greedy=step.for_greedy,
            for_this=step.for_this,
        )
    if step.switched:
        return _(
            "Votes alone decide: {for_greedy} voters have more of their projects among those that"
            " win so, and {for_this} among those of equal shares.",
            for_greedy=step.for_greedy,
            for_this=step.for_this,
        )
    if at_least_one:
        return _(
            "Equal shares decide: {for_this} voters have a project of theirs only among these"
            " winners, and {for_greedy} only among those of votes alone.",
            for_greedy=step.for_greedy,
            for_this=step.for_this,
        )
    return _(
        "Equal shares decide: {for_this} voters have more of their projects among these winners,"
        " and {for_greedy} among those of votes alone.",
        for_greedy=step.for_greedy,
        for_this=step.for_this,
    )
