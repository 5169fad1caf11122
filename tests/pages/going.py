"""A window that goes nowhere, for a page shown alone."""


class Going:
    """Stands for the window: remembers where the page wanted to go."""

    def __init__(self) -> None:
        self.gone: list[tuple[str, object]] = []

    def go(self, key: str, target: object = None) -> None:
        self.gone.append((key, target))
