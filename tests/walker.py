"""Walks the syntax trees of the house and says where they break its rules.

It imports nothing of what it judges. Each rule is a function from a module's text to complaints,
so that a test can hand it a planted text. The rules are those of docs/architecture.md.
"""

import ast
import io
import re
import tokenize
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src"
LONGEST = 400
# One file for a court's expert to read from top to bottom and to carry away: it can import nothing.
LONG_FOR_A_REASON = {"verify.alone.verify_bundle"}
DRAWERS = {"util", "utils", "helper", "helpers", "common", "core", "base", "misc"}
FORBIDDEN_NAMES = DRAWERS | {"manager", "managers"}

WORK_ROOMS = ("sources", "fetch", "archive", "ledger", "read", "compare", "judge", "store")
GROUND = ("errors", "model")
BELOW_WORK = ("errors", "durable", "model")
EVERYTHING_BELOW_APP = (*BELOW_WORK, *WORK_ROOMS, "watch", "settings", "publish", "verify")

# A room may import itself and what stands here: names under ``walkback``, with all below them.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "errors": (),
    "durable": ("errors",),
    "model": ("errors",),
    **dict.fromkeys(WORK_ROOMS, BELOW_WORK),
    "settings": GROUND,
    "watch": (*BELOW_WORK, *WORK_ROOMS),
    "publish": GROUND,
    # Offline is a property that tests prove: nothing here reaches a network or a store, and of
    # archive and ledger only what reads bytes and computes hashes (see ``wrong_directions``).
    "verify": (*GROUND, "judge", "archive", "ledger"),
    "app": EVERYTHING_BELOW_APP,
    "cli": (*EVERYTHING_BELOW_APP, "app"),
    "__main__": ("cli",),
    "": (*EVERYTHING_BELOW_APP, "app"),  # the package itself: its public names
}
MAY_IMPORT_SETTINGS = {"settings", "app", "cli"}

PURE = ("model", "read", "compare", "judge", "ledger.merkle", "ledger.tiles", "watch.schedule")
NOT_PURE = ("read.pictures", "read.workers")
NETWORK = {"socket", "ssl", "select", "selectors", "asyncio", "http", "urllib.request", "pycurl"}
FILES = {"os", "io", "shutil", "tempfile", "glob", "pathlib", "mmap", "fcntl", "sqlite3"}
PROCESSES = {"subprocess", "threading", "multiprocessing", "concurrent", "signal"}
CLOCK_AND_DICE = {"time", "random", "secrets", "uuid"}
IMPURE_MODULES = NETWORK | FILES | PROCESSES | CLOCK_AND_DICE | {"walkback.durable"}
PURE_PATHS = {"PurePath", "PurePosixPath", "PureWindowsPath"}
IMPURE_CALLS = {"open", "input", "print"}
CLOCK_CALLS = {"now", "utcnow", "today"}


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name without ``walkback.``, and its text."""

    name: str
    text: str
    package: bool = False

    @property
    def room(self) -> str:
        return self.name.split(".")[0]


@dataclass(frozen=True)
class Import:
    """One imported module, the line that asks for it, and the name taken from it, if any."""

    target: str
    line: int
    name: str = ""


def modules() -> list[Module]:
    found = []
    for path in sorted((SOURCE / "walkback").rglob("*.py")):
        parts = path.relative_to(SOURCE / "walkback").with_suffix("").parts
        package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if package else parts)
        found.append(Module(name, path.read_text("utf-8"), package))
    return found


@dataclass(frozen=True)
class House:
    """All modules' names; where the names come from that a package hands on; which write."""

    names: frozenset[str]
    handed_on: dict[str, str] = field(default_factory=dict)
    writing: frozenset[str] = frozenset()


def house(tree: list[Module]) -> House:
    names = frozenset(f"walkback.{module.name}".rstrip(".") for module in tree)
    handed_on = {
        f"walkback.{module.name}.{item.name}": item.target
        for module in tree
        if module.package and module.name
        for item in imports_of(module, House(names))
        if item.name
    }
    writing = {
        f"walkback.{module.name}"
        for module in tree
        for item in imports_of(module, House(names))
        if under(item.target, "walkback.durable")
    }
    return House(names, handed_on, frozenset(writing))


def imports_of(module: Module, known: House) -> list[Import]:
    """All imports, relative ones resolved.

    ``from x import y`` is ``x.y`` if that is a module, and the module that ``y`` comes from if
    the package ``x`` only hands it on.
    """
    found = []
    for node in ast.walk(ast.parse(module.text)):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node)
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                target = inner if inner in known.names else known.handed_on.get(inner, origin)
                found.append(Import(target, node.lineno, alias.name))
    return found


def _origin(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = f"walkback.{module.name}".rstrip(".").split(".")
    parts = parts[: len(parts) - node.level + module.package]
    return ".".join([*parts, node.module] if node.module else parts)


def wrong_directions(module: Module, known: House) -> list[str]:
    """Imports of ``walkback`` that the rooms' order forbids."""
    wrong = []
    for item in imports_of(module, known):
        if not under(item.target, "walkback") or item.target == "walkback":
            continue
        target = item.target.removeprefix("walkback.")
        allowed = (module.room, *MAY_IMPORT.get(module.room, ()))
        fits = any(under(target, name) for name in allowed)
        if module.room == "verify" and item.target in known.writing:
            fits = False
        if under(target, "settings") and module.room not in MAY_IMPORT_SETTINGS:
            fits = False
        if not fits:
            wrong.append(
                f"{where(module, item.line)} imports walkback.{target}; "
                f"{module.room or 'the package'} may import only: "
                f"{', '.join(MAY_IMPORT.get(module.room, ())) or 'nothing'}"
                f"{', and no module that writes' if module.room == 'verify' else ''}"
            )
    return wrong


def impurities(module: Module, known: House) -> list[str]:
    """Sockets, files, clocks and randomness in a room that must have none."""
    if not is_pure(module.name):
        return []
    found = [
        f"{where(module, item.line)} imports {item.target}; {module.room} is pure: "
        "no socket, file, clock or randomness; take the value as an argument"
        for item in imports_of(module, known)
        if any(under(item.target, name) for name in IMPURE_MODULES)
        and not (item.target == "pathlib" and item.name in PURE_PATHS)
    ]
    for node in ast.walk(ast.parse(module.text)):
        call = _impure_call(node)
        if call:
            found.append(
                f"{where(module, node.lineno)} calls {call}; {module.room} is pure: "
                "take the value as an argument"
            )
    return found


def is_pure(name: str) -> bool:
    return any(under(name, pure) for pure in PURE) and not any(
        under(name, exempt) for exempt in NOT_PURE
    )


def _impure_call(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
        return f"{node.func.id}()"
    if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS:
        return f".{node.func.attr}()"
    return ""


def unexplained_imports(module: Module) -> list[str]:
    """Imports inside a function whose line does not say why."""
    comments = _comments(module.text)
    functions = [
        node
        for node in ast.walk(ast.parse(module.text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    inner = {
        (node.lineno, node.end_lineno or node.lineno)
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return [
        f"{where(module, first)} imports inside a function; say why in a comment on that line, "
        "or import at the top"
        for first, last in sorted(inner)
        if not any(_is_reason(comments.get(line, "")) for line in range(first, last + 1))
    ]


def _comments(text: str) -> dict[int, str]:
    return {
        token.start[0]: token.string
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    }


def _is_reason(comment: str) -> bool:
    """At least two words beside what is meant for tools."""
    words = re.sub(r"#|noqa(: *[A-Z]+\d+(, *[A-Z]+\d+)*)?|type: *ignore(\[[^]]*\])?", " ", comment)
    return len(re.findall(r"[A-Za-z]{2,}", words)) >= 2


def too_long(module: Module) -> list[str]:
    lines = module.text.count("\n")
    if lines <= LONGEST or module.name in LONG_FOR_A_REASON:
        return []
    return [f"{where(module)} has {lines} lines; the most is {LONGEST}: split it by what it does"]


def forbidden_names(module: Module) -> list[str]:
    bad = [part for part in module.name.split(".") if part in FORBIDDEN_NAMES]
    return [
        f"{where(module)} is called {part!r}: name it by what it does, or put its functions "
        "beside their user"
        for part in bad
    ]


def unknown_rooms(module: Module) -> list[str]:
    if module.room in MAY_IMPORT:
        return []
    return [f"{where(module)} is no room of the design: give it a place in MAY_IMPORT, or move it"]


def reach(start: str, tree: list[Module]) -> set[str]:
    """Every module of ours that importing ``start`` runs, packages' own files included."""
    known = house(tree)
    by_name = {f"walkback.{module.name}".rstrip("."): module for module in tree}
    reached: set[str] = set()
    todo = [name for name in by_name if under(name, start)]
    while todo:
        name = todo.pop()
        if name in reached or name == "walkback" or name not in by_name:  # or a folder of data
            continue
        reached.add(name)
        todo += [name.rpartition(".")[0]]
        todo += [item.target for item in imports_of(by_name[name], known) if item.target in by_name]
    return reached


def under(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def where(module: Module, line: int = 1) -> str:
    path = "/".join(["walkback", *filter(None, module.name.split("."))])
    return f"{path}{'/__init__' if module.package else ''}.py:{line}"
