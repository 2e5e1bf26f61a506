"""Everything an operator can set: `jobtide.toml`, overridden by `JOBTIDE_…` variables."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean

FILE_NAME = "jobtide.toml"
STRICT = ConfigDict(extra="forbid", frozen=True)


class StoreSettings(BaseModel):
    """Where postings are kept."""

    model_config = STRICT
    url: str = "sqlite:///jobtide.db"
    """SQLAlchemy address; a relative SQLite path starts at the settings file."""


class CrawlSettings(BaseModel):
    """How boards are visited."""

    model_config = STRICT
    boards: Path = Path("boards.csv")
    """The panel: one line a board."""
    contact_url: str | None = None
    """Page or address named in the user agent, so that a site's owner can reach the operator."""
    delay_seconds: float = Field(default=1.0, ge=0)
    """Pause between two requests to one host."""
    timeout_minutes: float = Field(default=30, gt=0)
    """Longest time that one platform's crawl may take."""
    origin_overrides: dict[str, str] = {}
    """Origin of a platform → origin to ask instead (a mirror, a proxy, a test server)."""
    allow_private: bool = False
    """Permit addresses inside private networks; off guards the operator's own machines."""
    keys: dict[str, dict[str, SecretStr]] = {}
    """Platform → name → value, for platforms that answer registered users only."""


class ImportSettings(BaseModel):
    """How files of other tools are read."""

    model_config = STRICT
    columns: dict[str, str] = {}
    """`import csv`: our column → the file's column."""


class MeasureSettings(BaseModel):
    """Where numbers are kept."""

    model_config = STRICT
    mart: Path = Path("mart")
    series: Path = Path("series")


class AlertSettings(BaseModel):
    """What is pointed out."""

    model_config = STRICT
    rules: Path = Path("alerts.toml")
    """One rule each thing worth pointing out."""


class MailSettings(BaseModel):
    """The mail server and who gets the digest."""

    model_config = STRICT
    host: str | None = None
    """SMTP server; none means that no mail is sent."""
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: SecretStr | None = None
    sender: str = "jobtide@localhost"
    to: Annotated[tuple[str, ...], NoDecode] = ()
    """Addresses that get every weekly digest; in the environment divided by commas."""
    timeout_seconds: float = Field(default=30, gt=0)
    secret: SecretStr | None = Field(default=None, min_length=16)
    """Key of the signed links by which subscribers confirm and leave."""
    public_url: str | None = Field(default=None, pattern=r"^https://[^\s?#<>]+$")
    """Where `listen` is reached from outside; with it links act at one click, without it by mail."""
    listen: str = Field(default="127.0.0.1:8025", pattern=r"^[^\s:]+:\d{1,5}$")
    """Address and port at which `jobtide run` answers those links."""

    @field_validator("to", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _can_sign(self) -> Self:
        if self.public_url and self.secret is None:
            raise ValueError("public_url needs a secret to sign its links with; set [mail] secret")
        return self


class ArchiveSettings(BaseModel):
    """Where every digest is kept as a page."""

    model_config = STRICT
    folder: Path = Path("archive")
    """Pages, tables, index and feed: plain files for any web server."""
    public_url: str | None = Field(default=None, pattern=r"^https?://[^\s?#<>\"]+[^\s?#<>\"/]$")
    """Address at which readers reach that folder; feed and mails then link to it."""


class ChannelSettings(BaseModel):
    """Where else the week is told."""

    model_config = STRICT
    urls: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    """Apprise addresses, each with its own secrets; in the environment divided by blanks."""

    @field_validator("urls", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.split() if isinstance(value, str) else value


class ScheduleSettings(BaseModel):
    """When `jobtide run` works."""

    model_config = STRICT
    timezone: str = "UTC"
    """Decides only when work starts; weeks always close on Monday 00:00 UTC."""
    crawl_at: str = Field(default="02:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    digest_at: str = Field(default="07:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    """On Mondays; measures months and quarters at this hour of the day after their last."""
    stop_seconds: float = Field(default=60, ge=0)
    """How long a stopping `jobtide run` waits for the running step before it hands the step back."""

    @field_validator("timezone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no time zone is called '{name}'; write it like Europe/Berlin") from error
        return name


class LogSettings(BaseModel):
    """What is logged on stderr."""

    model_config = STRICT
    form: Literal["auto", "human", "json"] = "auto"
    """One JSON object a line, or lines for people; auto: for people on a terminal."""
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(BaseSettings):
    """All sections; unknown keys are refused in each of them."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_prefix="JOBTIDE_", env_nested_delimiter="__")
    home: Path = Path()
    """Folder of the settings file; every relative path starts here."""
    out: Path = Path("out")
    """Digests and exports."""
    store: StoreSettings = StoreSettings()
    crawl: CrawlSettings = CrawlSettings()
    imports: ImportSettings = ImportSettings()
    measure: MeasureSettings = MeasureSettings()
    alerts: AlertSettings = AlertSettings()
    archive: ArchiveSettings = ArchiveSettings()
    mail: MailSettings = MailSettings()
    channels: ChannelSettings = ChannelSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    log: LogSettings = LogSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file, whose values arrive as arguments."""
        return env_settings, init_settings

    def path(self, relative: Path) -> Path:
        """Return `relative` as seen from the settings file."""
        return self.home / relative

    def store_url(self) -> str:
        """Return the store's address with a relative SQLite path resolved."""
        prefix = "sqlite:///"
        if not self.store.url.startswith(prefix):
            return self.store.url
        return prefix + str(self.path(Path(self.store.url.removeprefix(prefix))).resolve())


def read_settings(path: Path | None = None) -> Settings:
    """Return the settings in `path`, else in `JOBTIDE_SETTINGS`, else in `./jobtide.toml`, else defaults.

    Raises JobtideError for a file that is missing though named, is no TOML, or holds a wrong key or value.
    """
    named = path or (Path(os.environ["JOBTIDE_SETTINGS"]) if "JOBTIDE_SETTINGS" in os.environ else None)
    file = named or Path(FILE_NAME)
    if named and not file.is_file():
        raise JobtideError("no such settings file", str(file), "run `jobtide init` there, or name another one")
    values = _read_toml(file) if file.is_file() else {}
    if "home" in values:
        raise JobtideError("unknown setting 'home'", str(file), "it always is the folder of this file; remove it")
    try:
        return Settings(**{**values, "home": file.parent})
    except ValidationError as error:
        raise _explained(error, file) from error
    except SettingsError as error:
        place = "a JOBTIDE_ variable of the environment"
        raise JobtideError(f"not JSON ({error.__cause__})", place, "write tables and lists as JSON") from error


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise JobtideError(f"not valid TOML ({error})", str(file), "mend that line") from error
    except OSError as error:
        raise JobtideError(f"cannot be read ({error.strerror})", str(file), "check its permissions") from error


def _explained(error: ValidationError, file: Path) -> JobtideError:
    """Turn the first complaint into one line; it names the variable where the value came from the environment."""
    first, *more = error.errors()
    path = [str(part) for part in first["loc"]]
    variable = "JOBTIDE_" + "__".join(path).upper()
    place = variable if variable in os.environ else str(file)
    name = ".".join(path)
    rest = f" (and {len(more)} more)" if more else ""
    if first["type"] == "extra_forbidden":
        return JobtideError(f"unknown setting '{name}'{rest}", place, did_you_mean(path[-1], _known_beside(path)))
    said = first["msg"].removeprefix("Value error, ")
    return JobtideError(
        f"{name}: {said[:1].lower() + said[1:]}{rest}",
        place,
        f"correct {_shown(path, first['input'])} or take it out",
    )


def _shown(path: list[str], value: object) -> str:
    """Return a wrong value as printed, unless it is long or may be a secret."""
    is_short = isinstance(value, str | int | float) and len(repr(value)) < 60
    return repr(value) if is_short and not {"password", "secret", "urls", "keys"} & set(path) else "it"


def _known_beside(path: list[str]) -> list[str]:
    fields: dict[str, FieldInfo] = {name: field for name, field in Settings.model_fields.items() if name != "home"}
    for name in path[:-1]:
        model = fields[name].annotation
        fields = model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else {}
    return list(fields)
