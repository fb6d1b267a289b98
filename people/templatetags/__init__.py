"""What the pages of the admin ask of this room."""
