"""The log of a run: figures in a CSV file, and their curves."""

import csv
import math
from collections.abc import Iterable
from pathlib import Path


class RunLog:
    """Rows of figures in ``log.csv`` of a run's folder, and their curves in ``curves.png``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "log.csv"
        self._names = self._header()

    def write(self, row: dict[str, float]) -> None:
        """Append a row; a figure that is new to the log gets a column of its own."""
        if not row.keys() <= set(self._names):
            self._add_columns(row)
        with self.path.open("a", newline="") as file:
            csv.DictWriter(file, self._names).writerow({name: f"{value:.6g}" for name, value in row.items()})

    def _header(self) -> list[str]:
        if not self.path.exists():
            return []
        with self.path.open(newline="") as file:
            return next(csv.reader(file), [])

    def _add_columns(self, names: Iterable[str]) -> None:
        rows = self.rows()
        self._names = list(dict.fromkeys([*self._names, *names]))
        partial = self.path.with_suffix(".partial")
        with partial.open("w", newline="") as file:
            writer = csv.DictWriter(file, self._names)
            writer.writeheader()
            writer.writerows(rows)
        partial.replace(self.path)

    def rows(self) -> list[dict[str, str]]:
        """All rows so far; a figure that was not measured is missing or empty."""
        if not self.path.exists():
            return []
        with self.path.open(newline="") as file:
            return list(csv.DictReader(file))

    def draw(self, x: str) -> None:
        """Draw every figure against column ``x`` to ``curves.png``, one panel each; nothing where there are no rows."""
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot

        rows = self.rows()
        if not rows:
            return  # a run shorter than the steps between two rows
        names = [name for name in rows[0] if name != x]
        columns = 3
        figure, axes = pyplot.subplots(
            math.ceil(max(1, len(names)) / columns),
            columns,
            figsize=(12, 2.6 * math.ceil(len(names) / columns)),
            squeeze=False,
        )
        for axis in axes.flat[len(names) :]:
            axis.axis("off")
        for axis, name in zip(axes.flat, names, strict=False):
            points = [(float(row[x]), float(row[name])) for row in rows if row.get(name)]
            axis.plot(*zip(*points, strict=True), linewidth=1)
            axis.set_title(name, fontsize=9)
            axis.grid(alpha=0.3)
        figure.tight_layout()
        figure.savefig(self.path.with_name("curves.png"), dpi=90)
        pyplot.close(figure)
