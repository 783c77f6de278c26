"""Which themes a report shows at all."""

from research.evidence import CodedTheme, QuestionEvidence

SAME = 0.5
"""Share of people in common from which a theme is an option said over again."""

FEWEST = 3
"""People a theme needs to be shown as one."""


def shown_themes(asked: QuestionEvidence) -> list[CodedTheme]:
    """The themes with people enough to be shown, without those that only say an option over again."""
    return [theme for theme in asked.themes if len(theme.people) >= FEWEST and not _says_an_option(asked, theme)]


def _says_an_option(asked: QuestionEvidence, theme: CodedTheme) -> bool:
    """Whether a theme's people are, for the most part, the people of one option: "less" is no reason for less."""
    for option in {value.option for value in asked.values.values() if value.option}:
        chose = {who for who, value in asked.values.items() if value.option == option}
        if len(chose & set(theme.people)) >= SAME * len(chose | set(theme.people)):
            return True
    return False
