"""The running engine answers a real city's whistles as the offline router does."""

import sys

import boston_wire

sys.exit(boston_wire.main())
