"""What must hold for every history, however odd."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from walkback.judge import judge, state
from walkback.model.verdict import EventKind, Pending, Policy, State, Verdict

FAILED = ("refused", "down", "cut", "frozen", "wall", "unnamed")
COUNTING = ("here", "other", "third", "gone", "gone410", "soft", "moved", "withheld")
POLICY = Policy()


def make(web, kind, minute):
    hours = minute / 60
    soft = (web.sibling(), web.random(200, likeness=0.95))
    frozen = (web.sibling(503), web.random())
    return {
        "here": lambda: web.here(hours),
        "other": lambda: web.other(hours),
        "third": lambda: web.other(hours, text=web.THIRD),
        "gone": lambda: web.gone(hours),
        "gone410": lambda: web.gone(hours, 410),
        "soft": lambda: web.stranger(hours, soft),
        "moved": lambda: web.moved(hours),
        "withheld": lambda: web.refused(hours, 451),
        "refused": lambda: web.refused(hours),
        "down": lambda: web.down(hours),
        "cut": lambda: web.cut(hours),
        "frozen": lambda: web.gone(hours, controls=frozen),
        "wall": lambda: web.stranger(hours, (), final_url="https://ada.example/login"),
        "unnamed": lambda: web.unchanged(hours, capture="else"),
    }[kind]()


minutes = st.integers(min_value=1, max_value=60 * 24 * 3)
states = st.sampled_from([State.PRESENT, State.UNKNOWN, State.REMOVED, State.WITHHELD, State.MOVED])


def histories(kinds):
    return st.dictionaries(minutes, st.sampled_from(kinds), max_size=14)


def looks_of(web, history):
    return [make(web, kind, minute) for minute, kind in history.items()]


@settings(max_examples=300, deadline=None)
@given(history=histories(COUNTING), failed=histories(FAILED), start=states)
def test_failed_looks_change_no_verdict_wherever_they_stand(web, history, failed, start):
    standing = web.standing(start)
    extra = {minute: kind for minute, kind in failed.items() if minute not in history}
    without = judge(standing, looks_of(web, history), POLICY, None)
    assert judge(standing, looks_of(web, history | extra), POLICY, None) == without


@settings(max_examples=200, deadline=None)
@given(history=histories(COUNTING + FAILED), start=states, order=st.randoms())
def test_the_order_of_arrival_changes_nothing(web, history, start, order):
    looks = looks_of(web, history)
    mixed = list(looks)
    order.shuffle(mixed)
    standing = web.standing(start)
    assert judge(standing, mixed, POLICY, None) == judge(standing, looks, POLICY, None)
    assert state(standing, mixed) == state(standing, looks)


@settings(max_examples=200, deadline=None)
@given(history=histories(COUNTING + FAILED), start=states)
def test_judging_after_every_look_and_once_at_the_end_agree(web, history, start):
    looks = sorted(looks_of(web, history), key=lambda look: look.at)
    standing = web.standing(start)
    steps = (judge(standing, looks[:n], POLICY, None) for n in range(len(looks) + 1))
    first = next((step for step in steps if isinstance(step, Verdict)), None)
    whole = judge(standing, looks, POLICY, None)
    assert whole == first if isinstance(whole, Verdict) else first is None


@settings(max_examples=200, deadline=None)
@given(
    absent=st.dictionaries(minutes, st.sampled_from(("gone", "gone410", "soft")), min_size=3),
    minute=minutes,
)
def test_a_good_look_before_confirmation_cancels_a_removal(web, absent, minute):
    standing = web.standing()
    verdict = judge(standing, looks_of(web, absent), POLICY, None)
    good = web.here(minute / 60)
    assume(isinstance(verdict, Verdict) and minute not in absent)
    assume(verdict.between[1] < good.at < verdict.confirmed_at)
    after = judge(standing, [*looks_of(web, absent), good], POLICY, None)
    if isinstance(after, Verdict):
        assert after.between[0] >= good.at
    else:
        assert after is None or isinstance(after, Pending)


@settings(max_examples=200, deadline=None)
@given(history=histories(FAILED), start=states)
def test_failures_alone_never_make_an_event_nor_a_pending_one(web, history, start):
    assert judge(web.standing(start), looks_of(web, history), POLICY, None) is None


@settings(max_examples=200, deadline=None)
@given(history=histories(("here", *FAILED)))
def test_the_known_text_is_never_an_event(web, history):
    assert judge(web.standing(), looks_of(web, history), POLICY, None) is None


@settings(max_examples=200, deadline=None)
@given(history=histories(COUNTING + FAILED), start=states)
def test_a_verdict_is_the_same_from_the_looks_it_names(web, history, start):
    standing = web.standing(start)
    looks = looks_of(web, history)
    verdict = judge(standing, looks, POLICY, None)
    if not isinstance(verdict, Verdict):
        return
    named = set(verdict.reasons[0].observations) | {verdict.facts["bounds"][0]}
    again = judge(standing, [look for look in looks if look.id in named], POLICY, None)
    assert again.id == verdict.id
    assert replace(again, between=verdict.between) == verdict
    assert verdict.between[0] <= verdict.between[1] <= verdict.confirmed_at
    if verdict.kind is EventKind.REMOVED:
        assert verdict.state is State.REMOVED
