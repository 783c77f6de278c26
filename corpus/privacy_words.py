"""Names, home addresses and employers in either language; numbers are found by corpus/privacy_numbers.py."""

from collections.abc import Iterator

from corpus.privacy_chinese import chinese_words
from corpus.privacy_english import english_words
from corpus.privacy_lexicon import RawWords
from corpus.records import Language


def words_found(text: str, language: Language) -> Iterator[RawWords]:
    """Everything of these kinds in `text`; what overlaps is for the caller to sort out."""
    return chinese_words(text) if language == "zh" else english_words(text)
