"""Who may sign in at the desk: accounts, invitations, sessions, and slowing down who guesses.

All of it lies in ``keys/desk.db``, which only its owner may read. It is no evidence: it is in no
archive, no bundle and no backup, and whoever loses it invites anew.
"""

from walkback.app.desk.accounts import DeskAccounts

__all__ = ["DeskAccounts"]
