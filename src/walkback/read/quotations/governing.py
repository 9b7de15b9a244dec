"""Which verb a word of time hangs on: the reporter's verb of saying, or another event's.

``who was elected in March``, ``said the bill passed on Monday was “a disgrace”``: neither date is
when anything was said. A sentence, its quotations covered, is parted into clauses at commas and at
the words that open one; words of time hang on the nearest verb before them in their clause, or,
where they open it, on its first. Verbs are told by lists and endings: a small grammar, no parser.
"""

import re
from dataclasses import dataclass

from walkback.read.phrases import word_set
from walkback.read.quotations.lexicon import SAYING

COVER = "\ufffc"  # stands for each letter of a quotation
_TOKEN = re.compile(rf"{COVER}+|[^\W_]+(?:['\u2019.-][^\W_]+)*|[^\w\s]")
_BREAK = frozenset(",;:()\u2014\u2013[]")
_RELATIVE = word_set(
    """
    who whom whose which where that how when while whilst because although though until
    unless if before as whereas whether since dass weil obwohl während nachdem bevor
    wenn deren dessen welche welcher qui que dont lorsque quand puisque tandis où quien
    quienes cual cuando mientras porque cuyo che cui quando mentre perché quale
    enquanto omdat terwijl toen zodat który która które że gdy som
    när medan eftersom där
    """
)
_ARTICLES_AS_RELATIVES = word_set("der die das den dem die dat che")
_REFUSED = word_set(
    """
    before until till ahead by despite bis avant hasta antes prima voor tot före
    """
)
_AND = word_set("and but und aber et mais y pero e ma mas en maar i ale och men og")
_VERBS_BY_TONGUE = {
    "en": """
        was were is are be been being had has have having would will could should might must did
        does do made took came went won lost held began met left gave got became fell rose stood sat
        led ran cut broke brought bought built chose drew drove ate fought found flew grew kept knew
        lay laid let meant paid saw sold sent shook spent stole struck taught threw understood wore
        wound set hit quit resigns dies
    """,
    "de": """
        war waren wurde wurden hatte hatten ist sind sei wäre hat haben wird
        werden worden kam ging
    """,
    "fr": "est était étaient sont avait avaient sera fut ont ayant",
    "es": "fue era es son será había habían está estaba",
    "it": "è sono fu sarà aveva avevano",
    "pt": "foi é são será tinha",
    "nl": "werd werden is was waren had hadden heeft hebben",
    "pl": "był była było został została jest",
    "sv": "var blev har hade är",
    "da": "var blev har havde er bliver",
}
_OTHER_VERBS = {code: frozenset(words.split()) for code, words in _VERBS_BY_TONGUE.items()}
_ROMANCE = r"[a-z]{3,}(?:ad[oa]s?|id[oa]s?|at[oaie]|ut[oaie]|it[oaie])"
_ENDINGS_BY_TONGUE = {
    "en": r"[a-z]{2,}ed",
    "de": r"(?:[a-z]{2,4})?ge[a-zäöü]{3,}(?:t|en)|be[a-zäöü]{4,}(?:t|en)",
    "fr": r"[a-zé]{3,}ée?s?|élue?s?",
    "es": _ROMANCE,
    "it": _ROMANCE,
    "pt": _ROMANCE,
    "nl": r"ge[a-z]{3,}(?:t|d|en)",
}
_ENDINGS = {code: re.compile(words) for code, words in _ENDINGS_BY_TONGUE.items()}
_NO_ENDING = re.compile(r"$^")
_DETERMINERS = word_set(
    """
    a an the his her their its this that these those my our your some any no every each
    former newly recently so very ein eine der die das le la un une el los las il lo o os
    een de het
    """
)
_PREPOSITIONS = word_set(
    """
    in at during to on from outside inside through via by with after following near before
    of for im am bei auf vor nach mit zu gegenüber dans lors à au sur devant en
    durante ante tras a nel nella ad al alla su na no em ao op tijdens bij na w we i på
    til
    """
)
_NOUNS_TOO = word_set(
    "promise claim pledge remark comment warning report statement call demand offer answer note"
)
_ADVERBS = word_set(
    "also not never earlier later already since then again often been n't auch nicht schon bereits"
    " déjà pas"
)
_TELLING = word_set(
    """
    told telling tell tells asked informed assured warned urged reminded speaking talking
    """
)
_PUBLISHED = word_set(
    """
    published posted aired broadcast released issued dated recorded delivered sent given
    written made uploaded shared printed circulated appeared distributed seen
    veröffentlicht publié publiée diffusé publicado publicada pubblicato
    pubblicata gepubliceerd
    """
)
_SPEECHES = word_set(
    """
    statement interview letter post tweet speech video email e-mail message article column
    blog memo note thread release transcript podcast newsletter address clip recording
    comments remarks erklärung mitteilung brief entretien lettre entrevista carta
    intervista lettera
    """
)
_CARRYING = word_set("in via through with during by from to dans en in nel in")
_SAID_ING = re.compile(r"[a-z]{2,}ing$")


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the sentence: its place, its lower-case form, its clause, what it is.

    ``kind``: ``s`` a verb of saying, ``v`` another verb, ``q`` a quotation, else empty.
    """

    start: int
    end: int
    low: str
    clause: int
    kind: str


class Sentence:
    """A reporter's sentence, its quotations covered by ``COVER``, parted into clauses."""

    def __init__(self, text: str, language: str | None = "en") -> None:
        code = (language or "en")[:2]
        self.text = text
        self.others = _OTHER_VERBS.get(code, _OTHER_VERBS["en"])
        self.endings = _ENDINGS.get(code, _NO_ENDING)
        self.tokens: list[_Token] = []
        self.opened: list[str] = [""]  # per clause, the word that opens it; "" for a main one
        self._part()
        self.says = any(one.kind == "s" for one in self.tokens)

    def hangs(self, start: int, end: int, *, fine: bool, owns: bool = False) -> bool:
        """Whether the words at ``start`` to ``end`` say of the saying when or where it was."""
        inside = [n for n, one in enumerate(self.tokens) if start <= one.start < end]
        if not inside:
            return False
        first, last = inside[0], inside[-1]
        clause = self.tokens[first].clause
        if self.tokens[first].low in _REFUSED or self._refused(first, owns=owns):
            return False
        if self._published(first):
            return True
        return not self.opened[clause] and self._in_main(clause, first, last, fine=fine)

    def _in_main(self, clause: int, first: int, last: int, *, fine: bool) -> bool:
        """Of words in a main clause: the verb before them, in them, or after them has them."""
        mine = [n for n, one in enumerate(self.tokens) if one.clause == clause]
        verbs = [n for n in mine if self.tokens[n].kind in ("s", "v")]
        before = [n for n in verbs if n < first]
        if before:
            return self._after_verb(before[-1], first, last, mine, fine=fine)
        if any(first <= n <= last and self.tokens[n].kind == "s" for n in verbs):
            return True
        after = [n for n in verbs if n > last]
        return self._serves(after[0], fronted=True) if after else self._verbless(clause)

    def _part(self) -> None:
        clause, before, last = 0, "", ""
        for found in _TOKEN.finditer(self.text):
            word = found[0]
            low = word.lower()
            if word in _BREAK:
                clause = self._open(self._carried(clause))
                before = word
                continue
            opens = low in _RELATIVE or (before == "," and low in _ARTICLES_AS_RELATIVES)
            if opens and not self._is_name_of_thing(low, before):
                clause = self._open(low)
            kind = self._kind(word, before, last)
            self.tokens.append(_Token(found.start(), found.end(), low, clause, kind))
            before = last = low
        self._merge_auxiliaries()
        self._merge_that()
        self._coordinate()

    def _carried(self, clause: int) -> str:
        """A mark ends a clause; after ``who,`` alone the relative one goes on behind it."""
        words = sum(one.clause == clause for one in self.tokens[-3:])
        return self.opened[clause] if words <= 1 else ""

    def _open(self, word: str) -> int:
        self.opened.append(word)
        return len(self.opened) - 1

    @staticmethod
    def _is_name_of_thing(low: str, before: str) -> bool:
        # "as a disgrace" opens no clause, nor does "that" before a noun's quotation mark.
        return low in ("as", "since", "before") or (low == "that" and before in _PREPOSITIONS)

    def _kind(self, word: str, before: str, after: str) -> str:
        """What a word is; ``before``: the word or mark before it, ``after``: the word alone."""
        low = word.lower()
        if word[0] == COVER:
            return "q"
        if low in _DETERMINERS or _is_noun(low, before):
            return ""
        if low in SAYING and not (word[0].isupper() and before not in ("", ".")):
            return "s"
        if low in _PUBLISHED and after in _SPEECHES:
            return ""
        if low in self.others or (self.endings.fullmatch(low) and word[0].islower()):
            return "v"
        return ""

    def _merge_auxiliaries(self) -> None:
        """``had said``, ``was also asked``: the first word is no verb of its own."""
        for n, one in enumerate(self.tokens[:-1]):
            following = self.tokens[n + 1 : n + 4]
            kinds = "".join(after.kind or "-" for after in following if after.clause == one.clause)
            if one.kind != "v" or one.low not in self.others or "s" not in kinds:
                continue
            between = following[: kinds.index("s")]
            if all(word.low.endswith("ly") or word.low in _ADVERBS for word in between):
                self.tokens[n] = _Token(one.start, one.end, one.low, one.clause, "")

    def _merge_that(self) -> None:
        """``echoed that promise on Monday``: without a verb of its own it opens no clause."""
        verbs = {one.clause for one in self.tokens if one.kind in ("s", "v")}
        for n, one in enumerate(self.tokens):
            if n and self.opened[one.clause] in ("that", "dass", "que", "che", "dat"):
                outer = self.tokens[n - 1].clause
                if one.clause not in verbs and outer < one.clause:
                    self.tokens[n] = _Token(one.start, one.end, one.low, outer, one.kind)

    def _coordinate(self) -> None:
        """``resigned on Monday and said``: a verb after ``and`` opens a clause of its own."""
        tokens = self.tokens
        shift = 0
        for n, one in enumerate(tokens):
            if n and one.clause != tokens[n - 1].clause:
                shift = 0
            if one.low in _AND and n + 1 < len(tokens):
                same = [t for t in tokens[:n] if t.clause == one.clause and t.kind in ("s", "v")]
                ahead = [t for t in tokens[n + 1 : n + 4] if t.clause == one.clause]
                if same and any(t.kind in ("s", "v") for t in ahead):
                    shift = self._open("") if not self.opened[one.clause] else shift
            if shift:
                tokens[n] = _Token(one.start, one.end, one.low, shift, one.kind)

    def _refused(self, first: int, *, owns: bool) -> bool:
        """``ahead of Monday's vote``, ``before the vote on Monday``; ``Monday's vote`` alone."""
        clause = self.tokens[first].clause
        lows = [one.low for one in self.tokens[max(0, first - 8) : first] if one.clause == clause]
        back = lows[::-1]
        for n, low in enumerate(back):
            if low in SAYING or low in self.others:
                break
            if low in _REFUSED and not (low == "by" and n):  # "issued by her office on Monday"
                return True
        if owns:
            return not back or back[0] not in (
                "in",
                "at",
                "during",
                "after",
                "following",
                "told",
                "to",
            )
        return False

    def _published(self, first: int) -> bool:
        """``in an interview published on Monday``, ``a letter dated 12 April``."""
        tokens = self.tokens
        low = max(0, first - 9)
        near = [one.low for one in tokens[low:first]]
        verb = next((n for n in range(len(near) - 1, -1, -1) if near[n] in _PUBLISHED), -1)
        noun = next((n for n in range(verb - 1, -1, -1) if near[n] in _SPEECHES), -1)
        if noun < 0 or any(one.kind in ("s", "v") for one in tokens[low + verb + 1 : first]):
            return False
        if any(one.kind == "s" and one.low not in _PUBLISHED for one in tokens[low + noun : first]):
            return False
        lead = near[max(0, noun - 4) : noun]
        subject = low + noun <= 4 and any(one.kind == "s" for one in tokens[first:])
        return subject or not _CARRYING.isdisjoint(lead)

    def _after_verb(self, verb: int, first: int, last: int, mine: list[int], *, fine: bool) -> bool:
        tokens = self.tokens
        if tokens[verb].kind == "v":
            said = any(tokens[n].kind == "s" for n in mine if n < verb)
            quoted = any(tokens[n].kind == "q" for n in mine if verb < n < first)
            return (said and quoted) or self._serves(verb, fronted=False)
        between = [tokens[n] for n in mine if verb < n < first]
        after = [tokens[n] for n in mine if n > last]
        words = [one for one in between if one.kind != "q"]
        free = (
            not words
            or words[0].low in _PREPOSITIONS
            or tokens[verb].low in _TELLING
            or (len(words) < len(between) and self._follows_quote(between))
        )
        if any(one.kind in ("v", "s") for one in after) and not free:
            return False
        quoted = any(one.kind == "q" for one in after)
        return fine or free or not quoted

    @staticmethod
    def _follows_quote(between: list[_Token]) -> bool:
        return between[-1].kind == "q" or all(one.kind != "v" for one in between)

    def _serves(self, verb: int, *, fronted: bool) -> bool:
        """Whether the time of another verb is the saying's too: ``resigned on Monday, saying``."""
        if self.tokens[verb].kind == "s":
            return True
        said = [one for one in self.tokens if one.kind == "s" and not self.opened[one.clause]]
        if not said:
            return not self.opened[self.tokens[verb].clause]
        later = [one for one in said if one.start > self.tokens[verb].start]
        if later and all(_SAID_ING.search(one.low) for one in said):
            return True
        return fronted and bool(later) and self._same_subject(verb, later[0])

    def _same_subject(self, verb: int, said: _Token) -> bool:
        """``On Monday he resigned and said``: nothing but ``and`` stands before the second verb."""
        between = [
            one for one in self.tokens[verb + 1 :] if one.start < said.start and one.kind != "q"
        ]
        return bool(between) and between[-1].low in _AND

    def _verbless(self, clause: int) -> bool:
        """``On Monday, he said``; ``he said in Leeds, on Monday``: to the nearest clause's verb."""
        verbs = [
            one for one in self.tokens if one.kind in ("s", "v") and not self.opened[one.clause]
        ]
        after = next((one for one in verbs if one.clause > clause), None)
        before = next((one for one in reversed(verbs) if one.clause < clause), None)
        if after is not None and (before is None or clause == 0):
            return self._serves(self.tokens.index(after), fronted=True)
        if before is not None:
            return self._serves(self.tokens.index(before), fronted=False)
        return after is None


def _is_noun(low: str, before: str) -> bool:
    """Whether a word that may be a verb stands as a noun or a participle: ``the report``."""
    if before == "that":
        return low in _NOUNS_TOO
    return before in _DETERMINERS and before != "no"
