"""Fills the tables of administrative units and agency codes from the file that ships."""

from typing import Any

from django.db import migrations

from vanphong.modules.catalogues.migrations._loading import load_units


def load(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        load_units(cursor)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogues', '0002_administrative_units'),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
