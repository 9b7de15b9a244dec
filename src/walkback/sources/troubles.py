"""What keeps a conversation from saying anything: we were not let in, or did not understand.

Raised where it is met, within an adapter, and made the conversation's end here.
"""

from datetime import datetime

from walkback.model.conversation import Answer, Conversation, Listed
from walkback.model.exchange import OutcomeKind


class Surprise(Exception):  # noqa: N818 - it says what happened
    """A body that is not what its platform documents; never leaves the adapter."""


class Failed(Exception):  # noqa: N818 - it says what happened
    """We were not let in, or not answered; never leaves the adapter."""

    def __init__(
        self, kind: OutcomeKind, reason: str, detail: str = "", retry_at: datetime | None = None
    ) -> None:
        super().__init__(reason)
        self.kind, self.reason, self.detail, self.retry_at = kind, reason, detail, retry_at


def answered(conversation: Conversation[Answer]) -> Conversation[Answer]:
    """A look whose troubles are answers."""
    try:
        return (yield from conversation)
    except Failed as failed:
        return Answer(failed.kind, failed.reason, failed.detail, retry_at=failed.retry_at)
    except Surprise as surprise:
        return Answer(OutcomeKind.UNREACHABLE, "schema", str(surprise))


def listed(conversation: Conversation[Listed]) -> Conversation[Listed]:
    """A list whose troubles are answers."""
    try:
        return (yield from conversation)
    except Failed as failed:
        return Listed(failed.kind, failed.reason, failed.detail, retry_at=failed.retry_at)
    except Surprise as surprise:
        return Listed(OutcomeKind.UNREACHABLE, "schema", str(surprise))
