"""The tables of processes."""

from tortoise import fields
from tortoise.models import Model

from concejo.db.fields import UtcDatetimeField
from concejo.processes.core import PhaseKind
from concejo.roll.models import Roll


class Process(Model):
    """A participatory process, such as the participatory budget of one year."""

    id = fields.BigIntField(primary_key=True)
    slug = fields.CharField(max_length=60, unique=True)
    title = fields.CharField(max_length=120)
    summary = fields.CharField(max_length=400)
    description = fields.TextField(default="")
    timezone = fields.CharField(max_length=40)
    currency = fields.CharField(max_length=3)
    minimum_age = fields.IntField(default=16)
    roll: fields.ForeignKeyRelation[Roll] = fields.ForeignKeyField(
        "models.Roll", related_name="processes", on_delete=fields.RESTRICT
    )
    roll_id: int
    created_at = UtcDatetimeField()
    areas: fields.ReverseRelation["Area"]
    phases: fields.ReverseRelation["PhaseRow"]

    class Meta:
        table = "process"


class Area(Model):
    """A part of the town with its envelope of money: the whole city, or a district of it."""

    id = fields.BigIntField(primary_key=True)
    process: fields.ForeignKeyRelation[Process] = fields.ForeignKeyField(
        "models.Process", related_name="areas", on_delete=fields.CASCADE
    )
    process_id: int
    parent: fields.ForeignKeyNullableRelation["Area"] = fields.ForeignKeyField(
        "models.Area", related_name="children", on_delete=fields.RESTRICT, null=True
    )
    parent_id: int | None
    code = fields.CharField(max_length=20)
    name = fields.CharField(max_length=120)
    position = fields.IntField(default=0)
    envelope_amount = fields.BigIntField()
    envelope_currency = fields.CharField(max_length=3)

    class Meta:
        table = "area"
        unique_together = (("process_id", "code"),)


class PhaseRow(Model):
    """A phase of a process: from starts_at up to but not including ends_at."""

    id = fields.BigIntField(primary_key=True)
    process: fields.ForeignKeyRelation[Process] = fields.ForeignKeyField(
        "models.Process", related_name="phases", on_delete=fields.CASCADE
    )
    process_id: int
    kind = fields.CharEnumField(PhaseKind, max_length=20)
    starts_at = UtcDatetimeField()
    ends_at = UtcDatetimeField()

    class Meta:
        table = "phase"
        unique_together = (("process_id", "kind"),)
