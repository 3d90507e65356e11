"""The tables of paper sheets. Nothing on a sheet says whose it is, and no time is kept here."""

from tortoise import fields
from tortoise.models import Model

from concejo.accounts.models import Account
from voting.models import Election


class Urn(Model):
    """One urn: its sheets are numbered by a stamp from 1 to as many as two people declare."""

    id = fields.BigIntField(primary_key=True)
    election: fields.ForeignKeyRelation[Election] = fields.ForeignKeyField(
        "models.Election", related_name="urns", on_delete=fields.RESTRICT
    )
    election_id: int
    name = fields.CharField(max_length=120)
    #: How many sheets it holds, once two people have declared the same number.
    sheets = fields.IntField(null=True)

    class Meta:
        table = "urn"
        unique_together = (("election_id", "name"),)


class Declaration(Model):
    """How many sheets one person counted in an urn."""

    id = fields.BigIntField(primary_key=True)
    urn: fields.ForeignKeyRelation[Urn] = fields.ForeignKeyField(
        "models.Urn", related_name="declarations", on_delete=fields.RESTRICT
    )
    urn_id: int
    clerk: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="declarations", on_delete=fields.RESTRICT
    )
    clerk_id: int
    sheets = fields.IntField()

    class Meta:
        table = "urn_declaration"
        unique_together = (("urn_id", "clerk_id"),)


class TypedSheet(Model):
    """A sheet as one person typed it; `plain` is empty where the sheet is null."""

    id = fields.BigIntField(primary_key=True)
    urn: fields.ForeignKeyRelation[Urn] = fields.ForeignKeyField(
        "models.Urn", related_name="typed", on_delete=fields.RESTRICT
    )
    urn_id: int
    number = fields.IntField()
    clerk: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="typed", on_delete=fields.RESTRICT
    )
    clerk_id: int
    #: 1 or 2: nobody types a sheet a third time.
    turn = fields.IntField()
    style = fields.CharField(max_length=60)
    plain = fields.TextField()
    #: voting.paper.core.Reason, empty where the sheet is not null.
    reason = fields.CharField(max_length=20, default="")

    class Meta:
        table = "typed_sheet"
        unique_together = (("urn_id", "number", "clerk_id"), ("urn_id", "number", "turn"))


class Sheet(Model):
    """What is on a sheet, accepted: typed alike by two people, or decided by a third."""

    id = fields.BigIntField(primary_key=True)
    urn: fields.ForeignKeyRelation[Urn] = fields.ForeignKeyField(
        "models.Urn", related_name="accepted", on_delete=fields.RESTRICT
    )
    urn_id: int
    number = fields.IntField()
    style = fields.CharField(max_length=60)
    plain = fields.TextField()

    class Meta:
        table = "sheet"
        unique_together = (("urn_id", "number"),)
