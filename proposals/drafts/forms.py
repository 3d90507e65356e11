"""What a resident types to make a proposal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from concejo.amounts import NotAnAmount, parse_money
from concejo.errors import Invalid
from concejo.processes.services import ProcessView
from concejo.text import Money, Text, _, ngettext
from concejo.typed import read_row, read_words
from proposals.core.content import (
    DESCRIPTION_MAX,
    IMAGES_MAX,
    PLACE_MAX,
    SUMMARY_MAX,
    TEXT_MAX,
    TITLE_MAX,
)
from proposals.images.core import Picture


@dataclass(frozen=True)
class NewImage:
    """A picture that is added, and what can be seen in it."""

    picture: Picture
    description: str


@dataclass(frozen=True)
class ProposalForm:
    """A draft that can be kept, complete or not.

    `descriptions` are of the pictures that are there already, by their number; those in `removed`
    go. `cost_guess` is None where the author dares none.
    """

    title: str
    summary: str
    text: str
    area_id: int
    place: str = ""
    cost_guess: Money | None = None
    descriptions: Mapping[int, str] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()
    new_images: tuple[NewImage, ...] = ()

    @classmethod
    def parse(cls, typed: Mapping[str, object], process: ProcessView) -> Self:
        """Check what was typed; a picture is a `Picture` already, or the `Text` why it is none."""
        faults: dict[str, Text] = {}
        form = cls(
            title=_title(typed, faults),
            summary=_line(typed, "summary", SUMMARY_MAX, faults),
            text=_lines(typed, "text", TEXT_MAX, faults),
            area_id=_area(typed, process, faults),
            place=_line(typed, "place", PLACE_MAX, faults),
            cost_guess=_cost(typed, process, faults),
            descriptions=_descriptions(typed, faults),
            removed=frozenset(_numbered(typed, "remove-")),
            new_images=_new_images(typed, faults),
        )
        if len(form.new_images) + len(form.descriptions) > IMAGES_MAX:
            faults["images"] = _("A proposal has at most {most} pictures.", most=IMAGES_MAX)
        if faults:
            raise Invalid(faults, typed)
        return form


def _lines(typed: Mapping[str, object], name: str, most: int, faults: dict[str, Text]) -> str:
    text = read_words(typed.get(name))
    if len(text) > most:
        faults[name] = ngettext(
            "That is too long by {count} character.",
            "That is too long by {count} characters.",
            len(text) - most,
        )
    return text


def _line(typed: Mapping[str, object], name: str, most: int, faults: dict[str, Text]) -> str:
    return " ".join(_lines(typed, name, most, faults).split())


def _title(typed: Mapping[str, object], faults: dict[str, Text]) -> str:
    title = _line(typed, "title", TITLE_MAX, faults)
    if not title:
        faults["title"] = _("Give the proposal a title.")
    return title


def _area(typed: Mapping[str, object], process: ProcessView, faults: dict[str, Text]) -> int:
    for area in process.areas:
        if str(area.id) == typed.get("area"):
            return area.id
    faults["area"] = _("Choose the area that the proposal is for.")
    return 0


def _cost(
    typed: Mapping[str, object], process: ProcessView, faults: dict[str, Text]
) -> Money | None:
    written = read_words(typed.get("cost_guess"))
    if not written:
        return None
    try:
        return parse_money(written, process.currency)
    except NotAnAmount as problem:
        faults["cost_guess"] = problem.message
        return None


def _descriptions(typed: Mapping[str, object], faults: dict[str, Text]) -> dict[int, str]:
    kept = sorted(_numbered(typed, "description-") - _numbered(typed, "remove-"))
    names = {number: f"description-{number}" for number in kept}
    return {n: _line(typed, name, DESCRIPTION_MAX, faults) for n, name in names.items()}


def _numbered(typed: Mapping[str, object], prefix: str) -> set[int]:
    ends = [name.removeprefix(prefix) for name in typed if name.startswith(prefix)]
    return {number for end in ends if (number := read_row(end))}


def _new_images(typed: Mapping[str, object], faults: dict[str, Text]) -> tuple[NewImage, ...]:
    made = []
    for slot in range(1, IMAGES_MAX + 1):
        description = _line(typed, f"new-description-{slot}", DESCRIPTION_MAX, faults)
        match typed.get(f"picture-{slot}"):
            case Picture() as picture:
                made.append(NewImage(picture, description))
            case Text() as fault:
                faults[f"picture-{slot}"] = fault
    return tuple(made)
