"""Whether everything in the corpus can be searched: told from the index's list of contents, nothing is loaded for it."""

from dataclasses import dataclass

from corpus.errors import IndexTrouble
from index.manifest import Manifest, current
from index.model_files import is_here
from research.workspace import Workspace


@dataclass(frozen=True)
class Searchable:
    """missing   interviews that cannot be found yet, in their current words
    gone      interviews still in the index and no longer in the corpus
    trouble   why the index cannot be used at all, None where it can
    other     that it serves with another encoder than the one that is set, as a trouble says it; None where it does not
    """

    missing: int
    gone: int = 0
    trouble: IndexTrouble | None = None
    other: IndexTrouble | None = None

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
    other = _other(manifest, workspace.settings.encoder)
    if other is not None and not is_here(manifest.encoder):
        return Searchable(len(held), trouble=other)
    indexed = manifest.interviews
    missing = sum(indexed.get(each) != version for each, version in held.items())
    return Searchable(missing, gone=len(indexed.keys() - held.keys()), other=other)


def require_set_encoder(workspace: Workspace) -> None:
    """Raises IndexTrouble where the index in use is not of the encoder that is set: a command has nobody to make it meanwhile."""
    folder = current(workspace.settings.index)
    other = _other(Manifest.load(folder), workspace.settings.encoder) if folder else None
    if other is not None:
        raise other


def _other(manifest: Manifest, encoder: str | None) -> IndexTrouble | None:
    if manifest.encoder == encoder:
        return None
    return IndexTrouble("encoder_mismatch", built=manifest.encoder or "default", set=encoder or "default")
