"""The articles written for the project: how many quotations come out as their truth has them.

Needs no data beside the repository (``tests/read/articles``). The articles ``held-*`` were written
last, after the code; what they gave in their first run stands in ``FIRST_RUN`` and is never
changed, because what was mended since was mended knowing them. ``python -m eval.articles -v``
shows what is wrong.
"""

import sys
import time
from pathlib import Path

from tests.article_set import Answer, Written, answers, read_wrong, written

from walkback.read import quotations as package
from walkback.read.quotations import SpeakerModel, load_model, quotations

MODEL = Path(package.__file__).with_name("speakers.json.gz")
FIRST_RUN = "28 of 42"  # as run; 30 after the form of two truths was mended
FLOOR = 0.95  # of all quotations wholly right


def main(data: Path | None = None) -> bool:
    """Prints the table; whether the floor held. ``data`` is not needed."""
    del data
    model = load_model(MODEL.read_bytes())
    every = written()
    held = [one for one in every if one.name.startswith("held-")]
    right = _report("written for the project", [one for one in every if one not in held], model)
    _report("held out, as they are now", held, model)
    _row("held out, quotations right in their first run", FIRST_RUN)
    if right < FLOOR:
        print(f"articles: {right:.3f} of the quotations are right, below the floor of {FLOOR}")
    return right >= FLOOR


def _report(title: str, articles: list[Written], model: SpeakerModel) -> float:
    """Prints the rows of one part; the share of its quotations that are wholly right."""
    answered: list[Answer] = []
    whole = read = extra_quotations = 0
    began = time.process_time()
    for one in articles:
        article = one.read()
        mine, extra = answers(one, article, quotations(article, model))
        answered += mine
        extra_quotations += len(extra)
        whole += all(answer.right for answer in mine) and not extra
        read += not read_wrong(one, article)
        if "-v" in sys.argv:
            complaints = [what for answer in mine for what in answer.wrong]
            print(*(f"  {one.name}: {what}" for what in complaints + extra), sep="\n")
    ms = (time.process_time() - began) * 1000 / max(1, len(articles))
    found = [answer for answer in answered if answer.found]
    _row(f"{title}: articles, quotations", f"{len(articles)}, {len(answered)}")
    _row("  articles read with date, language and posts", f"{read} of {len(articles)}")
    _row("  articles wholly right", f"{whole} of {len(articles)}")
    _row("  quotations found (and others that are none)", f"{len(found)} ({extra_quotations})")
    for what in ("kind", "mention", "name", "said"):
        good = sum(getattr(answer, what) for answer in found)
        _row(f"  of those found, right: {what}", f"{good / max(1, len(found)):.3f}")
    share = sum(answer.right for answer in answered) / max(1, len(answered))
    _row("  quotations wholly right", f"{share:.3f}")
    _row("  ms an article, reading included", f"{ms:.1f}")
    return share


def _row(what: str, value: str) -> None:
    print(f"articles: {what:<52}{value:>14}")


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
