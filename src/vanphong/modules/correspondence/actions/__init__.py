"""What people do with incoming documents: screens, API and command line are made from these.

The order of the imports is the order of the buttons.
"""

from vanphong.modules.correspondence.actions import routing, handling, closing, book  # isort: skip

__all__ = ["book", "closing", "handling", "routing"]
