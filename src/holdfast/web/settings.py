# SPDX-License-Identifier: Apache-2.0
"""Django settings, made from the home's configuration (`holdfast.web.site`).

Promises: no address outside this machine, no e-mail, no sign-up, no debug page, strict headers.
A setting that a person may choose is in `holdfast.toml`; one that is here is the same everywhere.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from holdfast.web.site import site_from_environment

SITE = site_from_environment()
HOLDFAST_HOME = SITE.home
AGENCY = SITE.agency

SECRET_KEY = SITE.secret
DEBUG = False
ALLOWED_HOSTS = list(SITE.hosts)
ROOT_URLCONF = "holdfast.web.urls"
WSGI_APPLICATION = "holdfast.web.wsgi.application"
APPEND_SLASH = True

_OPENID_APPS = ["allauth.socialaccount.providers.openid_connect"] if SITE.openid else []
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *_OPENID_APPS,
    "holdfast.accounts.apps.AccountsConfig",
    "holdfast.records",
    "holdfast.oversight",
    "holdfast.fleet",
    "holdfast.web.apps.WebConfig",
]

MIDDLEWARE = [
    "holdfast.web.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "holdfast.web.middleware.SessionLimitsMiddleware",
    "holdfast.web.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "holdfast.web.middleware.SecondFactorMiddleware",
    "holdfast.web.middleware.NamedErrorsMiddleware",
]

_TEMPLATE_FOLDER = Path(__file__).parent / "templates"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_TEMPLATE_FOLDER],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "holdfast.web.context.page",
            ],
        },
    }
]

DATABASES = {"default": dict(SITE.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # In the database, so that the count of log-in tries holds for every server process.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
    }
}

# People
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "holdfast.accounts.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "enrol": "20/m/ip",
    # The forms that anybody may send without an account; "key" counts everybody together.
    "public_send": "12/h/ip,240/h/key",
    "public_ask_after": "30/h/ip,2000/h/key",
}
SOCIALACCOUNT_ADAPTER = "holdfast.accounts.openid.SocialAccountAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "agency",
                    "name": SITE.openid.name,
                    "client_id": SITE.openid.client_id,
                    "secret": SITE.openid.client_secret,
                    "settings": {"server_url": SITE.openid.server_url},
                }
            ],
        }
    }
    if SITE.openid
    else {}
)
# Where the sign-in form may be led on to: the agency's identity provider, when it has one.
SIGN_IN_ORIGINS = (
    ["{0.scheme}://{0.netloc}".format(urlsplit(SITE.openid.server_url))] if SITE.openid else []
)
OPENID_USERNAME_CLAIM = SITE.openid.username_claim if SITE.openid else ""
MFA_ADAPTER = "holdfast.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = f"Holdfast, {SITE.agency}"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
SECOND_FACTOR_REQUIRED = SITE.second_factor_required

# Sessions
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE = timedelta(minutes=SITE.idle_minutes)
SESSION_ABSOLUTE = timedelta(hours=SITE.absolute_hours)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SITE.https
CSRF_COOKIE_SECURE = SITE.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "holdfast.web.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SITE.https
SECURE_HSTS_SECONDS = 31_536_000 if SITE.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SITE.https else None
X_FRAME_OPTIONS = "DENY"

# Static files: served from the packages' own folders, with hashed names only where collected.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# Language and time
LANGUAGE_CODE = "en-nz"
LANGUAGES = [("en-nz", "English")]
USE_I18N = False
USE_TZ = True
TIME_ZONE = SITE.zone

# Uploads: chunks are spooled to disk; a card never stands in memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 20_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50_000

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
