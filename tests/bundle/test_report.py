"""The capture report has every field of the Berkeley Protocol, none of them empty."""

import json
import re

import pytest
from tests.bundle.conftest import EDITED, GONE, LINES, STAYS
from tests.bundle.opened import members

# OHCHR and UC Berkeley, Berkeley Protocol, chapter VI.C: what to collect of online content.
FIELDS = {
    "url": "address",
    "source": "source code",
    "image": "full-page capture",
    "media": "embedded media files",
    "metadata": "embedded metadata",
    "context": "contextual data",
    "collection": "collection data",
    "hash": "hash value",
}
COLLECTION = {"collector", "at", "connected_to", "connected_from", "clock", "tool", "outcome"}


def reported(path):
    return json.loads(members(path)["walkback/report.values.json"])


def empty(value, path=""):
    """The paths of values that say nothing."""
    if isinstance(value, dict):
        return [name for key, each in value.items() for name in empty(each, f"{path}.{key}")]
    if isinstance(value, list):
        found = [name for each in value for name in empty(each, path)]
        return found if value else [path]
    return [] if value not in ("", None) else [path]


@pytest.mark.parametrize("ref", [EDITED, GONE, STAYS])
def test_no_field_of_a_capture_is_empty(bundle, ref):
    report = reported(bundle(ref))
    assert report["captures"]
    for capture in report["captures"]:
        assert set(FIELDS) <= set(capture)
        assert set(capture["collection"]) >= COLLECTION
        assert empty(capture) == []


@pytest.mark.parametrize("ref", [EDITED, GONE, STAYS, LINES[0]["url"]])
def test_what_was_concluded_is_told_with_its_leaf(bundle, ref):
    path = bundle(ref)
    report = reported(path)
    verdicts = [json.loads(line) for line in members(path)["walkback/verdicts.jsonl"].splitlines()]
    assert [(one["leaf"], one["kind"]) for one in report["events"]] == [
        (one["leaf"], one["verdict"]["kind"]) for one in verdicts
    ]
    assert report["statements"][0]["speaker"] == "Mira Vossberg"
    assert empty(report["statements"]) == empty(report["events"]) == []


def test_the_page_to_print_says_all_of_it_and_loads_nothing(bundle, told):
    found = members(bundle(EDITED))
    page = found["walkback/report.html"].decode()
    report = json.loads(found["walkback/report.values.json"])

    assert told.urls[EDITED] in page
    for capture in report["captures"]:
        assert capture["hash"]["body_sha256"] in page
        assert capture["collection"]["at"] in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert not re.search(r"<script|<img|<link|<iframe|src=|href=", page)


def test_its_words_are_plain(bundle):
    page = members(bundle(GONE))["walkback/report.html"].decode()
    body = re.sub(r"<pre>.*?</pre>", "", page, flags=re.DOTALL)
    for loaded in ("deleted by", "scrubbed", "cover", "hid ", "lied", "secretly", "suspicious"):
        assert loaded not in body
