"""The capture report as a page to print: one file, no script, nothing loaded from elsewhere."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from walkback.publish.shield import visible

_HERE = Path(__file__).parent / "templates"


def capture_report(report: Mapping[str, Any]) -> bytes:
    """HTML of a report's JSON (``walkback/report.values.json``)."""
    paper = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return paper.get_template("capture_report.html").render(report=report).encode("utf-8")
