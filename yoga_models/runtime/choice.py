"""Which engine runs the networks on this machine."""

import logging
import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from yoga_models.runtime.engine import CHOICES, ENVIRONMENT, PRECISIONS, Engine, EngineError, Graph
from yoga_models.weights.manifest import EMBEDDED, GRAPHS, WeightsError, read_manifest

_log = logging.getLogger(__name__)

_INSTALL = "Install one that can with: pip install -r requirements-light.txt"


@dataclass(frozen=True)
class Networks:
    """The graphs of a folder of weights, ready to run, and who runs them in which precision."""

    engine: str
    precision: str
    fields: Graph
    person: Graph
    photo: Graph
    joints: Graph
    body: Graph | None = None


def load_networks(
    folder: Path = EMBEDDED, engine: str | None = None, device: str | None = None, precision: str | None = None
) -> Networks:
    """Make the networks of a folder of weights ready, with the engine that suits this machine.

    ``engine``: one of ``CHOICES``; ``None`` is what YOGA_POSE_ENGINE says, else ``auto``: torch where it is installed
    and sees a graphics card, OpenVINO on CPUs that it is made for or was found to work on, else ONNX Runtime. One that
    can't be had is replaced by another, with one warning. ``device``: ``cpu``, ``cuda``...; all but ``cpu`` need torch.
    ``precision``: one of ``PRECISIONS``; by default half precision where engine and CPU are faster with it.

    Raises ``WeightsError`` where weights are missing or damaged, ``EngineError`` where nothing can run them, and
    ``ValueError`` for names that there are not.
    """
    if precision not in (None, *PRECISIONS):
        raise ValueError(f"there is no precision {precision!r}: choose one of {', '.join(PRECISIONS)}")
    wanted = _wanted(engine)
    if device not in (None, "cpu") and wanted not in ("auto", "torch"):
        raise EngineError(f"The engine {wanted} runs on the CPU only. Leave the device out, or choose torch.")
    trouble, graphs = "", graphs_of(folder)
    for name in _in_order(wanted, folder, device, precision):
        try:
            made = _make(name, folder, device, precision)
            loaded = {graph: made.load(graph, folder) for graph in graphs}
        except WeightsError:
            raise
        except Exception as error:  # engines are foreign code, and each fails in its own ways
            trouble = trouble or f"The engine {name} can't be used: {' '.join(str(error).split())[:200]}."
            continue
        if precision not in (None, made.precision):
            trouble = trouble or f"The engine {name} knows no {precision}."
        if trouble:
            _log.warning("%s The answers come from %s in %s.", trouble, made.name, made.precision)
        return Networks(made.name, made.precision, **loaded)
    raise EngineError(f"{trouble or 'There is no engine to run the networks.'} {_INSTALL}")


def graphs_of(folder: Path) -> list[str]:
    """The graphs that a folder of weights has networks for: all, or all but ``body``.

    That one reads what the person network sees, and so goes with the weights that it learned from alone. Raises
    ``WeightsError``.
    """
    manifest = read_manifest(folder)
    pose, asana = manifest.get("pose"), manifest.get("asana")
    summaries_of = asana.settings.get("summaries_of") if asana else None
    has_body = pose is not None and summaries_of == f"sha256:{pose.sha256}"
    return [graph for graph in GRAPHS if graph != "body" or has_body]


def _wanted(engine: str | None) -> str:
    if engine is not None:
        if engine not in CHOICES:
            raise ValueError(f"there is no engine {engine!r}: choose one of {', '.join(CHOICES)}")
        return engine
    named = os.environ.get(ENVIRONMENT) or "auto"
    if named not in CHOICES:
        _log.warning("%s=%s: there is no such engine; there are %s.", ENVIRONMENT, named, ", ".join(CHOICES))
        return "auto"
    return named


def _in_order(wanted: str, folder: Path, device: str | None, precision: str | None) -> Iterator[str]:
    """The engines to try, best first: the one that is wanted, then what is installed and suits."""
    if device not in (None, "cpu"):
        yield "torch"
        return
    if wanted != "auto":
        yield wanted
    others = []
    if device is None and _graphics_card():
        others.append("torch")
    if _has_graphs(folder):
        if _suits_openvino(folder, precision):
            others.append("openvino")
        others.append("onnxruntime")
    others.append("torch")
    for name in others:
        if name != wanted and find_spec(name):
            yield name


def _make(name: str, folder: Path, device: str | None, precision: str | None) -> Engine:
    # Imported only here: each engine takes its time, and none has to be installed.
    if name == "torch":
        if not find_spec("torch"):
            raise EngineError("it is not installed (pip install -r requirements.txt)")
        from yoga_models.runtime.with_torch import TorchEngine

        return TorchEngine(device or _graphics_card() or "cpu", precision)
    if not find_spec(name):
        raise EngineError("it is not installed (pip install -r requirements-light.txt)")
    if not _has_graphs(folder):
        raise EngineError("these weights have no ONNX files")
    if name == "openvino":
        from yoga_models.runtime.with_openvino import OpenVinoEngine

        return OpenVinoEngine(precision)
    from yoga_models.runtime.with_onnxruntime import OnnxRuntimeEngine

    return OnnxRuntimeEngine()


def _has_graphs(folder: Path) -> bool:
    manifest = read_manifest(folder)
    wanted = {graph: GRAPHS[graph] for graph in graphs_of(folder)}
    return all(network in manifest and graph in manifest[network].graphs for graph, network in wanted.items())


def _graphics_card() -> str | None:
    """``cuda`` where torch sees a graphics card. torch is slow to import: where no driver is, it need not be asked."""
    driver = shutil.which("nvidia-smi") or any(Path("/dev", name).exists() for name in ("nvidiactl", "kfd", "dxg"))
    if not driver or not find_spec("torch"):
        return None
    import torch

    return "cuda" if torch.cuda.is_available() else None


def _suits_openvino(folder: Path, precision: str | None) -> bool:
    """Whether OpenVINO is there, quicker than ONNX Runtime and safe.

    It is both on Intel's CPUs. On others of their kind it is quicker, too, and tried out first. Everywhere else it is
    slower, on Apple's chips among others.
    """
    if platform.machine().lower() not in ("x86_64", "amd64") or not find_spec("openvino"):
        return False
    try:
        from yoga_models.runtime import trial
        from yoga_models.runtime.with_openvino import OpenVinoEngine, processor

        name = processor()
        return "Intel" in name or trial.passes(folder, name, OpenVinoEngine(precision).precision)
    except WeightsError:
        raise
    except Exception:  # a broken installation of it is no reason not to answer
        _log.debug("OpenVINO can't be asked about this CPU", exc_info=True)
        return False
