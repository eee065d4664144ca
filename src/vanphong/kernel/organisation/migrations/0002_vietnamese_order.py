"""Database functions for Vietnamese folding and order, and the trigram index operator class."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from vanphong.lib.sorting import SQL_CREATE, SQL_DROP


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [TrigramExtension(), migrations.RunSQL(SQL_CREATE, SQL_DROP)]
