"""The articles written for the project: what is read, what is quoted, by whom, when."""

import pytest
from tests.article_set import FOLDER, read_wrong, written

SET = [one for one in written() if not one.name.startswith("held-")]
NAMES = [one.name for one in SET]


def test_there_are_at_least_forty_four_and_each_has_its_truth():
    bodies = [path for path in FOLDER.iterdir() if path.suffix in (".txt", ".html")]
    assert len(SET) >= 44
    assert len(bodies) == len(written())


@pytest.mark.parametrize("one", SET, ids=NAMES)
def test_an_article_is_read_with_its_date_language_and_posts(one):
    assert read_wrong(one, one.read()) == []
