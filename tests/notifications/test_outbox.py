"""Letters: written with what they tell of, delivered once."""

import asyncio
import email
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import timedelta
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.routing import Mount

from concejo import settings
from concejo.accounts.models import Account
from concejo.clock import now
from concejo.db import transaction
from concejo.notifications.core import MAX_TRIES, pieces, wait_before
from concejo.notifications.models import Letter
from concejo.notifications.routes import routes
from concejo.notifications.services import deliver, notify
from concejo.text import _

#: Sentences that the catalogues know, so that the tests see a translation.
SUBJECT, BODY = _("Your account is verified"), _("The changes are saved.")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A mail folder of the test's own."""
    monkeypatch.setattr(settings, "MAIL_FOLDER", tmp_path / "mail")
    return tmp_path / "mail"


def mails(folder: Path) -> list[email.message.EmailMessage]:
    found = []
    for path in sorted(folder.glob("*")):
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(message, email.message.EmailMessage)
        found.append(message)
    return found


async def test_a_letter_is_in_the_language_of_who_reads_it(any_database, tupaq):
    await notify(tupaq.id, SUBJECT, BODY)
    await Account.filter(id=tupaq.id).update(language="en")
    await notify(tupaq.id, SUBJECT, BODY)
    await notify("ines@example.org", SUBJECT, BODY, "https://x.example/1")

    spanish, english, by_address = await Letter.all().order_by("id")
    assert (spanish.recipient, spanish.subject) == (tupaq.email, "La cuenta está verificada")
    assert spanish.body.startswith("Los cambios se han guardado.\n\nCiudad Olmeda")
    assert english.subject == "Your account is verified"
    assert by_address.recipient == "ines@example.org"
    assert "https://x.example/1" in by_address.body


async def test_no_letter_tells_of_what_did_not_happen(any_database, tupaq):
    with suppress(LookupError):
        async with transaction():
            await notify(tupaq.id, SUBJECT, BODY)
            raise LookupError

    assert await Letter.all().count() == 0


async def test_an_account_that_is_gone_gets_no_letter(database):
    await notify(999, SUBJECT, BODY)

    assert await Letter.all().count() == 0


async def test_a_subject_cannot_add_headers(database, folder):
    await notify("a@example.org", _("{title}", title="Hola\r\nBcc: todos@example.org"), BODY)

    await deliver()

    (mail,) = mails(folder)
    assert mail["Subject"] == "Hola Bcc: todos@example.org"
    assert mail["Bcc"] is None


async def test_without_a_mail_server_letters_are_files(database, folder):
    await notify("a@example.org", SUBJECT, BODY)

    assert await deliver() == 1

    (mail,) = mails(folder)
    assert (mail["To"], mail["Subject"]) == ("a@example.org", "La cuenta está verificada")
    assert "Los cambios" in mail.get_content()
    assert await Letter.all().count() == 0


async def test_two_workers_send_each_letter_once(any_database, folder):
    for number in range(12):
        await notify(f"person{number}@example.org", SUBJECT, BODY)

    sent = await asyncio.gather(deliver(), deliver(), deliver())
    rest = await deliver()

    assert sum(sent) + rest == 12
    assert len(mails(folder)) == 12
    assert len({mail["To"] for mail in mails(folder)}) == 12


class Postbox:
    """What a mail server does with a mail: take it, or answer with a fault."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 as aiosmtpd calls it
        if self.answer.startswith("250"):
            self.taken.append(envelope)
        return self.answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """A real mail server on this machine."""
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    monkeypatch.setattr(settings, "SMTP_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "SMTP_PORT", server.port)
    monkeypatch.setattr(settings, "SMTP_TLS", "none")
    yield box
    server.stop()


async def test_a_mail_server_takes_the_letter(any_database, postbox):
    await notify("ines@example.org", SUBJECT, BODY, "¿Qué necesita el barrio? 5 €")

    assert await deliver() == 1

    (envelope,) = postbox.taken
    assert envelope.rcpt_tos == ["ines@example.org"]
    assert isinstance(envelope.content, bytes)
    mail = email.message_from_bytes(envelope.content, policy=default)
    assert mail["From"] == settings.MAIL_FROM
    assert mail["Message-ID"].endswith("@localhost>")
    assert "¿Qué necesita el barrio? 5 €" in mail.get_content()
    assert await Letter.all().count() == 0


async def test_a_letter_that_is_refused_is_tried_again_later(any_database, postbox):
    postbox.answer = "451 ines@example.org is over quota"
    await notify("ines@example.org", SUBJECT, BODY)

    assert await deliver() == 0
    assert await deliver() == 0

    letter = await Letter.get()
    assert letter.tries == 1
    assert letter.next_try_at > now() + timedelta(minutes=4)
    assert letter.last_error == "SMTPDataError 451"

    postbox.answer = "250 OK"
    await Letter.all().update(next_try_at=now())
    assert await deliver() == 1


async def test_a_server_that_is_down_loses_no_letter(database, postbox, monkeypatch):
    monkeypatch.setattr(settings, "SMTP_PORT", free_port())
    await notify("ines@example.org", SUBJECT, BODY)

    assert await deliver() == 0

    assert (await Letter.get()).last_error == "SMTPConnectError"


async def test_one_letter_that_fails_does_not_hold_up_the_next(database, folder):
    await notify("a@example.org", SUBJECT, BODY)
    await notify("b@example.org", SUBJECT, BODY)
    await Letter.filter(recipient="a@example.org").update(recipient="a\nb@example.org")

    assert await deliver() == 1

    (mail,) = mails(folder)
    assert mail["To"] == "b@example.org"
    assert (await Letter.get()).last_error == "ValueError"


async def test_a_letter_is_not_tried_for_ever(database, folder):
    await notify("a@example.org", SUBJECT, BODY)
    await Letter.all().update(tries=MAX_TRIES)

    assert await deliver() == 0


def test_waits_grow_up_to_twelve_hours():
    minutes = [wait_before(tries) // timedelta(minutes=1) for tries in (1, 2, 3, 8, 9, 99)]

    assert minutes == [5, 10, 20, 640, 720, 720]


def test_links_are_found_without_the_full_stop_after_them():
    assert pieces("Ver https://x.example/a/b?c=1. Fin") == [
        ("Ver ", False),
        ("https://x.example/a/b?c=1", True),
        (". Fin", False),
    ]


@pytest.fixture
async def demo(database: object) -> AsyncIterator[AsyncClient]:
    """A browser on the app with the pages of a demonstration."""
    from concejo import app

    with_mail = Starlette(
        routes=[Mount("/demo", routes=routes, name="demo"), *app.routes],
        middleware=app.middleware,
        exception_handlers=app.handlers,
    )
    async with AsyncClient(
        transport=ASGITransport(with_mail), base_url="http://testserver"
    ) as client:
        yield client


async def test_a_demonstration_shows_its_mails_with_their_links(demo, monkeypatch):
    monkeypatch.setattr(settings, "DEMO", True)
    await notify("first@example.org", SUBJECT, BODY)
    await Letter.all().update(created_at=now() - timedelta(hours=1))
    await notify("second@example.org", SUBJECT, BODY, "http://testserver/accounts/confirm/x")

    page = await demo.get("/demo/mail")

    assert page.status_code == 200
    assert page.text.index("second@example.org") < page.text.index("first@example.org")
    assert '<a href="http://testserver/accounts/confirm/x">' in page.text


async def test_a_demonstration_without_mails_says_so(demo, monkeypatch):
    monkeypatch.setattr(settings, "DEMO", True)

    assert "Aún no se ha enviado ningún correo" in (await demo.get("/demo/mail")).text


@pytest.mark.parametrize(("is_demo", "host"), [(False, ""), (True, "mail.example.org")])
async def test_the_mails_of_real_people_are_shown_to_nobody(demo, monkeypatch, is_demo, host):
    monkeypatch.setattr(settings, "DEMO", is_demo)
    monkeypatch.setattr(settings, "SMTP_HOST", host)

    assert (await demo.get("/demo/mail")).status_code == 404
