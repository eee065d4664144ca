"""The account's addresses: importing the views declares them."""

from vanphong.ui.account import behalf, entering, own, reach, second_factors

__all__ = ["behalf", "entering", "own", "reach", "second_factors"]
