"""What every page has: headers, a language, safe forms, errors in words."""

from secrets import token_hex

import pytest

from concejo.text import Text
from concejo.web import cookies, csrf
from concejo.web.handlers import local_address
from concejo.web.locale import choose_language
from concejo.web.static import asset
from concejo.web.visit import Flash


async def test_every_answer_carries_the_security_headers(browser):
    for path in ("/design", "/no-such-page", asset("css/concejo.css")):
        answer = await browser.get(path)

        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"


async def test_pages_hold_no_inline_script_or_style(browser):
    page = (await browser.get("/design")).text

    assert "<script>" not in page
    assert " style=" not in page
    assert "<style" not in page


async def test_assets_are_kept_for_a_year_and_pages_are_private(browser):
    style = await browser.get(asset("css/concejo.css"))
    page = await browser.get("/design")

    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "private" in page.headers["cache-control"]
    assert {"HX-Request", "HX-Request-Type"} <= set(
        page.headers["vary"].replace(" ", "").split(",")
    )


async def test_pages_are_compressed(browser):
    page = await browser.get("/design", accept_encoding="gzip")

    assert page.headers["content-encoding"] == "gzip"


async def test_spanish_comes_first_and_the_switch_stays(browser):
    assert 'lang="es"' in (await browser.get("/design")).text
    assert (
        'lang="en"'
        in (await browser.get("/design", accept_language="en-GB,en;q=0.9,es;q=0.5")).text
    )

    answer = await browser.submit("/language", language="en", next="/design?x=1")

    assert (answer.status_code, answer.headers["location"]) == (303, "/design?x=1")
    assert '<html lang="en"' in (await browser.get("/design", accept_language="es")).text


async def test_an_unknown_language_changes_nothing(browser):
    await browser.submit("/language", language="tlh")

    assert '<html lang="es"' in (await browser.get("/design")).text


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        (None, "", "es"),
        ("en", "es", "en"),
        ("xx", "en", "en"),
        (None, "fr-FR,en;q=0.3,es;q=0.8", "es"),
        (None, "en;q=0,fr", "es"),
        (None, "en;q=nonsense", "es"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_best_accepted(chosen, accepted, language):
    assert choose_language(chosen, accepted) == language


async def test_an_unknown_address_says_so_in_the_readers_language(browser):
    answer = await browser.get("/no-such-page")

    assert answer.status_code == 404
    assert "No hay nada en esta dirección" in answer.text


async def test_a_wrong_method_says_so(browser):
    answer = await browser.get("/language")

    assert answer.status_code == 405
    assert "<main" in answer.text


async def test_a_form_without_its_token_is_refused(browser):
    await browser.get("/design")

    answer = await browser.client.post("/language", data={"language": "en"})

    assert answer.status_code == 403
    assert "formulario" in answer.text


async def test_a_form_of_another_browser_is_refused(browser):
    await browser.get("/design")

    answer = await browser.client.post(
        "/language", data={"language": "en", csrf.FIELD: csrf.make_token("another")}
    )

    assert answer.status_code == 403


async def test_a_form_sent_by_another_site_is_refused(browser):
    answer = await browser.submit(
        "/language", language="en", headers={"sec-fetch-site": "cross-site"}
    )

    assert answer.status_code == 403


def test_tokens_differ_each_time_and_belong_to_one_browser():
    rosas, another = csrf.make_token("rosa"), csrf.make_token("rosa")

    assert rosas != another
    assert csrf.is_genuine("rosa", rosas)
    assert not csrf.is_genuine("ines", rosas)
    assert not csrf.is_genuine("rosa", token_hex(48))
    assert not csrf.is_genuine("rosa", "not hexadecimal")
    assert not csrf.is_genuine("", csrf.make_token(""))


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        None,
        "/a\nb",
    ],
)
def test_nobody_is_led_to_another_site(address):
    assert local_address(address) == "/"


def test_messages_are_signed():
    kept = cookies.dump_flashes([Flash("success", Text("Hello, {name}", {"name": "Rosa"}))])

    assert str(cookies.load_flashes(kept)[0].text) == "Hello, Rosa"
    assert cookies.load_flashes(kept[:-1] + ("A" if kept[-1] != "A" else "B")) == []
    assert cookies.load_flashes("") == []


async def test_a_page_stays_under_a_hundred_kilobytes(browser):
    page = await browser.get("/design", accept_encoding="gzip")
    parts = ["css/concejo.css", "js/concejo.js", "vendor/htmx.min.js"]
    sizes = [
        int(
            (await browser.get(asset(part), accept_encoding="gzip")).headers.get(
                "content-length", 0
            )
        )
        for part in parts
    ]
    font = len((await browser.get(asset("vendor/ibarra-real-nova.woff2"))).content)

    assert all(sizes)
    assert int(page.headers["content-length"]) + sum(sizes) + font < 100_000


async def test_the_app_says_that_it_is_up(browser):
    assert (await browser.get("/health")).text == "ok"
