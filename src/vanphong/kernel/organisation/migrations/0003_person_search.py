"""Index by which people are found by their folded names."""

from django.db import migrations

CREATE = "CREATE INDEX person_by_folded_name ON identity_user USING gin (vn_fold(full_name) gin_trgm_ops)"


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_vietnamese_order"), ("identity", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP INDEX person_by_folded_name")]
