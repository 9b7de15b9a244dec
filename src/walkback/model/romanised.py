"""One name of another alphabet in Latin letters: Slavic, Greek and Arabic names as they are spelt.

A rule of a language holds only for names that show they come from there (``origins``): what is
one name in Russian (ks and x) are two families in English (Dickson, Dixon).
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from walkback.model.called import known_given
from walkback.model.families import known_family

_SLAVIC = re.compile(
    r"([oe]va?|off|eff|t?sk[iy]+[ij]?|skaya|skaia|naya|naia|enk[oa]|chuk|chenko|[aeo]vi[ct]h?"
    r"|ovych|dze|shvili|yan|iuk|yuk|ets|icz)$"
)
_SLAVIC_GIVEN_WORDS = (
    "yulia iulia yuliya vladimir volodymyr sergei sergey sergej serhiy dmitri dmitry dmytro "
    "alexei aleksei alexey aleksey mikhail mykhailo nikolai nikolay mykola yevgeny evgeny evgeni "
    "andrei andrey andriy oleg oleh yuri yury iurii igor ihor anatoly vasily vasyl svetlana "
    "tatiana tatyana ekaterina yekaterina olga irina yelena natalya nataliya oksana ksenia boris "
    "viktor vyacheslav yaroslav vitaly vitali vitalii valery gennady grigory arkady maksim ivan "
    "pavel pyotr fyodor fedor leonid konstantin stanislav bogdan bohdan taras zoran slobodan"
)
_SLAVIC_GIVEN = frozenset(_SLAVIC_GIVEN_WORDS.split())
_GREEK = re.compile(r"(opou?los|opou?lou|akis|aki|idis|ides|iadis|iades|oglou)$")
_ARABIC_PARTS_WORDS = "al el bin ibn bint abu abou abd abdul abdel abdal abdoul ul ur ud"
_ARABIC_PARTS = frozenset(_ARABIC_PARTS_WORDS.split())


@lru_cache(maxsize=8192)
def _origin(word: str) -> str:
    if word in _SLAVIC_GIVEN or (len(word) > 5 and _SLAVIC.search(word)):
        return "slavic"
    if len(word) > 5 and _GREEK.search(word):
        return "greek"
    if word in _ARABIC_PARTS or _arabic(word) in _arabic_names():
        return "arabic"
    return ""


def origins(words: Iterable[str]) -> frozenset[str]:
    """The romanisations that a name's folded words show: slavic, greek, arabic."""
    return frozenset(filter(None, map(_origin, words)))


_SLAVIC_RULES = [
    (re.compile(pattern), new)
    for pattern, new in (
        (r"x", "ks"), (r"schtsch|shch|sch|stch|szcz", "s"), (r"sh|sz", "s"),
        (r"tch|ch(?=[eiuy])|cz", "c"),
        (r"kh|ch", "h"), (r"zh", "j"), (r"tz|ts|c(?=[eiy])", "z"), (r"ph|ff", "f"), (r"w", "v"),
        (r"(?<=[oe])f+$", "v"), (r"^[yij]+(?=[aeou])", ""), (r"[iyj]+(?=[aeou])", ""),
        (r"[iyj]+$", "i"), (r"[yj]", "i"), (r"yo|io", "e"), (r"th", "t"), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip
_GREEK_RULES = [
    (re.compile(pattern), new)
    for pattern, new in (
        (r"ou", "u"), (r"mp", "b"), (r"nt", "d"), (r"gk", "g"), (r"ph", "f"), (r"th", "t"),
        (r"kh|ch|h", "h"), (r"x", "ks"), (r"ai", "e"), (r"ei|oi|y", "i"), (r"g(?=[ie])", ""),
        (r"c", "k"), (r"(?<=[aei])u(?=[^aeiou]|$)", "v"), (r"i(?=[aou])", ""), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


@lru_cache(maxsize=16384)
def _slavic(word: str) -> str:
    for pattern, new in _SLAVIC_RULES:
        word = pattern.sub(new, word)
    return word


@lru_cache(maxsize=16384)
def _greek(word: str) -> str:
    for pattern, new in _GREEK_RULES:
        word = pattern.sub(new, word)
    return word


# One spelling for each name; the rules make the others of it. Where two names differ by a vowel
# alone (Hamid, Hamed), both stand here, so that neither is taken for the other.
_ARABIC = """
abbas abdul abdullah adel adil adnan ahmad aisha akbar akram ali amal amin amina amir ammar anas
anwar arif asad asif asim aslam atif ayman ayub aziz bakr barakat bashar bashir bilal daud dina fadi
fadil fahd fahim faisal farah farhan farid faris faruq fatima fawzi ghassan habib hadi haidar
hakim halim hamad hamed hamid hamza hanan hani harun hasan hashim haitham hisham hassan huda
husain ibrahim idris ihsan ilyas imad iman imran iqbal isa ishaq ismail jabir jafar jalal jamal
jamil javed jawad junaid kamal karim khalid khalil khan layla lutfi mahdi mahmud majid malik
mansur marwan maryam mazin mirza mubarak muhammad munir murad musa mustafa nabil nadia nadim nafisa
naim naji najib nasir naser nasim nasrin nazir nizar nur omar osama qadir qasim rabia rafiq rahim
rahman rami rana rashid rashed rauf rayyan riyad rida sabir sadiq sadia said saif salah salam salim
salem salma salman sami samir samira sana sayyid shabir shafiq shahid shakir sharif shaukat shirin
suhail sulaiman sultan tahir talal tariq tawfiq umar usama usman uthman walid wasim yahya yaqub
yasin yasir yasmin yunus yusuf zahid zahir zahra zaid zain zainab zakaria zaki zia ziyad zubair
qaddafi
"""
_ARABIC_RULES = [
    (re.compile(pattern), new)
    for pattern, new in (
        (r"^(gh|g|q|k)(?=add?[ah]?[fd])", "q"), (r"^abd[aeou]+l", "abdul"),
        (r"(?<=[ae])h$", ""), (r"(a|e)a+", "A"),
        (r"e[ei]+|i[ei]+|ie", "I"), (r"ou|oo|uu", "U"), (r"[ae][iy](?=[^aeiou]|$)", "E"),
        (r"[ao][uw](?=[^aeiou]|$)", "O"), (r"kh", "x"), (r"gh", "g"), (r"dj|dzh", "j"),
        (r"sch|sh|ch", "S"), (r"dh|dd", "d"), (r"th", "t"), (r"ph", "f"), (r"q|ck|c", "k"),
        (r"v", "w"), (r"([^aeiouAIUEO])\1+", r"\1"), (r"^o|(?<!^)o", "u"),
        (r"y(?=[^aeiouAIUEO]|$)", "i"), (r"i?y", "y"), (r"i(?=[au])", "iy"),
    )
]  # fmt: skip
_PLAIN = str.maketrans("AIUEO", "aiuei")


@lru_cache(maxsize=16384)
def _arabic(word: str) -> str:
    for pattern, new in _ARABIC_RULES:
        word = pattern.sub(new, word)
    return word


def _near(first: str, second: str) -> int:
    """Cost of taking two Arabic forms for one name: 0 none, 1 a short e, -1 they are two."""
    if len(first) != len(second):
        return -1
    cost = 0
    for one, other in zip(first, second, strict=True):
        if one == other or {one, other} in _FREE:
            continue
        if {one, other} not in _SHORT_E:
            return -1
        cost = 1
    return cost


# Long vowels are often written short; e stands for a, and in a last syllable for i or u.
_FREE = ({"a", "A"}, {"i", "I"}, {"u", "U"}, {"a", "e"}, {"A", "e"}, {"O", "U"}, {"O", "u"})
_SHORT_E = ({"e", "i"}, {"e", "u"}, {"E", "I"}, {"E", "e"}, {"E", "i"})


@lru_cache(maxsize=1)
def _arabic_names() -> dict[str, str]:
    return {_arabic(name): name for name in reversed(_ARABIC.split())}


@lru_cache(maxsize=16384)
def _which(word: str) -> str:
    """The name of the table that a word writes, empty where it is none of them."""
    form, best, cost = _arabic(word), "", 2
    for known, name in _arabic_names().items():
        found = _near(form, known)
        if found == 0 and word == name:
            return name
        if 0 <= found < cost:
            best, cost = name, found
    return best


def _western(first: str, second: str) -> bool:
    """One is a well-known family or given name as it stands: no rule makes another of it."""
    return any(known_family(word) or known_given(word) for word in (first, second))


def same_name(first: str, second: str, languages: frozenset[str]) -> bool:
    """Whether two folded words write one name by the rules of these languages."""
    if "arabic" in languages:
        one, other = _which(first), _which(second)
        if one or other:
            if one == other:
                return True
        elif not _western(first, second) and _near(_arabic(first), _arabic(second)) == 0:
            return True
    if _western(first, second) and not (_origin(first) or _origin(second)):
        return False
    if "slavic" in languages and _slavic(first) == _slavic(second):
        return True
    return "greek" in languages and _greek(first) == _greek(second)
