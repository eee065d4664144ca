"""Settings: everything an office may set comes from the environment or `var/`; the rest is fixed here."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

from vanphong.lib.reading.inspect import Limits

PACKAGE = Path(__file__).resolve().parent.parent
VANPHONG_VAR = Path(os.environ.get("VANPHONG_VAR", "var")).resolve()
VANPHONG_PROFILE = os.environ.get("VANPHONG_PROFILE", "networked")
"""`networked` refuses every secret document (Law 117/2025/QH15 art. 5.2); `isolated-lan` is for an independent LAN."""


def _secret_key() -> str:
    if key := os.environ.get("VANPHONG_SECRET_KEY"):
        return key
    path = VANPHONG_VAR / "secret-key"
    if not path.exists():
        VANPHONG_VAR.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def _database(url: str) -> dict[str, Any]:
    """A PostgreSQL address as Django wants it; `host` may be given as a parameter (a socket folder)."""
    parts = urlparse(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "vanphong",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        "ATOMIC_REQUESTS": False,
    }


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("VANPHONG_DEBUG") == "1"
HTTPS = os.environ.get("VANPHONG_HTTPS") == "1"
ALLOWED_HOSTS = os.environ.get("VANPHONG_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("VANPHONG_ORIGINS", "").split(",") if o]
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql://localhost/vanphong"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

KERNEL_APPS = [
    f"vanphong.kernel.{name}"
    for name in (
        "jobs",
        "journal",
        "identity",
        "organisation",
        "calendar",
        "numbering",
        "files",
        "search",
        "notifications",
    )
]
MODULES = sorted(
    f"vanphong.modules.{path.parent.name}" for path in (PACKAGE / "modules").glob("*/manifest.py")
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    *KERNEL_APPS,
    "vanphong.ui",
    "vanphong.rest",
    *MODULES,
    "vanphong.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "vanphong.ui.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vanphong.kernel.organisation.middleware.ActorMiddleware",
]
ROOT_URLCONF = "vanphong.config.urls"
WSGI_APPLICATION = "vanphong.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["vanphong.kernel.identity.backends.Accounts"]
SESSION_ENGINE = "vanphong.kernel.identity.backends"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-vanphong" if HTTPS else "vanphong"
CSRF_FAILURE_VIEW = "vanphong.ui.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# The server itself listens on the loopback only: who speaks HTTPS is the proxy, and it says so.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = os.environ.get("VANPHONG_TIME_ZONE", "Asia/Ho_Chi_Minh")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VANPHONG_VAR / "static"
WHITENOISE_MAX_AGE = 31536000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VANPHONG_VAR / "media"
LIMITS = (
    "VANPHONG_IDLE_MINUTES",
    "VANPHONG_IDLE_MINUTES_ADMIN",
    "VANPHONG_SESSION_HOURS",
    "VANPHONG_STEP_UP_MINUTES",
    "VANPHONG_LOCK_FAILURES",
    "VANPHONG_LOCK_HOURS",
    "VANPHONG_ADDRESS_FAILURES",
    "VANPHONG_ADDRESS_MINUTES",
    "VANPHONG_PASSWORD_LENGTH",
    "VANPHONG_PROXIES",
)
"""Whole numbers an office may set; the usual ones stand in kernel.identity.limits."""
globals().update({name: int(os.environ[name]) for name in LIMITS if os.environ.get(name)})
if os.environ.get("VANPHONG_ADDRESS"):
    VANPHONG_ADDRESS = os.environ["VANPHONG_ADDRESS"]
INTAKE_LIMITS = Limits(
    size=int(os.environ.get("VANPHONG_READ_MB", "100")) * 1_000_000,
    pages=int(os.environ.get("VANPHONG_READ_PAGES", "1500")),
    pixels=int(os.environ.get("VANPHONG_READ_MEGAPIXELS", "100")) * 1_000_000,
)
"""What the reader opens; a larger file is kept and finished by hand."""
INTAKE_UPLOAD_BYTES = int(os.environ.get("VANPHONG_UPLOAD_MB", "500")) * 1_000_000
"""Largest file that is taken at all."""
INTAKE_OPEN_UPLOADS = int(os.environ.get("VANPHONG_OPEN_UPLOADS", "300"))
"""Uploads one person may have under way."""
INTAKE_AUTHORITIES = Path(os.environ.get("VANPHONG_AUTHORITIES", VANPHONG_VAR / "authorities"))
"""Folder with the certificates of the authorities whose digital signatures are trusted."""
INTAKE_FOLDER = Path(os.environ.get("VANPHONG_INTAKE_FOLDER", VANPHONG_VAR / "intake"))
"""Watched folder: one folder per agency code below it."""
INTAKE_MAILBOX = {
    name: os.environ.get(f"VANPHONG_IMAP_{name.upper()}", default)
    for name, default in (
        ("host", ""),
        ("port", "993"),
        ("security", "tls"),
        ("user", ""),
        ("password", ""),
        ("folder", "INBOX"),
        ("agency", ""),
    )
}
"""IMAP mailbox whose mails are taken in; `security` is tls, starttls or none, `agency` the code of who receives."""
SEARCH_FOLDER = Path(os.environ.get("VANPHONG_SEARCH_FOLDER", VANPHONG_VAR / "search"))
"""Where this machine keeps its search index; it can be removed at any moment and is built anew."""
SEARCH_CATCH_UP = os.environ.get("VANPHONG_SEARCH_CATCH_UP") == "1"
"""A process that searches brings the index up to date itself: command line and tests. In an office workers do."""
VANPHONG_API_RATE = float(os.environ.get("VANPHONG_API_RATE", "50"))
"""Calls a second one caller of the API may go on with in each web process; four times as many at once."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 << 20

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("VANPHONG_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["security.W019"]
