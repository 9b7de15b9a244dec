"""A real export holds in every step, for both verifiers, and says what it could not check."""

from tests.verify.bundles import failed


def test_a_bundle_as_it_was_exported_holds(made, both):
    results = both.ask(made.path.read_bytes())
    assert failed(results) == []
    unchecked = [number for number, (result, _) in results.items() if result == "not-checked"]
    assert unchecked == [13, 15], results
    assert "the quorum w" in results[6][1]
    assert "valid" in results[7][1]
    assert "derived again" in results[12][1]


def test_without_a_key_the_bundle_vouches_for_itself_and_that_is_said(made, both):
    results = both.ask(made.path.read_bytes(), trusting=False)
    assert failed(results) == []
    assert results[4][0] == "not-checked"
    assert "vouches for itself" in results[4][1]
    assert "no root that was given" in results[7][1]
