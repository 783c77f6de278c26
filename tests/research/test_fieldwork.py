"""A fieldwork order there and back: short, ordered, interviewed, brought in, matched again, enough."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.batches import Batches
from corpus.errors import BadInput, NotAllowed, NotFound
from corpus.records import Attributes, Language
from corpus.viewer import Viewer
from index.build import update_index
from research.cli import main
from research.fieldwork import Fieldwork, Terms
from research.fieldwork_content import Missing, fits, missing_cells, unanswered
from research.fieldwork_said import changed_said
from research.landing import land, land_batch, match_again, order_fieldwork
from research.outline import Quota
from research.rejudging import judge_again
from research.responses import Responses
from research.revising import current_outline, revise
from research.saved import from_json
from research.study import Steps
from research.warm import WarmIndex
from research.withdrawing import withdraw
from research.working import work_of
from research.workspace import Workspace
from tests.tiny import Home, transcript

CURATOR = Viewer("Mei", "curator", "panel")
NEW: dict[Language, tuple[tuple[str, ...], ...]] = {
    "zh": (
        ("在家看书。", "奶茶喝得比去年少了，喝了睡不着。", "最看重奶茶的糖分。", "奶茶一个月大概花七十块钱。"),
        ("出去爬山。", "奶茶跟去年差不多。", "看奶茶的价格，便宜就行。", "一个月奶茶九十块钱。"),
        ("陪孩子写作业。", "比去年多，天天喝奶茶。", "奶茶的味道最要紧。", "奶茶大概花一百五十块钱。"),
    ),
    "en": (
        ("Gardening.", "Less coffee than last year, it keeps me awake.", "The price of the coffee.", "About 35 pounds on coffee in a month."),
        ("The news.", "The same coffee as last year, one cup.", "The taste of the coffee matters most.", "I spend 12 pounds on coffee in a month."),
        ("Knitting.", "More coffee than last year.", "I choose the coffee by its smell.", "Coffee is about 50 pounds a month."),
    ),
}  # fmt: skip


def short(tiny: Home, briefs, language: Language, **changed: object) -> tuple[Workspace, str]:
    """A study that wants eight and has six."""
    space = tiny.space()
    steps = Steps(space.studies.open(briefs[language].model_copy(update={"responses": 8, **changed})), space)
    outline = steps.outline()
    steps.responses(outline, steps.matches(outline))
    return space, steps.study.id


def files_of(language: Language) -> list[tuple[str, bytes]]:
    letter = "Z" if language == "zh" else "E"
    rows = [f"{letter}{at},{1970 + at},woman,report" for at in (21, 22, 23)]
    table = "\n".join(["respondent,birth_year,gender,consent", *rows]).encode()
    return [("people.csv", table)] + [
        (f"{letter}{at}_2026-Q2.txt", transcript(said, language).encode())
        for at, said in enumerate(NEW[language], start=21)
    ]  # fmt: skip


def run_job(space: Workspace, kind: str, subject: str) -> None:
    """The job that was asked for, piece by piece, as the worker does it in the name of who asked."""
    job = space.jobs.of(kind, subject)  # type: ignore[arg-type]
    assert job and job.live
    work = work_of(job, space, lambda *_: None, WarmIndex())
    pieces = work.plan()
    for at, piece in enumerate(pieces):
        work.do(piece, at, len(pieces))
    with space.engine.begin() as connection:
        connection.exec_driver_sql("update job set live = null, status = 'done' where id = ?", (job.id,))


def judged(space: Workspace, study: str) -> Responses:
    saved = space.studies.stage(study, "responses")
    assert saved
    return from_json(Responses, saved[1])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_short_ordered_brought_in_and_enough(tiny: Home, briefs, language: Language) -> None:
    space, study = short(tiny, briefs, language)
    order = order_fieldwork(space.studies.get(study), space, terms=Terms("Mei", 60.0, "CNY", "2026-05-01"))
    assert (order.status, order.wanted, order.came, order.before.valid) == ("ordered", 2, 0, 6)
    assert [one.id for one in order.content.guide.core] == ["Q1", "Q2", "Q3"] and order.content.alone
    women, men = (("gender", "woman"),), (("gender", "man"),)  # as the guide's quotas divide them
    assert [(one.cell, one.people, one.lacking) for one in order.content.cells] == [(women, 3, 1), (men, 3, 1)]
    curating = tiny.space(CURATOR)
    assert [(one.id, one.terms.owner, one.terms.due) for one in curating.fieldworks.all()] == [
        (order.id, "Mei", "2026-05-01")
    ]
    batches = Batches(space.engine, CURATOR, space.settings.uploads)
    batch = batches.open(files_of(language), fieldwork=order.id)
    curating.jobs.ask("import", batch.id)
    run_job(curating, "import", batch.id)
    assert curating.fieldworks.get(order.id).status == "delivered" and curating.fieldworks.get(order.id).came == 3
    run_job(space, "match", study)
    told = space.fieldworks.get(order.id).after
    assert told and (told.before.valid, told.after.valid, told.joined, told.lost) == (6, 9, 3, 0)
    assert told.after.cells == (6, 3) and len(judged(space, study).valid) == 9
    said = changed_said(curating.fieldworks.get(order.id), language)
    assert any("3" in line for line in said) and any("9" in line for line in said)


def brought(tiny: Home, space: Workspace, language: Language) -> list[str]:
    for name, data in files_of(language):
        tiny.bring_in(name, data.decode())
    return [one.id for one in space.corpus.lines_for_studies() if one.wave == "2026-Q2"]


def test_a_new_wave_that_pushes_people_out_is_told(tiny: Home, briefs) -> None:
    space, study = short(tiny, briefs, "en")
    _, number = current_outline(space.studies.get(study), space)
    revise(space.studies.get(study), space, lambda one: replace(one, window=1), beneath=number)
    judge_again(space.studies.get(study), space)
    order = order_fieldwork(space.studies.get(study), space)
    linked = land(order.id, brought(tiny, space, "en"), space, ask=False)
    told = match_again(linked, space).after
    assert told and (told.before.valid, told.after.valid, told.joined, told.lost) == (6, 3, 3, 6)
    assert told.why == {"window": 6} and told.moved
    said = changed_said(space.fieldworks.get(order.id), "en")
    assert any("2026-Q2 to 2026-Q2" in line for line in said)


def test_landing_twice_is_landing_once(tiny: Home, briefs) -> None:
    """A worker that is killed between the import and the matching does both again."""
    space, study = short(tiny, briefs, "en")
    order = order_fieldwork(space.studies.get(study), space)
    batches = Batches(space.engine, space.viewer, space.settings.uploads)
    batch = batches.open(files_of("en"), fieldwork=order.id)
    for number in batches.waiting(batch.id):
        batches.bring_in(batch.id, number, lock=space.settings.import_lock)
    update_index(space.corpus, space.settings.index, encoder=None)
    for _ in range(2):
        land_batch(batches.get(batch.id), space)
    assert space.fieldworks.get(order.id).came == 3
    assert [job.subject for job in space.jobs.live() if job.kind == "match"] == [study]
    assert [one.status for one in space.fieldworks.get(order.id).events] == ["ordered", "delivered"]
    again = batches.open(files_of("en"), fieldwork=order.id)  # files that are in already count for the order too
    for number in batches.waiting(again.id):
        batches.bring_in(again.id, number, lock=space.settings.import_lock)
    land_batch(batches.get(again.id), space)
    assert space.fieldworks.get(order.id).came == 3
    assert space.fieldworks.get(order.id).after is None
    first, second = (match_again(space.fieldworks.get(order.id), space).after for _ in range(2))
    assert first == second and first and first.joined == 3
    space.fieldworks.link(order.id, ["E01-2026-Q1"])
    assert space.fieldworks.get(order.id).after is None  # until it is matched again nobody knows


def test_another_clients_study_is_matched_in_its_own_name(tiny: Home, briefs) -> None:
    researcher = Viewer("Ann", "researcher", "acme")
    its = tiny.space(researcher)
    steps = Steps(its.studies.open(briefs["en"].model_copy(update={"responses": 8})), its)
    outline = steps.outline()
    steps.responses(outline, steps.matches(outline))
    order = order_fieldwork(steps.study, its)
    curating = tiny.space(CURATOR)
    with pytest.raises(NotAllowed):
        curating.studies.get(steps.study.id)
    land(order.id, brought(tiny, tiny.space(), "en"), curating)
    job = its.jobs.of("match", steps.study.id)
    assert job and job.live and job.asked_by == "Mei"
    assert tiny.space(Viewer("x", "researcher", "other")).jobs.of("match", steps.study.id) is None


def test_who_may_see_and_do_what(tiny: Home, briefs) -> None:
    space, study = short(tiny, briefs, "en")
    order = order_fieldwork(space.studies.get(study), space)
    stranger = tiny.space(Viewer("x", "researcher", "other")).fieldworks
    merchant = tiny.space(Viewer("x", "merchant", "local")).fieldworks
    with pytest.raises(NotFound):
        stranger.get(order.id)
    for refused in (lambda: merchant.get(order.id), lambda: merchant.of(study), lambda: merchant.all(), stranger.all):
        with pytest.raises((NotAllowed, NotFound)):
            refused()
    own = tiny.space(Viewer("x", "researcher", "local")).fieldworks
    with pytest.raises(NotAllowed):
        own.move(order.id, "in_field")
    assert own.move(order.id, "cancelled", "  not  needed ").events[-1].note == "not needed"


def test_what_is_refused(tiny: Home, briefs) -> None:
    space, study = short(tiny, briefs, "en")
    unmatched = space.studies.open(briefs["zh"])
    tries: list[tuple[str, Callable[[], Fieldwork]]] = [
        ("fieldwork_unmatched", lambda: order_fieldwork(unmatched, space)),
        ("fieldwork_no_question", lambda: order_fieldwork(space.studies.get(study), space, questions=())),
        ("bad_responses", lambda: order_fieldwork(space.studies.get(study), space, wanted=0)),
        ("bad_due", lambda: order_fieldwork(space.studies.get(study), space, terms=Terms(due="soon"))),
        ("bad_price", lambda: order_fieldwork(space.studies.get(study), space, terms=Terms(price=-1.0))),
    ]
    for key, place in tries:
        with pytest.raises(BadInput) as raised:
            place()
        assert raised.value.key == key
    assert space.fieldworks.of(study) == []


def test_only_what_is_unanswered_is_asked(tiny: Home, briefs) -> None:
    space, study = short(tiny, briefs, "en", responses=None)
    outline, found = current_outline(space.studies.get(study), space)[0], judged(space, study)
    assert outline and unanswered(outline, found, 5) == ()
    unheard = replace(
        found, all=tuple(replace(one, statuses={**one.statuses, "Q3": "not_asked"}) for one in found.all)
    )  # fmt: skip
    assert [(one.id, people) for one, people in unanswered(outline, unheard, 5)] == [("Q3", 0)]
    assert [one.id for one, _ in unanswered(outline, unheard, 8)] == ["Q1", "Q2", "Q3"]
    order = order_fieldwork(space.studies.get(study), space, questions=["Q3"])
    assert [one.id for one in order.content.guide.questions] == ["W1", "W2", "Q3", "C1"]
    assert order.content.cells == (Missing((), 6, 5, "Q3"),) and order.wanted == 1  # as many as were wanted there are
    assert not order.content.alone  # one of three answered makes no valid response: people are to be asked again


def test_quotas_that_are_not_filled_are_the_missing_cells(tiny: Home, briefs) -> None:
    space, study = short(tiny, briefs, "en")
    outline, found = current_outline(space.studies.get(study), space)[0], judged(space, study)
    assert outline
    men, old = (("gender", "man"),), (("gender", "woman"), ("age", "60+"))
    quotas = (Quota(men, 3), Quota(old, 2))
    cells = missing_cells(replace(outline, quotas=quotas), found, space.corpus.attributes(), 8)
    assert cells == (Missing(old, 0, 2),) and cells[0].lacking == 2  # three men there are


@pytest.mark.parametrize(
    ("cell", "belongs"),
    [((("age", "30–39"),), True), ((("age", "35-44"),), False), ((("age", "30+"),), True), ((("gender", "woman"),), True),
     ((("gender", "女"), ("age", "30–39")), True), ((("gender", "man"),), False), ((("region", "north"),), False)],
)  # fmt: skip
def test_who_belongs_to_a_cell(cell, belongs: bool) -> None:
    assert fits(cell, Attributes("R", "2026-Q1", birth_year=1995, gender="F")) == belongs


def test_somebody_who_withdraws_takes_who_was_valid_with_them(tiny: Home, briefs) -> None:
    space, study = short(tiny, briefs, "en")
    order = order_fieldwork(space.studies.get(study), space)
    assert "E01" in json.dumps((space.studies.stage(study, order.id) or ("", {}))[1])
    land(order.id, brought(tiny, space, "en"), space, ask=False)
    withdraw("E01", space)
    withdraw("E21", space)
    assert space.studies.stage(study, order.id) is None
    assert space.fieldworks.get(order.id).came == 2
    update_index(space.corpus, space.settings.index, encoder=None)
    told = match_again(space.fieldworks.get(order.id), space).after
    assert told and (told.joined, told.lost, told.after.valid) == (None, None, 7)
    assert changed_said(space.fieldworks.get(order.id), "en")


def test_by_the_command_line(tiny: Home, briefs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    space, study = short(tiny, briefs, "en")

    def cli(*given: str) -> dict:
        result = CliRunner().invoke(main, [*given, "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    placed = cli("fieldwork", "order", study, "--wanted", "3", "--owner", "Mei", "--due", "2026-05-01")["fieldwork"][0]
    assert (placed["wanted"], placed["owner"], placed["lacking"], placed["status"]) == (3, "Mei", 2, "ordered")
    assert cli("fieldwork", "status", placed["id"], "in_field")["fieldwork"][0]["status"] == "in_field"
    out = tmp_path / "order.docx"
    assert cli("fieldwork", "word", placed["id"], "--out", str(out))["path"] == str(out) and out.stat().st_size > 5000
    for name, data in files_of("en"):
        (tmp_path / name).write_bytes(data)
    back = cli("import", *(str(tmp_path / name) for name, _ in files_of("en")), "--fieldwork", placed["id"])
    assert back["fieldwork"] == placed["id"]
    assert (back["changed"]["joined"], back["changed"]["lost"]) == (3, 0)
    listed = cli("fieldwork", "list")["fieldwork"][0]
    assert (listed["status"], listed["came"], listed["changed"]["after"]["valid"]) == ("delivered", 3, 9)
    assert not space.jobs.live()
    unknown = CliRunner().invoke(main, ["import", str(tmp_path / "E21_2026-Q2.txt"), "--fieldwork", "f-0"])
    assert unknown.exit_code == 2 and "f-0" in unknown.stderr
