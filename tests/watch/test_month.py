"""The simulated month finds nothing wrong, and would."""

import pytest
from eval import month

from walkback.model.conversation import Answer
from walkback.model.exchange import OutcomeKind
from walkback.sources.mastodon import Mastodon


class Hasty(Mastodon):
    """Takes every refusal for a deletion."""

    def look(self, url, memory):
        answer = yield from super().look(url, memory)
        if answer.outcome is OutcomeKind.REFUSED:
            return Answer(OutcomeKind.GONE, item="not-found", account="active")
        return answer


def test_of_a_few_accounts_nothing_is_said_that_is_not_so():
    tally = month.measure(30, 5)
    assert tally.wrong == []
    assert tally.seen == tally.deleted > 0
    assert tally.failed > 100


def test_an_adapter_that_takes_trouble_for_absence_is_found_out(monkeypatch):
    monkeypatch.setitem(month.ADAPTERS, "mastodon", Hasty())
    tally = month.measure(30, 5)
    assert any(one.startswith("mastodon: removed") for one in tally.wrong)


@pytest.mark.parametrize("name", ["half an answer", "timeout"])
def test_the_faults_are_what_the_fetcher_calls_them(name):
    clock = month.Clock()
    (account,) = month.accounts(1, 1, clock)
    talk = month.ADAPTERS[account.kind].look(next(iter(account.posts)), {})
    outcome = month.answer(account, next(talk), clock(), name)
    assert outcome.kind in (OutcomeKind.INCOMPLETE, OutcomeKind.UNREACHABLE)
    assert outcome.content is None
