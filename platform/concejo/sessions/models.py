"""The table of open sessions."""

from tortoise import fields
from tortoise.models import Model

from concejo.db.fields import UtcDatetimeField


class Session(Model):
    """One browser that somebody is signed in with; the token itself is only in its cookie."""

    token_hash = fields.CharField(max_length=64, primary_key=True)
    account: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField(
        "models.Account", related_name="sessions", on_delete=fields.CASCADE
    )
    account_id: int
    awaits_second_factor = fields.BooleanField(default=False)
    expires_at = UtcDatetimeField()

    class Meta:
        table = "session"
