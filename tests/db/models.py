"""Tables for the tests of the databases themselves."""

from tortoise import fields
from tortoise.models import Model

from concejo.db.fields import UtcDatetimeField


class Note(Model):
    """Something that was written down."""

    id = fields.BigIntField(primary_key=True)
    text = fields.TextField()


class Appointment(Model):
    """Something that is to happen, by our field and by Tortoise's."""

    id = fields.BigIntField(primary_key=True)
    at = UtcDatetimeField()
    stock_at = fields.DatetimeField(null=True)
    moved_at = UtcDatetimeField(null=True)


class Round(Model):
    """A parent, whose end would be the end of its papers."""

    id = fields.BigIntField(primary_key=True)
    title = fields.CharField(max_length=100)


class Paper(Model):
    """A child of a round; nobody hands in two."""

    id = fields.BigIntField(primary_key=True)
    round: fields.ForeignKeyRelation[Round] = fields.ForeignKeyField(
        "models.Round", related_name="papers", on_delete=fields.CASCADE
    )
    round_id: int
    person = fields.IntField()

    class Meta:
        table = "paper"
        unique_together = (("round_id", "person"),)
