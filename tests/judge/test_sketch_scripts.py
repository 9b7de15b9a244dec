"""What is no line of a page: scripts and styles, whole or cut off."""

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from walkback.judge.sketch import _without_scripts

_PATTERN = re.compile(rb"<(script|style)\b.*?</\1", re.IGNORECASE | re.DOTALL)
_PIECES = (b"<script>", b"<SCRIPT x", b"</script>", b"</Style", b"<style", b"<scripty>", b">", b"a")


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map(b"".join))
def test_the_same_is_left_out_as_by_the_plain_pattern(body: bytes) -> None:
    assert _without_scripts(body) == _PATTERN.sub(b"", body)


def test_a_page_of_beginnings_takes_no_time_for_each() -> None:
    start = time.process_time()
    assert _without_scripts(b"<script>" * 200_000) == b"<script>" * 200_000
    assert time.process_time() - start < 2.0
