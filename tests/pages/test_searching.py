"""Searching the transcripts within filters, walked without a browser: what is within, why a hit is one, and where nothing is."""

import pytest

from corpus.consent import set_consent
from corpus.records import Language
from corpus.viewer import LOCAL, Viewer
from research.messages import say
from research.pages import transcripts_hits
from research.pages.escaping import escaped
from research.pages.transcripts_hits import SHOWN
from research.workspace import Workspace
from tests.pages.walking import asked, keys, press, run, said, walk
from tests.tiny import Home, transcript


@pytest.fixture
def full(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    return tiny


def message(lang: Language, key: str, **values: object) -> str:
    return say(lang, f"page.transcripts.{key}", **values)


def people_of(app: object, space: Workspace) -> set[str]:
    hits = [int(key.removeprefix("read-")) for key in keys(app, "read-")]  # type: ignore[arg-type]
    return {where.split("-")[0] for where in space.corpus.interviews_of(hits).values()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_shared_address_holds_the_search_and_its_filters(full: Home, lang: Language) -> None:
    space = full.space()
    app = walk("transcripts", lang=lang, q="奶茶", gender="woman", wave="2026-Q1", people="县城")
    women = {who for (who, _), one in space.corpus.attributes().items() if one.gender == "女"}
    assert people_of(app, space) == women
    assert app.selectbox(key="narrow-gender").value == "woman" and app.text_input(key="narrow-people").value == "县城"
    assert message(lang, "within", people=6, interviews=6, exchanges=24) in said(app)  # of both languages
    press(app, "drop-wave")
    assert not asked(app, "wave") and asked(app, "q") == "奶茶" and asked(app, "gender") == "woman"


def test_a_filter_is_chosen_from_what_there_is_and_dropped(full: Home) -> None:
    space = full.space()
    app = walk("transcripts", q="糖分")
    before = people_of(app, space)
    app.selectbox(key="narrow-age").set_value("50–59")
    run(app)
    assert asked(app, "age") == "50–59" and people_of(app, space) == {"Z01"} < before
    app.text_input(key="narrow-people").set_value("男性 blorf")
    run(app)
    assert asked(app, "people") == "男性 blorf" and message("en", "people_unread", words=["blorf"]) in said(app)
    press(app, "clear")
    assert not asked(app, "age") and not asked(app, "people") and people_of(app, space) == before


def test_an_address_that_names_no_filter_is_no_filter(full: Home) -> None:
    app = walk("transcripts", gender="<b>", age="7–9", wave="1999-Q1", subject="77", consent="closed", people="?")
    assert keys(app, "drop-") == [] and message("en", "count", interviews=14) in said(app)
    values = [escaped(each) for each in ("1999-Q1", "77", "<b>", "7–9", "closed")]
    assert message("en", "unknown", values=values) in said(app)  # whoever was sent it must not take this for that


def test_a_subject_narrows_to_what_is_about_it(full: Home) -> None:
    space = full.space()
    subject = space.subjects.add("zh", "睡眠 *x*", "睡不着")
    space.subjects.put([("Z01-2026-Q1", 1)], subject)
    app = walk("transcripts", q="奶茶", subject=str(subject))
    assert people_of(app, space) == {"Z01"}
    about = sum(subject in each for each in space.subjects.of("Z01-2026-Q1", 1).values())
    assert message("en", "within", people=1, interviews=1, exchanges=about) in said(app) and 0 < about < 4
    assert [button.label for button in app.button if button.key == "drop-subject"] == [escaped("睡眠 *x*")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_filter_that_leaves_nothing_is_named_and_dropped(full: Home, lang: Language) -> None:
    app = walk("transcripts", lang=lang, q="奶茶", spoken="zh", wave="2026-Q1", age="30–39")
    assert [each.value for each in app.info] == [message(lang, "nobody", filter=escaped("30–39"))]
    assert message(lang, "without", filter=escaped("30–39"), people=6, exchanges=24) in said(app)
    assert keys(app, "loosen-") == ["loosen-age", "loosen-spoken"]
    press(app, "loosen-age")
    assert keys(app, "read-") and not app.info


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_several_filters_leave_nothing_all_are_cleared(full: Home, lang: Language) -> None:
    subject = str(full.space().subjects.add("zh", "滑雪", "滑雪"))
    app = walk("transcripts", lang=lang, consent="advertising", subject=subject)
    named = ["滑雪", escaped(message(lang, "scope.advertising"))]
    assert [each.value for each in app.info] == [message(lang, "nobody_all", filters=named)]
    press(app, "clear-nothing")
    assert not asked(app, "subject") and not asked(app, "consent") and keys(app, "open-")
    app = walk("transcripts", lang=lang, consent="advertising")
    assert [each.value for each in app.info] == [message(lang, "nobody_alone", filters=named[1:])]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_said_beyond_the_filters_is_told(full: Home, lang: Language) -> None:
    full.bring_in("Z09_2026-Q2.txt", transcript(["去爬山。", "喝得少了。", "看心情。", "不花钱。"], "zh"))
    app = walk("transcripts", lang=lang, q="糖分", wave="2026-Q2")
    (told,) = [each.value for each in app.info]
    places = len(keys(walk("transcripts", lang=lang, q="糖分"), "read-"))
    assert told == message(lang, "nothing_within", text="糖分", places=places)
    press(app, "clear-nothing")
    assert len(keys(app, "read-")) == places


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_search_in_the_other_language_says_so(full: Home, lang: Language) -> None:
    app = walk("transcripts", lang=lang, q="奶茶", spoken="en")
    named = {"own": message(lang, "spoken.zh"), "other": message(lang, "spoken.en")}
    assert [each.value for each in app.info] == [message(lang, "other_language", **named)]
    press(app, "loosen-spoken")
    assert keys(app, "read-")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_nobody_speaks_of_leads_on(full: Home, lang: Language) -> None:
    app = walk("transcripts", lang=lang, q="飞船引擎推进剂")
    assert [each.value for each in app.info] == [message(lang, "nothing", text="飞船引擎推进剂")]
    assert keys(app, "to-") == ["to-coverage", "to-all"]
    assert keys(press(app, "to-all"), "open-")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_hit_says_why_it_was_found(full: Home, lang: Language) -> None:
    text = said(walk("transcripts", lang=lang, q="喝奶茶睡不着吗", gender="woman"))
    assert message(lang, "shared", words=["奶茶", "睡不着"]) in text
    assert f":gray-badge[{message(lang, 'by_both')}]" in text and message(lang, "near_clause") in text
    assert ":primary[" in text and "0." not in text  # no scores


@pytest.mark.parametrize(("chance", "told"), [(0.7, "likely"), (0.5, "maybe"), (0.1, None), (None, None)])
def test_a_hit_says_whether_it_looks_like_an_answer(
    full: Home, monkeypatch: pytest.MonkeyPatch, chance: float | None, told: str | None
) -> None:
    monkeypatch.setattr(transcripts_hits, "chances", lambda searcher, found, text: (chance,) * len(found))
    text = said(walk("transcripts", lang="zh", q=f"奶茶喝多了会不会睡不着{chance}"))
    badges = {each: message("zh", each) for each in ("likely", "maybe")}
    assert {each for each, badge in badges.items() if f"badge[{badge}]" in text} == ({told} if told else set())


def test_words_that_no_hit_says_are_told(full: Home) -> None:
    assert message("en", "unsaid", words=["飞船"]) in said(walk("transcripts", q="奶茶和飞船"))


def test_a_hit_that_may_not_be_quoted_says_so(full: Home) -> None:
    space = full.space()
    assert message("en", "unquotable") not in said(walk("transcripts", q="奶茶", people="女性", consent="report"))
    set_consent(space.engine, LOCAL, list(space.corpus.versions()), "internal")
    assert message("en", "unquotable") in said(walk("transcripts", q="奶茶"))


def test_the_turns_around_are_drawn_when_they_are_asked_for(full: Home) -> None:
    app = walk("transcripts", q="糖分", people="男性")
    first = keys(app, "read-")[0].removeprefix("read-")
    beside = escaped("那您一个月在奶茶上大概花多少钱呢？")
    assert beside not in said(app)
    app.session_state[f"around-{first}"] = True
    assert beside in said(run(app))


def test_the_transcript_opens_at_the_nearest_words(full: Home) -> None:
    app = walk("transcripts", q="喝奶茶睡不着", gender="man")
    hit = int(keys(app, "read-")[0].removeprefix("read-"))
    press(app, f"read-{hit}")
    space = full.space()
    interview = space.corpus.interview(asked(app, "interview"))
    words = interview.words((int(asked(app, "start")), int(asked(app, "end"))))
    (answered,) = [interview.answered(one) for one in interview.exchanges if one.id == hit]
    assert "睡不着" in words and words in answered
    assert f":primary-background[{escaped(words)}]" in said(app)
    assert keys(press(app, "back"), "read-") and asked(app, "gender") == "man"


def test_a_hidden_name_is_not_found_by_who_may_not_see_it(full: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    said_so = ["我叫王丽娟。", "奶茶喝得少了。", "看糖分。", "五十块。"]
    full.bring_in("Z09_2026-Q2.txt", transcript(said_so, "zh"))
    assert ":primary-background[王丽娟]" in said(walk("transcripts", q="王丽娟"))
    monkeypatch.setattr("research.pages.opening.LOCAL", Viewer("r", "researcher", "shop"))
    text = said(walk("transcripts", q="王丽娟"))
    assert "王丽娟" not in text.replace(message("en", "nothing", text="王丽娟"), "")


def test_hostile_words_of_an_answer_stay_text(full: Home) -> None:
    bad = "奶茶 <img src=x onerror=alert(1)> **粗** [a](http://e.example) :red[x]，喝奶茶睡不着。"
    full.bring_in("Z09_2026-Q2.txt", transcript(["周末。", bad, "看糖分。", "五十块。"], "zh"))
    text = said(walk("transcripts", q="喝奶茶睡不着", wave="2026-Q2"))
    assert escaped("<img src=x onerror=alert(1)> **粗** [a](http://e.example) :red[x]") in text


def test_a_long_answer_shows_what_is_nearest(full: Home) -> None:
    long = "奶茶嘛，" + "今天天气不错我们出去走走看看风景，" * 40 + "喝了奶茶晚上睡不着觉。"
    full.bring_in("Z09_2026-Q2.txt", transcript(["周末。", long, "看糖分。", "五十块。"], "zh"))
    app = walk("transcripts", q="喝奶茶睡不着", wave="2026-Q2")
    shown = next(each.value for each in app.markdown if "… " in each.value)
    assert "睡不着" in shown and len(shown) < SHOWN * 2


@pytest.mark.parametrize(
    ("text", "cut", "kept"), [("some words here", (2, 12), "words"), ("我们喝奶茶", (1, 4), "们喝奶")]
)
def test_a_cut_leaves_no_half_of_a_word(text: str, cut: tuple[int, int], kept: str) -> None:
    start, end = transcripts_hits._at_words(cut, (0, len(text)), text)
    assert text[start:end].strip() == kept
