"""What decides between equals: the keys of the order, and the seed of the lot."""

from concejo.text import Text, _
from voting.core.ties import TieKey, Ties, validate_ties
from voting.setup.core import joined
from voting.setup.forms.fields import Answers, Choice, Field, Section

#: A key that comes after the published order or the lot never decides, so that three are enough.
KEYS: tuple[Section, ...] = (
    Section(
        TieKey.CHEAPEST.value,
        _("The one that costs less"),
        _("It leaves more money for others. Good nearly everywhere."),
    ),
    Section(
        TieKey.DEAREST.value,
        _("The one that costs more"),
        _("Large works are not put off for small ones. Good where those wait for years."),
    ),
    Section(
        TieKey.MOST_VOTES.value,
        _("The one with more votes"),
        _(
            "It decides only where projects can be equal with different numbers of votes, as with"
            " equal shares. Good as a second key there."
        ),
    ),
    Section(
        TieKey.PUBLISHED_ORDER.value,
        _("The one published first"),
        _("It always decides, and everybody can see it. Good as the last key in small votes."),
    ),
    Section(
        TieKey.LOT.value,
        _("The one that a public lot draws"),
        _(
            "It always decides and favours nobody; with the public seed anybody can draw it again."
            " Good as the last key where much is at stake."
        ),
    ),
)


def _options(*more: tuple[str, Text, Text]) -> tuple[tuple[str, Text, Text], ...]:
    return (*more, *((key.value, key.label, key.hint) for key in KEYS))


_NOTHING = ("", _("nothing further"), _("Only after a key that always decides."))
ORDER: tuple[Field, ...] = (
    Choice("tie-1", _("Goes first"), options=_options()),
    Choice("tie-2", _("If they are still equal"), options=_options(_NOTHING)),
    Choice("tie-3", _("If they are equal even so"), options=_options(_NOTHING)),
)
SEED = Field(
    "seed",
    _("Public seed of the lot"),
    _(
        "Needed for the lot only: a text that nobody could choose at will, such as the number drawn"
        " in a public lottery."
    ),
)
LONGEST_SEED = 120


def read_ties(answers: Answers) -> Ties:
    """Read the keys in their order, and put every reason beside its answer."""
    keys = [str(key) for field in ORDER if (key := answers.read(field))]
    ties = Ties(tuple(TieKey(key) for key in keys), str(answers.read(SEED)))
    if len(ties.seed) > LONGEST_SEED:
        answers.wrong["seed"] = _("The seed may have at most 120 characters.")
    if any(field.name in answers.wrong for field in ORDER):
        return ties
    # With a seed, only what is wrong with the keys themselves is left.
    of_keys = validate_ties(Ties(ties.order, "a seed"))
    if of_keys:
        answers.wrong[ORDER[max(len(keys), 1) - 1].name] = joined(of_keys)
    of_seed = [reason for reason in validate_ties(ties) if reason not in of_keys]
    if of_seed:
        answers.wrong["seed"] = joined(of_seed)
    return ties


def typed_ties(ties: Ties) -> dict[str, str]:
    """Give the order as the page shows it; of a longer one, the keys that can decide."""
    keys = [key.value for key in ties.order]
    shown = {field.name: key for field, key in zip(ORDER, keys, strict=False)}
    return {**{field.name: "" for field in ORDER}, **shown, SEED.name: ties.seed}
