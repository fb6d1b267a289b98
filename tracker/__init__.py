"""The roof: settings, addresses, server entry, private PostgreSQL, system checks; no models, no rules."""
