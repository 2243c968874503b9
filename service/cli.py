"""The `ringkas` command: parse, call the service, render, say what went wrong. No logic of its own.

`main` is the console entry. Its `build` argument is the seam for tests: anything that makes an object with the two methods
of `service.pipeline.Service`. Heavy modules load only once a command runs.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.errors import Cancelled, ModelError, PromptError, RulesError, ServiceError
from service.job import CANCELLED, MODEL_TROUBLE, OK, USAGE, Build, Call, Job, Serving
from service.output import format_of, write_stdout
from service.progress import Progress
from service.render.holdings import holdings
from service.settings import Settings
from service.terminal import Display, say
from service.values import Notice

EPILOG = (
    "Exit status: 0 all inputs gave a result; 1 some did, others failed; 2 wrong usage, or an output that cannot be written; "
    "3 no input gave a result; 4 a model, a prompt or the cleaning rules cannot be used; "
    "130 stopped by Ctrl-C, with what was done written out."
)
LENGTHS = ("headline", "short", "standard", "long")


class Format(StrEnum):
    """What is written."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    HTML = "html"


class Task(StrEnum):
    """What a model is for."""

    TRANSLATE = "translate"
    SUMMARIZE = "summarize"


class Engine(StrEnum):
    """What runs the models."""

    CTRANSLATE2 = "ctranslate2"
    TRANSFORMERS = "transformers"


_DEFAULTS = {field.name: field.default for field in dataclasses.fields(Settings)}

app = typer.Typer(
    name="ringkas",
    help="Indonesian news pages in, an English translation and an English brief out.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

SourceArguments = Annotated[
    list[str] | None,
    typer.Argument(metavar="SOURCE", help="A .txt or .html file, a folder of them, a URL, or - for standard input.", show_default=False),
]
FormatOption = Annotated[
    Format | None, typer.Option("--format", "-f", help="Default: what the suffix of --output says, else text.", show_default=False)
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file, whole or not at all, instead of standard output.", show_default=False),
]
EngineOption = Annotated[Engine | None, typer.Option("--engine", help=f"Default: {_DEFAULTS['engine']}.", show_default=False)]
TranslatorOption = Annotated[
    str | None, typer.Option("--translator", metavar="MODEL", help="A folder, a hub name, or embedded.", show_default=False)
]
SummarizerOption = Annotated[
    str | None, typer.Option("--summarizer", metavar="MODEL", help="A folder, a hub name, or embedded.", show_default=False)
]
KeepAllOption = Annotated[bool, typer.Option("--keep-all", help="Drop no line of the page as boilerplate.")]
OfflineOption = Annotated[bool, typer.Option("--offline", help="Use only models that are on this machine.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No notices and no progress on standard error.")]


def build_service(settings: Settings, on_notice: Callable[[Notice], None]) -> Serving:
    """Make the real service."""
    from service.pipeline import Service

    return Service(settings, on_notice=on_notice)


def main(argv: Sequence[str] | None = None, *, build: Build = build_service) -> int:
    """Run the command and return its exit status; every `ServiceError` becomes one line on stderr."""
    try:
        app(args=None if argv is None else list(argv), prog_name="ringkas", obj=build)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else OK
    except Cancelled:
        say("ringkas: stopped.")
        return CANCELLED
    except (ModelError, PromptError, RulesError) as error:
        say(f"ringkas: {error}")
        return MODEL_TROUBLE
    except ServiceError as error:
        say(f"ringkas: {error}")
        return USAGE
    except KeyboardInterrupt:
        return CANCELLED
    return OK


def _print_version(wanted: bool) -> None:
    if wanted:
        from service.version import __version__

        typer.echo(f"ringkas {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)] = False,
) -> None:
    pass


@app.command(epilog=EPILOG)
def summarize(
    ctx: typer.Context,
    sources: SourceArguments = None,
    together: Annotated[bool, typer.Option("--together", help="One brief over all articles instead of one each.")] = False,
    length: Annotated[
        str | None, typer.Option("--length", "-l", help=f"{', '.join(LENGTHS)}, or a number of words.", show_default=False)
    ] = None,
    format: FormatOption = None,
    output: OutputOption = None,
    engine: EngineOption = None,
    translator: TranslatorOption = None,
    summarizer: SummarizerOption = None,
    keep_all: KeepAllOption = False,
    offline: OfflineOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write an English brief of Indonesian articles, every sentence with its sources."""
    job = _job(ctx, sources, "summary", format, output, quiet)
    wanted = _length(length)
    settings = _settings(engine=engine, translator=translator, summarizer=summarizer, keep_all=keep_all, offline=offline)
    _leave(
        ctx,
        job,
        settings,
        lambda service, display, cancel: service.summarize(
            job.sources, together=together, length=wanted, on_progress=display.on_progress, cancel=cancel
        ),
    )


@app.command(epilog=EPILOG)
def translate(
    ctx: typer.Context,
    sources: SourceArguments = None,
    format: FormatOption = None,
    output: OutputOption = None,
    engine: EngineOption = None,
    translator: TranslatorOption = None,
    keep_all: KeepAllOption = False,
    offline: OfflineOption = False,
    quiet: QuietOption = False,
) -> None:
    """Translate Indonesian articles into English, sentence beside sentence."""
    job = _job(ctx, sources, "translation", format, output, quiet)
    settings = _settings(engine=engine, translator=translator, keep_all=keep_all, offline=offline)
    _leave(
        ctx, job, settings, lambda service, display, cancel: service.translate(job.sources, on_progress=display.on_progress, cancel=cancel)
    )


def _job(ctx: typer.Context, sources: list[str] | None, kind: str, format: Format | None, output: Path | None, quiet: bool) -> Job:
    if not sources:
        if sys.stdin is not None and sys.stdin.isatty():
            # Typer prints a help in color by itself, on what is standard output then.
            with redirect_stdout(sys.stderr):
                typer.echo(ctx.get_help())
            raise typer.Exit(USAGE)
        raise typer.BadParameter("name a file, a folder or a URL, or pass - to read standard input.", param_hint="SOURCE")
    return Job(sources, kind, str(format or format_of(output)), output, quiet)


def _length(written: str | None) -> str | int | None:
    if written is None or written in LENGTHS:
        return written
    if written.isascii() and written.isdigit() and int(written) > 0:
        return int(written)
    raise typer.BadParameter(f"{written!r} is neither {', '.join(LENGTHS)} nor a number of words.", param_hint="--length")


def _settings(**given: str | bool | None) -> Settings:
    """Return the settings with what the command line names; a flag not given leaves the environment's word."""
    return dataclasses.replace(Settings(), **{name: value if value is True else str(value) for name, value in given.items() if value})  # type: ignore[arg-type]


def _leave(ctx: typer.Context, job: Job, settings: Settings, call: Call) -> None:
    raise typer.Exit(job.run(ctx.obj, settings, call))


@app.command(epilog=EPILOG)
def evaluate(
    path: Annotated[
        Path, typer.Argument(help="A folder of articles and summaries, or a .csv, .tsv or .jsonl file; see eval/own/formats.py.")
    ],
    limit: Annotated[int | None, typer.Option("--limit", help="Measure only the first entries.", show_default=False)] = None,
    to: Annotated[Path, typer.Option("--to", help="Folder for the report.")] = Path("ringkas-evaluation"),
) -> None:
    """Measure translation and summaries against your own references, with intervals and baselines, and write a report."""
    try:
        from eval.cli import main as measure
    except ModuleNotFoundError as error:
        raise ServiceError(f"`ringkas evaluate` needs {error.name}: pip install 'ringkas[eval]'.") from error
    raise typer.Exit(measure(["own", str(path), "--to", str(to), *(["--limit", str(limit)] if limit is not None else [])]))


models = typer.Typer(help="List or fetch the models.", invoke_without_command=True, epilog=EPILOG)
app.add_typer(models, name="models")


@models.callback()
def _models(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        list_models()


@models.command("list", epilog=EPILOG)
def list_models() -> None:
    """List the embedded models, those in the hub's cache, and the converted ones."""
    from service.models import inventory

    write_stdout(holdings(inventory(Settings())))


@models.command("pull", epilog=EPILOG)
def pull_models(
    tasks: Annotated[
        list[Task] | None, typer.Argument(metavar="TASK", help="translate or summarize; default: both.", show_default=False)
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Fetch the hub's models now, so that later runs need no network."""
    from service.models import pull

    with Display(quiet=quiet) as display:
        pulled = pull(
            Settings(),
            [str(task) for task in tasks or Task],
            lambda name, done, total: display.on_progress(Progress("downloading", done, total, name)),
        )
    write_stdout("".join(f"{checkpoint.task}: {checkpoint.name}@{checkpoint.revision} is here.\n" for checkpoint in pulled))
