"""What the pages of the admin ask of the publication."""
