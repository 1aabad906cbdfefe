# SPDX-License-Identifier: Apache-2.0
"""The tables of engagements, as the models describe them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fleet", "0001_fleet"),
        ("oversight", "0002_incident_without_technology"),
        ("records", "0002_gate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Engagement",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("contractor", models.CharField(max_length=200)),
                ("contact", models.TextField(blank=True)),
                ("purpose", models.CharField(max_length=60)),
                ("work", models.TextField(blank=True)),
                ("drone", models.CharField(max_length=200)),
                ("certificate_of", models.CharField(max_length=20)),
                ("certificate", models.CharField(max_length=200)),
                ("rule_part", models.CharField(max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("agreement_name", models.CharField(blank=True, max_length=300)),
                ("agreement_sha256", models.CharField(blank=True, max_length=64)),
                ("left_out", models.TextField(blank=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_on", models.DateField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "technology",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.technology",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="EngagementCondition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("condition", models.CharField(max_length=60)),
                ("words", models.TextField()),
                ("asked", models.TextField()),
                ("evidence", models.CharField(max_length=20)),
                ("listed_on", models.DateField()),
                ("due_on", models.DateField()),
                ("state", models.CharField(default="open", max_length=20)),
                ("settled_on", models.DateField(null=True)),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="fleet.engagement",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.incident",
                    ),
                ),
            ],
            options={
                "ordering": ("engagement", "position"),
            },
        ),
        migrations.CreateModel(
            name="EngagementStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("condition", models.CharField(blank=True, max_length=60)),
                ("step", models.CharField(max_length=20)),
                ("made_on", models.DateField()),
                ("by", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField(blank=True)),
                ("due_on", models.DateField(null=True)),
                ("document_name", models.CharField(blank=True, max_length=300)),
                ("document_sha256", models.CharField(blank=True, max_length=64)),
                ("outstanding", models.JSONField(default=list)),
                ("letter", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "acquisition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.acquisition",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="fleet.engagement",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.incident",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="HandedOver",
            fields=[
                (
                    "acquisition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="records.acquisition",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="media",
                        to="fleet.engagement",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "acquisition"),
            },
        ),
        migrations.AddIndex(
            model_name="engagement",
            index=models.Index(fields=["closed_on", "number"], name="engagement_open"),
        ),
        migrations.AddIndex(
            model_name="engagementcondition",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "breached"])),
                fields=["due_on"],
                name="engagement_outstanding",
            ),
        ),
        migrations.AddConstraint(
            model_name="engagementcondition",
            constraint=models.UniqueConstraint(
                fields=("engagement", "condition"), name="engagement_condition_once"
            ),
        ),
    ]
