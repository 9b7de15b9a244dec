"""Walkback keeps the record of public statements."""
