"""Keep the pictures of proposals as files, and find them again."""

import asyncio
import re
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from concejo import settings
from concejo.db import transaction
from concejo.errors import NotFound
from concejo.text import Text
from proposals.images.core import Picture, recode
from proposals.models import Proposal, ProposalImage

SIZES = ("large", "small")
_HASH = re.compile("[0-9a-f]{64}")
FOLDER = settings.DATA / "uploads"
#: Few, because a large picture takes some 500 MB of memory while it is opened.
_workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="pictures")


async def recode_all(sent: Mapping[str, bytes]) -> dict[str, Picture | Text]:
    """Make clean pictures of what was sent, field by field, or give the reason why not."""
    loop = asyncio.get_running_loop()
    jobs = [
        loop.run_in_executor(_workers, recode, content, settings.UPLOAD_MAX_BYTES)
        for content in sent.values()
    ]
    return dict(zip(sent, await asyncio.gather(*jobs), strict=True))


async def add_image(proposal_id: int, picture: Picture, description: str, position: int) -> None:
    """Keep a picture of a proposal, inside the caller's transaction; the same one only once."""
    name = picture.content_hash
    if await ProposalImage.exists(proposal_id=proposal_id, content_hash=name):
        return
    await asyncio.to_thread(_write, _folder(proposal_id), picture)
    await ProposalImage.create(
        proposal_id=proposal_id,
        content_hash=name,
        width=picture.width,
        height=picture.height,
        description=description,
        position=position,
    )


async def forget_files(proposal_id: int) -> None:
    """Delete the files that no picture of a proposal needs any more."""
    async with transaction():
        # Whoever adds a picture holds this lock, so none is deleted whose row is on its way.
        await Proposal.select_for_update(no_key=True).get_or_none(id=proposal_id)
        rows = ProposalImage.filter(proposal_id=proposal_id)
        needed = {row.content_hash for row in await rows}
        await asyncio.to_thread(_forget, _folder(proposal_id), needed)


async def find_file(proposal_id: int, content_hash: str, size: str) -> Path:
    """Find the file of a picture; `size` is "large" or "small"."""
    if size not in SIZES or not _HASH.fullmatch(content_hash):
        raise NotFound
    file = _folder(proposal_id) / f"{content_hash}.{size}.webp"
    known = ProposalImage.filter(proposal_id=proposal_id, content_hash=content_hash)
    if not await known.exists() or not await asyncio.to_thread(file.is_file):
        raise NotFound
    return file


def _folder(proposal_id: int) -> Path:
    return FOLDER / str(proposal_id)


def _write(folder: Path, picture: Picture) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for size, content in (("large", picture.large), ("small", picture.small)):
        file = folder / f"{picture.content_hash}.{size}.webp"
        half_written = file.with_suffix(".part")
        half_written.write_bytes(content)
        half_written.replace(file)


def _forget(folder: Path, needed: set[str]) -> None:
    if not needed:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for file in folder.glob("*.webp"):
        if file.name.partition(".")[0] not in needed:
            file.unlink(missing_ok=True)
