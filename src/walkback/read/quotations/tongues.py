"""How ten languages say when: one table each, read by ``when``. Patterns, in any case of letters.

``days``: Monday to Sunday. ``units``: what names a span (``last week``): ``week``, ``month``,
``year`` or ``weekend``, and how many of them back (0: this one, as
far as the day of the article).
``ago``: groups ``n`` and ``unit``. ``beside``: what may stand before a day's name or date.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language's words of time."""

    days: str
    beside: str
    last_before: str
    last_after: str
    part: str
    coming: str
    today: str
    yesterday: str
    before_that: str
    units: tuple[tuple[str, str, int], ...]
    ago: str
    counted: tuple[str, str, str, str]  # day, week, month, year
    months_after: str


ENGLISH = Tongue(
    days=(
        "mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs)?(?:day)?|fri(?:day)?|"
        "sat(?:urday)?|sun(?:day)?"
    ),
    beside=(
        r"(?:(?:late|early|earlier|back|dated|of)\s)?(?:on|by|from)\s(?:the\s)?|late\s|"
        r"early\s|dated\s(?:the\s)?"
    ),
    last_before=r"last|this past|past",
    last_after=r"last|gone|of last week",
    part=r"\s(?:morning|afternoon|evening|night|lunchtime|noon)",
    coming=(
        r"next|coming|following|the following|previous|the previous|every|each|until|"
        r"till|ahead of"
    ),
    today=r"(?:earlier\s|late\s)?(?:today|tonight|this\s(?:morning|afternoon|evening))",
    yesterday=(
        r"(?:late\s|earlier\s)?yesterday(?:\s(?:morning|afternoon|evening|night))?|"
        r"last\s(?:night|evening)"
    ),
    before_that=r"the\sday\sbefore\syesterday",
    units=(
        (r"(?:earlier\s|late\s|later\s)?(?:in\s)?this\sweek", "week", 0),
        (r"(?:earlier\s|late\s)?(?:in\s)?(?:last|the\spast|the\sprevious)\sweek", "week", 1),
        (r"(?:earlier\s)?(?:in\s)?this\smonth", "month", 0),
        (r"(?:late\s|early\s|earlier\s)?last\smonth", "month", 1),
        (r"(?:earlier\s)?(?:in\s)?this\syear", "year", 0),
        (r"(?:late\s|early\s|earlier\s)?last\syear", "year", 1),
        (
            r"(?:(?:over|at|on|during)\s(?:the|this)\s(?:past\s)?|last\s|this\spast\s)week-?end",
            "weekend",
            0,
        ),
    ),
    ago=(
        r"(?:(?:about|around|some|nearly|almost|more\sthan)\s)?(?P<n>\d{1,3}|an?|one|"
        r"two|three|four|five|six|seven|eight|nine|ten)\s(?P<unit>days?|weeks?|months?|"
        r"years?)\s(?:ago|earlier\sthan\stoday)"
    ),
    counted=("day", "week", "month", "year"),
    months_after=r"(?:(?:back|late|early|earlier)\s)?(?:in|during)\s(?:(?:early|mid|late)[\s-])?",
)
GERMAN = Tongue(
    days="montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag",
    beside=r"(?:am|vom|seit|noch\sam)\s(?:(?:späten|frühen)\s)?",
    last_before=r"letzten|vergangenen|vorigen",
    last_after=r"",
    part=r"(?:abend|morgen|nachmittag|mittag|vormittag|nacht)|\s(?:abend|morgen|nachmittag|mittag)",
    coming=r"nächsten|kommenden|jeden|bis",
    today=r"heute(?:\s(?:morgen|abend|mittag|nachmittag))?",
    yesterday=r"gestern(?:\s?(?:morgen|abend|mittag|nachmittag))?",
    before_that=r"vorgestern(?:\s?abend)?",
    units=(
        (r"(?:in\s|anfang\s|ende\s)?(?:dieser|diese)\swoche", "week", 0),
        (
            (
                r"(?:in\sder\s|ende\s|anfang\s)?(?:letzte|letzter|vergangene|vergangenen|vorige|"
                r"voriger|letzten)\swoche"
            ),
            "week",
            1,
        ),
        (r"(?:in\s)?(?:diesem|diesen)\smonat", "month", 0),
        (r"(?:im\s)?(?:letzten|vergangenen|vorigen)\smonat", "month", 1),
        (r"(?:in\s)?(?:diesem|dieses)\sjahr", "year", 0),
        (r"(?:im\s)?(?:letzten|vergangenen|vorigen|letztes)\sjahr", "year", 1),
        (r"(?:am|über\sdas|an\sdiesem)\s(?:vergangenen\s|letzten\s)?wochenende", "weekend", 0),
    ),
    ago=(
        r"vor\s(?:rund\s|etwa\s)?(?P<n>\d{1,3}|eine[mnr]?|zwei|drei|vier|fünf|"
        r"sechs|sieben|acht|neun|zehn)\s(?P<unit>tage?n?|wochen?|monate?n?|jahre?n?)"
    ),
    counted=("tag", "woche", "monat", "jahr"),
    months_after=(
        r"(?:(?:noch\s)?im|seit)\s(?:(?:frühen|späten)\s)?|anfang\s|mitte\s|"
        r"ende\s"
    ),
)
FRENCH = Tongue(
    days="lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    beside=r"(?:ce|le|du|de|dans la journée de)\s|",
    last_before=r"",
    last_after=r"derniers?|passé",
    part=r"\s(?:matin|soir|après-midi|midi)",
    coming=r"chaque|tous les|d'ici|jusqu'à",
    today=r"aujourd['\u2019]hui|ce\s(?:matin|soir|midi)|cet\saprès-midi",
    yesterday=r"hier(?:\s(?:soir|matin|après-midi))?",
    before_that=r"avant-hier",
    units=(
        (r"(?:plus\stôt\s)?cette\ssemaine", "week", 0),
        (r"la\ssemaine\s(?:dernière|passée)", "week", 1),
        (r"ce\smois-ci", "month", 0),
        (r"le\smois\s(?:dernier|passé)", "month", 1),
        (r"cette\sannée", "year", 0),
        (r"l['\u2019](?:année\sdernière|an\sdernier)", "year", 1),
        (r"ce\sweek-?end|le\sweek-?end\sdernier", "weekend", 0),
    ),
    ago=(
        r"il\sy\sa\s(?P<n>\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|"
        r"dix)\s(?P<unit>jours?|semaines?|mois|ans?)"
    ),
    counted=("jour", "semaine", "mois", "an"),
    months_after=r"(?:en|au\smois\s(?:de\s|d['\u2019])|début|fin|mi-)\s?",
)
SPANISH = Tongue(
    days="lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    beside=r"(?:el|este|del)\s(?:día\s)?",
    last_before=r"pasado",
    last_after=r"pasado",
    part=r"(?:\spor\sla\s(?:mañana|tarde|noche))",
    coming=r"próximo|cada|hasta el",
    today=r"hoy|esta\s(?:mañana|tarde|noche)",
    yesterday=r"ayer(?:\spor\sla\s(?:mañana|tarde|noche))?|anoche",
    before_that=r"anteayer|antes\sde\sayer",
    units=(
        (r"esta\ssemana", "week", 0),
        (r"la\s(?:semana\spasada|pasada\ssemana)", "week", 1),
        (r"este\smes", "month", 0),
        (r"el\s(?:mes\spasado|pasado\smes)", "month", 1),
        (r"este\saño", "year", 0),
        (r"el\saño\spasado", "year", 1),
        (r"(?:este|el)\sfin\sde\ssemana(?:\spasado)?", "weekend", 0),
    ),
    ago=(
        r"hace\s(?P<n>\d{1,3}|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|"
        r"diez)\s(?P<unit>días?|semanas?|mes(?:es)?|años?)"
    ),
    counted=("día", "semana", "mes", "año"),
    months_after=r"(?:en|durante)\s(?:el\smes\sde\s)?",
)
ITALIAN = Tongue(
    days="lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    beside=r"(?:di|il|del|dello|nella\sgiornata\sdi)\s|",
    last_before=r"lo\sscorso|la\sscorsa|scorso",
    last_after=r"scors[oa]",
    part=r"\s(?:mattina|sera|pomeriggio|notte)",
    coming=r"prossimo|ogni|entro",
    today=r"oggi|stamattina|stamani|stasera|questa\smattina",
    yesterday=r"ieri(?:\s(?:sera|mattina|pomeriggio))?",
    before_that=r"l['\u2019]altro\sieri|ieri\sl['\u2019]altro",
    units=(
        (r"questa\ssettimana", "week", 0),
        (r"la\s(?:settimana\sscorsa|scorsa\ssettimana)", "week", 1),
        (r"questo\smese", "month", 0),
        (r"(?:il\smese\sscorso|lo\sscorso\smese)", "month", 1),
        (r"quest['\u2019]anno", "year", 0),
        (r"(?:l['\u2019]anno\sscorso|lo\sscorso\sanno)", "year", 1),
        (r"(?:nel|questo|lo\sscorso)\s(?:fine\ssettimana|weekend)(?:\sscorso)?", "weekend", 0),
    ),
    ago=(
        r"(?P<n>\d{1,3}|una?|un|due|tre|quattro|cinque|sei|sette|otto|nove|"
        r"dieci)\s(?P<unit>giorn[oi]|settiman[ae]|mes[ei]|ann[oi])\sfa"
    ),
    counted=("giorn", "settiman", "mes", "ann"),
    months_after=r"(?:a|in|nel\smese\sdi)\s",
)
PORTUGUESE = Tongue(
    days=(
        "segunda(?:-feira)?|terça(?:-feira)?|quarta(?:-feira)?|quinta(?:-feira)?|"
        "sexta(?:-feira)?|sábado|domingo"
    ),
    beside=r"(?:na|nesta|no|neste|a|em|desta|deste|de)\s(?:dia\s)?",
    last_before=r"últim[ao]|passad[ao]",
    last_after=r"passad[ao]",
    part=r"(?:\s[àa]\s(?:noite|tarde)|\sde\smanhã)",
    coming=r"próxim[ao]|cada|até",
    today=r"hoje|esta\s(?:manhã|tarde|noite)",
    yesterday=r"ontem(?:\sà\s(?:noite|tarde))?",
    before_that=r"anteontem",
    units=(
        (r"(?:n?esta)\ssemana", "week", 0),
        (r"(?:na|a)\s(?:semana\spassada|última\ssemana)", "week", 1),
        (r"(?:n?este)\smês", "month", 0),
        (r"(?:no|o)\smês\spassado", "month", 1),
        (r"(?:n?este)\sano", "year", 0),
        (r"(?:no|o)\sano\spassado", "year", 1),
        (r"(?:no|neste)\sfim\sde\ssemana(?:\spassado)?", "weekend", 0),
    ),
    ago=(
        r"há\s(?P<n>\d{1,3}|uma?|dois|duas|três|quatro|cinco|seis|sete|oito|"
        r"nove|dez)\s(?P<unit>dias?|semanas?|mês|meses|anos?)"
    ),
    counted=("dia", "semana", "m", "ano"),
    months_after=r"(?:em|no\smês\sde)\s",
)
DUTCH = Tongue(
    days="maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    beside=r"(?:op|van|sinds)\s|",
    last_before=r"afgelopen|vorige|jongstleden",
    last_after=r"jl\.",
    part=r"(?:avond|ochtend|middag|nacht|morgen)",
    coming=r"volgende|komende|elke|tot",
    today=r"vandaag|vanmorgen|vanochtend|vanavond|vanmiddag",
    yesterday=r"gister(?:en|avond|ochtend|middag)",
    before_that=r"eergisteren",
    units=(
        (r"(?:eerder\s)?deze\sweek", "week", 0),
        (r"(?:vorige|afgelopen)\sweek", "week", 1),
        (r"deze\smaand", "month", 0),
        (r"(?:vorige|afgelopen)\smaand", "month", 1),
        (r"dit\sjaar", "year", 0),
        (r"(?:vorig|afgelopen)\sjaar", "year", 1),
        (r"(?:dit|afgelopen|in\shet)\sweekend", "weekend", 0),
    ),
    ago=(
        r"(?P<n>\d{1,3}|een|twee|drie|vier|vijf|zes|zeven|acht|negen|"
        r"tien)\s(?P<unit>dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar)\sgeleden"
    ),
    counted=("dag", "we", "maand", "jaar"),
    months_after=r"(?:in|begin|eind)\s",
)
POLISH = Tongue(
    days=("poniedziałek|wtorek|środ[ęa]|czwartek|piątek|sobot[ęa]|niedziel[ęa]"),
    beside=r"(?:we|w|z|od)\s|",
    last_before=r"zeszł[yą]|ubiegł[yą]|miniony|minioną|ostatni",
    last_after=r"",
    part=r"\s(?:rano|wieczorem|po południu)",
    coming=r"przyszły|najbliższy|każdy|do",
    today=r"dzisiaj|dziś(?:\srano)?",
    yesterday=r"wczoraj(?:\swieczorem)?",
    before_that=r"przedwczoraj",
    units=(
        (r"w\stym\stygodniu", "week", 0),
        (r"w\s(?:zeszłym|ubiegłym|minionym)\stygodniu", "week", 1),
        (r"w\stym\smiesiącu", "month", 0),
        (r"w\s(?:zeszłym|ubiegłym)\smiesiącu", "month", 1),
        (r"w\stym\sroku", "year", 0),
        (r"w\s(?:zeszłym|ubiegłym)\sroku", "year", 1),
        (r"w\s(?:miniony\s|ubiegły\s|ten\s)?weekend", "weekend", 0),
    ),
    ago=(
        r"(?P<n>\d{1,2}|dwa|trzy|cztery|pięć)\s(?P<unit>dni|tygodni[ea]?|"
        r"miesi[ąę]c[ey]?|lat[a]?)\stemu"
    ),
    counted=("dni", "tyg", "mies", "lat"),
    months_after=r"w\s",
)
SWEDISH = Tongue(
    days=(
        "måndag(?:en|s)?|tisdag(?:en|s)?|onsdag(?:en|s)?|torsdag(?:en|s)?|"
        "fredag(?:en|s)?|lördag(?:en|s)?|söndag(?:en|s)?"
    ),
    beside=r"(?:på|i|under|den)\s",
    last_before=r"förra",
    last_after=r"",
    part=r"(?:s?kvällen|s?morgonen|s?eftermiddagen)",
    coming=r"nästa|varje|till",
    today=r"i\s?dag|i\smorse|i\skväll",
    yesterday=r"i\s?går(?:\skväll)?",
    before_that=r"i\sförrgår",
    units=(
        (r"(?:tidigare\s)?(?:den\shär\s|denna\s|i\s)veckan?", "week", 0),
        (r"förra\sveckan", "week", 1),
        (r"(?:den\shär|denna)\smånad(?:en)?", "month", 0),
        (r"förra\smånaden", "month", 1),
        (r"i\sår", "year", 0),
        (r"förra\såret|i\sfjol", "year", 1),
        (r"(?:i|under)\shelgen", "weekend", 0),
    ),
    ago=(
        r"för\s(?P<n>\d{1,3}|en|ett|två|tre|fyra|fem|sex|"
        r"sju)\s(?P<unit>dag(?:ar)?|veck(?:a|or)|månad(?:er)?|år)\ssedan"
    ),
    counted=("dag", "veck", "m", "år"),
    months_after=r"i\s(?:början\sav\s|slutet\sav\s)?",
)
DANISH = Tongue(
    days="mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
    beside=r"(?:på|i|den)\s|",
    last_before=r"sidste|forrige",
    last_after=r"",
    part=r"(?:\s?aften|\s?morgen|\s?eftermiddag)",
    coming=r"næste|hver|indtil|til",
    today=r"i\sdag|i\smorges|i\saften",
    yesterday=r"i\sgår(?:\saftes)?",
    before_that=r"i\sforgårs",
    units=(
        (r"(?:tidligere\s)?(?:i\s)?denne\suge", "week", 0),
        (r"(?:i\s)?(?:sidste|forrige)\suge", "week", 1),
        (r"denne\småned", "month", 0),
        (r"(?:sidste|forrige)\småned", "month", 1),
        (r"i\sår", "year", 0),
        (r"sidste\sår", "year", 1),
        (r"i\sweekenden", "weekend", 0),
    ),
    ago=(
        r"for\s(?P<n>\d{1,3}|en|et|to|tre|fire|fem|seks|syv)\s(?P<unit>dage?|uger?|"
        r"måneder?|år)\ssiden"
    ),
    counted=("dag", "uge", "m", "år"),
    months_after=r"i\s",
)
TONGUES = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "it": ITALIAN,
    "pt": PORTUGUESE,
    "nl": DUTCH,
    "pl": POLISH,
    "sv": SWEDISH,
    "da": DANISH,
    "no": DANISH,
    "nb": DANISH,
}
NUMBERS = {
    1: "a an one ein eine einem einen einer un une una uma um een en et ett jeden".split(),  # noqa: SIM905
    2: "two zwei deux dos due dois duas twee två to dwa".split(),  # noqa: SIM905
    3: "three drei trois tres tre três drie trzy".split(),  # noqa: SIM905
    4: "four vier quatre cuatro quattro quatro fyra fire cztery".split(),  # noqa: SIM905
    5: "five fünf cinq cinco cinque vijf fem pięć".split(),  # noqa: SIM905
    6: "six sechs seis sei zes sex seks".split(),  # noqa: SIM905
    7: "seven sieben sept siete sette sete zeven sju syv".split(),  # noqa: SIM905
    8: "eight acht huit ocho otto oito".split(),  # noqa: SIM905
    9: "nine neun neuf nueve nove negen".split(),  # noqa: SIM905
    10: "ten zehn dix diez dieci dez tien".split(),  # noqa: SIM905
}
