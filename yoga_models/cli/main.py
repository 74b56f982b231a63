"""The command line, ``yoga-pose`` or ``python -m yoga_models``: photos, or a command that begins with a name."""

import sys
from collections.abc import Callable, Sequence

from yoga_models.cli import cluster, compare, photos, video
from yoga_models.cli.common import print_any_name

#: What runs instead where the first argument is one of these names. (A file of that name is reached as ./name.)
COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "compare": compare.main,
    "video": video.main,
    "cluster": cluster.main,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0, or 1 where a file could not be read, 2 for bad usage."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    print_any_name()
    if words and words[0] in COMMANDS:
        return COMMANDS[words[0]](words[1:])
    return photos.main(words, others=COMMANDS)
