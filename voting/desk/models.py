"""The tables of the desk. They count sheets; to whom one was given, and when, is in neither."""

from tortoise import fields
from tortoise.models import Model

from concejo.accounts.models import Account
from voting.models import Election


class DeskSession(Model):
    """One officer at one desk on one day: how many sheets, never to whom or at what time."""

    id = fields.BigIntField(primary_key=True)
    election: fields.ForeignKeyRelation[Election] = fields.ForeignKeyField(
        "models.Election", related_name="desk_sessions", on_delete=fields.RESTRICT
    )
    election_id: int
    officer: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="desk_sessions", on_delete=fields.RESTRICT
    )
    officer_id: int
    place = fields.CharField(max_length=120)
    day = fields.DateField()
    is_open = fields.BooleanField(default=True)
    #: Spoilt sheets that were exchanged: they make no mark.
    spoilt = fields.IntField(default=0)
    #: SHA-256 of the page that acted last: sent again, it gets the same answer and does nothing.
    last_page = fields.CharField(max_length=64, default="")

    class Meta:
        table = "desk_session"
        indexes = (("election_id", "officer_id"),)


class DeskCount(Model):
    """How many sheets of one style were handed out in one session, and envelopes drawn."""

    id = fields.BigIntField(primary_key=True)
    session: fields.ForeignKeyRelation[DeskSession] = fields.ForeignKeyField(
        "models.DeskSession", related_name="counts", on_delete=fields.RESTRICT
    )
    session_id: int
    #: The contests of the style, as in voting.booth.core.style_name.
    style = fields.CharField(max_length=60)
    handed = fields.IntField()
    envelopes = fields.IntField(db_default=0)

    class Meta:
        table = "desk_count"
        unique_together = (("session_id", "style"),)
