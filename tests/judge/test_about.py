"""What an act is about, and the manner of walking back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from walkback.judge.about import about
from walkback.judge.manner import manner
from walkback.model.act import Earlier, Happening, Later, Manner
from walkback.model.verdict import Confidence, EventKind
from walkback.read.acts import acts

AT = datetime(2026, 3, 6, 12, tzinfo=UTC)
BRIDGE = Earlier(
    "bridge",
    "https://holt.example/bridge",
    "Anna Holt",
    "The Marden bridge is safe, and the engineers have signed for it.",
    "The Marden bridge",
    AT - timedelta(days=2),
)
NURSES = replace(
    BRIDGE,
    id="nurses",
    url="https://holt.example/nurses",
    text="Nurses earn 48,000 pounds a year.",
    title="Pay of nurses",
    published=AT - timedelta(days=3),
)


def link(text, earlier=(BRIDGE, NURSES), **more):
    later = Later("later", "https://holt.example/later", "Anna Holt", text, published=AT, **more)
    return about(acts(text)[0], later, earlier)


def test_words_in_common_tell_which_statement_is_meant():
    found = link("I withdraw my statement about the Marden bridge.")
    assert found.statement == "bridge"
    assert any("words in common" in reason for reason in found.reasons)


def test_a_day_named_tells_which_statement_is_meant():
    assert link("I withdraw my statement of Tuesday.").statement == "nurses"
    assert link("I withdraw my statement of Wednesday.").statement == "bridge"


def test_a_link_decides():
    text = "I withdraw this statement: https://holt.example/nurses"
    found = link(text)
    assert (found.statement, found.confidence) == ("nurses", Confidence.HIGH)
    assert found.reasons[0] == "it links to it"


def test_another_speakers_statement_is_never_meant():
    other = replace(BRIDGE, speaker="Otto Weber")
    assert link("I withdraw my statement about the Marden bridge.", [other]) is None
    assert (
        link("I withdraw my statement about the bridge.", [replace(BRIDGE, speaker=None)]) is None
    )


def test_a_later_statement_is_never_meant():
    late = replace(BRIDGE, published=AT + timedelta(hours=1))
    assert link("I withdraw my statement about the Marden bridge.", [late]) is None


def test_two_alike_give_no_link():
    twin = replace(BRIDGE, id="twin", url="https://holt.example/twin")
    assert link("I withdraw my statement about the Marden bridge.", [BRIDGE, twin]) is None


def test_a_removal_just_before_is_a_sign():
    gone = replace(NURSES, removed_between=(AT - timedelta(hours=3), AT - timedelta(hours=2)))
    assert link("I have deleted an earlier post. It was wrong.", [BRIDGE, NURSES]) is None
    found = link("I have deleted an earlier post. It was wrong.", [BRIDGE, gone])
    assert found.statement == "nurses"
    assert "it was removed shortly before" in found.reasons


def test_an_apology_taken_back_is_meant_and_not_what_it_was_for():
    sorry = replace(
        BRIDGE,
        id="sorry",
        url="https://holt.example/sorry",
        text="I apologise for what I said about the Marden bridge.",
        published=AT - timedelta(days=1),
        acts=(EventKind.APOLOGISED,),
    )
    assert (
        link("I withdraw my apology for the bridge.", [BRIDGE, NURSES, sorry]).statement == "sorry"
    )
    assert (
        link("I apologise again for my words on the Marden bridge.", [BRIDGE, sorry]).statement
        == "bridge"
    )


def test_a_note_on_the_page_is_about_the_page():
    found = link("An earlier version of this statement gave a wrong figure.")
    assert (found.itself, found.statement) == (True, "later")


def happening(kind, text="", **more):
    return Happening("e1", kind, AT, text, acts=acts(text) if text else (), **more)


@pytest.mark.parametrize(
    ("event", "named"),
    [
        (happening(EventKind.EDITED), {Manner.SILENT_EDIT}),
        (happening(EventKind.EDITED, "Correction: it is 12."), {Manner.MARKED_CORRECTION}),
        (happening(EventKind.REMOVED), {Manner.REMOVAL_WITHOUT_A_WORD}),
        (
            happening(EventKind.REMOVED, "The statement has been withdrawn."),
            {Manner.REMOVAL_WITH_NOTICE, Manner.RETRACTION_IN_FULL},
        ),
        (happening(EventKind.REMOVED, reposted="https://x.example/2"), {Manner.REMOVAL_AND_REPOST}),
        (happening(EventKind.WITHHELD, status=451), {Manner.LEGAL_REMOVAL}),
        (happening(EventKind.WITHHELD), {Manner.UNKNOWN}),
        (happening(EventKind.REMOVED, "This post violated our rules."), {Manner.MODERATION}),
        (happening(EventKind.ACCOUNT_GONE), {Manner.ACCOUNT_LOSS}),
        (happening(EventKind.PUBLISHED), set()),
        (happening(EventKind.RETRACTED, "I withdraw my remarks."), {Manner.RETRACTION}),
        (happening(EventKind.CLARIFIED, "I never said that the bridge is safe."), {Manner.DENIAL}),
    ],
)
def test_each_manner_is_named_with_its_evidence(event, named):
    found = manner(event)
    assert {one.manner for one in found} == named
    assert all(one.text and one.events == ("e1",) for one in found)


def test_a_later_word_makes_a_removal_one_with_notice():
    said = acts("I have deleted my post and I apologise for it.")
    later = [Happening(f"a{n}", act.kind, AT, acts=(act,)) for n, act in enumerate(said)]
    found = {one.manner for one in manner(happening(EventKind.REMOVED), later)}
    assert found == {Manner.REMOVAL_WITH_NOTICE, Manner.RETRACTION_IN_FULL, Manner.APOLOGY}
