"""The control interface by which a page, a script or a test acts in the sandbox, over HTTP."""
