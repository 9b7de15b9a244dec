"""A thousand events judged in a second on one core."""

from time import process_time

from walkback.judge import judge
from walkback.model.verdict import Policy, Verdict

SLOWEST = 4.0  # milliseconds a verdict: this machine does other things too


def test_a_thousand_events_are_judged_in_seconds(web):
    fellows = (web.sibling(), web.sibling(), web.random(), web.again(404))
    looks = [web.here(1), web.gone(2, controls=fellows), web.down(3), web.gone(5, controls=fellows)]
    looks.append(web.gone(9, controls=fellows))
    standing = web.standing()
    began = process_time()
    verdicts = [judge(standing, looks, Policy(), None) for _ in range(1000)]
    spent = process_time() - began
    assert all(isinstance(verdict, Verdict) for verdict in verdicts)
    assert spent < SLOWEST, f"{spent * 1000:.0f} ms of processor time for 1000 events"
