"""Two ways to run a checkpoint behind one interface: CTranslate2 (default) and transformers (the reference)."""

from service.engines.base import Engine, Hypothesis, Vocabulary
from service.engines.loading import load_engine

__all__ = ["Engine", "Hypothesis", "Vocabulary", "load_engine"]
