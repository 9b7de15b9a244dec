"""Texts on record are found again by words that were quoted of them."""

import json
from contextlib import contextmanager
from random import Random

import pytest
from bench.statements import Language, questions, statements

from walkback.model.look import Role
from walkback.model.reading import Reading
from walkback.model.spoken import spoken
from walkback.store import Address, Store, lookup, register, shingles, texts

LANGUAGE = Language(7)
TEXTS = list(statements(LANGUAGE, 8, 400))


def reading(text):
    return Reading("", text, (), f"digest of {text}", "reader")


@contextmanager
def opened(path, order):
    """A store with the statements of ``order``, saved in that order."""
    made = Store(path / "store.db")
    with made.writing() as connection:
        for number in order:
            save(connection, number, TEXTS[number])
    yield made
    made.close()


def save(connection, number, text):
    name = f"i{number}"
    url = f"https://paper.example/{number}"
    address = Address(name, f"s{number}", url, Role.IMPORT, "2026", None, f"speaker-{number % 7}")
    register.save_addresses(connection, [address])
    texts.save_text(connection, name, reading(text))
    row = {"i": name, "t": reading(text).sha256}
    connection.exec_driver_sql(
        "INSERT INTO versions(instance, first_seen, text, last_seen, leaf)"
        " VALUES (:i, '2026-01-01', :t, '2026-01-02', 0)",
        row,
    )
    connection.exec_driver_sql("UPDATE instances SET text = :t WHERE id = :i", row)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("store"), range(len(TEXTS))) as made:
        yield made


def found(store, words, **more):
    with store.reading() as connection:
        return lookup.look_up(connection, words, lookup.common(connection), **more)


@pytest.mark.parametrize("kind", ["verbatim", "trimmed", "ellipsis", "altered 1", "altered 2"])
def test_the_text_that_was_quoted_is_among_the_candidates(store, kind):
    asked = questions(LANGUAGE, dict(enumerate(TEXTS)), 9, 12)
    with store.reading() as connection:
        known = lookup.common(connection)
        for question in (item for item in asked if item.kind == kind):
            candidates = lookup.look_up(connection, question.words, known)
            said = " ".join(spoken(question.source))
            assert any(said in " ".join(spoken(one.text)) for one in candidates), question


def test_a_candidate_says_whose_it_is_and_where(store):
    (one, *_) = found(store, TEXTS[40])
    assert (one.statement, one.instance, one.speaker) == ("s40", "i40", "speaker-5")
    assert (one.text, one.at, one.current) == (TEXTS[40], "2026-01-01", True)
    assert one.sha256 == reading(TEXTS[40]).sha256


def test_two_words_find_texts_that_hold_both(store):
    first, second = TEXTS[11].split()[2:4]
    candidates = found(store, f"{first} {second}", limit=400)
    assert any(one.text == TEXTS[11] for one in candidates)
    for one in candidates:
        assert set(spoken(f"{first} {second}")) <= set(spoken(one.text))


def test_among_equals_the_speakers_own_come_first(store):
    candidates = found(store, "the", speaker="speaker-3", limit=40)
    own = [one.speaker == "speaker-3" for one in candidates]
    assert own == sorted(own, reverse=True)
    assert any(own)


@pytest.mark.parametrize("words", ["", "\u2026", '" AND "', "NEAR(a b)", "-x", "shingles:", "\0"])
def test_words_are_never_taken_for_a_query(store, words):
    assert isinstance(found(store, words), list)


def test_no_more_than_the_limit_are_given(store):
    assert len(found(store, "the of to", limit=3)) <= 3


def test_the_order_of_saving_does_not_count(tmp_path, store):
    order = list(range(len(TEXTS)))
    Random(1).shuffle(order)
    with opened(tmp_path, order) as again:
        for number in range(0, len(TEXTS), 40):
            words = " ".join(TEXTS[number].split()[:9])
            one, other = found(store, words), found(again, words)
            assert {item.instance for item in one} == {item.instance for item in other}


def test_a_text_that_never_was_a_version_is_no_candidate(tmp_path):
    with opened(tmp_path, [3]) as store:
        with store.writing() as connection:
            connection.exec_driver_sql("DELETE FROM versions")
        assert found(store, TEXTS[3]) == []


def test_the_same_text_twice_is_indexed_once(tmp_path):
    with opened(tmp_path, [3]) as store:
        with store.writing() as connection:
            texts.save_text(connection, "i3", reading(TEXTS[3]))
        with store.reading() as connection:
            query = f"SELECT rowid FROM shingles('{shingles.of_words(['the'])[0]}')"
            assert len(connection.exec_driver_sql(query).all()) <= 1
        assert len(found(store, TEXTS[3])) == 1


def test_the_answer_to_a_control_is_nobodys_statement(tmp_path):
    with opened(tmp_path, [3]) as store, store.writing() as connection:
        texts.save_text(connection, "capture", reading(TEXTS[5]), "capture")
        number = shingles.of_runs(spoken(TEXTS[5]))[0]
        query = "SELECT rowid FROM shingles WHERE shingles MATCH ?"
        assert connection.exec_driver_sql(query, (number,)).all() == []


def test_what_was_taken_out_is_in_neither_the_index_nor_its_file(tmp_path):
    with opened(tmp_path, range(20)) as store:
        with store.writing() as connection:
            lookup.forget(connection, "i7")
            shingles.merge(connection)
        assert found(store, TEXTS[7], speaker="speaker-0")[:1] != [TEXTS[7]]
        assert all(one.instance != "i7" for one in found(store, TEXTS[7]))
        assert found(store, TEXTS[8])[0].instance == "i8"
        other = {word for n in range(20) if n != 7 for word in spoken(TEXTS[n])}
        rare = next(word for word in spoken(TEXTS[7]) if word not in other)
        assert not held(store, shingles.of_words([rare])[0])
        assert held(store, shingles.of_words(spoken(TEXTS[8])[:1])[0])


def held(store, number):
    """Whether the index's file knows a number; its terms are listed as they are stored."""
    with store.writing() as connection:
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, shingles, row)"
        )
        query = "SELECT count(*) FROM temp.terms WHERE term = ?"
        count = connection.exec_driver_sql(query, (number,)).scalar_one()
        connection.exec_driver_sql("DROP TABLE temp.terms")
    return count > 0


def test_the_index_is_merged_where_many_texts_came_and_finds_the_same(tmp_path):
    def segments(store):
        with store.reading() as connection:
            query = "SELECT count(DISTINCT segid) FROM shingles_idx"
            return connection.exec_driver_sql(query).scalar_one()

    with opened(tmp_path, range(3)) as store:
        for number in range(3, 8):
            with store.writing() as connection:
                save(connection, number, TEXTS[number])
        before, many = [one.instance for one in found(store, TEXTS[5])], segments(store)
        with store.writing() as connection:
            shingles.merge_many(connection, 1)
        assert segments(store) == many > 1
        with store.writing() as connection:
            shingles.merge_many(connection, 2)
        assert segments(store) == 1
        assert [one.instance for one in found(store, TEXTS[5])] == before


def test_an_emptied_store_has_an_empty_index(tmp_path):
    with opened(tmp_path, range(5)) as store:
        store.empty()
        assert found(store, TEXTS[2]) == []
        with store.writing() as connection:
            save(connection, 2, TEXTS[2])
        assert [one.instance for one in found(store, TEXTS[2])] == ["i2"]


def test_a_transaction_that_fails_leaves_nothing_in_the_index(tmp_path):
    with opened(tmp_path, [1]) as store:

        def fail():
            with store.writing() as connection:
                save(connection, 2, TEXTS[2])
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        assert all(one.instance == "i1" for one in found(store, TEXTS[2]))


def test_the_reading_is_stored_as_it_was(store):
    with store.reading() as connection:
        packed = connection.exec_driver_sql("SELECT reading FROM readings WHERE n = 1").scalar_one()
    assert json.loads(packed)["text"] == TEXTS[0]
