"""The quotations of an article against the record: by their words, their speaker, one another."""

from walkback.compare import check
from walkback.model.quotation import Candidate, Difference, FindingKind, Quotation, QuotationKind

TOLLS = "We will not raise the tolls on the Harrow bridge. It is a matter of fairness to all of us."
TRAINS = "New trains come to Selby before the winter. As I said, it is a matter of time."
VOSS, HALE = "voss", "hale"


def on_record(text, speaker=VOSS, statement=None, instance=None, **more):
    name = statement or text[:12]
    return Candidate(name, instance or name, text[-12:], text, speaker, **more)


def said(*texts, kind=QuotationKind.DIRECT):
    return [Quotation(text, 0, len(text), kind) for text in texts]


def findings(texts, record, speakers=()):
    return check(said(*texts), [record] * len(texts), speakers)


def test_words_of_the_speaker_are_found_where_they_stand():
    record = [on_record(TRAINS), on_record(TOLLS)]
    (found,) = findings(["we will not raise the tolls"], record, [VOSS])
    assert found.finding is FindingKind.VERBATIM
    assert found.place.candidate.text == TOLLS
    assert found.others == ()


def test_changed_words_are_told_with_the_place():
    (found,) = findings(["We will never raise the tolls on the bridge"], [on_record(TOLLS)], [VOSS])
    assert found.finding is FindingKind.ALTERED
    assert found.place.match.differences == (Difference("never", "not"), Difference("", "Harrow"))


def test_words_that_somebody_else_said_are_not_the_speakers():
    (found,) = findings(["We will not raise the tolls"], [on_record(TOLLS)], [HALE])
    assert found.finding is FindingKind.OTHER_SPEAKER
    assert found.place.candidate.speaker == VOSS


def test_of_two_who_said_the_same_the_speaker_is_meant():
    record = [on_record(TOLLS, VOSS, "one"), on_record(TOLLS, HALE, "two")]
    (found,) = findings(["We will not raise the tolls"], record, [HALE])
    assert found.finding is FindingKind.VERBATIM
    assert found.place.candidate.statement == "two"


def test_altered_words_of_somebody_else_are_no_finding_about_the_speaker():
    (found,) = findings(
        ["We will never raise the tolls on this bridge"], [on_record(TOLLS)], [HALE]
    )
    assert found.finding is FindingKind.NOT_ON_RECORD


def test_two_words_alone_are_too_short_to_tell():
    (found,) = findings(["the tolls"], [on_record(TOLLS)], [VOSS])
    assert found.finding is FindingKind.NOT_CHECKED
    assert found.reason == "too short to tell"
    assert found.place is None


def test_two_words_beside_a_sentence_of_the_same_statement_are_told():
    _, short = findings(
        ["We will not raise the tolls on the Harrow bridge", "a matter"],
        [on_record(TRAINS), on_record(TOLLS)],
        [VOSS, VOSS],
    )
    assert short.finding is FindingKind.VERBATIM
    assert short.place.candidate.text == TOLLS


def test_of_two_places_the_statement_that_the_article_quotes_is_meant():
    record = [on_record(TRAINS), on_record(TOLLS)]
    _, found = findings(["New trains come to Selby", "it is a matter of"], record, [VOSS, VOSS])
    assert found.place.candidate.text == TRAINS
    assert [place.candidate.text for place in found.others] == [TOLLS]


def test_a_common_phrase_of_somebody_else_says_nothing():
    (found,) = findings(["it is a matter"], [on_record(TOLLS)], [HALE])
    assert found.finding is FindingKind.NOT_CHECKED
    assert found.reason == "too short to tell"


def test_words_that_nobody_said_are_not_on_record():
    (found,) = findings(["The museum opens on Sundays from now on"], [on_record(TOLLS)], [VOSS])
    assert found.finding is FindingKind.NOT_ON_RECORD
    assert found.place is None


def test_a_phrase_that_returns_in_other_sentences_is_no_sentence_altered():
    phrase = "fighting for hard-working families across our great county"
    record = [
        on_record(f"I am in Selby {phrase} with the mayor", statement="one"),
        on_record(f"Today we were {phrase} and its farms", statement="two"),
        on_record(f"Proud of {phrase}", statement="three"),
    ]
    (found,) = findings([f"Mr Ode sleeps instead of {phrase} tonight"], record)
    assert found.finding is FindingKind.NOT_ON_RECORD


def test_a_sentence_that_was_said_twice_is_still_that_sentence():
    record = [on_record(TOLLS, statement="site"), on_record(TOLLS + " #tolls", statement="post")]
    (found,) = findings(["We will soon raise the tolls on the old bridge"], record)
    assert found.finding is FindingKind.ALTERED
    assert len(found.others) == 1


def test_witnesses_that_differ_are_told_with_their_own_match():
    record = [
        on_record(TOLLS, statement="lost", instance="site"),
        on_record(TOLLS.replace("not raise", "never raise"), statement="lost", instance="post"),
    ]
    (found,) = findings(["We will never raise the tolls on the Harrow bridge"], record, [VOSS])
    assert found.finding is FindingKind.VERBATIM
    assert found.place.candidate.instance == "post"
    (other,) = found.others
    assert other.match.differences == (Difference("never", "not"),)


def test_of_two_versions_with_the_words_the_current_is_shown():
    old = on_record(TOLLS + " Soon.", statement="one", current=False)
    (found,) = findings(["We will not raise the tolls"], [old, on_record(TOLLS, statement="one")])
    assert found.place.candidate.current


def test_reported_words_are_not_compared():
    (found,) = check(said("that tolls stay", kind=QuotationKind.INDIRECT), [[on_record(TOLLS)]])
    assert found.finding is FindingKind.NOT_CHECKED
    assert "without quotation marks" in found.reason


def test_without_speaker_a_sentence_is_found_and_a_few_words_are_not():
    sentence, few = findings(["We will not raise the tolls", "of fairness to"], [on_record(TOLLS)])
    assert sentence.finding is FindingKind.VERBATIM
    assert few.finding is FindingKind.VERBATIM  # the article quotes that statement
    (alone,) = findings(["of fairness to"], [on_record(TOLLS)])
    assert alone.finding is FindingKind.NOT_CHECKED


def test_sentences_of_two_statements_quoted_as_one_are_stitched():
    record = [on_record(TOLLS), on_record(TRAINS), on_record(TRAINS, HALE, "hale")]
    words = "New trains come to Selby before the winter. We will not raise the tolls."
    (found,) = findings([words], record, [VOSS])
    assert found.finding is FindingKind.STITCHED
    assert found.reason == "its sentences stand in different statements"
    texts = [place.candidate.text for place in (found.place, *found.others)]
    assert texts == [TRAINS, TOLLS]
    there = found.place.match
    assert TRAINS[there.start : there.end] == "New trains come to Selby before the winter"


def test_sentences_of_two_speakers_are_not_one_speakers():
    record = [on_record(TOLLS, VOSS), on_record(TRAINS, HALE)]
    words = "New trains come to Selby before the winter. We will not raise the tolls."
    (found,) = findings([words], record, [VOSS])
    assert found.finding is not FindingKind.STITCHED


def test_no_quotations_and_no_candidates_are_answers_too():
    assert check([], []) == ()
    (found,) = findings(["We will not raise the tolls"], [])
    assert found.finding is FindingKind.NOT_ON_RECORD


def test_who_takes_it_back_later_is_not_the_source_of_an_article_written_before():
    first = on_record(TOLLS, statement="said", at="2026-03-03T10:00:00Z", current=False)
    words = f"I was wrong to say this: {TOLLS}"
    back = on_record(words, statement="back", at="2026-03-09T10:00:00Z")
    for written in ("2026-03-05", "2026-03-05T09:00:00.000000Z", None):
        (found,) = check(said(TOLLS), [[back, first]], [VOSS], written=written)
        assert found.place.candidate.statement == "said"
        assert [place.candidate.statement for place in found.others] == ["back"]
