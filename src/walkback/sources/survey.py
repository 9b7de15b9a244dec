"""A first pass over XML with expat alone: is it sound, how deep, where does the last entry end.

feedparser falls back to a tolerant parser where XML is broken, says only that it did, and does
half a millisecond of work for each entry. What is hostile must be known before (``notes`` 3.3,
row 18), and what is broken must be said with its place.
"""

from dataclasses import dataclass
from xml.parsers import expat

DEEPEST = 256
_ENTRIES = frozenset({"item", "entry"})


@dataclass(slots=True)
class Survey:
    """``entries`` seen; ``cut``: bytes up to the end of the last allowed entry, and the open
    elements there, outermost first; ``defect`` where it is not well-formed; ``hostile`` where it
    must not be parsed further.
    """

    entries: int = 0
    cut: int | None = None
    open: tuple[str, ...] = ()
    defect: str | None = None
    hostile: bool = False


class _Refused(Exception):  # noqa: N818 - stops the parser, never leaves this module
    pass


def survey(body: bytes, most: int) -> Survey:
    """What a first pass finds; entries beyond ``most`` end it. Never raises."""
    found = Survey()
    parser = expat.ParserCreate()
    stack: list[str] = []

    def started(name: str, _attributes: dict[str, str]) -> None:
        stack.append(name)
        if len(stack) > DEEPEST:
            raise _Refused(f"elements nested more than {DEEPEST} deep")
        if found.entries >= most and _local(name) in _ENTRIES:
            found.cut, found.open = parser.CurrentByteIndex, tuple(stack[:-1])
            raise _Refused

    def ended(name: str) -> None:
        stack.pop()
        if _local(name) in _ENTRIES:
            found.entries += 1

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.EntityDeclHandler = _entity
    try:
        parser.Parse(body, True)
    except _Refused as refused:
        if found.cut is None:
            found.defect, found.hostile = str(refused), True
    except (expat.ExpatError, ValueError, LookupError) as error:
        found.defect = _place(error)
        # Expat stops entity bombs by their growth (2.4.1); what it stopped is not tried again.
        found.hostile = "amplification" in str(error)
    return found


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _entity(*declared: object) -> None:
    _name, _parameter, value, _base, system, _public, _notation = declared
    if system is not None or (isinstance(value, str) and "&" in value):
        raise _Refused("entities of its own that lead elsewhere or grow")


def _place(error: Exception) -> str:
    if isinstance(error, expat.ExpatError):
        what = expat.ErrorString(error.code)
        return f"not well-formed at line {error.lineno}, column {error.offset + 1} ({what})"
    return f"not readable: {error}"
