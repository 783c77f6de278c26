"""The layer over what was said: hidden from colleagues, never cut out of the text, decided on by a curator."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from corpus.consent import set_consent
from corpus.errors import NotAllowed, NotFound
from corpus.intake import import_files
from corpus.privacy_decided import decide_hidden
from corpus.schema import TurnRow
from corpus.store import Corpus
from corpus.viewer import LOCAL, Viewer

SAID = """访问员：怎么称呼您？
受访者：我叫王丽娟，手机13812345678，老公在华为上班。
访问员：喝奶茶吗？
受访者：跟王芳一起喝，一杯18块钱。
"""
STAFF = Viewer("s", "researcher", "local")


@pytest.fixture
def brought(engine, tmp_path):
    """A function that brings files in."""

    def bring(**files: str) -> None:
        for name, text in files.items():
            path = tmp_path / name.replace("__", ".").replace("_Q", "-Q")
            path.write_text(text, encoding="utf-8")
            (found,) = import_files([path], engine=engine, viewer=LOCAL, lock=tmp_path / "lock")
            assert found.refusal is None

    return bring


def words(engine, *states: str) -> list[str]:
    (interview,) = Corpus(engine, LOCAL).interviews()
    return [
        interview.text[one.start : one.end] for turn in interview.turns for one in turn.hidden if one.state in states
    ]


def test_what_is_sure_is_hidden_and_the_rest_is_asked_about(engine, brought) -> None:
    brought(R01_2026_Q1__txt=SAID)
    assert words(engine, "sure") == ["王丽娟", "13812345678"] and words(engine, "asked") == ["华为", "王芳"]
    (seen,) = Corpus(engine, STAFF).interviews()
    assert seen.text == SAID.replace("访问员：", "").replace("受访者：", "").strip()
    assert [seen.words((one.start, one.end)) for one in seen.masked] == ["王丽娟", "13812345678"]
    assert Corpus(engine, LOCAL).interview(seen.id).masked == ()


def test_words_that_came_in_before_the_layer_are_looked_at_too(engine, brought) -> None:
    brought(R01_2026_Q1__txt=SAID)
    with Session(engine) as session, session.begin():
        session.execute(update(TurnRow).values(hidden=None))
    assert words(engine, "sure") == ["王丽娟", "13812345678"]


def test_a_curator_decides(engine, brought) -> None:
    brought(R01_2026_Q1__txt=SAID)
    corpus = Corpus(engine, LOCAL)
    (interview,) = corpus.interviews()
    before, at = corpus.stamp(), interview.text.index
    decide_hidden(engine, LOCAL, interview.id, (at("华为"), at("华为") + 2), "accepted")
    decide_hidden(engine, LOCAL, interview.id, (at("王丽娟"), at("王丽娟") + 3), "dismissed")
    assert corpus.stamp() == before + 2
    assert [interview.words((one.start, one.end)) for one in Corpus(engine, STAFF).interview(interview.id).masked] == [
        "13812345678", "华为",
    ]  # fmt: skip
    with pytest.raises(NotFound):
        decide_hidden(engine, LOCAL, interview.id, (0, 2), "accepted")
    with pytest.raises(NotAllowed):
        decide_hidden(engine, STAFF, interview.id, (at("王芳"), at("王芳") + 2), "accepted")


TABLE = "respondent,wave,consent\nR01,2025-Q4,none\nR01,2026-Q1,report\n"


@pytest.mark.parametrize("table_first", [True, False])
def test_consent_is_that_of_the_interviews_wave(engine, brought, table_first: bool) -> None:
    interviews = {"R01_2025_Q4__txt": SAID, "R01_2026_Q1__txt": SAID.replace("18", "20")}
    for files in ({"people__csv": TABLE}, interviews) if table_first else (interviews, {"people__csv": TABLE}):
        brought(**files)
    corpus = Corpus(engine, LOCAL)
    assert {wave: person.consent for (_, wave), person in corpus.attributes().items()} == {
        "2025-Q4": "none", "2026-Q1": "report",
    }  # fmt: skip
    assert corpus.person("R01", "2025-Q4").consent == "none"
    assert corpus.consents(corpus.versions()) == {"R01-2025-Q4": "none", "R01-2026-Q1": "report"}


def test_a_curator_sets_the_scope_of_interviews(engine, brought) -> None:
    brought(R01_2026_Q1__txt=SAID)
    corpus = Corpus(engine, LOCAL)
    assert corpus.person("R01", "2026-Q1").consent == "none"
    before = corpus.stamp()
    assert set_consent(engine, LOCAL, ["R01-2026-Q1", "unknown"], "report") == 1
    assert corpus.person("R01", "2026-Q1").consent == "report" and corpus.stamp() > before
    set_consent(engine, LOCAL, ["R01-2026-Q1"], None)
    assert corpus.person("R01", "2026-Q1").consent == "none"
    with pytest.raises(NotAllowed):
        set_consent(engine, STAFF, ["R01-2026-Q1"], "report")
