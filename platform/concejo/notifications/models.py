"""The table of outgoing mail."""

from tortoise import fields
from tortoise.models import Model

from concejo.db.fields import UtcDatetimeField


class Letter(Model):
    """A mail to be sent; forgotten once it is delivered."""

    id = fields.BigIntField(primary_key=True)
    recipient = fields.CharField(max_length=254)
    subject = fields.CharField(max_length=200)
    body = fields.TextField()
    created_at = UtcDatetimeField()
    tries = fields.IntField(default=0)
    next_try_at = UtcDatetimeField(db_index=True)
    last_error = fields.CharField(max_length=200, default="")

    class Meta:
        table = "letter"
