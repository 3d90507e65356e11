"""concejo envelopes: sheets that are printed, codes that are voided, numbers that are told."""

import argparse
import io
import re

import pytest
from playwright.async_api import async_playwright

from concejo.audit.models import AuditEntry
from concejo.commands import COMMANDS, envelopes
from concejo.commands.envelopes.sheets import SHEETS, Printed, sheets_page
from concejo.errors import Refused
from scripts.browser import find
from tests.voting.elections import open_election
from voting.box.gate.services import box
from voting.core.protocol.client import Voter
from voting.core.protocol.code import code_of, seed_of
from voting.envelopes.services import take_stock

PRESENT = ("--present", "Tomás", "Rosalía")


@pytest.fixture
async def election(process, rosa):
    return await open_election(process, rosa)


async def run(*words):
    parser = argparse.ArgumentParser()
    envelopes.register(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["envelopes", *map(str, words)])
    if arguments.needs_database:
        await arguments.run(arguments)
    else:
        arguments.run(arguments)


def codes_in(folder):
    groups = re.findall(r"<li><b>(\w{4})</b>", (folder / SHEETS).read_text())
    return ["-".join(groups[at : at + 7]) for at in range(0, len(groups), 7)]


async def make(election, folder, number=3, style=0):
    await run("make", election.process.slug, folder, "--style", style, "--number", number, *PRESENT)
    return codes_in(folder)


def test_the_command_is_one_of_all():
    assert "envelopes" in COMMANDS


async def test_the_sheets_hold_codes_that_can_vote_and_ask_for_no_other_file(
    election, tmp_path, capsys
):
    codes = await make(election, tmp_path / "sobres")

    page = (tmp_path / "sobres" / SHEETS).read_text()
    uid = election.protocol.election_id
    for code in codes:
        assert await box().find_envelope(uid, Voter(seed_of(code), uid).pk) is not None
    assert len(set(codes)) == 3
    assert page.count(">http://testserver/box/code<") == 3
    assert page.count("Código para votar") == page.count("Code to vote") == 3
    assert 'src="http' not in page
    assert "<script" not in page
    said = capsys.readouterr().out
    assert "3 hojas" in said
    assert not [code for code in codes if code in said]
    assert (tmp_path / "sobres" / SHEETS).stat().st_mode & 0o077 == 0


async def test_without_a_style_they_are_all_told(election, tmp_path):
    with pytest.raises(Refused, match=r"0: .*; 1: "):
        await make(election, tmp_path / "sobres", style=-1)

    assert not (tmp_path / "sobres").exists()


async def test_a_folder_that_is_not_empty_makes_no_envelope_valid(election, tmp_path):
    (tmp_path / "other").write_text("x")

    with pytest.raises(Refused):
        await make(election, tmp_path)

    assert sum(stock.made for stock in await take_stock(election)) == 0


async def test_what_is_interrupted_leaves_no_sheet(election, tmp_path, monkeypatch):
    async def crash(*_arguments):
        raise ConnectionError

    monkeypatch.setattr(type(box()), "keep_envelopes", crash)
    with pytest.raises(ConnectionError):
        await make(election, tmp_path / "sobres")

    assert list(tmp_path.rglob("*.html")) == []


async def test_unused_codes_are_read_and_voided_and_the_rest_is_told(
    election, tmp_path, monkeypatch, capsys
):
    codes = await make(election, tmp_path / "sobres", 4)
    lines = [codes[0], "", codes[1].lower(), codes[0], "nonsense", code_of(bytes(16))]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))

    with pytest.raises(Refused, match="2 codes were not voided"):
        await run("void", election.process.slug, *PRESENT)

    said = capsys.readouterr()
    assert said.out.count("Queda anulado.") == 2
    assert said.out.count("Ya estaba anulado.") == 1
    assert "4 hechos, 0 sacados, 2 anulados, 2 sin localizar" in said.out
    assert not [code for code in codes if code in said.out + said.err]
    entry = await AuditEntry.get(action="envelopes.voided")
    assert entry.details == '{"number":2,"present":["Tomás","Rosalía"]}'


async def test_the_numbers_are_told_at_any_time(election, tmp_path, capsys):
    await make(election, tmp_path / "sobres", 2)

    await run("tell", election.process.slug, "--language", "en")

    assert "2 made, 0 drawn, 0 voided, 2 missing" in capsys.readouterr().out


async def test_the_file_is_destroyed_once_it_is_printed(election, tmp_path, capsys):
    await make(election, tmp_path / "sobres", 1)

    await run("destroy", tmp_path / "sobres")

    assert not (tmp_path / "sobres" / SHEETS).exists()
    assert "sobrescrito" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="is not there"):
        await run("destroy", tmp_path / "sobres")


@pytest.mark.browser
async def test_each_envelope_is_one_page_and_fits_a_telephone(tmp_path, anyio_backend):
    address = "https://participa.ayuntamiento-de-olmeda.example/box/" + "0a" * 32 + "/code"
    codes = tuple(code_of(bytes([n] * 16)) for n in range(3))
    title = "Presupuestos participativos de Olmeda del Campo Viejo y Aldeas, 2027-2028"
    path = tmp_path / SHEETS
    style, short = "Toda la ciudad + Casco Histórico", address.replace("/" + "0a" * 32, "")
    path.write_text(sheets_page(Printed(title, style, address, short, codes)))

    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        page = await chromium.new_page(viewport={"width": 360, "height": 740})
        await page.goto(path.as_uri())
        width = await page.evaluate("document.documentElement.scrollWidth")
        pdf = await page.pdf(prefer_css_page_size=True, print_background=True)
        await chromium.close()

    assert width <= 360
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 3
