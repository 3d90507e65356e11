"""The table of comments."""

from tortoise import fields
from tortoise.models import Model

from concejo.accounts.models import Account
from concejo.db.fields import UtcDatetimeField
from proposals.models import Proposal
from proposals.threads.core import Stance


class Comment(Model):
    """What somebody says about a proposal; hidden ones keep their place and the reason."""

    id = fields.BigIntField(primary_key=True)
    proposal: fields.ForeignKeyRelation[Proposal] = fields.ForeignKeyField(
        "models.Proposal", related_name="comments", on_delete=fields.RESTRICT
    )
    proposal_id: int
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="comments", on_delete=fields.RESTRICT
    )
    author_id: int
    parent: fields.ForeignKeyNullableRelation["Comment"] = fields.ForeignKeyField(
        "models.Comment", related_name="replies", on_delete=fields.RESTRICT, null=True
    )
    parent_id: int | None
    stance = fields.CharEnumField(Stance, max_length=10)
    text = fields.TextField()
    created_at = UtcDatetimeField()
    is_hidden = fields.BooleanField(default=False)

    class Meta:
        table = "comment"
        indexes = (("proposal_id", "parent_id"), ("author_id", "created_at"))
