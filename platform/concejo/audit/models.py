"""The table of the audit log."""

from tortoise import fields
from tortoise.models import Model

from concejo.db.fields import UtcDatetimeField


class AuditEntry(Model):
    """Something that was done, by whom, to what; the database refuses to change or delete it."""

    number = fields.BigIntField(primary_key=True, generated=False)
    at = UtcDatetimeField()
    actor_id = fields.BigIntField(null=True)
    actor_name = fields.CharField(max_length=80)
    action = fields.CharField(max_length=60)
    subject = fields.CharField(max_length=120)
    details = fields.TextField()
    previous_hash = fields.CharField(max_length=64, unique=True)
    hash = fields.CharField(max_length=64, unique=True)

    class Meta:
        table = "audit_entry"
