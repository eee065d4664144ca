from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0002_uploads_that_resume"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rendition",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "Chữ"),
                    ("pdf", "Bản PDF để xem"),
                    ("searchable", "Bản có lớp chữ"),
                    ("stamped", "Bản có dấu đến"),
                    ("page", "Ảnh trang"),
                    ("part", "Phần tách ra"),
                    ("archival", "Bản PDF/A để lưu trữ"),
                ],
                max_length=12,
            ),
        ),
    ]
