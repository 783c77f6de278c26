"""What things cost: a response, and a language model's tokens, as the settings say."""

import re
from dataclasses import dataclass

from corpus.errors import BadInput

_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Price:
    """amount   of one response, in `currency` (three letters, ISO 4217)"""

    amount: float
    currency: str

    def of(self, responses: int) -> float:
        """What so many responses cost, in hundredths at the finest."""
        return round(self.amount * responses, 2)


@dataclass(frozen=True)
class ModelPrice:
    """prompt, reply   what a million tokens sent and a million tokens received cost, in `currency`"""

    prompt: float
    reply: float
    currency: str

    def of(self, prompt_tokens: int, reply_tokens: int) -> float:
        """What so many tokens cost."""
        return (self.prompt * prompt_tokens + self.reply * reply_tokens) / 1_000_000


def price_in(said: str) -> Price | None:
    """QUIPU_PRICE: "60 CNY"; None where nothing is set. Raises BadInput `bad_setting`."""
    if not said.strip():
        return None
    parts = said.split()
    amounts = [_amount(part) for part in parts[:-1]]
    if len(amounts) != 1 or amounts[0] is None or not _CURRENCY.fullmatch(parts[-1]):
        raise BadInput("bad_setting", name="QUIPU_PRICE", value=said[:40], why="price")
    return Price(amounts[0], parts[-1])


def model_price_in(said: str) -> ModelPrice | None:
    """QUIPU_MODEL_PRICE: "0.5 2 USD"; None where nothing is set. Raises BadInput `bad_setting`."""
    if not said.strip():
        return None
    parts = said.split()
    amounts = [each for part in parts[:-1] if (each := _amount(part)) is not None]
    if len(parts) != 3 or len(amounts) != 2 or not _CURRENCY.fullmatch(parts[-1]):
        raise BadInput("bad_setting", name="QUIPU_MODEL_PRICE", value=said[:40], why="model_price")
    return ModelPrice(amounts[0], amounts[1], parts[-1])


def _amount(said: str) -> float | None:
    """A sum of money from 0 on, written in digits with a point."""
    return float(said) if re.fullmatch(r"\d{1,9}(\.\d{1,6})?", said) else None


def told_sum(amount: float, currency: str) -> str:
    """A sum as it is shown: 2,040 CNY, 12.50 CNY; below 1 to a ten-thousandth, as tokens cost that little."""
    if amount >= 1 or amount == 0:
        return f"{f'{amount:,.2f}'.removesuffix('.00')} {currency}"
    return f"{max(amount, 0.0001):.4f}".rstrip("0") + f" {currency}"
