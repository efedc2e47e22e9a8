"""How Django is set up where nothing else has set it up: for this package alone, without a default database.

What belongs here: constants that hold in every process. What does not: any database; ``connecting`` adds each by its
address. A process with settings of its own (the portal) names ``eligo.store`` among its ``INSTALLED_APPS``.
"""

INSTALLED_APPS = ("eligo.store",)
DATABASES: dict[str, dict[str, object]] = {}
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
