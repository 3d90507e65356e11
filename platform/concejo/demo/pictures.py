"""Simple pictures for the demo's proposals, drawn by code: no photograph of a real place."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1200, 800)
SKY, GROUND, INK = "#f6e7c8", "#d8b98a", "#3a2f26"
LEAF, DARK_LEAF, BRICK, SAFFRON, WATER = "#4f7a52", "#37583c", "#a8482f", "#e0a526", "#8fb7c4"
STONE, NIGHT, PALE = "#cfc2ad", "#1f2a44", "#fdf6e6"

Drawing = ImageDraw.ImageDraw


def draw(scene: str) -> bytes:
    """Draw a scene by its name, as the bytes of a PNG file."""
    picture = Image.new("RGB", SIZE, SKY)
    SCENES[scene](ImageDraw.Draw(picture))
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _ground(pen: Drawing, height: int = 560, colour: str = GROUND) -> None:
    pen.rectangle((0, height, *SIZE), fill=colour)


def _tree(pen: Drawing, x: int, foot: int, size: int) -> None:
    pen.rectangle((x - size // 12, foot - size, x + size // 12, foot), fill=INK)
    for left, top, colour in ((-60, -150, DARK_LEAF), (-10, -175, LEAF), (-38, -205, LEAF)):
        box = (left * size // 100, top * size // 100)
        width = 75 * size // 100
        pen.ellipse(
            (x + box[0], foot + box[1], x + box[0] + width, foot + box[1] + width), fill=colour
        )


def _bench(pen: Drawing, x: int, y: int) -> None:
    pen.rectangle((x, y, x + 150, y + 14), fill=BRICK)
    pen.rectangle((x, y - 46, x + 150, y - 30), fill=BRICK)
    for leg in (x + 14, x + 124):
        pen.rectangle((leg, y - 46, leg + 10, y + 50), fill=INK)


def _square(pen: Drawing) -> None:
    for number, colour in enumerate((STONE, PALE, STONE, PALE, STONE)):
        left = number * 240
        pen.rectangle((left, 250 + 20 * (number % 2), left + 240, 560), fill=colour)
        for window in (left + 50, left + 150):
            pen.rectangle((window, 320, window + 40, 390), fill=WATER)
            pen.rectangle((window, 440, window + 40, 510), fill=WATER)
    _ground(pen)
    _tree(pen, 600, 660, 300)
    for x in (180, 800, 1000):
        _bench(pen, x, 680)


def _market(pen: Drawing) -> None:
    pen.polygon([(200, 260), (600, 110), (1000, 260)], fill=BRICK)
    pen.rectangle((200, 260, 1000, 560), fill=STONE)
    for number in range(5):
        left = 230 + number * 150
        pen.pieslice((left, 320, left + 120, 480), 180, 360, fill=INK)
        pen.rectangle((left, 400, left + 120, 560), fill=INK)
    _ground(pen)
    for number in range(16):
        left = 200 + number * 50
        colour = SAFFRON if number % 2 else PALE
        pen.polygon(
            [(left, 430), (left + 50, 430), (left + 40, 500), (left - 10, 500)], fill=colour
        )
    pen.rectangle((0, 620, 1200, 640), fill=STONE)
    _tree(pen, 110, 640, 210)
    _tree(pen, 1110, 640, 210)


def _library(pen: Drawing) -> None:
    pen.rectangle((250, 160, 950, 580), fill=STONE)
    pen.rectangle((230, 140, 970, 180), fill=BRICK)
    colours = (BRICK, LEAF, SAFFRON, WATER, INK, DARK_LEAF)
    for row in range(2):
        for column in range(4):
            left, top = 300 + column * 160, 230 + row * 160
            pen.rectangle((left, top, left + 120, top + 100), fill=PALE)
            for book in range(6):
                x = left + 6 + book * 19
                pen.rectangle(
                    (x, top + 20 + 7 * (book % 3), x + 15, top + 98),
                    fill=colours[(book + column + row) % 6],
                )
    _ground(pen, 580)
    pen.rectangle((560, 470, 640, 580), fill=INK)
    pen.polygon([(640, 580), (1000, 640), (560, 640), (560, 580)], fill=PALE)
    pen.line((640, 530, 990, 600), fill=INK, width=8)


def _bridge(pen: Drawing) -> None:
    _ground(pen, 480, LEAF)
    pen.polygon([(380, 480), (820, 480), (980, 800), (220, 800)], fill=WATER)
    pen.arc((200, 420, 1000, 760), 180, 360, fill=INK, width=18)
    pen.rectangle((140, 505, 1060, 530), fill=BRICK)
    pen.line((140, 430, 1060, 430), fill=INK, width=8)
    for x in range(150, 1060, 60):
        pen.line((x, 430, x, 510), fill=INK, width=6)
    for x in (520, 640):
        pen.ellipse((x, 430, x + 76, 506), outline=INK, width=7)
    pen.line((558, 468, 600, 410, 660, 410, 678, 468), fill=SAFFRON, width=9)
    pen.line((600, 410, 620, 468, 558, 468), fill=SAFFRON, width=9)
    _tree(pen, 90, 500, 220)
    _tree(pen, 1130, 500, 260)


def _night(pen: Drawing) -> None:
    pen.rectangle((0, 0, *SIZE), fill=NIGHT)
    for number in range(60):
        x, y = (number * 383) % 1200, (number * 151) % 420
        pen.ellipse((x, y, x + 4, y + 4), fill=PALE)
    _ground(pen, 540, DARK_LEAF)
    pen.polygon([(560, 540), (640, 540), (960, 800), (240, 800)], fill=GROUND)
    for x, y, size in ((500, 560, 60), (700, 560, 60), (380, 640, 120), (820, 640, 120)):
        pen.rectangle((x - 4, y - size, x + 4, y), fill=PALE)
        pen.ellipse(
            (x - size // 3, y - size * 5 // 4, x + size // 3, y - size * 3 // 4), fill=SAFFRON
        )


def _music(pen: Drawing) -> None:
    _ground(pen, 600, BRICK)
    pen.ellipse((330, 400, 650, 700), fill=SAFFRON)
    pen.ellipse((400, 250, 620, 470), fill=SAFFRON)
    pen.ellipse((450, 420, 560, 530), fill=INK)
    pen.line((520, 470, 900, 90), fill=INK, width=34)
    for shift in (-8, 0, 8):
        pen.line((450 + shift, 590 + shift, 900 + shift, 100 + shift), fill=PALE, width=3)
    for x, y in ((850, 380), (980, 300), (1060, 430), (200, 240)):
        pen.ellipse((x, y, x + 56, y + 42), fill=INK)
        pen.line((x + 52, y + 22, x + 52, y - 120), fill=INK, width=8)


def _sun(pen: Drawing) -> None:
    pen.ellipse((820, 60, 1060, 300), fill=SAFFRON)
    _ground(pen, 640, LEAF)
    pen.rectangle((160, 420, 1040, 660), fill=STONE)
    pen.polygon([(120, 430), (300, 220), (1080, 220), (1080, 430)], fill=BRICK)
    for row in range(2):
        for column in range(5):
            left, top = 330 + column * 145 - row * 60, 240 + row * 90
            pen.polygon(
                [(left + 50, top), (left + 170, top), (left + 120, top + 75), (left, top + 75)],
                fill=NIGHT,
            )
            pen.line((left + 25, top + 38, left + 145, top + 38), fill=WATER, width=3)
    for x in range(230, 1000, 150):
        pen.rectangle((x, 490, x + 80, 580), fill=WATER)


SCENES: dict[str, Callable[[Drawing], None]] = {
    "square": _square,
    "market": _market,
    "library": _library,
    "bridge": _bridge,
    "night": _night,
    "music": _music,
    "sun": _sun,
}
