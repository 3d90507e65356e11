"""Which ballot is voted with: the kinds that the page offers, and the limits of each."""

from concejo.text import Text, _
from voting.core.ballots import BallotForm, Kind
from voting.core.profile import Scoring
from voting.setup.core import form_faults, scoring_of
from voting.setup.forms.fields import Amount, Answers, Choice, Field, Number, Section, Tick, Value

MOST_POINTS, HIGHEST_SCORE = 10_000, 100

BLANK = Tick(
    "allows_blank",
    _("A blank ballot may be cast"),
    _(
        "For whoever wants to take part and choose nothing; it is counted apart. Without it"
        " everybody has to choose something in every area that they vote on."
    ),
    default=True,
)


def _lengths(kind: Kind, *, most_is_further: bool) -> tuple[Field, ...]:
    return (
        Number(f"{kind}-max_length", _("How many projects at most"), is_further=most_is_further),
        Number(f"{kind}-min_length", _("How many projects at least"), is_further=True),
    )


def _costs(kind: Kind) -> tuple[Field, ...]:
    hint = _("One amount for every area that is voted on; leave it empty for no such limit.")
    return (
        Amount(
            f"{kind}-max_sum_cost",
            _("What the chosen projects may cost together at most"),
            hint,
            is_further=True,
        ),
        Amount(
            f"{kind}-min_sum_cost",
            _("What the chosen projects have to cost together at least"),
            hint,
            is_further=True,
        ),
    )


def _points() -> tuple[Field, ...]:
    kind = Kind.CUMULATIVE
    return (
        Number(
            f"{kind}-max_sum_points",
            _("How many points each voter shares out"),
            default=10,
            most=MOST_POINTS,
            is_needed=True,
        ),
        Number(f"{kind}-max_points", _("How many points one project may get"), most=MOST_POINTS),
        Number(
            f"{kind}-min_sum_points",
            _("How many points have to be given at least"),
            most=MOST_POINTS,
            is_further=True,
        ),
        Number(
            f"{kind}-min_points",
            _("How many points a chosen project gets at least"),
            most=MOST_POINTS,
            is_further=True,
        ),
    )


def _scores() -> tuple[Field, ...]:
    least, most = -HIGHEST_SCORE, HIGHEST_SCORE
    return (
        Number(
            f"{Kind.SCORES}-min_points",
            _("Lowest score"),
            _("Below zero for projects that somebody does not want."),
            default=0,
            least=least,
            most=most,
            is_needed=True,
        ),
        Number(
            f"{Kind.SCORES}-max_points",
            _("Highest score"),
            default=5,
            least=least,
            most=most,
            is_needed=True,
        ),
    )


def _scoring(kind: Kind, written: Text, hint: Text) -> Field:
    """Ask whether points and places count as they are written, or a project is on it or not."""
    return Choice(
        f"{kind}-scoring",
        _("What counts"),
        default=scoring_of(kind).value,
        is_further=True,
        options=(
            (scoring_of(kind).value, written, hint),
            (
                Scoring.VOTES.value,
                _("One vote for each project on the ballot"),
                _("Points and places only help voters to make up their mind."),
            ),
        ),
    )


KINDS: tuple[Section, ...] = (
    Section(
        Kind.KNAPSACK.value,
        _("Projects that together cost no more than the money there is"),
        _(
            "Each voter spends the money once, as the town will. Good where people should weigh"
            " what things cost; it takes some reckoning."
        ),
        _lengths(Kind.KNAPSACK, most_is_further=False),
    ),
    Section(
        Kind.APPROVAL.value,
        _("As many projects as one likes, or up to a number"),
        _(
            "Each voter marks what they want, whatever it costs. Good for everybody: no ballot is"
            " simpler, on paper too."
        ),
        (*_lengths(Kind.APPROVAL, most_is_further=False), *_costs(Kind.APPROVAL)),
    ),
    Section(
        Kind.CUMULATIVE.value,
        _("Points that each voter shares out"),
        _(
            "Whoever needs one project badly can give it many points, and whoever wants several"
            " gives each a few. Good where some needs are more pressing than others."
        ),
        (
            *_points(),
            *_lengths(Kind.CUMULATIVE, most_is_further=True),
            *_costs(Kind.CUMULATIVE),
            _scoring(
                Kind.CUMULATIVE,
                _("The points as they are given"),
                _("Whoever gives a project more points helps it more."),
            ),
        ),
    ),
    Section(
        Kind.SCORES.value,
        _("A score for each project"),
        _(
            "Each voter judges every project by itself, as at school. Good for a few projects that"
            " people know well; with many the ballot gets long."
        ),
        (*_scores(), *_lengths(Kind.SCORES, most_is_further=True), *_costs(Kind.SCORES)),
    ),
    Section(
        Kind.ORDINAL.value,
        _("An order, the most wanted first"),
        _(
            "Each voter says what comes first, second and third. Good where people want only a few"
            " projects and care which of them comes first."
        ),
        (
            *_lengths(Kind.ORDINAL, most_is_further=False),
            *_costs(Kind.ORDINAL),
            _scoring(
                Kind.ORDINAL,
                _("The places"),
                _(
                    "The last project on a ballot gets one point, the one before it two, and so on"
                    " upwards."
                ),
            ),
        ),
    ),
)


def read_form(answers: Answers, section: Section) -> tuple[BallotForm, Scoring]:
    """Read the limits of the kind that was chosen, and what is added up of its ballots."""
    fields = {bare(field): field for field in section.fields}

    def number(name: str) -> int | None:
        """Give a number of the form, None where this kind of ballot has no such field."""
        return answers.number(fields[name]) if name in fields else None

    form = BallotForm(
        Kind(section.value),
        min_length=number("min_length") or 1,
        max_length=number("max_length"),
        min_sum_cost=number("min_sum_cost"),
        max_sum_cost=number("max_sum_cost"),
        max_points=number("max_points"),
        min_sum_points=number("min_sum_points"),
        max_sum_points=number("max_sum_points"),
        allows_blank=bool(answers.read(BLANK)),
        min_points=number("min_points"),
    )
    for name, reason in form_faults(form).items():
        answers.wrong.setdefault(f"{section.value}-{name}", reason)
    if "scoring" not in fields:
        return form, scoring_of(form.kind)
    scoring = answers.read(fields["scoring"])
    return form, Scoring(str(scoring)) if scoring else scoring_of(form.kind)


def bare(field: Field) -> str:
    """Give what a field is called within its section."""
    return field.name.partition("-")[2]


def values_of(form: BallotForm, scoring: Value) -> dict[str, Value]:
    """Tell what a form says in answer to each field, by what that is called within its section."""
    return {
        "min_length": form.min_length if form.min_length > 1 else None,
        "max_length": form.max_length,
        "min_sum_cost": form.min_sum_cost,
        "max_sum_cost": form.max_sum_cost,
        "min_points": form.min_points,
        "max_points": form.max_points,
        "min_sum_points": form.min_sum_points,
        "max_sum_points": form.max_sum_points,
        "scoring": scoring,
    }
