"""Whether everything in the corpus can be searched: told from the index's list of contents, nothing is loaded for it."""

from dataclasses import dataclass

from corpus.errors import IndexTrouble
from index.manifest import Manifest, current
from research.workspace import Workspace


@dataclass(frozen=True)
class Searchable:
    """missing   interviews that cannot be found yet, in their current words
    gone      interviews still in the index and no longer in the corpus
    trouble   why the index cannot be used at all, None where it can
    """

    missing: int
    gone: int = 0
    trouble: IndexTrouble | None = None

    @property
    def fresh(self) -> bool:
        """Whether searching finds all there is, and nothing else."""
        return not (self.missing or self.gone or self.trouble)


def searchable(workspace: Workspace) -> Searchable:
    """How the index stands to the corpus."""
    held, folder = workspace.corpus.versions(), current(workspace.settings.index)
    if folder is None:
        return Searchable(missing=len(held))
    try:
        manifest = Manifest.load(folder)
    except IndexTrouble as trouble:
        return Searchable(len(held), trouble=trouble)
    if manifest.encoder != workspace.settings.encoder:
        built, wanted = manifest.encoder or "default", workspace.settings.encoder or "default"
        return Searchable(len(held), trouble=IndexTrouble("encoder_mismatch", built=built, set=wanted))
    indexed = manifest.interviews
    missing = sum(indexed.get(each) != version for each, version in held.items())
    return Searchable(missing, gone=len(indexed.keys() - held.keys()))
