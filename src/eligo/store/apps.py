"""The store as an application of Django."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Found by Django under the name of the package; its tables begin with ``eligo_``."""

    name = "eligo.store"
    label = "eligo"
