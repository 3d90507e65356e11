"""Who may open what: every route of the app, and a refusal for everybody whose it is not.

A new route fails `test_every_route_is_in_the_matrix` until it is written here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from starlette.routing import BaseRoute, Mount, Route

from concejo.accounts.core import Role
from concejo.app import routes
from concejo.clock import now
from concejo.commitments.models import Commitment
from concejo.processes.services import get_process
from proposals.core.status import Status
from proposals.threads.core import Stance
from proposals.threads.models import Comment
from tests.people import browser_of, make_account, make_person, make_process, new_browser
from tests.voting.elections import make_priced, open_election
from voting.models import Project
from voting.paper.models import Urn

ANYONE = "anyone"
SIGNED_IN = "signed in"
VERIFIED = "verified"
STAFF = frozenset(Role)
MODERATOR, TECHNICIAN, BOARD, DESK, CONTACT, ADMIN = (
    frozenset({role})
    for role in (
        Role.MODERATOR,
        Role.TECHNICIAN,
        Role.BOARD,
        Role.DESK,
        Role.CONTACT_POINT,
        Role.ADMINISTRATOR,
    )
)

#: Route name → who may. A set of roles is asked for in the process of the address; the names in
#: EVERYWHERE ask for the role in all processes, those in ANYWHERE in some process.
MATRIX = {
    ANYONE: """
        accounts:register accounts:create accounts:resend accounts:confirm accounts:confirmed
        accounts:sign_in accounts:open_session accounts:sign_out accounts:second_factor
        accounts:check_second_factor accounts:second_factor_setup accounts:set_up_second_factor
        accounts:second_factor_removal accounts:remove_second_factor
        accounts:forgotten accounts:send_reset accounts:reset accounts:reset_password
        proposals:index proposals:show proposals:image voting:results voting:result
        voting:projects voting:project voting:receipt voting:receipts voting:ballots
        voting:bundle voting:verifier voting:roll_before voting:roll_after voting:manifest
        voting:guarantees voting:log voting:back voting:check
        voting:specimens voting:specimen commitments:index commitments:draft
        language privacy accessibility design health
        processes:home processes:guide processes:index processes:show
        moderation:index opendata:index opendata:processes opendata:process
        opendata:process_json opendata:proposals opendata:proposals_csv opendata:projects
        opendata:results opendata:outcome opendata:analysis
    """,
    SIGNED_IN: """
        accounts:show accounts:save accounts:close_others accounts:password
        accounts:change_password verification:show verification:verify
        proposals:threads:comment proposals:threads:write_answer proposals:threads:answer
    """,
    VERIFIED: """
        proposals:mine proposals:new proposals:start proposals:edit proposals:change
        proposals:preview proposals:submit proposals:ask_withdraw proposals:withdraw
        proposals:support:give proposals:support:take_back
        voting:own_line voting:booth voting:again voting:review voting:cast voting:issue
    """,
    MODERATOR: """
        proposals:curation:queue proposals:curation:read proposals:curation:decide
        proposals:threads:curation:read proposals:threads:curation:decide
    """,
    TECHNICIAN: "proposals:valuation:index proposals:valuation:read proposals:valuation:value",
    BOARD: """
        voting:duty voting:to_open voting:propose voting:confirm voting:withdraw voting:decline
        voting:recount_urn voting:reopen_sheet
    """,
    DESK: """
        voting:desk voting:open_desk voting:close_desk voting:find_person voting:hand_over
        voting:exchange voting:surrender voting:draw_envelope
    """,
    BOARD | DESK: """
        voting:sheet voting:paper voting:open_urn voting:declare_urn voting:type_sheet
        voting:versions voting:decide_sheet
    """,
    BOARD | ADMIN: "voting:rule voting:prepare voting:preview admin:log",
    CONTACT: """
        commitments:desk commitments:edit commitments:decide commitments:write commitments:save
    """,
    STAFF: "admin:home",
    ADMIN: """
        admin:processes admin:new admin:create admin:edit admin:change admin:calendar
        admin:set_calendar admin:confirm_start admin:start admin:areas admin:set_areas
        admin:upload_areas admin:roles admin:grant admin:revoke admin:rolls admin:create_roll
        admin:upload_roll
    """,
}
EVERYWHERE = {"admin:new", "admin:create", "admin:rolls", "admin:create_roll", "admin:upload_roll"}
ANYWHERE = {"admin:home", "admin:log", "admin:processes", "admin:roles", "admin:grant"} | {
    "admin:revoke"
}
#: What a program asks, not a page: it is told, as JSON, that one has to sign in.
FOR_PROGRAMS = {"voting:issue"}
WHO = {name: who for who, names in MATRIX.items() for name in names.split()}


def all_routes(
    found: list[BaseRoute] = routes, path: str = "", name: str = ""
) -> Iterator[tuple[str, str, str]]:
    """Give every address as (name, path, method)."""
    for route in found:
        if isinstance(route, Mount) and route.name == "box":
            # It knows no session, so that nobody is refused; `tests/voting/test_box_pages.py`.
            continue
        if isinstance(route, Mount) and route.routes:
            yield from all_routes(route.routes, path + route.path, f"{name}{route.name}:")
        elif isinstance(route, Route):
            method = "POST" if "POST" in (route.methods or ()) else "GET"
            yield name + route.name, path + route.path, method


ROUTES = list(all_routes())
RESTRICTED = [route for route in ROUTES if WHO.get(route[0], ANYONE) != ANYONE]
FOR_ROLES = [route for route in RESTRICTED if isinstance(WHO[route[0]], frozenset)]


@dataclass
class World:
    """One of each thing that an address can name."""

    parameters: dict[str, object]
    process_id: int
    other_process_id: int

    def address(self, path: str) -> str:
        """Fill an address in."""
        for name, value in self.parameters.items():
            path = path.replace(f"{{{name}:row}}", str(value)).replace(f"{{{name}}}", str(value))
        assert "{" not in path, path
        return path


@pytest.fixture
async def world(roll, rosa):
    """A process with a vote, a proposal, a comment and a draft commitment; and another process."""
    process = await make_process(roll)
    other = await make_process(roll, slug="presupuestos-2026")
    election = await open_election(process, rosa)
    proposal = await make_priced(await get_process(process.slug), rosa, "Un banco", "D01", 1_000_00)
    proposal.status = Status.ADMITTED
    await proposal.save(update_fields=["status"])
    comment = await Comment.create(
        proposal_id=proposal.id,
        author_id=rosa.id,
        stance=Stance.FOR,
        text="Hace falta.",
        created_at=now(),
    )
    commitment = await Commitment.create(
        process_id=process.id, title="Obras abiertas", created_at=now(), updated_at=now()
    )
    project = await Project.filter(election_id=election.id).first()
    parameters = {
        "process": process.slug,
        "proposal": proposal.id,
        "comment": comment.id,
        "commitment": commitment.id,
        "project": project.id,
        "contest": election.contests[0].id,
        "kind": "close",
        "act": 1,
        "style": 1,
        "urn": (await Urn.create(election_id=election.id, name="Urna 1")).id,
        "number": 1,
    }
    return World(parameters, process.id, other.id)


async def ask(world, visitor, path, method):
    """Open an address, or send it an empty form, as somebody or (None) as nobody."""
    browser = new_browser() if visitor is None else await browser_of(visitor)
    address = world.address(path)
    answer = await (browser.get(address) if method == "GET" else browser.submit(address))
    await browser.client.aclose()
    return answer


def leads_to_sign_in(answer):
    return answer.status_code == 303 and answer.headers["location"].startswith("/accounts/sign-in")


def test_every_route_is_in_the_matrix():
    assert {name for name, _path, _method in ROUTES if name} - set(WHO) == set()
    assert set(WHO) - {name for name, _path, _method in ROUTES} == set()


@pytest.mark.parametrize(("name", "path", "method"), RESTRICTED, ids=lambda value: str(value))
async def test_who_is_not_signed_in_is_led_to_the_sign_in(world, name, path, method):
    answer = await ask(world, None, path, method)

    if name in FOR_PROGRAMS:
        assert (answer.status_code, answer.json()["error"]) == (401, "NotSignedIn")
    else:
        assert leads_to_sign_in(answer), (answer.status_code, answer.headers.get("location"))


@pytest.mark.parametrize(
    ("name", "path", "method"),
    [route for route in RESTRICTED if WHO[route[0]] == VERIFIED],
    ids=lambda value: str(value),
)
async def test_who_is_not_verified_is_told_how_to_be(world, tupaq, name, path, method):
    answer = await ask(world, tupaq, path, method)

    assert answer.status_code == 409
    assert "verificad" in answer.text


@pytest.mark.parametrize(("name", "path", "method"), FOR_ROLES, ids=lambda value: str(value))
async def test_other_roles_and_other_processes_are_refused(world, roll, name, path, method):
    wanted = WHO[name]
    person = await make_person(roll)
    others = tuple((role, world.process_id) for role in STAFF - wanted)
    strangers = [
        await make_account("Otra", roles=others, person=person),
        await make_account("Nadie"),
    ]
    if name not in ANYWHERE:
        elsewhere = tuple((role, world.other_process_id) for role in wanted)
        strangers.append(await make_account("Lejana", roles=elsewhere))
    if name in EVERYWHERE:
        here = tuple((role, world.process_id) for role in wanted)
        strangers.append(await make_account("Cercana", roles=here))

    answers = [(await ask(world, stranger, path, method)).status_code for stranger in strangers]

    assert answers == [403] * len(strangers)


@pytest.mark.parametrize(("name", "path", "method"), FOR_ROLES, ids=lambda value: str(value))
async def test_whose_duty_it_is_gets_in(world, name, path, method):
    for role in WHO[name]:
        scope = 0 if name in EVERYWHERE else world.process_id
        officer = await make_account("Oficial", roles=((role, scope),))

        answer = await ask(world, officer, path, method)

        # An empty form or a thing without a winner may be refused, but no longer for who asks.
        assert answer.status_code not in (401, 403, 500), answer.text
        assert not leads_to_sign_in(answer)


@pytest.mark.parametrize(
    ("name", "path", "method"),
    [route for route in ROUTES if route[2] == "POST"],
    ids=lambda value: str(value),
)
async def test_no_form_is_taken_without_its_token(world, name, path, method):
    officer = await make_account(
        "Oficial",
        roles=tuple((role, 0) for role in STAFF),
        person=None,
    )
    browser = await browser_of(officer)
    address = world.address(path.replace("{token}", "x" * 43))

    answer = await browser.client.post(address, data={"confirmed": "yes"})
    await browser.client.aclose()

    assert answer.status_code in (403, 409), (name, answer.status_code)
    if answer.status_code == 409:
        assert WHO[name] == VERIFIED  # the guard came before the form was read
