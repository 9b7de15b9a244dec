"""What must hold for every history, however odd."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from walkback.judge import case_file, judge, state
from walkback.model.canonical import canonical, parse_canonical
from walkback.model.dossier import Dossier, dossier_json, parse_dossier
from walkback.model.verdict import EventKind, Pending, Policy, State, Verdict

FAILED = ("refused", "down", "cut", "frozen", "wall", "unnamed", "uneven", "network", "unasked")
COUNTING = (
    "here",
    "other",
    "third",
    "anew",
    "gone",
    "gone410",
    "soft",
    "together",
    "elsewhere",
    "moved",
    "withheld",
    "not shown",
    "suspended",
)
POLICY = Policy()


def make(web, kind, minute):
    hours = minute / 60
    soft = (web.sibling(), web.random(200, likeness=0.95))
    frozen = (web.sibling(503), web.random())
    fallen = (web.fellow(404), web.link(), web.link(), web.random())
    return {
        "anew": lambda: web.stranger(hours, web.HONEST),
        "together": lambda: web.gone(hours, controls=fallen),
        "elsewhere": lambda: web.gone(hours, controls=(*web.HONEST, web.elsewhere())),
        "not shown": lambda: web.gone(hours, facts={"item": "not-found", "account": "active"}),
        "suspended": lambda: web.gone(hours, facts={"account": "suspended"}),
        "uneven": lambda: web.gone(hours, controls=(*web.HONEST, web.sibling(404))),
        "network": lambda: web.gone(hours, facts={"network": "down"}),
        "unasked": lambda: web.gone(hours, facts={"item": "not-found", "account": "unknown"}),
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


@settings(max_examples=200, deadline=None)
@given(history=histories(COUNTING + FAILED), start=states, order=st.randoms())
def test_permuting_the_places_that_looked_changes_nothing(web, history, start, order):
    looks = looks_of(web, history)
    places = [f"place-{number % 3}" for number in range(len(looks))]
    order.shuffle(places)
    standing = web.standing(start)
    placed = [_from(look, place) for look, place in zip(looks, places, strict=True)]
    renamed = [_from(look, place[::-1]) for look, place in zip(looks, places, strict=True)]
    one, other = judge(standing, placed, POLICY, None), judge(standing, renamed, POLICY, None)
    assert one == other
    plain = judge(standing, looks, POLICY, None)
    if isinstance(plain, Verdict):
        assert (one.id, one.kind, one.between) == (plain.id, plain.kind, plain.between)


def _from(look, place):
    return replace(look, facts={**look.facts, "vantage": place})


@settings(max_examples=200, deadline=None)
@given(history=histories(COUNTING), failed=histories(FAILED), start=states)
def test_no_failed_look_brings_a_confirmation_forward(web, history, failed, start):
    standing = web.standing(start)
    extra = {minute: kind for minute, kind in failed.items() if minute not in history}
    without = judge(standing, looks_of(web, history), POLICY, None)
    after = judge(standing, looks_of(web, history | extra), POLICY, None)
    if isinstance(after, Verdict):
        assert isinstance(without, Verdict)
        assert after.confirmed_at >= without.confirmed_at


@settings(max_examples=200, deadline=None)
@given(history=histories(COUNTING + FAILED), start=states)
def test_judging_again_gives_the_same_verdict(web, history, start):
    standing, looks = web.standing(start), looks_of(web, history)
    first = judge(standing, looks, POLICY, None)
    assert judge(standing, [*looks, *looks], POLICY, None) == first
    if isinstance(first, Verdict):
        packed = Dossier(first, standing, tuple(looks), POLICY, first.confirmed_at)
        kept = parse_dossier(parse_canonical(canonical(dossier_json(packed))))
        assert judge(kept.standing, kept.looks, kept.policy, kept.now) == first


@settings(max_examples=100, deadline=None)
@given(history=histories(COUNTING + FAILED), start=states)
def test_a_case_file_agrees_with_the_judge(web, history, start):
    standing, looks = web.standing(start), looks_of(web, history)
    found = judge(standing, looks, POLICY, None)
    verdict = found if isinstance(found, Verdict) else None
    file = case_file(standing, looks, POLICY, verdict)
    assert file.kind == (found.kind.value if found else "")
    assert len([look for look in file.looks if look.counts]) == file.counted
