"""A report in, bytes with marks out; marks read back and compared. One file per format; verify compares."""
