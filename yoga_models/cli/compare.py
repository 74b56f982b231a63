"""``python -m yoga_models compare``: two photos compared on the command line."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from yoga_models.body.comparison import compare
from yoga_models.drawing.people import draw_comparison
from yoga_models.imaging.read import ImageError
from yoga_models.pipeline import YogaPose
from yoga_models.weights.manifest import WeightsError


def parser() -> argparse.ArgumentParser:
    """The flags of the command."""
    flags = argparse.ArgumentParser(
        prog="python -m yoga_models compare",
        description="Compare the main person of one photo with that of another, angle by angle.",
    )
    flags.add_argument("mine", metavar="MINE", type=Path, help="the photo that is looked at")
    flags.add_argument("reference", metavar="REFERENCE", type=Path, help="the photo it is compared with")
    flags.add_argument("--turn", action="store_true", help="turn the reference to where it fits best")
    flags.add_argument("--json", metavar="FILE", help="write the comparison as JSON; - for standard output")
    flags.add_argument("--draw", metavar="FILE", type=Path, help="save both skeletons over each other as a picture")
    flags.add_argument("--device", help="cpu, cuda, ...; by default a GPU if there is one")
    return flags


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status: 0, 1 where a photo can't be read or shows nobody, 2 for bad usage."""
    flags = parser()
    options = flags.parse_args(arguments)
    try:
        model = YogaPose.from_pretrained(device=options.device)
        joints = []
        for path in (options.mine, options.reference):
            people = model.analyze(path).people
            if not people:
                raise ImageError("Nobody was found.")
            joints.append(people[0].joints)
    except ImageError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    except (OSError, WeightsError, RuntimeError) as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2
    comparison = compare(joints[0], joints[1], turn=options.turn)
    result = {"mine": str(options.mine), "reference": str(options.reference), **comparison.to_dict()}
    text = json.dumps(result, ensure_ascii=False, allow_nan=False)
    try:
        if options.json not in (None, "-"):
            Path(options.json).write_text(text + "\n", encoding="utf-8")
        if options.draw:
            Image.fromarray(draw_comparison(comparison)).save(options.draw)
    except (OSError, ValueError) as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2
    print(text if options.json == "-" else "\n".join(comparison.sentences()))
    return 0
