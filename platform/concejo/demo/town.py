"""Ciudad Olmeda before anything happens: its roll, its accounts, its staff."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from concejo.accounts.core import Role, Visitor
from concejo.accounts.second_factor.services import keep_secret
from concejo.accounts.services import create_account, find_visitor, grant_role
from concejo.accounts.verification.forms import VerificationForm
from concejo.accounts.verification.services import verify
from concejo.audit.core import SYSTEM
from concejo.demo.content import Person, people
from concejo.demo.roll import FREE, residents
from concejo.processes.services import ProcessView
from concejo.roll.imports.services import import_roll
from concejo.roll.models import RollEntry
from concejo.roll.services import create_roll
from voting.core.crypto.shamir import Share
from voting.duties.kinds.core import Files
from voting.duties.kinds.services import Kind
from voting.duties.register.services import get_act
from voting.duties.services import confirm, propose
from voting.setup.seal_key.core import SealKey

ROLL = "Padrón de Ciudad Olmeda"

#: Keeps the shares of a vote's key for the visitor: is given the process, the key and the shares.
KeepSheets = Callable[[ProcessView, SealKey, Sequence[Share]], None]


@dataclass(frozen=True)
class Neighbour:
    """Somebody on the roll without an account, who supports and votes."""

    person_id: int
    area: str
    birth_date: date

    @property
    def visitor(self) -> Visitor:
        """Give what the rooms need to know of who gives a support: the person."""
        return Visitor(0, "", "", person_id=self.person_id)


@dataclass
class Town:
    """Who is there, and what was made so far: processes by slug, proposals by slug and key."""

    roll_id: int
    people: dict[str, Visitor]
    neighbours: list[Neighbour]
    keep_sheets: KeepSheets
    processes: dict[str, ProcessView] = field(default_factory=dict)
    proposals: dict[tuple[str, str], int] = field(default_factory=dict)
    commitments: dict[tuple[str, str], int] = field(default_factory=dict)

    def staff(self, role: Role) -> Visitor:
        """Give who has a duty, the first where several have it."""
        return self.all_staff(role)[0]

    def all_staff(self, role: Role) -> list[Visitor]:
        """Give everybody who has a duty."""
        return [v for v in self.people.values() if v.has_role_anywhere(role)]

    async def resolve(self, process: ProcessView, kind: Kind, files: Files) -> None:
        """Let one member of the electoral board propose an act, and the other one confirm it."""
        chair, other = self.all_staff(Role.BOARD)
        act_id = await propose(process, kind, files, chair)
        act = await get_act(process.id, act_id)
        await confirm(process, act_id, act.digest, other)


async def found_town(today: date, keep_sheets: KeepSheets) -> Town:
    """Bring in the roll, open the accounts, verify who lives there, name the staff."""
    roll = await create_roll(SYSTEM, ROLL)
    lines = ["document,birth_date,postcode,area\n", *(resident.line for resident in residents())]
    report = await import_roll(roll.id, lines, SYSTEM)
    assert report.refused == [], report.refused
    living = iter(residents())
    accounts = {}
    for person in people().persons:
        account_id = await _open_account(person)
        if person.area:
            resident = next(living)
            typed = {
                "document": resident.document,
                "birth_date": resident.birth_date.isoformat(),
                "postcode": resident.postcode,
            }
            await verify(account_id, VerificationForm.parse(typed, today))
        visitor = await find_visitor(account_id)
        assert visitor is not None
        accounts[person.key] = visitor
    return Town(roll.id, accounts, await _neighbours(roll.id), keep_sheets)


async def _open_account(person: Person) -> int:
    account = await create_account(person.name, person.email, people().password, confirmed=True)
    if person.role is not None:
        await grant_role(SYSTEM, account.id, person.role, None)
    if person.role is Role.ADMINISTRATOR:
        await keep_secret(account.id, people().second_factor)
    return int(account.id)


async def _neighbours(roll_id: int) -> list[Neighbour]:
    """Give everybody on the roll who is neither an account's person nor kept for a visitor."""
    taken = sum(1 for person in people().persons if person.area) + FREE
    rows = await RollEntry.filter(roll_id=roll_id).order_by("id").offset(taken)
    return [Neighbour(row.id, row.area_code, row.birth_date) for row in rows]
