"""The same client in a real Chromium, whose cryptography is not node's."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from scripts.browser import find
from tests.voting.browser.twin import Twin

pytestmark = pytest.mark.browser
STATIC = Path(__file__).resolve().parents[3] / "static"
PLAIN = '{"CIUDAD":{"choices":["ñ","🌳"],"points":[1,2]}}'
#: A browser that is too old for X25519, as far as the client can see.
WITHOUT_X25519 = """
const importKey = SubtleCrypto.prototype.importKey;
SubtleCrypto.prototype.importKey = function (format, key, algorithm, ...more) {
  if (algorithm.name !== "X25519") return importKey.call(this, format, key, algorithm, ...more);
  globalThis.missed = true;
  return Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"));
};
"""
VOTE = """
async ([code, manifest, style, blindSignature, plain]) => {
  const [{ fromHex, toHex }, { termsOf, Voter }, { seedOf }] = await Promise.all(
    ["bytes", "client", "code"].map((name) => import(`/js/vote/${name}.js`)));
  const voter = await Voter.of(await seedOf(code), termsOf(manifest, style));
  const credential = await voter.credential(fromHex(blindSignature));
  const { leaf, sealed } = await voter.ballot(credential, 1, plain);
  const made = { request: await voter.request(), credential, leaf, sealed };
  return Object.fromEntries(Object.entries(made).map(([name, bytes]) => [name, toHex(bytes)]));
}
"""
KEEP = """
async () => {
  const { Kept, stores } = await import("/js/vote/state.js");
  const { toHex } = await import("/js/vote/bytes.js");
  const kept = new Kept("e1".repeat(32), stores());
  return [kept.stage, toHex(kept.begin())];
}
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 so named above
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """Where the static files are served, as far as the browser goes safely."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(STATIC)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/css/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("script", ["", WITHOUT_X25519], ids=["its own X25519", "no X25519"])
async def test_chromium_makes_the_same_bytes(address: str, twins: list[Twin], script: str) -> None:
    twin = twins[3]
    signature = twin.blind_signature.hex()
    question = twin.question()
    given = [question["code"], question["manifest"], question["style"], signature, PLAIN]

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        page = await browser.new_page()
        await page.add_init_script(script)
        await page.goto(address)
        made = await page.evaluate(VOTE, json.loads(json.dumps(given)))
        missed = await page.evaluate("globalThis.missed === true")
        await browser.close()

    ballot = twin.ballot(1, PLAIN)
    assert missed is bool(script)
    assert made["request"] == twin.request.hex()
    assert (made["leaf"], made["sealed"]) == (ballot["leaf"], ballot["sealed"])


async def test_chromium_keeps_the_seed(address: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        context = await browser.new_context()
        seen = []
        for _time in range(2):
            page = await context.new_page()
            await page.goto(address)
            seen.append(await page.evaluate(KEEP))
            await page.close()
        await browser.close()

    (first, seed), (second, again) = seen
    assert (first, second) == ("nothing", "seed")
    assert len(seed) == 32
    assert seed == again
