"""The tables of the ballot box, in a database of their own. No time, no order, no person."""

from tortoise import fields
from tortoise.models import Model


class Pending(Model):
    """A ballot that waits, sealed, for enough others to be shuffled with."""

    id = fields.BinaryField(primary_key=True)
    election_id = fields.BigIntField()
    sealed = fields.BinaryField()

    class Meta:
        table = "pending"
        app = "box"


class Ballot(Model):
    """A ballot in the box; its id tells only the voter's receipt."""

    id = fields.BinaryField(primary_key=True)
    election_id = fields.BigIntField()
    style = fields.CharField(max_length=60)
    content = fields.TextField()

    class Meta:
        table = "ballot"
        app = "box"
