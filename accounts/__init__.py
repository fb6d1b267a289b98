"""Who works here: staff users, roles, partner organisations and their keys."""
