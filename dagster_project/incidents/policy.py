"""Who is told what, when and how: <home>/alerts.yaml, or GUANXI_ALERTS for one channel that gets everything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from dagster_project.settings import Settings, SettingsRefused, environment_secret

UNITS = {"m": "minutes", "h": "hours", "d": "days"}
KEYS = {"channels", "routes", "escalation", "suppress", "quiet_hours", "digest_above", "max_age"}


class PolicyError(Exception):
    """alerts.yaml cannot be used. The message names the file and what to change."""


@dataclass(frozen=True)
class Route:
    """Channels for the incidents of an owner and of some severities; None stands for all."""

    channels: tuple[str, ...]
    owner: str | None = None
    severities: tuple[str, ...] | None = None

    def takes(self, owner: str, severity: str) -> bool:
        return self.owner in (None, owner) and (self.severities is None or severity in self.severities)


@dataclass(frozen=True)
class QuietHours:
    """Local hours in which only the severities of `exempt` are sent; the rest waits for their end."""

    begin: time
    end: time
    exempt: tuple[str, ...] = ("critical",)

    def first_due(self, now: datetime, *, severity: str, timezone: str) -> datetime:
        """When a message may go out at the earliest."""
        local = now.astimezone(ZoneInfo(timezone))
        clock = local.time()
        overnight = self.begin > self.end
        is_quiet = clock >= self.begin or clock < self.end if overnight else self.begin <= clock < self.end
        if severity in self.exempt or not is_quiet:
            return now
        day = local.date() + timedelta(days=int(overnight and clock >= self.begin))
        return datetime.combine(day, self.end, local.tzinfo).astimezone(now.tzinfo)


@dataclass(frozen=True)
class Policy:
    """`channels` maps a name to apprise URLs, which are secrets: never shown, never stored."""

    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    routes: tuple[Route, ...] = ()
    escalation_channels: tuple[str, ...] = ()
    escalate_after: timedelta = timedelta(hours=24)
    suppress: timedelta = timedelta(hours=24)
    quiet_hours: QuietHours | None = None
    digest_above: int = 5
    max_age: timedelta = timedelta(hours=26)

    def channels_for(self, owner: str, severity: str, *, escalated: bool = False) -> list[str]:
        """Names of the channels that an incident goes to, each once."""
        chosen = [name for route in self.routes if route.takes(owner, severity) for name in route.channels]
        return list(dict.fromkeys([*chosen, *(self.escalation_channels if escalated else ())]))


def load_policy(settings: Settings) -> Policy:
    """The policy of a home. Raises PolicyError."""
    path = settings.alerts
    if not path.exists():
        urls = tuple(settings.alert_urls.split())
        return Policy(channels={"default": urls}, routes=(Route(("default",)),)) if urls else Policy()
    if path.stat().st_mode & 0o077:
        raise PolicyError(f"{path} holds secrets and others may read it. Run: chmod 600 {path}")
    try:
        return _policy(path, yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (SettingsRefused, KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as problem:
        raise PolicyError(f"{path}: {problem}. docs/operations.md shows every setting.") from problem


def _policy(path: Path, found: dict) -> Policy:
    if unknown := set(found) - KEYS:
        raise PolicyError(f"{path}: unknown setting {', '.join(sorted(unknown))}; known are {', '.join(sorted(KEYS))}")
    channels = {name: _urls(value) for name, value in found.get("channels", {}).items()}
    routes = tuple(
        Route(tuple(route["channels"]), route.get("owner"), _tuple(route.get("severity")))
        for route in found.get("routes", [])
    )
    escalation, quiet = found.get("escalation", {}), found.get("quiet_hours")
    used = {name for route in routes for name in route.channels} | set(escalation.get("channels", []))
    if missing := used - set(channels):
        raise PolicyError(f"{path}: no such channel: {', '.join(sorted(missing))}. Name it under channels.")
    return Policy(
        channels=channels,
        routes=routes,
        escalation_channels=tuple(escalation.get("channels", [])),
        escalate_after=_span(escalation.get("after", "24h")),
        suppress=_span(found.get("suppress", "24h")),
        quiet_hours=quiet and QuietHours(_clock(quiet["from"]), _clock(quiet["until"]), _exempt(quiet)),
        digest_above=int(found.get("digest_above", 5)),
        max_age=_span(found.get("max_age", "26h")),
    )


def _urls(value: str | list[str]) -> tuple[str, ...]:
    """Apprise URLs; `env:NAME` stands for what that environment variable, or the file of NAME_FILE, holds."""
    texts = [value] if isinstance(value, str) else value
    return tuple(_secret(text[4:]) if text.startswith("env:") else text for text in texts)


def _secret(variable: str) -> str:
    secret = environment_secret(variable)
    if not secret:
        raise KeyError(f"neither {variable} nor {variable}_FILE is set in the environment")
    return secret


def _span(text: str) -> timedelta:
    return timedelta(**{UNITS[text[-1]]: float(text[:-1])})


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _tuple(value: str | list[str] | None) -> tuple[str, ...] | None:
    return value if value is None else (value,) if isinstance(value, str) else tuple(value)


def _exempt(quiet: dict) -> tuple[str, ...]:
    return _tuple(quiet.get("except", "critical")) or ()
