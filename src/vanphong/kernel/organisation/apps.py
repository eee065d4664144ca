"""App of the organisation."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "vanphong.kernel.organisation"
    label = "organisation"
    verbose_name = "Tổ chức"

    def ready(self) -> None:
        from vanphong.kernel.jobs import worker
        from vanphong.kernel.organisation.queries import job_actor

        if job_actor not in worker.actor_of_user:
            worker.actor_of_user.append(job_actor)
        # Commands must be declared before the registries are sealed.
        for module in ("commands", "people", "succession", "delegating", "importing"):
            import_module(f"{self.name}.{module}")
