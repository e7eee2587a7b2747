// The numbers that more than one source of this folder answers with: RFC 9110, section 15.
#pragma once

namespace whistle::adapters::api {

inline constexpr unsigned kOk = 200;
inline constexpr unsigned kCreated = 201;
inline constexpr unsigned kNotModified = 304;

}  // namespace whistle::adapters::api
