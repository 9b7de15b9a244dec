"""How well and how fast pictures of words are read: rendered here, invented, with known words.

Ten themes (fonts, sizes, colours, light on dark), phone and desktop widths, PNG and JPEG at three
qualities, and posts as apps show them. The clean half is PNG and JPEG 90. The texts of ``kept``
were not looked at while the reader was made. Quotation marks and dashes count alike, whatever
their shape; all else counts. Needs the extra ``pictures``; without it this
says so and ends. Run alone: ``python -m eval.pictures``.
"""

import io
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.pictures_set import FONTS, KEPT, POSTS, THEMES, TUNED, Post, Text, Theme
from rapidfuzz.distance import Levenshtein

from walkback.judge.about import about
from walkback.model.act import Earlier, Later
from walkback.model.picture import PictureReading
from walkback.model.verdict import EventKind
from walkback.read.acts import acts
from walkback.read.pictures import Engine, is_post_of, load_engine, missing, read_picture

WIDTHS = {"phone": 390, "desktop": 1000}
QUALITIES = (0, 90, 60, 30)  # 0 is PNG
CLEAN = (0, 90)
CEILINGS = {"clean": 0.01, "all": 0.03}  # character error rates
_SHAPES = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e", '"')
    | dict.fromkeys("\u2018\u2019\u201b", "'")
    | dict.fromkeys("\u2013\u2014", "-")
)


@dataclass(frozen=True, slots=True)
class Score:
    """One picture: letters wrong of how many, seconds, whether act and link were found."""

    name: str
    clean: bool
    kept: bool
    wrong: int
    of: int
    seconds: float
    act: bool
    link: bool


def pictures() -> Iterator[tuple[str, Text, Theme, int, int]]:
    """Every theme at both widths and all qualities, each with the next text."""
    both = [text for pair in zip(TUNED, KEPT, strict=True) for text in pair]
    number = 0
    for at, theme in enumerate(THEMES):
        for width_name, width in WIDTHS.items():
            for quality in QUALITIES:
                text = both[(number + at) % len(both)]
                yield f"{theme.name} {width_name} q{quality}", text, theme, width, quality
                number += 1


def rendered(text: str, theme: Theme, width: int, quality: int) -> bytes:
    """The words wrapped to a width, as PNG, or as JPEG of a quality."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - it comes with the extra

    size = round(theme.size * (0.85 if width < 600 else 1.25))
    font = ImageFont.truetype(str(FONTS / theme.font), size)
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        words, line = paragraph.split(), ""
        for word in words:
            longer = f"{line} {word}".strip()
            if font.getlength(longer) > width - 4 * size and line:
                lines.append(line)
                longer = word
            line = longer
        lines += [line, ""]
    step = round(size * 1.45)
    image = Image.new("RGB", (width, step * len(lines) + 2 * size), theme.paper)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((2 * size, size + row * step), line, font=font, fill=theme.ink)
    return _packed(image, quality)


def shown(post: Post, quality: int) -> bytes:
    """A post as an app shows it: a face, a name, a handle, words, a time and counts."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - it comes with the extra

    paper, ink, faint = ("#15202b", "#f0f0f0", "#8899a6") if post.dark else ("#fff", "#111", "#657")
    bold = ImageFont.truetype(str(FONTS / "liberation/LiberationSans-Bold.ttf"), 19)
    plain = ImageFont.truetype(str(FONTS / "liberation/LiberationSans-Regular.ttf"), 19)
    image = Image.new("RGB", (600, 330), paper)
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 20, 72, 72), fill="#7aa")
    draw.text((88, 20), post.name, font=bold, fill=ink)
    draw.text((88, 48), f"@{post.handle}", font=plain, fill=faint)
    line, top = "", 95
    for word in [*post.words.split(), ""]:
        longer = f"{line} {word}".strip()
        if plain.getlength(longer) > 550 or not word:
            draw.text((20, top), line, font=plain, fill=ink)
            longer, top = word, top + 28
        line = longer
    draw.text((20, top + 14), "3:41 PM · Mar 14, 2024", font=plain, fill=faint)
    draw.text((20, top + 50), "212 Retweets   48 Quotes   1,904 Likes", font=plain, fill=faint)
    return _packed(image, quality)


def _packed(image: object, quality: int) -> bytes:
    out = io.BytesIO()
    named = {"format": "JPEG", "quality": quality} if quality else {"format": "PNG"}
    image.save(out, **named)  # type: ignore[attr-defined]  # an image of the extra's library
    return out.getvalue()


def score(name: str, text: Text, picture: bytes, engine: Engine, quality: int) -> Score:
    """Read one picture, and judge from what was read alone."""
    started = time.perf_counter()
    reading = read_picture(picture, engine)
    seconds = time.perf_counter() - started
    wanted, got = _plain(text.words), _plain(reading.text)
    wrong = Levenshtein.distance(wanted, got)
    act, link = found(text, reading)
    if "-v" in sys.argv and wrong:
        print(f"{name}: {wrong} of {len(wanted)}\n  {wanted}\n  {got}")
    kept = text in KEPT
    return Score(name, quality in CLEAN, kept, wrong, len(wanted), seconds, act, link)


def found(text: Text, reading: PictureReading) -> tuple[bool, bool]:
    """Whether the act and the statement it is about are found from the picture's words alone."""
    later = Later("later", "https://a.example/later", "s", reading.text)
    earlier = [
        Earlier(f"e{number}", f"https://a.example/{number}", "s", words)
        for number, words in enumerate(text.earlier)
    ]
    given = [
        act
        for act in acts(reading.text, source="picture")
        if act.kind in (EventKind.RETRACTED, EventKind.APOLOGISED, EventKind.CORRECTED)
    ]
    links = [link for act in given if (link := about(act, later, earlier))]
    return bool(given), any(link.statement == "e0" for link in links)


def _plain(text: str) -> str:
    return " ".join(text.translate(_SHAPES).split())


def _posts(engine: Engine) -> tuple[int, int]:
    """Posts told right from words of the speaker's own, of how many."""
    right = 0
    for post in POSTS:
        reading = read_picture(shown(post, 60), engine)
        told = is_post_of(reading, post.speaker, post.handles)
        right += told is post.own
        if "-v" in sys.argv and told is not post.own:
            print(f"post of {post.name}: {told}, not {post.own}: {reading.text}")
    return right, len(POSTS)


def main(data: Path | None = None) -> bool:
    """Print the table; False where a ceiling is passed. ``data``: not needed."""
    del data
    engine = load_engine()
    if engine is None or not FONTS.exists():
        print(f"pictures: skipped, {missing() or f'no fonts in {FONTS}'}")
        return True
    every = [
        score(name, text, rendered(text.words, theme, width, quality), engine, quality)
        for name, text, theme, width, quality in pictures()
    ]
    groups = {
        "clean": [one for one in every if one.clean],
        "all": every,
        "kept": [one for one in every if one.kept],
    }
    rates = {name: _rate(group) for name, group in groups.items()}
    right, of = _posts(engine)
    seconds = sorted(one.seconds for one in every)
    print(f"{'pictures':<34}{len(every):>8}")
    for name, rate in rates.items():
        print(f"{f'character error rate, {name}':<34}{rate:>8.4f}")
    by_theme: dict[str, list[Score]] = defaultdict(list)
    for one in every:
        by_theme[one.name.split(" ")[0]].append(one)
    for name, group in by_theme.items():
        print(f"{f'  {name}':<34}{_rate(group):>8.4f}")
    print(f"{'act found from the picture alone':<34}{sum(s.act for s in every):>4} of {len(every)}")
    print(f"{'link found from it alone':<34}{sum(s.link for s in every):>4} of {len(every)}")
    print(f"{'posts told from own words':<34}{right:>4} of {of}")
    print(f"{'seconds a picture, median':<34}{seconds[len(seconds) // 2]:>8.2f}")
    print(f"{'seconds a picture, slowest':<34}{seconds[-1]:>8.2f}")
    return all(rates[name] < most for name, most in CEILINGS.items())


def _rate(group: list[Score]) -> float:
    return sum(one.wrong for one in group) / max(1, sum(one.of for one in group))


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
