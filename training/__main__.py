"""Command line of the recipe: `python -m training STAGE RECIPE ...`; see `training/README.md`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from training.recipe import load

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
OWN_DATA = Path(__file__).parent / "data"
EVALUATION = Path(__file__).parent.parent / "eval" / "data"
RecipePath = Annotated[Path, typer.Argument(help="TOML file of the run, for example training/recipes/translator.toml", exists=True)]
RunPath = Annotated[Path, typer.Argument(help="folder of the run; made by prepare")]


@app.command()
def prepare(recipe: RecipePath, run: RunPath, corpora: Annotated[Path, typer.Option(help="folder of the public corpora")]) -> None:
    """Read, normalise, filter and double-check the data; make or copy the tokeniser."""
    from training import corpora as reading
    from training.tokenizer import provide

    settings = load(recipe)
    counts = reading.prepare(settings, corpora, OWN_DATA, run / "train.tsv", evaluation=EVALUATION)
    for name, count in counts.items():
        typer.echo(f"{name}: " + ", ".join(f"{reason} {n:,}" for reason, n in count.most_common()))
    provide(settings, run)


@app.command()
def train(
    recipe: RecipePath,
    run: RunPath,
    minutes: Annotated[float | None, typer.Option(help="stop after this long, the learning rate decayed")] = None,
    threads: Annotated[int | None, typer.Option(help="CPU threads")] = None,
) -> None:
    """Train, or continue from the run's last checkpoint."""
    import torch

    from training import loop

    if threads:
        torch.set_num_threads(threads)

    def show(row: dict[str, Any]) -> None:
        rate = row["n_target_tokens"] / max(1.0, row["seconds"])
        typer.echo(
            f"step {row['step']:>6}  tokens {row['n_target_tokens'] / 1e6:6.2f}M  loss {row['loss']:.3f}"
            f"  lr {row['learning_rate']:.1e}  {rate:,.0f} tokens/s  {row['progress']:.1%}"
        )

    loop.train(load(recipe), run, minutes=minutes, on_progress=show)


if __name__ == "__main__":
    app()
