"""Names in Cyrillic, Greek and Arabic letters, written in Latin ones.

One plain romanisation each; what other hands make of the same letters is the business of the
rules in ``spelling``. Arabic writes no short vowels, so that only its consonants and long vowels
come over.
"""


def _list(text: str) -> list[str]:
    return text.split()


_CYRILLIC = dict(
    zip(
        "абвгдезийклмнопрстуфхцчшщъыьэюяёіїєґўђјљњћџѓќѕ",
        _list(
            "a b v g d e z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya yo i yi ye g w "
            "dj j lj nj c dz gj kj dz"
        ),
        strict=True,
    )
) | {"ж": "zh"}
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
        _list("a v g d e z i th i k l m n x o p r s s t y f ch ps o a e i i o y o i y i y"),
        strict=True,
    )
) | {
    "\u03bf\u03cd": "ou",
    "\u03bf\u03c5": "ou",
    "μπ": "mp",
    "\u03b5\u03c5": "ev",
    "\u03b5\u03cd": "ev",
    "\u03b1\u03c5": "av",
    "\u03b1\u03cd": "av",
}  # fmt: skip
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةپچژگکیأإآؤئ",
        _list(
            "a b t th j h kh d dh r z s sh s d t z - gh f q k l m n h w y a a p ch zh g k y a i a "
            "w y"
        ),
        strict=True,
    )
) | {"ء": "-"}
_ONE = {letter: "" if new == "-" else new for letter, new in (_CYRILLIC | _ARABIC).items()}
_ONE |= {letter: new for letter, new in _GREEK.items() if len(letter) == 1}
_TWO = {letter: new for letter, new in _GREEK.items() if len(letter) == 2}
_TABLE = str.maketrans(_ONE)


def romanised(text: str) -> str:
    """``text`` (small letters, NFC) with letters of these scripts in Latin ones."""
    for pair, new in _TWO.items():
        text = text.replace(pair, new)
    return text.translate(_TABLE)


def arabic_script(text: str) -> bool:
    """Whether a word stands in Arabic letters, and so without its short vowels."""
    return any("\u0620" <= letter <= "\u06d3" for letter in text)
