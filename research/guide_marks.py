"""The hidden mark that tells, in a discussion guide, which question of which study a paragraph is."""

import re

_BEGIN = "_quipu_"  # Word hides bookmarks that begin with "_"
_MARK = re.compile(rf"{_BEGIN}(\w+)_([A-Z]\d{{1,4}})")


def mark_of(study: str, question: str) -> str:
    """The bookmark of a study's question: letters, digits and "_", at most Word's 40 characters."""
    return f"{_BEGIN}{_plain(study)}_{question}"


def is_mark(name: str) -> bool:
    """Whether a bookmark is one of ours, of whatever study."""
    return _MARK.fullmatch(name) is not None


def question_marked(mark: str, study: str) -> str:
    """The id of the question that a bookmark of this very study marks, "" for any other bookmark."""
    found = _MARK.fullmatch(mark)
    return found[2] if found and study and found[1] == _plain(study) else ""


def _plain(study: str) -> str:
    return re.sub(r"\W", "_", study)[:24]
