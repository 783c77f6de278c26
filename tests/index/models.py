"""Small sentence-transformers models made on the spot, of random weights, loaded as any other is."""

from collections.abc import Mapping
from pathlib import Path

WORDS = [
    "tea",
    "coffee",
    "milk",
    "price",
    "cheap",
    "buy",
    "drink",
    "often",
    "snacks",
    "labels",
    "sugar",
    "brand",
    "what",
    "do",
    "you",
    "i",
]
CHARACTERS = "喝茶咖啡牛奶价格便宜买什么零食配料表糖牌子你平时我不绿网上涨了少看吃坚果哪个"


def make_model(folder: Path, prompts: Mapping[str, str] | None = None, *, seed: int = 0) -> Path:
    """A BERT of one layer and 16 dimensions in `folder`; another seed gives other weights under the same files."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    raw = folder.with_name(folder.name + "-raw")
    raw.mkdir(parents=True)
    letters = [chr(at) for at in range(33, 127)]
    terms = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *letters, *(f"##{each}" for each in letters)]
    (raw / "vocab.txt").write_text("\n".join([*terms, *dict.fromkeys(CHARACTERS)]), encoding="utf-8")
    BertTokenizerFast(str(raw / "vocab.txt")).save_pretrained(raw)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=300, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=64, initializer_range=0.5,
    )  # fmt: skip
    BertModel(config).save_pretrained(raw)
    model = SentenceTransformer(modules=[Transformer(str(raw)), Pooling(16)], device="cpu", prompts=dict(prompts or {}))
    model.save_pretrained(str(folder))
    return folder
