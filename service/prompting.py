"""Read the prompt files and fill them in. Article text is put in once and never expanded itself."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

from service.errors import PromptError

STYLES = ("headline", "short", "standard", "long")
VARIABLES = frozenset({"text", "n_words", "n_sentences"})
KEYS = frozenset({"version", "unit", "styles", "always"})
UNITS = ("document", "passage")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file. `signature` is `name/version#hash`."""

    name: str
    version: int
    unit: str
    styles: Mapping[str, str]
    always: frozenset[str]
    signature: str

    def fill(self, style: str, values: Mapping[str, str]) -> str:
        """Return the text for a style. Raises PromptError naming an unknown style or a missing variable.

        {"short": "Shorten: $text"}, {"text": "It costs $n_words."} -> "Shorten: It costs $n_words."
        """
        if style not in self.styles:
            raise PromptError(f"Prompt {self.name} has no style {style!r}; it has {', '.join(sorted(self.styles))}.")
        try:
            return Template(self.styles[style]).substitute(values)
        except KeyError as error:
            raise PromptError(f"Prompt {self.name}, style {style}: no value given for ${error.args[0]}.") from error


def parse(name: str, content: bytes) -> Prompt:
    """Read and check one prompt file. Raises PromptError naming what is wrong."""
    try:
        raw = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PromptError(f"Prompt {name} is not valid TOML: {error}") from error
    unknown, missing = sorted(set(raw) - KEYS), sorted({"version", "unit", "styles"} - set(raw))
    if unknown or missing:
        raise PromptError(
            f"Prompt {name}: "
            + "; ".join(f"{what} {', '.join(keys)}" for what, keys in (("unknown key", unknown), ("missing", missing)) if keys)
        )
    styles = raw["styles"]
    if raw["unit"] not in UNITS or not isinstance(raw["version"], int):
        raise PromptError(f"Prompt {name}: `unit` is one of {', '.join(UNITS)}, `version` a whole number.")
    if sorted(styles) != sorted(STYLES):
        raise PromptError(f"Prompt {name}: `styles` must have exactly {', '.join(STYLES)}; it has {', '.join(sorted(styles))}.")
    for style, text in styles.items():
        _check(name, style, text)
    digest = hashlib.sha256(content).hexdigest()[:12]
    always = frozenset(str(raw.get("always", "")).split())
    return Prompt(name, raw["version"], raw["unit"], styles, always, f"{name}/{raw['version']}#{digest}")


def _check(name: str, style: str, text: str) -> None:
    template = Template(text)
    if not template.is_valid():
        raise PromptError(f"Prompt {name}, style {style}: a lone `$`; write `$$` for a dollar sign.")
    used = set(template.get_identifiers())
    if "text" not in used:
        raise PromptError(f"Prompt {name}, style {style}: it never uses $text.")
    if used - VARIABLES:
        raise PromptError(f"Prompt {name}, style {style}: unknown variable {_listed(used - VARIABLES)}; known: {_listed(VARIABLES)}.")


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"${name}" for name in sorted(names))


def load(name: str) -> Prompt:
    """Return a shipped prompt by name. Raises PromptError for a name there is no file of."""
    file = files("prompts") / f"{name}.toml"
    if not file.is_file():
        raise PromptError(f"There is no prompt {name!r}.")
    return parse(name, file.read_bytes())


def prompt_for(folder: Path, model_name: str) -> Prompt:
    """Return the prompt of a summariser checkpoint: what its card says, otherwise by its kind."""
    card = folder / "card.json"
    if card.exists():
        named = json.loads(card.read_text(encoding="utf-8")).get("prompt")
        if named:
            return load(named)
    kind = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type")
    if kind in ("t5", "mt5"):
        return load("flan-t5" if "flan" in model_name.lower() else "t5")
    return load("plain")
