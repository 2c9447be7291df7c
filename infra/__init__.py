"""What Concord runs on: its AWS resources, the package that goes there, and the same on one laptop."""
