"""What shapes each stage of a study, as keys: a saved stage that has another key now is stale.

A stage's key is made of the key of the stage before it and of what the stage itself reads, so the keys can be told
without running anything.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import ValidationError

from corpus.errors import IndexTrouble
from index.manifest import SHARED, Manifest, current
from prompts import load_prompt
from research.confirmations import Confirmation
from research.evidence import COUNTED
from research.held import Held, digest, held_in
from research.looks import Looks
from research.outline import Outline
from research.revisions import Revision
from research.rulings import Ruling
from research.said_asked import judge_of
from research.said_of_people import KeptVerdicts, words_of
from research.saved import from_json
from research.selection import Selection
from research.studies import STAGES, Study

if TYPE_CHECKING:
    from research.workspace import Workspace

METHOD = "20"
"""Changed whenever the code of a stage gives other results for the same input."""


class StageKeys:
    """The keys of one study's stages, for the corpus, the index and the settings as they are now.

    The corpus is read once, when it is first asked about: what is imported while a study runs makes it stale
    rather than count as used.
    """

    def __init__(self, study: Study, workspace: "Workspace", held: Held | None = None) -> None:
        """held: what the corpus holds, where that is known; else it is read when it is needed."""
        self._known = held
        self.study = study.id
        self._brief = study.brief
        self._workspace = workspace

    @cached_property
    def revision(self) -> Revision | None:
        """The outline as the researcher left it."""
        return self._workspace.revisions.newest(self.study)

    @cached_property
    def rulings(self) -> Mapping[str, Ruling]:
        """The decisions by hand."""
        return self._workspace.rulings.all(self.study)

    @cached_property
    def draft(self) -> str:
        """What shapes a draft: the brief, and who drafts."""
        return _key("", "outline", self._brief.model_dump_json(), self._writer)

    @cached_property
    def outline(self) -> str:
        """The draft's, or else the researcher's own outline and the draft beneath it."""
        own = self.revision
        if own is None:
            return self.draft
        return _key(self.draft if own.drafted == self.draft else "moved on", "outline", repr(own.outline))

    @cached_property
    def matches(self) -> str:
        """What is asked, the interviews in its language, word for word, the encoders that read them, and the model
        that grades. Whom to ask and when a response is valid do not matter here."""
        return self._matches(self._asked)

    def matches_of(self, outline: Outline) -> str:
        """The key the matches of an outline have, whichever the study stands on now."""
        return self._matches(_asked_in(outline))

    def _matches(self, asked: str) -> str:
        words = self._held.words.get(self._brief.language, "")
        return _key(asked, "matches", words, self._encoders(), *self._grader())

    @property
    def _asked(self) -> str:
        """What of the outline is matched, as it is saved; where it was not saved as it is now, the outline's key."""
        saved = self._outline_saved
        return _asked_in(saved) if saved else self.outline

    @property
    def _outline_saved(self) -> Outline | None:
        """The outline as it is saved; None where it was not saved as it is now."""
        saved = self._workspace.studies.stage(self.study, "outline")
        if saved is None or saved[0] != self.outline:
            return None
        try:
            return from_json(Outline, saved[1])
        except ValidationError:  # saved by code whose records had another shape
            return None

    @cached_property
    def responses(self) -> str:
        """Whom the outline asks, everybody there is, where and when interviewed, with every attribute but consent; what the
        model graded, and what it said of criteria in words."""
        by_hand = repr([(who, one.included, one.reason) for who, one in self.rulings.items()])
        shaped = (self.outline, self._held.people, by_hand, *self._graded(), *self._said())
        return _key(self.matches, "responses", *shaped)

    @cached_property
    def said(self) -> str:
        """What shapes what a model says of criteria in words, but for which they are; "" where none is asked."""
        judge, most = judge_of(self._workspace.settings, self._brief.language), self._workspace.settings.graded_at_most
        return _key("", "said", self._held.words.get(self._brief.language, ""), judge, str(most)) if judge else ""

    @cached_property
    def heard(self) -> str:
        """What was matched, as it is read for themes. Who of them is valid does not matter here."""
        return _key(self.matches, "heard")

    def selection(self, confirmed: Confirmation) -> str:
        """How many are drawn, by which rule and seed."""
        return _key(self.responses, "selection", repr(confirmed))

    def evidence(self, selection: Selection) -> str:
        """Which of the selected people may be quoted, in what, how much the corpus holds, and how few are too few to show."""
        quotable = repr(sorted(self._held.quotable & {*selection.respondents}))
        if partly := sorted(one for one in self._held.partly if one[0] in selection.respondents):
            quotable += repr(partly)
        if decided := sorted(one for one in self._held.decided if one[0] in selection.respondents):
            quotable += repr(decided)
        counts = repr([self._held.counts[name] for name in COUNTED])
        smallest = str(self._workspace.settings.smallest_group)
        return _key(self.selection(selection.confirmed), "evidence", quotable, counts, smallest)

    def report(self, selection: Selection) -> str:
        """Who writes, whom the rule left out was looked at, and what was ordered."""
        return _key(self.evidence(selection), "report", self._writer, *self._accounted)

    @cached_property
    def _accounted(self) -> tuple[str, str]:
        looks = Looks(self._workspace.engine, self._workspace.viewer).made(self.study)
        return repr(looks), str(self._workspace.orders.placed(self.study))

    @cached_property
    def _held(self) -> Held:
        return self._known or held_in(self._workspace.corpus)

    @property
    def _writer(self) -> str:
        model = self._workspace.settings.model
        return f"{model.name} at {model.base_url}" if model else "rule"

    def _grader(self) -> tuple[str, ...]:
        """Who grades doubtful matches, how many at most and by which prompt; nothing where the rule alone grades."""
        settings = self._workspace.settings
        if settings.model is None or not settings.graded_at_most:
            return ()
        return self._writer, str(settings.graded_at_most), load_prompt("grading", self._brief.language).hash

    def _graded(self) -> tuple[str, ...]:
        """The grades a model gave to the matches as they are saved: asked once more it may give others."""
        saved = self._workspace.studies.stage(self.study, "matches") if self._grader() else None
        if saved is None or not saved[1].get("grading"):
            return ()
        given = [one for one in saved[1]["found"] if one.get("graded_by", "rule") != "rule"]
        return (digest(repr((one["question"], one["interview"], one["grade"])) for one in given),)

    def _said(self) -> tuple[str, ...]:
        """The verdicts a model gave on the criteria in words, as they are kept; nothing without a model or such criteria."""
        outline = self._outline_saved if self.said else None
        words = words_of(outline) if outline else ()
        if not words:
            return ()
        kept = KeptVerdicts(self._workspace.engine, self._workspace.viewer)
        judge = judge_of(self._workspace.settings, self._brief.language)
        return self.said, *(kept.state(each, self._brief.language, judge) for each in words)

    def _encoders(self) -> str:
        """The encoder the index was made with, by its name and by what it is: a fitted one is another after each fit.

        Where another is set, its index is on its way: what was matched is stale from the moment it serves.
        """
        settings = self._workspace.settings
        folder = current(settings.index)
        try:
            manifest = Manifest.load(folder) if folder else None
        except IndexTrouble:
            manifest = None  # the next run says what is wrong with it
        if manifest is None:
            return f"{settings.encoder} "
        return f"{manifest.encoder} {manifest.spaces.get(SHARED) or manifest.spaces.get(self._brief.language, '')}"


def _asked_in(outline: Outline) -> str:
    """What of an outline is matched."""
    return repr([(one.id, one.sought) for one in outline.core] + [outline.language, outline.industry])


def stale_stages(study_id: str, workspace: "Workspace", held: Held | None = None) -> list[str]:
    """Saved stages that something has changed beneath, in order, with all that rest on them; the next run redoes them.

    Held against what was confirmed last, or else against what was drawn last. Raises NotFound as `Studies.get` does.
    """
    study = workspace.studies.get(study_id)
    saved = workspace.studies.stage_keys(study_id)
    made = [name for name in STAGES if name in saved]
    now = _keys_now(study, workspace, held)
    first = next((at for at, name in enumerate(made) if saved[name] != now.get(name)), len(made))
    return made[first:]


def _keys_now(study: Study, workspace: "Workspace", held: Held | None) -> dict[str, str]:
    """Stage → the key it would have now; without the stages that rest on a selection where none was drawn."""
    keys = StageKeys(study, workspace, held)
    now = {"outline": keys.outline, "matches": keys.matches, "responses": keys.responses}
    drawn = workspace.studies.stage(study.id, "selection")
    if drawn is None:
        return now
    try:
        selection = from_json(Selection, drawn[1])
    except ValidationError:  # saved by code whose records had another shape
        return now
    confirmed = workspace.confirmations.newest(study.id) or selection.confirmed
    rest = {"evidence": keys.evidence(selection), "report": keys.report(selection)}
    return now | {"selection": keys.selection(confirmed)} | rest


def _key(before: str, name: str, *shaped_by: str) -> str:
    return digest([before, METHOD, name, *shaped_by])
