"""The tables of elections. Neither marks nor ballots are here: see credentials and box."""

from tortoise import fields
from tortoise.models import Model

from concejo.db.fields import UtcDatetimeField
from concejo.processes.models import Area, Process
from proposals.models import Proposal


class Election(Model):
    """The vote of a process: what a ballot may be, the rule, and what became of it."""

    id = fields.BigIntField(primary_key=True)
    process: fields.OneToOneRelation[Process] = fields.OneToOneField(
        "models.Process", related_name="election", on_delete=fields.RESTRICT
    )
    process_id: int
    #: The election in the protocol: 32 random bytes in hexadecimal; empty until it is locked.
    uid = fields.CharField(max_length=64, db_default="")
    #: voting.core.ballots.BallotForm and voting.core.rules.RuleSpec, as canonical JSON.
    ballot_form = fields.TextField()
    rule = fields.TextField()
    #: The declared tie order, as JSON, and the public seed of its lot.
    ties = fields.TextField()
    lot_seed = fields.CharField(max_length=120, default="")
    #: All of the above with projects, prices and roll size, frozen when the vote opens.
    manifest = fields.TextField(default="")
    manifest_hash = fields.CharField(max_length=64, default="")
    eligible = fields.IntField(default=0)
    #: The day on which the vote opened: who has the age on it may vote.
    opened_on = fields.DateField(null=True)
    locked_at = UtcDatetimeField(null=True)
    closed_at = UtcDatetimeField(null=True)
    counted_at = UtcDatetimeField(null=True)
    contests: fields.ReverseRelation["Contest"]

    class Meta:
        table = "election"


class Contest(Model):
    """One envelope that is voted on: the projects of one area compete for its money."""

    id = fields.BigIntField(primary_key=True)
    election: fields.ForeignKeyRelation[Election] = fields.ForeignKeyField(
        "models.Election", related_name="contests", on_delete=fields.RESTRICT
    )
    election_id: int
    area: fields.ForeignKeyRelation[Area] = fields.ForeignKeyField(
        "models.Area", related_name="contests", on_delete=fields.RESTRICT
    )
    area_id: int
    #: As the area was when the vote opened: whoever lives there, or everybody, votes on it.
    area_code = fields.CharField(max_length=20)
    is_citywide = fields.BooleanField()
    name = fields.CharField(max_length=120)
    budget = fields.BigIntField()
    currency = fields.CharField(max_length=3)
    position = fields.IntField(default=0)
    #: Projects of which at most one can be carried out: JSON lists of their codes.
    conflicts = fields.TextField()
    #: What groups of projects may cost together, and what is reserved for them, as JSON.
    quotas = fields.TextField(db_default="[]")
    projects: fields.ReverseRelation["Project"]

    class Meta:
        table = "contest"
        unique_together = (("election_id", "area_id"),)


class Project(Model):
    """A feasible, priced proposal as it stands on the ballot; the lock keeps it as it is."""

    id = fields.BigIntField(primary_key=True)
    election: fields.ForeignKeyRelation[Election] = fields.ForeignKeyField(
        "models.Election", related_name="projects", on_delete=fields.RESTRICT
    )
    election_id: int
    contest: fields.ForeignKeyRelation[Contest] = fields.ForeignKeyField(
        "models.Contest", related_name="projects", on_delete=fields.RESTRICT
    )
    contest_id: int
    proposal: fields.ForeignKeyNullableRelation[Proposal] = fields.ForeignKeyField(
        "models.Proposal", related_name="projects", on_delete=fields.RESTRICT, null=True
    )
    proposal_id: int | None
    code = fields.CharField(max_length=60)
    name = fields.CharField(max_length=400)
    summary = fields.TextField(default="")
    cost = fields.BigIntField()
    position = fields.IntField()

    class Meta:
        table = "project"
        unique_together = (("contest_id", "code"),)


class Tally(Model):
    """The count of one contest: its outcome with every step, and a digest to compare."""

    id = fields.BigIntField(primary_key=True)
    contest: fields.OneToOneRelation[Contest] = fields.OneToOneField(
        "models.Contest", related_name="tally", on_delete=fields.RESTRICT
    )
    contest_id: int
    outcome = fields.TextField()
    digest = fields.CharField(max_length=64)
    ballots = fields.IntField()
    blank = fields.IntField()
    #: Ballots that say what nobody could choose.
    null_votes = fields.IntField(db_default=0)
    #: voting.core.analysis.Analysis as JSON; empty until it is worked out.
    analysis = fields.TextField(db_default="")

    class Meta:
        table = "tally"
