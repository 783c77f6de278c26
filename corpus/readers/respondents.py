"""The respondents table: who they are in a wave, and how far their words may go."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.errors import FileRefused
from corpus.readers.columns import Table, table_of
from corpus.readers.fields import respondent_of, wave_of
from corpus.readers.sheets import Row, Sheet
from corpus.records import SCOPES, Attributes, Consent

SHOWN = 20
"""Rows that are told one by one."""
_TOLD = {
    "respondent": ("respondent",),
    "birth_year": ("birth_year",),
    "consent": ("consent", "reuse", "quoting", "recording"),
}
_CONSENT: dict[Consent, str] = {
    "closed": "closed|no reuse|not for reuse|not to be reused|do not reuse|不得复用|不可复用|不可再用|不得再用|不得用于研究|禁止使用",
    "none": "none|no|n|0|refused|withdrawn|无|否|不|未授权|不授权|不同意|未同意|无授权|拒绝|撤回|已撤回",
    "internal": "internal|internal only|internal use|内部|仅内部|内部使用|仅内部使用|仅限内部",
    "report": "report|reports|report only|报告|可用于报告|报告使用|仅报告|研究报告",
    "advertising": "advertising|advertisement|ads|ad|marketing|广告|可用于广告|广告使用|广告宣传|宣传",
}
_YES = frozenset("yes|y|1|true|agreed|是|有|可以|可|同意|已同意|授权|已授权".split("|"))
_NO = frozenset("no|n|0|false|refused|否|无|不|不可以|不可|不同意|未同意|不授权|未授权|拒绝".split("|"))
_SCOPES = {word: scope for scope, words in _CONSENT.items() for word in words.split("|")}
_YEAR = re.compile(r"(?<!\d)(19\d\d|20[0-2]\d)(?!\d{1,3}(?!\d))")


@dataclass(frozen=True)
class People:
    """The rows of respondents tables that are understood, and why each of the others is not (`bad_row`)."""

    rows: tuple[Attributes, ...]
    refused: tuple[FileRefused, ...] = ()

    def left_out(self) -> FileRefused | None:
        """What a curator is told of the rows that are not understood: up to SHOWN of them, by what is wrong."""
        if not self.refused:
            return None
        told = {
            what: [_told(one) for one in self.refused[:SHOWN] if one.values["column"] in columns]
            for what, columns in _TOLD.items()
        }
        return FileRefused(
            "rows_left_out", count=len(self.refused), rows=len(self.rows), more=max(0, len(self.refused) - SHOWN) or None,
            **told,
        )  # fmt: skip


def _told(refusal: FileRefused) -> str:
    """The line, and what stands there: `7 “young”`."""
    value = refusal.values["value"]
    return f"{refusal.values['line']}" + (f" “{value}”" if value else "")


def attributes_in(sheets: list[Sheet]) -> People | None:
    """The rows of the respondents tables among the sheets; None where there is none, or a sheet holds spoken words.

    Left out are rows without an id, or with a birth year or a consent that is not understood: a scope guessed wrongly
    would publish words that may not be. Raises FileRefused `no_text` where there is no row, `bad_row` (line, column,
    value) of the first where none is understood.
    """
    tables = [table_of(sheet) for sheet in sheets if sheet]
    if any(table.kind in ("turns", "pairs", "questions") for table in tables):
        return None
    respondents = [table for table in tables if table.kind == "respondents"]
    if not respondents:
        return None
    found = _people((table, row) for table in respondents for row in table.rows)
    if not found.rows:
        raise found.refused[0] if found.refused else FileRefused("no_text")
    return found


def _people(rows: Iterable[tuple[Table, Row]]) -> People:
    found: list[Attributes] = []
    refused: list[FileRefused] = []
    for table, row in rows:
        try:
            found.append(_attributes(table, row))
        except FileRefused as refusal:
            refused.append(refusal)
    return People(tuple(found), tuple(refused))


def _attributes(table: Table, row: Row) -> Attributes:
    said = {field: table.cell(row, field) for field in table.columns}
    respondent = respondent_of(said["respondent"], row.line)
    if not respondent:
        raise FileRefused("bad_row", line=row.line, column="respondent", value="")
    return Attributes(
        respondent=respondent,
        wave=wave_of(said.get("wave", "")),
        birth_year=_birth_year(said.get("birth_year", ""), row.line),
        gender=said.get("gender", ""),
        city=said.get("city", ""),
        city_tier=said.get("city_tier", ""),
        region=said.get("region", ""),
        occupation=said.get("occupation", ""),
        income=said.get("income", ""),
        household=said.get("household", ""),
        recording={True: "yes", False: "no", None: ""}[_yes(said.get("recording", ""), "recording", row.line)],
        consent=_agreed(said, row.line),
    )


def _birth_year(said: str, line: int) -> int | None:
    if not said:
        return None
    found = _YEAR.search(said)
    if not found:
        raise FileRefused("bad_row", line=line, column="birth_year", value=said[:80])
    return int(found[1])


def _agreed(said: Mapping[str, str], line: int) -> Consent | None:
    """The scope of all that a row says: one column for it, or a yes or no each for reuse and quoting."""
    consent = _consent(said.get("consent", ""), line)
    reuse, quoting = (_yes(said.get(column, ""), column, line) for column in ("reuse", "quoting"))
    stated: list[Consent] = [consent] if consent else []
    if quoting is not None:
        stated.append((consent or "report") if quoting else "internal")
    if reuse is not None and (not reuse or not stated):
        stated.append("internal" if reuse else "closed")
    return min(stated, key=SCOPES.index, default=None)


def _yes(said: str, column: str, line: int) -> bool | None:
    """A cell that says yes or no; None where it is blank."""
    bare = said.strip().casefold()
    if bare and bare not in _YES | _NO:
        raise FileRefused("bad_row", line=line, column=column, value=said[:80])
    return bare in _YES if bare else None


def _consent(said: str, line: int) -> Consent | None:
    if not said:
        return None
    scope = _SCOPES.get(re.sub(r"\s+", " ", said).casefold())
    if scope is None:
        raise FileRefused("bad_row", line=line, column="consent", value=said[:80])
    return scope
