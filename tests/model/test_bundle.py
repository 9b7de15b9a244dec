import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.errors import BadInput
from walkback.model.bundle import (
    FIXED,
    Bundle,
    BundleInstance,
    BundleLeaf,
    BundleStatement,
    StampFacts,
    Subject,
    Tombstone,
    Withheld,
    is_ours,
    proof_name,
    proof_number,
    read_lines,
    stamp_name,
    stamp_part,
    write_lines,
)
from walkback.model.canonical import canonical
from walkback.model.evidence import LeafKind

WHOLE = Bundle(
    Subject("statement", "s1", "https://town.example/speech"),
    "town.example/record",
    12,
    "Walkback/0",
    "2026-02-03T04:05:06Z",
    (BundleStatement("s1", "https://town.example/speech", (BundleInstance("i1", "https://x/"),)),),
    (BundleLeaf(3, LeafKind.CAPTURE, "c1", 0, 812),),
    (Withheld(4, LeafKind.CAPTURE, "restricted"),),
    (Tombstone(5, 11, "erased"),),
)


def test_the_list_of_a_bundle_comes_back_as_it_was_written():
    assert Bundle.decode(WHOLE.encode()) == WHOLE
    facts = StampFacts("https://tsa.example/", "00" * 32, 12, "2026-02-03T04:05:06Z")
    assert StampFacts.decode(facts.encode()) == facts


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda value: value.update(v=2), "fields that do not belong in it"),
        (lambda value: value.update(v=True), "fields that do not belong in it"),
        (lambda value: value.update(more=1), "fields that do not belong in it"),
        (lambda value: value["leaves"][0].update(n="3"), "'3' is no whole number"),
        (lambda value: value["leaves"][0].update(offset=-1), "-1 is no whole number"),
        (lambda value: value["leaves"][0].update(offset=True), "True is no whole number"),
        (lambda value: value["leaves"][0].update(kind="opinion"), "'opinion' is not a valid"),
        (lambda value: value.pop("size"), "KeyError('size')"),
        (lambda value: value.update(about=[]), "list indices"),
        (lambda value: value["about"].update(url=7), "7 is no text"),
    ],
)
def test_a_list_of_another_form_is_refused_with_what_is_wrong(change, told):
    value = json.loads(WHOLE.encode())
    change(value)

    with pytest.raises(BadInput) as refused:
        Bundle.decode(canonical(value))
    assert told in str(refused.value)


@given(st.integers(0, 10**18))
def test_each_leaf_has_one_name_for_its_proof(number):
    assert proof_number(proof_name(number)) == number
    assert is_ours(proof_name(number))
    assert not is_ours(f"walkback/proof-0{number}.tlog-proof")


def test_only_names_of_the_format_are_ours():
    assert all(map(is_ours, FIXED))
    assert stamp_part(stamp_name(3, "tsr")) == (3, "tsr")
    for strange in ("walkback/", "archive/other.warc.gz", "walkback/stamp-1.exe", "../pages", ""):
        assert not is_ours(strange)


@given(st.lists(st.dictionaries(st.text(max_size=3), st.integers(0, 9))))
def test_lines_come_back_and_lines_that_break_off_are_refused(values):
    data = write_lines(values)
    assert list(read_lines(data)) == values
    if data:
        with pytest.raises(BadInput, match="break off"):
            list(read_lines(data[:-1]))
