"""DER, as far as a timestamp token needs it: take apart, put together, sort sets. Pure.

Definite lengths and single-byte tags only, which is all that RFC 3161 answers use.
"""

from walkback.errors import BadFile

SEQUENCE, SET, INTEGER, OID, OCTETS = 0x30, 0x31, 0x02, 0x06, 0x04
CONTEXT_0, CONTEXT_1 = 0xA0, 0xA1
_LONG = 0x80
_MOST = 4096  # values in one constructed value

Value = tuple[int, bytes]  # tag and content


def children(content: bytes) -> list[Value]:
    """The values that stand in a constructed value's content. Raises ``BadFile``."""
    found: list[Value] = []
    at = 0
    while at < len(content):
        tag, start, end = _head(content, at)
        found.append((tag, content[start:end]))
        at = end
        if len(found) > _MOST:
            raise _broken(f"more than {_MOST} values")
    return found


def only(data: bytes, tag: int) -> bytes:
    """The content of the one value that ``data`` is. Raises ``BadFile``."""
    found = children(data)
    if len(found) != 1 or found[0][0] != tag:
        raise _broken(
            f"expected one value with tag {tag:#x}, found {[f'{t:#x}' for t, _ in found]}"
        )
    return found[0][1]


def wrap(tag: int, content: bytes) -> bytes:
    """A value with its tag and length."""
    size = len(content)
    if size < _LONG:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG | len(length))) + length + content


def join(values: list[Value]) -> bytes:
    """Values as the content of what holds them."""
    return b"".join(wrap(tag, content) for tag, content in values)


def in_order(content: bytes) -> bytes:
    """A set's content with its values as DER orders them: ascending by their bytes."""
    return b"".join(sorted(wrap(tag, inner) for tag, inner in children(content)))


def oid(content: bytes) -> str:
    """An object identifier in dotted form."""
    numbers: list[int] = []
    number = 0
    for byte in content:
        number = number << 7 | byte & 0x7F
        if not byte & _LONG:
            numbers.append(number)
            number = 0
    if not numbers or number or len(content) > 32:
        raise _broken("no object identifier")
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, start and end of the value that begins at ``at``."""
    if at + 2 > len(data):
        raise _broken("it ends within a value")
    tag, size, start = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise _broken("a tag of several bytes")
    if size >= _LONG:
        count = size - _LONG
        if not 1 <= count <= 4 or start + count > len(data):
            raise _broken("a length without an end, or too long")
        size, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + size > len(data):
        raise _broken("it ends within a value")
    return tag, start, start + size


def _broken(found: str) -> BadFile:
    return BadFile("not DER", subject="timestamp", found=found)
