"""The store as a file: transactions, what others see meanwhile, what it says of its own faults."""

import sqlite3
import threading
from contextlib import closing, contextmanager

import pytest

from walkback.errors import RecordDamaged, StorageFull
from walkback.model.evidence import Kept, Leaf, LeafKind, Place
from walkback.store import Store
from walkback.store.store import save_leaves


def leaf(number):
    return Kept(Leaf(LeafKind.CAPTURE, f"id-{number}", "00", {}), Place("segment", number, 1, 0))


def add(store, number):
    with store.writing() as connection:
        save_leaves(connection, number, [leaf(number)])


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "store.db")
    yield made
    made.close()


@pytest.fixture
def beside(store):
    """The same store as another process sees it."""
    other = Store(store.path)
    yield other
    other.close()


def test_a_new_store_is_empty_and_not_whole_until_it_is_filled(store, beside):
    assert not store.whole()
    assert store.size() == 0
    assert store.last_leaf() is None
    add(store, 0)
    assert not store.whole()
    store.finish()
    assert store.whole()
    assert beside.whole()
    assert beside.last_leaf().id == "id-0"


def test_a_transaction_that_fails_leaves_nothing(store):
    add(store, 0)

    def fail():
        with store.writing() as connection:
            save_leaves(connection, 1, [leaf(1)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.size() == 1


def test_what_is_written_at_once_is_seen_at_once(store, beside):
    add(store, 0)
    with store.at_once():
        store.empty()
        add(store, 0)
        assert store.size() == 1
        add(store, 1)
        assert store.size() == 2
        assert beside.size() == 1
    assert beside.size() == 2


def test_what_was_to_be_written_at_once_and_failed_is_not_written_at_all(store, beside):
    add(store, 0)

    def fail():
        with store.at_once():
            store.empty()
            add(store, 5)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.size() == beside.size() == 1
    add(store, 1)
    assert beside.size() == 2


def test_one_asking_sees_one_state_though_another_writes_meanwhile(store, beside):
    add(store, 0)
    query = "SELECT count(*) FROM leaves"
    with beside.reading() as connection:
        assert connection.exec_driver_sql(query).scalar() == 1
        add(store, 1)
        assert connection.exec_driver_sql(query).scalar() == 1
    assert beside.size() == 2


def test_every_transaction_that_writes_is_guarded_and_none_that_reads(store):
    held = []

    @contextmanager
    def guard():
        held.append("taken")
        yield
        held.append("given back")

    store.guard = guard
    assert store.size() == 0
    assert held == []
    with store.at_once():
        add(store, 0)
        add(store, 1)
    assert held == ["taken", "given back"]


@pytest.mark.parametrize(
    "content", [b"", b"nothing of the kind" * 99, b"SQLite format 3\0" + bytes(99)]
)
def test_a_file_that_is_no_store_is_made_anew(tmp_path, content):
    path = tmp_path / "store.db"
    path.write_bytes(content)
    with closing(Store(path)) as made:
        assert not made.whole()
        assert made.size() == 0


def test_a_store_that_was_cut_short_while_it_was_made_is_made_anew(tmp_path):
    path = tmp_path / "store.db"
    with closing(sqlite3.connect(path)) as half:
        half.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
        half.commit()
    with closing(Store(path)) as made:
        assert made.size() == 0


def test_words_of_another_reader_make_it_anew(tmp_path):
    path = tmp_path / "store.db"
    with closing(Store(path, reader="one")) as made:
        add(made, 0)
        made.finish()
    with closing(Store(path, reader="one")) as same:
        assert same.whole()
    with closing(Store(path, reader="two")) as other:
        assert not other.whole()
        assert other.size() == 0


def test_damaged_pages_say_that_the_store_can_be_deleted(store):
    with store.reading() as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'leaves'"
        page = connection.exec_driver_sql(query).scalar_one()
    store.close()
    data = bytearray(store.path.read_bytes())
    data[4096 * (page - 1) : 4096 * page] = b"\xff" * 4096
    store.path.write_bytes(data)
    with closing(Store(store.path)) as damaged:
        with pytest.raises(RecordDamaged, match="the store is damaged") as caught:
            damaged.size()
        assert caught.value.subject == str(store.path)
        assert "Delete store.db" in caught.value.todo


def test_a_store_that_may_not_grow_is_full_and_keeps_what_it_has(store):
    add(store, 0)
    with store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def grow():
        with store.writing() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            save_leaves(connection, 1, [leaf(n) for n in range(1, 20_000)])

    with pytest.raises(StorageFull, match="the store could not be written") as caught:
        grow()
    assert "nothing is lost" in caught.value.todo
    assert store.size() == 1


def test_two_that_write_wait_for_each_other(store, beside):
    def work(one, numbers):
        for number in numbers:
            add(one, number)

    threads = [
        threading.Thread(target=work, args=(store, range(0, 60, 2))),
        threading.Thread(target=work, args=(beside, range(1, 60, 2))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM leaves").scalar() == 60
