"""stub"""


def demo() -> None:
    """Play the story."""
