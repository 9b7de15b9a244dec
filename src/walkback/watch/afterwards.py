"""After a round: look for the author and date that a page's markup does not state.

Slow (22 to 66 ms a page) and a guess, so it is done for what is shown alone, in the time that is
left, and never feeds compare or the judge.
"""

from dataclasses import replace
from pathlib import Path

from walkback.archive import load_exchange
from walkback.model.content import decode
from walkback.model.evidence import Place
from walkback.read import Failure, Workers
from walkback.read.facts import Facts, facts
from walkback.store import Store, texts
from walkback.watch.reading import LARGEST

MOST = 50  # pages after one round; the rest waits for the next


def look_for_facts(store: Store, workers: Workers, folder: Path) -> int:
    """Find what is missing for some current versions; how many were gone through."""
    with store.reading() as connection:
        rows = texts.bare(connection, MOST)
    by_key = {(row.instance, row.reading.sha256): row for row in rows}
    jobs = ((key, find_facts, (folder, row.place)) for key, row in by_key.items())
    found = list(workers.run(jobs))
    with store.writing() as connection:
        for key, result in found:
            reading = by_key[key].reading
            told = Facts(None, None) if isinstance(result, Failure) else result
            filled = replace(
                reading,
                author=reading.author or told.author,
                published=reading.published or told.published,
            )
            texts.save_found(connection, key[0], filled)
    return len(rows)


def find_facts(folder: Path, place: Place) -> Facts:
    """Author and date of one capture, found by reading it whole; runs in a worker."""
    exchange = load_exchange(folder, place)
    return facts(decode(exchange, LARGEST).data, exchange.url)
