"""refdb.toml and the environment: the only room that reads the environment."""

from refdb.config.monitoring import Monitoring
from refdb.config.quantities import count, duration, megabytes, seconds
from refdb.config.settings import DEVELOPMENT, FILE_NAME, Config, cache_home, forces_color, load
from refdb.config.targets import Target, has_target, resolve_target

__all__ = [
    "DEVELOPMENT",
    "FILE_NAME",
    "Config",
    "Monitoring",
    "Target",
    "cache_home",
    "count",
    "duration",
    "forces_color",
    "has_target",
    "load",
    "megabytes",
    "resolve_target",
    "seconds",
]
