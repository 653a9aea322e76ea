"""Settings of the site, one file for every machine: what differs between machines is in the environment.

`.env.sample` lists the variables. Without any of them the site is safe to run on one machine, served
on loopback, with the embedded servers that `make run` starts.
"""

import logging
import secrets
from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF

from config import private
from config.environment import BASE_DIR, data_folder, env
from config.services.addresses import addresses, published

# --- What differs between machines -----------------------------------------------------------------

DATA = data_folder()
DEBUG = env.bool("DEBUG", False)
HTTPS = env.bool("HTTPS", False)
SERVERS = addresses(DATA)
_served = bool(env.str("DATABASE_URL", "")) or published(DATA)
SECRET_KEY = env.str("SECRET_KEY", "") or (
    # Without a database there is nobody to sign for, and a command that fails leaves no folder behind.
    private.secret(DATA / "secret-key", length=48) if _served else secrets.token_urlsafe(48)
)
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", []), "127.0.0.1", "localhost", "[::1]"]  # loopback: health checks
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
DATA_LICENCE = env.str(  # what exports and snapshots say of their use
    "DATA_LICENCE",
    "The owner of this site has named no licence. Titles, abstracts and quotes belong to the authors of the "
    "papers and stand under the terms of their sources.",
)
ALERTS_TO_LOOPBACK = env.bool("ALERTS_TO_LOOPBACK", False)  # alerts go to public addresses alone
SITE_URL = env.str("SITE_URL", "")  # where feeds and canonical links lead; empty: to the host that was asked
STATIC_HASHED = env.bool("STATIC_HASHED", not DEBUG)
# Where the site is served over TLS others can reach it: there a password alone opens no curator's door.
REQUIRE_TWO_FACTOR = env.bool("REQUIRE_TWO_FACTOR", HTTPS)
LOG_LEVEL = env.log_level("LOG_LEVEL", logging.INFO)

REDIS_URL = env.str("REDIS_URL", "") or SERVERS.redis_url

# Mail goes out where the site knows its own address and one to write from; nobody is asked for theirs else.
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "")
MAILS = bool(SITE_URL and DEFAULT_FROM_EMAIL)
EMAIL_HOST = env.str("MAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT, EMAIL_USE_TLS = env.int("MAIL_PORT", 587), env.bool("MAIL_TLS", True)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.str("MAIL_USER", ""), env.str("MAIL_PASSWORD", "")
EMAIL_TIMEOUT = 20

# --- The application -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config.admin.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "leaderboard",  # after those whose admin it replaces
    "csp",
    "django_htmx",
    "rest_framework",
    "corsheaders",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "leaderboard.views.signed_in.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "leaderboard.views.moved.MovedMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Public pages are Jinja2; Django's own language is there for the admin.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "leaderboard" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "config.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# --- Storage ---------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.dj_db_url("DATABASE_URL", SERVERS.database_url)
    | {
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,  # a restarted PostgreSQL costs one check, not one failed request
        "TEST": {"TEMPLATE": "template0"},
    }
}
_options: dict[str, Any] = dict(DATABASES["default"].get("OPTIONS", {}))
_pool_size = env.int("DATABASE_POOL_SIZE", 0)  # for servers with threads; commands and workers use one each
if _pool_size:
    _options["pool"] = {"min_size": 1, "max_size": _pool_size, "timeout": 10}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["OPTIONS"] = {"connect_timeout": 10, "application_name": "claimboard"} | _options

STATIC_URL = "static/"
STATIC_ROOT = (BASE_DIR / env.path("STATIC_ROOT", DATA / "static")).resolve()
WHITENOISE_USE_FINDERS = not STATIC_HASHED
WHITENOISE_MAX_AGE = 3600
_static_storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_plain_storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static_storage if STATIC_HASHED else _plain_storage},
}

# --- Language and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# --- Security --------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "home"

# Five wrong passwords for a name from an address lock that name for that address, on all machines.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOCK_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "leaderboard.views.signed_in.address_of"
AXES_LOCKOUT_CALLABLE = "leaderboard.views.signing_in.locked"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the time that a locked page says is kept
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "Claimboard"

# Nothing from elsewhere, nothing inline: a page is its own files and its server's answers.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the icons in the stylesheets of the admin and the API's documentation
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "leaderboard.models.session"
STAFF_IDLE = timedelta(minutes=env.int("STAFF_IDLE_MINUTES", 120))
STAFF_AGE = timedelta(hours=env.int("STAFF_SESSION_HOURS", 12))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "leaderboard.views.errors.too_old"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # subdomains and preload lists are the owner's
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- The API ---------------------------------------------------------------------------------------

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["leaderboard.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["leaderboard.api.authentication.ScopedPermission"],
    "DEFAULT_RENDERER_CLASSES": [
        "leaderboard.api.rendering.ProblemRenderer",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["leaderboard.api.throttles.ScopeThrottle"],
    "DEFAULT_PARSER_CLASSES": ["leaderboard.api.parsing.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "leaderboard.api.problems.handle",
    "NUM_PROXIES": env.int("PROXIES", 1 if HTTPS else 0),  # whose X-Forwarded-For says who asks
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
API_RATES = {  # requests / seconds, for each account or address
    "read": env.str("API_READS", "1200/60"),
    "search": env.str("API_SEARCHES", "120/60"),
    "extract": env.str("API_EXTRACTIONS", "30/60"),
    "write": env.str("API_WRITES", "60/60"),
    "guesses": env.str("API_BAD_TOKENS", "30/60"),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Claimboard",
    "DESCRIPTION": "What papers claim: every reported number with the words that it was read from.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_COERCE_PATH_PK": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
    "ENUM_NAME_OVERRIDES": {
        "Better": "leaderboard.models.Metric.Direction",
        "Moves": "leaderboard.models.Claim.Direction",
        "ClaimState": "leaderboard.models.Claim.State",
        "PaperState": "leaderboard.models.Paper.State",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "leaderboard.api.describing.rows_are_sparse",
        "leaderboard.api.describing.tokens_where_needed",
    ],
    "PREPROCESSING_HOOKS": ["leaderboard.api.describing.ours_alone"],
}

# Pages of others may read the API, without anybody's cookies; they may write nothing.
CORS_URLS_REGEX = r"^/(?:pwc/)?api/v1/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "authorization", "content-type", "if-none-match", "if-modified-since"]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Last-Modified", "Location", "Retry-After"),
    *("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
]

# --- Logging ---------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without tokens": {"()": "config.logs.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without tokens"]}
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["console"], "level": LOG_LEVEL, "propagate": False},
        "httpx": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
    },
}
