"""A report as a Word file: native charts, real styles, a mark around every number and quotation."""

from exports.word.document import write_word
from exports.word.links import Links

__all__ = ["Links", "write_word"]
