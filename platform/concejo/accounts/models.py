"""The tables of accounts."""

from tortoise import fields
from tortoise.models import Model

from concejo.accounts.core import Role
from concejo.db.fields import UtcDatetimeField


class Account(Model):
    """A person who signs in; entitled to nothing by that alone."""

    id = fields.BigIntField(primary_key=True)
    email = fields.CharField(max_length=254, unique=True)
    name = fields.CharField(max_length=80)
    password_hash = fields.CharField(max_length=200)
    email_confirmed_at = UtcDatetimeField(null=True)
    totp_secret = fields.CharField(max_length=200, null=True)
    totp_last_step = fields.BigIntField(null=True)
    language = fields.CharField(max_length=5, default="es")
    created_at = UtcDatetimeField()
    grants: fields.ReverseRelation["RoleGrant"]

    class Meta:
        table = "account"


class AccountToken(Model):
    """A link sent by mail, to confirm an address or to choose a password; kept as a hash."""

    token_hash = fields.CharField(max_length=64, primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="tokens", on_delete=fields.CASCADE
    )
    account_id: int
    purpose = fields.CharField(max_length=20)
    expires_at = UtcDatetimeField()

    class Meta:
        table = "account_token"


class RoleGrant(Model):
    """A duty that an account holds, in one process or, with process 0, in all of them."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="grants", on_delete=fields.CASCADE
    )
    account_id: int
    role = fields.CharEnumField(Role, max_length=20)
    #: 0 for all processes: NULL would escape the UNIQUE below.
    process_id = fields.BigIntField(default=0)

    class Meta:
        table = "role_grant"
        unique_together = (("account_id", "role", "process_id"),)


class Attempt(Model):
    """How often something was tried of late, by a key that names nobody (a keyed hash)."""

    key = fields.CharField(max_length=64, primary_key=True)
    count = fields.IntField()
    blocked_until = UtcDatetimeField(null=True)
    last_at = UtcDatetimeField()

    class Meta:
        table = "attempt"
