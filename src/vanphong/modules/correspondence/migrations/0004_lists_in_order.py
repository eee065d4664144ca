"""Indexes in the very order of the lists, so that no list sorts its whole table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0003_alerts_sent"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="incomingdocument",
            name="incoming_state",
        ),
        migrations.RemoveIndex(
            model_name="incomingdocument",
            name="incoming_book",
        ),
        migrations.RemoveIndex(
            model_name="incomingdocument",
            name="incoming_due",
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("state__in", ["unseen", "seen", "received", "in_progress"])),
                fields=["user"],
                name="assignment_user_open",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("state__in", ["unseen", "seen", "received", "in_progress"])),
                fields=["unit"],
                name="assignment_unit_open",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingdocument",
            index=models.Index(fields=["state", "-id"], name="incoming_state"),
        ),
        migrations.AddIndex(
            model_name="incomingdocument",
            index=models.Index(
                models.OrderBy(models.F("registered_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("arrival_number__isnull", False)),
                name="incoming_book",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingdocument",
            index=models.Index(
                models.OrderBy(models.F("concluded_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state", "closed")),
                name="incoming_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingdocument",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        ["pending_submission", "pending_endorsement", "pending_distribution", "in_progress"],
                    )
                ),
                fields=["due_on", "id"],
                name="incoming_due",
            ),
        ),
    ]
