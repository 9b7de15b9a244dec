"""Find it again: the record as tables, so that what is due, known and told can be asked for.

The store is a view. Archive and ledger are the truth; whatever is here can be rebuilt from
them, and is, when the file is lost or of another schema.
"""

from walkback.store.rows import Address, CaptureRow, Known, LeafRow
from walkback.store.store import Store

__all__ = ["Address", "CaptureRow", "Known", "LeafRow", "Store"]
