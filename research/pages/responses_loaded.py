"""What the step of valid responses shows: the outline, the matches and everybody judged, as they were saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from corpus.errors import IndexTrouble
from corpus.records import Attributes
from research.binding import Binding, what_binds
from research.matches import Grading, Match, Matches
from research.outline import Outline
from research.pages.remembered import searcher, stage
from research.rejudging import verdicts_known
from research.responses import Responses
from research.said_asked import STAGE, SaidAsked
from research.shortage import wanted_by
from research.studies import Study
from research.verdicts import Verdicts
from research.workspace import Workspace


@dataclass(frozen=True)
class Loaded:
    """A study that was matched. attributes: as `Corpus.attributes` gives them; grading: as Matches has it;
    verdicts: what is known of the criteria in words; asked: what a model was asked of them."""

    study: Study
    workspace: Workspace
    outline: Outline
    matches: tuple[Match, ...]
    judged: Responses
    attributes: Mapping[tuple[str, str], Attributes]
    grading: Grading | None = None
    verdicts: Verdicts = field(default_factory=dict)
    asked: SaidAsked | None = None

    @property
    def least(self) -> int:
        """Must-have questions somebody must have answered to be valid."""
        return self.outline.least


def load(study: Study, workspace: Workspace) -> Loaded | None:
    """The saved stages; None where one was not made, or nobody judged is in the corpus any more."""
    outline = stage(study, "outline", Outline, workspace)
    matches = stage(study, "matches", Matches, workspace)
    judged = stage(study, "responses", Responses, workspace)
    if outline is None or matches is None or judged is None:
        return None
    attributes = _attributes(workspace.corpus.stamp(), workspace.settings.database, _workspace=workspace)
    known = all((one.respondent, one.wave) in attributes for one in judged.all)
    if not known:
        return None
    verdicts, _ = verdicts_known(outline, workspace)
    asked = stage(study, STAGE, SaidAsked, workspace)
    return Loaded(study, workspace, outline, matches.found, judged, attributes, matches.grading, verdicts, asked)


@st.cache_resource(max_entries=2, show_spinner=False)
def _attributes(stamp: int, database: str, *, _workspace: Workspace) -> Mapping[tuple[str, str], Attributes]:
    return _workspace.corpus.attributes()


def binding(loaded: Loaded) -> Binding:
    """What keeps people from being valid; judged once for each state of the study and the corpus."""
    home = loaded.workspace.settings.database
    return _binding(loaded.study.id, loaded.study.stamp, loaded.workspace.corpus.stamp(), home, _loaded=loaded)


def alike(loaded: Loaded) -> Mapping[str, int]:
    """Core question → people asked something like it; empty where the index cannot tell."""
    home = loaded.workspace.settings.database
    return _alike(loaded.study.id, loaded.study.stamp, loaded.workspace.corpus.stamp(), home, _loaded=loaded)


@st.cache_data(max_entries=20, show_spinner=False)
def _alike(study: str, stamp: int, corpus: int, database: str, *, _loaded: Loaded) -> Mapping[str, int]:
    from research.nearly import asked_like  # brings the encoders' libraries

    try:
        return asked_like(_loaded.outline, corpus=_loaded.workspace.corpus, searcher=searcher(_loaded.workspace))
    except IndexTrouble:
        return {}


@st.cache_data(max_entries=20, show_spinner=False)
def _binding(study: str, stamp: int, corpus: int, database: str, *, _loaded: Loaded) -> Binding:
    workspace = _loaded.workspace
    return what_binds(
        _loaded.outline, _loaded.matches, _loaded.judged, corpus=workspace.corpus,
        rulings=workspace.rulings.all(_loaded.study.id), verdicts=_loaded.verdicts, wanted=wanted_by(_loaded.study.brief),
    )  # fmt: skip
