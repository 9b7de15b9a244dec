"""A protected name is told however it is written, and nothing of it is kept but keyed hashes."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.errors import BadInput
from walkback.model.protected import Guard, alone, hidden, joined, moved, protect
from walkback.model.release import NAME_WITHHELD


def mac(data, key=b"k" * 32):
    return hmac.digest(key, data, "sha256")[:16]


GUARD = Guard(
    [protect("Wren Tallow", "A", mac), protect("J\u00e9r\u00f4me M\u00fcller-Lyth", "A", mac)], mac
)

WRITTEN = (
    *("Wren Tallow", "WREN TALLOW", "Tallow, Wren", "wren-tallow", "Wren K. Tallow", "W. Tallow"),
    *("Wren Tallow's", "#WrenTallow", "@wrentallow", "Wren\u00a0Tallow", "Tal\u00adlow Wren"),
    *("https://x.example/wren_tallow?x=1", "https://x.example/?q=Tallow%2C%20Wren"),
    *(
        "Jerome Mueller-Lyth",
        "J\u00c9R\u00d4ME M\u00dcLLER LYTH",
        "Je\u0301ro\u0302me Mu\u0308ller Lyth",
    ),
    "https://x.example/J%C3%A9r%C3%B4me-M%C3%BCller-Lyth.html",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_name_is_told_however_it_is_written(text):
    told = f"On Monday {text} came home"
    shown = hidden(told, joined(GUARD.find(told)[0]))
    assert NAME_WITHHELD in shown
    for word in ("wren", "tallow", "rome", "ller", "lyth"):
        assert word not in shown.lower()


@pytest.mark.parametrize(
    "text",
    [
        "a wren and tallow",
        "Wren sang. The tallow burned",
        "Lyth Jerome",
        "Mira Tallow",
        "wrens tall",
    ],
)
def test_other_words_are_no_name(text):
    assert GUARD.find(text)[0] == []


def test_a_passage_is_hidden_as_a_whole():
    passage = "she went to the school behind the mill every day of that winter"
    guard = Guard([protect(passage, "B", mac)], mac)
    told = f"They wrote that {passage}, and nobody asked."
    spans = joined(guard.find(told)[0])
    assert hidden(told, spans) == f"They wrote that {NAME_WITHHELD}, and nobody asked."


def test_another_key_finds_nothing_and_no_hash_tells_a_word_alone():
    kept = protect("Wren Tallow", "A", mac)
    other = Guard([kept], lambda data: mac(data, b"o" * 32))
    assert other.find("Wren Tallow")[0] == []
    assert {len(cut) for cut in kept.sieve} == {2}
    assert b"wren" not in b"".join(kept.macs)


def test_what_is_too_short_is_refused_and_not_repeated():
    with pytest.raises(BadInput, match="not a name that can be protected") as refused:
        protect("Qz", "A", mac)
    assert "Qz" not in str(refused.value)


def test_single_words_of_a_name_are_hidden_but_not_beside_the_speakers_own():
    text = "Tallow said so. Mira Tallow did not; the tallow burned."
    spans = alone(text, {"wren", "tallow"}, {"mira"})
    assert (
        hidden(text, spans) == f"{NAME_WITHHELD} said so. Mira Tallow did not; the tallow burned."
    )


@given(
    before=st.text(alphabet="abc de.\n", max_size=30), after=st.text(alphabet="xyz .", max_size=30)
)
def test_offsets_behind_a_hidden_name_lead_to_the_same_words(before, after):
    text = f"{before} Wren Tallow {after}"
    spans = joined(GUARD.find(text)[0])
    assert hidden(text, spans)[moved(len(text) - len(after), spans) :] == after
