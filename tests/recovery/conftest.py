"""Homes with a landing folder to put deliveries into."""

from support.landing_home import another_home, home

__all__ = ["another_home", "home"]
