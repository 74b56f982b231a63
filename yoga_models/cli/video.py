"""``yoga-pose video``: a clip on the command line."""

import argparse
import contextlib
import json
import math
import sys
import time
from pathlib import Path

from yoga_models.cli.common import command, open_output, parse, run
from yoga_models.pipeline import YogaPose
from yoga_models.table import holds_csv
from yoga_models.video.analysis import Progress, VideoAnalysis, analyze_video
from yoga_models.video.files import LIMITS, VideoError

_SECONDS_BETWEEN_LINES = 1.0


def parser() -> argparse.ArgumentParser:
    """The flags of the command."""
    flags = command(
        "video",
        f"Find who holds which asana from when to when in a clip ({LIMITS}).",
        json="write everything as one JSON object",
        csv="write one row a hold",
        draw="save the clip with its skeletons there, as WebM",
    )
    flags.add_argument("video", metavar="VIDEO", type=Path, help="a video file, such as an MP4, MOV or WebM")
    return flags


def main(arguments: list[str]) -> int:
    """Run the command; returns the exit status: 0, or 1 where the clip could not be read, 2 for bad usage."""
    flags = parser()
    options = parse(flags, arguments)

    def work(stack: contextlib.ExitStack) -> int:
        json_file, csv_file = open_output(options.json, stack), open_output(options.csv, stack)
        model = YogaPose.from_pretrained(device=options.device, engine=options.engine)
        try:
            result = _analyze(model, options.video, options.draw)
        except VideoError as error:
            print(f"{options.video}: {error}", file=sys.stderr)
            return 1
        if json_file:
            json_file.write(json.dumps(result.to_dict(), ensure_ascii=False, allow_nan=False) + "\n")
        if csv_file:
            csv_file.write(holds_csv(result))
        if "-" not in (options.json, options.csv):
            print("\n".join(summary(result)))
        return 0

    return run(flags, work)


def _analyze(model: YogaPose, clip: Path, drawing: Path | None) -> VideoAnalysis:
    terminal, told = sys.stderr.isatty(), -math.inf
    for step in analyze_video(model, clip, name=str(clip), drawing=drawing):
        if isinstance(step, VideoAnalysis):
            if terminal:
                print(file=sys.stderr)
            return step
        if time.monotonic() - told >= _SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            print(_progress_line(step), end="\r" if terminal else "\n", file=sys.stderr, flush=True)
    raise AssertionError("an analysis ends with its result")


def _progress_line(progress: Progress) -> str:
    left = "" if progress.left is None else f", about {progress.left:.0f} s left"
    return f"{progress.done:.1f} of {progress.total:.1f} s of the clip{left}".ljust(60)


def summary(result: VideoAnalysis) -> list[str]:
    """One line a hold, for people; one that says so where there is none."""
    lines = [
        f"{result.file}: person {number}, {hold.start:.1f} to {hold.end:.1f} s: "
        f"{hold.asana.sanskrit} ({hold.asana.english}), {100 * hold.probability:.0f} %"
        for number, holds in result.holds.items()
        for hold in holds
    ]
    if lines:
        return lines
    return [f"{result.file}: {'no asana held for long enough' if result.holds else 'nobody found'}"]
