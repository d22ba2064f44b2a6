"""The manual mapping: any table becomes results or orders once the user has said what its columns are."""
