"""Typography is evened out letter by letter, however rare the letters are."""

from hypothesis import given
from hypothesis import strategies as st

from walkback.model.words import _OTHERWISE, _evened, _table

_LETTERS = "".join(map(chr, _table()))


@given(st.text(st.characters() | st.sampled_from(_LETTERS), max_size=30))
def test_every_odd_letter_is_evened_out_once(text: str) -> None:
    assert _OTHERWISE.sub(_evened, text) == text.translate(_table())
