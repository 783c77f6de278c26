"""A study, from a brief to a report. This is the product on one screen: read `run_study`."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from pydantic import ValidationError

from corpus.disk import check_room
from corpus.errors import Shortage
from index.search import Searcher
from research.account import account_of
from research.brief import Brief
from research.confirmations import Confirmation, asked_for, shortfall
from research.deciding import tallied
from research.drafting import drafted_for
from research.evidence import Evidence
from research.freshness import StageKeys, stale_stages
from research.gathering import gather_evidence
from research.grading import grade_matches
from research.hearing import heard_themes
from research.matches import Match, Matches
from research.matching import find_matches
from research.outline import Outline
from research.outline_model import model_outline
from research.rejudging import verdicts_known
from research.report import Report
from research.responses import Responses, judge_responses, waves_of
from research.said_asked import STAGE as SAID
from research.said_asked import SaidAsked, asked_of, judge_of
from research.said_of_people import KeptVerdicts, verdicts_for, words_of
from research.saturation import STAGE, Heard
from research.saved import from_json, to_json
from research.selection import Selection, draw_selection
from research.shortage import check_answerable, shortage_of
from research.studies import Study
from research.verdicts import NONE, Verdicts, decided_by_model
from research.workspace import Workspace
from research.writing import write_report

__all__ = ["Steps", "run_study", "stale_stages"]

Stage = TypeVar("Stage")
Told = Callable[[str, Mapping[str, Any]], None]
"""Called after each stage with its name and its counts."""

Progress = Callable[[str, int, int], None]
"""Called within a stage with (phase, done, of). What it raises ends the stage."""


def run_study(
    brief: Brief, workspace: Workspace, *, responses: int | None = None, told: Told = lambda name, counts: None
) -> Report:
    """Brief → outline → matches → responses → selection → evidence → report, each saved; what is fresh is not redone.

    responses   how many people to draw; default: what the brief asks for, else all valid ones

    Raises Shortage where the corpus cannot answer, with what binds and what relaxing it would bring; NoRoom.
    """
    check_room(workspace.settings.home)
    study = workspace.studies.open(brief)
    steps = Steps(study, workspace, told)
    outline = steps.outline()
    matches = steps.matches(outline)
    judged = steps.responses(outline, matches)
    confirmed = replace(asked_for(brief, responses), short_of=shortfall(brief, len(judged.valid)))
    selection = steps.selection(outline, matches, judged, confirmed)
    evidence = steps.evidence(outline, matches, judged, selection)
    return steps.report(outline, judged, selection, evidence)


class Steps:
    """The stages of one study. Each is run where it is missing or stale, and else taken as saved."""

    def __init__(
        self, study: Study, workspace: Workspace, told: Told = lambda name, counts: None,
        progress: Progress = lambda phase, done, of: None,
    ) -> None:  # fmt: skip
        self.study = study
        self.workspace = workspace
        self.keys = StageKeys(study, workspace)
        self._told = told
        self._progress = progress
        self._searcher: Searcher | None = None

    def outline(self) -> Outline:
        """The outline as the researcher left it, else a draft, by the model where one is on."""
        model, revision = self.workspace.settings.model, self.keys.revision

        def draft() -> Outline:
            if revision:
                return revision.outline
            drafted, wordings = drafted_for(self.study.brief, self.workspace.corpus, self._index)
            if model is None:
                return drafted
            spent = partial(self.workspace.spending.add, self.study.id, "outline")
            return model_outline(drafted, self.study.brief, model, self.workspace.engine, wordings, spent=spent)

        made = self._stage("outline", self.keys.outline, Outline, draft)
        counts: dict[str, Any] = {"questions": len(made.core), "criteria": len(made.criteria), "by": made.drafted_by}
        self._told("outline", counts | {"unread": list(made.unread)} | _trouble(made.draft_trouble))
        return made

    def matches(self, outline: Outline) -> tuple[Match, ...]:
        """Match the outline against the corpus as it stands now; a model that is on grades what is doubtful."""

        def match() -> Matches:
            found = find_matches(outline, corpus=self.workspace.corpus, searcher=self._index())
            spent = partial(self.workspace.spending.add, self.study.id, "grading")
            return grade_matches(
                found, outline, self.workspace, progress=partial(self._progress, "grading"), spent=spent
            )

        made = self._stage("matches", self.keys.matches, Matches, match)
        counts: dict[str, Any] = {"matches": len(made.found), "interviews": len({one.interview for one in made.found})}
        if made.grading:
            counts |= {"doubtful": made.grading.doubtful, "by_model": made.grading.by_model}
            if made.grading.failed:
                counts |= {"failed": made.grading.failed} | _trouble(made.grading.trouble)
        self._told("matches", counts)
        return made.found

    def responses(self, outline: Outline, matches: tuple[Match, ...]) -> Responses:
        """Judge everybody in the corpus. Raises Shortage where too few are valid for any report."""
        corpus, rulings = self.workspace.corpus, self.keys.rulings

        def judge() -> Responses:
            return judge_responses(outline, matches, corpus=corpus, rulings=rulings, verdicts=self._verdicts(outline))

        self.said(outline)  # before the stage's key is told, which what a model says is part of
        judged = self._stage("responses", self.keys.responses, Responses, judge)
        verdicts, _ = verdicts_known(outline, self.workspace)
        check_answerable(outline, matches, judged, corpus=corpus, rulings=rulings, verdicts=verdicts)
        counts: dict[str, Any] = {"people": len(judged.all), "valid": len(judged.valid)}
        if said := tallied(outline, judged, verdicts):
            counts["said"] = [{"words": words, **tally} for words, tally in said.items()]
        self._told("responses", counts)
        return judged

    def said(self, outline: Outline) -> SaidAsked | None:
        """What a model that is on says of criteria in words the rule cannot tell; None where there are none, or no model."""
        workspace, words = self.workspace, words_of(outline)
        if not words or not self.keys.said:
            return None
        saved, waves = workspace.studies.stage(self.study.id, SAID), waves_of(outline, workspace.corpus.waves())
        made = asked_of(saved, self.keys.said, words, waves)
        if made is None:
            from research.said_by_model import ask_said  # loads the client's library

            made = ask_said(
                outline, self._verdicts(outline, judge=""), workspace, self._index(), progress=partial(self._progress, "said"),
                spent=partial(workspace.spending.add, self.study.id, "said"),
            )  # fmt: skip
            workspace.studies.save_stage(self.study.id, SAID, self.keys.said, to_json(made))
        self._told("said", made.told)
        return made

    def heard(self, outline: Outline, matches: tuple[Match, ...], judged: Responses) -> Heard:
        """What everybody who answered says, by theme: for telling whether a number of responses is enough."""

        def read() -> Heard:
            return heard_themes(
                outline,
                matches,
                judged,
                corpus=self.workspace.corpus,
                searcher=self._index(),
                seed=self.study.brief.seed,
            )

        return self._stage(STAGE, self.keys.heard, Heard, read)

    def selection(
        self, outline: Outline, matches: tuple[Match, ...], judged: Responses, confirmed: Confirmation
    ) -> Selection:
        """Draw the confirmed number of people. Raises Shortage where there are not as many; another number may follow."""
        corpus = self.workspace.corpus

        def draw() -> Selection:
            drawn = draw_selection(
                judged, confirmed.responses, draw=confirmed.draw, seed=confirmed.seed, profiles=corpus.attributes(),
                quotas=outline.quotas,
            )  # fmt: skip
            return replace(drawn, short_of=confirmed.short_of)

        try:
            drawn = self._stage("selection", self.keys.selection(confirmed), Selection, draw)
        except Shortage as shortage:
            rulings, (verdicts, _) = self.keys.rulings, verdicts_known(outline, self.workspace)
            raise shortage_of(
                shortage, outline, matches, corpus=corpus, rulings=rulings, verdicts=verdicts
            ) from shortage
        self._told("selection", {
            "selected": len(drawn.respondents), "valid": drawn.valid, "draw": drawn.draw, "short_of": drawn.short_of,
        })  # fmt: skip
        return drawn

    def evidence(
        self, outline: Outline, matches: tuple[Match, ...], judged: Responses, selection: Selection
    ) -> Evidence:
        """Read, code and place what the selected people said."""

        def gather() -> Evidence:
            gathered = gather_evidence(
                outline, matches, judged, selection, corpus=self.workspace.corpus, searcher=self._index(),
                seed=selection.seed, smallest=self.workspace.settings.smallest_group,
            )  # fmt: skip
            verdicts, _ = verdicts_known(outline, self.workspace)
            people = [one.interviews for one in judged.all]
            return replace(gathered, said_by=decided_by_model(verdicts, words_of(outline), people))

        found = self._stage("evidence", self.keys.evidence(selection), Evidence, gather)
        answers = sum(len(question.answers) for question in found.questions.values())
        themes = sum(len(question.themes) for question in found.questions.values())
        self._told("evidence", {"answers": answers, "themes": themes})
        return found

    def report(self, outline: Outline, judged: Responses, selection: Selection, evidence: Evidence) -> Report:
        """Write the report: a new version where anything that shapes it has changed since the newest."""
        studies, key = self.workspace.studies, self.keys.report(selection)
        saved = studies.stage(self.study.id, "report")
        if saved is None or saved[0] != key:
            account = account_of(self.study, outline, judged, selection, self.workspace)
            evidence = replace(evidence, account=account)
            troubles: list[str] = []
            report = write_report(
                self.study, outline, selection, evidence, workspace=self.workspace, troubled=troubles.append
            )
            trouble = "".join(troubles[:1])
            kept = studies.save_report(self.study.id, key, to_json(report), to_json(evidence))
            studies.save_stage(self.study.id, "report", key, {"report": kept.id} | _trouble(trouble))
        else:
            kept, trouble = studies.report(saved[1]["report"]), saved[1].get("trouble", "")
        report = from_json(Report, kept.content)
        counts = {"figures": len(report.figures), "quotes": len(report.quotes), "id": report.id}
        self._told("report", counts | _trouble(trouble))
        return report

    def _stage(self, name: str, key: str, kind: type[Stage], make: Callable[[], Stage]) -> Stage:
        """The stage as saved where everything that shaped it is the same, else made and saved."""
        saved = self.workspace.studies.stage(self.study.id, name)
        if saved is not None and saved[0] == key:
            with suppress(ValidationError):  # saved by code whose records had another shape: made again
                return from_json(kind, saved[1])
        made = make()
        self.workspace.studies.save_stage(self.study.id, name, key, to_json(made))
        return made

    def _verdicts(self, outline: Outline, *, judge: str | None = None) -> Verdicts:
        """What people said to the outline's criteria in words; without any nothing is searched.

        judge   as `verdicts_for` takes it; None for who judges in this workspace
        """
        if not words_of(outline):
            return NONE
        workspace = self.workspace
        kept = KeptVerdicts(workspace.engine, workspace.viewer)
        judge = judge_of(workspace.settings, outline.language) if judge is None else judge
        return verdicts_for(outline, corpus=workspace.corpus, searcher=self._index(), kept=kept, judge=judge)

    def _index(self) -> Searcher:
        self._searcher = self._searcher or self.workspace.searcher()
        return self._searcher


def _trouble(key: str) -> dict[str, str]:
    """Why a model's work was not taken, among a stage's counts; nothing where it was, or none was asked."""
    return {"trouble": key} if key else {}
