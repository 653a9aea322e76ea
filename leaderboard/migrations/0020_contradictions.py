"""Claims that can't both be true, and the index that finds the claims of one system and metric."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0032_no_words_in_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contradiction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("setting", models.TextField(blank=True, default="")),
                ("certain", models.BooleanField()),
                ("claims", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["-certain", "-id"],
            },
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["system", "metric"], name="claim_subject"),
        ),
        migrations.AddField(
            model_name="contradiction",
            name="benchmark",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contradictions",
                to="leaderboard.benchmark",
            ),
        ),
        migrations.AddField(
            model_name="contradiction",
            name="high",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leaderboard.claim"
            ),
        ),
        migrations.AddField(
            model_name="contradiction",
            name="low",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leaderboard.claim"
            ),
        ),
        migrations.AddField(
            model_name="contradiction",
            name="metric",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contradictions",
                to="leaderboard.metric",
            ),
        ),
        migrations.AddField(
            model_name="contradiction",
            name="system",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contradictions",
                to="leaderboard.system",
            ),
        ),
        migrations.AddIndex(
            model_name="contradiction",
            index=models.Index(fields=["-certain", "-id"], name="contradiction_listed"),
        ),
        migrations.AddIndex(
            model_name="contradiction",
            index=models.Index(fields=["benchmark", "metric", "-certain", "-id"], name="contradiction_board"),
        ),
        migrations.AddConstraint(
            model_name="contradiction",
            constraint=models.UniqueConstraint(
                fields=("system", "metric", "benchmark", "setting"), name="contradiction_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="contradiction",
            constraint=models.CheckConstraint(
                condition=models.Q(("low", models.F("high")), _negated=True), name="contradiction_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="contradiction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("certain", False), models.Q(("setting", ""), _negated=True), _connector="OR"
                ),
                name="contradiction_certain_by_setting",
            ),
        ),
    ]
