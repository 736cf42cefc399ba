"""The control API: everything a person, a test or the browser phone can do, as JSON over HTTP."""
