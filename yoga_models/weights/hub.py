"""Weights from the Hugging Face hub: fetched once, pinned to a revision, kept in the hub's cache, usable offline."""

from pathlib import Path

from yoga_models.weights.manifest import MANIFEST, WeightsError

#: What is fetched of a repository: nothing that could hold code is ever downloaded.
WANTED = (MANIFEST, "*.safetensors", "*.onnx", "*.md")


def fetch(repository: str, revision: str) -> Path:
    """The folder, in the hub's cache, with the manifest, weights and model cards of a repository.

    ``repository``: ``owner/name``. ``revision``: a commit, a tag or a branch; only a full commit hash means the same
    files for ever. What is already in the cache is not fetched again, and HF_HUB_OFFLINE=1 asks nobody. A download that
    breaks off is taken up where it ended; a bar shows its progress.

    Raises ``WeightsError`` where the repository or revision does not exist or can't be reached. What was fetched is
    vouched for by its manifest only when it is loaded.
    """
    # Imported here because who uses the weights that come with the project does not need it.
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError, RevisionNotFoundError

    try:
        return Path(snapshot_download(repository, revision=revision, allow_patterns=list(WANTED)))
    except HFValidationError as error:
        raise WeightsError(f"{repository!r} can't be the name of a repository: write owner/name.") from error
    except RevisionNotFoundError as error:
        raise WeightsError(f"The repository {repository} on the hub has no revision {revision}.") from error
    except RepositoryNotFoundError as error:
        raise WeightsError(f"There is no repository {repository} on the hub, or it is private.") from error
    except Exception as error:  # a connection can fail in more ways than the client documents
        raise WeightsError(
            f"The weights {repository}@{revision} could not be fetched from the hub and are not in its cache. "
            "Check the connection and try again."
        ) from error
