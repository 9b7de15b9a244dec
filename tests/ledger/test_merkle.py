import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.errors import NotFound, VerificationFailed
from walkback.ledger.merkle import (
    EMPTY_ROOT,
    consistency,
    extend,
    frontier_root,
    inclusion,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from walkback.model.proof import ConsistencyProof, InclusionProof

# The test tree of Certificate Transparency: its leaves, and its root at each size.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [leaf_hash(f"leaf {number}".encode()) for number in range(300)]


def defined_root(hashes):
    """RFC 6962 2.1 word for word."""
    if len(hashes) < 2:
        return hashes[0] if hashes else EMPTY_ROOT
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(defined_root(hashes[:half]), defined_root(hashes[half:]))


def hash_at(level, index):
    return defined_root(HASHES[index << level : (index + 1) << level])


@pytest.mark.parametrize("size", range(1, 9))
def test_the_reference_tree_has_its_known_roots(size):
    assert root_of(map(leaf_hash, LEAVES[:size])).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing_as_its_root():
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.lists(st.integers(0, 20), max_size=8))
def test_a_tree_grown_in_steps_is_the_tree_grown_at_once(steps):
    frontier, size = (), 0
    for step in steps:
        frontier, _ = extend(frontier, HASHES[size : size + step])
        size += step
        assert frontier_root(frontier) == defined_root(HASHES[:size])


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_every_inclusion_proof_leads_to_the_root(place):
    index, size = place
    proof = inclusion(hash_at, index, size)
    verify_inclusion(HASHES[index], proof, defined_root(HASHES[:size]))


@given(st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_every_consistency_proof_leads_to_both_roots(sizes):
    old, size = sizes
    proof = consistency(hash_at, old, size)
    verify_consistency(proof, defined_root(HASHES[:old]), defined_root(HASHES[:size]))


def defined_consistency(old, hashes, *, whole):
    """SUBPROOF of RFC 6962 2.1.2 word for word."""
    if old == len(hashes):
        return [] if whole else [defined_root(hashes)]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    if old <= half:
        inner = defined_consistency(old, hashes[:half], whole=whole)
        return [*inner, defined_root(hashes[half:])]
    inner = defined_consistency(old - half, hashes[half:], whole=False)
    return [*inner, defined_root(hashes[:half])]


def defined_inclusion(index, hashes):
    """PATH of RFC 6962 2.1.1 word for word."""
    if len(hashes) == 1:
        return []
    half = 1 << (len(hashes) - 1).bit_length() - 1
    if index < half:
        return [*defined_inclusion(index, hashes[:half]), defined_root(hashes[half:])]
    return [*defined_inclusion(index - half, hashes[half:]), defined_root(hashes[:half])]


@pytest.mark.parametrize("size", [*range(1, 34), 100, 255, 256, 257])
def test_proofs_are_those_of_the_definition(size):
    hashes = HASHES[:size]
    for index in {*range(0, size, size // 9 + 1), size - 1}:
        proof = inclusion(hash_at, index, size)
        assert list(proof.hashes) == defined_inclusion(index, hashes)
        older = consistency(hash_at, index + 1, size)
        assert list(older.hashes) == defined_consistency(index + 1, hashes, whole=True)


@given(st.data())
def test_an_inclusion_proof_with_any_bit_changed_fails(data):
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion(hash_at, index, size)
    hashes = flipped(data, proof.hashes)
    with pytest.raises(VerificationFailed, match="does not lead to the root") as failure:
        verify_inclusion(HASHES[index], InclusionProof(index, size, hashes), root_of(HASHES[:size]))
    assert failure.value.expected == root_of(HASHES[:size]).hex()
    assert len(failure.value.found) == 64
    assert failure.value.subject == f"leaf {index} of {size}"


@given(st.data())
def test_a_consistency_proof_with_any_bit_changed_fails(data):
    size = data.draw(st.integers(2, 300))
    old = data.draw(st.integers(1, size - 1))
    hashes = flipped(data, consistency(hash_at, old, size).hashes)
    with pytest.raises(VerificationFailed, match=r"consistency proof|older tree"):
        verify_consistency(
            ConsistencyProof(old, size, hashes), root_of(HASHES[:old]), root_of(HASHES[:size])
        )


@given(st.data())
def test_a_proof_for_another_leaf_root_or_size_fails(data):
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != index))
    proof, root = inclusion(hash_at, index, size), root_of(HASHES[:size])
    with pytest.raises(VerificationFailed):
        verify_inclusion(HASHES[other], proof, root)
    with pytest.raises(VerificationFailed):
        verify_inclusion(HASHES[index], InclusionProof(other, size, proof.hashes), root)
    with pytest.raises(VerificationFailed):
        verify_inclusion(HASHES[index], proof, root_of(HASHES[: size - 1]))


@given(st.data())
def test_a_history_that_was_rewritten_has_no_consistency_proof(data):
    size = data.draw(st.integers(2, 300))
    old = data.draw(st.integers(1, size - 1))
    proof = consistency(hash_at, old, size)
    forged = root_of([*HASHES[: old - 1], leaf_hash(b"other")])
    with pytest.raises(VerificationFailed, match=r"older tree is not|does not lead"):
        verify_consistency(proof, forged, root_of(HASHES[:size]))


def flipped(data, hashes):
    place = data.draw(st.integers(0, len(hashes) - 1))
    byte, bit = data.draw(st.integers(0, 31)), data.draw(st.integers(0, 7))
    changed = bytearray(hashes[place])
    changed[byte] ^= 1 << bit
    return (*hashes[:place], bytes(changed), *hashes[place + 1 :])


@pytest.mark.parametrize("change", [lambda h: h[:-1], lambda h: (*h, h[0]), lambda h: (h[0][:31],)])
def test_a_proof_of_the_wrong_length_says_what_length_it_needs(change):
    proof, root = inclusion(hash_at, 3, 7), root_of(HASHES[:7])
    with pytest.raises(VerificationFailed, match="inclusion proof has the wrong length") as failure:
        verify_inclusion(HASHES[3], InclusionProof(3, 7, change(proof.hashes)), root)
    assert failure.value.expected == "3 hashes of 32 bytes"
    older = consistency(hash_at, 3, 7)
    with pytest.raises(VerificationFailed, match="consistency proof has the wrong length"):
        verify_consistency(ConsistencyProof(3, 7, change(older.hashes)), root_of(HASHES[:3]), root)


def test_proofs_that_cannot_be_are_refused_by_name():
    with pytest.raises(NotFound, match=r"no leaf with this number: 5 .expected 0 to 4"):
        inclusion(hash_at, 5, 5)
    with pytest.raises(NotFound, match="the tree is empty"):
        inclusion(hash_at, 0, 0)
    with pytest.raises(NotFound, match=r"no tree of this size: 6 .expected 0 to 5"):
        consistency(hash_at, 6, 5)
    with pytest.raises(VerificationFailed, match="not within the tree"):
        verify_inclusion(HASHES[0], InclusionProof(5, 5, ()), EMPTY_ROOT)
    with pytest.raises(VerificationFailed, match="the older tree is larger"):
        verify_consistency(ConsistencyProof(6, 5, ()), EMPTY_ROOT, EMPTY_ROOT)
    with pytest.raises(VerificationFailed, match="the roots of one size differ"):
        verify_consistency(ConsistencyProof(5, 5, ()), HASHES[0], HASHES[1])
    with pytest.raises(VerificationFailed, match="the roots of one size differ"):
        verify_consistency(ConsistencyProof(0, 5, ()), HASHES[0], HASHES[1])
