"""The commands of `tumen`, one idea a file. Modules import nothing heavy at the top."""
