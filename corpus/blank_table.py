"""A table of people to be filled in: who lacks attributes or consent, under headings the readers know."""

from collections.abc import Sequence
from io import BytesIO

from corpus.records import ATTRIBUTES, Language

HEADINGS: dict[Language, dict[str, str]] = {
    "en": {each: each for each in ("respondent", "wave", *ATTRIBUTES, "consent")} | {"recording": "recording consent"},
    "zh": {
        "respondent": "受访者", "wave": "期次", "birth_year": "出生年份", "gender": "性别", "city": "城市",
        "city_tier": "城市级别", "region": "区域", "occupation": "职业", "income": "月收入", "household": "家庭",
        "recording": "录音授权",
        "consent": "授权",
    },
}  # fmt: skip
"""Field → heading; a test reads them back."""

SCOPES: dict[Language, tuple[str, ...]] = {
    "en": ("none", "internal", "report", "advertising", "closed"),
    "zh": ("无", "内部", "报告", "广告", "不可复用"),
}


def blank_table(people: Sequence[str], language: Language) -> bytes:
    """An .xlsx with a row a person, to be filled in and imported. Ids are text: none is ever taken for a formula."""
    from xlsxwriter import Workbook  # only when somebody downloads one

    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(HEADINGS[language].values()):
            sheet.write_string(0, column, heading, bold)
        for row, who in enumerate(people, 1):
            sheet.write_string(row, 0, who)
        last = len(HEADINGS[language]) - 1
        choices = {"validate": "list", "source": list(SCOPES[language])}
        sheet.data_validation(1, last, max(1, len(people)), last, choices)
        sheet.set_column(0, last, 14)
        sheet.freeze_panes(1, 1)
    return made.getvalue()
