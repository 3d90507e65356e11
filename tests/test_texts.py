"""Every sentence for people has its Spanish, and the catalogues hold nothing else."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted((ROOT / "platform" / "concejo" / "i18n" / "es").glob("*.po"))
SOURCES = [
    *(ROOT / "platform" / "concejo").rglob("*.py"),
    *(ROOT / "proposals").rglob("*.py"),
    *(ROOT / "voting").rglob("*.py"),
    *(ROOT / "templates").rglob("*.html"),
]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}|%\((\w+)\)")


def sentences_in(path):
    method = "python" if path.suffix == ".py" else "jinja2"
    options = {"trimmed": "true", "encoding": "utf-8", "silent": "false"}
    with path.open("rb") as file:
        for _line, message, _comments, _context in extract(method, file, KEYWORDS, [], options):
            yield message if isinstance(message, str) else message[0]


def entries_of(path):
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="es") if message.id]


@pytest.fixture(scope="module")
def used():
    """The sentences of the code and the templates, each with a place where it is said."""
    return {
        sentence: path.relative_to(ROOT)
        for path in SOURCES
        for sentence in sentences_in(path)
        if sentence
    }


@pytest.fixture(scope="module")
def translated():
    """The sentences of all catalogues: key → every Spanish form of it."""
    found = {}
    for path in CATALOGUES:
        for message in entries_of(path):
            key = message.id if isinstance(message.id, str) else message.id[0]
            found[key] = (
                [message.string] if isinstance(message.string, str) else list(message.string)
            )
    return found


def test_every_sentence_has_its_spanish(used, translated):
    missing = {s: str(place) for s, place in used.items() if not all(translated.get(s, [""]))}

    assert missing == {}


def test_no_catalogue_holds_a_sentence_that_nobody_says(used, translated):
    assert sorted(set(translated) - set(used)) == []


def test_one_sentence_has_one_spanish():
    spanish, conflicts = {}, {}
    for path in CATALOGUES:
        for message in entries_of(path):
            key = str(message.id)
            if spanish.setdefault(key, message.string) != message.string:
                conflicts[key] = (spanish[key], message.string)

    assert conflicts == {}


def test_translations_keep_the_placeholders(translated):
    def names(text):
        return {first or second for first, second in PLACEHOLDER.findall(text)} - {"count", "n"}

    changed = [
        key for key, forms in translated.items() if any(names(form) - names(key) for form in forms)
    ]

    assert changed == []
