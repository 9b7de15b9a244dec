"""Texts written to be slow are not: processor time stays in proportion to length."""

import pathlib
import time

import pytest

import walkback.read.quotations as room
from walkback.model.quotation import Article
from walkback.read.quotations import load_model, quotations

MODEL = load_model((pathlib.Path(room.__file__).parent / "speakers.json.gz").read_bytes())
SIZE = 100_000
NEWS = "\u201cWe go,\u201d said Anna Lind. She said it was \u201ca shame\u201d. "
TEXTS = {
    "one paragraph": NEWS,
    "paragraphs": NEWS + "\n\n",
    "straight marks": '"',
    "opening marks": "\u201c",
    "single marks": "a' 'b ",
    "open paragraphs": "\u201ca b c\n\n",
    "guillemets": "\u00ab\u00bb",
    "capitals": "Ab ",
    "commas": "A,",
    "sayings": "he said that he said ",
    "reports": "The mayor said that it rains. ",
    "dots": "a.b",
    "doubled": "''a",
}


@pytest.mark.parametrize("piece", TEXTS.values(), ids=TEXTS)
def test_time_is_in_proportion_to_length(piece):
    text = (piece * (SIZE // len(piece) + 1))[:SIZE]
    before = time.process_time()
    quotations(Article(text), MODEL)
    took = time.process_time() - before
    assert took < 5, f"{SIZE} characters took {took:.1f} s"
