"""An import of a real city's cases gets the leads and deadlines that the offline router says: 400 of the excerpt."""

import sys

import boston_import
import boston_wire

SKIPPED = 77

if not boston_wire.EXCERPT.is_dir():
    print(f"skipped: {boston_wire.EXCERPT} is not there")
    sys.exit(SKIPPED)
sys.exit(boston_import.main(["--every", "5"]))
