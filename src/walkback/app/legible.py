r"""Every way in which bytes may be read by whoever looks at them: what a gate goes through.

A browser shows ``M&uuml;ller``, ``M\u00fcller`` and ``M<b>ü</b>ller`` alike, and a page of 1999
has it in another encoding. A name that nobody is shown stands in all of these.
"""

import html
import re
from collections.abc import Iterable, Iterator

from walkback.model.withheld import Gate
from walkback.read.charset import decode

# These stand within words; all others part them.
_WITHIN = re.compile(
    r"<!--.*?-->|</?(?:a|abbr|b|bdi|bdo|em|font|i|mark|s|small|span|strong|sub|sup|u|wbr)"
    r"(?:\s[^<>]{0,4000})?>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,4000}>")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")


def spellings(body: bytes, content_type: str = "") -> Iterator[str]:
    """The texts that may be read in bytes whose codings are undone, each once."""
    told: set[str] = set()
    for text in (body.decode("utf-8", "replace"), decode(body, content_type or None)):
        plain = html.unescape(text)
        for one in (text, plain, _TAG.sub(" ", _WITHIN.sub("", plain)), _unescaped(text)):
            if one not in told:
                told.add(one)
                yield one


def tells(gate: Gate, texts: Iterable[str]) -> bool:
    """Whether one of the texts holds what nobody is shown."""
    return bool(gate.held) and any(gate.text(text) != text for text in texts)


def _unescaped(text: str) -> str:
    r"""The text of JSON or a script, without ``\u`` and ``\/``; half a pair stays as it is."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_letter, text).replace("\\/", "/")


def _letter(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return found[0] if 0xD800 <= number < 0xE000 else chr(number)
