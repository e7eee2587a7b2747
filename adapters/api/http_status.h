// What an answer's number says: RFC 9110, section 15. Those of refusals are in problem.cc.
#pragma once

namespace whistle::adapters::api {

inline constexpr unsigned kOk = 200;
inline constexpr unsigned kCreated = 201;
inline constexpr unsigned kNotModified = 304;

}  // namespace whistle::adapters::api
