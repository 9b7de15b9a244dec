"""``python -m bench.weather``: see the package."""

import sys

from bench.weather import main

if __name__ == "__main__":
    main(sys.argv[1:])
