"""Put weights on the Hugging Face hub, and the page into a Space.

``python -m train release publish owner/name`` pushes weights, manifest and model cards; with ``--space owner/space``
the page as well, on the hub's plain CPUs or on the ``--hardware`` that is named. Needs a token that may write (``hf
auth login``, or HF_TOKEN). Prints what pins the weights.
"""

import argparse
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from huggingface_hub import CommitOperationAdd, HfApi, SpaceHardware
from huggingface_hub.errors import HfHubHTTPError

from yoga_models.assets import ASSETS
from yoga_models.networks.load import load_weights
from yoga_models.weights.manifest import EMBEDDED, ENVIRONMENT, read_manifest, read_weights

ROOT = ASSETS.parent

#: What a Space needs; of these, what git tracks.
SPACE = ("README.md", "LICENSE", "SECURITY.md", "requirements.txt", "app.py", "assets", "demo", "yoga_models")

# What the head of the README leaves open, since it does not know its Space.
_NO_MODELS = "models: []"
_THUMBNAIL = "thumbnail: "

_PAYMENT_REQUIRED = 402

#: What a Space may run on; the hub's plain CPUs first.
HARDWARE = [str(kind.value) for kind in SpaceHardware]


class HardwareError(Exception):
    """The hub gives an account no such hardware without payment. The message says what to do."""


def model_page(cards: Iterable[str]) -> str:
    """The README of a repository of weights: what the hub wants to know, then the model cards."""
    head = "---\nlicense: apache-2.0\ntags: [yoga, pose-estimation, keypoint-detection, image-classification]\n---\n"
    return head + "\n" + "\n\n".join(card.strip() for card in cards) + "\n"


def publish_weights(repository: str, folder: Path = EMBEDDED) -> str:
    """Push a folder of weights as one commit to a model repository, made if need be; returns the commit's hash.

    Raises ``WeightsError`` where a file is not what the manifest says: nothing is pushed then.
    """
    for entry in read_manifest(folder).values():
        load_weights(entry, folder)
        for graph in entry.graphs.values():
            read_weights(graph, folder)
    cards = sorted(folder.glob("*.md"))
    patterns = ("*.json", "*.safetensors", "*.onnx")
    files = {path.name: path for path in [*(p for pattern in patterns for p in folder.glob(pattern)), *cards]}
    page = model_page(card.read_text(encoding="utf-8") for card in cards).encode()
    additions = [CommitOperationAdd(name, path) for name, path in files.items() if name != "README.md"]
    api = HfApi()
    api.create_repo(repository, exist_ok=True)
    done = api.create_commit(
        repository,
        [*additions, CommitOperationAdd("README.md", page)],
        commit_message="Publish weights and their cards",
    )
    return str(done.oid)


def publish_space(space: str, models: str, root: Path = ROOT, hardware: str | None = None) -> str:
    """Push the page as one commit to a Space, made if need be; returns the commit's hash.

    ``models``: the repository of weights that the Space's page links to. Only what git tracks is pushed. ``hardware``:
    one of ``HARDWARE``; by default a new Space gets the plain CPUs, and one that is there keeps what it has. Raises
    ``HardwareError`` where the account has none without payment.
    """
    listed = subprocess.run(["git", "ls-files", "-z", "--", *SPACE], cwd=root, capture_output=True, check=True)
    names = listed.stdout.decode().rstrip("\0").split("\0")
    api = HfApi()
    files = f"{api.endpoint}/spaces/{space}/resolve/main/"
    readme = (root / "README.md").read_text(encoding="utf-8")
    readme = readme.replace(_NO_MODELS, f"models: [{models}]", 1).replace(_THUMBNAIL, _THUMBNAIL + files, 1)
    additions = [CommitOperationAdd(name, root / name) for name in names if name != "README.md"]
    try:
        _give_hardware(api, space, hardware)
    except HfHubHTTPError as error:
        if error.response.status_code != _PAYMENT_REQUIRED:
            raise
        raise HardwareError(
            f"The hub asks for payment (HTTP 402) before {space} may run on {hardware or HARDWARE[0]}. "
            "Choose what this account has with --hardware, for example zero-a10g, or add a subscription to it. "
            "The page was not published."
        ) from error
    done = api.create_commit(
        space,
        [*additions, CommitOperationAdd("README.md", readme.encode())],
        commit_message="Publish the page",
        repo_type="space",
    )
    return str(done.oid)


def _give_hardware(api: HfApi, space: str, hardware: str | None) -> None:
    """Make a Space if need be, and let it run on ``hardware``."""
    named = SpaceHardware(hardware) if hardware else None
    if api.repo_exists(space, repo_type="space"):
        if named:
            api.request_space_hardware(space, named)
        return
    api.create_repo(space, repo_type="space", space_sdk="gradio", space_hardware=named, exist_ok=True)


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m train release publish", description="Put weights and page on the hub."
    )
    parser.add_argument("repository", metavar="owner/name", help="the model repository for the weights")
    parser.add_argument("--space", metavar="owner/space", help="the Space for the page")
    parser.add_argument(
        "--hardware", choices=HARDWARE, metavar="NAME", help=f"what the Space runs on: {', '.join(HARDWARE)}"
    )
    options = parser.parse_args(arguments)
    commit = publish_weights(options.repository)
    print(f"{ENVIRONMENT}={options.repository}@{commit}")
    if options.space:
        try:
            commit = publish_space(options.space, options.repository, hardware=options.hardware)
        except HardwareError as error:
            raise SystemExit(str(error)) from error
        print(f"{options.space}: {commit}")
