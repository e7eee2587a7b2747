-- wrk: POST /api/v1/whistles, another key and another body each time. Arguments: a file with one body a line, a prefix of keys that no other
-- run has, the bearer token.
local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(arguments)
  bodies = {}
  for line in io.lines(arguments[1]) do bodies[#bodies + 1] = line end
  prefix, count = arguments[2] .. id .. "-", 0
  headers = {["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. arguments[3]}
end

function request()
  count = count + 1
  headers["Idempotency-Key"] = prefix .. count
  return wrk.format("POST", nil, headers, bodies[count % #bodies + 1])
end
