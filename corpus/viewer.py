"""Who is looking. Every read and write of a study, report or transcript takes a viewer."""

from dataclasses import dataclass
from typing import Literal

from corpus.errors import NotAllowed

Role = Literal["owner", "researcher", "curator", "merchant"]
Action = Literal["read_transcripts", "search", "import", "study", "read_reports"]

# What each role may do. Reading below the pages is decided here and nowhere else.
RIGHTS: dict[Role, frozenset[Action]] = {
    "owner": frozenset({"read_transcripts", "search", "import", "study", "read_reports"}),
    "researcher": frozenset({"read_transcripts", "search", "study", "read_reports"}),
    "curator": frozenset({"read_transcripts", "search", "import"}),
    "merchant": frozenset({"read_reports"}),
}


@dataclass(frozen=True)
class Viewer:
    """A person at the door: `person` signs what they do, `client` bounds which studies exist for them."""

    person: str
    role: Role
    client: str


LOCAL = Viewer(person="local", role="owner", client="local")
"""One person on one machine: no login, everything their own."""


def may(viewer: Viewer, action: Action) -> bool:
    """Whether the viewer's role includes `action`."""
    return action in RIGHTS[viewer.role]


def require(viewer: Viewer, action: Action) -> None:
    """Raise NotAllowed unless the viewer's role includes `action`."""
    if not may(viewer, action):
        raise NotAllowed("not_allowed", action=action, role=viewer.role)
