"""All benches with their usual sizes: ``python -m bench [--data ../shared/data]``."""

import sys

from bench import (
    firehose,
    keeping,
    linking,
    quotations,
    replay,
    site,
    throughput,
    verifying,
    weather,
)

if __name__ == "__main__":
    throughput.main(sys.argv[1:])
    keeping.main(sys.argv[1:])
    replay.main(sys.argv[1:])
    weather.main(sys.argv[1:])
    quotations.main(sys.argv[1:])
    linking.main(sys.argv[1:])
    verifying.main(sys.argv[1:])
    firehose.main(sys.argv[1:])
    site.main([])
