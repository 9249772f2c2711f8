package mcp

import rego.v1

default allow := false

allow if {
	input.amount <= 500
	input.currency in {"eur", "usd", "gbp"}
	startswith(input.path, "/app/src/")
}
