"""What a person says of a file where it does not say it itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Given:
    """interviewer: the speaker's label that asks. columns: field → heading of its column, for tables."""

    interviewer: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


NOTHING = Given()
