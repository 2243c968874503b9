"""Command line of the recipe: `python -m training STAGE RECIPE ...`; see `training/README.md`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from training.recipe import load

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
OWN_DATA = Path(__file__).parent / "data"
EVALUATION = Path(__file__).parent.parent / "eval" / "data"
RecipePath = Annotated[Path, typer.Argument(help="TOML file of the run, for example training/recipes/translator-1.toml", exists=True)]
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


@app.command()
def average(
    runs: Annotated[list[Path], typer.Argument(help="folders of runs that share one architecture and tokeniser")],
    out: Annotated[Path, typer.Option(help="weight file to write")],
    newest: Annotated[int, typer.Option(help="checkpoints to take of each run")] = 4,
) -> None:
    """Average the newest checkpoints of one or several runs into one weight file."""
    import torch

    from training.average import average as mean

    torch.save(mean(runs, newest), out)


@app.command()
def export(
    recipe: RecipePath,
    run: RunPath,
    folder: Annotated[Path, typer.Argument(help="checkpoint folder to fill")],
    name: Annotated[str, typer.Option(help="the model's name")],
    newest: Annotated[int, typer.Option(help="checkpoints to average")] = 4,
    weights: Annotated[Path | None, typer.Option(help="a weight file from `average`, instead of the run's own")] = None,
) -> None:
    """Write averaged weights as a checkpoint that transformers and the CTranslate2 converter load."""
    from training.export import export as write

    write(load(recipe), run, folder, name=name, n_averaged=newest, weights=weights)


@app.command()
def measure(
    folder: Annotated[Path, typer.Argument(help="checkpoint folder", exists=True)],
    test: Annotated[Path, typer.Argument(help="tab-separated id, en; or JSON lines with passage, summary", exists=True)],
    first: Annotated[int, typer.Option(help="how many rows; 0 means all")] = 0,
    show: Annotated[int, typer.Option(help="outputs to print")] = 0,
) -> None:
    """Print a checkpoint's figures on a test file, with the service's own engine and settings."""
    import json

    from service.settings import Settings
    from training import measure as figures

    settings = Settings()
    if test.suffix == ".jsonl":
        items = figures.read_passages(test)[: first or None]
        passages, references = [item["passage"] for item in items], [item["summary"] for item in items]
        systems = {
            "restricted": figures.condensed(folder, passages, settings),
            "unrestricted": figures.condensed(folder, passages, settings, restricted=False),
            "lead-1": [figures.lead(passage) for passage in passages],
        }
        results = {label: figures.condenser_figures(passages, references, outputs) for label, outputs in systems.items()}
        shown = list(zip(passages[:show], references, systems["restricted"], strict=False))
    else:
        pairs = figures.read_pairs(test)[: first or None]
        outputs = figures.translations(folder, [source for source, _ in pairs], settings)
        results = figures.translation_figures(pairs, outputs)
        shown = [(*pair, output) for pair, output in zip(pairs[:show], outputs, strict=False)]
    for row in shown:
        typer.echo("\n".join(row) + "\n")
    typer.echo(json.dumps(results, indent=2))


if __name__ == "__main__":
    app()
