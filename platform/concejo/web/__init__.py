"""The shell that every page wears: rendering, sessions, languages, forms, errors."""

from starlette.convertors import register_url_convertor

from concejo.web.addresses import RowConvertor
from concejo.web.reading import read_form, read_json
from concejo.web.render import redirect, render
from concejo.web.visit import Visit, flash, visit_of

__all__ = ["Visit", "flash", "read_form", "read_json", "redirect", "render", "visit_of"]

register_url_convertor("row", RowConvertor())
