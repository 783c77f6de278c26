"""What a study works with: the records and the index of one workspace, as one viewer may see them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from corpus.errors import IndexTrouble
from corpus.store import Corpus
from corpus.subjects import Subjects
from corpus.viewer import Viewer
from research.comments import Comments
from research.confirmations import Confirmations
from research.edits import Edits
from research.fieldwork import Fieldworks
from research.jobs import Jobs
from research.orders import Orders
from research.proposals import Proposals
from research.revisions import Revisions
from research.rulings import Rulings
from research.settings import Settings
from research.spending import Spending
from research.studies import Studies

if TYPE_CHECKING:
    from index.search import Searcher


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
    def subjects(self) -> Subjects:
        """What the interviews ask about."""
        return Subjects(self.engine, self.viewer)

    @property
    def studies(self) -> Studies:
        """The studies and their reports."""
        return Studies(self.engine, self.viewer)

    @property
    def revisions(self) -> Revisions:
        """The outlines as researchers left them."""
        return Revisions(self.engine, self.viewer)

    @property
    def comments(self) -> Comments:
        """What was remarked on outlines."""
        return Comments(self.engine, self.viewer)

    @property
    def proposals(self) -> Proposals:
        """What became of the changes proposed for comments."""
        return Proposals(self.engine, self.viewer)

    @property
    def rulings(self) -> Rulings:
        """Who was taken in or left out by hand."""
        return Rulings(self.engine, self.viewer)

    @property
    def edits(self) -> Edits:
        """How reports were edited."""
        return Edits(self.engine, self.viewer)

    @property
    def fieldworks(self) -> Fieldworks:
        """Interviews commissioned for studies."""
        return Fieldworks(self.engine, self.viewer)

    @property
    def jobs(self) -> Jobs:
        """Long work: asked for, watched, cancelled."""
        return Jobs(self.engine, self.viewer)

    @property
    def confirmations(self) -> Confirmations:
        """How many responses were confirmed."""
        return Confirmations(self.engine, self.viewer)

    @property
    def orders(self) -> Orders:
        """What was ordered, and the transcripts that came with it."""
        return Orders(self.engine, self.viewer)

    @property
    def spending(self) -> Spending:
        """What studies used of the language model."""
        return Spending(self.engine, self.viewer, self.settings.model_price)

    def searcher(self, *, lagging: bool = False) -> "Searcher":
        """The index, checked against the corpus. Raises IndexTrouble as Searcher.open does, and where nothing is in.

        Read with the encoder it was made with: where another is set, it serves until the other's index is there.

        lagging   one that holds more than the corpus will do: what is gone from the corpus is not found
        """
        from index.search import Searcher  # loads the encoders' libraries: only where something is searched

        versions = self.corpus.versions()
        if not versions:
            raise IndexTrouble("no_corpus")
        settings = self.settings
        return Searcher.open(
            settings.index, encoder=settings.encoder, interviews=versions, lagging=lagging, own=True,
            read=self.corpus.said,
        )  # fmt: skip
