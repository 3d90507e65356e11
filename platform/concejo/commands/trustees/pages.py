"""Pages to be printed: one file each, without script, Spanish first with English beneath."""

from base64 import b64encode
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from concejo.i18n import translate
from concejo.settings import STATIC, TEMPLATES
from concejo.text import Text, _


def page(name: str, vote: str, values: dict[str, object]) -> str:
    """Fill a template of `templates/trustees`; `vote` is its heading, if any."""
    return _environment().get_template(f"trustees/{name}.html").render(values, vote=vote)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        _=_,
        both=_both,
        spanish=_spanish,
        font=_inlined("vendor/ibarra-real-nova.woff2"),
        mark=_inlined("img/mark.svg"),
    )
    return made


def _both(text: Text) -> Markup:
    pair = '<span class="es" lang="es">{}</span> <span class="en" lang="en">{}</span>'
    return Markup(pair).format(translate(text, "es"), translate(text, "en"))


def _spanish(value: Text | int) -> str:
    return translate(value, "es")


def _inlined(name: str) -> str:
    """Give a static file as an address that holds it, empty where it is not installed."""
    path = STATIC / name
    if not path.exists():
        return ""
    kind = {".svg": "image/svg+xml", ".woff2": "font/woff2"}[path.suffix]
    return f"data:{kind};base64,{b64encode(path.read_bytes()).decode()}"
