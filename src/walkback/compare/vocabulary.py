"""Words that turn, date, number or weaken a sentence, in the languages we know them of.

Short on purpose: only words that do this wherever they stand. Words that mean something else in
another language count in their own language alone. What is not here is told as wording, which
is true as well.
"""

from collections import Counter
from collections.abc import Sequence


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# ---- words that deny

_NEGATIONS = {
    "en": "not no never none nobody nothing neither nor without cannot nowhere hardly",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder",
    "fr": "pas jamais aucun aucune sans nul nulle",
    "es": "no nunca jamás nadie nada ningún ninguno ninguna sin tampoco",
    "it": "non mai nessuno nessuna nessun niente senza né",
    "pt": "não nunca jamais ninguém nada nenhum nenhuma sem nem",
    "nl": "niet geen nooit niemand niets zonder",
    "sv": "inte ej aldrig ingen inget inga utan",
    "da": "ikke aldrig ingen intet uden",
    "no": "ikke aldri ingen intet uten",
    "fi": "ei en et emme ette eivät eikä ilman",
    "pl": "nie nigdy nikt nic żaden żadna żadne bez",
    "cs": "ne není nejsou nikdy nikdo nic žádný žádná bez",
    "ro": "nu niciodată nimeni nimic fără",
    "hu": "nem ne soha senki semmi nélkül sem",
    "tr": "değil hayır asla yok",  # noqa: RUF001 - Turkish has a dotless i
    "el": "δεν μην όχι ποτέ κανένας χωρίς",
    "ru": "не нет никогда никто ничего без нельзя",
    "uk": "не ні ніколи ніхто нічого без",
    "bg": "не няма никога никой нищо без",
    "ar": "لا لم لن ليس ليست غير",
    "he": "לא אין אינו אינה מעולם",
    "fa": "نه نیست نبود هرگز",
    "hi": "नहीं न मत कभी",
    "zh": "不 没 沒 无 無 未 非 别 勿",
    "ja": "無 不 未 非",
    "id": "tidak bukan belum jangan tanpa",
}
# Where the language of a page is not known these would be other words as often as not.
_UNSURE = _set("pas sin ej en et ei no ne non nem sem nada utan bez nul nic nu mai yok не غير न")
_OF_LANGUAGE = {language: _set(words) for language, words in _NEGATIONS.items()}
_ANYWHERE = frozenset().union(*_OF_LANGUAGE.values()) - _UNSURE


# Small words that tell a language; needed where a page does not say it, as imported texts do not.
_COMMON = {
    "en": "the and of that with for was",
    "de": "und der die das ist mit den nicht",
    "fr": "les des est dans une pour que qui",
    "es": "los las una que por para con del",
    "it": "che della per una gli sono dei con",
    "pt": "uma para com dos não que foi das",
    "nl": "het een van dat voor met zijn niet",
    "sv": "och att det som för är med",
    "da": "og det som til af med er at",
    "pl": "się jest nie że do na przez",
}
_TELLING = {language: _set(words) for language, words in _COMMON.items()}
_LOOKED_AT = 1_000
_ENOUGH = 3


def language_of(words: Sequence[str]) -> str | None:
    """The language that most of its small words are of, None where no language leads."""
    counts = Counter(word.casefold() for word in words[:_LOOKED_AT])
    hits = {language: sum(counts[word] for word in small) for language, small in _TELLING.items()}
    first, second = sorted(hits.values(), reverse=True)[:2]
    if first < _ENOUGH or first == second:
        return None
    return max(hits, key=lambda language: hits[language])


def negations(language: str | None) -> frozenset[str]:
    """The words that deny in a language (``en-GB``, ``de``), and those that do so in any.

    Pages are often marked with the language of their template and written in another.
    """
    own = (language or "en").split("-")[0].lower()
    return _ANYWHERE | _OF_LANGUAGE.get(own, frozenset())


# ---- words that turn into their opposite (English; both ways)

_OPPOSITES = """
accept/reject accepts/rejects accepted/rejected support/oppose supports/opposes supported/opposed
guilty/innocent true/false right/wrong rise/fall rose/fell rises/falls rising/falling
increase/decrease increased/decreased increases/decreases raise/cut raised/lowered win/lose won/lost
always/never allow/forbid allowed/forbidden allow/ban allowed/banned permitted/prohibited
approve/reject approved/rejected confirm/deny confirmed/denied confirms/denies admit/deny
admitted/denied admits/denies for/against yes/no more/less before/after with/without all/none
agree/disagree agreed/disagreed include/exclude included/excluded including/excluding open/closed
opened/closed pass/fail passed/failed safe/dangerous best/worst better/worse higher/lower
public/private keep/abolish kept/abolished join/leave joined/left begin/end began/ended alive/dead
present/absent enough/insufficient remember/forget trust/distrust can/cannot above/below up/down
strengthen/weaken strengthened/weakened welcome/condemn welcomed/condemned praised/condemned
praise/condemn legal/illegal lawful/unlawful everyone/nobody everybody/nobody everything/nothing
convicted/acquitted richer/poorer gain/loss gains/losses profit/loss success/failure
"""
OPPOSITES = frozenset(
    pair
    for one in _OPPOSITES.split()
    for pair in (tuple(one.split("/")), tuple(reversed(one.split("/"))))
)
# ``possible`` and ``impossible``: a word that only gained or lost one of these.
TURNING = ("un", "in", "im", "il", "ir", "dis", "non", "non-", "mis", "anti-", "a")

# ---- how strongly something is said

STRONG = _set(
    "will shall must guarantee guarantees guaranteed promise promises promised pledge pledges"
    " pledged always all every certainly definitely immediately full fully proved proven"
    " werden wird muss müssen immer alle doit devra toujours tous debe deberá siempre todos"
)
WEAK = _set(
    "may might could would should hope hopes hoped aim aims intend intends try seek seeks consider"
    " considers considered possibly perhaps probably some sometimes often usually allegedly"
    " reportedly apparently alleged suspected partly könnte könnten sollte sollten möchte"
    " vielleicht einige angeblich pourrait devrait peut-être certains podría debería quizás algunos"
)

# ---- numbers and dates

NUMBERS = _set(
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " hundred hundreds thousand thousands million millions billion billions trillion dozen dozens"
    " half quarter third twice double triple zwei drei vier fünf sechs sieben acht neun zehn elf"
    " zwölf hundert tausend million millionen milliarde milliarden deux trois quatre cinq sept huit"
    " neuf dix onze douze cent mille millions milliard milliards dos tres cuatro cinco seis siete"
    " ocho nueve diez once doce cien mil millones due tre quattro cinque sei sette otto nove dieci"
    " milioni miliardi twee drie vijf zes zeven negen tien miljoen miljard один два три четыре пять"
    " шесть семь восемь девять десять сто тысяч миллионов"
    " 一 二 三 四 五 六 七 八 九 十 百 千 万 萬 億 亿"
)
MONTHS = _set(
    "january february april june july august september october november december jan feb apr jun"
    " jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember janvier"
    " février avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril"
    " mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio"
    " giugno luglio settembre ottobre dicembre januari februari maart mei augustus maj stycznia"
    " lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"
    " января февраля марта апреля мая июня июля августа сентября октября ноября декабря 年 月 日"
)
CAPITAL_MONTHS = _set("May March Mars")  # other words without their capital
DAYS = _set(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat yesterday"
    " today tomorrow tonight montag dienstag mittwoch donnerstag freitag samstag sonntag gestern"
    " heute morgen lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd'hui demain"
    " lunes martes miércoles jueves viernes sábado domingo ayer hoy lunedì martedì mercoledì"
    " giovedì venerdì sabato domenica ieri oggi maandag dinsdag woensdag donderdag vrijdag zaterdag"
    " zondag gisteren vandaag понедельник вторник среда четверг пятница суббота воскресенье вчера"
)

# ---- words that carry no weight of their own

LIGHT = _set(
    "do does did be am is are was were been being has have had will would can could the a an to of"
    " it that which there any we i he she they you this these those ne n' l' y en"
)
NOT_DENYING = _set("only just merely least doubt nur bloß seulement solo sólo")

# ---- how notes of correction begin, after their marks

NOTES = (
    "correction", "corrections", "clarification", "editor's note", "editors' note", "amended",
    "this article was amended", "this article was corrected", "this article has been corrected",
    "this article has been amended", "this article was updated to correct", "this story has been",
    "this story was corrected", "this post has been corrected", "this statement was corrected",
    "this statement has been corrected", "an earlier version", "a previous version", "erratum",
    "errata", "berichtigung", "korrektur", "richtigstellung",
    "anmerkung der redaktion", "rectificatif",
    "rectification", "note de la rédaction", "correctif", "rectificación", "corrección",
    "fe de errores",
    "errata corrige", "rettifica", "precisazione", "correzione", "rectificatie", "correctie",
    "rättelse", "berigtigelse", "rettelse", "oikaisu", "sprostowanie", "oprava", "retificação",
    "correção", "исправление", "опровержение", "поправка", "更正", "訂正", "勘误", "düzeltme",
)  # fmt: skip
