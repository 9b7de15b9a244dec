"""Records as statements: the figure's own words, pictures and links, and nobody's profile."""

from datetime import UTC, datetime

import libipld
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkback.sources.bluesky.car import cid_of, name
from walkback.sources.bluesky.posts import quoted_place, quoted_words, read_post

DID, OTHER = "did:plc:ewvi7nxzyoun6zhxrhs64oiz", "did:plc:44ybard66vv44zksje25o7dz"
PDS = "https://pds.example"
CID = name(cid_of(b"\xa0"))


def read(**more):
    record = {"$type": "app.bsky.feed.post", "text": "Words.", "createdAt": "2026-01-31T12:00:00Z"}
    return read_post(record | more, DID, "3kabc", PDS)


def picture(**image):
    return {"image": {"$type": "blob", "ref": {"$link": CID}, "mimeType": "image/png"}, **image}


def test_words_time_language_and_address():
    post = read(langs=["cy", "en"])
    assert post.url == f"https://bsky.app/profile/{DID}/post/3kabc"
    assert (post.text, post.language) == ("Words.", "cy")
    assert post.published == datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["images", "gallery"])
def test_pictures_come_with_their_descriptions(kind):
    part = "images" if kind == "images" else "items"
    post = read(
        embed={"$type": f"app.bsky.embed.{kind}", part: [picture(alt="A letter"), picture()]}
    )
    url = f"{PDS}/xrpc/com.atproto.sync.getBlob?did={DID}&cid={CID}"
    assert [(one.url, one.alt) for one in post.pictures] == [(url, "A letter"), (url, "")]


def test_signed_and_listed_records_are_the_same_post():
    listed = picture(alt="A letter")
    signed = {"image": {"ref": libipld.decode_multibase(CID)[1]}, "alt": "A letter"}
    images = [{"$type": "app.bsky.embed.images", "images": [one]} for one in (listed, signed)]
    assert read(embed=images[0]) == read(embed=images[1])


def test_links_come_from_the_text_and_the_card_once_each():
    link = {"$type": "app.bsky.richtext.facet#link", "uri": "https://ada.example/a"}
    mention = {"$type": "app.bsky.richtext.facet#mention", "did": OTHER}
    card = {"$type": "app.bsky.embed.external", "external": {"uri": "https://ada.example/b"}}
    facets = [{"features": [link]}, {"features": [mention]}, {"features": [link]}]
    assert read(facets=facets, embed=card).links == (
        "https://ada.example/a",
        "https://ada.example/b",
    )


def test_a_quotation_with_pictures_is_both():
    reference = {"uri": f"at://{OTHER}/app.bsky.feed.post/3kxyz", "cid": CID}
    embed = {
        "$type": "app.bsky.embed.recordWithMedia",
        "record": {"$type": "app.bsky.embed.record", "record": reference},
        "media": {"$type": "app.bsky.embed.images", "images": [picture(alt="x")]},
    }
    post = read(embed=embed)
    assert post.quotes == f"https://bsky.app/profile/{OTHER}/post/3kxyz"
    assert len(post.pictures) == 1
    assert quoted_place({"embed": embed})[1] == CID


def test_a_list_or_feed_that_is_embedded_is_no_quotation():
    reference = {"uri": f"at://{OTHER}/app.bsky.feed.generator/aaa", "cid": CID}
    assert read(embed={"$type": "app.bsky.embed.record", "record": reference}).quotes is None


def test_quoted_words_are_those_that_were_quoted_or_none():
    record = {
        "$type": "app.bsky.feed.post",
        "text": "What I said.",
        "createdAt": "2026-01-30T12:00:00Z",
        "embed": {"$type": "app.bsky.embed.images", "images": [picture(alt="")]},
    }
    signed = record | {"embed": {"$type": "app.bsky.embed.images", "images": [picture(alt="")]}}
    signed["embed"]["images"][0]["image"] |= {"ref": libipld.decode_multibase(CID)[1]}
    cid = name(cid_of(libipld.encode_dag_cbor(signed)))
    assert quoted_words({"value": record}, cid) == "What I said."
    assert quoted_words({"value": record | {"text": "What I never said."}}, cid) == ""
    assert quoted_words({"error": "RecordNotFound"}, cid) == ""
    assert quoted_words({"value": {"text": "x", "odd": {"$link": "not a CID"}}}, cid) == ""


def test_a_reply_names_what_it_answers_and_keeps_none_of_its_words():
    reference = {"uri": f"at://{OTHER}/app.bsky.feed.post/3kxyz", "cid": CID}
    post = read(reply={"root": reference, "parent": reference})
    assert post.reply_to == f"https://bsky.app/profile/{OTHER}/post/3kxyz"
    assert (post.text, post.quoted) == ("Words.", "")


@pytest.mark.parametrize("record", [None, [], {}, {"text": 3}, {"$type": "a.b.c", "text": "x"}])
def test_what_is_no_post_is_none(record):
    assert read_post(record, DID, "3kabc", PDS) is None


@pytest.mark.parametrize("time", ["yesterday", "", None, 5, "2026-99-01T00:00:00Z"])
def test_a_time_that_is_none_is_not_made_up(time):
    assert read(createdAt=time).published is None


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.binary(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["$type", "$link", "record", "media", "images", "items", "uri", "features"]
            ),
            inner | st.sampled_from(["app.bsky.embed.record", "app.bsky.embed.recordWithMedia"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None)
@given(embed=_ANY, facets=_ANY, reply=_ANY, langs=_ANY)
def test_whatever_else_a_record_holds_its_words_are_read(embed, facets, reply, langs):
    assert read(embed=embed, facets=facets, reply=reply, langs=langs).text == "Words."
