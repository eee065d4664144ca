from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_person_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="second_factor",
            field=models.BooleanField(default=False, verbose_name="bắt buộc xác thực hai lớp"),
        ),
    ]
