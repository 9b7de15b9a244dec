"""The adapter and a real PDS: what it makes of what an author and a host really do."""

import time
from datetime import UTC, datetime

import pytest
from tests.dev_env.network import Network, missing, rkey

from walkback.fetch import Fetcher, FetchOptions
from walkback.fetch.push import Listener
from walkback.model.exchange import Request
from walkback.sources.bluesky import Bluesky, Firehose, Hosts
from walkback.sources.bluesky.addresses import post_url

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d4944415478da63f8ffff3f0005fe02fea735813b0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def network():
    if why := missing():
        pytest.skip(why)
    found = Network()
    yield found
    found.close()


@pytest.fixture
def ask(network):
    """Holds a conversation with the network; each goes on with what the last remembered."""
    adapter = Bluesky(Hosts(plc=network.plc, resolver=network.pds, relay=network.pds))
    options = FetchOptions(allow_net=("127.0.0.0/8", "::1"))
    with Fetcher(options, clock=lambda: datetime.now(UTC)) as fetcher:
        yield Asker(adapter, fetcher)


class Asker:
    def __init__(self, adapter, fetcher):
        self.adapter, self.fetcher, self.memory = adapter, fetcher, {}

    def list(self, handle):
        return self._hold(self.adapter.list(self.adapter.address("@" + handle), self.memory))

    def look(self, author, made):
        return self._hold(self.adapter.look(post_url(author.did, rkey(made)), self.memory))

    def _hold(self, conversation):
        outcome = None
        while True:
            try:
                request = conversation.send(outcome)
            except StopIteration as end:
                self.memory = {**self.memory, **end.value.memory}
                return end.value
            (outcome,) = self.fetcher.fetch([request])


def test_posts_are_listed_with_pictures_links_and_quotations(network, ask):
    ada, ben = network.account("ada"), network.account("ben")
    quoted = ben.post("The bridge opens on Monday.")
    image = ada.upload(PIXEL, "image/png")
    text = "No, see ada.example/bridge"
    facet = {
        "index": {"byteStart": 8, "byteEnd": 26},
        "features": [
            {"$type": "app.bsky.richtext.facet#link", "uri": "https://ada.example/bridge"}
        ],
    }
    reference = {"uri": quoted["uri"], "cid": quoted["cid"]}
    pictures = {
        "$type": "app.bsky.embed.images",
        "images": [{"image": image, "alt": "A closed bridge"}],
    }
    embed = {
        "$type": "app.bsky.embed.recordWithMedia",
        "record": {"$type": "app.bsky.embed.record", "record": reference},
        "media": pictures,
    }
    made = ada.post(text, facets=[facet], embed=embed, langs=["en"])
    answer = ada.post("It stays closed.", reply={"root": reference, "parent": reference})
    listed = ask.list("ada.test")
    assert (listed.outcome, listed.account, listed.whole) == ("received", "active", True)
    assert [post.text for post in listed.posts] == ["It stays closed.", text]
    assert listed.posts[0].reply_to == post_url(ben.did, rkey(quoted))
    assert listed.posts[0].url == post_url(ada.did, rkey(answer))

    found = ask.look(ada, made)
    assert (found.item, found.account, found.others["proof"]) == ("present", "active", "verified")
    assert found.also == (f"https://bsky.app/profile/ada.test/post/{rkey(made)}",)
    post = found.post
    assert (post.text, post.language) == (text, "en")
    assert post.links == ("https://ada.example/bridge",)
    assert [picture.alt for picture in post.pictures] == ["A closed bridge"]
    assert post.quotes == post_url(ben.did, rkey(quoted))
    assert post.quoted == "The bridge opens on Monday."
    # The signed record and the listed one are the same post, but for the words it quotes.
    assert post.pictures == listed.posts[1].pictures
    (blob,) = ask.fetcher.fetch([Request(post.pictures[0].url)])
    assert blob.content == PIXEL


def test_an_edit_is_seen_and_a_deletion_is_proved(network, ask):
    cleo = network.account("cleo")
    made = [cleo.post(f"Statement {number}.") for number in range(6)]
    assert ask.look(cleo, made[2]).post.text == "Statement 2."
    cleo.edit(made[2], "Statement 2, corrected.")
    assert ask.look(cleo, made[2]).post.text == "Statement 2, corrected."
    cleo.delete(made[2])
    gone = ask.look(cleo, made[2])
    assert (gone.outcome, gone.item, gone.account) == ("gone", "proved-absent", "active")
    assert gone.others["proof"] == "verified"
    assert ask.look(cleo, made[3]).item == "present"


def test_what_the_host_takes_down_is_withheld_and_not_deleted(network, ask):
    dora = network.account("dora")
    made = dora.post("Words that the host does not like.")
    assert ask.look(dora, made).item == "present"
    dora.take_down(made)
    hidden = ask.look(dora, made)
    assert (hidden.item, hidden.account, hidden.code) == ("withheld", "active", "RecordNotFound")
    assert ask.list("dora.test").posts == ()
    dora.take_down(made, applied=False)
    assert ask.look(dora, made).item == "present"


def test_an_account_that_is_switched_off_is_so_and_comes_back(network, ask):
    emil = network.account("emil")
    made = emil.post("Words of an account that rests.")
    assert ask.list("emil.test").account == "active"
    emil.deactivate()
    away = ask.look(emil, made)
    assert (away.item, away.account, away.code) == ("not-found", "deactivated", "deactivated")
    listed = ask.list("emil.test")
    assert (listed.outcome, listed.account, listed.posts) == ("gone", "deactivated", ())
    emil.activate()
    assert ask.look(emil, made).item == "present"


def test_an_account_that_its_host_suspends_was_not_deleted_by_its_owner(network, ask):
    fred = network.account("fred")
    made = fred.post("Words of an account that is taken down.")
    assert ask.look(fred, made).item == "present"
    fred.take_down()
    away = ask.look(fred, made)
    assert (away.account, away.code) == ("suspended", "takendown")
    assert ask.list("fred.test").account == "suspended"


def test_an_account_that_its_host_no_longer_knows_is_lost(network, ask):
    gina = network.account("gina")
    made = gina.post("Words of an account that ends.")
    assert ask.look(gina, made).item == "present"
    gina.end()
    away = ask.look(gina, made)
    assert (away.item, away.account, away.code) == ("not-found", "lost", "RepoNotFound")


def test_a_new_handle_is_the_same_account(network, ask):
    hugo = network.account("hugo")
    made = hugo.post("Words under an old name.")
    first = ask.list("hugo.test")
    hugo.rename("hugo-new.test")
    again = ask.list("hugo.test")
    assert [post.url for post in again.posts] == [post.url for post in first.posts]
    assert ask.look(hugo, made).item == "present"
    ask.memory = {name: value for name, value in ask.memory.items() if name != "checked"}
    assert "its handle was hugo.test and is now hugo-new.test" in ask.list("hugo.test").notes
    assert ask.look(hugo, made).also == (
        f"https://bsky.app/profile/hugo-new.test/post/{rkey(made)}",
    )


def test_the_hosts_stream_tells_a_deletion_as_it_happens_and_goes_on_from_its_cursor(network, ask):
    ines, jan = network.account("ines"), network.account("jan")
    kept, gone = ines.post("Words that stay."), ines.post("Words that go.")
    ask.list("ines.test")
    source = f"https://bsky.app/profile/{ines.did}"
    ear = Firehose(network.pds, {source: dict(ask.memory)}, "0")
    listener = Listener(FetchOptions(allow_net=("127.0.0.0/8", "::1")))
    told = until(listener, ear, "posted", post_url(ines.did, rkey(gone)))
    assert {one.others["proof"] for one in told if one.what == "posted"} == {"verified"}

    jan.delete(jan.post("Not ours."))
    began = time.monotonic()
    ines.delete(gone)
    told = until(listener, ear, "deleted", post_url(ines.did, rkey(gone)))
    assert [(one.what, one.item, one.source) for one in told] == [("deleted", "tombstone", source)]
    assert time.monotonic() - began < 15
    assert ask.look(ines, gone).item == "proved-absent"

    # What happens while nobody listens is told when somebody does, and nothing else is.
    place = ear.cursor
    ines.edit(kept, "Words that stay, changed.")
    ines.rename("ines-new.test")
    ines.deactivate()
    again = Firehose(network.pds, {source: dict(ask.memory)}, place)
    told = until(listener, again, "account", "")
    assert [one.what for one in told] == ["edited", "identity", "account"]
    assert (told[-1].account, told[-1].code) == ("deactivated", "deactivated")


def until(listener, ear, what, url):
    """All that is told, up to an event of one kind."""
    told = []
    for heard in listener.listen(ear):
        assert not heard.trouble
        told += heard.pushed
        if any((one.what, one.url) == (what, url) for one in told):
            return told
    raise AssertionError("a listener listens for ever")
