"""Questions: what is decided, with its options in the order in which they were published."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """Stand as an answer with a code and a name for people."""

    code: str
    name: str = ""

    @property
    def title(self) -> str:
        """Name the option as a resident knows it, or by its code when it has no name."""
        return self.name or self.code


@dataclass(frozen=True)
class Question:
    """Hold the options in published order, and how many of them are chosen.

    Where the rule is a majority the first option is the change, and the second leaves all as it is.
    """

    options: tuple[Option, ...]
    seats: int = 1

    def __post_init__(self) -> None:
        if len(set(self.codes)) != len(self.options):
            raise ValueError("two options have the same code")
        if not 1 <= self.seats <= len(self.options):
            raise ValueError(f"{self.seats} of {len(self.options)} options cannot be chosen")

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the codes in published order."""
        return tuple(option.code for option in self.options)
