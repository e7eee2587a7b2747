"""The rules of Boston reproduce what the city did, as far as rules can."""

import sys

import boston_route

sys.exit(boston_route.main())
