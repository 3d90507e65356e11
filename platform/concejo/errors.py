"""What can go wrong in the domain, in words for the person who meets it.

    DomainError             400
    ├── NotFound            404  there is no such thing, or it is not yours to know
    ├── NotSignedIn         303  sign in first; the page leads there and back
    ├── Forbidden           403  you are signed in, and this is not yours to do
    ├── Refused             409  the rules say no; the message says why and what to do
    │   └── TooManyAttempts 429  wait `seconds`, then try again
    └── Invalid             422  what was typed cannot be taken; every field says why

A room names its own errors by what is wrong (`AlreadyVoted(Refused)`). Raise early; only
`web/errors.py` and the handlers around `parse` catch.
"""

from collections.abc import Mapping

from concejo.text import Text, _


class DomainError(Exception):
    """Something that a person asked for cannot be done; `message` says why."""

    status = 400

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotFound(DomainError):
    """There is no such thing, or it is not the reader's to know of."""

    status = 404

    def __init__(self, message: Text = _("There is nothing at this address.")) -> None:  # noqa: B008 a constant
        super().__init__(message)


class NotSignedIn(DomainError):
    """The reader has to say who they are before this."""

    status = 303

    def __init__(self, message: Text = _("Sign in to go on.")) -> None:  # noqa: B008 a constant
        super().__init__(message)


class Forbidden(DomainError):
    """The reader is known, and this is not theirs to do."""

    status = 403

    def __init__(self, message: Text = _("Your account may not do this.")) -> None:  # noqa: B008 a constant
        super().__init__(message)


class Refused(DomainError):
    """The rules say no; the message is for the resident and says why."""

    status = 409


class TooManyAttempts(Refused):
    """Somebody tried too often; `seconds` until the next try is allowed."""

    status = 429

    def __init__(self, message: Text, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Invalid(DomainError):
    """What was typed cannot be taken; `fields` says why, field by field.

    `typed` is everything as it was typed, so that the form comes back with nothing lost. The
    key "" of `fields` is for what concerns the whole form.
    """

    status = 422

    def __init__(
        self, fields: Mapping[str, Text], typed: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(_("Some answers need another look."))
        self.fields = dict(fields)
        self.typed = dict(typed or {})

    def __str__(self) -> str:
        return "; ".join(f"{name or 'form'}: {text}" for name, text in self.fields.items())
