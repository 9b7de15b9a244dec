"""What an English apology is for: words and deeds of one's own, or a late bus and a death."""

from walkback.read.acts import lexicon
from walkback.read.acts.ground import HARD, Ground

_HURT = lexicon.word_set(
    """
    hurt harm offence offense pain distress upset damage anguish embarrassment
    """
)
_DEEDS = lexicon.word_set(
    """
    conduct behaviour behavior actions action part role failure failures failing failings error
    errors mistake mistakes misjudgement misjudgment lapse tone choice outburst treatment wrong
    wrongs judgement judgment hurt harm offence offense pain distress upset
    """
)
_UPSET_PLANS = lexicon.word_set(
    """
    close closed closes cancelled canceled postponed delayed delay suspended disrupted disruption
    unavailable rescheduled overrun
    """
)
_STRANDED = lexicon.word_set(
    """
    could unable missed had have wait waited waiting queue queued came turned stranded tickets
    delayed cold expected hoped planned wanted tried travelled traveled booked paid
    """
)
_PETTY = lexicon.word_set("long short double duplicate blurry rant spam length pun puns")
_BODIES = lexicon.word_set(
    """
    state government council church country county club party company ministry city nation town
    yesterday today night week morning monday tuesday wednesday thursday friday saturday sunday
    """
)
_CUT = lexicon.word_set(
    """
    of to in on at from with by that which who caused and or , because as about regarding over
    concerning
    """
)
_WRONGED = lexicon.word_set(
    """
    offended insulted hurt upset harmed wronged disrespected felt feel affected misled attacked
    accused damaged angered alienated distressed disappointed
    """
)
_STRANGERS = lexicon.word_set(
    """
    him her them the those these your people families family this that it
    """
)


def clause_end(ground: Ground, place: int) -> int:
    """The last word of the clause that ``place`` stands in."""
    words, last = ground.words, place
    while last + 1 < len(words) and last - place < 30:
        following = words[last + 1]
        if following in HARD:
            break
        if following in {"and", "but"} and ground.word(last + 2) in lexicon.OWN | lexicon.OTHERS:
            break
        last += 1
    return last


def what_for(ground: Ground, at: int) -> bool:
    """Whether what an apology is for leaves it one: no service, no grief, no other's feelings."""
    words = ground.words
    last = clause_end(ground, at - 1)
    after = words[at : last + 1]
    if lexicon.GRIEF & set(after) and not (lexicon.POSSESSIVES_OWN & set(after)):
        return False
    if (
        {"nobody", "none"} & set(after[:3])
        or after[:2] == ("to", "shakespeare")
        or "in advance" in " ".join(after)
    ):
        return False
    place = next((n for n, word in enumerate(after) if word in {"for", "about", "over"}), None)
    if place is None:
        around = ground.prior | set(words)
        if around & _UPSET_PLANS and not ground.speech_before and not lexicon.OWN & set(after):
            return False
        return not ({"late", "advance"} & set(after)) and _wronged(after)
    return _deed(ground, at + place + 1, last)


def _wronged(after: tuple[str, ...]) -> bool:
    """Whether people apologised to were wronged: not "all who could not get into the hall"."""
    if "who" not in after:
        return True
    rest = set(after[after.index("who") + 1 :])
    if not rest & _STRANDED:
        return True
    return bool(rest & (_HURT | _WRONGED | {"i", "we", "my", "our"}))


def _of_others(ground: Ground, head: list[str]) -> bool:
    """Whether a fault is somebody else's: "the Home Secretary's behaviour"."""
    if "'s" not in head[1:] or lexicon.POSSESSIVES_OWN & set(head):
        return False
    holder = head[head.index("'s") - 1]
    return holder not in _BODIES | ground.voice.names and ground.voice.personal


def _deed(ground: Ground, at: int, last: int) -> bool:  # noqa: C901, PLR0911 - each sense has its way out
    """Whether the phrase after "for" names a fault; its head decides."""
    words = ground.words
    head: list[str] = []
    for place in range(at, last + 1):
        if words[place] in _CUT and head:
            break
        head.append(words[place])
    rest = set(words[at : last + 1])
    own_words_cause = bool(rest & lexicon.SPEECH & (rest - lexicon.SERVICE)) and bool(
        rest & {"my", "our", "i", "we"}
    )
    if not head:
        return True
    if set(head) & _PETTY or _of_others(ground, head):
        return False
    if (
        set(head) & lexicon.SERVICE
        and not (set(head) & lexicon.SPEECH - lexicon.SERVICE)
        and not set(head) & _HURT
    ):
        return own_words_cause and not head[-1].startswith("delay")
    if head == ["them"] and ground.speaks(at):
        return True
    if head[0] in _STRANGERS and len(head) == 1 and head[0] not in {"this", "that", "it"}:
        return False
    if head[:1] == ["what"]:
        return bool({"i", "we", "my"} & set(words[at : at + 3])) or "happened" not in rest
    if head[0] in {"his", "her", "their", "your"}:
        return not ground.voice.personal and head[0] != "your"
    if head[0] in {"anyone", "everyone", "people", "families", "family"}:
        return False
    if head[0] in {"this", "that", "it"} and len(head) == 1:
        return ground.speaks(at)
    return True


def speaks_of_own(after: tuple[str, ...]) -> bool:
    """Whether a complement names words or deeds of the speaker's own."""
    if after[0] in lexicon.SAID and after[0].endswith("ing"):
        return True
    if after[0] == "having" and bool(lexicon.SAID & set(after[1:3])):
        return True
    if after[0] == "that" and after[1:2] and after[1] in lexicon.OWN:
        return bool(lexicon.SAID & set(after)) or bool({"hurt", "caused", "offended"} & set(after))
    if after[0] == "what" and after[1:2] and after[1] in lexicon.OWN:
        return True
    head = after
    for place, word in enumerate(after):
        if place and word in _CUT - {"which", "that", "caused"}:
            head = after[:place]
            break
    named = bool((lexicon.SPEECH | _DEEDS) & set(head)) or bool(_HURT & set(after[:4]))
    strangers = {"his", "her", "their", "your"} & set(after[:3])
    mine = bool(lexicon.POSSESSIVES_OWN & set(after[:9])) or bool(
        {"i", "we"} & set(after[len(head) : len(head) + 3]) or {"i", "we"} & set(head)
    )
    fault = bool(_DEEDS & set(head[:4])) or (bool(_HURT & set(after)) and "caused" in after)
    pointed = after[0] in {"the", "those", "that", "this", "these", "any"} and "by" not in after
    spoken = pointed and bool(lexicon.SPEECH & set(head[-1:]))
    return named and not strangers and (mine or fault or spoken)
