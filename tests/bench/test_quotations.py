"""The rod that look-up is measured with: its statements, and the truth of its questions."""

from bench.engines import Fts5, Walkback
from bench.quotations import _p99
from bench.statements import KINDS, Language, questions, statements

LANGUAGE = Language(3)
TEXTS = list(statements(LANGUAGE, 4, 300))
ASKED = questions(LANGUAGE, dict(enumerate(TEXTS)), 5, 6)


def of(kind):
    return [question for question in ASKED if question.kind == kind]


def test_the_same_seed_says_the_same():
    assert list(statements(Language(3), 4, 20)) == TEXTS[:20]
    assert questions(LANGUAGE, dict(enumerate(TEXTS)), 5, 6) == ASKED


def test_words_are_as_frequent_as_their_rank_and_phrases_return():
    words = [word.strip(".,!?").lower() for text in TEXTS for word in text.split()]
    the, of_ = words.count("the"), words.count("of")
    assert 0.02 < the / len(words) < 0.1
    assert the > of_ > words.count("home")
    assert any(sum(" ".join(phrase) in text for text in TEXTS) > 1 for phrase in LANGUAGE.phrases)


def test_what_was_quoted_stands_in_its_statement_and_what_is_absent_in_none():
    assert {question.kind for question in ASKED} == set(KINDS)
    for question in ASKED:
        if question.kind == "absent":
            assert question.number == -1
            assert not any(question.source in text for text in TEXTS)
        else:
            assert question.source in TEXTS[question.number]


def test_so_many_words_are_changed_as_the_kind_says():
    for question in of("altered 3"):
        kept = set(question.words.lower().split()) & set(question.source.lower().split())
        assert len(kept) < len(set(question.source.lower().split())) + 3
        assert question.words.lower() != question.source.lower()


def test_two_engines_find_what_was_quoted(tmp_path):
    for engine in (Walkback(), Fts5()):
        folder = tmp_path / type(engine).__name__
        folder.mkdir()
        engine.build(iter(TEXTS), folder)
        for question in of("verbatim") + of("ellipsis"):
            assert question.source in TEXTS[engine.ask(question.words)], question


def test_the_99th_percentile_is_the_worst_but_one_in_a_hundred():
    assert _p99(range(200)) == 198
    assert _p99([7.0]) == 7.0
