"""Subjects that staff added by the words they are known by: which exchanges say one of them."""

from collections.abc import Iterator, Sequence

from corpus.records import Language
from corpus.script import simplified
from corpus.subjects import Subject
from corpus.subjects_found import Found, SubjectsFound, Told, blocks
from index.cutting import words
from research.workspace import Workspace


def says(text: str, word: str, language: Language) -> bool:
    """Whether a text holds a word, in English in any of its forms, in Chinese in either script."""
    if language == "zh":
        return simplified(word).lower() in simplified(text).lower()
    return f" {' '.join(words(word, 'en'))} " in f" {' '.join(words(text, 'en'))} "


def speaks_of(subjects: Sequence[Subject], told: Sequence[Told], found: SubjectsFound) -> Iterator[Found]:
    """Exchanges in which one of a subject's words is asked or said."""
    words_of = found.words(told)
    for one in told:
        asked, answered = words_of[one.exchange]
        for subject in subjects:
            if any(says(asked, word, subject.language) for word in subject.words):
                yield Found(one, subject.id, "asked")
            elif any(says(answered, word, subject.language) for word in subject.words):
                yield Found(one, subject.id, "said")


def bring_named_up(workspace: Workspace, subject: Subject) -> int:
    """Find a subject's words in all that is there; in how many exchanges they stand."""
    found = SubjectsFound(workspace.engine, workspace.viewer)
    stems = [stem for word in subject.words for stem in _sought(word, subject.language)]
    count = 0
    for names in blocks(found.speaking(subject.language, stems) if stems else ()):
        rows = list(speaks_of([subject], found.told(names), found))
        found.keep_more(rows)
        count += len(rows)
    return count


def _sought(word: str, language: Language) -> list[str]:
    """What a text that says the word holds letter for letter: its longest stem; in Chinese the word in the scripts known."""
    if language == "zh":
        return list(dict.fromkeys((word, simplified(word))))
    stems = words(word, "en")
    return [max(stems, key=len)[:-1] or stems[0]] if stems else []
