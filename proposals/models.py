"""The tables of proposals."""

from tortoise import fields
from tortoise.models import Model

from concejo.accounts.models import Account
from concejo.db.fields import UtcDatetimeField
from concejo.processes.models import Area, Process
from proposals.core.status import Status


class Proposal(Model):
    """What a resident proposes to a process, from draft to verdict."""

    id = fields.BigIntField(primary_key=True)
    process: fields.ForeignKeyRelation[Process] = fields.ForeignKeyField(
        "models.Process", related_name="proposals", on_delete=fields.RESTRICT
    )
    process_id: int
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="proposals", on_delete=fields.RESTRICT
    )
    author_id: int
    area: fields.ForeignKeyRelation[Area] = fields.ForeignKeyField(
        "models.Area", related_name="proposals", on_delete=fields.RESTRICT
    )
    area_id: int
    status = fields.CharEnumField(Status, max_length=20)
    title = fields.CharField(max_length=120)
    summary = fields.CharField(max_length=600)
    text = fields.TextField()
    place = fields.CharField(max_length=200, default="")
    #: The author's guess, in minor units of the process's currency.
    cost_guess = fields.BigIntField(null=True)
    #: The form that the draft was begun with: sent twice, it makes one draft.
    draft_key = fields.CharField(max_length=40)
    #: Title and summary without accents and capitals, for the search.
    sought = fields.TextField()
    created_at = UtcDatetimeField()
    submitted_at = UtcDatetimeField(null=True)
    admitted_at = UtcDatetimeField(null=True)
    updated_at = UtcDatetimeField()
    images: fields.ReverseRelation["ProposalImage"]

    class Meta:
        table = "proposal"
        unique_together = (("author_id", "draft_key"),)
        indexes = (("process_id", "status"),)


class ProposalImage(Model):
    """A picture of a proposal, re-encoded by us; its files are named by the hash of the larger."""

    id = fields.BigIntField(primary_key=True)
    proposal: fields.ForeignKeyRelation[Proposal] = fields.ForeignKeyField(
        "models.Proposal", related_name="images", on_delete=fields.CASCADE
    )
    proposal_id: int
    content_hash = fields.CharField(max_length=64)
    width = fields.IntField()
    height = fields.IntField()
    description = fields.CharField(max_length=200, default="")
    position = fields.IntField(default=0)

    class Meta:
        table = "proposal_image"
        unique_together = (("proposal_id", "content_hash"),)
