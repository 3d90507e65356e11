"""Turn whatever was sent as a picture into two clean ones, or say why it is none."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from concejo.errors import DomainError
from concejo.text import Text, _

#: How many pixels we open. A JPEG is read small at once; of the others every pixel is in memory,
#: some times over: a WebP of 30 million takes 450 MB.
PIXELS_MAX = {"JPEG": 80_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
LARGE_PX = 1600
SMALL_PX = 480
QUALITY = 80


class NotAPicture(DomainError):
    """What was sent cannot be shown; the message says what to send instead."""

    status = 422


@dataclass(frozen=True)
class Picture:
    """A picture as we keep it: WebP in two sizes, silent on where and with what it was taken."""

    large: bytes
    small: bytes
    width: int
    height: int

    @property
    def content_hash(self) -> str:
        """Give the name of its files."""
        return sha256(self.large).hexdigest()


def recode(sent: bytes, bytes_max: int) -> Picture | Text:
    """Make a clean picture of what was sent, or give the reason why that cannot be done."""
    if len(sent) > bytes_max:
        return _(
            "The picture is larger than {most} MB. Send a smaller one.", most=bytes_max // 10**6
        )
    try:
        return _recode(sent)
    except NotAPicture as problem:
        return problem.message
    # Pillow meets a broken file with any of these, depending on where it is broken.
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError):
        return _("This is no picture that can be opened. Send a JPEG, PNG or WebP file.")


def _recode(sent: bytes) -> Picture:
    with _open(sent) as opened:
        opened.draft("RGB", (LARGE_PX, LARGE_PX))
        has_holes = "A" in opened.getbands() or "transparency" in opened.info
        mode = "RGBA" if has_holes else "RGB"
        # Made small before anything else, because each step copies it; but a picture with a
        # palette has no colours between its own to be made small with.
        whole = opened.convert(mode) if opened.mode in ("1", "P", "PA") else opened
        whole.thumbnail((LARGE_PX, LARGE_PX))
        large = ImageOps.exif_transpose(whole).convert(mode)
    # Position, camera, thumbnail of the uncropped picture: WebP would take them along.
    large.info = {}
    small = large.copy()
    small.thumbnail((SMALL_PX, SMALL_PX))
    return Picture(_webp(large), _webp(small), large.width, large.height)


def _open(sent: bytes) -> Image.Image:
    """Read the head of the file; what it says of its size is checked before any pixel is made."""
    too_many = NotAPicture(_("The picture has too many pixels. Send a smaller one."))
    try:
        opened = Image.open(BytesIO(sent), formats=tuple(PIXELS_MAX))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_many from None
    if opened.width * opened.height > PIXELS_MAX[opened.format or ""]:
        opened.close()
        raise too_many
    return opened


def _webp(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()
