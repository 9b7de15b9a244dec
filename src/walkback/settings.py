"""Settings: one frozen noun, read once from ``walkback.toml`` and ``WALKBACK_<SECTION>__<KEY>``.

Only ``app`` reads it; rooms get plain arguments. A variable of the environment wins over the
file. Durations are written ``500ms 3s 15m 6h 2d``; lists in the environment are JSON.
"""

import ipaddress
import json
import os
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from walkback.errors import BadInput, BadSettings, RecordTooNew
from walkback.model.times import parse_duration
from walkback.model.verdict import EventKind

FORMAT = 1
FILE_NAME = "walkback.toml"
_UNTOLD = "alerts."  # what lies below holds passwords, which no error repeats


def _duration(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return parse_duration(value)
    except BadInput as error:
        raise ValueError(str(error)) from None


def _network(value: str) -> str:
    ipaddress.ip_network(value, strict=False)
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration), Field(ge=timedelta(0))]
Network = Annotated[str, BeforeValidator(_network)]


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("a time zone, such as Europe/Lisbon") from None
    return value


def _title(value: str) -> str:
    for name in re.findall(r"\{(.*?)\}", value):
        if name not in TITLE_PLACES:
            raise ValueError("only the places {" + "}, {".join(TITLE_PLACES) + "}")
    return value


TITLE_PLACES = ("kind", "title", "speaker", "url")
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
Clock = Annotated[str, Field(pattern=f"^{_CLOCK}$")]
Hours = Annotated[str, Field(pattern=f"^(?:{_CLOCK}-{_CLOCK})?$")]
Zone = Annotated[str, AfterValidator(_zone)]
TitlePattern = Annotated[str, Field(max_length=200), AfterValidator(_title)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FetchSettings(_Section):
    """How pages are asked for."""

    timeout: Duration = timedelta(seconds=30)
    max_body: int = Field(default=32 * 1024 * 1024, ge=1024)
    pace: Duration = timedelta(seconds=1)
    robots: Literal["obey", "ignore"] = "obey"
    concurrency: int = Field(default=64, ge=1, le=200)
    allow_net: tuple[Network, ...] = ()
    contact: str = ""


class PolicySettings(_Section):
    """How many looks over which span confirm; unset means the judge's own table."""

    confirm_checks: int | None = Field(default=None, ge=1)
    confirm_over: Duration | None = None
    edit_checks: int = Field(default=2, ge=1)


class LedgerSettings(_Section):
    """The ledger's name, and where the second copy of its checkpoint lies."""

    origin: str | None = None
    second: Path | None = None


class ReadSettings(_Section):
    """Limits of the reading workers. ``pictures``: those of statements are fetched and read."""

    workers: int = Field(default=2, ge=1, le=64)
    seconds: float = Field(default=20.0, gt=0)
    pictures: bool = True


class BrowserSettings(_Section):
    """How pages are shown where a browser takes part. ``memory`` is bytes of all its processes."""

    use: bool = True
    program: str = ""
    seconds: float = Field(default=45.0, gt=0)
    memory: int = Field(default=2 << 30, ge=256 << 20)
    height: int = Field(default=10_000, ge=100, le=16_000)


class XSettings(_Section):
    """How much of X's plan may be spent: posts and users read in a day (UTC)."""

    reads_per_day: int = Field(default=1000, ge=0)


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        raise ValueError("a host's address, such as https://plc.directory")
    return f"{parts.scheme}://{parts.netloc}"


Origin = Annotated[str, AfterValidator(_origin)]


class BlueskySettings(_Section):
    """Whom to ask beside each account's own host. ``resolver`` knows handles and quoted posts;
    ``relay`` knows which accounts were deleted, and is listened to where hosts are many.
    """

    plc: Origin = "https://plc.directory"
    resolver: Origin = "https://public.api.bsky.app"
    relay: Origin = "https://bsky.network"


class PushSettings(_Section):
    """``use``: beside its rounds ``run`` listens to what platforms push."""

    use: bool = True


class TimestampSettings(_Section):
    """Timestamp authorities by address; ``roots`` are further root certificates, in PEM.

    Authorities and witnesses are asked each ``every``, and after news, but never twice within
    ``pause``.
    """

    authorities: tuple[str, ...] = ()
    roots: Path | None = None
    every: Duration = timedelta(days=1)
    pause: Duration = timedelta(minutes=10)


class WitnessSettings(_Section):
    """Those who cosign our checkpoints, and whose checkpoints we cosign.

    ``urls``: the address of a witness, a space, its verifier key. ``logs``: the verifier keys of
    the records that ``walkback witness`` knows. ``name``: the name it signs with, fixed once made.
    """

    urls: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    name: str | None = None


class SiteSettings(_Section):
    """The site's public address, and that under which captures are shown, another origin.

    ``replay_port`` is where they are served on this machine; 0 takes a free port.
    """

    base: str = ""
    replay: str = ""
    replay_port: int = Field(default=0, ge=0, le=65535)


class DeskSettings(_Section):
    """``use``: the site has a desk. A session ends ``idle`` so long, or ``most`` after it began."""

    use: bool = True
    idle: Duration = timedelta(hours=1)
    most: Duration = timedelta(hours=12)


class ExportSettings(_Section):
    """Who signs bundles: the domain of ``certificate``, a PEM chain with its own ``key``.

    Without a certificate the record's own key signs, which has no name. ``domain`` is the
    certificate's name where it is not given; ``authority`` stamps the signature, the first of
    ``timestamps.authorities`` where it is not given.
    """

    certificate: Path | None = None
    key: Path | None = None
    domain: str | None = None
    authority: str | None = None


class AlertRule(_Section):
    """Addresses, and what is told there. Empty ``kinds``: all but first sights."""

    urls: tuple[SecretStr, ...] = ()
    kinds: tuple[EventKind, ...] = ()
    speakers: tuple[str, ...] = ()
    slips: bool = False
    health: bool = True


class AlertSettings(AlertRule):
    """Where news is sent, as Apprise writes addresses; ``rules`` are further lists of them.

    An address ``secret:alert:NAME`` stands for what 'walkback secret set alert:NAME' keeps.
    ``title`` has the places {kind}, {title}, {speaker} and {url}. At most ``most`` letters go to
    an address within an hour; more news becomes one digest. Nothing goes within ``quiet``
    (22:00-07:00, of ``zone``); with ``digests`` (08:00) all goes together at these times.
    ``silent`` is after how long a source that does not answer is told of, ``disk`` how many bytes
    should be free.
    """

    rules: tuple[AlertRule, ...] = ()
    title: TitlePattern = "{kind}: {title}"
    quiet: Hours = ""
    zone: Zone = "UTC"
    digests: tuple[Clock, ...] = ()
    most: int = Field(default=5, ge=1, le=1000)
    silent: Duration = timedelta(days=3)
    disk: int = Field(default=1 << 30, ge=0)


class Settings(BaseSettings):
    """All settings of a record."""

    model_config = SettingsConfigDict(
        env_prefix="WALKBACK_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    format: int = FORMAT
    fetch: FetchSettings = FetchSettings()
    policy: PolicySettings = PolicySettings()
    ledger: LedgerSettings = LedgerSettings()
    read: ReadSettings = ReadSettings()
    browser: BrowserSettings = BrowserSettings()
    x: XSettings = XSettings()
    bluesky: BlueskySettings = BlueskySettings()
    push: PushSettings = PushSettings()
    timestamps: TimestampSettings = TimestampSettings()
    witness: WitnessSettings = WitnessSettings()
    export: ExportSettings = ExportSettings()
    alerts: AlertSettings = AlertSettings()
    site: SiteSettings = SiteSettings()
    desk: DeskSettings = DeskSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then the file's values; nothing else."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def read_settings(folder: Path) -> Settings:
    """The settings of the record in ``folder``; defaults where there is no file.

    Raises ``BadSettings`` naming the file or variable and key, ``RecordTooNew`` for a record
    of a later format.
    """
    path = folder / FILE_NAME
    values = _file_values(path)
    if isinstance(values.get("format"), int) and values["format"] > FORMAT:
        raise RecordTooNew(
            "this record was made by a newer version of Walkback",
            subject=str(folder),
            expected=f"format {FORMAT} or lower",
            found=f"format {values['format']}",
            todo="Update Walkback and try again",
        )
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadSettings(
            "a setting cannot be used",
            subject=f"{key} in {path} or WALKBACK_{key.replace('.', '__').upper()}",
            expected=first["msg"],
            found="" if key.startswith(_UNTOLD) else repr(first.get("input")),
            todo="Correct it or leave it out for its default",
        ) from None
    except SettingsError as error:
        name = _broken_list()
        raise BadSettings(
            "a setting in the environment cannot be read",
            subject=name,
            expected='a list in JSON, such as ["one", "two"]',
            found=_told(name) if name else str(error),
            todo="Correct it or leave it out for its default",
        ) from None


def _told(name: str) -> str:
    """A variable's value as an error may repeat it: addresses of alerts hold passwords."""
    key = name.lower().removeprefix("walkback_").replace("__", ".")
    return "" if key.startswith(_UNTOLD) else repr(os.environ.get(name))


def _broken_list() -> str:
    """The name of the variable that should hold a list in JSON and does not; empty for none."""
    for section, field in Settings.model_fields.items():
        kind = field.annotation
        keys = kind.model_fields if isinstance(kind, type) and issubclass(kind, _Section) else {}
        lists = [key for key, one in keys.items() if get_origin(one.annotation) is tuple]
        for name in os.environ:
            if name.lower() in [f"walkback_{section}__{key}" for key in lists]:
                try:
                    json.loads(os.environ[name])
                except ValueError:
                    return name
    return ""


def _file_values(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(
            "the settings file cannot be read",
            subject=str(path),
            expected="TOML in UTF-8",
            found=str(error),
            todo="Correct the file, or move it away to use the defaults",
        ) from None
    except OSError as error:
        raise BadSettings(
            "the settings file cannot be opened", subject=str(path), found=error.strerror or ""
        ) from None


def first_settings(origin: str) -> str:
    """The text of a new record's ``walkback.toml``: its format and origin, the rest as comments."""
    return (
        f"# Settings of this record. A variable WALKBACK_<SECTION>__<KEY> wins over this file.\n"
        f"format = {FORMAT}\n\n"
        f"[ledger]\n"
        f'origin = "{origin}"            # the name the ledger is signed with; fixed\n\n'
        f"[fetch]\n"
        f'# contact = "editor@example.org" # told to the sites that are asked\n'
        f'# pace = "1s"                    # least time between requests to one host\n'
        f'# robots = "obey"                # or "ignore"\n\n'
        f"[push]\n"
        f"# use = true                     # run listens to what platforms push\n\n"
        f"[policy]\n"
        "# confirm_checks = 3             # looks that confirm a removal, the first miss too\n"
        f'# confirm_over = "6h"            # over which span\n'
        f"# edit_checks = 2                # like looks that confirm an edit\n\n"
        f"[alerts]\n"
        f'# urls = ["secret:alert:desk"]   # kept with: walkback secret set alert:desk\n'
    )
