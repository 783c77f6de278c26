"""Studies as saved: one per brief and client, stages by key, report versions that only grow."""

from pathlib import Path
from typing import Any

import pytest

from corpus.database import open_database
from corpus.errors import BadInput, NotAllowed, NotFound
from corpus.viewer import LOCAL, Viewer
from research.brief import parse_brief
from research.studies import Studies

BRIEF = parse_brief("Why do people drink less coffee than last year?")
OTHER = parse_brief("What do people drink in the evening?")


@pytest.fixture
def studies(tmp_path: Path) -> Studies:
    return Studies(open_database(f"sqlite:///{tmp_path / 'quipu.db'}"), LOCAL)


EVIDENCE = {"respondents": ["A", "B"], "interviews": {"A": ["A-1", "A-2"], "B": ["B-1"]}}


def content(id_: str) -> dict[str, Any]:
    return {"id": id_, "title": "A title"}


def test_the_same_brief_twice_is_one_study(studies: Studies) -> None:
    first = studies.open(BRIEF)
    assert studies.open(BRIEF) == first != studies.open(OTHER)
    assert studies.get(first.id).brief == BRIEF
    assert [study.id for study in studies.list()] == [studies.open(OTHER).id, first.id]


def test_finding_makes_nothing(studies: Studies) -> None:
    assert studies.find(BRIEF) is None and studies.list() == []
    assert studies.open(BRIEF) == studies.find(BRIEF)


def test_a_stage_is_kept_under_its_key(studies: Studies) -> None:
    study = studies.open(BRIEF).id
    assert studies.stage(study, "outline") is None
    studies.save_stage(study, "outline", "k1", {"a": 1})
    studies.save_stage(study, "outline", "k2", {"a": [2, "二"]})
    assert studies.stage(study, "outline") == ("k2", {"a": [2, "二"]})


def test_versions_grow_and_none_is_lost(studies: Studies) -> None:
    study = studies.open(BRIEF).id
    for key, id_ in (("k1", "r-1"), ("k2", "r-2"), ("k1", "r-3")):
        studies.save_report(study, key, content(id_), EVIDENCE)
    assert [(one.id, one.version) for one in studies.reports(study)] == [("r-3", 3), ("r-2", 2), ("r-1", 1)]


def test_the_newest_report_is_not_written_twice(studies: Studies) -> None:
    study = studies.open(BRIEF).id
    first = studies.save_report(study, "k1", content("r-1"), EVIDENCE)
    assert studies.save_report(study, "k1", content("r-2"), EVIDENCE) == first
    assert [one.id for one in studies.reports()] == ["r-1"]


@pytest.mark.parametrize("id_", ["", "s-unknown", "s-' OR 1=1 --", "s-%"])
def test_what_is_not_there(studies: Studies, id_: str) -> None:
    studies.open(BRIEF)
    for look in (studies.get, studies.report, lambda one: studies.stage(one, "outline"),
                 lambda one: studies.save_stage(one, "outline", "k", {}),
                 lambda one: studies.save_report(one, "k", content("r"), EVIDENCE)):  # fmt: skip
        with pytest.raises(NotFound):
            look(id_)


def test_another_client_writes_nothing_of_ours(studies: Studies) -> None:
    study = studies.open(BRIEF).id
    other = Studies(studies._engine, Viewer("eve", "owner", "elsewhere"))
    for write in (
        lambda: other.save_stage(study, "outline", "k", {}),
        lambda: other.save_report(study, "k", content("r"), EVIDENCE),
    ):
        with pytest.raises(NotFound):
            write()
    assert studies.stage(study, "outline") is None and studies.reports(study) == []


@pytest.mark.parametrize("role", ["merchant", "curator"])
def test_roles_without_studies_write_none(studies: Studies, role: Any) -> None:
    study = studies.open(BRIEF).id
    limited = Studies(studies._engine, Viewer("x", role, LOCAL.client))
    for write in (lambda: limited.open(BRIEF), lambda: limited.save_stage(study, "outline", "k", {}),
                  lambda: limited.stage(study, "outline"), lambda: limited.save_report(study, "k", content("r"), EVIDENCE)):  # fmt: skip
        with pytest.raises(NotAllowed):
            write()


def test_what_was_put_away_is_listed_for_its_own_client(studies: Studies) -> None:
    first, second = studies.open(BRIEF), studies.open(OTHER)
    assert studies.deleted() == []
    studies.delete(first.id)
    studies.delete(second.id)
    assert [one.id for one in studies.deleted()] == [second.id, first.id]
    assert Studies(studies._engine, Viewer("x", "owner", "another")).deleted() == []
    studies.restore(first.id)
    assert [one.id for one in studies.deleted()] == [second.id]


def test_two_studies_of_one_title_are_told_apart(studies: Studies) -> None:
    briefs = [BRIEF.model_copy(update={"seed": seed}) for seed in range(3)]
    assert [studies.open(brief).title for brief in briefs] == [BRIEF.title, f"{BRIEF.title} (2)", f"{BRIEF.title} (3)"]


def test_another_title_leaves_the_brief_alone(studies: Studies) -> None:
    study = studies.open(BRIEF)
    assert studies.retitle(study.id, "  Less \n coffee " + "x" * 200).title == ("Less coffee " + "x" * 200)[:120]
    assert studies.get(study.id).brief == BRIEF
    with pytest.raises(BadInput):
        studies.retitle(study.id, " ")
    with pytest.raises(NotFound):
        studies.retitle("s-none", "x")
