"""The table of valuations."""

from tortoise import fields
from tortoise.models import Model

from concejo.accounts.models import Account
from concejo.db.fields import UtcDatetimeField
from proposals.models import Proposal


class Valuation(Model):
    """What the technical office found: whose competence, feasible or not, the cost, and why."""

    id = fields.BigIntField(primary_key=True)
    proposal: fields.OneToOneRelation[Proposal] = fields.OneToOneField(
        "models.Proposal", related_name="valuation", on_delete=fields.RESTRICT
    )
    proposal_id: int
    technician: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="valuations", on_delete=fields.RESTRICT
    )
    technician_id: int
    is_competent = fields.BooleanField()
    competent_body = fields.CharField(max_length=160)
    is_feasible = fields.BooleanField()
    #: In minor units of the process's currency; set where feasible.
    cost = fields.BigIntField(null=True)
    reasons = fields.TextField()
    #: Counts how often it was saved: of two at once, one is told that the other was faster.
    revision = fields.IntField()
    valued_at = UtcDatetimeField()

    class Meta:
        table = "valuation"
