"""Put weights on the Hugging Face hub, and the page into a Space.

``python -m train release publish owner/name`` pushes weights, manifest and model cards; with ``--space owner/space``
the page as well. Needs a token that may write (``hf auth login``, or HF_TOKEN). Prints what pins the weights.
"""

import argparse
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from huggingface_hub import CommitOperationAdd, HfApi

from yoga_models.assets import ASSETS
from yoga_models.networks.load import load_weights
from yoga_models.weights.manifest import EMBEDDED, ENVIRONMENT, read_manifest, read_weights

ROOT = ASSETS.parent

#: What a Space needs; of these, what git tracks.
SPACE = ("README.md", "LICENSE", "SECURITY.md", "requirements.txt", "app.py", "assets", "demo", "yoga_models")

# What the head of the README leaves open, since it does not know its Space.
_NO_MODELS = "models: []"
_THUMBNAIL = "thumbnail: "


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


def publish_space(space: str, models: str, root: Path = ROOT) -> str:
    """Push the page as one commit to a Space, made if need be; returns the commit's hash.

    ``models``: the repository of weights that the Space's page links to. Only what git tracks is pushed.
    """
    listed = subprocess.run(["git", "ls-files", "-z", "--", *SPACE], cwd=root, capture_output=True, check=True)
    names = listed.stdout.decode().rstrip("\0").split("\0")
    api = HfApi()
    files = f"{api.endpoint}/spaces/{space}/resolve/main/"
    readme = (root / "README.md").read_text(encoding="utf-8")
    readme = readme.replace(_NO_MODELS, f"models: [{models}]", 1).replace(_THUMBNAIL, _THUMBNAIL + files, 1)
    additions = [CommitOperationAdd(name, root / name) for name in names if name != "README.md"]
    api.create_repo(space, repo_type="space", space_sdk="gradio", exist_ok=True)
    done = api.create_commit(
        space,
        [*additions, CommitOperationAdd("README.md", readme.encode())],
        commit_message="Publish the page",
        repo_type="space",
    )
    return str(done.oid)


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m train release publish", description="Put weights and page on the hub."
    )
    parser.add_argument("repository", metavar="owner/name", help="the model repository for the weights")
    parser.add_argument("--space", metavar="owner/space", help="the Space for the page")
    options = parser.parse_args(arguments)
    commit = publish_weights(options.repository)
    print(f"{ENVIRONMENT}={options.repository}@{commit}")
    if options.space:
        print(f"{options.space}: {publish_space(options.space, options.repository)}")
