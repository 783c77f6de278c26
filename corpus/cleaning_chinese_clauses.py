"""The clauses of spoken Chinese: what stands between two marks or two sounds of thinking."""

import re

MARK = '，、…,。！？；：!?;:—“”‘’「」"（）()\\s'
"""The characters that end a clause, for a regular expression's class."""
_ENDS = frozenset("，、…,。！？；：!?;:—“”‘’「」（）() \n\r\t\f\v\u3000\xa0嗯呃")
_CLAUSE = re.compile(r"[，、…,。！？；：!?;:—“”‘’「」（）()\s嗯呃]")


def clause_before(text: str, end: int) -> str:
    """What is said right before `end`, back to the last mark."""
    start = end
    while start and text[start - 1] not in _ENDS:
        start -= 1
    return text[start:end]


def clause_after(text: str, start: int) -> str:
    """What is said from `start` up to the next mark."""
    found = _CLAUSE.search(text, start)
    return text[start : found.start() if found else len(text)]
