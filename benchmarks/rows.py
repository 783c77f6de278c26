"""Reading the .jsonl files that measuring commands are given."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from corpus.errors import BadInput

Row = TypeVar("Row", bound=BaseModel)


def read_rows(path: Path, kind: type[Row], *, part: str = "") -> list[Row]:
    """Rows in the file's order; of one part where one is named, by their field `part`.

    Raises BadInput `benchmark_line` naming the line that cannot be read, `benchmark_empty` where nothing is left.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            rows.append(kind.model_validate_json(line))
        except ValidationError as error:
            raise BadInput("benchmark_line", file=path.name, line=number) from error
    rows = [row for row in rows if not part or getattr(row, "part", "") == part]
    if not rows:
        raise BadInput("benchmark_empty", file=path.name)
    return rows
