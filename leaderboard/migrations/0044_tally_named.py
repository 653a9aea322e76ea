"""The view of counts as a model that is only read, made by makemigrations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0043_tally"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("slug", models.TextField()),
                ("name", models.TextField()),
                ("claims", models.BigIntegerField()),
            ],
            options={
                "verbose_name_plural": "tallies",
                "db_table": "leaderboard_tally",
                "ordering": ["kind", "-claims", "slug"],
                "managed": False,
            },
        ),
    ]
