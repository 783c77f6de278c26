"""A study, from a brief to a report. This is the product on one screen: read `run_study`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import Engine

from corpus.errors import Shortage
from corpus.records import Attributes
from corpus.store import Corpus
from corpus.viewer import Viewer
from index.search import Searcher
from research.brief import Brief
from research.evidence import Evidence, gather_evidence
from research.matches import Match, find_matches
from research.outline import Outline, draft_outline
from research.outline_model import model_outline
from research.report import Report
from research.responses import Responses, judge_responses
from research.saved import from_json, to_json
from research.selection import Selection, draw_selection
from research.settings import Settings
from research.shortage import check_answerable, shortage_of
from research.studies import STAGES, Studies, Study
from research.writing import write_report

Stage = TypeVar("Stage")
Told = Callable[[str, Mapping[str, Any]], None]
"""Called after each stage with its name and its counts."""


@dataclass(frozen=True)
class Workspace:
    """What a study works with: the records and the index of one workspace, as one viewer may see them."""

    engine: Engine
    viewer: Viewer
    settings: Settings

    @property
    def corpus(self) -> Corpus:
        """The interviews."""
        return Corpus(self.engine, self.viewer)

    @property
    def studies(self) -> Studies:
        """The studies and their reports."""
        return Studies(self.engine, self.viewer)

    def searcher(self) -> Searcher:
        """The index, checked against the corpus."""
        versions = {each.id: each.version for each in self.corpus.interviews()}
        return Searcher.open(self.settings.index, encoder=self.settings.encoder, interviews=versions)


def run_study(brief: Brief, workspace: Workspace, *, responses: int | None = None, told: Told = lambda name, counts: None) -> Report:
    """Brief → outline → matches → responses → selection → evidence → report, each saved; what is fresh is not redone.

    responses   how many people to draw; default: what the brief asks for, else all valid ones

    Raises Shortage where the corpus cannot answer, with what binds and what relaxing it would bring.
    """
    study = workspace.studies.open(brief)
    steps = Steps(study, workspace, told)
    outline = steps.outline()
    matches = steps.matches(outline)
    judged = steps.responses(outline, matches)
    selection = steps.selection(outline, matches, judged, responses if responses is not None else brief.responses)
    evidence = steps.evidence(outline, matches, judged, selection)
    return steps.report(outline, selection, evidence)


class Steps:
    """The stages of one study. Each is run where it is missing or stale, and else taken as saved."""

    def __init__(self, study: Study, workspace: Workspace, told: Told) -> None:
        self.study = study
        self.workspace = workspace
        self._told = told
        self._key = sha256(study.brief.model_dump_json().encode()).hexdigest()
        self._searcher: Searcher | None = None

    def outline(self) -> Outline:
        """Draft the outline, by the model where one is on."""
        model = self.workspace.settings.model

        def draft() -> Outline:
            drafted = draft_outline(self.study.brief)
            return model_outline(drafted, self.study.brief, model, self.workspace.engine) if model else drafted

        made = self._stage("outline", Outline, draft, model.name if model else "rule")
        self._told("outline", {"questions": len(made.core), "criteria": len(made.criteria), "by": made.drafted_by})
        return made

    def matches(self, outline: Outline) -> tuple[Match, ...]:
        """Match the outline against the corpus as it stands now."""
        versions = sorted((each.id, each.version) for each in self.workspace.corpus.interviews())
        found = self._stage(
            "matches", Matches, lambda: Matches(find_matches(outline, corpus=self.workspace.corpus, searcher=self._index())),
            repr(versions), str(self.workspace.settings.encoder),
        ).found  # fmt: skip
        self._told("matches", {"matches": len(found), "interviews": len({one.interview for one in found})})
        return found

    def responses(self, outline: Outline, matches: tuple[Match, ...]) -> Responses:
        """Judge everybody in the corpus."""
        corpus = self.workspace.corpus
        profiles = repr(sorted(corpus.attributes().items()))
        judged = self._stage("responses", Responses, lambda: judge_responses(outline, matches, corpus=corpus), profiles)
        check_answerable(outline, matches, judged, corpus=corpus)
        self._told("responses", {"people": len(judged.all), "valid": len(judged.valid)})
        return judged

    def selection(
        self, outline: Outline, matches: tuple[Match, ...], judged: Responses, wanted: int | None
    ) -> Selection:
        """Draw the confirmed number of people."""
        brief, profiles = self.study.brief, self._profiles()

        def draw() -> Selection:
            return draw_selection(judged, wanted, draw=brief.draw, seed=brief.seed, profiles=profiles)

        try:
            drawn = self._stage("selection", Selection, draw, str(wanted))
        except Shortage as shortage:
            raise shortage_of(shortage, outline, matches, corpus=self.workspace.corpus) from shortage
        self._told("selection", {"selected": len(drawn.respondents), "valid": drawn.valid, "draw": drawn.draw})
        return drawn

    def evidence(
        self, outline: Outline, matches: tuple[Match, ...], judged: Responses, selection: Selection
    ) -> Evidence:
        """Read, code and place what the selected people said."""

        def gather() -> Evidence:
            return gather_evidence(
                outline, matches, judged, selection, corpus=self.workspace.corpus, searcher=self._index(),
                seed=self.study.brief.seed,
            )  # fmt: skip

        found = self._stage("evidence", Evidence, gather)
        answers = sum(len(question.answers) for question in found.questions.values())
        themes = sum(len(question.themes) for question in found.questions.values())
        self._told("evidence", {"answers": answers, "themes": themes})
        return found

    def report(self, outline: Outline, selection: Selection, evidence: Evidence) -> Report:
        """Write the report: a new version where anything that shapes it has changed."""
        model = self.workspace.settings.model
        studies = self.workspace.studies
        self._key = _next(self._key, "report", model.name if model else "rule")
        saved = studies.stage(self.study.id, "report")
        if saved is None or saved[0] != self._key:
            version = studies.next_version(self.study.id)
            report = write_report(self.study, outline, selection, evidence, version, workspace=self.workspace)
            studies.save_report(self.study.id, self._key, to_json(report), to_json(evidence))
            studies.save_stage(self.study.id, "report", self._key, {"report": report.id})
        else:
            report = from_json(Report, studies.report(saved[1]["report"]).content)
        self._told("report", {"figures": len(report.figures), "quotes": len(report.quotes), "id": report.id})
        return report

    def _stage(self, name: str, kind: type[Stage], make: Callable[[], Stage], *shaped_by: str) -> Stage:
        """The stage as saved where everything that shaped it is the same, else made and saved."""
        self._key = _next(self._key, name, *shaped_by)
        saved = self.workspace.studies.stage(self.study.id, name)
        if saved is not None and saved[0] == self._key:
            return from_json(kind, saved[1])
        made = make()
        self.workspace.studies.save_stage(self.study.id, name, self._key, to_json(made))
        return made

    def _index(self) -> Searcher:
        self._searcher = self._searcher or self.workspace.searcher()
        return self._searcher

    def _profiles(self) -> dict[tuple[str, str], Attributes]:
        return self.workspace.corpus.attributes()


@dataclass(frozen=True)
class Matches:
    """The matches as a stage saves them."""

    found: tuple[Match, ...]


def stale_stages(study_id: str, workspace: Workspace) -> list[str]:
    """Stages whose saved result no longer rests on the one before it, in order; they are redone on the next run."""
    saved = {name: workspace.studies.stage(study_id, name) for name in STAGES}
    made = [name for name in STAGES if saved[name] is not None]
    versions = sorted((each.id, each.version) for each in workspace.corpus.interviews())
    key = sha256(workspace.studies.get(study_id).brief.model_dump_json().encode()).hexdigest()
    stale: list[str] = []
    return stale if not made else _follow(key, made, saved, repr(versions), workspace)


def _follow(
    key: str, made: list[str], saved: Mapping[str, tuple[str, dict[str, Any]] | None], versions: str, workspace: Workspace
) -> list[str]:
    model = workspace.settings.model
    key = _next(key, "outline", model.name if model else "rule")
    if (saved["outline"] or ("",))[0] != key:
        return made
    key = _next(key, "matches", versions, str(workspace.settings.encoder))
    return [name for name in made if name != "outline"] if (saved["matches"] or ("",))[0] != key else []


METHOD = "1"
"""Changed whenever the code of a stage gives other results for the same input."""


def _next(key: str, name: str, *shaped_by: str) -> str:
    return sha256("\x00".join([key, METHOD, name, *shaped_by]).encode()).hexdigest()
