"""Notes and notices: "Correction:", "An earlier version of this statement said", "Statement
withdrawn", and the page that says why it is gone.
"""

import re
from collections.abc import Iterator

from walkback.model.act import Part
from walkback.model.verdict import EventKind
from walkback.read.acts.found import Found
from walkback.read.acts.voices import BLOT

_KINDS = {
    "correction": EventKind.CORRECTED, "corrections": EventKind.CORRECTED,
    "corrected": EventKind.CORRECTED, "corrigendum": EventKind.CORRECTED,
    "erratum": EventKind.CORRECTED, "errata": EventKind.CORRECTED,
    "korrektur": EventKind.CORRECTED, "berichtigung": EventKind.CORRECTED,
    "richtigstellung": EventKind.CORRECTED, "rectificatif": EventKind.CORRECTED,
    "rectification": EventKind.CORRECTED, "correctif": EventKind.CORRECTED,
    "rectificación": EventKind.CORRECTED, "rectificacion": EventKind.CORRECTED,
    "corrección": EventKind.CORRECTED, "fe de errores": EventKind.CORRECTED,
    "fe de erratas": EventKind.CORRECTED, "rettifica": EventKind.CORRECTED,
    "errata corrige": EventKind.CORRECTED, "correzione": EventKind.CORRECTED,
    "correção": EventKind.CORRECTED, "retificação": EventKind.CORRECTED,
    "correctie": EventKind.CORRECTED, "rectificatie": EventKind.CORRECTED,
    "clarification": EventKind.CLARIFIED, "clarifications": EventKind.CLARIFIED,
    "klarstellung": EventKind.CLARIFIED, "mise au point": EventKind.CLARIFIED,
    "précision": EventKind.CLARIFIED, "aclaración": EventKind.CLARIFIED,
    "precisazione": EventKind.CLARIFIED, "chiarimento": EventKind.CLARIFIED,
    "esclarecimento": EventKind.CLARIFIED, "verduidelijking": EventKind.CLARIFIED,
    "retraction": EventKind.RETRACTED, "retracted": EventKind.RETRACTED,
    "withdrawn": EventKind.RETRACTED, "widerruf": EventKind.RETRACTED,
    "rétractation": EventKind.RETRACTED, "retractación": EventKind.RETRACTED,
    "ritrattazione": EventKind.RETRACTED, "retratação": EventKind.RETRACTED,
    "apology": EventKind.APOLOGISED, "public apology": EventKind.APOLOGISED,
    "entschuldigung": EventKind.APOLOGISED, "excuses": EventKind.APOLOGISED,
    "disculpa": EventKind.APOLOGISED, "scuse": EventKind.APOLOGISED,
}  # fmt: skip
_NAMES = "|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True))
# A label: alone on its line, or before a colon, a dash, a full stop or what it is about.
_LABEL = re.compile(
    rf"(?:^|(?<=\n)|(?<=[.!?]\s))[ \t*_#\[(]*(?:(?:a|an|editor'?s note|update|note)\s*[:/-]?\s*)?"
    rf"(?:(?:urgent|important|small|quick|minor|factual|full)\s+)?(?P<name>{_NAMES})"
    r"(?P<of>\s*(?:\([^)\n]{0,40}\)|/\s*\w+|(?:to|of|on|regarding|re|zu|à|a|al|bij|op)\s[^\n:.!?]{2,80}))?"
    r"[\])*_]*\s*(?P<mark>[:\u2013\u2014.]|-(?=\s)|(?=\n)|$)",
    re.IGNORECASE,
)
_THING = (
    r"(?:statement|post|tweet|article|page|release|press release|press statement|note|"
    r"notice|thread|message|letter|blog|speech|column|story|item|report|newsletter|document|transcript|text|entry)"
)
_VERSION = re.compile(
    rf"\b(?:an?|the|our|my)\s+(?:earlier|previous|original|initial|first|prior)\s+"
    rf"(?:version|draft|edition|wording)\s+of\s+(?:this|the|our|my|that|yesterday's|today's)\s+"
    rf"(?:\w+\s+)?{_THING}\b[^.!?\n]{{0,300}}",
    re.IGNORECASE,
)
_AMENDED = re.compile(
    rf"\b(?:this|the)\s+(?:\w+\s+)?{_THING}\s+(?:was|has been|is|has since been)\s+(?:\w+\s+)?"
    r"(?:corrected|amended|edited|updated|changed|revised|altered|clarified)\b[^.!?\n]{0,300}",
    re.IGNORECASE,
)
_FIXES = re.compile(
    r"\b(?:correct|corrected|amended|fix|error|mistake|wrong|incorrect|typo|misspelling|"
    r"remove|reflect that|clarify|clarified)",
    re.IGNORECASE,
)
_TITLE_GONE = re.compile(
    rf"^\W*(?:(?:this\s+|the\s+|our\s+|my\s+)?(?:\w+\s+)?{_THING}\s+(?:is\s+|has been\s+|was\s+)?"
    r"(?:now\s+)?(?:withdrawn|retracted|rescinded)|\[?(?:withdrawn|retracted|retraction)\]?\s*(?:[:\u2013\u2014-]|$)"
    r".*|.{3,120}[\[(](?:withdrawn|retracted)[\])])\W*$",
    re.IGNORECASE,
)
_TITLE_APOLOGY = re.compile(
    r"^\W*(?:an?\s+|my\s+|our\s+)?(?:public\s+|full\s+|personal\s+|unreserved\s+)?apolog(?:y|ies)\b"
    r"(?!\s+(?:for (?:the )?(?:delay|inconvenience|disruption|absence)|demanded|due|owed|"
    r"accepted|refused|not))"
    r"(?:\s+(?:to|from|by|for)\b.{0,100}|\s*[:\u2013\u2014-].*)?\W*$",
    re.IGNORECASE,
)
_GONE_WHY = re.compile(
    rf"\b(?:this|the|that)\s+(?:\w+\s+)?(?:{_THING}|content|information)\b(?:\s+{BLOT})?(?:\s+(?:you|that)\b[^.\n]{{0,60}}?)?"
    r"\s+(?:has been|was|is|have been)\s+(?:now\s+|since\s+)?"
    r"(?:withdrawn|retracted|removed|deleted|taken down|taken offline)\b[^.!?\n]{0,300}",
    re.IGNORECASE,
)
_OWN_REASON = re.compile(
    r"\b(?:wrong|incorrect|inaccura|mistake|error|untrue|false|mislead|should not have been|"
    r"should never have been|apolog|no longer stand|"
    r"at (?:his|her|my|our|their|its) (?:own )?request|by (?:the|its) author|by (?:me|us))",
    re.IGNORECASE,
)
_OTHERS_REASON = re.compile(
    r"\b(?:violat|breach|terms|rules|court|injunction|"
    r"legal (?:demand|request|order|notice)|copyright|moderator|platform|"
    r"by (?:twitter|facebook|x|instagram|the host|youtube)|error occurred|archive|"
    r"moved|expired|if|old|out of date link)",
    re.IGNORECASE,
)
_FOREIGN_ADMIN = re.compile(
    r"\b(?:facilit|officer|department|centre|center|course|fluid|factor|market|policy|bill|act)",
    re.IGNORECASE,
)


def notes(text: str) -> Iterator[Found]:
    """The notes and notices of a text without others' words."""
    for found in _LABEL.finditer(text):
        made = _label(text, found)
        if made is not None:
            yield made
    for found in _VERSION.finditer(text):
        if not re.search(r"\b(?:if|available|archived?)\b", found[0], re.IGNORECASE):
            yield _note(
                found, EventKind.CORRECTED, "earlier-version", "the page says how it read before"
            )
    for found in _AMENDED.finditer(text):
        fixed = (
            _FIXES.search(found[0][20:])
            or "corrected" in found[0].lower()
            or "amended" in found[0].lower()
        )
        if fixed and " by " not in found[0].lower():
            kind = EventKind.CLARIFIED if "clarif" in found[0].lower() else EventKind.CORRECTED
            yield _note(found, kind, "amended", "the page says that it was corrected")
    for found in _GONE_WHY.finditer(text):
        plain = re.search(r"withdrawn|retracted", found[0], re.IGNORECASE)
        after = text[found.start() : found.end() + 160]
        own = plain or (_OWN_REASON.search(after))
        if own and not _OTHERS_REASON.search(found[0]):
            yield _note(
                found, EventKind.RETRACTED, "notice", "the page says that a statement was withdrawn"
            )


def _note(found: re.Match[str], kind: EventKind, cue: str, why: str) -> Found:
    itself = bool(re.search(r"\bthis\b|\byou\b", found[0], re.IGNORECASE))
    part = Part.PART if kind is not EventKind.RETRACTED else Part.FULL
    return Found(
        kind, found.start(), found.end(), cue, why, part=part, refers=found[0], itself=itself
    )


def _label(text: str, found: re.Match[str]) -> Found | None:
    name, of = found["name"].lower(), found["of"] or ""
    kind = _KINDS[name]
    bare = not found["mark"] or found["mark"] in ".-"
    line_end = text.find("\n", found.end())
    rest = text[found.end() : line_end if line_end >= 0 else len(text)].strip()
    if name in {"corrected", "withdrawn", "excuses", "scuse"} and found["mark"] != ":":
        return None
    if (
        kind is EventKind.APOLOGISED
        and (of or not found["mark"])
        and re.search(r"delay|inconvenience|absence|disruption", of + rest[:80], re.IGNORECASE)
    ):
        return None
    if _FOREIGN_ADMIN.match(rest) or (bare and found["mark"] == "-" and not rest):
        return None
    if not (rest or line_end >= 0 or of) and name not in {
        "retraction",
        "correction",
        "clarification",
    }:
        return None
    start = found.start("name")
    end = found.end() + min(len(rest) + 1, 160) if rest else found.end()
    part = Part.PART if kind is EventKind.CORRECTED else Part.UNKNOWN
    why = "the words stand under a heading that names the act"
    refers = of.strip(" ()")
    return Found(kind, start, min(end, len(text)), "label", why, part=part, refers=refers)


def title_notes(title: str) -> Iterator[Found]:
    """What a title alone says: "Statement withdrawn", "Apology to ..."."""
    whole = Found(
        EventKind.RETRACTED, 0, len(title), "title", "the title says that it is withdrawn",
        part=Part.FULL, refers=title, itself=True,
    )  # fmt: skip
    if len(title) > 200 or "?" in title:
        return
    if _TITLE_GONE.match(title):
        yield whole
    elif _TITLE_APOLOGY.match(title):
        yield Found(
            EventKind.APOLOGISED, 0, len(title), "title", "the title names an apology", refers=title
        )
    else:
        label = _LABEL.match(title)
        if label and (
            label["of"] or label["mark"] in ":\u2013\u2014-" or label.end() == len(title)
        ):
            kind = _KINDS[label["name"].lower()]
            yield Found(kind, 0, len(title), "title", "the title names the act", refers=title)
