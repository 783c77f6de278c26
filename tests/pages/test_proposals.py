"""Changes proposed for comments, walked without a browser: shown as a difference, accepted, taken in part, refused, left open."""

from pathlib import Path

import pytest

from corpus.records import Language
from exports.outline_word import write_outline
from research.brief import parse_brief
from research.messages import say
from research.outline_edits import reworded
from research.pages.escaping import escaped
from research.revising import current_outline, revise
from research.workspace import Workspace
from tests.pages.walking import keys, press, said, walk
from tests.research.test_word_comments import remarked
from tests.small_workspace import workspace_at
from tests.tiny import BRIEFS

LANGUAGES: tuple[Language, ...] = ("zh", "en")
DROP = {"zh": "删掉这题", "en": "Drop this"}
BOTH = {"zh": "删掉Q3，再问问包装", "en": "Drop Q3 and ask about packaging"}
STRANGE = {"zh": "这里的 *逻辑* <b>不太对</b>", "en": "The *logic* here is <b>off</b>"}


@pytest.fixture(autouse=True)
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    return workspace_at(tmp_path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_proposal_is_shown_accepted_and_told_in_the_history(space: Workspace, lang: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS[lang]))
    comment = space.comments.add(study.id, DROP[lang], "Q3")
    app = walk("study", study=study.id, step="outline", lang=lang)
    drafted, _ = current_outline(study, space)
    assert drafted
    shown, text = said(app), next(one.text for one in drafted.core if one.id == "Q3")
    assert say(lang, "page.proposals.title", n=1) in shown and f":red[~~{escaped(text)}~~]" in shown
    assert say(lang, "page.proposals.lost", n=[3]) in shown
    press(app, f"accept-{comment.id}")
    outline, number = current_outline(study, space)
    assert outline and number == 2 and [one.id for one in outline.core] == ["Q1", "Q2"]
    newest = space.revisions.newest(study.id)
    assert newest and newest.why == DROP[lang] and newest.comments == (comment.id,)
    assert space.comments.all(study.id)[0].resolved and f"accept-{comment.id}" not in keys(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_part_is_taken_and_the_comment_stays_open(space: Workspace, lang: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS[lang]))
    comment = space.comments.add(study.id, BOTH[lang])
    app = walk("study", study=study.id, step="outline", lang=lang)
    app.checkbox(key=f"act-{comment.id}-0-0").uncheck()
    press(app, f"accept-{comment.id}")
    outline, _ = current_outline(study, space)
    assert outline and [one.id for one in outline.core] == ["Q1", "Q2", "Q3", "Q4"]
    assert not space.comments.all(study.id)[0].resolved
    again = walk("study", study=study.id, step="outline", lang=lang, comments="all")
    assert f"accept-{comment.id}" not in keys(again)
    assert say(lang, "page.proposals.settled.part", number=2) in said(again)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_refused_it_is_not_proposed_again(space: Workspace, lang: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS[lang]))
    comment = space.comments.add(study.id, DROP[lang], "Q3")
    app = walk("study", study=study.id, step="outline", lang=lang, comments="Q3")
    press(app, f"refuse-{comment.id}")
    assert space.revisions.all(study.id) == [] and not space.comments.all(study.id)[0].resolved
    assert f"accept-{comment.id}" not in keys(app) and say(lang, "page.proposals.settled.refused") in said(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_no_rule_reads_stays_open_and_says_so(space: Workspace, lang: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS[lang]))
    comment = space.comments.add(study.id, STRANGE[lang], "Q1")
    app = walk("study", study=study.id, step="outline", lang=lang)
    shown = said(app)
    assert say(lang, "page.proposals.left.unread") in shown and escaped(STRANGE[lang]) in shown
    assert f"accept-{comment.id}" not in keys(app) and "<b>" not in shown


def test_nothing_ticked_is_told_and_nothing_is_saved(space: Workspace) -> None:
    study = space.studies.open(parse_brief(BRIEFS["en"]))
    comment = space.comments.add(study.id, BOTH["en"])
    app = walk("study", study=study.id, step="outline", lang="en")
    for at in range(2):
        app.checkbox(key=f"act-{comment.id}-0-{at}").uncheck()
    press(app, f"accept-{comment.id}")
    assert app.warning and space.revisions.all(study.id) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_comments_of_a_word_file_are_taken_and_proposed_for(space: Workspace, lang: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS[lang]))
    outline, _ = current_outline(study, space)
    assert outline
    data = remarked(write_outline(outline, study.brief, study=study.id), ("Q3  ", "Li <b>Na</b>", DROP[lang]))
    app = walk("study", study=study.id, step="outline", lang=lang, edit="import")
    app.file_uploader(key=f"guide-{study.id}").upload("guide.docx", data, "application/octet-stream")
    app.run()
    assert escaped("Li <b>Na</b>") in said(app) and "use-guide" not in keys(app), "nothing but comments is new in it"
    press(app, "take-comments")
    (comment,) = space.comments.all(study.id)
    assert (comment.question, comment.made_by, comment.source) == ("Q3", "Li <b>Na</b>", "word")
    assert f"accept-{comment.id}" in keys(walk("study", study=study.id, step="outline", lang=lang))
    again = walk("study", study=study.id, step="outline", lang=lang, edit="import")
    again.file_uploader(key=f"guide-{study.id}").upload("guide.docx", data, "application/octet-stream")
    again.run()
    assert "take-comments" not in keys(again), "it is known already"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_model_is_asked_by_the_worker_and_what_leaves_is_said(
    space: Workspace, lang: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = space.studies.open(parse_brief(BRIEFS[lang]))
    current_outline(study, space)
    revise(study, space, lambda outline: reworded(outline, "Q2", "What matters to you?"), beneath=0)
    space.comments.add(study.id, STRANGE[lang], "Q1")
    assert "ask-model" not in keys(walk("study", study=study.id, step="outline", lang=lang))
    monkeypatch.setenv("QUIPU_MODEL", "test-model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    app = walk("study", study=study.id, step="outline", lang=lang)
    assert "127\\.0\\.0\\.1" in said(app)
    press(app, "ask-model")
    job = space.jobs.of("revise", study.id)
    assert job and job.live and "ask-model" not in keys(app)
