"""All evaluations, or those named: ``python -m eval [NAME...] [--data ../shared/data]``.

Every other module here that has a ``main(data)`` is run in the order of its name; it prints its
rows, and gives whether all its floors held. Where the data is not there, nothing is measured.
"""

import argparse
import importlib
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Runs all; gives 1 where a floor did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as: quotations weather")
    given = parser.parse_args(arguments)
    data = given.data
    if not data.is_dir():
        print(f"nothing is evaluated: there is no data in {data}")
        return 0
    names = given.names or sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    runs = [getattr(importlib.import_module(f"eval.{name}"), "main", None) for name in names]
    held = [run(data) is not False for run in runs if run]
    if not held:
        print("there are no evaluations yet")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
