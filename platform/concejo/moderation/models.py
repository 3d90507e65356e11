"""The table of moderation decisions."""

from tortoise import fields
from tortoise.models import Model

from concejo.accounts.models import Account
from concejo.db.fields import UtcDatetimeField
from concejo.moderation.core import Verdict


class Decision(Model):
    """What a moderator decided about a proposal or a comment, and why, in public."""

    id = fields.BigIntField(primary_key=True)
    process_id = fields.BigIntField(db_index=True)
    #: "proposal:12", "comment:7": moderation stands below the rooms that it moderates.
    subject = fields.CharField(max_length=60)
    #: Counts the decisions on one subject from 1: of two that are made at once, one is refused.
    number = fields.IntField()
    title = fields.CharField(max_length=160)
    verdict = fields.CharEnumField(Verdict, max_length=20)
    reason = fields.TextField()
    moderator: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="decisions", on_delete=fields.RESTRICT
    )
    moderator_id: int
    decided_at = UtcDatetimeField()

    class Meta:
        table = "decision"
        unique_together = (("subject", "number"),)
