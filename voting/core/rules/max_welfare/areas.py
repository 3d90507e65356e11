"""Areas: how the projects of an election fall into groups that share no limit but the budget."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from voting.core.limits import Limit
from voting.core.profile import Instance
from voting.core.rules.max_welfare.choices import NOTHING, Choice, plus, undominated
from voting.core.rules.max_welfare.groups import Group, Options

#: Choices among projects that exclude each other, beyond which that is not kept by the group.
_MOST_OPTIONS = 2_000


@dataclass(frozen=True)
class Element:
    """Hold all choices among projects that exclude each other, by their bits.

    `usual` are those that matter where nothing is required or barred.
    """

    options: Mapping[int, Choice]
    whole: int
    usual: Options

    @classmethod
    def of(cls, options: Mapping[int, Choice]) -> "Element":
        """Put the options together."""
        whole = 0
        for bits in options:
            whole |= bits
        return cls(options, whole, tuple(undominated(options.values())))

    def left(self, required: int, barred: int) -> Options:
        """Give the options that hold what is required and nothing barred."""
        wanted, unwanted = required & self.whole, barred & self.whole
        if not wanted and not unwanted:
            return self.usual
        return tuple(
            undominated(
                option
                for bits, option in self.options.items()
                if not bits & unwanted and bits & wanted == wanted
            )
        )


@dataclass(frozen=True)
class Area:
    """Hold the projects of a group, in elements, and the limits of the group."""

    elements: tuple[Element, ...]
    most: int | None
    reserved: int

    def group(self, required: int, barred: int) -> Group:
        """Give the group with only the options that hold what is required and nothing barred."""
        elements = tuple(element.left(required, barred) for element in self.elements)
        return Group(elements, self.most, self.reserved)


def areas_of(
    items: Mapping[int, Choice],
    bits: Mapping[str, int],
    instance: Instance,
    limits: Sequence[Limit],
) -> list[Area]:
    """Divide the projects into groups, of quotas and reserves as far as these have none in common.

    The last group is of what is in none.
    """
    conflicts = [
        [bits[name] for name in limit.takes if name in bits]
        for limit in limits
        if limit.is_conflict
    ]
    areas, free = [], set(items)
    for inside, (most, reserved) in _quotas(bits, instance):
        if inside <= free:
            free -= inside
            areas.append(Area(_elements(items, inside, conflicts), most, reserved))
    return [*areas, Area(_elements(items, free, conflicts), None, 0)]


def _quotas(
    bits: Mapping[str, int], instance: Instance
) -> list[tuple[frozenset[int], tuple[int | None, int]]]:
    """List the quotas and reserves, those of the same projects as one, reserves first."""
    merged: dict[frozenset[int], tuple[int | None, int]] = {}
    for quota in instance.quotas:
        inside = frozenset(bits[name] for name in quota.projects if name in bits)
        most, reserved = merged.get(inside, (None, 0))
        if quota.most is not None:
            most = quota.most if most is None else min(most, quota.most)
        merged[inside] = most, reserved + quota.reserved
    return sorted(merged.items(), key=lambda item: (-item[1][1], -len(item[0]), sorted(item[0])))


def _elements(
    items: Mapping[int, Choice], inside: Iterable[int], conflicts: Sequence[Sequence[int]]
) -> tuple[Element, ...]:
    """Put together what excludes each other, but for conflicts that make too many options."""
    together = {bit: {0: NOTHING, bit: items[bit]} for bit in inside}
    rivals = dict.fromkeys(together, 0)
    for group in conflicts:
        members = [bit for bit in group if bit in together]
        whole = sum(members)
        more = rivals | {bit: rivals[bit] | whole & ~bit for bit in members}
        joined = {
            bit for member in members for options in together[member] for bit in _bits(options)
        }
        options = _options(items, more, joined)
        if options is not None:
            rivals = more
            together |= dict.fromkeys(joined, options)
    different = {id(options): options for options in together.values()}
    return tuple(Element.of(options) for options in different.values())


def _bits(options: int) -> Iterator[int]:
    while options:
        last = options & -options
        yield last
        options ^= last


def _options(
    items: Mapping[int, Choice], rivals: Mapping[int, int], together: Iterable[int]
) -> dict[int, Choice] | None:
    """List all choices among projects of which rivals are never together; None if too many."""
    options = {0: NOTHING}
    for bit in together:
        options |= {
            bits | bit: plus(option, items[bit])
            for bits, option in options.items()
            if not bits & rivals[bit]
        }
        if len(options) > _MOST_OPTIONS:
            return None
    return options
