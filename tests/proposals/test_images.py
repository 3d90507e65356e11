"""Pictures: what is taken, what is refused, what is removed, who sees them."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from concejo import settings
from proposals.core.status import Status
from proposals.images.core import LARGE_PX, SMALL_PX, Picture, recode
from proposals.images.services import FOLDER
from proposals.models import Proposal, ProposalImage
from tests.proposals.conftest import make_proposal, typed

MOST = settings.UPLOAD_MAX_BYTES
GPS = 0x8825


def photograph(
    size: tuple[int, int] = (2000, 1000), kind: str = "JPEG", colour: str = "green", **options: Any
) -> bytes:
    """The bytes of a picture of one colour."""
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind, **options)
    return written.getvalue()


def with_position() -> bytes:
    """A photograph that lies on its side and tells where and with what it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Rosa's telephone"
    exif[GPS] = {1: "N", 2: (40.0, 25.0, 0.0)}
    return photograph(exif=exif, comment=b"taken at home", icc_profile=b"profile of the telephone")


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_webp_in_two_sizes(kind):
    picture = recode(photograph(kind=kind), MOST)

    assert isinstance(picture, Picture)
    large, small = (Image.open(BytesIO(made)) for made in (picture.large, picture.small))
    assert {large.format, small.format} == {"WEBP"}
    assert large.size == (picture.width, picture.height) == (LARGE_PX, LARGE_PX // 2)
    assert small.size == (SMALL_PX, SMALL_PX // 2)


def test_a_picture_says_nothing_of_where_and_with_what_it_was_taken():
    picture = recode(with_position(), MOST)

    assert isinstance(picture, Picture)
    for made in (picture.large, picture.small):
        opened = Image.open(BytesIO(made))
        assert not opened.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(opened.info)
        for word in (b"telephone", b"home", b"EXIF", b"XMP ", b"ICCP"):
            assert word not in made
    assert picture.height > picture.width, "what lay on its side stands upright"


def test_what_is_transparent_stays_so():
    written = BytesIO()
    Image.new("RGBA", (60, 40), (0, 90, 0, 0)).save(written, "PNG")

    picture = recode(written.getvalue(), MOST)

    assert isinstance(picture, Picture)
    assert Image.open(BytesIO(picture.large)).mode == "RGBA"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_unusual_pictures_are_taken_too(mode):
    written = BytesIO()
    made = Image.new(mode, (40, 30))
    made.save(written, "JPEG" if mode == "CMYK" else "PNG")

    assert isinstance(recode(written.getvalue(), MOST), Picture)


NO_PICTURES = {
    "nothing": b"",
    "a text": b"not a picture",
    "a drawing with a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "a GIF": photograph(kind="GIF"),
    "a BMP": photograph(kind="BMP", size=(20, 20)),
    "a TIFF": photograph(kind="TIFF", size=(20, 20)),
    "half a JPEG": photograph()[:600],
    "half a PNG": photograph(kind="PNG")[:60],
    "half a WebP": photograph(kind="WEBP")[:40],
    "the head of a JPEG": b"\xff\xd8\xff\xe0" + bytes(200),
    "a JPEG behind the head of a GIF": b"GIF89a" + photograph(),
    "too many bytes": bytes(MOST + 1),
}


@pytest.mark.parametrize("sent", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused_with_a_reason(sent):
    answer = recode(sent, MOST)

    assert not isinstance(answer, Picture)
    assert "Send" in str(answer)


@pytest.mark.parametrize(("width", "height"), [(8_000, 7_000), (20_000, 20_000), (2**31 - 1, 9)])
def test_a_bomb_is_refused_before_it_unfolds(width, height):
    sent = bomb(width, height)

    answer = recode(sent, MOST)

    assert len(sent) < 100
    assert "pixels" in str(answer)


async def test_a_picture_is_sent_kept_and_shown(rosas_browser, process, base):
    form = typed(process, **{"new-description-1": "La plaza <b>vacía</b> en agosto"})
    files = {"picture-1": ("plaza.jpg", with_position(), "image/jpeg")}

    written = await rosas_browser.submit(f"{base}/new", form, files=files)
    preview = await rosas_browser.get(written.headers["location"])
    image = await ProposalImage.get()
    proposal = await Proposal.get()
    picture = await rosas_browser.get(
        f"{base}/{proposal.id}/images/{image.content_hash}.small.webp"
    )

    assert f"{image.content_hash}.large.webp" in preview.text
    assert "La plaza &lt;b&gt;vacía&lt;/b&gt; en agosto" in preview.text
    assert picture.status_code == 200
    assert picture.headers["content-type"] == "image/webp"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert picture.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert Image.open(BytesIO(picture.content)).format == "WEBP"
    assert len(list((FOLDER / str(proposal.id)).iterdir())) == 2


async def test_a_broken_picture_comes_back_with_its_reason_and_the_rest_kept(
    rosas_browser, process, base
):
    form = typed(process, title="", **{"new-description-2": "La plaza vacía"})
    files = {"picture-2": ("plaza.jpg", b"not a picture", "image/jpeg")}

    answer = await rosas_browser.submit(f"{base}/new", form, files=files)

    assert answer.status_code == 422
    assert 'href="#field-picture-2"' in answer.text
    assert 'href="#field-title"' in answer.text
    assert "La plaza vacía" in answer.text
    assert "En verano nadie cruza" in answer.text


async def test_a_picture_without_words_holds_the_submission_up(rosas_browser, process, base):
    files = {"picture-1": ("plaza.png", photograph(kind="PNG"), "image/png")}
    await rosas_browser.submit(f"{base}/new", typed(process), files=files)
    draft = await Proposal.get()

    answer = await rosas_browser.submit(f"{base}/{draft.id}/submit")

    assert answer.status_code == 422
    assert f"/{draft.id}/edit#field-images" in answer.text


async def test_there_are_at_most_three_and_one_can_be_exchanged(rosas_browser, process, base):
    colours = ("red", "green", "blue")
    files = {
        f"picture-{n}": (f"{n}.png", photograph(kind="PNG", colour=colour), "image/png")
        for n, colour in enumerate(colours, 1)
    }
    words = {f"new-description-{n}": f"Vista {n}" for n in (1, 2, 3)}
    await rosas_browser.submit(f"{base}/new", typed(process, **words), files=files)
    draft = await Proposal.get()
    first, second, third = await ProposalImage.all().order_by("position")
    kept = {f"description-{image.id}": "Otra vista" for image in (first, second, third)}
    fourth = {"picture-1": ("4.png", photograph(kind="PNG", colour="black"), "image/png")}

    refused = await rosas_browser.submit(
        f"{base}/{draft.id}/edit", typed(process, **kept), files=fourth
    )
    taken = await rosas_browser.submit(
        f"{base}/{draft.id}/edit",
        typed(process, **kept, **{f"remove-{first.id}": "1", "new-description-1": "Nueva"}),
        files=fourth,
    )

    assert refused.status_code == 422
    assert 'href="#field-images"' in refused.text
    assert taken.status_code == 303
    rows = await ProposalImage.all().order_by("position", "id")
    assert [row.description for row in rows] == ["Otra vista", "Otra vista", "Nueva"]
    files_left = {file.name.partition(".")[0] for file in (FOLDER / str(draft.id)).iterdir()}
    assert files_left == {row.content_hash for row in rows}


async def test_the_same_picture_twice_is_kept_once(rosas_browser, process, base):
    files = {f"picture-{n}": ("a.png", photograph(kind="PNG"), "image/png") for n in (1, 2)}

    await rosas_browser.submit(f"{base}/new", typed(process), files=files)

    assert await ProposalImage.all().count() == 1


async def test_a_deleted_draft_leaves_no_files(rosas_browser, process, base):
    files = {"picture-1": ("plaza.png", photograph(kind="PNG"), "image/png")}
    await rosas_browser.submit(f"{base}/new", typed(process), files=files)
    draft = await Proposal.get()
    assert (FOLDER / str(draft.id)).exists()

    await rosas_browser.submit(f"{base}/{draft.id}/withdraw")

    assert not (FOLDER / str(draft.id)).exists()
    assert not await ProposalImage.exists()


async def test_the_picture_of_a_draft_is_seen_by_its_author_alone(
    rosas_browser, ines_browser, browser, process, base
):
    files = {"picture-1": ("plaza.png", photograph(kind="PNG"), "image/png")}
    await rosas_browser.submit(f"{base}/new", typed(process), files=files)
    draft, image = await Proposal.get(), await ProposalImage.get()
    address = f"{base}/{draft.id}/images/{image.content_hash}.large.webp"

    assert (await rosas_browser.get(address)).status_code == 200
    assert (await ines_browser.get(address)).status_code == 404
    assert (await browser.get(address)).status_code == 404


async def test_only_files_of_the_proposal_are_served(rosas_browser, rosa, ines, process, base):
    files = {"picture-1": ("plaza.png", photograph(kind="PNG"), "image/png")}
    await rosas_browser.submit(f"{base}/new", typed(process), files=files)
    image = await ProposalImage.get()
    other = await make_proposal(ines, process, Status.ADMITTED)

    for name in (f"{image.content_hash}.large", f"{'0' * 64}.large", "..%2F..%2Fconcejo.sqlite3"):
        answer = await rosas_browser.get(f"{base}/{other.id}/images/{name}.webp")
        assert answer.status_code == 404
    own = f"{base}/{image.proposal_id}/images/{image.content_hash}.huge.webp"
    assert (await rosas_browser.get(own)).status_code == 404
