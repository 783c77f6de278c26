"""What shapes each stage of a study, as keys: a saved stage that has another key now is stale.

A stage's key is made of the key of the stage before it and of what the stage itself reads, so the keys can be told
without running anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from corpus.errors import IndexTrouble
from corpus.records import QUOTABLE, Attributes, Interview
from index.manifest import SHARED, Manifest, current
from research.evidence import COUNTED
from research.studies import STAGES, Study

if TYPE_CHECKING:
    from research.workspace import Workspace

METHOD = "13"
"""Changed whenever the code of a stage gives other results for the same input."""


class StageKeys:
    """The keys of one study's stages, for the corpus, the index and the settings as they are now.

    The corpus is read once, when it is first asked about: what is imported while a study runs makes it stale
    rather than count as used.
    """

    def __init__(self, study: Study, workspace: "Workspace") -> None:
        self._brief = study.brief
        self._workspace = workspace

    @cached_property
    def outline(self) -> str:
        """The brief, and who drafts."""
        return _key("", "outline", self._brief.model_dump_json(), self._writer)

    @cached_property
    def matches(self) -> str:
        """The interviews in the brief's language, word for word, and the encoders that read them."""
        own = (each for each in self._interviews if each.language == self._brief.language)
        return _key(self.outline, "matches", _digest(_words(each) for each in own), self._encoders())

    @cached_property
    def responses(self) -> str:
        """Everybody there is, where and when interviewed, with every attribute but consent."""
        held = repr([(each.id, each.respondent, each.wave, each.language) for each in self._interviews])
        profiles = repr(sorted((where, _unasked(person)) for where, person in self._attributes.items()))
        return _key(self.matches, "responses", held, profiles)

    def selection(self, wanted: int | None) -> str:
        """How many are wanted; rule and seed stand in the brief."""
        return _key(self.responses, "selection", str(wanted))

    def evidence(self, wanted: int | None, selected: Sequence[str]) -> str:
        """Which of the `selected` people may be quoted, and how much the corpus holds."""
        quotable = sorted(
            {who for (who, _), person in self._attributes.items() if person.consent in QUOTABLE} & {*selected}
        )
        counts = self._workspace.corpus.counts()
        return _key(self.selection(wanted), "evidence", repr(quotable), repr([counts[name] for name in COUNTED]))

    def report(self, wanted: int | None, selected: Sequence[str]) -> str:
        """Who writes."""
        return _key(self.evidence(wanted, selected), "report", self._writer)

    def all(self, wanted: int | None, selected: Sequence[str]) -> dict[str, str]:
        """Stage → key."""
        keys = (
            self.outline, self.matches, self.responses, self.selection(wanted),
            self.evidence(wanted, selected), self.report(wanted, selected),
        )  # fmt: skip
        return dict(zip(STAGES, keys, strict=True))

    @cached_property
    def _interviews(self) -> list[Interview]:
        return self._workspace.corpus.interviews()

    @cached_property
    def _attributes(self) -> dict[tuple[str, str], Attributes]:
        return self._workspace.corpus.attributes()

    @property
    def _writer(self) -> str:
        model = self._workspace.settings.model
        return f"{model.name} at {model.base_url}" if model else "rule"

    def _encoders(self) -> str:
        """The encoder that is set, and the one the index was made with: a fitted one is another after each fit."""
        settings = self._workspace.settings
        folder = current(settings.index)
        try:
            spaces = Manifest.load(folder).spaces if folder else {}
        except IndexTrouble:
            spaces = {}  # the next run says what is wrong with it
        return f"{settings.encoder} {spaces.get(SHARED) or spaces.get(self._brief.language, '')}"


def stale_stages(study_id: str, workspace: "Workspace") -> list[str]:
    """Saved stages that something has changed beneath, in order, with all that rest on them; the next run redoes them.

    Held against the number of people last drawn, not against the brief's. Raises NotFound as `Studies.get` does.
    """
    studies = workspace.studies
    study = studies.get(study_id)
    saved = {name: stage for name in STAGES if (stage := studies.stage(study_id, name)) is not None}
    drawn = saved["selection"][1] if "selection" in saved else {}
    now = StageKeys(study, workspace).all(drawn.get("wanted"), drawn.get("respondents", ()))
    made = [name for name in STAGES if name in saved]
    first = next((at for at, name in enumerate(made) if saved[name][0] != now[name]), len(made))
    return made[first:]


def _key(before: str, name: str, *shaped_by: str) -> str:
    return _digest([before, METHOD, name, *shaped_by])


def _digest(parts: Iterable[str]) -> str:
    digest = sha256()
    for part in parts:
        words = part.encode("utf-8", "surrogatepass")
        digest.update(len(words).to_bytes(8, "big") + words)  # lengths: no two lists of parts run together alike
    return digest.hexdigest()


def _words(interview: Interview) -> str:
    exchanges = [(one.question, one.answer, one.follows) for one in interview.exchanges]
    said = (interview.id, interview.version, interview.respondent, interview.wave, interview.text, exchanges)
    return repr(said)


def _unasked(person: Attributes) -> str:
    return repr(replace(person, consent=None))
