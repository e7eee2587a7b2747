// Writes the OpenAPI document to the standard output, for validators that others have made.
#include <iostream>

#include "adapters/api/openapi.h"

int main() {
  std::cout << whistle::adapters::api::openapi_document("https://whistle.example") << '\n';
  return std::cout.good() ? 0 : 1;
}
