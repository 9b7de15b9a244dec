"""How a quotation stands to the record, in words. Pure and neutral about people."""

from collections.abc import Sequence

from walkback.model.quotation import FindingKind
from walkback.model.quoted import CheckedView, MatchView, QuotationView
from walkback.publish.when import Words, interval, moment
from walkback.publish.words import stands

_FINDINGS = {
    FindingKind.VERBATIM: "On record, word for word",
    FindingKind.TRIMMED: "On record, shortened",
    FindingKind.STITCHED: "Joined from two places without a mark",
    FindingKind.ALTERED: "On record with other words",
    FindingKind.OTHER_SPEAKER: "On record, said by someone else",
    FindingKind.NOT_ON_RECORD: "Not on record",
    FindingKind.NOT_CHECKED: "Not checked",
}


def finding(kind: str) -> str:
    """The words on a finding's badge."""
    return _FINDINGS[FindingKind(kind)]


def summary(quotations: Sequence[QuotationView]) -> str:
    """``5 quotations: 3 on record, word for word; 2 not on record.``"""
    count = len(quotations)
    if not count:
        return "No quotation was found in it."
    kinds = [one.finding for one in quotations if isinstance(one, CheckedView)]
    parts = [
        f"{kinds.count(kind)} {words[:1].lower()}{words[1:]}"
        for kind, words in _FINDINGS.items()
        if kind in kinds
    ]
    return f"{count} {'quotation' if count == 1 else 'quotations'}: {'; '.join(parts)}."


def standing(match: MatchView) -> Words:
    """How the place on record stands now, with the interval in which it went."""
    told: Words = (stands(match.state),)
    if match.removed_between:
        told += (" It went ", *interval(*match.removed_between), ".")
    elif match.last_seen:
        told += (" Last seen ", moment(match.last_seen), ".")
    if not match.current:
        told += (" The words there have changed since this version.",)
    return told
