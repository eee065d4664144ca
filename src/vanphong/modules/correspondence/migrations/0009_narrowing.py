import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogues', '0003_units_of_the_country'),
        ('correspondence', '0008_name_of_an_older_book'),
        ('numbering', '0003_numbers_taken_over'),
        ('organisation', '0004_posts_that_ask_for_a_second_factor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='incomingdocument',
            name='issuer_key',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('issuer_name'), function='vn_fold'), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='incomingdocument',
            index=models.Index(fields=['arrived_on'], name='incoming_arrived'),
        ),
        migrations.AddIndex(
            model_name='incomingdocument',
            index=models.Index(models.F('issuer_key'), models.OrderBy(models.F('registered_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('registered_at__isnull', False)), name='incoming_issuer_name'),
        ),
        migrations.AddIndex(
            model_name='incomingdocument',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('code_key'), name='gin_trgm_ops'), name='incoming_code_part'),
        ),
    ]
