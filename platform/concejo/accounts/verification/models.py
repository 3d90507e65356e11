"""The table that joins an account with its entry on the roll."""

from tortoise import fields
from tortoise.models import Model

from concejo.accounts.models import Account
from concejo.db.fields import UtcDatetimeField
from concejo.roll.models import RollEntry


class Verification(Model):
    """One account is one entry of the roll, and the other way round."""

    id = fields.BigIntField(primary_key=True)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "models.Account", related_name="verification", on_delete=fields.CASCADE
    )
    account_id: int
    person: fields.OneToOneRelation[RollEntry] = fields.OneToOneField(
        "models.RollEntry", related_name="verification", on_delete=fields.RESTRICT
    )
    person_id: int
    verified_at = UtcDatetimeField()

    class Meta:
        table = "verification"
