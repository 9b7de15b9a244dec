"""Where words were said, as a reporter puts it: ``in a statement on his website``, ``told MPs``.

Patterns in order: a place of its own (his website, X, the Commons) says more than the form
(a statement). Each match is a place in the text, so that ``governing`` can say whether it
belongs to the saying or to something else that the sentence tells of.
"""

import re
from dataclasses import dataclass

_A = (
    r"(?i:an?|the|his|her|their|its|one|another|eine[mrn]?|dem|der|einer|une?|le|"
    r"la|un|una|el|su|uno|o|a|um|uma|een|de|het|zijn|haar|sein(?:em|er)|ihre[mr]|"
    r"son|sa|suo|sua|seu)"
)
_FEW = (  # no preposition among them: "in its story on the interview" was no interview
    r"(?:(?!(?:of|on|in|the|at|for|from|by|to|and|that|with|about)\s)[\w'\u2019.-]+\s){0,3}?"
)
_IN = (
    r"(?i:in|via|through|by|with|during|at|from|on|to|using|per|auf|bei|mit|dans|"
    r"lors\sd['\u2019e]|par|sur|en|durante|nell['\u2019ao]|su|em|num|numa|na|no|"
    r"op|tijdens|w|we|i|na|på)"
)
_THEIR = rf"(?:{_IN}\s?)(?:{_A}\s)?{_FEW}"
_PAPER = (
    r"(?:Gazette|Times|Post|Herald|Chronicle|Courier|Mail|Mirror|Guardian|"
    r"Telegraph|Tribune|Journal|Star"
    r"|Observer|Examiner|Standard|Record|Echo|Dispatch|Bulletin|Argus|Sentinel|"
    r"Mercury|Messenger|Press"
    r"|News|Radio|TV|Television|BBC|CNN|Reuters|Sun|Independent|Express|Globe|"
    r"Inquirer|Ledger|Register"
    r"|Review|Magazine|Weekly|FM|Channel\s\d|Bote|Anzeiger|Zeitung|Kurier|"
    r"Tagblatt|Rundfunk|newspaper"
    r"|Correo|Diario|Heraldo|Corriere|Gazzetta|Courrier|Voix|Jornal|Courant|Bode|Dagblad|Kurant)"
)
_BODIES = (
    r"(?:(?:House\sof\s)?(?:Commons|Lords)|Parliament|parliament|Senate|Congress|"
    r"Bundestag|Landtag|Dail|Dáil"
    r"|Assemblée(?:\snationale)?|Sénat|Congreso|Senado|Cortes|Camera|"
    r"Senato|Parlamento|Parlament"
    r"|Assembleia|Tweede\sKamer|Kamer|Sejm|Riksdag|Riksdagen|Folketing(?:et)?|"
    r"Storting(?:et)?|Knesset"
    r"|Seimas|Assembly|House(?!\w)|chamber|parlement|council\schamber)"
)
# "His letter of Monday says": what was written speaks itself.
_SUBJECT = (
    r"\b(?i:the|his|her|their|an?)\s(?:[\w-]+\s){{0,2}}{}\b"
    r"(?=[^,;:]{{0,40}}\b(?:says?|said|reads?|states?)\b)"
)
_PATTERNS = (
    (
        "website",
        (
            rf"\b(?:{_IN}\s{_A}\s(?:statement|post|message|letter|note|text)\s)?"
            rf"{_THEIR}(?:web\s?-?site|homepage|home\spage|web\s?page|blog(?:\s?post)?|"
            rf"site(?:\s(?:web|internet))?|Internetseite|Webseite|página\sweb|"
            rf"sitio\sweb|sito|strony?\sinternetowej|hemsida|hjemmeside)\b"
        ),
    ),
    (
        "twitter",
        (
            r"\b(?:(?:re)?tweet(?:ed|s|ing)?|twitter[nt]e[nt]?|tuite[óoa]\w*|tuitear|"
            r"tweetée?|twitt(?:ato|ò|e[óo])\w*|twitterde|getwittert)\b"
        ),
    ),
    (
        "twitter",
        (
            rf"\b{_IN}\s(?:(?:{_A}\s)?(?:[\w-]+\s)?(?:post|message|thread|video|statement|"
            rf"Beitrag|publicación|message)\s(?:on|to|auf|sur|en|su|"
            rf"op)\s)?(?:Twitter\b|X\b(?!\s[A-Z])|(?:social\s(?:network|platform)\s)X\b)"
        ),
    ),
    ("mastodon", rf"\b{_IN}\s(?:[\w-]+\s){{0,3}}?Mastodon\b|\bMastodon\s(?:post|thread)\b"),
    ("bluesky", rf"\b{_IN}\s(?:[\w-]+\s){{0,3}}?Bluesky\b|\bBluesky\s(?:post|thread)\b"),
    (
        "facebook",
        rf"\b{_IN}\s(?:[\w-]+\s){{0,3}}?Facebook(?:\spost)?\b|\bFacebook\s?-?(?:post|message|Beitrag)\b",
    ),
    ("instagram", rf"\b{_IN}\s(?:[\w-]+\s){{0,3}}?Instagram\b|\bInstagram\s(?:post|story|video)\b"),
    (
        "twitter",
        (
            r"\b(?:posted|wrote|writing|said|posting|schrieb)\s(?:on|to|auf)\s(?:X|"
            r"Twitter)\b|\bX\spost\b"
        ),
    ),
    (
        "parliament",
        (
            rf"\b{_IN}(?:\s(?:{_A}))?\s{_BODIES}|\bim\s(?:Bundestag|Landtag|Parlament)|"
            rf"\b(?:told|addressing|asked|informed)\s(?:the\s)?(?:MPs?|peers|MSPs|TDs|"
            rf"senators|lawmakers|deputies|{_BODIES}|members\sof\sparliament)\b"
            r"|\b(?:nell['\u2019]aula|all['\u2019]Assemblée|"
            r"à\sl['\u2019]Assemblée|au\sSénat|"
            r"prime\sminister['\u2019]s\squestions|question\stime|alla\sCamera|al\sSenato|"
            r"on\sthe\sfloor\sof)\b"
        ),
    ),
    (
        "interview",
        (
            rf"\b{_THEIR}(?:interview|Interview|entretien|"
            rf"entrevista|intervista|vraaggesprek|wywiad(?:zie)?|intervju(?:n)?|"
            rf"Gespräch\smit)\b"
        ),
    ),
    (
        "interview",
        (
            rf"\b(?:told|telling|speaking\sto|talking\sto|sagte|dijo\sa|"
            rf"a\sdéclaré\sà|dit\sà|detto\sa|tegen|"
            rf"disse\sao?)\s(?:the\s|der\s|dem\s|l['\u2019]|al\s|el\s|il\s|de\s|het\s|la\s|"
            rf"le\s)?(?:[A-ZÀ-Þ][\w'\u2019.-]*\s){{0,3}}?{_PAPER}\b"
            r"|\b(?:dem|der)\s[\u201e\u00bb]?[\w-]*(?:[Bb]oten?|[Aa]nzeiger|[Zz]eitung|[Kk]urier|[Bb]latt|"
            r"[Rr]undschau|[Nn]achrichten|[Ff]unk)\b"
        ),
    ),
    (
        "letter",
        (
            rf"\b{_THEIR}(?:open\s)?(?:letter|Brief|Schreiben|lettre|carta|lettera|brief|"
            rf"liście|brev)\b|\bwrote\sto\b|{_SUBJECT.format('letter')}"
        ),
    ),
    ("email", rf"\b{_THEIR}e-?mails?\b|\be-?mailed\b|{_SUBJECT.format('e-?mail')}"),
    (
        "speech",
        (
            rf"\b{_THEIR}(?:speech|keynote|rally|sermon|lecture|Rede|Ansprache|Vortrag|"
            rf"Kundgebung|discours|meeting\sélectoral|discurso|mitin|discorso|comizio|"
            rf"comicio|toespraak|rede|przemówieni[ue]|tal)\b"
            r"|\btold\s(?:an?|the|his|her|their)\s(?:[\w'\u2019-]+\s){0,4}?(?:rally|crowd|"
            r"conference|congress|audience|gathering|meeting|convention|supporters|"
            r"delegates|members)\b"
            r"|\b(?:in|during)\s(?:an?|his|her|their)\s(?:[\w'\u2019-]+\s){0,2}?address\b"
        ),
    ),
    (
        "statement",
        (
            rf"\b{_THEIR}(?:statement|press\srelease|communiqué|Mitteilung|"
            rf"Pressemitteilung|Erklärung|Stellungnahme|déclaration|comunicado|"
            rf"comunicato|nota|declaración|declaração|dichiarazione|"
            rf"verklaring|oświadczeni[ue]|uttalande|udtalelse|pressmeddelande)\b"
            r"|\b(?:issued|released|put\sout|read\sout|according\sto|says)\s(?:an?|the|"
            r"his|her|their)\s(?:[\w'\u2019-]+\s){0,3}?(?:statement|press\srelease)\b"
            r"|\b(?:statement|press\srelease|communiqué)\s(?:said|read|reads|says|"
            r"added|went\son|continued|from|by|issued|posted|published|Erklärung)\b"
        ),
    ),
)
_COMPILED = tuple((channel, re.compile(words)) for channel, words in _PATTERNS)


@dataclass(frozen=True, slots=True)
class Where:
    """Words that tell a channel, at ``start`` to ``end``; ``rank`` is low for what says most."""

    start: int
    end: int
    channel: str
    rank: int


def where(text: str) -> list[Where]:
    """The words of a reporter's sentence that may tell a channel, best first."""
    found = [
        Where(one.start(), one.end(), channel, rank)
        for rank, (channel, pattern) in enumerate(_COMPILED)
        for one in pattern.finditer(text)
    ]
    return sorted(found, key=lambda one: (one.rank, one.start))
