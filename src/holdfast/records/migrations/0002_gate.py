# SPDX-License-Identifier: Apache-2.0
"""The tables of the projection, as the models describe them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchMade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session", models.CharField(max_length=64)),
                ("query", models.CharField(max_length=64)),
            ],
        ),
        migrations.RemoveField(
            model_name="device",
            name="approved",
        ),
        migrations.AddField(
            model_name="acquisition",
            name="whose",
            field=models.CharField(default="agency", max_length=20),
        ),
        migrations.AddField(
            model_name="device",
            name="technology",
            field=models.CharField(blank=True, max_length=130),
        ),
        migrations.AlterField(
            model_name="entry",
            name="data_class",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="entry",
            name="approval",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="entry",
            name="support",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="entry",
            name="technology",
            field=models.CharField(blank=True, max_length=130),
        ),
        migrations.AddField(
            model_name="item",
            name="quarantine",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["technology", "day"], name="entry_technology"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("support", ""), _negated=True),
                fields=["support"],
                name="entry_support",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("quarantine", ""), _negated=True),
                fields=["number"],
                name="item_quarantine",
            ),
        ),
        migrations.AddField(
            model_name="searchmade",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.entry"
            ),
        ),
        migrations.AddField(
            model_name="searchmade",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="searchmade",
            constraint=models.UniqueConstraint(
                fields=("person", "session", "query"), name="search_once"
            ),
        ),
        migrations.AlterField(
            model_name="hold",
            name="placed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
