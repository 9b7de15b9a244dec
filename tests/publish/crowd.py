"""A desk with a long history."""

from datetime import timedelta

from desk import FakeDesk, after, event, watched

from walkback.model.views import SpeakerRef, StatementRef


def many(count):
    """A desk with so many events, over a hundred statements of ten speakers."""
    people = [
        SpeakerRef(f"person{number}", f"Deputy Nr {number} of Halder") for number in range(10)
    ]
    refs = [
        StatementRef(
            f"b7k2q5mzv4a6bslw7e4r2t{number:04}",
            f"https://deputy{number % 10}.example/statements/2026/11/some-words-{number}",
            f"Statement {number} on the harbour, the ferry and the budget of the province",
            people[number % 10],
        )
        for number in range(100)
    ]
    kinds = ("removed", "edited", "published", "restored")
    events = []
    for number in range(count):
        at = after(minutes=47 * number)
        between = (at - timedelta(hours=15), at)
        kind = kinds[number % 4]
        events.append(event(kind, number, refs[number % 100], at=at, between=between))
    return FakeDesk(history=events, sources=watched(), size=count, last_round=after(days=3))
