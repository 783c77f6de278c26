"""Probes told from questions: what the import says of each exchange of the sample corpus against truth.csv.

`python -m benchmarks.probes [--home DIR]`. In the truth, the first exchange of a question is the question and the others
probe it; an exchange the truth does not list is left out.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.sample import Truth, read_truth, sample_workspace
from corpus.errors import QuipuError
from corpus.records import Interview
from research.settings import SAMPLE

LANGUAGES = ("zh", "en")


def figures(interviews: list[Interview], truth: Truth) -> dict[str, dict[str, float]]:
    """Per language: precision and recall of "this exchange is a probe", and how many probes there are."""
    found: dict[str, list[tuple[bool, bool]]] = {language: [] for language in LANGUAGES}
    for interview in interviews:
        rows = [
            own[interview.respondent, interview.wave]
            for own in truth.values()
            if (interview.respondent, interview.wave) in own
        ]
        is_probe = {at: at != row.exchanges[0] for row in rows for at in row.exchanges}
        found[interview.language] += [
            (exchange.follows is not None, is_probe[exchange.position])
            for exchange in interview.exchanges
            if exchange.position in is_probe
        ]
    return {language: _rated(pairs) for language, pairs in found.items()}


def _rated(pairs: list[tuple[bool, bool]]) -> dict[str, float]:
    right = sum(said and true for said, true in pairs)
    said, true = sum(said for said, _ in pairs), sum(true for _, true in pairs)
    return {"precision": round(right / max(said, 1), 3), "recall": round(right / max(true, 1), 3), "probes": true}


def main() -> int:
    """Print a line a language and the JSON line; 1 and a line on stderr where the workspace cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.probes", description=__doc__)
    parser.add_argument("--home", type=Path, help="an existing workspace with the sample corpus")
    chosen = parser.parse_args()
    truth = read_truth(SAMPLE / "truth.csv")
    try:
        with tempfile.TemporaryDirectory() as own:
            result = figures(sample_workspace(chosen.home or Path(own), truth).corpus.interviews(), truth)
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for language, one in result.items():
        print(f"{language}: precision {one['precision']}, recall {one['recall']} of {one['probes']} probes")
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
