// Boost.URL, compiled here: Debian's package has its headers alone in reach of a static link.
#include <boost/url/src.hpp>
