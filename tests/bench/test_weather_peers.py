"""The comparison in the same weather counts what it says it counts. No peer is installed here."""

import gzip

import pytest
from bench.weather import ROWS, main, table
from bench.weather.changedetection import messages
from bench.weather.digests import Digests, bytes_of, text_of
from bench.weather.score import Score, Truth, plain, score
from bench.weather.stage import LEFT_OUT, Part, Stage, parts
from bench.weather.urlwatch import report
from tests.weather.scene import polls
from tests.weather.server import CLOSE, page
from tests.weather.site import moved, words

OLD, NEW = ("The wall", "will be mended"), ("The wall", "will not be mended")


def scored(said, log, *tells):
    return score(Truth("a scene", tuple(said), tells), log)


def test_a_change_told_where_the_words_stand_is_a_false_alarm_each_time():
    found = scored([OLD] * 4, [[], ["edited"], ["edited"], []])
    assert found == Score(messages=2, false_alarms=2, alarm_scenes=1)


def test_a_change_of_the_words_is_told_once_and_a_second_time_it_is_false():
    found = scored([OLD, NEW, NEW], [[], ["edited"], ["edited"]], "edited")
    assert (found.edits_due, found.edits_missed, found.false_alarms) == (1, 0, 1)


def test_a_change_told_later_than_it_was_made_is_told():
    assert scored([OLD, NEW, NEW], [[], [], ["edited"]], "edited").edits_missed == 0


def test_an_edit_that_nobody_told_of_is_missed():
    found = scored([OLD, NEW, OLD, OLD], [[], ["edited"], [], []], "edited", "edited")
    assert (found.edits_due, found.edits_missed) == (2, 1)


def test_a_passing_change_of_words_may_be_told_and_need_not():
    assert scored([OLD, NEW, OLD], [[], ["edited"], ["edited"]]).false_alarms == 0
    assert scored([OLD, NEW, OLD], [[], [], []]).edits_missed == 0


def test_not_found_while_the_words_stand_is_a_false_removal_and_no_false_alarm():
    found = scored([OLD] * 3, [[], ["removed"], ["removed"]])
    assert (found.false_removals, found.removal_scenes, found.false_alarms) == (2, 1, 0)


def test_a_removal_is_told_by_a_change_of_the_page_too():
    for kind in ("removed", "edited"):
        found = scored([OLD, None, None], [[], [], [kind]], "removed")
        assert (found.removals_due, found.removals_missed) == (1, 0)
        assert (found.false_removals, found.false_alarms) == (0, 0)


def test_each_absence_must_be_told():
    said = [OLD, None, OLD, None]
    found = scored(said, [[], ["removed"], [], []], "removed", "restored", "removed")
    assert (found.removals_due, found.removals_missed) == (2, 1)


def test_a_removal_told_after_the_return_was_missed_and_is_false():
    found = scored([OLD, None, OLD], [[], [], ["removed"]], "removed")
    assert (found.removals_missed, found.false_removals) == (1, 1)


def test_nobody_is_charged_for_saying_that_a_look_failed():
    found = scored([OLD, OLD], [[], ["failed"]])
    assert found == Score(messages=1, failed_looks=1)


def test_further_events_are_right_only_where_the_scene_tells_them():
    assert scored([OLD, OLD], [[], ["moved"]], "moved").false_alarms == 0
    assert scored([OLD, OLD], [[], ["moved"]]).false_alarms == 1


def test_scores_add_up():
    both = scored([OLD, OLD], [[], ["edited"]]) + scored([OLD, NEW], [[], []], "edited")
    assert both == Score(messages=1, false_alarms=1, alarm_scenes=1, edits_due=1, edits_missed=1)


def test_typography_is_no_saying_and_a_mark_is():
    assert plain(["“I won\u2019t” \u2013 he\u00a0said…"]) == plain(['"I won\'t" - he said...'])
    assert plain(["last spring?"]) != plain(["last spring."])


def test_a_report_of_urlwatch_is_read_as_its_user_reads_it():
    rule = "-" * 75
    told = report(
        f"{'=' * 75}\n01. CHANGED: http://a.example/\n{'=' * 75}\n\n"
        f"{rule}\nCHANGED: http://a.example/\n{rule}\n--- @\n+++ @\n-old\n+ERROR: no\n{rule}\n\n\n"
        f"{rule}\nERROR: http://b.example/\n{rule}\n404 Client Error: Not Found\n{rule}\n\n\n"
        f"{rule}\nERROR: http://c.example/\n{rule}\n503 Server Error: Busy\n{rule}\n\n\n"
        f"{rule}\nNEW: http://d.example/\n{rule}\n\n\n"
    )
    assert told == {
        "http://a.example/": ["edited"],
        "http://b.example/": ["removed"],
        "http://c.example/": ["failed"],
    }


def watch(history_n, last_error=None):
    return {"history_n": history_n, "last_error": last_error}


def test_a_first_snapshot_is_no_message_and_each_further_one_is():
    assert messages(None, watch(1)) == []
    assert messages(watch(0), watch(1)) == []
    assert messages(watch(1), watch(2)) == ["edited"]
    assert messages(watch(2), watch(2)) == []


def test_an_error_that_stands_is_told_once():
    gone = "Error - 404 (Page not found) received"
    assert messages(watch(1), watch(1, gone)) == ["removed"]
    assert messages(watch(1, gone), watch(1, gone)) == []
    assert messages(watch(1, gone), watch(1)) == []
    refused = "Error - 403 (Access denied) received"
    assert messages(watch(1, gone), watch(1, refused)) == ["failed"]
    coded = "Error - Request returned a HTTP error code 410 (Access denied or blocked)"
    assert messages(None, watch(0, coded)) == ["removed"]


def test_what_is_said_is_what_the_author_says_whatever_stands_in_front():
    def taken_away(site):
        site.front = lambda _path: page("", status="503 Busy")
        yield from polls(1)
        site.front = None
        site.pages["/s/1"] = moved("/away")
        yield from polls(1)
        site.say(words(1).swap("will pay", "will not pay"))
        site.pages.clear()
        yield from polls(1)

    for tells, gone in ((("removed",), True), ((), False)):
        with Stage([Part("taken away", taken_away, tells)]) as stage:
            assert len([running for running in stage.steps() if running]) == 3
            first, second, third = stage.actors[0].truth().said
        assert (second is None) == gone
        assert first is not None
        assert third not in (first, None)


def test_every_scene_and_trouble_is_played_but_the_one_that_leads_out():
    names = [part.name for part in parts()]
    assert len(names) == len(set(names)) > 300
    assert "gone 404" in names
    assert "502, whole site" in names
    assert "502, one page, first" in names
    assert "whole site 404, whole site, first" not in names
    assert not any(LEFT_OUT in name for name in names)


@pytest.mark.parametrize(("made_of", "noise"), [(bytes_of, ["edited"]), (text_of, [])])
def test_the_digests_tell_changes_and_what_was_not_found_and_the_rest_as_failed(made_of, noise):
    def script(site):
        yield
        site.around = lambda main: f"<!-- nonce 7 -->{main}"
        yield
        site.around = None
        site.say(words(1).swap("will pay", "will not pay"))
        yield
        site.pages["/s/1"] = page("", status="404 Not Found")
        yield
        site.pages["/s/1"] = [page("a page that is cut")[:-4], CLOSE]
        yield
        text = site.render(site, site.said["/s/1"])
        site.pages["/s/1"] = page(gzip.compress(text.encode()), content_encoding="gzip")
        yield

    tool = Digests("a digest", made_of)
    with Stage([Part("a digest", script)]) as stage:
        log = [tool.check([actor.subject for actor in running]) for running in stage.steps()]
    told = [kinds for looks in log for kinds in looks.values()]
    assert told == [[], noise, ["edited"], ["removed"], ["failed"], []]


def test_the_table_goes_between_its_marks_and_nothing_else_changes(tmp_path):
    document = tmp_path / "page.md"
    document.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n")
    score_of_three = Score(
        messages=3, false_removals=7, removal_scenes=3, edits_due=2, edits_missed=1
    )
    found = table.markdown({"a tool": score_of_three}, 7)
    table.write(found, document)
    assert document.read_text() == f"before\n{table.BEGIN}\n{found}{table.END}\nafter\n"
    assert "| a tool | 0 | 7 in 3 | 1 of 2 | 0 of 0 | 0 | 3 |" in found


def test_a_part_of_the_play_is_not_written_into_the_documentation(capsys):
    with pytest.raises(SystemExit):
        main(["--write", "--tool", "bytes"])
    assert "of all tools and scenes" in capsys.readouterr().err


def test_a_document_without_marks_is_refused(tmp_path):
    document = tmp_path / "page.md"
    document.write_text("nothing\n")
    with pytest.raises(SystemExit, match="no place for the table"):
        table.write("x", document)


def test_the_documentation_has_a_table_of_all_tools():
    text = table.DOCUMENT.read_text(encoding="utf-8")
    assert text.count(table.BEGIN) == text.count(table.END) == 1
    written = text.partition(table.BEGIN)[2].partition(table.END)[0]
    rows = [line.split("|")[1].strip() for line in written.splitlines() if line.startswith("|")]
    assert rows[2] == "Walkback"
    assert len(rows) == 2 + ROWS
