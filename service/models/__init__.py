"""Choose, fetch, check, convert and list model checkpoints. Runs none of them."""

from service.models.checkpoint import Checkpoint, OnProgress
from service.models.choice import resolve
from service.models.convert import converted
from service.models.inventory import Holding, inventory, pull
from service.models.weights import load_state_dict

__all__ = ["Checkpoint", "Holding", "OnProgress", "converted", "inventory", "load_state_dict", "pull", "resolve"]
