"""The pages of the window, one module per word; each is imported when it is first shown."""
