// validate.mjs FILE: whether the file is a document of OpenAPI 3.1, by its published schema.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";

const validator = new Validator();
const result = await validator.validate(JSON.parse(readFileSync(process.argv[2], "utf8")));
if (!result.valid) console.error(JSON.stringify(result.errors, null, 1));
console.log(`OpenAPI ${validator.version}: ${result.valid ? "valid" : "not valid"}`);
process.exit(result.valid && validator.version === "3.1" ? 0 : 1);
