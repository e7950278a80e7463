"""HTTP: routes, sessions, problem details. The only room that knows status codes."""
