"""What is wrong or doubtful in a file of ballots, whatever its format: at which line, and why."""

from concejo.text import Text, _


class Malformed(ValueError):
    """The text is not what the format says: which line is wrong, and why."""

    def __init__(self, line: int, reason: Text) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason

    @property
    def text(self) -> Text:
        """Say it in a sentence."""
        return at_line(self.line, self.reason)


def at_line(line: int, reason: Text) -> Text:
    """Say what is wrong or doubtful at a line."""
    return _("Line {line}: {reason}", line=line, reason=reason)
