"""What was left out of account is kept and shown, and a person may say otherwise."""

from itertools import count

import pytest
from tests.record.paper import QUICK
from tests.record.reading_here import HereWorkers
from tests.weather.server import Server, page, path_of

import walkback.app.walkback
from walkback.app import open_record
from walkback.errors import BadInput, NotFound
from walkback.model.mask import How
from walkback.model.source import WatchLine

SAID = (
    "The ferry to Halder will sail through the whole winter, and nobody pays more for it.",
    "We promise 120 new berths in the harbour before the spring market opens.",
    "The captain has our trust, and the inquiry will show that he acted in time.",
)
WORDS = (
    "orvala",
    "tumesi",
    "kadrin",
    "velo",
    "pasquat",
    "mirten",
    "ostreva",
    "lundik",
    "sefra",
    "torbin",
)
OTHER = SAID[1].replace("120", "40")


class Site:
    """A page with a line that moves with every load and one that stays until it is set."""

    def __init__(self):
        self.said, self.verse = list(SAID), "Salume neti: prava dorin elte"
        self.loads = count()
        self.server = Server(self._answer)

    def url(self, name="ferry"):
        return self.server.url(f"/{name}")

    def _answer(self, head):
        if path_of(head) not in ("/ferry", "/mill"):
            return page("<p>Nothing here.</p>", status="404 Not Found")
        at = next(self.loads)
        moving = f"Kolme lukija {WORDS[at * 7 % 10]} {WORDS[at * 3 % 10]} {WORDS[at % 10]}"
        lines = self.said if path_of(head) == "/ferry" else ["The mill stays open.", *SAID[:1]]
        text = "".join(f"<p>{line}</p>" for line in (*lines, self.verse, moving))
        return page(f"<html><title>On the ferry</title><main><h1>On the ferry</h1>{text}</main>")


@pytest.fixture
def site():
    found = Site()
    with found.server:
        yield found


@pytest.fixture
def record(tmp_path, monkeypatch, site):
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    with open_record(tmp_path / "record", make=True) as opened:
        opened.watch([WatchLine(site.url()), WatchLine(site.url("mill"))])
        opened.poll(everything=True)
        yield opened


def looks(record, site, times=3):
    """Several rounds; the kinds of the page's events."""
    for _ in range(times):
        record.poll(everything=True)
    return [event.kind for event in record.show(site.url()).events]


def test_a_line_that_moves_with_every_load_is_no_edit_and_is_shown_with_the_reason(record, site):
    assert looks(record, site) == ["published"]
    shown = record.show(site.url()).masked
    assert shown
    assert {one.why for one in shown} == {"differed between two loads at the same moment"}
    assert all("Kolme lukija" in one.words for one in shown)
    assert all(one.first_seen <= one.last_seen and one.times >= 1 for one in shown)


def test_a_line_that_is_to_count_is_an_edit_though_it_moves(record, site):
    record.mask(site.url(), "kolme  LUKIJA", How.COUNT)
    assert "edited" in looks(record, site)


def test_other_words_between_rounds_are_an_edit_unless_their_line_is_ignored(record, site):
    record.mask(site.url(), "Salume neti")
    site.verse = "Salume neti: hosta virun pelo"
    assert looks(record, site) == ["published"]
    told = {one.words: one.why for one in record.show(site.url()).masked}
    assert told[site.verse] == "set aside for this source"
    site.said[1] = OTHER
    assert looks(record, site) == ["published", "edited"]
    assert "40 new berths" in record.show(site.url()).versions[-1].text


def test_an_edit_is_confirmed_while_an_ignored_line_goes_on_changing(record, site):
    record.mask(site.url(), "Salume neti")
    site.said[1] = OTHER
    for verse in ("hosta", "virun", "pelo"):
        site.verse = f"Salume neti: {verse}"
        record.poll(everything=True)
    assert looks(record, site, 0) == ["published", "edited"]


def test_a_mask_added_later_leaves_history_until_it_is_judged_again(record, site):
    site.verse = "Salume neti: hosta virun pelo"
    assert looks(record, site) == ["published", "edited"]
    record.mask(site.url(), "Salume neti")
    assert looks(record, site) == ["published", "edited"]
    assert record.rejudge()[1] == 1
    assert looks(record, site) == ["published"]


def test_what_is_forgotten_is_compared_as_before_also_when_judged_again(record, site):
    record.mask(site.url(), "Salume neti")
    site.verse = "Salume neti: hosta virun pelo"
    assert looks(record, site) == ["published"]
    assert record.mask(site.url(), "Salume neti", How.FORGET).overrides == ()
    assert looks(record, site) == ["published", "edited"]
    record.rejudge()
    assert looks(record, site, 0) == ["published", "edited"]


def test_built_again_the_store_says_the_same(record, site):
    record.mask(site.url(), "Salume neti")
    site.verse = "Salume neti: hosta virun pelo"
    looks(record, site, 2)
    record.mask(site.url(), "Kolme lukija", How.COUNT)
    looks(record, site, 2)
    record.mask(site.url(), "Kolme lukija", How.FORGET)
    looks(record, site, 2)
    before = record.show(site.url()), record.mask(site.url())
    record.rebuild()
    assert (record.show(site.url()), record.mask(site.url())) == before


def test_a_mask_holds_for_its_own_source_alone(record, site):
    record.mask(site.url("mill"), "Salume neti")
    site.verse = "Salume neti: hosta virun pelo"
    assert looks(record, site) == ["published", "edited"]
    assert [event.kind for event in record.show(site.url("mill")).events] == ["published"]


def test_ignoring_every_line_of_a_page_ignores_none(record, site):
    for words in ("the", "salume", "kolme"):
        record.mask(site.url(), words)
    site.said[1] = OTHER
    assert "edited" in looks(record, site)


def test_what_cannot_be_set_is_said(record, site):
    with pytest.raises(NotFound, match=r"no source has this address: .*/nowhere"):
        record.mask(site.url("nowhere"), "Salume neti")
    with pytest.raises(BadInput, match="too few words to know a line by"):
        record.mask(site.url(), " e ")
    with pytest.raises(NotFound, match="these words were not set: Salume neti"):
        record.mask(site.url(), "Salume neti", How.FORGET)
