"""App of identity."""

from importlib import import_module

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "vanphong.kernel.identity"
    label = "identity"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        # Django would write `last_login` outside any command; `open_session` writes it.
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        # Commands must be declared before the registries are sealed.
        for module in ("commands", "own_account", "passkeys", "sessions", "signing_in", "tokens"):
            import_module(f"{self.name}.{module}")
