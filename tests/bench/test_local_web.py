"""The local web of the benches serves, revalidates and changes as a real one does."""

import gzip
import shutil
import urllib.error
import urllib.request

import pytest
from bench.local_web import local_web, with_sentence

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")

PAGE = b"<html><body><p class=x>First words.</p><pre>code</pre><p>Second words.</p></body></html>"


def get(address, **headers):
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read(), answer.headers


def test_pages_lie_on_a_hundred_hosts_and_no_two_are_equal(tmp_path):
    with local_web(tmp_path, [PAGE], 101) as web:
        bodies = {get(address)[1] for address in web.addresses}
        assert len(bodies) == 101
        assert len({address.split("/")[2] for address in web.addresses}) == 100


def test_an_unchanged_page_is_a_304_and_a_changed_one_has_a_sentence_more(tmp_path):
    with local_web(tmp_path, [PAGE], 20) as web:
        status, body, headers = get(web.addresses[0], **{"Accept-Encoding": "gzip"})
        assert (status, headers["Content-Encoding"]) == (200, "gzip")
        assert b"Copy number 0" in gzip.decompress(body)
        again = {"Accept-Encoding": "gzip", "If-None-Match": headers["ETag"]}
        assert get(web.addresses[0], **again)[0] == 304
        before = {address: get(address)[1] for address in web.addresses}
        changed = web.change(0.1)
        assert len(changed) == 2
        for address, old in before.items():
            new = get(address)[1]
            assert (new != old) == (address in changed)
            assert (b"revision 1" in new) == (address in changed)


def test_a_sentence_goes_into_a_paragraph_and_never_into_a_tag():
    assert with_sentence(PAGE, "New.", nth=1) == PAGE.replace(b"Second", b"New. Second")
    assert with_sentence(PAGE, "New.", nth=2) == PAGE.replace(b"First", b"New. First")
    assert with_sentence(b"<body>no paragraph</body>", "New.") == (
        b"<body>no paragraph<p>New. </p></body>"
    )
