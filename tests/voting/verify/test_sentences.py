"""Every sentence of the verifier is said, in both languages."""

import re
from pathlib import Path

import pytest

from voting import verify

CODE = Path(verify.__file__).read_text()


@pytest.mark.parametrize("key", verify.WORDS)
def test_every_sentence_is_said_somewhere(key):
    assert CODE.count(f'"{key}"') >= 1


def test_every_key_has_its_sentence():
    keys = set(re.findall(r'(?:Fault|say|end)\(\s*"([\w.]+)"', CODE))

    assert keys <= verify.WORDS.keys()
    assert len(keys) > 60


@pytest.mark.parametrize(("spanish", "english"), verify.WORDS.values(), ids=verify.WORDS)
def test_both_languages_say_the_same_numbers(spanish, english):
    places = re.compile(r"\{(\w+)\}")

    assert sorted(places.findall(spanish)) == sorted(places.findall(english))
    assert spanish != english
