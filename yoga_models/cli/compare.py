"""``yoga-pose compare``: two photos compared on the command line."""

import argparse
import contextlib
import json
import sys
from pathlib import Path

from PIL import Image

from yoga_models.body.comparison import compare
from yoga_models.cli.common import check_picture, command, open_output, parse, run
from yoga_models.drawing.people import draw_comparison
from yoga_models.imaging.read import ImageError
from yoga_models.pipeline import YogaPose


def parser() -> argparse.ArgumentParser:
    """The flags of the command."""
    flags = command(
        "compare",
        "Compare the main person of one photo with that of another, angle by angle.",
        json="write the comparison as JSON",
        draw="save both skeletons over each other as a picture",
    )
    flags.add_argument("mine", metavar="MINE", type=Path, help="the photo that is looked at")
    flags.add_argument("reference", metavar="REFERENCE", type=Path, help="the photo it is compared with")
    flags.add_argument("--turn", action="store_true", help="turn the reference to where it fits best")
    return flags


def main(arguments: list[str]) -> int:
    """Run the command; returns the exit status: 0, 1 where a photo can't be read or shows nobody, 2 for bad usage."""
    flags = parser()
    options = parse(flags, arguments)

    def work(stack: contextlib.ExitStack) -> int:
        json_file = open_output(options.json, stack)
        if options.draw:
            check_picture(options.draw)
        model, joints = YogaPose.from_pretrained(device=options.device, engine=options.engine), []
        for path in (options.mine, options.reference):
            try:
                people = model.analyze(path).people
                if not people:
                    raise ImageError("Nobody was found.")
            except ImageError as error:
                print(f"{path}: {error}", file=sys.stderr)
                return 1
            joints.append(people[0].joints)
        comparison = compare(joints[0], joints[1], turn=options.turn)
        result = {"mine": str(options.mine), "reference": str(options.reference), **comparison.to_dict()}
        if json_file:
            json_file.write(json.dumps(result, ensure_ascii=False, allow_nan=False) + "\n")
        if options.draw:
            Image.fromarray(draw_comparison(comparison)).save(options.draw)
        if options.json != "-":
            print("\n".join(comparison.sentences()))
        return 0

    return run(flags, work)
