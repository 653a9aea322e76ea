"""What each claim was read by; claims read before say nothing of it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    """A list of codes on claims and on candidates' readings, with an index that finds one of them."""

    dependencies: ClassVar = [("leaderboard", "0201_events_in_order")]
    operations: ClassVar = [
        migrations.AddField(
            "claim",
            "rules",
            ArrayField(models.TextField(), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            "trialclaim", "rules", ArrayField(models.TextField(), db_default=[], default=list, size=None)
        ),
        migrations.AddIndex("claim", GinIndex(fields=["rules"], name="claim_rules")),
    ]
