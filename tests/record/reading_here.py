"""Reading without processes of its own: lives of a record in tests are short.

That a reading process may be lost is tested in ``tests/read``; here the record is what may be
lost, and starting two interpreters for each of its lives would be most of the time.
"""

import importlib

from walkback.read.workers import Failure


class HereWorkers:
    """Has the shape of ``walkback.read.workers.Workers``."""

    def __init__(self, *_, **__):
        pass

    def start(self, module):
        importlib.import_module(module)

    def run(self, jobs):
        for key, function, arguments in jobs:
            try:
                yield key, function(*arguments)
            except Exception as error:  # noqa: BLE001 - as in the processes it stands for
                yield key, Failure("error", f"{type(error).__name__}: {error}")

    def close(self):
        pass
