"""Where throwaways come from, when it is not left to refdb."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Final

    from refdb.throwaway.templates import Template

EMBEDDED: Final = "embedded"
LOCAL: Final = "local"
SERVER: Final = "server"
CONTAINER: Final = "container"
PROVIDERS: Final = (EMBEDDED, LOCAL, SERVER, CONTAINER)


@dataclass(frozen=True)
class Source:
    """Where throwaways are made.

    Attributes:
        provider: `embedded`, `local`, `server` or `container`; empty for the best that is there.
        server: the URL of a server on which `server` makes databases.
        image: the image that `container` runs; empty for the official one of the version.
    """

    provider: str = ""
    server: str = ""
    image: str = ""

    def check(self) -> None:
        """Says whether such a provider exists.

        Raises:
            BadRequestError: it does not, or `server` has no URL.
        """
        if self.provider and self.provider not in PROVIDERS:
            raise BadRequestError(
                f"there is no provider of throwaways {self.provider!r}",
                hint=did_you_mean(self.provider, PROVIDERS),
            )
        if self.provider == SERVER and not self.server:
            raise BadRequestError(
                "the provider server needs a server on which it makes databases",
                hint='Write server = "postgresql://…" under [throwaway] in refdb.toml, or set '
                "REFDB_THROWAWAY_SERVER.",
            )


@dataclass(frozen=True)
class Wish:
    """What a throwaway is to be.

    Attributes:
        postgres: its major version, None for any.
        template: what it starts with, None for an empty database.
        settings: settings of the server.
        extensions: names of extensions that are created in it.
        source: where it is made.
    """

    postgres: int | None = None
    template: Template | None = None
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    extensions: Collection[str] = ()
    source: Source = field(default_factory=Source)
