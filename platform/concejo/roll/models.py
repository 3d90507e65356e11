"""The tables of the electoral roll."""

from tortoise import fields
from tortoise.models import Model

from concejo.db.fields import UtcDatetimeField


class Roll(Model):
    """A list of entitled persons: the municipal roll, or a synthetic one of an election."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=120, unique=True)
    is_synthetic = fields.BooleanField(default=False)
    updated_at = UtcDatetimeField(null=True)

    class Meta:
        table = "roll"


class RollEntry(Model):
    """One entitled person. The document number is kept only as a keyed hash."""

    id = fields.BigIntField(primary_key=True)
    roll: fields.ForeignKeyRelation[Roll] = fields.ForeignKeyField(
        "models.Roll", related_name="entries", on_delete=fields.RESTRICT
    )
    roll_id: int
    document_hash = fields.CharField(max_length=64)
    birth_date = fields.DateField()
    postcode = fields.CharField(max_length=12)
    area_code = fields.CharField(max_length=20)
    is_active = fields.BooleanField(default=True)

    class Meta:
        table = "roll_entry"
        unique_together = (("roll_id", "document_hash"),)
        indexes = (("roll_id", "area_code"),)
