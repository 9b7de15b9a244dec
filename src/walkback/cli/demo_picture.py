"""The demo's retraction as a picture of words, where pictures can be drawn and read here."""

import io
from collections.abc import Sequence

from walkback.read.pictures import missing

_WIDTH, _MARGIN, _SIZE = 760, 40, 22  # pixels


def letter(paragraphs: Sequence[str]) -> bytes:
    """The words on paper, as PNG; empty where the optional extra is missing."""
    if missing():
        return b""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - it needs the optional extra

    font = ImageFont.load_default(_SIZE)
    lines: list[str] = []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and font.getlength(longer) > _WIDTH - 2 * _MARGIN:
                lines.append(line)
                longer = word
            line = longer
        lines += [line, ""]
    step = _SIZE * 3 // 2
    image = Image.new("RGB", (_WIDTH, 2 * _MARGIN + step * len(lines)), "#fbf7ee")
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((_MARGIN, _MARGIN + row * step), line, font=font, fill="#222222")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
