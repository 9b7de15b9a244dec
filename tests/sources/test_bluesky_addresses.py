"""Names and addresses: the published interoperability vectors, and what people write."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from walkback.sources.bluesky import Bluesky
from walkback.sources.bluesky.addresses import (
    at_place,
    is_did,
    is_handle,
    is_nsid,
    is_rkey,
    is_tid,
    tid_time,
)

# Published by the protocol's makers; read where they lie, and nowhere copied to.
VECTORS = Path(__file__).parents[3] / "shared" / "data" / "apis" / "atproto" / "interop-syntax"
DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"

SYNTAXES = {
    "did": is_did,
    "handle": is_handle,
    "nsid": is_nsid,
    "recordkey": is_rkey,
    "tid": is_tid,
    "aturi": lambda text: at_place(text) is not None,
    "atidentifier": lambda text: is_did(text) or is_handle(text),
}


@pytest.mark.skipif(not VECTORS.is_dir(), reason=f"the published vectors are not at {VECTORS}")
@pytest.mark.parametrize("valid", [True, False], ids=["valid", "invalid"])
@pytest.mark.parametrize("name", SYNTAXES)
def test_the_published_syntax_vectors_hold(name, valid):
    path = VECTORS / f"{name}_syntax_{'valid' if valid else 'invalid'}.txt"
    lines = path.read_text("utf-8").split("\n")
    # "#" begins a comment there, and two of the invalid ones.
    lines = [line for line in lines if line and not line.startswith("# ")]
    assert len(lines) > 5
    wrong = [line[:80] for line in lines if SYNTAXES[name](line) is not valid]
    assert not wrong


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("@ada.example", "https://bsky.app/profile/ada.example"),
        ("@Ada.Example", "https://bsky.app/profile/ada.example"),
        ("\u202a@ada.example\u202c", "https://bsky.app/profile/ada.example"),
        ("bsky.app/profile/ada.example", "https://bsky.app/profile/ada.example"),
        ("ada.bsky.social", "https://bsky.app/profile/ada.bsky.social"),
        ("https://bsky.app/profile/ada.example", "https://bsky.app/profile/ada.example"),
        ("https://bsky.app/profile/ada.example/", "https://bsky.app/profile/ada.example"),
        ("https://bsky.app/profile/ada.example?a=1#b", "https://bsky.app/profile/ada.example"),
        (f"https://bsky.app/profile/{DID}", f"https://bsky.app/profile/{DID}"),
        (f"https://bsky.app/profile/{DID}/post/3kabc", f"https://bsky.app/profile/{DID}"),
        (f"at://{DID}/app.bsky.feed.post/3kabc", f"https://bsky.app/profile/{DID}"),
        (f"https://bsky.app/profile/{DID.replace(':', '%3A')}", f"https://bsky.app/profile/{DID}"),
        (DID, f"https://bsky.app/profile/{DID}"),
        ("did:web:ada.example", "https://bsky.app/profile/did:web:ada.example"),
    ],
)
def test_an_account_is_known_by_what_people_write(written, address):
    assert Bluesky().address(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "ada.example",  # a web site as well
        "@ada",
        "@ada@social.example",
        "https://ada.example/",
        "https://bsky.app/",
        "https://bsky.app/profile/no_handle",
        "https://notbsky.app/profile/ada.example",
        "did:key:zQ3sh",
        "at://ada.example/not-a-collection/1",
        "",
    ],
)
def test_what_is_not_of_this_platform_is_left_to_others(written):
    assert Bluesky().address(written) is None


def test_a_revision_tells_its_time():
    assert tid_time("3jzfcijpj2z2a").year == 2023
    assert tid_time("2222222222222") == datetime(1970, 1, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="3jzf"):
        tid_time("3jzf")
