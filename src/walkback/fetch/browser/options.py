"""How to look with a browser, and whether there is one."""

import importlib.util
import os
import shutil
from dataclasses import dataclass

_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True, slots=True)
class BrowserOptions:
    """Limits of one view.

    ``seconds`` bounds it from outside, from the job to the answer; ``memory`` is bytes of all
    its processes together; ``height`` the picture's in pixels. ``views_each`` pages are looked
    at before a fresh browser takes the place of this one. ``program`` empty: the system's.
    """

    seconds: float = 45.0
    memory: int = 2 << 30
    height: int = 10_000
    views_each: int = 25
    program: str = ""


def program(named: str = "") -> str:
    """The path of the browser: the one named, else the system's Chromium; empty for none."""
    for command in (named,) if named else _COMMANDS:
        if found := shutil.which(command):
            return found
    return ""


def missing(named: str = "") -> str:
    """What is lacking to look with a browser and how to get it; empty where nothing is."""
    if importlib.util.find_spec("playwright") is None:
        return "Playwright is not installed: pip install 'walkback[browser]'"
    if not program(named):
        return f"none of {', '.join(_COMMANDS)} on PATH: apt install chromium, or your system's way"
    return ""


def sandboxed() -> bool:
    """Chromium's own sandbox; as root it does not start with it."""
    return os.geteuid() != 0
