"""Lines for people: wrapped, unpadded, addresses whole; on a terminal, in colour."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.cli.fake import FakeRecord

from walkback.cli import diff, screen

LONG = "https://vossberg.example/" + "statements-of-the-member/" * 5


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def begin():  # pytest takes stdout for each phase anew, so the test itself begins
        stream = Terminal()
        monkeypatch.setattr("sys.stdout", stream)
        return stream

    return begin


@given(st.lists(st.text(alphabet="abé漢", min_size=1, max_size=30), min_size=1))
def test_sentences_keep_every_word_and_fit_the_page(words):
    stream = io.StringIO()
    screen.say(" ".join(words), indent=2, hang=3, file=stream)
    lines = stream.getvalue().splitlines()
    assert " ".join(lines).split() == words
    assert all(cell_len(line) <= 80 for line in lines)
    assert all(line == line.rstrip() for line in lines)


def test_an_address_is_never_broken(capsys):
    screen.say(f"watching {LONG} from now on")
    assert capsys.readouterr().out == f"watching\n{LONG}\nfrom now on\n"


def test_columns_are_as_wide_as_they_need_and_not_padded(capsys):
    screen.columns(("KIND", "SOURCE"), [("feed", LONG), ("漢字漢字漢", "x")])
    assert capsys.readouterr().out == f"KIND        SOURCE\nfeed        {LONG}\n漢字漢字漢  x\n"


def test_columns_without_rows_print_only_their_header(capsys):
    screen.columns(("KIND", "SOURCE"), [])
    assert capsys.readouterr().out == "KIND  SOURCE\n"


def test_a_terminal_gets_colour_and_its_own_width(terminal):
    stream = terminal()
    screen.say(("removed", "red"), " word" * 20)
    lines = stream.getvalue().splitlines()
    assert lines[0].startswith("\x1b[31mremoved\x1b[0m word")
    assert len(lines) == 2


def test_a_diff_on_a_terminal_is_struck_and_underlined_without_marks(terminal):
    stream = terminal()
    diff._print_diff(FakeRecord().diff("x"), marks=False)
    text = stream.getvalue()
    assert "\x1b[9;31mgot it\x1b[0m" in text
    assert "\x1b[4;32mwas not\x1b[0m" in text
    assert "[-" not in text


def test_markup_in_the_words_stays_words(terminal):
    stream = terminal()
    screen.say("[bold]x[/bold] :smile: [link=http://a]y[/link]")
    assert stream.getvalue() == "[bold]x[/bold] :smile: [link=http://a]y[/link]\n"
