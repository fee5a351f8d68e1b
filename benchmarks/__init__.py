"""What the portal's long work costs, beside what a user or an engineer would take instead: `make bench`."""
