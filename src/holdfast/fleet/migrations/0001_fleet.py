# SPDX-License-Identifier: Apache-2.0
"""The tables of the projection, as the models describe them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("records", "0003_fleet"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pilot",
            fields=[
                ("key", models.CharField(max_length=150, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("district", models.CharField(blank=True, max_length=100)),
                ("certificates", models.JSONField(default=list)),
                ("practised_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pilot",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name", "key"),
            },
        ),
        migrations.CreateModel(
            name="Preparation",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("aircraft", models.CharField(blank=True, max_length=60)),
                ("pilot", models.CharField(max_length=150)),
                ("district", models.CharField(blank=True, max_length=100)),
                ("told", models.JSONField()),
                ("seen", models.JSONField()),
                ("at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
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
            ],
            options={
                "ordering": ("-at", "-number"),
            },
        ),
        migrations.CreateModel(
            name="Flight",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("aircraft", models.CharField(blank=True, max_length=60)),
                ("model", models.CharField(blank=True, max_length=100)),
                ("technology", models.CharField(blank=True, max_length=130)),
                ("pilot", models.CharField(max_length=150)),
                ("observer", models.CharField(blank=True, max_length=150)),
                ("start", models.DateTimeField()),
                ("start_zone", models.CharField(max_length=40)),
                ("began", models.DateTimeField()),
                ("ended", models.DateTimeField(null=True)),
                ("day", models.DateField()),
                ("seconds", models.FloatField(null=True)),
                ("source", models.CharField(max_length=20)),
                ("minutes", models.PositiveIntegerField()),
                ("purpose", models.CharField(max_length=60)),
                ("district", models.CharField(blank=True, max_length=100)),
                ("cell", models.CharField(blank=True, max_length=40)),
                ("rule", models.CharField(max_length=60)),
                ("occurred", models.BooleanField(default=False)),
                ("approved", models.BooleanField()),
                ("approval", models.CharField(blank=True, max_length=200)),
                ("denied", models.TextField(blank=True)),
                ("denied_kind", models.CharField(blank=True, max_length=40)),
                ("told", models.JSONField()),
                ("seen", models.JSONField()),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdraw_reason", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flights",
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recorded_flights",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "preparation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flight",
                        to="fleet.preparation",
                    ),
                ),
            ],
            options={
                "ordering": ("-began", "-number"),
            },
        ),
        migrations.CreateModel(
            name="Upkeep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("note", models.TextField(blank=True)),
                ("cycles", models.PositiveIntegerField(null=True)),
                ("health", models.PositiveIntegerField(null=True)),
                ("firmware", models.CharField(blank=True, max_length=100)),
                ("due_on", models.DateField(null=True)),
                ("due_minutes", models.PositiveIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upkeep",
                        to="records.device",
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
                "ordering": ("day", "id"),
            },
        ),
        migrations.CreateModel(
            name="FlightAsset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asset", models.CharField(max_length=60)),
                (
                    "flight",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assets",
                        to="fleet.flight",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("asset", "flight"), name="flight_asset_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FlightItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "flight",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="media",
                        to="fleet.flight",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="of_flights",
                        to="records.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("flight", "item"), name="flight_item_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FlightVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("told", models.JSONField(null=True)),
                ("seen", models.JSONField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "flight",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="fleet.flight",
                    ),
                ),
            ],
            options={
                "ordering": ("flight", "version"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("flight", "version"), name="flight_version_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="flight",
            index=models.Index(fields=["-began", "-number"], name="flight_newest"),
        ),
        migrations.AddIndex(
            model_name="flight",
            index=models.Index(fields=["aircraft", "began"], name="flight_aircraft"),
        ),
        migrations.AddIndex(
            model_name="flight",
            index=models.Index(fields=["pilot", "began"], name="flight_pilot"),
        ),
        migrations.AddIndex(
            model_name="flight",
            index=models.Index(fields=["technology", "day"], name="flight_technology"),
        ),
        migrations.AddIndex(
            model_name="upkeep",
            index=models.Index(fields=["device", "day", "id"], name="upkeep_of_device"),
        ),
    ]
