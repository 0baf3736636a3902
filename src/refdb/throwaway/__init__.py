"""A Postgres in a blink: made from the embedded wheel or installed binaries, gone afterwards."""

from refdb.throwaway.binaries import Binaries, available, choose
from refdb.throwaway.clones import Clones, clones
from refdb.throwaway.cron import install_cron_stand_in
from refdb.throwaway.development import open_development
from refdb.throwaway.opening import clean_cache, open_throwaway
from refdb.throwaway.source import PROVIDERS, Source
from refdb.throwaway.templates import Template
from refdb.throwaway.urls import url_of
from refdb.throwaway.value import Throwaway

__all__ = [
    "PROVIDERS",
    "Binaries",
    "Clones",
    "Source",
    "Template",
    "Throwaway",
    "available",
    "choose",
    "clean_cache",
    "clones",
    "install_cron_stand_in",
    "open_development",
    "open_throwaway",
    "url_of",
]
