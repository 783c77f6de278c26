"""Where the workspace lives and what it may use: read once from the environment, passed on as a value."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import BadInput
from index.encoder_setting import settled
from research.model_settings import ModelSettings
from research.prices import ModelPrice, Price, model_price_in, price_in

PROJECT = Path(__file__).parent.parent
SAMPLE = PROJECT / "corpus" / "sample"


@dataclass(frozen=True)
class Settings:
    """home            run-time data: records, index, reports (QUIPU_HOME, default var/)
    database        records' address (QUIPU_DATABASE, default SQLite in home)
    encoder         a sentence-transformers name or folder for all languages, with prompts of one's own behind a "?" where it
                    is to have other ones than it declares (QUIPU_ENCODER); None: the defaults
    model           the language model, None where none is switched on (QUIPU_MODEL names it and switches it on)
    address         the workspace's public address for links in exports (QUIPU_ADDRESS), None for none
    smallest_group  how many people at least share whatever is shown of one (QUIPU_SMALLEST_GROUP, default 5)
    graded_at_most  how many doubtful answers of a study a model may grade, and in how many interviews it may judge criteria in
                    words the rule cannot tell (QUIPU_GRADED_AT_MOST, default 200, 0 for none)
    price           what a response costs its client (QUIPU_PRICE, such as "60 CNY"), None for none
    model_price     what a million tokens sent and received cost (QUIPU_MODEL_PRICE, such as "0.5 2 USD"), None for none
    """

    home: Path
    database: str
    encoder: str | None = None
    model: ModelSettings | None = field(default=None, repr=False)
    address: str | None = None
    smallest_group: int = 5
    graded_at_most: int = 200
    price: Price | None = None
    model_price: ModelPrice | None = None

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.home / "index"

    @property
    def exports(self) -> Path:
        """The folder of written reports."""
        return self.home / "exports"

    @property
    def uploads(self) -> Path:
        """The folder of files brought in through the workspace, kept until they are in."""
        return self.home / "uploads"

    @property
    def jobs(self) -> Path:
        """The worker's own records, apart from those of the studies."""
        return self.home / "jobs.db"

    @property
    def import_lock(self) -> Path:
        """The file that keeps a second import out."""
        return self.home / "import.lock"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from environment variables; the home folder is made. Raises BadInput for one that cannot be used."""
    home = Path(environment.get("QUIPU_HOME") or PROJECT / "var").expanduser().absolute()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput("bad_setting", name="QUIPU_HOME", value=str(home), why=error.strerror or "") from error
    return Settings(
        home=home,
        database=environment.get("QUIPU_DATABASE") or f"sqlite:///{home / 'quipu.db'}",
        encoder=_encoder(environment.get("QUIPU_ENCODER") or ""),
        model=_model(environment),
        address=(environment.get("QUIPU_ADDRESS") or "").rstrip("/") or None,
        smallest_group=_smallest_group(environment.get("QUIPU_SMALLEST_GROUP") or "5"),
        graded_at_most=_graded_at_most(environment.get("QUIPU_GRADED_AT_MOST") or "200"),
        price=price_in(environment.get("QUIPU_PRICE") or ""),
        model_price=model_price_in(environment.get("QUIPU_MODEL_PRICE") or ""),
    )


def _encoder(said: str) -> str | None:
    try:
        return settled(said) if said.strip() else None
    except ValueError as error:
        raise BadInput("bad_setting", name="QUIPU_ENCODER", value=said[:80], why="prompts") from error


def _smallest_group(said: str) -> int:
    """At least two: of a group of one, everybody in it is shown."""
    if not said.strip().isdecimal() or not 2 <= int(said) <= 1000:
        raise BadInput("bad_setting", name="QUIPU_SMALLEST_GROUP", value=said[:40], why="whole")
    return int(said)


def _graded_at_most(said: str) -> int:
    if not said.strip().isdecimal() or int(said) > 100_000:
        raise BadInput("bad_setting", name="QUIPU_GRADED_AT_MOST", value=said[:40], why="number")
    return int(said)


def _model(environment: Mapping[str, str]) -> ModelSettings | None:
    """On only where a model is named and there is somebody to ask: a key or an address of one's own."""
    name, key = environment.get("QUIPU_MODEL"), environment.get("OPENAI_API_KEY")
    address = environment.get("OPENAI_BASE_URL")
    if not name or not (key or address):
        return None
    return ModelSettings(name=name, base_url=address or "https://api.openai.com/v1", api_key=key or "")
