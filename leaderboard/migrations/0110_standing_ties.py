"""Sorted by a setting, baseline or state that thousands of rows share, a board is walked along an index too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0172_board_log_filled"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="standing",
            name="standing_state",
        ),
        migrations.RemoveIndex(
            model_name="standing",
            name="standing_setting",
        ),
        migrations.RemoveIndex(
            model_name="standing",
            name="standing_baseline",
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                fields=["benchmark", "metric", "kind", "unranked", "setting_words", "better", "day", "uid"],
                name="standing_setting_up",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                fields=["benchmark", "metric", "kind", "unranked", "baseline_words", "better", "day", "uid"],
                name="standing_baseline_up",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                fields=["benchmark", "metric", "kind", "unranked", "-setting_words", "better", "day", "uid"],
                name="standing_setting_down",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                fields=["benchmark", "metric", "kind", "unranked", "-baseline_words", "better", "day", "uid"],
                name="standing_baseline_down",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                fields=["benchmark", "metric", "kind", "unranked", "state", "better", "day", "uid"],
                name="standing_states",
            ),
        ),
    ]
