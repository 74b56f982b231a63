"""Training, measuring and releasing: ``python -m train COMMAND``, each with its own ``--help``."""

import importlib
import sys
from collections.abc import Sequence

#: What to type, the module that does it, and what for.
COMMANDS = {
    "fetch": ("train.fit.movenet", "fetch the public weights that the joint network starts from"),
    "show": ("train.fit.show", "draw what the joint network would be taught by a recipe"),
    "pose": ("train.fit.pose_command", "train the joint network by a recipe"),
    "looks": ("train.fit.looks_command", "write down what the first look sees of a recipe's photos"),
    "person": ("train.fit.person_command", "train the network of the second look by a recipe"),
    "presence": ("train.fit.presence_command", "teach the weights to tell people from what only resembles them"),
    "asana": ("train.fit.asana_command", "train the networks that name the asana by a recipe"),
    "measure pose": ("train.measure.pose", "how good the joints are"),
    "measure groups": ("train.measure.groups", "where groups lose joints, part by part"),
    "measure asana": ("train.measure.asana", "how good the names are"),
    "measure left-out": ("train.measure.left_out", "who does an asana that was never learned"),
    "measure speed": ("train.measure.benchmark", "how fast it is, beside a public peer"),
    "release weights": ("train.release.export", "turn checkpoints into the weights that ship"),
    "release cards": ("train.release.cards", "fill the model cards with measured figures"),
    "release pictures": ("train.release.card_pictures", "draw the cards' good and failed cases"),
    "release publish": ("train.release.publish", "put weights on the hub, and the page into a Space"),
}


def usage() -> str:
    """What can be typed."""
    lines = [f"  {name:18}{purpose}" for name, (_, purpose) in COMMANDS.items()]
    return "\n".join(["usage: python -m train COMMAND ... (each has its own --help)", "", *lines])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit status, or 2 where there is no such command."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for length in (2, 1):
        name = " ".join(words[:length])
        if len(words) >= length and name in COMMANDS:
            module = importlib.import_module(COMMANDS[name][0])
            return int(module.main(words[length:]) or 0)
    asked = bool(words) and words[0] in ("-h", "--help")
    print(usage(), file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main())
