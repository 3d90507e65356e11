"""The tables of the ballot box, in a database of their own. No person, and no time but of batches.

`leaf` has a key of two columns, which Tortoise cannot describe; it is in the migration only.
"""

from tortoise import fields
from tortoise.models import Model

from concejo.db.fields import UtcDatetimeField


class Box(Model):
    """The ballot box of one election, with what it has to know of it."""

    election = fields.BinaryField(primary_key=True)
    manifest = fields.TextField()
    is_closed = fields.BooleanField(db_default=False)
    flushed_at = UtcDatetimeField(null=True)

    class Meta:
        table = "box"
        app = "box"


class Pending(Model):
    """A ballot that waits, sealed, for enough others to be shuffled with."""

    id = fields.BinaryField(primary_key=True)
    election = fields.BinaryField()
    voter = fields.BinaryField()
    sealed = fields.BinaryField()

    class Meta:
        table = "pending"
        app = "box"
