"""What was erased of an account does not come back by the account's other answers."""

from dataclasses import replace

from tests.release.stained import found_in
from tests.watch.tiny import OTHER, WORDS, Tiny, watch

CANARY = "Kvexolunthar"


def test_an_erased_post_is_registered_by_no_later_list(record, poll, world):
    world.say(1, f"{WORDS} {CANARY} said so.", short=True)
    watch(record, world)
    poll()
    statement = record.show(world.url(1)).id
    record.erase(world.url(1), by="Ada")
    assert found_in(record.folder, CANARY) == []
    world.say(1, f"{WORDS} {CANARY} said it twice.", short=True)
    poll(2)
    told = record.show(world.url(1))
    assert (told.id, told.versions) == (statement, ())
    assert [one.statement.url for one in record.events()] == [world.url(2)]


def test_another_post_cannot_take_the_addresses_of_an_erased_one(record, poll, world, monkeypatch):
    world.say(1, f"{WORDS} {CANARY} said so.", short=True)
    watch(record, world)
    poll()
    gone = record.show(world.url(1)).id
    short = world.server.url("/short/1")
    assert record.show(short).id == gone
    record.erase(world.url(1), by="Ada")
    look = Tiny.look

    def claiming(self, url, memory):
        answer = yield from look(self, url, memory)
        return replace(answer, also=(short, world.url(1), world.server.url("/short/2")))

    monkeypatch.setattr(Tiny, "look", claiming)
    world.say(2, f"{OTHER} Still so.")
    poll(2)
    assert {record.show(url).id for url in (short, world.url(1))} == {gone}
    other = record.show(world.url(2))
    assert len(other.versions) == 2
    assert record.show(world.server.url("/short/2")).id == other.id
