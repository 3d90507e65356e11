"""The tables of destinations and commitments."""

from tortoise import fields
from tortoise.models import Model

from concejo.commitments.core.destination import Kind
from concejo.commitments.core.workflow import State
from concejo.db.fields import UtcDatetimeField
from concejo.processes.models import Process
from voting.models import Project


class Destination(Model):
    """Where one winning project goes, and why."""

    id = fields.BigIntField(primary_key=True)
    project: fields.OneToOneRelation[Project] = fields.OneToOneField(
        "models.Project", related_name="destination", on_delete=fields.RESTRICT
    )
    project_id: int
    kind = fields.CharEnumField(Kind, max_length=20)
    #: concejo.commitments.core.destination.Cause where it is declined, else empty.
    cause = fields.CharField(max_length=20, default="")
    reason = fields.TextField(default="")
    responsible_body = fields.CharField(max_length=160, default="")
    budget_line = fields.CharField(max_length=160, default="")
    due_on = fields.DateField(null=True)
    #: How often it was decided: who revises says which decision they have seen.
    version = fields.IntField(default=1)
    decided_by_id = fields.BigIntField()
    decided_at = UtcDatetimeField()

    class Meta:
        table = "destination"


class Commitment(Model):
    """An open-government commitment: a public problem, a solution, values and milestones."""

    id = fields.BigIntField(primary_key=True)
    process: fields.ForeignKeyRelation[Process] = fields.ForeignKeyField(
        "models.Process", related_name="commitments", on_delete=fields.RESTRICT
    )
    process_id: int
    title = fields.CharField(max_length=150)
    problem = fields.TextField(default="")
    solution = fields.TextField(default="")
    expected_results = fields.TextField(default="")
    lead_body = fields.CharField(max_length=160, default="")
    contact = fields.CharField(max_length=160, default="")
    #: OGP values with the reason for each; empty where the value does not apply.
    transparency = fields.TextField(default="")
    participation = fields.TextField(default="")
    accountability = fields.TextField(default="")
    starts_on = fields.DateField(null=True)
    ends_on = fields.DateField(null=True)
    state = fields.CharEnumField(State, max_length=20, default=State.DRAFT)
    #: How often it was saved: of two editors at once, the second is told.
    version = fields.IntField(default=1)
    created_at = UtcDatetimeField()
    updated_at = UtcDatetimeField()
    milestones: fields.ReverseRelation["Milestone"]
    origins: fields.ReverseRelation["Origin"]

    class Meta:
        table = "commitment"


class Origin(Model):
    """A result that a commitment grew out of: its evidence, linked and never copied."""

    id = fields.BigIntField(primary_key=True)
    commitment: fields.ForeignKeyRelation[Commitment] = fields.ForeignKeyField(
        "models.Commitment", related_name="origins", on_delete=fields.CASCADE
    )
    commitment_id: int
    project: fields.ForeignKeyRelation[Project] = fields.ForeignKeyField(
        "models.Project", related_name="origins", on_delete=fields.RESTRICT
    )
    project_id: int

    class Meta:
        table = "origin"
        unique_together = (("commitment_id", "project_id"),)


class Milestone(Model):
    """A measurable step of a commitment; empty where it is not written yet."""

    id = fields.BigIntField(primary_key=True)
    commitment: fields.ForeignKeyRelation[Commitment] = fields.ForeignKeyField(
        "models.Commitment", related_name="milestones", on_delete=fields.CASCADE
    )
    commitment_id: int
    title = fields.CharField(max_length=150, default="")
    product = fields.CharField(max_length=300, default="")
    responsible = fields.CharField(max_length=160, default="")
    starts_on = fields.DateField(null=True)
    due_on = fields.DateField(null=True)
    position = fields.IntField(default=0)

    class Meta:
        table = "milestone"
