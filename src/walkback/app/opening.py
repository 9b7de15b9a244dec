"""Open a record, bring a backup back, check a record as it lies."""

import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from walkback.app.vouching import trusted
from walkback.app.walkback import Walkback
from walkback.errors import WalkbackError
from walkback.ledger import load_key
from walkback.ledger.timestamps import Trust
from walkback.model.step import Report
from walkback.settings import read_settings
from walkback.verify import read_policy, verify, verify_bundle
from walkback.verify.policy import TrustPolicy
from walkback.verify.stamps import Believed
from walkback.watch.copies import SECOND, bring_back, restore_second
from walkback.watch.record import default_second, is_record, make_folder, require, state_home


def open_record(folder: Path, *, make: bool = False, adopt: bool = False) -> Walkback:
    """The record in ``folder``, brought up to date; made where there is none and ``make`` is set.

    Raises ``NoRecord``, ``BadSettings``, ``RecordTooNew``, ``RecordDamaged``, ``RestoredBackup``
    (``adopt`` says that the folder is right and the second copy is not).
    """
    if not make:
        require(folder)
    elif not is_record(folder):
        make_folder(folder)
    return Walkback(folder, read_settings(folder), adopt=adopt)


def restore_record(backup: Path, folder: Path, *, adopt: bool = False) -> None:
    """Bring a backup back as the record in ``folder``, which must be empty or missing.

    Raises ``RestoredBackup`` where the second copy on this machine knows more than the backup
    (``adopt`` goes on all the same and records it); nothing is left behind then.
    """
    bring_back(backup, folder)
    try:
        settings = read_settings(folder)
        signer = load_key(folder / "keys")
        second = settings.ledger.second or default_second(signer, state_home())
        restore_second(backup, second)
        with Walkback(folder, settings, adopt=adopt):
            pass
    except WalkbackError:
        shutil.rmtree(folder)
        raise


def verify_record(
    path: Path,
    *,
    verifier_key: str | None = None,
    policy: Path | None = None,
    deep: bool = False,
) -> Report:
    """Check a record or a bundle offline; ``deep`` unpacks a record's captures too.

    A record is read as it lies: it is not opened, and nothing in it is mended; its second copy is
    taken from where this machine's settings have it. ``policy`` is the file that says whom the
    reader trusts; without one the system's root certificates count and no witness does.
    """
    whom = read_policy(policy) if policy else None
    if path.is_file():
        return verify_bundle(path, datetime.now(UTC), verifier_key=verifier_key, policy=whom)
    if (path / SECOND).exists():  # a backup: the record itself may have gone on since
        second: Path | None = path / SECOND
    else:
        second = None
        with suppress(WalkbackError):  # settings and keys are no evidence; verify tells the rest
            settings = read_settings(path)
            key = load_key(path / "keys")
            second = settings.ledger.second or default_second(key, state_home())
    believed = _believed(whom)
    return verify(path, verifier_key=verifier_key, second=second, believed=believed, deep=deep)


def _believed(policy: TrustPolicy | None) -> Believed:
    """Whose timestamps and cosignatures count for a record."""
    now = datetime.now(UTC)
    witnesses = tuple(policy.witnesses.values()) if policy else ()
    if policy and policy.roots:
        return Believed(Trust(tuple(policy.roots)), witnesses, now)
    return Believed(trusted(), witnesses, now)
