"""The few words an exported file adds around a report, in both languages. They hold no digit and no quotation."""

from corpus.records import Language

_WORDS: dict[str, dict[Language, str]] = {
    "contents": {"zh": "目录", "en": "Contents"},
    "figure": {"zh": "图", "en": "Figure"},
    "table": {"zh": "表", "en": "Table"},
    "register": {"zh": "原话登记", "en": "Quote register"},
    "register_caption": {"zh": "报告引用的原话与出处", "en": "Every quotation in this report, and where it comes from"},
    "quote": {"zh": "原话", "en": "Quotation"},
    "source": {"zh": "出处", "en": "Source"},
    "to_register": {"zh": "见原话登记", "en": "Quote register"},
    "to_text": {"zh": "回到正文", "en": "Back to the text"},
    "to_transcript": {"zh": "访谈纪要", "en": "Transcript"},
    "between": {"zh": "、", "en": ", "},
    "colon": {"zh": "：", "en": ": "},
}


def word(key: str, language: Language) -> str:
    """The word `key` in `language`. KeyError for an unknown key."""
    return _WORDS[key][language]
