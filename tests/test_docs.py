"""What the documents say is there, is there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PAGES = [*sorted(HOUSE.glob("*.md")), *sorted((HOUSE / "docs").glob("*.md"))]
LATER = "a later release brings"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page):
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_verb_of_the_readme_is_in_the_reference_and_not_for_later():
    reference = (HOUSE / "docs" / "cli.md").read_text()
    parts = re.split(r"^## walkback (\S+)$", reference, flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    readme = (HOUSE / "README.md").read_text()
    verbs = set(re.findall(r"^walkback (\w+)", readme, re.MULTILINE))
    assert len(verbs) >= 8
    assert verbs <= set(sections)
    assert [verb for verb in verbs if LATER in opening(sections[verb])] == []


def opening(section):
    """What a verb's section says it does: the paragraph behind its usage."""
    return section.strip().split("\n\n")[1]


def test_every_make_target_that_the_documents_name_is_there():
    makefile = (HOUSE / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    text = "".join(page.read_text() for page in PAGES)
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))
    assert named
    assert named <= targets


def test_every_make_target_is_ten_lines_at_most():
    recipes = re.split(r"^(?=\S)", (HOUSE / "Makefile").read_text(), flags=re.MULTILINE)
    assert [recipe for recipe in recipes if len(recipe.strip().splitlines()) > 10] == []


def test_the_documentation_builds_as_a_site_and_every_page_is_in_it(tmp_path):
    mkdocs = Path(sys.executable).parent / "mkdocs"
    done = subprocess.run(
        [mkdocs, "build", "--quiet", "--site-dir", tmp_path / "site"],
        cwd=HOUSE,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr  # mkdocs.yml is strict: a broken link is an error
    navigation = (HOUSE / "mkdocs.yml").read_text()
    pages = {page.name for page in (HOUSE / "docs").glob("*.md")}
    missing = {page for page in pages if f" {page}\n" not in navigation}
    assert missing == set(), "name these pages in the nav of mkdocs.yml"
    built = (tmp_path / "site" / "index.html").read_text()
    assert not re.findall(
        r'(?:src|href)="https?://(?!squidfunk|github)[^"]*\.(?:js|css|woff)', built
    )
