"""The table of supports."""

from tortoise import fields
from tortoise.models import Model

from concejo.roll.models import RollEntry
from proposals.models import Proposal


class Support(Model):
    """One person backs one proposal. Names are never listed: a support can tell an opinion."""

    id = fields.BigIntField(primary_key=True)
    proposal: fields.ForeignKeyRelation[Proposal] = fields.ForeignKeyField(
        "models.Proposal", related_name="supports", on_delete=fields.RESTRICT
    )
    proposal_id: int
    person: fields.ForeignKeyRelation[RollEntry] = fields.ForeignKeyField(
        "models.RollEntry", related_name="supports", on_delete=fields.RESTRICT
    )
    person_id: int

    class Meta:
        table = "support"
        unique_together = (("proposal_id", "person_id"),)
