"""All addresses: declared pages, the API, and the health check."""

from django.urls import path

from vanphong.config.health import healthz
from vanphong.rest.routing import url_patterns as api_patterns
from vanphong.ui.screens.routing import url_patterns

urlpatterns = [path("healthz", healthz, name="healthz"), *api_patterns(), *url_patterns()]

handler403 = "vanphong.ui.errors.forbidden"
handler404 = "vanphong.ui.errors.not_found"
handler500 = "vanphong.ui.errors.failed"
