"""The index of decisions holds who made them, which they are and when: the numbers read little else."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0260_moves_change_no_board"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="event", name="event_decisions"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(
                    ("action__in", ["accept", "correct", "reject", "undo", "restore", "draw"]),
                    ("actor__isnull", False),
                    ("batch", None),
                    ("subject_type", "claim"),
                ),
                fields=["subject_uid", "id"],
                include=("action", "actor", "at"),
                name="event_decisions",
            ),
        ),
    ]
