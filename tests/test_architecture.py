"""The house keeps its shape: who imports whom, what is pure, how long a file may be.

The second half plants one violation of each rule and expects the walker to name it.
"""

import pytest
from tests.walker import (
    LONGEST,
    SOURCE,
    House,
    Module,
    forbidden_names,
    house,
    impurities,
    modules,
    reach,
    too_long,
    unexplained_imports,
    unknown_rooms,
    wrong_directions,
)


def holds(rule):
    tree = modules()
    assert len(tree) > 20, "the walker found no house to walk"
    complaints = [text for module in tree for text in rule(module)]
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


def test_rooms_import_only_what_stands_below_them():
    known = house(modules())
    holds(lambda module: wrong_directions(module, known))


def test_pure_rooms_touch_no_socket_file_clock_or_randomness():
    known = house(modules())
    holds(lambda module: impurities(module, known))


def test_an_import_inside_a_function_says_why():
    holds(unexplained_imports)


def test_no_file_is_longer_than_a_few_screens():
    holds(too_long)


def test_no_file_of_tests_and_benches_is_either():
    files = [p for name in ("tests", "bench", "eval") for p in (SOURCE.parent / name).rglob("*.py")]
    assert len(files) > 10
    long = {str(p): n for p in files if (n := p.read_text("utf-8").count("\n")) > LONGEST}
    assert not long, f"more than {LONGEST} lines: split by feature: {long}"


def test_no_room_is_a_drawer_for_everything():
    holds(forbidden_names)


def test_every_room_has_its_place_in_the_order():
    holds(unknown_rooms)


def test_verifying_never_reaches_network_store_or_site_even_by_a_detour():
    reached = reach("walkback.verify", modules())
    rooms = {name.split(".")[1] for name in reached}
    assert not rooms & {"fetch", "store", "watch", "publish", "sources", "settings", "app", "cli"}


# ---- the walker notices what it is there for ----

KNOWN = House(
    frozenset({"walkback", "walkback.fetch", "walkback.fetch.guard", "walkback.model"}),
    {"walkback.archive.Archive": "walkback.archive.segments"},
    frozenset({"walkback.archive.segments"}),
)


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("judge.edit", "from walkback.store import Store", "walkback.store"),
        ("fetch.fetch", "import walkback.archive.members", "walkback.archive.members"),
        ("compare", "from ..fetch import guard", "walkback.fetch.guard"),
        ("verify.steps", "from walkback.fetch import guard", "walkback.fetch.guard"),
        ("verify.steps", "from walkback.archive.segments import x", "walkback.archive.segments"),
        ("verify.steps", "from walkback.archive import Archive", "walkback.archive.segments"),
        ("publish.site", "from walkback.app import Walkback", "walkback.app"),
        ("watch.round", "from walkback.settings import Settings", "walkback.settings"),
        ("errors", "from walkback.model import ids", "walkback.model"),
        ("app", "def run():\n    from walkback.cli import main", "walkback.cli"),
    ],
)
def test_a_planted_import_against_the_order_is_named(name, text, named):
    found = wrong_directions(Module(name, text, package=name == "compare"), KNOWN)
    assert len(found) == 1
    assert f"imports {named}; {name.split('.')[0]} may import only: " in found[0]


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("judge.edit", "import time", "imports time"),
        ("model.ids", "from secrets import token_bytes", "imports secrets"),
        ("read.text", "import os.path", "imports os.path"),
        ("read.text", "from pathlib import Path", "imports pathlib"),
        ("compare.words", "from walkback.durable import write", "imports walkback.durable"),
        ("ledger.tiles", "data = open('tile').read()", "calls open()"),
        ("watch.schedule", "at = datetime.datetime.now(UTC)", "calls .now()"),
    ],
)
def test_a_planted_clock_file_or_dice_is_named(name, text, named):
    found = impurities(Module(name, text), KNOWN)
    assert len(found) == 1
    assert named in found[0]
    assert "is pure" in found[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("read.workers", "import multiprocessing"),
        ("read.text", "from pathlib import PurePosixPath"),
        ("ledger.log", "import os"),
        ("watch.round", "import time"),
    ],
)
def test_rooms_that_may_touch_the_world_are_left_alone(name, text):
    assert not impurities(Module(name, text), KNOWN)


@pytest.mark.parametrize("comment", ["", "  # noqa: PLC0415", "  # type: ignore[import-untyped]"])
def test_a_planted_import_inside_a_function_without_a_reason_is_named(comment):
    found = unexplained_imports(Module("cli.serve", f"def serve():\n    import uvicorn{comment}\n"))
    assert len(found) == 1
    assert found[0].startswith("walkback/cli/serve.py:2 imports inside a function; say why")


def test_a_reason_on_the_line_is_enough():
    text = "def serve():\n    import uvicorn  # noqa: PLC0415 - half a second of start-up\n"
    assert not unexplained_imports(Module("cli.serve", text))


def test_a_planted_long_file_drawer_and_stray_room_are_named():
    assert "401 lines" in too_long(Module("judge.judge", "\n" * 401))[0]
    assert not too_long(Module("judge.judge", "\n" * 400))
    assert "'utils'" in forbidden_names(Module("fetch.utils", ""))[0]
    assert "no room" in unknown_rooms(Module("plugins.hooks", ""))[0]


def test_the_walker_knows_which_modules_write_and_whose_names_a_package_hands_on():
    tree = [
        Module("archive", "from walkback.archive.segments import Archive", package=True),
        Module("archive.segments", "from walkback.durable import append"),
    ]
    known = house(tree)
    assert known.handed_on == {"walkback.archive.Archive": "walkback.archive.segments"}
    assert known.writing == {"walkback.archive.segments"}
    steps = Module("verify.steps", "from walkback.archive import Archive")
    assert "and no module that writes" in wrong_directions(steps, known)[0]


def test_a_planted_detour_from_verifying_to_the_network_is_found():
    tree = [
        Module("verify", "from walkback.ledger import merkle", package=True),
        Module("ledger", "from walkback.fetch import fetch", package=True),
        Module("ledger.merkle", ""),
        Module("fetch", "", package=True),
    ]
    assert "walkback.fetch" in reach("walkback.verify", tree)
