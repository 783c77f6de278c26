"""Which themes a report shows at all."""

from research.evidence import CodedTheme, QuestionEvidence

FEWEST = 3
"""People a theme needs to be shown as one."""


def shown_themes(asked: QuestionEvidence) -> list[CodedTheme]:
    """The themes with people enough to be shown."""
    return [theme for theme in asked.themes if len(theme.people) >= FEWEST]
