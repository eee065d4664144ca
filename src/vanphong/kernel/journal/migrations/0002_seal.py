"""Seals the journal: chain, refusal of changes, refusal of writes without an entry."""

from django.db import migrations

from vanphong.kernel.journal.sealing import SEAL, UNSEAL


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(SEAL, UNSEAL)]
