"""The progress ring: how many are done, as a picture and in words."""

from widgets.exercise import View, read_bundle, read_styles


class ProgressRing(View):
    """A ring with its words; `done` and `total` may change as often as one likes."""

    _esm = read_bundle("progress_ring")
    _css = read_styles()

    def __init__(self, *, done: int, total: int, label: str = "已完成") -> None:
        """Refuses numbers that cannot be: the ring never shows more done than there is."""
        super().__init__(spec=_spec(done, total, label))

    def show(self, done: int, total: int) -> None:
        """Draw other numbers."""
        self.spec = _spec(done, total, str(self.spec["label"]))


def _spec(done: int, total: int, label: str) -> dict[str, int | str]:
    if not 0 <= done <= total:
        raise ValueError(f"{done} of {total}: between none and all must be done")
    return {"done": done, "total": total, "label": label}
