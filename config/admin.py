"""The admin with the site's own door."""

from django.contrib.admin import apps


class AdminConfig(apps.AdminConfig):
    """Django's admin, entered as the site wants it."""

    default_site = "config.door.Site"
