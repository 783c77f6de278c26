"""The screen of transcripts, walked without a browser, in both languages; what others said stays text."""

from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from corpus.records import Language
from corpus.schema import InterviewRow, TextVersion
from corpus.viewer import Viewer
from research.messages import say, texts
from research.pages.escaping import escaped
from research.pages.transcript import highlighted
from tests.pages.walking import asked, keys, run, said, walk
from tests.small_workspace import HOSTILE, QUOTED, with_interview, with_report
from tests.tiny import Home, transcript

SMALL = "R01-2026-Q1"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def full(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    return tiny


def page(lang: str = "en", **query: str) -> AppTest:
    return walk("transcripts", lang=lang, **query)


def hits(app: AppTest) -> list[str]:
    return keys(app, "read-")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_corpus_leads_to_the_import(home: Path, lang: Language) -> None:
    app = page(lang)
    assert app.title[0].value == say(lang, "page.transcripts.empty")
    assert [button.key for button in app.button if button.key == "to-corpus"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lists_the_newest_interviews_and_opens_one(full: Home, lang: Language) -> None:
    app = page(lang)
    assert say(lang, "page.transcripts.count", interviews=14) in said(app)
    waves = [element.value for element in app.markdown if element.value.startswith("**20")]
    assert waves == [f"**{escaped('2026-Q1')}**", f"**{escaped('2025-Q4')}**"]
    app.button(key="open-Z01-2025-Q4").click()
    run(app)
    assert asked(app, "interview") == "Z01-2025-Q4" and app.title[0].value == escaped("Z01 · 2025-Q4")
    app.button(key="back").click()
    assert not asked(run(app), "interview")


def test_the_list_is_narrowed_by_the_address(full: Home) -> None:
    app = page(wave="2025-Q4", spoken="en")
    assert [button.key for button in app.button if (button.key or "").startswith("open-")] == ["open-E01-2025-Q4"]
    assert app.selectbox(key="narrow-wave").value == "2025-Q4"
    app.selectbox(key="narrow-wave").set_value("")
    assert not asked(run(app), "wave") and say("en", "page.transcripts.count", interviews=7) in said(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_search_is_sent_off_marked_and_kept_in_the_address(full: Home, lang: Language) -> None:
    app = page(lang)
    app.text_input(key="words").set_value("睡不着")
    assert app.text_input(key="words").form_id  # what is typed stays in the form until it is sent off
    next(button for button in app.button if button.key == "send").click()
    run(app)
    assert asked(app, "q") == "睡不着" and hits(app)
    assert ":primary-background[睡不着]" in said(app)
    assert page(lang, q="睡不着").text_input(key="words").value == "睡不着"  # a shared link


def test_a_hit_opens_its_words_and_leads_back_to_the_search(full: Home) -> None:
    app = page(q="糖分")
    app.button(key=hits(app)[0]).click()
    run(app)
    assert asked(app, "interview") and asked(app, "start") and asked(app, "q") == "糖分"
    assert ":primary-background[" in said(app)
    app.button(key="back").click()
    assert hits(run(app))


def test_nonsense_finds_nothing_and_says_so(full: Home) -> None:
    app = page(q="不存在的词汇xyzzy")
    assert not hits(app) and say("en", "page.transcripts.nothing", text="不存在的词汇xyzzy") in said(app)


def test_where_no_words_fit_what_is_near_is_said_to_be_so(full: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.finding.FLOOR", -1)
    assert say("en", "page.transcripts.found_near") in said(page(q="zzzz"))


def test_the_count_is_of_what_is_listed(full: Home) -> None:
    assert say("en", "page.transcripts.found_said", said=len(hits(page(q="睡不着")))) in said(page(q="睡不着"))


def test_nothing_of_that_language_is_said(full: Home) -> None:
    app = page(q="奶茶", wave="2025-Q4", spoken="en")
    assert not hits(app) or say("en", "page.transcripts.found_near") in said(app)


def test_an_index_that_is_missing_is_explained(home: Path) -> None:
    with_interview(home)
    app = page(q="tea")
    assert len(app.warning) == 1 and not hits(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_address_of_a_word_file_shows_the_cited_words(home: Path, lang: Language) -> None:
    interview = with_interview(home).corpus.interview(SMALL)
    start = interview.text.index(QUOTED)
    app = page(lang, interview=SMALL, version="1", start=str(start), end=str(start + len(QUOTED)))
    text = said(app)
    assert f":primary-background[{escaped(QUOTED)}]" in text and escaped(HOSTILE) in text
    assert escaped("Far from these words, in the market.") in text  # the whole interview
    assert say(lang, "page.transcripts.consent.none") in text


@pytest.mark.parametrize("place", [("9", "3"), ("-1", "5"), ("0", "999999"), ("a", "b"), ("1" * 40, "2")])
def test_places_that_name_no_words_mark_nothing(home: Path, place: tuple[str, str]) -> None:
    with_interview(home)
    assert ":primary-background[" not in said(page(interview=SMALL, start=place[0], end=place[1]))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unknown_interview_is_said(home: Path, lang: Language) -> None:
    with_interview(home)
    app = page(lang, interview="<b>*none*</b>")
    assert len(app.warning) == 1 and escaped("<b>*none*</b>") in app.warning[0].value
    assert [button.key for button in app.button if button.key in ("back", "current")] == ["back"]


@pytest.mark.parametrize("version", ["7", "0", "x", "<b>"])
def test_an_unknown_version_leads_to_the_current_one(home: Path, version: str) -> None:
    with_interview(home)
    app = page(interview=SMALL, version=version, start="1", end="4")
    assert len(app.warning) == 1 and escaped(version) in app.warning[0].value
    app.button(key="current").click()
    run(app)
    assert asked(app, "version") == "1" and app.title[0].value == escaped("R01 · 2026-Q1")


def test_an_older_version_says_that_it_is_one(home: Path) -> None:
    space = with_interview(home)
    with Session(space.engine) as session, session.begin():
        session.add(TextVersion(interview_id=SMALL, version=2, text="corrected"))
        session.execute(update(InterviewRow).where(InterviewRow.id == SMALL).values(version=2))
    app = page(interview=SMALL, version="1")
    assert [element.value for element in app.info] == [say("en", "page.transcripts.older", version=1, current=2)]


def test_a_report_marks_all_it_quotes(home: Path) -> None:
    with_report(home)
    text = said(page(interview=SMALL, report="r-small"))
    assert f":primary-background[{escaped(QUOTED)}]" in text
    assert say("en", "page.transcripts.quoted", quotes=1) in text


def test_a_report_of_another_client_marks_nothing(home: Path) -> None:
    with_report(home, client="other")
    app = page(interview=SMALL, report="r-small")
    assert len(app.warning) == 1 and ":primary-background[" not in said(app)


def test_the_cleaned_layer_drops_and_both_strikes_through(full: Home) -> None:
    said_so = ["We, um, we went out.", "I drink less, you know, less coffee.", "The the price.", "Um, ten pounds."]
    full.bring_in("E09_2026-Q1.txt", transcript(said_so, "en"))
    original, cleaned, both = (said(page(interview="E09-2026-Q1", text=layer)) for layer in ("", "cleaned", "both"))
    assert escaped("Um, ten pounds.") in original and "~~" not in original
    assert "Um" not in cleaned and "ten pounds" in cleaned
    assert f":gray[~~{escaped('Um,')}~~] {escaped('ten pounds.')}" in both


def test_the_layer_stands_in_the_address(full: Home) -> None:
    full.bring_in("E09_2026-Q1.txt", transcript(["Um, well.", "Um, less.", "Um, price.", "Um, ten."], "en"))
    app = page(interview="E09-2026-Q1")
    app.segmented_control(key="layer").set_value("cleaned")
    assert asked(run(app), "text") == "cleaned"


def test_a_long_interview_opens_at_the_page_of_the_words(full: Home) -> None:
    lines = [line for at in range(70) for line in (f"Interviewer: Question {at}?", f"Respondent: Answer {at} here.")]
    full.bring_in("E09_2026-Q1.txt", "\n".join(lines))
    start = full.space().corpus.interview("E09-2026-Q1").text.index("Answer 60 here")
    text = said(page(interview="E09-2026-Q1", start=str(start), end=str(start + 14)))
    assert ":primary-background[Answer 60 here]" in text and escaped("Answer 69 here.") in text
    assert escaped("Answer 0 here.") not in text
    assert escaped("Answer 0 here.") in said(page(interview="E09-2026-Q1", part="1"))


def test_a_merchant_is_told_that_this_is_not_for_them(full: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.pages.opening.LOCAL", Viewer("m", "merchant", "shop"))
    for query in ({}, {"q": "奶茶"}):
        app = page(**query)
        assert say("en", "page.orders.granted.none") in said(app) and "奶茶喝得" not in said(app)
    app = page(interview="Z01-2026-Q1")
    assert len(app.warning) == 1 and "奶茶喝得" not in said(app)


def test_highlighting_keeps_every_word_and_strikes_what_is_removed() -> None:
    text = "Answer: one two three four"
    assert highlighted(text, (8, 26), [(8, 11), (9, 11), (22, 99)]) == (
        ":primary-background[one] two three :primary-background[four]"
    )
    assert highlighted(text, (8, 26), []) == "one two three four"
    assert highlighted(text, (8, 26), [(8, 15)], [(12, 16)]) == ":primary-background[one] three four"
    struck = highlighted(text, (8, 26), [(8, 15)], [(12, 16)], strike=True)
    assert struck == (
        ":primary-background[one] :primary-background[:gray[~~two~~]] three four"
    )  # the blank behind "two" is removed with it, and a blank is never struck


def test_highlighting_tells_what_is_near_from_what_is_said() -> None:
    told = highlighted("one two three four", (0, 18), [(4, 7)], lined=[(0, 13)], faint=[(4, 7), (14, 18)])
    assert told == ":primary[one] :primary[:primary-background[two]] :primary[three] :gray-background[four]"


def test_both_languages_say_the_same_things() -> None:
    for area in ("responses", "transcripts"):
        assert texts("zh", f"page.{area}").keys() == texts("en", f"page.{area}").keys()
