"""Words that come back: a page that goes to and fro between texts is one finding.

An A/B test, a page that differs by place, an edit that was undone: the words of an earlier
version stand again. The edit that led away from them and the return are told together, by the
newest of them; every state stays a version of its own.
"""

from typing import Any

from walkback.model.look import Observation


def returned(look: Observation) -> dict[str, Any]:
    """What the look's facts say of its words' return: ``times``, and ``finding``, the event that
    told of their leaving or of an earlier return. Empty where they were never there before.

    The first return of words that left several edits ago is an event beside those edits
    (``finding`` is None); the next returns replace it.
    """
    facts = look.facts.get("returns")
    return dict(facts) if facts else {}


def return_text(look: Observation) -> str:
    """Half a sentence for the reason, empty where nothing returned."""
    facts = returned(look)
    if not facts:
        return ""
    times = int(facts.get("times", 1))
    often = "" if times == 1 else f"; the page has gone to and fro {times} times"
    return f"these words stood here before{often}"
