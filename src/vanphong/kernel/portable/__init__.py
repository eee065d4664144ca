"""The whole office as a folder of plain files, and back: nothing here is locked in."""
