"""What other modules may use of drafts."""

from vanphong.modules.drafting.commands.reading import purge_draft
from vanphong.modules.drafting.commands.versions import shown_name
from vanphong.modules.drafting.models import Draft, DraftVersion
from vanphong.modules.drafting.queries.versions import signed_version

__all__ = ["Draft", "DraftVersion", "purge_draft", "shown_name", "signed_version"]
