"""The command `python -m eval`: run, gate, report, compare, check. It parses, calls and prints; figures go to standard output."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eval import gate as gating
from eval import run as runs
from eval.faults import FaultySet
from eval.fingerprint import counts, data_sha256
from eval.metrics.figures import compare
from eval.parsing import load
from eval.progress import Shown
from eval.subject import Ours
from service.errors import ServiceError

RUN_FILE = Path("runs") / "eval.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(_COMMANDS[options.command or "run"](options))
    except FaultySet as error:
        print(error, file=sys.stderr)
        return int(gating.Verdict.DATA_CHANGED)
    except (ServiceError, ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Evaluate the service on the hand-written set.")
    _add_run_options(parser)
    commands = parser.add_subparsers(dest="command")
    _add_run_options(commands.add_parser("run", help="measure every system and print the figures (the default)"))
    gate = commands.add_parser("gate", help="fail (1) if a figure is below its floor, (3) if the data changed, (4) without floors")
    _add_run_options(gate)
    gate.add_argument("--update", action="store_true", help="set the floors to what the run reaches")
    gate.add_argument("--allow-lower", action="store_true", help="with --update: let floors get lower, or the data change")
    gate.add_argument("--reason", default="", help="why; recorded in the baseline")
    gate.add_argument("--baseline", type=Path, default=gating.BASELINE, help="the file of floors")
    report = commands.add_parser("report", help="write eval/report/ and add the run to the history")
    _add_run_options(report)
    report.add_argument("--to", type=Path, default=Path(__file__).parent / "report", help="folder of the report")
    own = commands.add_parser(
        "own", help="measure the service on your own references (see eval.own.formats), or NTREX, FLORES, CrossSum, XL-Sum"
    )
    own.add_argument("path", type=Path, help="a folder, or a .csv, .tsv or .jsonl file")
    own.add_argument("--limit", type=int, help="measure only the first entries")
    own.add_argument("--to", type=Path, default=Path("runs") / "own", help="folder of the report")
    _add_models(own)
    comparing = commands.add_parser("compare", help="paired bootstrap between two saved runs")
    comparing.add_argument("first", type=Path)
    comparing.add_argument("second", type=Path)
    commands.add_parser("check", help="check the set; print its counts and its hash")
    return parser


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="source", type=Path, help="use a saved run instead of running")
    parser.add_argument("--out", type=Path, default=RUN_FILE, help=f"where to save the run ({RUN_FILE})")
    parser.add_argument("--story", action="append", default=[], help="only this story (repeatable)")
    _add_models(parser)


def _add_models(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--translator", default="embedded", help="embedded, a folder or a hub name")
    parser.add_argument("--summarizer", default="embedded", help="embedded, a folder or a hub name")
    parser.add_argument("--engine", default="ctranslate2", help="ctranslate2 or transformers")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0: all")


def _obtain(options: argparse.Namespace) -> runs.Run:
    if options.source:
        return runs.load(options.source)
    shown = Shown()
    run = runs.evaluate(_subject(options), load(only=tuple(options.story)), shown)
    shown.close()
    runs.save(run, options.out)
    return run


def _subject(options: argparse.Namespace) -> Ours:
    return Ours(translator=options.translator, summarizer=options.summarizer, engine=options.engine, n_threads=options.threads)


def _run(options: argparse.Namespace) -> int:
    _print(_obtain(options))
    return 0


def _print(run: runs.Run) -> None:
    from eval.reporting.headline import headline

    print(headline(run))
    print(f"{run.setup.pair}; {run.setup.counts['articles']} articles; {run.setup.seconds:.0f} s")
    for figure in run.figures:
        print(f"{figure.name:64} {figure.value:7.2f}  [{figure.low:.2f}, {figure.high:.2f}]")
    for key, message in run.failures.items():
        print(f"failed: {key}: {message}")


def _own(options: argparse.Namespace) -> int:
    from eval.own.formats import read_own
    from eval.own.measure import evaluate_own
    from eval.reporting import write_report

    shown = Shown()
    run, stories = evaluate_own(_subject(options), read_own(options.path, options.limit), options.path, shown)
    shown.close()
    _print(run)
    for path in write_report(run, stories, options.to, history=None):
        print(path)
    return 0


def _gate(options: argparse.Namespace) -> int:
    run = _obtain(options)
    baseline = gating.read_baseline(options.baseline)
    if options.update:
        baseline, judgement = gating.update(run, baseline, allow_lower=options.allow_lower, reason=options.reason)
        if judgement.verdict is gating.Verdict.PASSED:
            gating.write_baseline(baseline, options.baseline)
    else:
        judgement = gating.judge(run, baseline)
    print("\n".join(judgement.lines))
    return int(judgement.verdict)


def _report(options: argparse.Namespace) -> int:
    from eval.reporting import write_report

    for path in write_report(_obtain(options), load(only=tuple(options.story)), options.to):
        print(path)
    return 0


def _compare(options: argparse.Namespace) -> int:
    first, second = runs.load(options.first), runs.load(options.second)
    known = {figure.name: figure for figure in second.figures}
    print(f"first: {first.setup.pair} ({first.setup.revisions}); second: {second.setup.pair} ({second.setup.revisions})")
    for figure in first.figures:
        other = known.get(figure.name)
        if other is not None and other.measure.signature == figure.measure.signature:
            found = compare(figure, other)
            change = f"{found.second - found.first:+6.2f} [{found.low:+.2f}, {found.high:+.2f}]"
            print(f"{figure.name:64} {found.first:7.2f} -> {found.second:7.2f}  {change}  p={found.p:.3f}")
    return 0


def _check(_: argparse.Namespace) -> int:
    for name, count in counts(load()).items():
        print(f"{name}: {count}")
    print(f"sha256: {data_sha256()}")
    return 0


_COMMANDS = {"run": _run, "gate": _gate, "report": _report, "compare": _compare, "own": _own, "check": _check}
